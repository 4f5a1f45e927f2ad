"""The appendix “options appraisals” of a board pack."""

import io
from datetime import timedelta

import page
import pypdf
import pytest

from governance.models import Pack
from governance.packs import options
from governance.packs.content import Source
from partnership import clock
from partnership.templatetags.portal import date_words
from tests import appraisals, packs
from workstreams import actions

pytestmark = pytest.mark.django_db


def printed(world, person="manager", on=None):
    facts = {"partnership": world.partnership, "sequence": 0, "as_at_on": on or clock.today()}
    return options.content(Source(Pack(requested_by=world.person(person), **facts)), "")


def test_it_prints_what_is_decided_with_its_chart_accessibly(council):
    appraisals.decided(council)

    pack = packs.make(council, sections=["options"])

    (section,) = [each for each in pack.frozen()["sections"] if each["key"] == "options"]
    (appraisal,) = section["content"]["appraisals"]
    assert appraisal["decided"] == f"Joint Board, {date_words(clock.today())}, minute 12"
    assert [[cell["text"] for cell in row[:3]] for row in appraisal["totals"]["rows"]] == [
        ["Host (preferred)", "1", "3.60"],
        ["Company", "2", "3.50"],
        ["Do nothing", "3", "1.40"],
    ]
    assert appraisal["charts"][0]["conclusion"].startswith("Host has the highest weighted total: 3.60 of 5")
    last = [cell["text"] for cell in appraisal["reasons"]["rows"][-1]]
    assert last == ["Company", "Quality", "Head of audit", "5", "5 for Company."]
    with pack.file.open("rb") as stored:
        file = stored.read()
    said = " ".join(" ".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(file)).pages).split())
    assert "Preferred: Host" in said and "Below 57.1%" in said
    assert page.validate_pdf_bytes(file, profile="ua1").is_compliant


def test_what_was_recorded_after_the_day_of_the_pack_is_left_out(council):
    with clock.travel(clock.now() - timedelta(days=9)):
        first = appraisals.scored(council)
    with clock.travel(clock.now() - timedelta(days=5)):
        appraisals.decide(council, first, "Company")
    second = actions.rescore(by=council.person("manager"), appraisal=first, reason="Costs have changed.")
    actions.open_scoring(by=council.person("manager"), appraisal=second)
    appraisals.decide(council, appraisals.scored(council, second))
    assert [each["preferred"] for each in printed(council)["appraisals"]] == ["Host"]
    before = printed(council, on=clock.today() - timedelta(days=3))
    assert [(each["preferred"], each["title"]) for each in before["appraisals"]] == [
        ("Company", "Internal audit: Options appraisal")
    ]
    early = printed(council, on=clock.today() - timedelta(days=7))
    assert early["appraisals"] == [] and early["waiting"][0].endswith("is being scored: 2 of 2 scorers have finished.")


def test_what_is_being_scored_is_named_without_a_result_and_a_draft_not_at_all(council):
    appraisals.scored(council)
    appraisals.drafted(council, title="Suppliers")
    found = printed(council)
    assert found["appraisals"] == []
    assert found["waiting"] == ["Internal audit: Options appraisal is being scored: 2 of 2 scorers have finished."]


def test_a_decided_round_stands_there_while_the_next_is_scored(council):
    first = appraisals.decided(council)
    second = actions.rescore(by=council.person("manager"), appraisal=first, reason="Costs have changed.")
    actions.open_scoring(by=council.person("manager"), appraisal=second)
    found = printed(council)
    assert [each["title"] for each in found["appraisals"]] == ["Internal audit: Options appraisal"]
    assert found["waiting"][0].startswith("Internal audit: Options appraisal, round 2 is being scored: 0 of 2")

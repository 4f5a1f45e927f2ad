"""The sections “Timeline” and “Risk register” of a board pack."""

import io
from datetime import timedelta

import page
import pypdf
import pytest

from partnership import clock
from tests import packs
from tests.risks import RATINGS, raised, rated
from workstreams import actions

pytestmark = pytest.mark.django_db


def content_of(pack, key):
    (section,) = [each for each in pack.frozen()["sections"] if each["key"] == key]
    return section["content"]


def test_it_prints_the_timeline_and_the_highest_risks_accessibly(council):
    lead = council.person("lead")
    days = {"Approval": 20, "Launch": 30}
    approval, launch = (
        actions.add_milestone(
            by=lead, workstream=council.workstream, title=title, planned_on=clock.today() + timedelta(days=ahead)
        )
        for title, ahead in days.items()
    )
    actions.set_dependencies(by=lead, milestone=launch, waits_for=[approval])
    raised(council, title="Large", ratings=RATINGS | rated(5, 5))
    raised(council, title="Small", ratings=RATINGS | rated(1, 2))

    pack = packs.make(council, sections=["timeline", "risks"])

    (chart,) = content_of(pack, "timeline")["charts"]
    assert chart["conclusion"].startswith("0 of 2 milestones are met; next comes “Approval”")
    floats = [row[-1]["text"] for row in content_of(pack, "timeline")["table"]["rows"]]
    assert floats == ["10 days", "None: critical"]
    register = content_of(pack, "risks")
    assert register["conclusion"] == "2 open: 1 very high, 1 low. Highest: R1 Large, 25."
    assert register["rows"][0]["squares"][4] == {
        "band": "Very high",
        "style": "very-high",
        "score": 25,
        "references": ["R1"],
    }
    assert [row[0]["text"] for row in register["table"]["rows"]] == ["R1 Large", "R2 Small"]
    with pack.file.open("rb") as stored:
        file = stored.read()
    said = " ".join(" ".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(file)).pages).split())
    assert "25 Very high 1: R1" in said
    assert page.validate_pdf_bytes(file, profile="ua1").is_compliant

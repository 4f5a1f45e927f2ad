"""The full cycle: a report is written, cleared, sent along, put on an agenda, printed and decided on; three councils
ratify, the stage moves, and the next meeting agrees the minutes. Each finds the next step on the page."""

import re
from datetime import timedelta
from io import BytesIO
from unittest import mock

import pytest
from celery import current_app
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from governance import actions, minutes_files
from governance.models import Decision, MinutesFile, Pack, Report
from governance.packs import build
from governance.reports.vocabulary import HEADINGS
from partnership import clock
from tests import gates, meetings
from tests.browser.steps import assert_accessible, sign_in, sign_in_by_form
from tests.meetings import CODES
from tests.reports import cleared, route, wrote
from workstreams.models import StageMove

pytestmark = pytest.mark.browser
TITLE = "A shared internal audit service"
MOTION = "That internal audit go on to an options appraisal"
WORDS = "One team audits the three councils."


@pytest.fixture(autouse=True)
def no_broker():
    """The test is the worker."""
    with mock.patch.object(current_app, "send_task"):
        yield


def follow(page: Page, *links: str) -> None:
    """Click one link after the other; some look like buttons."""
    for name in map(re.compile, links):
        page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name)).first.click()


def press(page: Page, button: str, *, checked: bool = False) -> None:
    """On the page of a form, which is looked at first."""
    if checked:
        assert_accessible(page)
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()


def day(page: Page, legend: str, on) -> None:
    box = page.get_by_role("group", name=legend)
    for part in ("Day", "Month", "Year"):
        box.get_by_label(part).fill(str(getattr(on, part.lower())))


def downloaded(page: Page, link: str) -> str:
    """The text of a PDF."""
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(link)).first.click()
    with open(download.value.path(), "rb") as file:
        return " ".join(" ".join(each.extract_text() for each in PdfReader(BytesIO(file.read())).pages).split())


def test_from_a_report_to_a_decision_that_every_council_has_ratified(live_council, page):
    world, manager = live_council, live_council.person("manager")
    gates.policy(world, gates.asking("appraisal", "ratification"))
    board = meetings.board(world)
    route(world, (("Officer Steering Group", "deliver"), ("Joint Board", "decide")))
    meeting = meetings.called(world, board, clock.now(), "Minutes of the last meeting")
    actions.add_agenda_item(
        by=manager,
        meeting=meeting,
        title="Supplier",
        matter="At £4,321 a day.",
        is_exempt=True,
        exempt_reason="Paragraph 3",
    )

    # The officer writes it.
    sign_in_by_form(page, world.person("officer"))
    page.goto("/p/three-councils/")
    follow(page, "^Meetings$", "^Reports$", "^Begin a report")
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Workstream").select_option(label="Internal audit")
    page.get_by_label("Not needed").check()
    page.get_by_label("Reason for not consulting").fill("Nobody’s work changes.")
    press(page, "Begin", checked=True)
    follow(page, "^Add a recommendation")
    page.get_by_label("Recommendation").fill("internal audit go on to an options appraisal")
    press(page, "Add")
    follow(page, "Write: Purpose")
    page.get_by_role("textbox", name="Purpose").fill(WORDS)
    press(page, "Save")
    report = Report.objects.get()
    for key, heading in HEADINGS.items():
        if key != "purpose":
            wrote(world, report, key, "" if heading.may_be_none else f"The {heading.title.lower()} of it.")
        if heading.is_implication and key != "financial":
            cleared(world, report, key)

    # Finance clears what it costs.
    sign_in(page, world.person("verifier"))
    page.goto(report.get_absolute_url())
    follow(page, "See what waits for clearance", "^Clear Financial")
    page.get_by_label("Cleared by").fill("Chief Finance Officer")
    press(page, "Record the clearance", checked=True)

    # It goes along its route, onto the agenda, and is published with it.
    sign_in(page, world.person("officer"))
    page.goto(report.get_absolute_url())
    follow(page, "^Send it along")
    press(page, "Send it")
    sign_in(page, manager)
    page.goto(report.get_absolute_url())
    follow(page, "^Record what the Officer Steering Group said")
    page.get_by_label("Supported", exact=True).check()
    press(page, "Record")
    follow(page, "^Send it along")
    press(page, "Send it")
    follow(page, "^Put it on an agenda")
    page.get_by_label("Meeting", exact=True).select_option(str(meeting.pk))
    press(page, "Add to the agenda", checked=True)
    follow(page, "^Publish it")
    press(page, "Publish it")
    follow(page, "^Joint Board, ")
    follow(page, "^Publish the agenda")
    press(page, "Publish the agenda")
    assert_accessible(page)

    # The pack: an open and an exempt edition.
    for edition in ("Open", "Exempt"):
        follow(page, "^Request a board pack")
        page.get_by_label(edition, exact=True).check()
        press(page, "Request the pack")
        build.build(Pack.objects.latest("pk").pk)
        text = downloaded(page, "^Download the pack")
        assert WORDS in text and MOTION.removeprefix("That ") in text
        assert ("£4,321 a day" in text) is (edition == "Exempt")
        page.goto(meeting.get_absolute_url())

    # The meeting: the roll, and the vote as recommended, which is to move the stage once it is ratified.
    follow(page, "^Open the meeting")
    press(page, "Open the meeting")
    follow(page, "^Record what happens", "^Call the roll")
    for each in page.locator("select[name^=seat_]").all():
        each.select_option(index=1)
    press(page, "Record the roll", checked=True)
    expect(page.get_by_text("3 of 3 seats are present; 2 are needed.").first).to_be_visible()
    follow(page, "^Joint Board, ", rf"^Decide\W+{TITLE}")
    expect(page.get_by_role("textbox", name="Motion")).to_have_value(MOTION)
    for each in page.locator("select[name^=vote_]").all():
        each.select_option("for")
    page.get_by_label("Every organisation that takes part in a workstream").check()
    day(page, "To be answered by", clock.today() + timedelta(days=30))
    page.get_by_label("Move a workstream to its next stage").check()
    page.locator("[name=stage_target]").select_option(label="Internal audit")
    press(page, "Record the decision", checked=True)
    found = Decision.objects.get()
    follow(page, r"^JB \d+.1")
    expect(page.get_by_text("With the last ratification.")).to_be_visible()
    assert_accessible(page)
    follow(page, "^Joint Board, ", "^End the meeting")
    press(page, "End the meeting")

    # Each council ratifies for itself; with the last one the stage moves.
    for code in CODES:
        assert not StageMove.objects.exists()
        sign_in(page, world.person("chief", code))
        page.goto("/p/three-councils/waiting/")
        follow(page, r"JB \d+.1")
        page.get_by_label("Approved", exact=True).check()
        day(page, "Decided", clock.today())
        page.get_by_label("Decided by").fill("Executive")
        page.get_by_label("Minute reference").fill(f"42/{code}")
        press(page, "Record", checked=code == "BDC")
    expect(page.get_by_role("row", name=re.compile("^Moved Internal audit to options"))).to_contain_text("Done")
    follow(page, "^Moved Internal audit")
    told = f"By decision {found.reference} of the meeting of Joint Board"
    expect(page.get_by_text(told).first).to_be_visible()

    # The minutes are drafted, circulated, and agreed by the next meeting.
    sign_in(page, manager)
    page.goto(meeting.get_absolute_url())
    follow(page, "^Minutes$", "^Draft the minutes")
    press(page, "Draft")
    follow(page, "^Circulate them")
    press(page, "Circulate them")
    later = meetings.opened(world, board, starts_at=meeting.starts_at + timedelta(minutes=1))
    follow(page, "^The minutes were agreed")
    page.get_by_label("Which meeting agreed them?").select_option(str(later.pk))
    press(page, "They were agreed")
    file = MinutesFile.objects.filter(edition__agreed_by=later, is_open=True).get()
    minutes_files.build(file.pk)
    follow(page, "^Minutes$")
    assert_accessible(page)
    text = downloaded(page, "Open")
    assert MOTION in text and "£4,321" not in text and "agreed" in text.lower()

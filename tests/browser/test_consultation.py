"""A lead consults the trade unions, enters their reply and closes it, without a script in the browser."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from partnership import clock
from tests.browser.steps import sign_in

pytestmark = pytest.mark.browser


def _fill_day(page, legend: str, after: int) -> None:
    day = clock.today() + timedelta(days=after)
    group = page.get_by_role("group", name=legend)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(part).fill(str(value))


def test_unions_are_consulted_and_what_they_said_is_kept(live_council, plain_page):
    page = plain_page
    sign_in(page, live_council.person("lead"))
    page.goto("/p/three-councils/workstreams/internal-audit/consultations/")
    page.get_by_role("link", name="Open a consultation").click()
    page.get_by_label("Title").fill("One audit team")
    page.get_by_label("What is proposed").fill("One team, hosted by Chesterfield.")
    _fill_day(page, "Replies due", 14)
    page.get_by_label("Trade unions").check()
    page.get_by_label("Papers").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"The proposal"})
    page.get_by_role("button", name="Open it").click()
    page.get_by_role("link", name="One audit team").click()
    expect(page.get_by_role("link", name="a.txt", exact=True)).to_be_visible()
    page.get_by_role("link", name="Enter reply of Trade unions").click()
    _fill_day(page, "Answered", 0)
    page.get_by_label("Response").fill("They agree.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Close it").click()
    page.get_by_label("What became of it").select_option("kept")
    page.get_by_label("What was done").fill("It goes to the board.")
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_role("alert").get_by_text("Say what was done about the reply of Trade unions.")).to_be_visible()
    page.get_by_role("link", name="One audit team").click()
    page.get_by_role("link", name="Change of Trade unions").click()
    page.get_by_label("What was done about it").fill("Noted.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Close it").click()
    page.get_by_label("What became of it").select_option("kept")
    page.get_by_label("What was done").fill("It goes to the board.")
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_text("the proposal stands as it was")).to_be_visible()
    expect(page.get_by_role("link", name="Close it")).to_have_count(0)

"""The live record of a meeting in a real browser: what changes is told, and who reads it is not disturbed."""

import pytest
from playwright.sync_api import expect

from governance import actions
from partnership import clock
from tests import meetings
from tests.browser.steps import assert_accessible, sign_in

pytestmark = pytest.mark.browser


def test_the_record_that_fetches_itself_leaves_the_focus_where_it_is(live_council, phone):
    page, council = phone, live_council
    meeting = meetings.opened(council, meetings.board(council), "BDC", "CBC", starts_at=clock.now())
    sign_in(page, council.person("viewer"))
    page.goto(f"/p/three-councils/meetings/{meeting.pk}/record/")
    status, rows = page.get_by_role("status"), page.locator("#room")
    expect(status).to_contain_text("2 of 3")
    link = page.get_by_role("link", name="See how it stands now")
    link.focus()
    watched = (
        "each => { each.changes = 0; new MutationObserver(() => each.changes++).observe(each, {childList: true}) }"
    )
    status.evaluate(watched)

    actions.record_attendance(
        by=council.person("manager"), meeting=meeting, seat=meetings.seat(meeting.body, "CBC"), what="left"
    )
    expect(rows).to_contain_text("Left", timeout=15_000)
    expect(link).to_be_focused()
    expect(status).to_contain_text("1 of 3")
    assert status.evaluate("each => each.changes") > 0  # it is the same region, with other words

    status.evaluate("each => { each.changes = 0 }")
    with page.expect_response(lambda answer: answer.url.endswith("/record/"), timeout=15_000):
        pass
    expect(link).to_be_focused()
    assert status.evaluate("each => each.changes") == 0  # nothing new is read aloud
    assert_accessible(page)

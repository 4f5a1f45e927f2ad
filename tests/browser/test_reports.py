"""A lead writes a part with the toolbar's keys alone; what was typed outlasts the page; another's save is not lost."""

import pytest
from playwright.sync_api import expect

from tests.browser.steps import assert_accessible, sign_in
from tests.reports import begun, part, wrote

pytestmark = pytest.mark.browser


def test_typing_is_kept_by_itself_and_brought_together_with_what_another_saved(live_council, page):
    report = begun(live_council, "lead")
    address = f"/p/three-councils/reports/{report.pk}/parts/background/"
    sign_in(page, live_council.person("lead"))
    page.goto(address)
    box = page.get_by_role("textbox", name="Background")
    box.press_sequentially("Saved together")
    box.press("Shift+Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(box).to_have_value("# Saved together")
    expect(page.get_by_role("status")).to_contain_text("Kept for you at")

    wrote(live_council, report, "background", "# Saved apart", by=live_council.person("manager"))
    page.goto(address)
    expect(box).to_have_value("# Saved together")
    expect(page.get_by_role("row", name="Changed")).to_contain_text("# Saved apart")
    assert_accessible(page)
    box.fill("# Saved together and apart")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("“Background” was saved.")).to_be_visible()
    assert part(report, "background").text == "# Saved together and apart"

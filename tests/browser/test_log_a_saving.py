"""The main journey in a real Chromium: an officer logs a saving, each council's finance officer verifies its share."""

import pytest
from playwright.sync_api import Page, expect

from savings.models import Posting
from tests.browser.steps import assert_accessible, sign_in
from tests.factories import World

pytestmark = pytest.mark.browser

AT = "/p/three-councils/"
SHARES = [
    ("Bolsover District Council", "£33,333.34"),
    ("Chesterfield Borough Council", "£33,333.33"),
    ("North East Derbyshire District Council", "£33,333.33"),
]


def fill_in(page: Page) -> None:
    """What an officer of one council with one workstream types; all else is filled in already."""
    page.get_by_label("None was taken").check()
    page.get_by_label("Title").fill("Joint audit plan")
    page.get_by_label("Cashable", exact=True).check()
    page.get_by_label("Category").select_option("Staff")
    page.get_by_label("How was it worked out?").fill("Posts no longer filled after the teams were joined.")
    page.get_by_label("Realised").check()
    page.get_by_label("Financial year", exact=True).select_option("2025-26")
    page.get_by_label("One-off").check()
    page.get_by_label("Amount", exact=True).fill("100000")


def expect_shares(page: Page) -> None:
    for council, share in SHARES:
        expect(page.get_by_role("row", name=council)).to_contain_text(share)
    expect(page.get_by_role("row", name="Total")).to_contain_text("£100,000.00")


def verify_by_each_council(page: Page, council: World) -> None:
    for code in ("BDC", "CBC", "NEDDC"):
        sign_in(page, council.person("verifier", code))
        page.goto(f"{AT}waiting/")
        page.get_by_role("link", name="Joint audit plan").click()
        page.get_by_role("button", name="Verify £33,333.3").click()
        expect(page.get_by_text("You verified £33,333.3")).to_be_visible()


def submit(page: Page) -> None:
    """From the filled-in form over the page of its shares; nothing is posted before that is agreed to."""
    page.get_by_role("button", name="Continue to submit").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check the shares and submit")
    expect_shares(page)
    assert not Posting.objects.exists()
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_text("Realised cashable savings of Three councils: £100,000.00. Before: £0.00.")).to_be_visible()


def test_a_saving_is_logged_and_verified_without_javascript(live_council, plain_page):
    """With JavaScript: the journey of `test_journey.py`."""
    sign_in(plain_page, live_council.person("officer"))
    plain_page.goto(AT + "savings/add/")
    fill_in(plain_page)
    submit(plain_page)
    verify_by_each_council(plain_page, live_council)
    for _, share in SHARES:
        expect(plain_page.get_by_role("row", name=share).first).to_contain_text("Verified")


def test_nothing_typed_is_lost_when_the_form_is_refused(live_council, page):
    sign_in(page, live_council.person("officer"))
    page.goto(AT + "savings/add/")
    fill_in(page)
    page.get_by_label("Amount", exact=True).fill("1.005")
    page.get_by_label("By agreed percentages").check()
    page.get_by_role("group", name="How is it shared?").get_by_label("Bolsover District Council", exact=True).fill("50")
    page.get_by_role("button", name="Save draft").click()
    summary = page.locator(".govuk-error-summary")
    expect(summary.get_by_role("link", name="at most two digits")).to_be_visible()
    expect(summary.get_by_role("link", name="Enter the agreed percentage of Chesterfield")).to_be_visible()
    expect(page.get_by_label("Amount", exact=True)).to_have_value("1.005")
    expect(page.get_by_label("Title")).to_have_value("Joint audit plan")
    expect(page.get_by_label("None was taken")).to_be_checked()
    assert_accessible(page)
    summary.get_by_role("link", name="at most two digits").click()
    expect(page.get_by_label("Amount", exact=True)).to_be_focused()


def test_a_qualitative_benefit_is_asked_for_in_its_own_unit(live_council, page):
    sign_in(page, live_council.person("officer"))
    page.goto(AT + "savings/add/")
    fill_in(page)
    page.get_by_label("Amount", exact=True).fill("")
    page.get_by_label("Qualitative").check()
    page.get_by_label("Unit").fill("per cent of calls answered")
    page.get_by_label("How much").fill("54")
    page.get_by_role("button", name="Continue to submit").click()
    expect(page.get_by_text("The benefit is 54 per cent of calls answered.")).to_be_visible()


def test_a_saving_is_logged_by_keyboard_alone(live_council, page):
    sign_in(page, live_council.person("officer"))
    page.goto(AT + "savings/add/")
    page.get_by_label("A baseline was taken").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("None was taken")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Workstream")).to_be_focused()

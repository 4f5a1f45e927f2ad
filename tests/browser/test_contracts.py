"""An officer adds a joint procurement and a contract, with and without JavaScript; the tables fit a phone."""

import pytest
from playwright.sync_api import Page, expect

from savings.models import Contract, Posting, Saving
from tests import contracts
from tests.browser.steps import assert_accessible, assert_fits_a_phone, sign_in

pytestmark = pytest.mark.browser
AT = "/p/three-councils/"


def fill_in(page: Page) -> None:
    """Two years from October at £12,000.00 less a year, two parts to one."""
    page.get_by_label("What is bought?").fill("Paper and stationery")
    page.get_by_label("Supplier").fill("Hillside Paper")
    page.get_by_label("Contract reference").fill("C-101")
    first_day = page.get_by_role("group", name="First day")
    for part, typed in (("Day", "1"), ("Month", "10"), ("Year", "2025")):
        first_day.get_by_label(part).fill(typed)
    page.get_by_label("Months", exact=True).fill("24")
    page.get_by_label("Price before, a year").fill("100,000")
    page.get_by_label("Where the price before was taken from").fill("Invoices of 2024-25.")
    page.get_by_label("New price, a year").fill("88000")
    page.get_by_label("Bolsover District Council").fill("2")
    page.get_by_label("Chesterfield Borough Council").fill("1")


def expect_table(page: Page) -> None:
    bolsover = page.get_by_role("row", name="Bolsover District Council").first
    for pounds in ("£8,000.00", "£4,000.00", "£16,000.00"):
        expect(bolsover).to_contain_text(pounds)
    expect(page.get_by_role("row", name="Total").first).to_contain_text("£24,000.00")


def submit(page: Page) -> None:
    page.get_by_role("button", name="Continue to submit").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check the shares and submit")
    assert not Posting.objects.exists()
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_text("Contracted cashable savings of Three councils: £24,000.00.")).to_be_visible()


def test_a_contract_of_a_joint_procurement_is_added_and_submitted(live_council, page):
    sign_in(page, live_council.person("officer"))
    page.goto(f"{AT}savings/")
    page.get_by_role("link", name="joint procurements").click()
    page.get_by_role("link", name="Add a joint procurement").click()
    page.get_by_label("Name").fill("Office supplies")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("No contracts yet")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Add a contract").click()
    expect(page.get_by_label("Joint procurement")).to_have_value(str(live_council.partnership.baskets.get().pk))
    fill_in(page)
    expect_table(page)  # without sending anything
    assert not Saving.objects.exists()
    assert_accessible(page)
    assert_fits_a_phone(page)
    submit(page)
    expect_table(page)
    assert_accessible(page)
    assert_fits_a_phone(page)
    page.get_by_role("link", name="Office supplies").click()
    expect(page.get_by_role("table", name="Whole life")).to_contain_text("£16,000.00")
    assert_accessible(page)
    assert_fits_a_phone(page)


def test_a_contract_is_added_without_javascript(live_council, plain_page):
    sign_in(plain_page, live_council.person("officer"))
    plain_page.goto(f"{AT}contracts/add/")
    fill_in(plain_page)
    plain_page.get_by_role("button", name="Work out the table").click()
    expect_table(plain_page)
    assert not Saving.objects.exists()
    submit(plain_page)
    assert Contract.objects.get().schedule.whole_life_pence == 24_000_00


def test_nothing_typed_is_lost_when_a_contract_is_refused(live_council, page):
    sign_in(page, live_council.person("officer"))
    page.goto(f"{AT}contracts/add/")
    fill_in(page)
    page.get_by_label("New price, a year").fill("88.005")
    page.get_by_label("Supplier").fill("")
    page.get_by_role("button", name="Save draft").click()
    summary = page.locator(".govuk-error-summary")
    expect(summary.get_by_role("link", name="Enter the supplier")).to_be_visible()
    expect(page.get_by_label("New price, a year")).to_have_value("88.005")
    expect(page.get_by_label("Bolsover District Council")).to_have_value("2")
    assert_accessible(page)
    summary.get_by_role("link", name="at most two digits").click()
    expect(page.get_by_label("New price, a year")).to_be_focused()


def test_what_is_to_be_renewed_is_found(live_council, page):
    for number, supplier in enumerate(("Sooner Ltd", "Later Ltd")):
        basket = contracts.basket(live_council, supplier)
        contracts.submitted(live_council, supplier=supplier, basket=basket, reference=f"C-{number}")
    sign_in(page, live_council.person("manager"))
    page.goto(f"{AT}contracts/")
    expect(page.get_by_role("row", name="Sooner Ltd")).to_contain_text("£12,000.00")
    assert_accessible(page)
    assert_fits_a_phone(page)
    page.goto(f"{AT}contracts/?supplier=later&ends_before=2026-04-01")
    expect(page.get_by_role("row", name="Later Ltd")).to_be_visible()
    expect(page.get_by_role("row", name="Sooner Ltd")).to_have_count(0)

"""A year is closed by two people, refuses a late statement, takes it in the open year, and is reopened by all."""

import pytest
from playwright.sync_api import Page, expect

from partnership import clock
from partnership.dated import Period, financial_year_of
from savings import actions, periods
from savings.models import Statement
from tests import factories
from tests.browser.steps import assert_accessible, assert_fits_a_phone, sign_in
from tests.factories import World

pytestmark = pytest.mark.browser
AT = "/p/three-councils/"
REASON = "An invoice of March was missed."


def test_close_refuse_a_late_statement_state_it_late_and_reopen(live_council, page):
    this = Period(financial_year_of(clock.today()))
    year = Period(this.year - 1)
    statement = factories.verified(live_council, year=year.year)

    _ask_to_close(page, live_council, year)
    _approve_from_the_queue(page, live_council, year)
    _state_late(page, live_council, statement, year, this)
    _reopen(page, live_council, year)

    assert periods.life_of(live_council.partnership, year).state == "reopened"


def _ask_to_close(page: Page, council: World, year: Period) -> None:
    sign_in(page, council.person("manager"))
    page.goto(AT)
    page.get_by_role("link", name="Periods").click()
    _look(page)
    page.get_by_role("link", name=str(year), exact=True).click()
    _look(page)
    page.get_by_role("button", name="Ask to close").click()
    _look(page)
    page.get_by_role("button", name="Ask to close").click()
    expect(page.get_by_text("The closing was asked for.")).to_be_visible()


def _approve_from_the_queue(page: Page, council: World, year: Period) -> None:
    sign_in(page, council.person("verifier"))
    page.goto(f"{AT}waiting/")
    _look(page)
    page.get_by_role("link", name=str(year), exact=True).click()
    page.get_by_role("button", name="Approve the closing").click()
    _look(page)
    page.get_by_role("button", name="Close the period").click()
    expect(page.get_by_text(f"{year} is closed.")).to_be_visible()
    _look(page)


def _state_late(page: Page, council: World, statement: Statement, year: Period, this: Period) -> None:
    """Refused beside the year, with the way out; then taken in the year under way."""
    sign_in(page, council.person("officer"))
    page.goto(f"{AT}savings/{statement.saving_id}/statements/add/")
    page.get_by_label("Realised").check()
    page.get_by_label("Financial year").select_option(str(year.year))
    page.get_by_label("Amount").fill("90.00")
    page.get_by_role("button", name="Save draft").click()
    refusal = page.get_by_text(f"State it in {this} as a late claim that belongs to {year}")
    expect(refusal.first).to_be_visible()
    _look(page)
    page.get_by_label("Financial year").select_option(str(this.year))
    page.get_by_label("Is it a late claim?").select_option(str(year))
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{this} (late, belongs to {year}): £90.00")
    _look(page)
    actions.submit_statement(by=council.person("officer"), statement=Statement.objects.latest("pk"))


def _reopen(page: Page, council: World, year: Period) -> None:
    sign_in(page, council.person("manager"))
    page.goto(f"{AT}periods/{year.slug}/")
    expect(page.get_by_role("heading", name="Stated later, in an open period")).to_be_visible()
    page.get_by_role("link", name="Ask to reopen it").click()
    page.get_by_role("button", name="Ask to reopen").click()  # without a reason
    expect(page.get_by_role("alert")).to_contain_text("reason")
    _look(page)
    page.get_by_label("Reason").fill(REASON)
    page.get_by_role("button", name="Ask to reopen").click()
    expect(page.get_by_text("Not yet")).to_have_count(3)
    for code in ("BDC", "CBC", "NEDDC"):
        sign_in(page, council.person("verifier", code))
        page.goto(f"{AT}periods/{year.slug}/")
        _look(page)
        page.get_by_role("link", name=f"Approve for {council.organisations[code].name}").click()
        _look(page)
        page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Open again").first).to_be_visible()
    _look(page)


def _look(page: Page) -> None:
    assert_accessible(page)
    assert_fits_a_phone(page)

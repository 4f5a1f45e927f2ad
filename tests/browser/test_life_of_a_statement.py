"""A finance officer verifies many shares at once; a reversal is asked for, approved, and the saving stated anew."""

import pytest
from playwright.sync_api import Page, expect

from savings import actions
from savings.models import Share, Statement
from tests import factories
from tests.browser.steps import assert_accessible, assert_fits_a_phone, sign_in
from tests.pages import at

pytestmark = pytest.mark.browser


def look(page: Page) -> None:
    assert_accessible(page)
    assert_fits_a_phone(page)


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def test_a_verifier_verifies_many_shares_and_hears_why_not_the_others(live_council, plain_page):
    world, page = live_council, plain_page
    for title in ("Audit plan", "Audit software", "Audit training"):
        factories.submitted(world, saving={"title": title})
    colleague = factories.person(world, "verifier", world.organisations["BDC"], "second@three-councils.example")
    sign_in(page, world.person("verifier"))
    page.goto(at("queue", world))
    page.get_by_role("link", name="Choose all on this page").click()
    page.get_by_label("Choose Audit training").uncheck()
    page.get_by_role("button", name="Review the chosen shares").click()

    heading(page, "Verify several shares")
    expect(page.get_by_role("row", name="Cashable")).to_contain_text("£66,666.68")
    actions.verify_share(by=colleague, share=Share.objects.filter(organisation__code="BDC").earliest("pk"))
    page.get_by_role("button", name="Verify 2 shares").click()

    heading(page, "1 share verified, 1 not")
    expect(page.get_by_text("This share does not wait for you: it is verified by Second.")).to_be_visible()
    page.get_by_role("link", name="See what still waits for you").click()
    expect(page.get_by_role("row", name="Audit training")).to_be_visible()
    expect(page.get_by_role("row", name="Audit software")).to_have_count(0)


def test_the_pages_of_many_shares_are_accessible(live_council, page):
    world = live_council
    for _ in range(2):
        factories.submitted(world)
    sign_in(page, world.person("verifier"))
    page.goto(at("queue", world) + "?choose=all")
    look(page)
    page.get_by_role("button", name="Review the chosen shares").click()
    heading(page, "Verify several shares")
    look(page)
    page.get_by_role("button", name="Verify 2 shares").click()
    heading(page, "2 shares verified")
    look(page)


def test_a_statement_is_reversed_by_two_people_and_stated_anew(live_council, page):
    world = live_council
    statement = factories.verified(world)
    here = at("statement", world, pk=statement.pk)
    _ask(page, world, here)
    _approve(page, world)
    sign_in(page, world.person("officer"))
    page.goto(here)
    page.get_by_role("button", name="State it anew").click()
    heading(page, "State it anew")
    page.get_by_label("Amount", exact=True).fill("60,000.00")
    look(page)
    page.get_by_role("button", name="Continue to submit").click()
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_text("Realised cashable savings of Three councils: £60,000.00. Before: £0.00.")).to_be_visible()

    chain = page.get_by_role("list").filter(has_text="First stated")
    told = chain.get_by_role("listitem")
    for number, words in enumerate(("First stated", "Reversal", "Restatement after the reversal")):
        expect(told.nth(number)).to_contain_text(words)
    look(page)
    chain.get_by_role("link", name="Reversal of realised 2025-26").click()
    expect(page.get_by_text("Reason: The plan was stated instead of the outturn.").first).to_be_visible()
    look(page)
    assert Statement.objects.get(restates=statement).state == "submitted"


def _ask(page: Page, world, here: str) -> None:
    sign_in(page, world.person("officer"))
    page.goto(here)
    look(page)
    page.get_by_role("link", name="Ask to reverse this statement").click()
    heading(page, "Ask to reverse £100,000.00")
    page.get_by_role("button", name="Ask for the reversal").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    look(page)
    page.get_by_label("Reason").fill("The plan was stated instead of the outturn.")
    page.get_by_role("button", name="Ask for the reversal").click()
    expect(page.get_by_text("Nothing moves until a finance officer approves it.")).to_be_visible()
    look(page)


def _approve(page: Page, world) -> None:
    sign_in(page, world.person("verifier"))
    page.goto(at("queue", world))
    look(page)
    page.get_by_role("link", name="approve or refuse the reversal").click()
    heading(page, "Approve the reversal of £100,000.00?")
    look(page)
    page.get_by_role("button", name="Approve the reversal").click()
    expect(page.get_by_text("Reversed. Realised cashable savings of Three councils: £0.00.")).to_be_visible()
    page.get_by_label("Add a comment").fill("The outturn is in the annual report.")
    page.get_by_role("button", name="Add the comment").click()
    expect(page.get_by_text("The outturn is in the annual report.")).to_be_visible()
    look(page)

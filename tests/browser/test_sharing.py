"""Sharing in a real Chromium: an agreement from proposal to statement, another basis, and a saving claimed twice."""

import re

import pytest
from playwright.sync_api import Page, expect

from savings.models import SharingAgreement, Statement
from savings.models.words import Basis
from savings.sharing import Sharing
from tests import factories
from tests.browser.steps import assert_accessible, assert_fits_a_phone, sign_in

pytestmark = pytest.mark.browser
AT = "/p/three-councils/"


def look(page: Page) -> None:
    assert_accessible(page)
    assert_fits_a_phone(page)


def test_an_agreement_is_proposed_approved_and_used_to_share_anew(live_council, page):
    statement = factories.submitted(live_council)
    sign_in(page, live_council.person("manager"))
    page.goto(f"{AT}agreements/")
    page.get_by_role("link", name="Propose an agreement").click()
    page.get_by_label("For which workstream?").select_option("Internal audit")
    page.get_by_label("Bolsover District Council").fill("63")
    page.get_by_label("Chesterfield Borough Council").fill("36")
    page.get_by_label("Reason").fill("By population.")
    page.get_by_label("Year").first.fill("2024")
    page.get_by_role("button", name="Propose").click()
    expect(page.get_by_role("link", name="The agreed percentages add up to 99.00")).to_be_visible()
    look(page)
    page.get_by_label("Chesterfield Borough Council").fill("37")
    page.get_by_label("North East Derbyshire District Council").fill("0")
    page.get_by_role("button", name="Propose").click()
    expect(page.get_by_text("Not approved yet")).to_be_visible()
    look(page)

    sign_in(page, live_council.person("verifier", "CBC"))
    page.reload()
    page.get_by_role("button", name="Approve").click()
    expect(page).to_have_url(re.compile("/approve/$"))
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("In force", exact=True)).to_be_visible()
    assert SharingAgreement.objects.get().version == 1
    page.goto(f"{AT}agreements/")
    look(page)

    sign_in(page, live_council.person("officer"))
    page.goto(f"{AT}statements/{statement.pk}/")
    page.get_by_role("link", name="See what another way of sharing would change").click()
    look(page)
    page.get_by_label("By the partners' agreement").check()
    page.get_by_role("button", name="Show the change").click()
    expect(page.get_by_role("row", name="Bolsover")).to_contain_text("£29,666.66")
    expect(page.get_by_role("row", name="Total")).to_contain_text("£33,333.33 changes hands")
    look(page)
    page.get_by_role("button", name="Draft the restatement").click()
    expect(page.get_by_text("by the partners' agreement (version 1)")).to_be_visible()
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_text("Before: £100,000.00.")).to_be_visible()


def test_spend_and_sole_attribution_are_asked_for_where_they_are_chosen(live_council, page):
    statement = factories.submitted(live_council)
    sign_in(page, live_council.person("officer"))
    page.goto(f"{AT}statements/{statement.pk}/replace/")
    page.get_by_label("By spend or use in the period").check()
    page.get_by_label("What is counted?").fill("calls answered")
    expect(page.get_by_label("Where were the numbers taken from?")).to_be_visible()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("link", name="Enter where the spend or use was taken from")).to_be_visible()
    expect(page.get_by_role("link", name="Enter the spend or use of Bolsover")).to_be_visible()
    expect(page.get_by_label("What is counted?")).to_have_value("calls answered")
    look(page)
    page.get_by_label("To one partner alone, by its own implementation").check()
    expect(page.get_by_label("Why is it due to this partner's own implementation?")).to_be_visible()
    look(page)


def test_a_saving_claimed_twice_is_warned_of_and_decided(live_council, page):
    factories.submitted(live_council)
    own = Sharing(Basis.ONE, frozenset({live_council.organisations["CBC"].pk}))
    saving = factories.draft(live_council, "CBC", saving={"title": "Fewer auditors"}, sharing=own, pence=33_333_00)
    sign_in(page, live_council.person("officer", "CBC"))
    page.goto(f"{AT}savings/{saving.pk}/submit/")
    expect(page.get_by_text("This may be claimed already.")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_text("Submitted.")).to_be_visible()

    sign_in(page, live_council.person("manager"))
    page.goto(f"{AT}savings/")
    page.get_by_role("link", name="Look-alikes").click()
    look(page)
    page.get_by_role("link", name="Joint audit plan").click()
    look(page)
    page.get_by_label("Merged: the statement named stands for both").check()
    page.get_by_label("Which statement stands?").select_option(index=1)
    page.get_by_label("Reason").fill("The joint statement has it.")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("was merged into the other and still counts.")).to_be_visible()
    look(page)
    assert Statement.objects.standing().count() == 2

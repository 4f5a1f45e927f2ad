"""A policy is written, the gate says what is missing, the steering group overrides it, and that stays to be seen."""

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.steps import assert_no_sideways_scrolling, sign_in

pytestmark = pytest.mark.browser
AT = "/p/three-councils/"


def test_from_a_policy_to_an_overridden_gate_without_javascript(live_council, plain_page):
    page, council = plain_page, live_council
    sign_in(page, council.person("manager"))
    _write_a_policy(page)
    sign_in(page, council.person("steering"))
    _approve_the_policy(page)
    sign_in(page, council.person("manager"))
    page.goto(f"{AT}workstreams/internal-audit/gate/")
    expect(page.get_by_text("3 organisations take part: Bolsover, Chesterfield, North. 5 are needed")).to_be_visible()
    _look(page)

    sign_in(page, council.person("steering"))
    page.goto(f"{AT}workstreams/internal-audit/gate/")
    page.get_by_role("button", name="Override the gate").click()
    page.get_by_role("button", name="Override the gate").click()  # without a reason
    expect(page.get_by_role("alert")).to_contain_text("reason")
    page.get_by_label("Reason").fill("The board wants it now.")
    page.get_by_role("button", name="Override the gate").click()
    page.get_by_role("link", name="What was missing").click()
    expect(page.get_by_text("2 missing")).to_be_visible()
    _look(page)

    factories.verified(council)
    sign_in(page, council.person("viewer"))
    page.goto(f"{AT}workstreams/internal-audit/")
    expect(page.get_by_text("1 test not met: The board wants it now.")).to_be_visible()


def _write_a_policy(page: Page) -> None:
    page.goto(f"{AT}gate-policies/")
    page.get_by_role("link", name="Propose a version").click()
    page.get_by_label("Who decided it, and why").fill("The Joint Board, minute 12.")
    page.get_by_label("Before the stage").first.select_option("appraisal")
    page.get_by_label("What is asked for").first.select_option("partners")
    page.get_by_role("button", name="Propose", exact=True).click()  # without a threshold
    expect(page.get_by_role("alert")).to_contain_text("how many organisations")
    _look(page)
    page.get_by_label("Threshold").first.fill("5")
    page.get_by_role("button", name="Propose", exact=True).click()
    expect(page.get_by_text("The new version was proposed.")).to_be_visible()


def _approve_the_policy(page: Page) -> None:
    page.goto(f"{AT}waiting/")
    page.get_by_role("link", name="Approve: Policy of gates").click()
    page.get_by_role("button", name="Approve", exact=True).click()
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_text("The policy was approved.")).to_be_visible()


def _look(page: Page) -> None:
    assert_no_sideways_scrolling(page)

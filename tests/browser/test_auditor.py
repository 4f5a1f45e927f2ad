"""The auditor's way: why a figure moved, its statements, one statement, its evidence, and what proves the ledger."""

import re
from unittest import mock

import pytest
from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import expect

from partnership import clock
from savings import actions, checking
from savings.models import LedgerCheck
from tests import factories
from tests.browser.steps import assert_accessible, assert_fits_a_phone, assert_no_sideways_scrolling, leads_to, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def no_broker():
    """The test is the worker."""
    with mock.patch.object(current_app, "send_task"):
        yield


@pytest.fixture
def stated(live_council):
    """A statement of last winter, and one of today with a file."""
    with clock.travel(factories.moment(2026, 2, 1)):
        factories.submitted(live_council, year=2024)
    saving = factories.draft(live_council, pence=60_000_00, saving={"title": "Fewer licences"}, year=2024)
    live_council.evidence = factories.attached(live_council, saving, SimpleUploadedFile("proof.txt", b"Invoice 1"))
    actions.submit_saving(by=live_council.person("officer"), saving=saving)
    return live_council


def test_from_a_moved_figure_to_its_proof(stated, page):
    sign_in(page, stated.person("auditor"))
    page.goto("/p/three-councils/")
    picture = page.get_by_role("img", name=re.compile("Realised cashable savings rose by £60,000.00"))
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
    assert_accessible(page)
    page.get_by_role("link", name=re.compile("Step by step")).click()

    expect(page.get_by_role("heading", name="Why realised cashable savings moved", level=1)).to_be_visible()
    assert_accessible(page)
    assert_fits_a_phone(page)
    page.get_by_role("link", name="+£60,000.00").click()

    expect(page.get_by_role("row", name="The figure £60,000.00")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Fewer licences").click()

    expect(page.get_by_text(f"SHA-256 {stated.evidence.sha256}")).to_be_visible()
    page.get_by_text("Show the postings of this statement").click()
    expect(
        page.get_by_role("row", name=re.compile("Bolsover New statements Enters submitted £20,000.00"))
    ).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Ledger checks").click()

    expect(page.get_by_text("This ledger has not been checked yet")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Check now").click()
    expect(page.get_by_text(re.compile(r"0 of \d+ parts done"))).to_be_visible()
    assert_accessible(page)
    checking.run(LedgerCheck.objects.get().pk)

    expect(page.get_by_text("All 6 postings follow from one another")).to_be_visible()  # without touching the page
    assert_accessible(page)
    assert_fits_a_phone(page)
    page.get_by_role("link", name="Ledger checks").first.click()
    expect(page.get_by_role("heading", name="The last check")).to_be_visible()
    assert_accessible(page)


def test_on_a_phone_and_without_javascript(stated, open_page):
    phone = open_page(width=375, javascript=False)
    sign_in(phone, stated.person("auditor"))
    phone.goto("/p/three-councils/figures/bridge/?from=yesterday&to=2030-01-01")
    expect(phone.get_by_role("link", name="Choose a day that is not in the future.")).to_be_visible()
    assert_no_sideways_scrolling(phone)
    phone.get_by_label("From").fill("2026-03-01")
    phone.get_by_label(re.compile("^To")).fill("")
    phone.get_by_role("button", name="Show").click()
    expect(phone.get_by_role("row", name="New statements +£60,000.00 £160,000.00")).to_be_visible()
    phone.goto("/p/three-councils/checks/")
    phone.get_by_role("button", name="Check now").click()
    progress = leads_to(phone, "See how far it is")
    checking.run(LedgerCheck.objects.get().pk)
    phone.goto(progress)
    expect(phone.get_by_text("All 6 postings follow from one another")).to_be_visible()
    assert_no_sideways_scrolling(phone)

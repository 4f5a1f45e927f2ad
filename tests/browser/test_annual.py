"""An annual statement in a real browser: a cost recorded, the statement asked for, watched, and signed off."""

import hashlib
import re
from unittest import mock

import pytest
from celery import current_app
from playwright.sync_api import expect

from governance.models import Pack
from governance.packs import build
from tests import factories
from tests.browser.steps import assert_accessible, assert_fits_a_phone, sign_in
from tests.pages import at

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def no_broker():
    """The test is the worker."""
    with mock.patch.object(current_app, "send_task"):
        yield


def look(page):
    assert_accessible(page)
    assert_fits_a_phone(page)


def test_from_a_cost_to_a_signed_statement(live_council, page):
    world = live_council
    factories.verified(world)
    _record_a_cost(world, page)
    _ask_for_the_statement(world, page)
    _sign_it_off(world, page)
    sign_in(page, world.person("steering"))
    page.goto(at("annual-list", world))
    look(page)
    page.get_by_role("link", name="Bolsover District Council").click()
    expect(page.get_by_text(re.compile("Verifierbdc, Verifier"))).to_be_visible()
    look(page)


def _record_a_cost(world, page):
    sign_in(page, world.person("manager"))
    page.goto(at("organisation", world, code="BDC"))
    page.get_by_role("link", name="add one").click()
    look(page)
    page.get_by_label("Financial year").select_option("2025")
    page.get_by_label("Own cost").check()
    page.get_by_label("Amount").fill("1,250.00")
    page.get_by_label("What it is").fill("Moving the office")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("link", name="Moving the office")).to_be_visible()
    look(page)


def _ask_for_the_statement(world, page):
    sign_in(page, world.person("officer"))
    page.goto(at("organisation", world, code="BDC"))
    page.get_by_role("link", name="request one").click()
    look(page)
    page.get_by_label("Financial year").select_option("2025")
    page.get_by_role("button", name="Request the statement").click()
    expect(page.get_by_text("0 of 8 sections done")).to_be_visible()
    build.build(Pack.objects.get().pk)
    link = page.get_by_role("link", name=re.compile("Download the statement"))
    expect(link).to_be_visible()  # without touching the page
    expect(page.get_by_text("Not signed off", exact=True)).to_be_visible()
    look(page)
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "three-councils-bdc-annual-statement-2025-26-v1.pdf"
    with open(download.value.path(), "rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == Pack.objects.get().sha256


def _sign_it_off(world, page):
    sign_in(page, world.person("verifier"))
    page.goto(at("pack", world, pk=Pack.objects.get().pk))
    page.get_by_role("button", name="Sign off").click()
    expect(page.get_by_role("heading", name="Sign off this statement")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Sign off the statement").click()
    expect(page.get_by_text("The statement was signed off.")).to_be_visible()
    expect(page.get_by_text(Pack.objects.get().sha256).first).to_be_visible()
    look(page)

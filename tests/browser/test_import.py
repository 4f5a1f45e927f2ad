"""An officer imports a file in a real Chromium: errors, the mended file, the confirmation; also without JavaScript."""

from unittest import mock

import pytest
from celery import current_app
from playwright.sync_api import Page, expect

from savings.models import Import, Saving
from tests import importing
from tests.browser.steps import assert_accessible, assert_fits_a_phone, leads_to, sign_in
from tests.importing import row, text

pytestmark = pytest.mark.browser
AT = "/p/three-councils/"


@pytest.fixture(autouse=True)
def no_broker():
    with mock.patch.object(current_app, "send_task"):
        yield


def choose(page: Page, content: str) -> Import:
    page.get_by_label("File").set_input_files(
        {"name": "savings.csv", "mimeType": "text/csv", "buffer": content.encode()}
    )
    page.get_by_role("button", name="Upload and check").click()
    expect(page.locator("#progress").get_by_text("Waiting")).to_be_visible()
    return Import.objects.latest("pk")


def test_a_file_is_mended_and_imported(live_council, page):
    sign_in(page, live_council.person("officer"))
    page.goto(AT + "savings/")
    page.get_by_role("link", name="Import savings").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Import savings")
    assert_accessible(page)
    assert_fits_a_phone(page)

    imported = choose(page, text(row(), row(title="Two", amount="1.234,50", kind="Cashabel")))
    assert_accessible(page)
    importing.work(imported)
    expect(page.get_by_text("1 of 2 rows can be imported. Errors: 2.")).to_be_visible()  # by itself
    expect(page.get_by_role("row", name="1.234,50")).to_contain_text("Put commas between thousands")
    expect(page.get_by_role("row", name="Cashabel")).to_contain_text("Did you mean “Cashable”?")
    assert_accessible(page)
    assert_fits_a_phone(page)

    page.get_by_role("link", name="upload it again").click()
    importing.work(choose(page, text(row(), row(title="Two", amount="1,234.50"))))
    expect(page.get_by_text("2 of 2 rows can be imported. Errors: 0.")).to_be_visible()
    page.get_by_role("button", name="Import 2 rows").click()
    expect(page.get_by_role("row", name="Bolsover District Council: cashable, 2025-26")).to_contain_text("£33,744.84")
    assert_accessible(page)
    assert_fits_a_phone(page)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.locator("#progress").get_by_text("Waiting to be written:")).to_be_visible()
    importing.work(Import.objects.latest("pk"))
    expect(page.get_by_text("2 statements drafted.")).to_be_visible()
    page.get_by_role("link", name="See what was made of each row").click()
    expect(page.get_by_role("link", name="Two")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Two").click()
    expect(page.get_by_text("row 3")).to_be_visible()
    assert Saving.objects.count() == 2


def test_it_works_without_javascript(live_council, plain_page):
    page = plain_page
    sign_in(page, live_council.person("officer"))
    page.goto(AT + "imports/add/")
    imported = choose(page, text(row()))
    progress = leads_to(page, "See how far it is")
    importing.work(imported)
    page.goto(progress)
    page.get_by_role("button", name="Import 1 row").click()
    page.get_by_label("Submitted at once").check()
    page.get_by_role("button", name="Import", exact=True).click()
    progress = leads_to(page, "See how far it is")
    importing.work(imported)
    page.goto(progress)
    expect(page.get_by_text("1 statement submitted.")).to_be_visible()

"""A board pack in a real browser: asked for, watched, downloaded, released."""

import hashlib
import re
from unittest import mock

import pytest
from celery import current_app
from django.urls import reverse
from playwright.sync_api import expect

from governance.models import Pack
from governance.packs import build
from tests import factories, packs
from tests.browser.steps import assert_accessible, assert_no_sideways_scrolling, leads_to, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def no_broker():
    """The test is the worker."""
    with mock.patch.object(current_app, "send_task"):
        yield


def address(name: str, world, *args) -> str:
    return reverse(name, args=[world.partnership.slug, *args])


def test_a_manager_asks_for_a_pack_and_watches_it_being_made(live_council, page):
    factories.verified(live_council)
    meeting = packs.meeting(live_council)
    sign_in(page, live_council.person("manager"))
    page.goto(address("pack-request", live_council, meeting.pk))
    assert_accessible(page)
    page.get_by_label("Milestones").uncheck()
    page.get_by_role("button", name="Request the pack").click()
    expect(page.get_by_text(re.compile(r"0 of \d+ sections done"))).to_be_visible()
    assert_accessible(page)
    build.build(Pack.objects.get().pk)
    link = page.get_by_role("link", name=re.compile("Download the pack"))
    expect(link).to_be_visible()  # without touching the page
    assert_accessible(page)
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "three-councils-joint-board-2026-07-31-v1.pdf"
    with open(download.value.path(), "rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == Pack.objects.get().sha256


def test_a_chief_executive_releases_it_and_a_viewer_finds_it(live_council, page, phone):
    pack = packs.finished(live_council)
    sign_in(page, live_council.person("chief"))
    page.goto(address("pack", live_council, pack.pk))
    page.get_by_role("button", name="Release to members").click()
    expect(page.get_by_role("heading", name="Release this pack")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Release the pack").click()
    expect(page.get_by_text("The pack was released.")).to_be_visible()
    sign_in(phone, live_council.person("viewer"))
    phone.goto(address("pack-list", live_council))
    assert_accessible(phone)
    phone.get_by_role("link", name="31 July 2026").click()
    expect(phone.get_by_role("link", name=re.compile("Download the pack"))).to_be_visible()
    assert_accessible(phone)
    assert_no_sideways_scrolling(phone)


def test_without_javascript_it_is_asked_again_by_a_link(live_council, plain_page):
    meeting = packs.meeting(live_council)
    sign_in(plain_page, live_council.person("manager"))
    plain_page.goto(address("pack-request", live_council, meeting.pk))
    plain_page.get_by_role("button", name="Request the pack").click()
    expect(plain_page.get_by_text(re.compile(r"0 of \d+ sections done"))).to_be_visible()
    progress = leads_to(plain_page, "See how far it is")
    build.build(Pack.objects.get().pk)
    plain_page.goto(progress)
    expect(plain_page.get_by_role("link", name=re.compile("Download the pack"))).to_be_visible()

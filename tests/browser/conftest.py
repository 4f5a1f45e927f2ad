"""A real Chromium for journeys. Use `page` (1280 px), `phone` (375 px) or `plain_page` (no JavaScript)."""

import os

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.plugin import blocking_manager_key

from partnership import guards
from tests.conftest import ALL_GUARDS

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
expect.set_options(timeout=10_000)


@pytest.fixture
def _guards_after_flush():
    """Here the live server's database is opened before any fixture of ours, and so emptied after them all: the guards
    come back when the whole test is taken down."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    done = yield
    if "live" in item.fixturenames and nextitem is not None:
        with item.config.stash[blocking_manager_key].unblock():
            guards.create(ALL_GUARDS)
    return done


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all journeys. It runs an event loop, in which Django must let tests ask the database."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(browser: Browser, live_server):
    """Makes pages on the live server, each in a context (cookies) of its own; a script's error fails the test."""
    contexts, complaints = [], []

    def make(*, width: int = 1280, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if _is_blocked(message) else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert not complaints


def _is_blocked(message) -> bool:
    """A script or style that the browser policy refused: the policy, or the page, is wrong."""
    return message.type == "error" and "Content Security Policy" in message.text


@pytest.fixture
def page(open_page) -> Page:
    return open_page()


@pytest.fixture
def phone(open_page) -> Page:
    return open_page(width=375)


@pytest.fixture
def plain_page(open_page) -> Page:
    return open_page(javascript=False)

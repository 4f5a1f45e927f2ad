"""What journeys do again and again: sign in, and ask whether a page is accessible."""

import re

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from playwright.sync_api import Error, Page, expect

from partnership.models import User
from tests.factories import PASSWORD

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What depends on where things stand, and so on the width of the screen.
LAYOUT = ["target-size", "scrollable-region-focusable"]
# What makes the page wider than the screen, each by its opening tag and where it ends.
STICKING_OUT = """() => {
  const page = document.documentElement, room = page.clientWidth;
  if (page.scrollWidth <= room) return [];
  const ends = each => Math.round(each.getBoundingClientRect().right);
  const wide = [...document.body.querySelectorAll("*")].filter(each => ends(each) > room);
  return [`${page.scrollWidth} of ${room}`, ...wide.map(each => `${ends(each)}: ${each.cloneNode().outerHTML}`)];
}"""


def sign_in_by_form(page: Page, user: User) -> None:
    """Through the sign-in page, as a person does."""
    user.set_password(PASSWORD)
    user.save()
    page.goto("/account/login/")
    page.get_by_label(re.compile("e-mail|email", re.I)).fill(user.email)
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def sign_in(page: Page, user: User | None) -> Client:
    """With a session made for the purpose, whoever was signed in before; without a user, nobody is."""
    client = Client()
    page.context.clear_cookies()
    if user:
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "domain": "localhost", "path": "/"}
        page.context.add_cookies([cookie])
    return client


def leads_to(page: Page, link: str) -> str:
    """Where a link leads. A page that loads itself again may have lost the link by the time that it is clicked."""
    return page.get_by_role("link", name=link).get_attribute("href")


def assert_accessible(page: Page, rules: list[str] = WCAG, within: str = "html") -> None:
    """No violation of WCAG 2.2 AA that axe can find on the page, or part of it, as it stands."""
    try:
        found = _violations(page, rules, within)
    except Error:  # the page was being replaced by the next one
        found = _violations(page, rules, within)
    told = [f"{each['id']}: {each['help']}: {[node['html'][:150] for node in each['nodes'][:3]]}" for each in found]
    assert not told, "\n".join([page.url, f"{page.viewport_size['width']} pixels wide", *told])


def _violations(page: Page, rules: list[str], within: str) -> list[dict]:
    page.wait_for_load_state()
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    context = {"include": [within]} if within != "html" else {}
    return page.evaluate(
        "([context, options]) => axe.run(context.include ? context : document, options).then(r => r.violations)",
        [context, options],
    )


def assert_no_sideways_scrolling(page: Page) -> None:
    """The page fits its width; a wide table scrolls within itself."""
    sticking_out = page.evaluate(STICKING_OUT)
    assert not sticking_out, "\n".join([page.url, f"{page.viewport_size['width']} pixels wide", *sticking_out])


def assert_fits_a_phone(page: Page, within: str = "html") -> None:
    """The same page, 375 pixels wide: nothing sticks out, everything can be touched."""
    width = page.viewport_size["width"]
    set_width(page, 375)
    assert_no_sideways_scrolling(page)
    assert_accessible(page, LAYOUT, within)
    set_width(page, width)


def set_width(page: Page, width: int) -> None:
    """Pixels. What observes sizes has run when this is done."""
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")

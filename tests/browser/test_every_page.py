"""Every page, as every role that may see it: it fits the screen, and axe finds no fault (WCAG 2.2 AA)."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.core.cache import cache
from django.urls import reverse

from partnership.models import Grant
from tests import factories
from tests.browser.steps import (
    LAYOUT,
    WCAG,
    assert_accessible,
    assert_fits_a_phone,
    assert_no_sideways_scrolling,
    set_width,
    sign_in,
)
from tests.isolation import TABLE
from tests.isolation import world as isolation_world
from tests.test_isolation import ADDRESSES, OWN, QUESTIONS

pytestmark = pytest.mark.browser
NOBODY = ""
# What answers with a file, a fragment or data; and what only leads on.
NO_PAGES = {
    "attachment",
    "account_set_password",
    "action-proof",
    "annual-rows",
    "appraisal-chart",
    "appraisal-sheet-template",
    "bridge-chart",
    "case-cash-flow",
    "case-tornado",
    "chart",
    "check-progress",
    "evidence",
    "healthz",
    "import-file",
    "import-progress",
    "import-template",
    "import-template-savings",
    "import-template-statements",
    "indicator-chart",
    "meeting-minutes-file",
    "mfa_authenticate",
    "mfa_download_recovery_codes",
    "milestone-list-chart",
    "milestone-plan-chart",
    "open-data-file",
    "pack-file",
    "pack-progress",
    "calendar-file",
    "public-lessons-file",
    "public-register-feed",
    "public-register-file",
    "public-register-meetings-file",
    "public-register-paper-file",
    "public-register-reports-file",
    "public-services-file",
    "queue-count",
    "ratification-paper",
    "reading-template",
    "report-appendix",
}
PAGES = sorted(name for name in ADDRESSES if not name.startswith("api") and name not in NO_PAGES) + ["api-docs"]
# Further faces of a page, by the question that shows them.
FACES = {
    "behind": ["?measure=variance&kind=cashable"],
    "figures-table": ["?table=years"],
    "overview": ["?kind=non_cashable", "?as_at=2001-04-01", "?as_at=yesterday"],
    "report-compare": ["?before=1&after=now"],
    "report-part-figure": ["?sort=figure&measure=target&kind=cashable", "?sort=chart&chart=pie&kind=cashable"],
    "saving-list": ["?state=draft", "?year=2001"],
    "search": ["?q=joint", "?q=joint&kind=meetings", "?q="],
}
# Forms that are sent with nothing in them, to see what a refused form looks like.
FORMS = {
    "account_login",
    "appraisal-add",
    "appraisal-sheet-import",
    "baseline-add",
    "body-add",
    "consultation-add",
    "consultation-close",
    "evidence-add",
    "import-add",
    "import-confirm",
    "lesson-add",
    "indicator-add",
    "meeting-add",
    "organisation-add",
    "person-add",
    "policy-add",
    "decision-answer",
    "ratification-add",
    "report-add",
    "report-outcome",
    "report-route-add",
    "review-report",
    "reading-add",
    "reading-import",
    "service-add",
    "share-return",
    "statement-add",
    "statement-reverse",
    "statement-reverse-refuse",
    "workstream-add",
}
# What is asked at which width: the layout alone of what was asked everything about before.
WIDTHS = {1280: WCAG, 375: LAYOUT}
SWAP = """([path, html]) => {
  history.replaceState(null, "", path);
  htmx.swap("main", html, { swapStyle: "outerHTML" }, { select: "main" });
}"""
SEND = "() => { const form = document.querySelector('main form'); form.reset(); form.noValidate = true; form.submit() }"
# Refused, and not found.
NO_ENTRY = [("viewer-BDC", "/p/three-councils/people/", 403), (NOBODY, "/no-such-page/", 404)]


@pytest.mark.parametrize("half", [0, 1])
def test_every_page_is_accessible_and_fits(live, page, half):
    world = isolation_world.fill(factories.three_councils())
    _let_into_everything(world, world.people["auditor"])
    page.context.add_init_script(AXE_SCRIPT)
    seen: set[tuple[str, str]] = set()

    for person in [*OWN, NOBODY]:
        client = sign_in(page, isolation_world.find(world, person) if person else None)
        for name in PAGES[half::2]:
            if not _shows(name, person):
                continue
            for path in _paths(world, name):
                html = _ask(client, path, name)
                if new := _new_part(html, name, seen):
                    _look(page, path, name, new, html)

    assert {name for name, _ in seen} == {name for name in PAGES[half::2] if _shows_anybody(name)} | {"frame"}


@pytest.mark.parametrize(("person", "path", "status"), NO_ENTRY)
def test_a_page_that_says_no_is_accessible_and_fits(live_council, page, person, path, status):
    sign_in(page, isolation_world.find(live_council, person) if person else None)

    assert page.goto(path).status == status
    assert_accessible(page)
    assert_fits_a_phone(page)


def _let_into_everything(world, user):
    """Who belongs to one partnership goes straight to it; who has no password has none to change."""
    Grant.objects.create(user=user, role="auditor", partnership=world.far.partnership, from_on=factories.FOUNDED)
    user.set_password(factories.PASSWORD)
    user.save()


def _shows(name: str, person: str) -> bool:
    """Whether this address shows this person a page, by the table of the isolation test."""
    own, _, _, nobody = TABLE[name]["get"].split()
    return (own[OWN.index(person)] if person else nobody) == "."


def _shows_anybody(name):
    return any(_shows(name, person) for person in [*OWN, NOBODY])


def _paths(world, name):
    path = reverse(name, kwargs=isolation_world.arguments(world, ADDRESSES[name]))
    return [path + question for question in [QUESTIONS.get(name, ""), *FACES.get(name, [])]]


def _ask(client, path, name):
    """The page as it comes, "" where it only leads on."""
    if name.startswith(("account", "mfa")):
        cache.clear()  # or the sign-in pages would refuse so many questions
    response = client.get(path)
    if response.status_code == 302:
        return ""
    html = response.content.decode()
    assert response.status_code == 200, f"{path}: {response.status_code}"
    assert html.count("<h1") == 1, path
    assert re.search(r"<title>[^<]+ – Shared services portal</title>", html), path
    return html


def _new_part(html, name, seen):
    """What of a page has parts not looked at yet: its content ("main"), or its frame too ("html")."""
    if not html:
        return ""
    before, _, after = html.partition("<main")
    content, _, footer = after.partition("</main>")
    parts, frame = {(name, part) for part in _parts(content)}, {("frame", part) for part in _parts(before + footer)}
    new = "html" if not frame <= seen else "main" if not parts <= seen else ""
    seen |= parts | frame
    return new


def _parts(html: str) -> set[str]:
    """Headings, forms, tables, lists and buttons with what follows them, as their elements, classes and the names of
    other attributes, and where there are words; not which words, nor where in the navigation the page is."""
    html = re.sub(r"""(?<! class)=("[^"]*"|'[^']*')""", "", html)
    html = re.sub(r">[^<]*[^<\s][^<]*<", ">words<", html)
    html = re.sub(r" govuk-service-navigation__item--active| aria-current|</?strong[^>]*fallback[^>]*>", "", html)
    parts = re.split(r"(?=<(?:h2|h3|form|table|tr|ul|li|dl|div|details|a class=.govuk-button|button)\b)", html)
    return {"".join(part.split()) for part in parts}


def _look(page, path, name, within, html):
    """At both widths, whichever it has first. Where the frame was looked at before, the content alone is put into the
    frame that stands there, as htmx does it; a form needs a page of its own, to be sent."""
    if within == "html" or name in FORMS:
        assert page.goto(path).status == 200, path
    else:
        page.evaluate(SWAP, [path, html])
    _look_at_both_widths(page, within)
    if name in FORMS:
        with page.expect_navigation():
            page.evaluate(SEND)
        assert page.locator(".govuk-error-summary").is_visible(), f"{path} took an empty form"
        _look_at_both_widths(page, "main")


def _look_at_both_widths(page, within):
    for width in sorted(WIDTHS, key=lambda width: width != page.viewport_size["width"]):
        if page.viewport_size["width"] != width:
            set_width(page, width)
        assert_no_sideways_scrolling(page)
        assert_accessible(page, WIDTHS[width], within)

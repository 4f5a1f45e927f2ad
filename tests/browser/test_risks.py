"""A lead raises a risk, reviews it and hands it to the programme, without a script in the browser."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.steps import sign_in
from tests.risks import WORDS

pytestmark = pytest.mark.browser
RATINGS = {"Inherent": ("4", "5"), "Residual": ("3", "4"), "Target": ("2", "2")}


def _fill_day(page, legend: str, day: date) -> None:
    group = page.get_by_role("group", name=legend)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(part).fill(str(value))


def _rate(page, rating: str, likelihood: str, impact: str) -> None:
    page.get_by_label(f"{rating} likelihood").select_option(likelihood)
    page.get_by_label(f"{rating} impact").select_option(impact)


def test_a_risk_is_raised_reviewed_and_escalated(live_council, plain_page):
    page = plain_page
    sign_in(page, live_council.person("lead"))
    page.goto("/p/three-councils/workstreams/internal-audit/risks/")
    page.get_by_role("link", name="Raise a risk or an issue").click()
    for label in ("title", "cause", "event", "effect"):
        page.get_by_label(label.capitalize(), exact=True).fill(WORDS[label])
    for rating, parts in RATINGS.items():
        _rate(page, rating, *parts)
    page.get_by_label("Proximity").select_option("year")
    page.get_by_label("Response").select_option("reduce")
    _fill_day(page, "Next review", date(2099, 1, 5))
    page.get_by_role("button", name="Raise it").click()
    page.get_by_role("link", name="R1", exact=False).first.click()
    page.get_by_role("link", name="Review it").click()
    _rate(page, "Residual", "4", "4")
    _fill_day(page, "Next review", date(2099, 2, 5))
    page.get_by_role("button", name="Record the review").click()
    expect(page.get_by_text("16 Very high. Since the last review: up by 4.")).to_be_visible()
    page.get_by_role("link", name="Escalate it to the programme").click()
    page.get_by_label("Reason").fill("Beyond one service.")
    page.get_by_role("button", name="Escalate").click()
    expect(page.get_by_text("Programme, escalated from Internal audit")).to_be_visible()
    page.goto("/p/three-councils/risks/")
    expect(page.get_by_role("row", name="4 Likely").get_by_role("link", name="R1")).to_be_visible()

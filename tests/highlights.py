"""Highlight reports for tests."""

from datetime import date

from partnership import clock
from savings import actions
from savings.highlights import months
from savings.models import HighlightReport
from tests.factories import World

WORDS = {
    "done": "Specification agreed",
    "next": "Advertise the tender",
    "decisions": "Joint Board: who hosts, by September",
}


def ratings(**given: str) -> dict[str, str]:
    """All green with a reason each, unless told otherwise."""
    aspects = ("overall", "time", "cost", "benefit", "risk")
    rated = dict.fromkeys(aspects, "green") | given
    return rated | {f"{aspect}_reason": f"As planned: {aspect}." for aspect in aspects}


def drafted(world: World, month: date | None = None, role: str = "lead", **given: str) -> HighlightReport:
    """Begun by the workstream's lead and written whole; of the last month that is over unless told otherwise."""
    by = world.person(role)
    of = month or months.last_over(clock.today())
    report = actions.draft_highlight(by=by, workstream=world.workstream, month=of)
    return actions.edit_highlight(by=by, report=report, **ratings() | WORDS | given)


def submitted(world: World, month: date | None = None, role: str = "lead", **given: str) -> HighlightReport:
    return actions.submit_highlight(by=world.person(role), report=drafted(world, month, role, **given))

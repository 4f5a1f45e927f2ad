"""A story told in order: what the fixtures say happened, each thing at its own moment."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from partnership import clock
from partnership.dated import financial_year_of

FIXTURES = settings.BASE_DIR / "fixtures"

# What happens on one day happens in this order, a quarter of an hour apart.
ORDER = (
    "organisation",
    "partnership",
    "member",
    "person",
    "workstream",
    "participation",
    "body",
    "stage",
    "plan",
    "funding",
    "agreement",
    "approval",
    "meeting",
    "statement",
    "verification",
    "return",
    "period",
    "request of a reversal",
    "reversal",
    "comment",
    "pack",
    "end",
)


def read(name: str) -> dict[str, Any]:
    """One file of `fixtures/`."""
    return tomllib.loads((FIXTURES / f"{name}.toml").read_text())


@dataclass(frozen=True, order=True)
class _Event:
    at: datetime
    number: int
    do: Callable[[], object] = field(compare=False)


class Story:
    """Events, gathered in any order and played in order of time. Days may be counted back from `today`."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._events: list[_Event] = []

    def day(self, value: date | int) -> date:
        """A day as the fixtures write it: a date, or a number of days before today."""
        return value if isinstance(value, date) else self.today - timedelta(days=value)

    def year(self, value: int) -> int:
        """A financial year as the fixtures write it: 2007, or counted from the one under way (0)."""
        return value if value > 1900 else financial_year_of(self.today) + value

    def tell(self, on: date | int, what: str, do: Callable[[], object]) -> None:
        """Remember that this happens on this day. `what` is one of ORDER."""
        morning = datetime.combine(self.day(on), time(6), tzinfo=timezone.get_default_timezone())
        moment = morning + timedelta(minutes=15 * ORDER.index(what))
        self._events.append(_Event(moment, len(self._events), do))

    def play(self) -> None:
        """Let everything happen, in order, each with the clock at its moment. What would be later than now does not."""
        for event in sorted(self._events):
            if event.at.date() < self.today:
                with clock.travel(event.at):
                    event.do()

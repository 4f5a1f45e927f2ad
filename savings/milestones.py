"""Milestones as they stand on a day: met, late or planned, and by how much they slip."""

from dataclasses import dataclass
from datetime import date

from savings.dashboards import Reading
from workstreams.models import Milestone

MOST = 6  # of a list on a page of others


@dataclass(frozen=True)
class Step:
    """A milestone as it stands on a day."""

    milestone: Milestone
    expected_on: date
    state: str  # met, late or planned
    slip: str

    @property
    def is_done(self) -> bool:
        return self.state == "met"


def step(milestone: Milestone, on: date) -> Step:
    """Met, if it was by this day; late, if the planned day is over; else planned."""
    met = milestone.actual_on is not None and milestone.actual_on <= on
    expected = milestone.actual_on if met and milestone.actual_on else milestone.forecast_on or milestone.planned_on
    late = not met and milestone.planned_on < on
    days = (max(expected, on) if late else expected) - milestone.planned_on
    return Step(milestone, expected, "met" if met else "late" if late else "planned", slip_words(days.days))


def slip_words(days: int) -> str:
    """In days up to a quarter, then in whole months, and from two years on in whole years.

    >>> [slip_words(1), slip_words(-30), slip_words(0), slip_words(400), slip_words(7022)]
    ['1 day late', '30 days early', 'On plan', '13 months late', '19 years late']
    """
    if not days:
        return "On plan"
    size = abs(days)
    number, unit = (size, "day") if size < 92 else (size * 12 // 365, "month") if size < 730 else (size // 365, "year")
    return f"{number} {unit}{'' if number == 1 else 's'} {'late' if days > 0 else 'early'}"


@dataclass(frozen=True)
class Milestones:
    late: tuple[Step, ...]
    upcoming: tuple[Step, ...]
    more_late: int


def ahead(reading: Reading) -> Milestones:
    """Those not met by the day: the late ones and the next ones, by the day they are expected. One query."""
    rows = Milestone.objects.visible_to(reading.user).filter(workstream__partnership=reading.partnership)
    steps = [step(row, reading.at.on) for row in rows.select_related("workstream")]
    steps.sort(key=lambda each: (each.expected_on, each.milestone.pk))
    late = [each for each in steps if each.state == "late"]
    upcoming = [each for each in steps if each.state == "planned"]
    return Milestones(tuple(late[:MOST]), tuple(upcoming[:MOST]), len(late[MOST:]))

"""The milestones that a page of figures shows: those that are late, and those that come next."""

from dataclasses import dataclass

from savings.dashboards import Reading
from workstreams.models import Milestone
from workstreams.plans import Step, as_at, step

MOST = 6  # of a list on a page of others


@dataclass(frozen=True)
class Milestones:
    late: tuple[Step, ...]
    upcoming: tuple[Step, ...]
    more_late: int


def ahead(reading: Reading) -> Milestones:
    """Those not met by the day: the late ones and the next ones, by the day they are expected. One query."""
    rows = Milestone.objects.visible_to(reading.user).filter(workstream__partnership=reading.partnership)
    steps = [step(row, reading.at.on) for row in as_at(rows, reading.at.on)]
    steps.sort(key=lambda each: (each.expected_on, each.milestone.pk))
    late = [each for each in steps if each.state == "late"]
    upcoming = [each for each in steps if each.state == "planned"]
    return Milestones(tuple(late[:MOST]), tuple(upcoming[:MOST]), len(late[MOST:]))

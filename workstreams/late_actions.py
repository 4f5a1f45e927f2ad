"""The overdue actions that a page of other things shows: how many they are, and the oldest few."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Window

from workstreams.models import Action

MOST = 5  # of a list on a page of others


@dataclass(frozen=True)
class Late:
    action: Action
    days: int

    @property
    def words(self) -> str:
        return f"{self.days} day{'' if self.days == 1 else 's'} overdue"


@dataclass(frozen=True)
class LateActions:
    oldest: tuple[Late, ...]
    number: int

    @property
    def more(self) -> int:
        return self.number - len(self.oldest)


def late_actions(rows: QuerySet[Action], on: date) -> LateActions:
    """Of these actions those that were overdue on a day, what was due first on top. One query."""
    late = rows.overdue(on).select_related("owner", "workstream").annotate(number=Window(Count("pk")))
    found = list(late.order_by("due_on", "pk")[:MOST])
    oldest = tuple(Late(row, (on - row.due_on).days) for row in found)
    return LateActions(oldest, found[0].number if found else 0)

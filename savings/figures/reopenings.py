"""What was posted into periods that were opened again: the later corrections of what was told before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum

from partnership.dated import Period
from partnership.models import Partnership, User
from partnership.money import format_pounds
from partnership.permissions import require
from savings.models import PeriodStep, Posting
from savings.models.periods import Step
from savings.models.words import Kind


@dataclass(frozen=True)
class Correction:
    """Of one kind: how many statements moved in the period while it was open again, and by how much it moved."""

    kind: str
    statements: int
    pence: int

    def __str__(self) -> str:
        """ "Cashable: 2 statements, £1,200.00"; what has no money value has none here either."""
        counted = f"{Kind(self.kind).label}: {self.statements} statement{'' if self.statements == 1 else 's'}"
        return counted if self.kind == Kind.QUALITATIVE else f"{counted}, {format_pounds(self.pence)}"


@dataclass(frozen=True)
class Reopening:
    """A closed period that was opened again, and what was posted into it until it was closed anew."""

    step: PeriodStep
    corrections: tuple[Correction, ...]

    @property
    def period(self) -> Period:
        return self.step.period


def reopened(partnership: Partnership, later: Callable[[PeriodStep], bool], *, user: User) -> list[Reopening]:
    """The reopenings that `later` picks by their steps, in order of time, with what they let in.

    Two queries; raises PermissionDenied.
    """
    require(user, "savings.view_figures", partnership)
    steps = list(PeriodStep.objects.filter(partnership=partnership).deciding().select_related("by").order_by("pk"))
    windows = {step: _while_open(step, steps) for step in steps if step.step == Step.REOPENED and later(step)}
    if not windows:
        return []
    sums = {f"pence_{step.pk}": Sum("pence", filter=window, default=0) for step, window in windows.items()}
    counts = {
        f"statements_{step.pk}": Count("statement", distinct=True, filter=window) for step, window in windows.items()
    }
    first = min(step.sequence for step in windows)
    postings = Posting.objects.filter(partnership=partnership, sequence__gt=first)
    rows: list[Any] = list(postings.order_by("kind").values("kind").annotate(**sums, **counts))
    return [Reopening(step, _corrections(step, rows)) for step in windows]


def _while_open(step: PeriodStep, steps: Sequence[PeriodStep]) -> Q:
    """The postings of the period from its reopening to its next closing, if it was closed again."""
    window = Q(year=step.year, sequence__gt=step.sequence)
    if step.quarter:
        window &= Q(quarter=step.quarter)
    ends = (each.sequence for each in steps if each.pk > step.pk and each.period == step.period)
    end = next(ends, None)
    return window if end is None else window & Q(sequence__lte=end)


def _corrections(step: PeriodStep, rows: Sequence[Mapping[str, Any]]) -> tuple[Correction, ...]:
    found = (Correction(row["kind"], row[f"statements_{step.pk}"], row[f"pence_{step.pk}"]) for row in rows)
    return tuple(each for each in found if each.statements)

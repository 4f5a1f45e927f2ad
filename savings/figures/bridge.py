"""Why the figures moved: from an old total to a new one, cause by cause.

Every posting has one cause, and a figure is a sum of postings. So what lies between two points of a ledger, summed by
cause, is exactly what leads from the figure at the one to the figure at the other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Count, Min, Q, QuerySet, Sum

from partnership.models import Partnership, User
from partnership.permissions import require
from savings import subtotals
from savings.figures.points import AsAt
from savings.figures.sums import Measure, total
from savings.models import Cause
from savings.models.words import Stage, State


@dataclass(frozen=True)
class Movement:
    """What one cause did between two points to one kind and stage of claim.

    `pence` is what it moved in all; `verified` the part of that in the state *verified*. A verification moves nothing
    in all (a share leaves one state and enters another), so only its `verified` is not 0. In how many statements, and
    since when, is told where all that moved is asked for.
    """

    cause: str
    kind: str
    stage: str
    pence: int
    verified: int
    statements: int = 0
    first_at: datetime | None = None

    def of(self, measure: Measure) -> int:
        """What it moved in a measure."""
        if measure is Measure.VERIFIED:
            return self.verified if self.stage == Stage.REALISED else 0
        return self.pence if self.stage == measure.value else 0


@dataclass(frozen=True)
class Step:
    """What one cause moved, in pence."""

    cause: Cause
    pence: int


@dataclass(frozen=True)
class Bridge:
    """From an old total of one measure and kind to the new one, in pence, in the order of `Cause`.

    `verified` is what was verified meanwhile, where the measure is not moved by it: realised stays realised.
    """

    measure: Measure
    kind: str
    before: int
    steps: tuple[Step, ...]
    verified: int = 0

    @property
    def moved(self) -> int:
        return sum(step.pence for step in self.steps)

    @property
    def after(self) -> int:
        return self.before + self.moved

    @property
    def running(self) -> list[int]:
        """The total after each step."""
        totals, total = [], self.before
        for step in self.steps:
            total += step.pence
            totals.append(total)
        return totals

    @property
    def is_empty(self) -> bool:
        return not self.before and not self.steps


def bridge(moved: Iterable[Movement], measure: Measure, kind: str, *, before: int) -> Bridge:
    """The movements as steps from a total of `before` pence. Pure. A cause that did nothing is left out; one whose
    parts cancel out stays, as a step of 0."""
    mine = {Cause(one.cause): one for one in moved if one.kind == kind and one.stage == _stage(measure)}
    counted = [mine[cause] for cause in Cause if cause in mine and _counts(mine[cause], measure)]
    steps = tuple(Step(Cause(one.cause), one.of(measure)) for one in counted)
    verified = mine[Cause.VERIFIED].verified if Cause.VERIFIED in mine else 0
    return Bridge(measure, kind, before, steps, verified if measure is Measure.REALISED else 0)


def _stage(measure: Measure) -> str:
    return Stage.REALISED.value if measure is Measure.VERIFIED else measure.value


def _counts(moved: Movement, measure: Measure) -> bool:
    """What never was verified is no step of what was, nor a verification of what was claimed; unless the point stands
    between the two lines of one: then the share has left one state and is not in the other yet."""
    if measure is Measure.VERIFIED:
        return moved.verified != 0
    return moved.cause != Cause.VERIFIED or moved.pence != 0


def movements(
    partnership: Partnership,
    since: AsAt,
    upto: AsAt,
    *,
    user: User,
    workstream: int | None = None,
    organisation: int | None = None,
) -> list[Movement]:
    """What moved after one point and up to another, by cause, kind and stage of claim. One query, whose cost grows with
    the postings between the two. Raises PermissionDenied; ValidationError for points in the wrong order."""
    key = ("cause", "kind", "stage")
    between = _between(partnership, since, upto, user, workstream=workstream, organisation=organisation)
    told = between.values(*key).annotate(
        pence_moved=_MOVED, verified_moved=_VERIFIED, number=Count("statement", distinct=True), first=Min("at")
    )
    rows = told.order_by(*key).values_list(*key, "pence_moved", "verified_moved", "number", "first")
    return [Movement(*row) for row in rows]


def _between(partnership: Partnership, since: AsAt, upto: AsAt, user: User, **only: object) -> QuerySet:
    """The postings of money between two points, of those columns' values that are not None."""
    require(user, "savings.view_figures", partnership)
    if since.sequence > upto.sequence:
        raise ValidationError("Choose a first point that is not after the second.", code="order")
    postings = subtotals.money(partnership.pk).filter(sequence__gt=since.sequence, sequence__lte=upto.sequence)
    return postings.filter(**{name: value for name, value in only.items() if value is not None}).order_by()


_MOVED = Sum("pence")
_VERIFIED = Sum("pence", filter=Q(state=State.VERIFIED), default=0)


def bridge_between(
    partnership: Partnership,
    since: AsAt,
    upto: AsAt,
    measure: Measure,
    kind: str,
    *,
    user: User,
    workstream: int | None = None,
    organisation: int | None = None,
) -> Bridge:
    """From the figure at one point to the figure at another. Three queries, one of which costs the more the more was
    posted between the two. Raises PermissionDenied; ValidationError for points in the wrong order."""
    scope = {"workstream": workstream, "organisation": organisation}
    stage = _stage(measure)
    between = _between(partnership, since, upto, user, kind=kind, stage=stage, **scope)
    by_cause = between.values("cause").annotate(pence_moved=_MOVED, verified_moved=_VERIFIED)
    rows = by_cause.values_list("cause", "pence_moved", "verified_moved")
    moved = [Movement(cause, kind, stage, *sums) for cause, *sums in rows]
    return bridge(moved, measure, kind, before=total(partnership, since, measure, kind, **scope))

"""What a figure is made of, statement by statement."""

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from partnership.models import Partnership, User
from partnership.permissions import require
from savings.figures.points import AsAt
from savings.figures.sums import Measure
from savings.models import Posting, Statement
from savings.models.words import Stage, State


@dataclass(frozen=True)
class Which:
    """One figure: the cell of a table that a person follows down. None: not restricted.

    `through` takes a financial year and all before it; `state` only what is in that state; `cause` and `after` only
    what this cause posted after a sequence: a step of a bridge, whose other end is the point of the figure.
    """

    measure: Measure
    kind: str
    workstream: int | None = None
    organisation: int | None = None
    year: int | None = None
    quarter: int | None = None
    through: int | None = None
    state: str | None = None
    cause: str | None = None
    after: int | None = None

    @property
    def conditions(self) -> dict[str, object]:
        """What a posting must fulfil to count, by column."""
        asked = {
            "workstream": self.workstream,
            "organisation": self.organisation,
            "year": self.year,
            "quarter": self.quarter,
            "year__lte": self.through,
            "state": self.state,
            "cause": self.cause,
            "sequence__gt": self.after,
        }
        return {column: value for column, value in asked.items() if value is not None}


@dataclass(frozen=True)
class Behind:
    """The statements behind a figure. `pence` is the figure; `shown` what the reader may open, by statement id."""

    pence: int
    shown: dict[int, int]
    hidden_count: int

    @property
    def hidden_pence(self) -> int:
        return self.pence - sum(self.shown.values())


def postings_of(partnership: Partnership, at: AsAt, which: Which) -> QuerySet[Posting]:
    """The postings that a figure is the sum of."""
    postings = Posting.objects.filter(partnership=partnership, sequence__lte=at.sequence, kind=which.kind)
    if which.measure is Measure.VERIFIED:
        postings = postings.filter(stage=Stage.REALISED, state=State.VERIFIED)
    else:
        postings = postings.filter(stage=which.measure.value)
    return postings.filter(**which.conditions).order_by()


def behind(partnership: Partnership, at: AsAt, which: Which, *, user: User) -> Behind:
    """What each statement adds to a figure. Their sum is the figure, by construction; raises PermissionDenied.

    Three queries. The cost grows with the statements behind the figure.
    """
    require(user, "savings.view_figures", partnership)
    postings = postings_of(partnership, at, which)
    sums = postings.values("statement").annotate(sum=Sum("pence")).exclude(sum=0)
    by_statement = dict(sums.values_list("statement", "sum"))
    visible = Statement.objects.visible_to(user).filter(partnership=partnership, sequence__lte=at.sequence)
    mine = set(visible.filter(pk__in=postings.values("statement")).values_list("pk", flat=True))
    shown = {pk: pence for pk, pence in by_statement.items() if pk in mine}
    return Behind(sum(by_statement.values()), shown, len(by_statement) - len(shown))

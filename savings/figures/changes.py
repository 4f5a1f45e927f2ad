"""Why the figures moved between two points."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Sum

from partnership.models import Partnership, User
from partnership.permissions import require
from savings import subtotals
from savings.figures.points import AsAt


@dataclass(frozen=True)
class Movement:
    """What one cause did to the verified and waiting totals between two points."""

    cause: str
    kind: str
    stage: str
    pence: int
    statements: int
    first_at: datetime


def movements(partnership: Partnership, after: AsAt, upto: AsAt, *, user: User) -> list[Movement]:
    """Why the figures moved after one point and up to another: sums of postings by cause, kind and stage of claim.

    A verification moves nothing between stages of claim (it enters and leaves the same pence): its row counts what
    became verified. One query; raises PermissionDenied.
    """
    require(user, "savings.view_figures", partnership)
    between = subtotals.money(partnership.pk).filter(sequence__gt=after.sequence, sequence__lte=upto.sequence)
    # Of a verification only the line into "verified" counts; of everything else, every line does.
    counted = between.exclude(cause="verified", entering=False).order_by()
    rows = counted.values("cause", "kind", "stage").annotate(
        sum=Sum("pence"), number=Count("statement", distinct=True), first=Min("at")
    )
    return [
        Movement(*row)
        for row in rows.order_by("cause", "kind", "stage").values_list(
            "cause", "kind", "stage", "sum", "number", "first"
        )
    ]

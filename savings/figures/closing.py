"""What a period comes to: what somebody looks at before closing it."""

from dataclasses import dataclass

from django.db.models import Q, Sum

from partnership.dated import Period
from partnership.models import Partnership, User
from partnership.permissions import require
from savings.figures.points import AsAt
from savings.models import Posting
from savings.models.words import MONEY_KINDS, Stage, State


@dataclass(frozen=True)
class Realised:
    """What of an organisation's shares is realised in a period, and what of that is verified. Pence of one kind."""

    organisation: int
    kind: str
    realised: int
    verified: int


def realised(partnership: Partnership, at: AsAt, period: Period, *, user: User) -> list[Realised]:
    """By kind and organisation, as at a point; of a year, its quarters too. Raises PermissionDenied.

    One query. The cost grows with the postings of the period, because no subtotal keeps the quarter; two pages that
    few people open ask for it.
    """
    require(user, "savings.view_figures", partnership)
    postings = Posting.objects.filter(
        partnership=partnership,
        sequence__lte=at.sequence,
        year=period.year,
        kind__in=MONEY_KINDS,
        stage=Stage.REALISED,
    )
    if period.quarter:
        postings = postings.filter(quarter=period.quarter)
    verified = Sum("pence", filter=Q(state=State.VERIFIED), default=0)
    sums = postings.order_by().values("organisation", "kind").annotate(realised=Sum("pence"), verified=verified)
    found = [Realised(*row) for row in sums.values_list("organisation", "kind", "realised", "verified")]
    return [each for each in found if each.realised or each.verified]

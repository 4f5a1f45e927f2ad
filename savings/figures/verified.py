"""Verified savings as a partnership may publish them."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Sum

from partnership.models import Partnership, User
from partnership.permissions import require
from savings.figures.points import AsAt
from savings.models import Posting, Publication
from savings.models.words import MONEY_KINDS, Stage, State


@dataclass(frozen=True)
class Verified:
    """What of an organisation's savings of a year is verified, in pence."""

    organisation: int
    year: int
    workstream: int
    kind: str
    category: str
    pence: int


def verified(partnership: Partnership, at: AsAt, *, user: User | None) -> list[Verified]:
    """The sums that are not 0, by organisation, year, workstream, kind and category. Raises PermissionDenied.

    Without a user the public asks, to whom it is open while the partnership publishes. At most two queries; the sum
    is over all postings, since no subtotal keeps the category: whoever asks often keeps the answer.
    """
    if user is not None:
        require(user, "savings.view_figures", partnership)
    elif not Publication.objects.open().filter(partnership=partnership).exists():
        raise PermissionDenied("This partnership does not publish its savings.")
    columns = ("organisation", "year", "workstream", "kind", "category")
    postings = Posting.objects.filter(
        partnership=partnership,
        sequence__lte=at.sequence,
        kind__in=MONEY_KINDS,
        stage=Stage.REALISED,
        state=State.VERIFIED,
    )
    sums = postings.order_by().values(*columns).annotate(sum=Sum("pence")).exclude(sum=0)
    return [Verified(*row) for row in sums.values_list(*columns, "sum")]

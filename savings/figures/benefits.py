"""Benefits that have no money value."""

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from partnership.models import Partnership, User
from partnership.permissions import require
from savings.figures.points import AsAt
from savings.models import Posting, Statement
from savings.models.words import Kind


@dataclass(frozen=True)
class Quality:
    """A qualitative benefit as it stands for one organisation, in hundredths of the saving's unit. Never summed."""

    saving: int
    title: str
    unit: str
    workstream: int
    organisation: int
    year: int
    stage: str
    state: str
    hundredths: int


def qualities(
    partnership: Partnership,
    at: AsAt,
    *,
    user: User,
    workstream: int | None = None,
    organisation: int | None = None,
    year: int | None = None,
    newest: int | None = None,
) -> list[Quality]:
    """The qualitative benefits that stand; one query. Raises PermissionDenied.

    Their cost grows with their number. `newest` takes only the savings that so many last postings were about, for a
    page that shows a few; three queries, at a cost that hardly grows.
    """
    require(user, "savings.view_figures", partnership)
    parts = {"workstream": workstream, "organisation": organisation, "year": year}
    only = {name: value for name, value in parts.items() if value is not None}
    postings: QuerySet[Posting] = Posting.objects.filter(
        partnership=partnership, sequence__lte=at.sequence, kind=Kind.QUALITATIVE, **only
    )
    if newest is not None:
        postings = _of_newest(postings, at, newest, only)
    rows = postings.order_by().values(*_COLUMNS).annotate(sum=Sum("measure_hundredths")).exclude(sum=0)
    return [Quality(*row) for row in rows.order_by(*_COLUMNS).values_list(*_COLUMNS, "sum")]


_COLUMNS = ("saving", "saving__title", "saving__unit", "workstream", "organisation", "year", "stage", "state")


def _of_newest(postings: QuerySet[Posting], at: AsAt, newest: int, only: dict[str, int]) -> QuerySet[Posting]:
    """All postings, of these parts, of the savings that the last so many of these were about."""
    last = postings.order_by("-sequence").values_list("saving", flat=True)[:newest]
    statements = Statement.objects.filter(saving__in=set(last), sequence__lte=at.sequence)
    found = Posting.objects.filter(statement__in=list(statements.values_list("pk", flat=True)))
    return found.filter(sequence__lte=at.sequence, **only)

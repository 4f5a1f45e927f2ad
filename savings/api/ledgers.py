"""Lists of what the ledger holds: as at a point of it, and what it moved since a sequence; of one partnership."""

from functools import cached_property
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from partnership.models import Partnership
from partnership.rest.paging import Pages
from savings import figures
from savings.figures import AsAt
from savings.models import Posting

SINCE = (
    "Only rows that the ledger of the partnership asked for has moved after this sequence: submitted, verified, "
    "returned, restated or reversed. Send the `sequence` that came with the first page of your last pull: nothing is "
    "missed. Drafts are not in the ledger: `modified_since` tells of them."
)


def partnership_asked(request: Any) -> Partnership | None:
    """The partnership that a list is of, if it is of one. At most one query."""
    slug = request.query_params.get("partnership")
    return Partnership.objects.visible_to(request.user).filter(slug=slug).first() if slug else None


def point_asked(request: Any) -> AsAt | None:
    """The point of the ledger that a list is as at; none without one. Raises ValidationError."""
    text = request.query_params.get("as_at", "").strip()
    return figures.as_at(_named(request), text, user=request.user) if text else None


def _named(request: Any) -> Partnership:
    if (partnership := partnership_asked(request)) is None:
        raise ValidationError("Name the partnership too: this is a point of its ledger.")
    return partnership


class AsAtFilter(django_filters.CharFilter):
    """Rows submitted by a point of the ledger, in the states that they had then."""

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        at = point_asked(self.parent.request) if value else None
        return qs.filter(**{f"{self.field_name}__lte": at.sequence}) if at else qs


class SinceSequence(django_filters.NumberFilter):
    """Rows with a posting after a sequence; the field names them in a posting."""

    def __init__(self, field_name: str, **extra: Any) -> None:
        super().__init__(field_name, min_value=0, max_value=2**63 - 1, decimal_places=0, help_text=SINCE, **extra)

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        if value is None:
            return qs
        postings = Posting.objects.filter(partnership=_named(self.parent.request), sequence__gt=int(value))
        return qs.filter(Q(pk__in=postings.order_by().values(self.field_name)))


class LedgerPages(Pages):
    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        described = super().get_paginated_response_schema(schema)
        sequence = {
            "type": ["integer", "null"],
            "description": "How far the ledger of the partnership asked for was when this page was read, or the point "
            "asked for; null where no partnership is. Keep that of the first page for `since_sequence`.",
        }
        described["required"].append("sequence")
        described["properties"]["sequence"] = sequence
        return described


class OfLedger:
    """A resource whose pages tell how far the ledger was."""

    pagination_class = LedgerPages
    request: Any

    @cached_property
    def at(self) -> AsAt | None:
        """The point asked for. The filters have refused what is none."""
        return point_asked(self.request)

    def beside(self) -> dict[str, Any]:
        partnership = None if self.at else partnership_asked(self.request)
        now = figures.now(partnership) if partnership else None
        return {"sequence": self.at.sequence if self.at else now.sequence if now else None}

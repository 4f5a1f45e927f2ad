"""Pages by cursor: each begins after the last row of the one before, so page 1,000 costs what page 1 costs, and rows
that come or go meanwhile neither repeat nor hide others."""

from datetime import date
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from rest_framework.utils.urls import replace_query_param

from partnership.rest.problems import BadParameters

PAGE_SIZE = 100
LARGEST = 1_000


class Cursor:
    """A page of a query by an allow-listed order. `orderings` maps the name in the address to a column without NULL."""

    def __init__(self, request: Any, orderings: dict[str, str], default: str) -> None:
        self.request = request
        asked = request.query_params.get("ordering") or default
        self.size = _size(request.query_params.get("page_size"))
        name = asked.removeprefix("-")
        if name not in orderings:
            choices = ", ".join(orderings)
            raise BadParameters(
                {"ordering": [f"Order by one of {choices}, with a minus sign before it for descending."]}
            )
        self.column, self.descending = orderings[name], asked.startswith("-")
        self._salt = f"cursor:{request.path}:{asked}"

    @property
    def order_by(self) -> list[str]:
        sign = "-" if self.descending else ""
        return [f"{sign}pk"] if self.column == "pk" else [f"{sign}{self.column}", f"{sign}pk"]

    def page(self, rows: QuerySet) -> QuerySet:
        """The page's rows and one more, which tells whether another page follows."""
        rows = rows.order_by(*self.order_by)
        cursor = self.request.query_params.get("cursor")
        return (rows.filter(self._after(cursor)) if cursor else rows)[: self.size + 1]

    def _after(self, cursor: str) -> Q:
        beyond = "lt" if self.descending else "gt"
        try:
            position = signing.loads(cursor, salt=self._salt)
        except (signing.BadSignature, ValueError) as error:
            sentence = "Follow `next` as it was given: this cursor is not one of this list in this order."
            raise BadParameters({"cursor": [sentence]}) from error
        if self.column == "pk":
            return Q(**{f"pk__{beyond}": position[-1]})
        # The first condition says nothing new; it lets the database begin in the right place of an index.
        value, pk = position
        tie = Q(**{self.column: value, f"pk__{beyond}": pk})
        return Q(**{f"{self.column}__{beyond}e": value}) & (Q(**{f"{self.column}__{beyond}": value}) | tie)

    def next_url(self, value: Any, pk: int) -> str:
        """The address of the page after the row with this value of the ordering column and this id."""
        text = value.isoformat() if isinstance(value, date) else value  # to the microsecond
        cursor = signing.dumps([pk] if self.column == "pk" else [text, pk], salt=self._salt)
        return replace_query_param(self.request.build_absolute_uri(), "cursor", cursor)


def _size(text: str | None) -> int:
    if not text:
        return PAGE_SIZE
    if text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= LARGEST:
        return int(text)
    raise BadParameters({"page_size": [f"Ask for 1 to {LARGEST:,} rows a page."]})


class Pages:
    """How the schema describes the pages of a list."""

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        orders = [f"{sign}{name}" for name in view.orderings for sign in ("", "-")]
        return [
            _parameter("cursor", {"type": "string"}, "Where the page begins. Follow `next`; never make one up."),
            _parameter(
                "page_size",
                {"type": "integer", "minimum": 1, "maximum": LARGEST, "default": PAGE_SIZE},
                "How many rows a page holds.",
            ),
            _parameter(
                "ordering",
                {"type": "string", "enum": orders, "default": view.default_ordering},
                "What the rows are ordered by; with a minus sign, descending. CSV follows it too.",
            ),
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        following = {
            "type": ["string", "null"],
            "format": "uri",
            "description": "The address of the next page; null on the last.",
        }
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {"next": following, "results": schema},
        }


def _parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}

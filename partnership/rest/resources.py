"""A resource: a list with filters, an allow-listed order, pages by cursor and CSV; and one row of it."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from partnership.exports import csv_response
from partnership.rest import paging
from partnership.rest.filters import Filters, refuse_unknown
from partnership.rest.problems import NOT_FOUND
from partnership.rest.renderers import CSVRenderer
from partnership.rest.rows import Columns, Row, cell, columns_of

Line = list[Any]
PAGING = ("cursor", "page_size", "ordering", "format")


class StrictView:
    """Refuses query parameters it does not know, after it knows who asks; lets nobody keep its answers."""

    parameters: frozenset[str] = frozenset({"format"})

    def initial(self, request: Any, *args: Any, **named: Any) -> None:
        super().initial(request, *args, **named)
        refuse_unknown(request, set(self.allowed_parameters()))

    def allowed_parameters(self) -> frozenset[str]:
        return self.parameters

    def finalize_response(self, request: Any, response: HttpResponse, *args: Any, **named: Any) -> HttpResponse:
        response = super().finalize_response(request, response, *args, **named)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class Resource(StrictView, GenericViewSet):
    """Rows of one model. Every answer costs a fixed number of queries for any number of rows in it."""

    serializer_class: type[serializers.Serializer]
    filter_backends = [Filters]
    pagination_class = paging.Pages
    orderings: dict[str, str] = {"id": "pk"}
    default_ordering = "id"
    lookup_value_converter = "int"
    lookup_field = "pk"

    def get_queryset(self) -> QuerySet:
        """What the caller's grants reach, and nothing else."""
        if self.queryset is None:
            raise ImproperlyConfigured(f"{type(self).__name__} names no query.")
        return self.queryset.all().visible_to(self.request.user)

    def complete(self, rows: list[Row]) -> None:
        """Fill in what no column holds, for all rows at once."""

    def beside(self) -> dict[str, Any]:
        """What a page of the list says besides its rows. Asked before they are read."""
        return {}

    def get_renderers(self) -> list[Any]:
        return [JSONRenderer(), CSVRenderer()] if self.action in ("list", None) else [JSONRenderer()]

    def allowed_parameters(self) -> frozenset[str]:
        if self.action != "list":
            return self.parameters
        return frozenset(self.filterset_class.base_filters) | frozenset(PAGING)

    @property
    def columns(self) -> Columns:
        return columns_of(self.serializer_class)

    def list(self, request: Any) -> HttpResponse:
        cursor = paging.Cursor(request, self.orderings, self.default_ordering)
        found = self.filter_queryset(self.get_queryset())
        if request.accepted_renderer.format == "csv":
            return csv_response(self._lines(found.order_by(*cursor.order_by)), self._filename())
        beside = self.beside()
        rows, (values, pks) = self.columns.read(cursor.page(found), cursor.column, "pk")
        following = None
        if len(rows) > cursor.size:
            rows = rows[: cursor.size]
            following = cursor.next_url(values[cursor.size - 1], pks[cursor.size - 1])
        self.complete(rows)
        return Response({"next": following, **beside, "results": rows})

    def retrieve(self, request: Any, **lookup: Any) -> HttpResponse:
        return Response(self.one(**lookup))

    def one(self, **lookup: Any) -> Row:
        """One row the caller may see, as its list shows it; Http404 otherwise."""
        rows, _ = self.columns.read(self.get_queryset().filter(**self._stored(lookup))[:1])
        if not rows:
            raise Http404
        self.complete(rows)
        return rows[0]

    def _stored(self, lookup: dict[str, Any]) -> dict[str, Any]:
        """An id that is larger than the database's own is nobody's."""
        if any(isinstance(value, int) and value > 2**63 - 1 for value in lookup.values()):
            raise Http404
        return lookup

    def _lines(self, found: QuerySet) -> Iterator[Line]:
        yield self.columns.names
        for rows in self.columns.stream(found):
            self.complete(rows)
            for row in rows:
                yield [cell(value) for value in row.values()]

    def _filename(self) -> str:
        return f"{self.basename}-{timezone.localdate():%Y-%m-%d}.csv"


@extend_schema(exclude=True)
class NothingHere(APIView):
    """What any address below `/api/` that is not an address of the API answers."""

    authentication_classes: list[Any] = []
    permission_classes: list[Any] = []
    throttle_classes: list[Any] = []

    def initial(self, request: Any, *args: Any, **named: Any) -> None:
        hint = "" if request.path.endswith("/") else " Every address of the API ends with a slash."
        raise NotFound(f"{NOT_FOUND}{hint}")

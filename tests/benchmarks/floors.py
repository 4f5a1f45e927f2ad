"""What cannot be undercut: empty pages, bare SQL, and the plain way of doing the same. Also an address table that adds
them to the portal's own, so that they pass the same middleware."""

from functools import cache

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from rest_framework import pagination, serializers, viewsets

from partnership.models import Partnership
from partnership.urls import handler400, handler403, handler404, handler500
from partnership.urls import urlpatterns as portal
from partnership.views.scope import ScopedRequest, in_partnership
from savings.models import Posting, Share, Statement

__all__ = ["handler400", "handler403", "handler404", "handler500"]
EMPTY = '{% extends "base.html" %}{% block title %}Empty{% endblock %}{% block content %}<h1>Empty</h1>{% endblock %}'


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """Nothing but the middleware, the session and who signed in."""
    return HttpResponse(f"<title>{request.user.name}</title>")


@in_partnership("savings.view_figures")
def empty(request: ScopedRequest) -> HttpResponse:
    """An empty page of the partnership: signed in, found, allowed, in the portal's frame."""
    return HttpResponse(_empty_template().render({}, request))


@cache
def _empty_template():
    """Compiled once, as the portal's own templates are."""
    return engines["django"].from_string(EMPTY)


class PlainShare(serializers.ModelSerializer):
    class Meta:
        model = Share
        fields = ["organisation", "weight", "pence", "state"]


class PlainStatement(serializers.ModelSerializer):
    title = serializers.CharField(source="saving.title")
    kind = serializers.CharField(source="saving.kind")
    workstream = serializers.CharField(source="saving.workstream.slug")
    shares = PlainShare(many=True)

    class Meta:
        model = Statement
        exclude = ["authors"]


class PlainPages(pagination.PageNumberPagination):
    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 1_000


class PlainStatements(viewsets.ReadOnlyModelViewSet):
    """As a Django developer would write it on the first day, with its rows joined and prefetched."""

    serializer_class = PlainStatement
    pagination_class = PlainPages

    def get_queryset(self):
        rows = Statement.objects.visible_to(self.request.user).filter(
            partnership__slug=self.request.query_params["partnership"]
        )
        return rows.select_related("saving__workstream").prefetch_related("shares").order_by("pk")


urlpatterns = [
    path("bare/", bare, name="bare"),
    path("p/<slug:partnership>/empty/", empty, name="empty"),
    path("plain/", PlainStatements.as_view({"get": "list"}), name="plain"),
    *portal,
]


def aggregate(partnership: Partnership) -> list[tuple]:
    """The figures of the dashboard as one statement over all postings, as if there were no subtotals."""
    return _all(
        "SELECT workstream_id, organisation_id, year, kind, stage, state, SUM(pence) FROM savings_posting "
        "WHERE partnership_id = %s AND kind <> 'qualitative' GROUP BY 1, 2, 3, 4, 5, 6",
        [partnership.pk],
    )


def between(partnership: Partnership, first: int, last: int) -> list[tuple]:
    """What lies between two points of the ledger, by cause, for one measure of one kind: what a bridge must read."""
    return _all(
        "SELECT cause, SUM(pence) FROM savings_posting WHERE partnership_id = %s AND sequence > %s AND sequence <= %s "
        "AND kind = 'cashable' AND stage = 'realised' GROUP BY cause",
        [partnership.pk, first, last],
    )


def rows_of_a_page(partnership: Partnership) -> list[tuple]:
    """The rows that the list shows, without Django."""
    return _all(
        "SELECT s.*, v.title, v.kind, w.name, o.short_name FROM savings_statement s "
        "JOIN savings_saving v ON v.id = s.saving_id JOIN workstreams_workstream w ON w.id = v.workstream_id "
        "JOIN partnership_organisation o ON o.id = s.organisation_id "
        "WHERE s.partnership_id = %s AND s.sequence IS NOT NULL ORDER BY s.id DESC LIMIT 51",
        [partnership.pk],
    )


def all_rows(partnership: Partnership) -> list[tuple]:
    """Every statement with its shares, without Django: what a full pull must read."""
    statements = _all("SELECT * FROM savings_statement WHERE partnership_id = %s ORDER BY id", [partnership.pk])
    shares = _all("SELECT * FROM savings_share WHERE partnership_id = %s ORDER BY statement_id", [partnership.pk])
    return [*statements, *shares]


def postings(partnership: Partnership) -> int:
    return Posting.objects.filter(partnership=partnership).count()


def _all(sql: str, values: list[object]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()

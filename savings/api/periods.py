"""The periods of a partnership over the API: which are open, which closed, and what still waits in them."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from partnership.exports import csv_response
from partnership.models import Partnership
from partnership.permissions import require
from partnership.rest.problems import BadParameters
from partnership.rest.renderers import CSVRenderer
from partnership.rest.resources import StrictView
from partnership.rest.rows import Row
from savings import periods
from savings.models.periods import PeriodState, Step
from savings.periods import PeriodLife, Waiting


class PeriodSerializer(serializers.Serializer):
    period = serializers.CharField(help_text="In words, such as 2025-26 or 2025-26 quarter 1.")
    year = serializers.IntegerField(help_text="The year in which the financial year begins.")
    quarter = serializers.IntegerField(allow_null=True, help_text="1 is April to June; null: the whole year.")
    state = serializers.ChoiceField(choices=PeriodState.choices)
    is_closed = serializers.BooleanField(help_text="Nothing can be posted into it; by its own closing or its year's.")
    closed_at = serializers.DateTimeField(allow_null=True)
    last_step = serializers.ChoiceField(choices=Step.choices, allow_null=True)
    last_step_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(help_text="Of the last step.")
    submitted = serializers.IntegerField(help_text="Shares that wait to be verified.")
    drafts = serializers.IntegerField(help_text="Statements that are drafts, among those that you may see.")
    returned = serializers.IntegerField(help_text="Shares that were returned and not restated.")


class PeriodsSerializer(serializers.Serializer):
    partnership = serializers.CharField(help_text="Its slug.")
    results = PeriodSerializer(many=True, help_text="The latest year first, each year before its quarters.")


class PeriodsView(StrictView, APIView):
    """The financial years and quarters of one partnership, from its beginning to today."""

    parameters = frozenset({"partnership", "format"})
    renderer_classes = [JSONRenderer, CSVRenderer]
    http_method_names = ["get", "head"]

    @extend_schema(
        operation_id="periods",
        tags=["Periods"],
        summary="Periods of a partnership, open and closed",
        description="A program that drafts savings asks here which periods still take them.",
        parameters=[
            OpenApiParameter("partnership", OpenApiTypes.STR, description="The partnership's slug.", required=True)
        ],
        responses=PeriodsSerializer,
    )
    def get(self, request: Any) -> HttpResponse:
        partnership = _partnership(request)
        waits = periods.waiting(partnership, user=request.user)
        rows = [_row(life, waits.get(life.period, Waiting())) for life in periods.lives(partnership)]
        if request.accepted_renderer.format == "csv":
            return csv_response(_lines(rows), f"periods-{partnership.slug}-{timezone.localdate():%Y-%m-%d}.csv")
        return Response({"partnership": partnership.slug, "results": rows})


def _partnership(request: Any) -> Partnership:
    slug = request.query_params.get("partnership", "").strip()
    if not slug:
        raise BadParameters({"partnership": ["Name the partnership by its slug."]})
    found = Partnership.objects.visible_to(request.user).filter(slug=slug).first() if "\0" not in slug else None
    if found is None:
        raise Http404
    require(request.user, "savings.view_figures", found)
    return found


def _row(life: PeriodLife, waits: Waiting) -> Row:
    return {
        "period": str(life.period),
        "year": life.period.year,
        "quarter": life.period.quarter,
        "state": life.state.value,
        "is_closed": life.is_closed,
        "closed_at": life.closing.at if life.closing else None,
        "last_step": life.last.step if life.last else None,
        "last_step_at": life.last.at if life.last else None,
        "reason": life.last.reason if life.last else "",
        "submitted": waits.submitted,
        "drafts": waits.drafts,
        "returned": waits.returned,
    }


def _lines(rows: list[Row]) -> Iterator[list[Any]]:
    yield list(rows[0]) if rows else []
    yield from (list(row.values()) for row in rows)

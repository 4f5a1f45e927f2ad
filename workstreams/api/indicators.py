"""Indicators and their readings over the API: read by anybody who may, readings recorded many at once."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.response import Response

from partnership.models import Organisation, Partnership
from partnership.rest.fields import HundredthsField
from partnership.rest.filters import CodeFilter, FilterSet, FlagFilter, ModifiedSince, changed
from partnership.rest.resources import Resource
from partnership.rest.rows import Row
from workstreams.api.recording import ReadingsBodySerializer, readings_from_body
from workstreams.measuring import Status
from workstreams.models import Indicator, Reading, Workstream
from workstreams.spans import Span


class IndicatorSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="workstream.partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="workstream.slug", help_text="Its slug.")
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Indicator.Kind.choices)
    question = serializers.CharField(allow_blank=True, help_text="Of a survey: what it asks.")
    definition = serializers.CharField()
    unit = serializers.CharField()
    better = serializers.ChoiceField(choices=Indicator.Better.choices, help_text="Which direction is good.")
    target = HundredthsField(source="target_hundredths", allow_null=True)
    tolerance = HundredthsField(source="tolerance_hundredths")
    frequency = serializers.ChoiceField(choices=Indicator.Frequency.choices)
    measured = serializers.ChoiceField(choices=Indicator.Measured.choices, help_text="For whom it is measured.")
    organisations = serializers.ListField(
        source="*", child=serializers.CharField(), help_text="Codes of the certain organisations it is measured for."
    )
    from_on = serializers.DateField()
    to_on = serializers.DateField(allow_null=True)


class IndicatorFilters(FilterSet):
    partnership = CodeFilter("workstream__partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("workstream__slug", of=Workstream, key="slug")
    kind = django_filters.ChoiceFilter(choices=Indicator.Kind.choices)
    frequency = django_filters.ChoiceFilter(choices=Indicator.Frequency.choices)
    modified_since = ModifiedSince(lambda since: Q(pk__in=changed(Indicator, since)))


@extend_schema(tags=["Service quality"])
@extend_schema_view(
    list=extend_schema(operation_id="indicators", summary="Indicators of service quality"),
    retrieve=extend_schema(operation_id="indicator", summary="One indicator"),
)
class IndicatorResource(Resource):
    queryset = Indicator.objects.all()
    serializer_class = IndicatorSerializer
    filterset_class = IndicatorFilters
    orderings = {"id": "pk", "name": "name"}

    def complete(self, rows: list[Row]) -> None:
        """One query."""
        codes: dict[int, list[str]] = {row["id"]: [] for row in rows}
        pairs = Indicator.organisations.through.objects.filter(indicator__in=codes)
        for pk, code in pairs.order_by("organisation__code").values_list("indicator", "organisation__code"):
            codes[pk].append(code)
        for row in rows:
            row["organisations"] = codes[row["id"]]


class ReadingSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="indicator.workstream.slug", help_text="Its slug.")
    indicator = serializers.IntegerField(source="indicator_id", help_text="The id of its indicator.")
    name = serializers.CharField(source="indicator.name", help_text="Of the indicator.")
    unit = serializers.CharField(source="indicator.unit")
    organisation = serializers.CharField(
        source="organisation.code", allow_null=True, help_text="Its code; null: of all together, or of the comparator."
    )
    comparator = serializers.CharField(allow_blank=True, help_text="Such as the national average.")
    period = serializers.CharField(source="*", help_text="In words: a financial year, a quarter or a month.")
    first_on = serializers.DateField()
    last_on = serializers.DateField()
    value = HundredthsField(source="value_hundredths")
    target = HundredthsField(source="target_hundredths", allow_null=True, help_text="As set when it was recorded.")
    status = serializers.ChoiceField(source="judged", choices=[(each.value, each.label) for each in Status])
    respondents = serializers.IntegerField(allow_null=True, help_text="Of a survey.")
    before_sharing = serializers.BooleanField(help_text="It is the baseline.")
    source = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField()
    replaces = serializers.IntegerField(source="replaces_id", allow_null=True, help_text="The id it was put right of.")
    reason = serializers.CharField(allow_blank=True, help_text="Why it was put right or withdrawn.")
    withdrawn = serializers.BooleanField()
    recorded_at = serializers.DateTimeField()


class ReadingsSerializer(serializers.Serializer):
    results = ReadingSerializer(many=True, help_text="The readings that were recorded.")


def _modified(since: datetime) -> Q:
    return Q(recorded_at__gte=since) | Q(replacement__recorded_at__gte=since)


class ReadingFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("indicator__workstream__slug", of=Workstream, key="slug")
    organisation = CodeFilter("organisation__code", of=Organisation, key="code")
    indicator = django_filters.NumberFilter("indicator", decimal_places=0, min_value=1, max_value=2**31 - 1)
    before_sharing = FlagFilter("before_sharing")
    status = django_filters.ChoiceFilter("judged", choices=[(each.value, each.label) for each in Status])
    all_versions = FlagFilter(method="with_versions", help_text="true: also those that were put right or withdrawn.")
    modified_since = ModifiedSince(_modified)

    def with_versions(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        """Decided where the rows are chosen: without the parameter there is no filter to ask."""
        return rows


@extend_schema(tags=["Service quality"])
@extend_schema_view(
    list=extend_schema(operation_id="readings", summary="Readings of indicators"),
    retrieve=extend_schema(operation_id="reading", summary="One reading, or a former version of one"),
)
class ReadingResource(Resource):
    queryset = Reading.objects.judged()
    serializer_class = ReadingSerializer
    filterset_class = ReadingFilters
    orderings = {"id": "pk", "last_on": "last_on", "recorded_at": "recorded_at"}

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset()
        wants_all = self.action != "list" or self.request.query_params.get("all_versions") == "true"
        return rows if wants_all else rows.in_force()

    def complete(self, rows: list[Row]) -> None:
        for row in rows:
            row["period"] = str(Span(date.fromisoformat(row["first_on"]), date.fromisoformat(row["last_on"])))

    @extend_schema(
        operation_id="readings_record",
        summary="Record readings",
        description="Up to 1,000 at once, all or none; all that is wrong is said at once. For an officer of the "
        "organisation, a workstream's lead or the programme manager, and an API client whose token may write. With a "
        "reason a reading takes the place of the one of the same period; without, that is refused.",
        request=ReadingsBodySerializer,
        responses={HTTPStatus.CREATED: ReadingsSerializer},
        examples=[
            OpenApiExample(
                "One quarter of one council",
                request_only=True,
                value={
                    "partnership": "three-councils",
                    "readings": [
                        {
                            "workstream": "building-control",
                            "indicator": "Applications decided in time",
                            "organisation": "BDC",
                            "period": "2025-26 Q1",
                            "value": "96.5",
                            "source": "Case system, 3 July 2025",
                        }
                    ],
                },
            )
        ],
    )
    def create(self, request: Any) -> HttpResponse:
        made = readings_from_body(request.data, by=request.user)
        rows, _ = self.columns.read(Reading.objects.judged().filter(pk__in=[row.pk for row in made]).order_by("pk"))
        self.complete(rows)
        return Response({"results": rows}, status=HTTPStatus.CREATED)

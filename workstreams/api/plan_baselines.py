"""The baselines of plans over the API: the planned dates as they were set, each with its reason."""

from django.db.models import Q
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from partnership.models import Partnership
from partnership.rest.filters import CodeFilter, FilterSet, ModifiedSince
from partnership.rest.resources import Resource
from partnership.rest.rows import Row, attach
from workstreams.models import BaselinedDate, PlanBaseline, Workstream


class BaselinedDateSerializer(serializers.Serializer):
    milestone = serializers.IntegerField(source="milestone_id", help_text="Its id, also of one that is gone by now.")
    title = serializers.CharField(help_text="As it was then.")
    planned_start_on = serializers.DateField(allow_null=True, help_text="Null: a milestone of one day.")
    planned_on = serializers.DateField()


class PlanBaselineSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="workstream.partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="workstream.slug", help_text="Its slug.")
    version = serializers.IntegerField(help_text="They count from 1; slip is counted from the last.")
    reason = serializers.CharField()
    set_at = serializers.DateTimeField()
    set_by = serializers.CharField(source="set_by.name", help_text="The name of who set it.")
    dates = BaselinedDateSerializer(many=True, help_text="Of every milestone that it holds.")


class PlanBaselineFilters(FilterSet):
    partnership = CodeFilter("workstream__partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("workstream__slug", of=Workstream, key="slug")
    modified_since = ModifiedSince(lambda since: Q(set_at__gte=since))


@extend_schema(tags=["Workstreams"])
@extend_schema_view(
    list=extend_schema(operation_id="plan_baselines", summary="Baselines of plans, with the dates that they hold"),
    retrieve=extend_schema(operation_id="plan_baseline", summary="One baseline of a plan"),
)
class PlanBaselineResource(Resource):
    queryset = PlanBaseline.objects.all()
    serializer_class = PlanBaselineSerializer
    filterset_class = PlanBaselineFilters
    orderings = {"id": "pk", "set_at": "set_at"}

    def complete(self, rows: list[Row]) -> None:
        dates = BaselinedDate.objects.visible_to(self.request.user).order_by("planned_on", "pk")
        attach(rows, "dates", BaselinedDateSerializer, dates, "baseline")

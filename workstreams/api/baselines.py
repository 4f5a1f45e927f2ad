"""Baselines over the API: what each service cost before it was shared, by heading, with what was counted."""

from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from partnership.models import Organisation, Partnership
from partnership.rest.fields import HundredthsField, PoundsField
from partnership.rest.filters import CodeFilter, FilterSet, FlagFilter, ModifiedSince, YearFilter
from partnership.rest.resources import Resource
from partnership.rest.rows import Row, attach
from workstreams.models import BaselineCost, BaselineLock, BaselineVolume, Workstream


class VolumeSerializer(serializers.Serializer):
    counted = serializers.CharField(help_text="What was counted.")
    number = HundredthsField(source="hundredths", help_text="How many.")


class BaselineSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="workstream.partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="workstream.slug", help_text="Its slug.")
    organisation = serializers.CharField(
        source="organisation.code", allow_null=True, help_text="Its code; null: all organisations together."
    )
    year = serializers.IntegerField(help_text="The year in which the financial year begins.")
    staff = PoundsField(source="staff_pence")
    premises = PoundsField(source="premises_pence")
    supplies = PoundsField(source="supplies_pence")
    it = PoundsField(source="it_pence")
    support = PoundsField(source="support_pence")
    income = PoundsField(source="income_pence", help_text="Below 0: it is taken off the cost.")
    cost = PoundsField(source="cost_pence", help_text="Net. What the headings do not explain of it is not broken down.")
    volumes = VolumeSerializer(many=True)
    data_source = serializers.CharField(source="source", allow_blank=True, help_text="Where it was taken from.")
    version = serializers.IntegerField()
    replaces = serializers.IntegerField(source="replaces_id", allow_null=True, help_text="The id of the one before.")
    reason = serializers.CharField(allow_blank=True, help_text="Why it was changed or withdrawn.")
    withdrawn = serializers.BooleanField()
    recorded_at = serializers.DateTimeField()


class BaselineFilters(FilterSet):
    partnership = CodeFilter("workstream__partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("workstream__slug", of=Workstream, key="slug")
    organisation = CodeFilter("organisation__code", of=Organisation, key="code")
    year = YearFilter("year", help_text="The year in which the financial year begins.")
    all_versions = FlagFilter(method="with_versions", help_text="true: also those that were replaced or withdrawn.")
    modified_since = ModifiedSince(lambda since: Q(recorded_at__gte=since) | Q(replacement__recorded_at__gte=since))

    def with_versions(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        """Decided where the rows are chosen: without the parameter there is no filter to ask."""
        return rows


@extend_schema(tags=["Workstreams"])
@extend_schema_view(
    list=extend_schema(operation_id="baselines", summary="What services cost before they were shared"),
    retrieve=extend_schema(operation_id="baseline", summary="One baseline, or a former version of one"),
)
class BaselineResource(Resource):
    queryset = BaselineCost.objects.all()
    serializer_class = BaselineSerializer
    filterset_class = BaselineFilters
    orderings = {"id": "pk", "year": "year"}

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset()
        wants_all = self.action != "list" or self.request.query_params.get("all_versions") == "true"
        return rows if wants_all else rows.in_force()

    def complete(self, rows: list[Row]) -> None:
        attach(rows, "volumes", VolumeSerializer, BaselineVolume.objects.order_by("pk"), "baseline")


class BaselineLockSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="workstream.partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="workstream.slug", help_text="Its slug.")
    reason = serializers.CharField(help_text="By which decision it was locked.")
    locked_at = serializers.DateTimeField(help_text="Whoever changes a baseline after this moment says why.")
    locked_by = serializers.CharField(source="locked_by.name", help_text="The name of who locked it.")


class BaselineLockFilters(FilterSet):
    partnership = CodeFilter("workstream__partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("workstream__slug", of=Workstream, key="slug")
    modified_since = ModifiedSince(lambda since: Q(locked_at__gte=since))


@extend_schema(tags=["Workstreams"])
@extend_schema_view(
    list=extend_schema(operation_id="baseline_locks", summary="When the baselines of workstreams were locked"),
    retrieve=extend_schema(operation_id="baseline_lock", summary="One lock of a baseline"),
)
class BaselineLockResource(Resource):
    queryset = BaselineLock.objects.all()
    serializer_class = BaselineLockSerializer
    filterset_class = BaselineLockFilters
    orderings = {"id": "pk", "locked_at": "locked_at"}

"""Workstreams over the API: who takes part, who hosts, how far the milestones are."""

from datetime import datetime

import django_filters
from django.db.models import Q
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from partnership.models import Organisation, Partnership
from partnership.rest.filters import CodeFilter, FilterSet, ModifiedSince, changed
from partnership.rest.resources import Resource
from partnership.rest.rows import Row, attach
from workstreams.models import Hosting, Milestone, Participation, Workstream


class PartSerializer(serializers.Serializer):
    organisation = serializers.CharField(source="organisation.code", help_text="Its code.")
    from_on = serializers.DateField()
    to_on = serializers.DateField(allow_null=True, help_text="The last day; null while it goes on.")


class MilestoneSerializer(serializers.Serializer):
    title = serializers.CharField()
    planned_on = serializers.DateField()
    forecast_on = serializers.DateField(allow_null=True)
    actual_on = serializers.DateField(allow_null=True)


class WorkstreamSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    slug = serializers.CharField(help_text="Its name in addresses and parameters; unique in its partnership.")
    name = serializers.CharField()
    purpose = serializers.CharField(allow_blank=True)
    stage = serializers.ChoiceField(choices=Workstream.Stage.choices)
    delivery = serializers.ChoiceField(choices=Workstream.Delivery.choices)
    legal_basis = serializers.ChoiceField(source="basis", choices=Workstream.Basis.choices)
    participations = PartSerializer(many=True, help_text="Who takes part, past and present, by code.")
    hostings = PartSerializer(many=True, help_text="Who hosts, past and present, in order of time.")
    milestones = MilestoneSerializer(many=True, help_text="In order of the planned date.")


def _modified(since: datetime) -> Q:
    condition = Q(pk__in=changed(Workstream, since))
    for part in (Participation, Hosting, Milestone):
        condition |= Q(pk__in=changed(part, since, "workstream"))
    return condition


class WorkstreamFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    organisation = CodeFilter(
        "participations__organisation__code",
        of=Organisation,
        key="code",
        distinct=True,
        help_text="Those that this organisation takes or took part in.",
    )
    stage = django_filters.ChoiceFilter(choices=Workstream.Stage.choices)
    modified_since = ModifiedSince(_modified)


@extend_schema(tags=["Workstreams"])
@extend_schema_view(
    list=extend_schema(operation_id="workstreams", summary="Workstreams of your partnerships"),
    retrieve=extend_schema(operation_id="workstream", summary="One workstream"),
)
class WorkstreamResource(Resource):
    queryset = Workstream.objects.all()
    serializer_class = WorkstreamSerializer
    filterset_class = WorkstreamFilters
    orderings = {"id": "pk", "name": "name"}

    def complete(self, rows: list[Row]) -> None:
        user = self.request.user
        parts = Participation.objects.visible_to(user).order_by("organisation__code", "from_on")
        hosts = Hosting.objects.visible_to(user).order_by("from_on", "pk")
        milestones = Milestone.objects.visible_to(user).order_by("planned_on", "pk")
        attach(rows, "participations", PartSerializer, parts, "workstream")
        attach(rows, "hostings", PartSerializer, hosts, "workstream")
        attach(rows, "milestones", MilestoneSerializer, milestones, "workstream")

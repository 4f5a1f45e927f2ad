"""Escalations of risks over the API: each step to the programme, and back."""

from django.db.models import Q
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from partnership.models import Partnership
from partnership.rest.filters import CodeFilter, FilterSet, FlagFilter, ModifiedSince
from partnership.rest.resources import Resource
from workstreams.models import RiskEscalation, Workstream


class RiskEscalationSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="risk.partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="risk.workstream.slug", help_text="The slug of the risk's own.")
    risk = serializers.IntegerField(source="risk_id", help_text="The id of the risk or issue.")
    to_programme = serializers.BooleanField(help_text="false: it was handed back to its workstream.")
    reason = serializers.CharField()
    on = serializers.DateField(help_text="The day.")
    recorded_at = serializers.DateTimeField()
    recorded_by = serializers.CharField(source="recorded_by.name", help_text="The name of who did it.")


class RiskEscalationFilters(FilterSet):
    partnership = CodeFilter("risk__partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("risk__workstream__slug", of=Workstream, key="slug")
    to_programme = FlagFilter("to_programme", help_text="true: only to the programme; false: only back.")
    modified_since = ModifiedSince(lambda since: Q(recorded_at__gte=since))


@extend_schema(tags=["Workstreams"])
@extend_schema_view(
    list=extend_schema(operation_id="risk_escalations", summary="Risks that went to the programme, or back"),
    retrieve=extend_schema(operation_id="risk_escalation", summary="One escalation of a risk"),
)
class RiskEscalationResource(Resource):
    queryset = RiskEscalation.objects.all()
    serializer_class = RiskEscalationSerializer
    filterset_class = RiskEscalationFilters
    orderings = {"id": "pk", "recorded_at": "recorded_at"}

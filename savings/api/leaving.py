"""Withdrawal analyses over the API, as they were made."""

from django.db.models import Q
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from partnership.models import Organisation, Partnership
from partnership.rest.filters import CodeFilter, FilterSet, ModifiedSince
from partnership.rest.resources import Resource
from savings.models import WithdrawalAnalysis
from workstreams.models import Workstream


class WithdrawalSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="workstream.slug", help_text="Its slug.")
    organisation = serializers.CharField(source="organisation.code", help_text="The code of who leaves.")
    last_on = serializers.DateField(help_text="Its last day.")
    sequence = serializers.IntegerField(help_text="Of the ledger whose figures were read.")
    made_at = serializers.DateTimeField()
    inputs = serializers.JSONField(help_text="What was entered and read; money in whole pence.")
    results = serializers.JSONField(help_text="What came out; money in whole pence, organisations by their ids.")


class WithdrawalFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("workstream__slug", of=Workstream, key="slug")
    organisation = CodeFilter("organisation__code", of=Organisation, key="code")
    modified_since = ModifiedSince(lambda since: Q(made_at__gte=since), help_text="Only those made at or after it.")


@extend_schema(tags=["Savings"])
@extend_schema_view(
    list=extend_schema(operation_id="withdrawals", summary="What follows when a partner leaves a workstream"),
    retrieve=extend_schema(operation_id="withdrawal", summary="One withdrawal analysis"),
)
class WithdrawalResource(Resource):
    queryset = WithdrawalAnalysis.objects.all()
    serializer_class = WithdrawalSerializer
    filterset_class = WithdrawalFilters
    orderings = {"id": "pk", "last_on": "last_on"}

"""Organisations that were dissolved into successors, over the API."""

from django.db.models import Q
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from partnership.models import Organisation, Partnership, Succession, Successor
from partnership.rest.fields import HundredthsField
from partnership.rest.filters import CodeFilter, FilterSet, ModifiedSince, changed
from partnership.rest.resources import Resource
from partnership.rest.rows import Row, attach


class SuccessorSerializer(serializers.Serializer):
    organisation = serializers.CharField(source="organisation.code", help_text="Its code.")
    part = HundredthsField(source="hundredths", help_text="Per cent that it carries on; together they are 100.00.")


class SuccessionSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    organisation = serializers.CharField(source="organisation.code", help_text="The code of who was dissolved.")
    dissolved_on = serializers.DateField(help_text="Its last day.")
    agreement = serializers.CharField()
    reference = serializers.CharField(allow_blank=True)
    successors = SuccessorSerializer(many=True, help_text="Who carries on what, by code.")


class SuccessionFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    organisation = CodeFilter("organisation__code", of=Organisation, key="code")
    modified_since = ModifiedSince(
        lambda since: Q(pk__in=changed(Succession, since)) | Q(pk__in=changed(Successor, since, "succession"))
    )


@extend_schema(tags=["Partnerships and organisations"])
@extend_schema_view(
    list=extend_schema(operation_id="successions", summary="Organisations dissolved into successors"),
    retrieve=extend_schema(operation_id="succession", summary="One organisation dissolved into successors"),
)
class SuccessionResource(Resource):
    queryset = Succession.objects.all()
    serializer_class = SuccessionSerializer
    filterset_class = SuccessionFilters
    orderings = {"id": "pk", "dissolved_on": "dissolved_on"}

    def complete(self, rows: list[Row]) -> None:
        found = Successor.objects.order_by("organisation__code")
        attach(rows, "successors", SuccessorSerializer, found, "succession")

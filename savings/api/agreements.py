"""Agreements on sharing over the API: read only, proposals included."""

import django_filters
from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from partnership.models import Partnership
from partnership.rest.fields import HundredthsField
from partnership.rest.filters import CodeFilter, FilterSet, ModifiedSince, changed
from partnership.rest.resources import Resource
from partnership.rest.rows import Row, attach
from savings.models import AgreedPart, SharingAgreement
from workstreams.models import Workstream


class AgreedPartSerializer(serializers.Serializer):
    organisation = serializers.CharField(source="organisation.code", help_text="Its code.")
    percentage = HundredthsField(source="hundredths")


class AgreementSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(
        source="workstream.slug", allow_null=True, help_text="Its slug; null: the whole partnership."
    )
    version = serializers.IntegerField(allow_null=True, help_text="Null while it is only proposed.")
    from_on = serializers.DateField()
    to_on = serializers.DateField(allow_null=True, help_text="The last day that it was agreed for; null: no end.")
    next_version_from_on = serializers.DateField(
        source="next_from_on", allow_null=True, help_text="The first day of the version that ends it; null: none does."
    )
    reason = serializers.CharField()
    document = serializers.CharField(allow_blank=True)
    decision = serializers.CharField(allow_blank=True, help_text="The body, date and minute that decided it.")
    proposed_at = serializers.DateTimeField()
    approved_at = serializers.DateTimeField(allow_null=True)
    percentages = AgreedPartSerializer(many=True, help_text="By code of organisation; they add up to 100.00.")


class AgreementFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("workstream__slug", of=Workstream, key="slug")
    approved = django_filters.BooleanFilter("approved_at", lookup_expr="isnull", exclude=True)
    modified_since = ModifiedSince(lambda since: Q(pk__in=changed(SharingAgreement, since)))


@extend_schema(tags=["Statements"])
@extend_schema_view(
    list=extend_schema(operation_id="agreements", summary="Agreements on sharing, with their percentages"),
    retrieve=extend_schema(operation_id="agreement", summary="One agreement"),
)
class AgreementResource(Resource):
    queryset = SharingAgreement.objects.all()
    serializer_class = AgreementSerializer
    filterset_class = AgreementFilters
    orderings = {"id": "pk", "from_on": "from_on"}

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().with_end()

    def complete(self, rows: list[Row]) -> None:
        attach(
            rows, "percentages", AgreedPartSerializer, AgreedPart.objects.order_by("organisation__code"), "agreement"
        )

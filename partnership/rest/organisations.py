"""Partnerships, and the organisations that are or were in them."""

from datetime import datetime

import django_filters
from django.db.models import Q
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from partnership import clock
from partnership.models import Membership, Organisation, OrganisationSize, Partnership
from partnership.rest.fields import PoundsField, pounds_text
from partnership.rest.filters import CodeFilter, FilterSet, ModifiedSince, changed
from partnership.rest.resources import Resource
from partnership.rest.rows import Row, attach


class MemberSerializer(serializers.Serializer):
    organisation = serializers.CharField(source="organisation.code", help_text="Its code.")
    from_on = serializers.DateField()
    to_on = serializers.DateField(allow_null=True, help_text="The last day; null while it is a member.")
    votes = serializers.BooleanField(help_text="Whether it has a vote.")


class PartnershipSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    slug = serializers.CharField(help_text="Its name in addresses and parameters.")
    name = serializers.CharField()
    purpose = serializers.CharField(allow_blank=True)
    started_on = serializers.DateField()
    members = MemberSerializer(many=True, help_text="Past and present, by code.")


class OrganisationSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    code = serializers.CharField(help_text="Its name in addresses and parameters, for example BDC.")
    name = serializers.CharField()
    short_name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Organisation.Kind.choices)
    ons_code = serializers.CharField(allow_blank=True, help_text="Of the Office for National Statistics, where known.")
    population = serializers.IntegerField(source="*", allow_null=True, help_text="The latest recorded by today.")
    net_revenue_budget = PoundsField(source="*", allow_null=True, help_text="The latest recorded by today, a year.")


class PartnershipFilters(FilterSet):
    organisation = CodeFilter(
        "memberships__organisation__code",
        of=Organisation,
        key="code",
        distinct=True,
        help_text="Past and present members.",
    )
    modified_since = ModifiedSince(
        lambda since: Q(pk__in=changed(Partnership, since)) | Q(pk__in=changed(Membership, since, "partnership"))
    )


class OrganisationFilters(FilterSet):
    partnership = CodeFilter(
        "memberships__partnership__slug",
        of=Partnership,
        key="slug",
        distinct=True,
        help_text="Past and present members of this partnership.",
    )
    kind = django_filters.ChoiceFilter(choices=Organisation.Kind.choices)
    modified_since = ModifiedSince(
        lambda since: Q(pk__in=changed(Organisation, since)) | Q(pk__in=_resized(since)),
    )


def _resized(since: datetime):
    return changed(OrganisationSize, since, "organisation")


@extend_schema(tags=["Partnerships and organisations"])
@extend_schema_view(
    list=extend_schema(operation_id="partnerships", summary="Partnerships you have a role in"),
    retrieve=extend_schema(operation_id="partnership", summary="One partnership"),
)
class PartnershipResource(Resource):
    queryset = Partnership.objects.all()
    serializer_class = PartnershipSerializer
    filterset_class = PartnershipFilters
    orderings = {"id": "pk", "name": "name"}
    lookup_field = "slug"
    lookup_value_converter = "slug"

    def complete(self, rows: list[Row]) -> None:
        memberships = Membership.objects.visible_to(self.request.user)
        by_code = memberships.order_by("organisation__code", "from_on")
        attach(rows, "members", MemberSerializer, by_code, "partnership")


@extend_schema(tags=["Partnerships and organisations"])
@extend_schema_view(
    list=extend_schema(operation_id="organisations", summary="Organisations of your partnerships"),
    retrieve=extend_schema(operation_id="organisation", summary="One organisation"),
)
class OrganisationResource(Resource):
    queryset = Organisation.objects.all()
    serializer_class = OrganisationSerializer
    filterset_class = OrganisationFilters
    orderings = {"id": "pk", "code": "code", "name": "name"}
    lookup_field = "code"
    lookup_value_converter = "slug"

    def complete(self, rows: list[Row]) -> None:
        sizes = OrganisationSize.objects.filter(
            organisation__in=[row["id"] for row in rows], from_on__lte=clock.today()
        )
        populations: dict[int, int] = {}
        budgets: dict[int, int] = {}
        columns = ("organisation", "population", "net_budget_pence")
        for pk, population, budget in sizes.order_by("from_on").values_list(*columns):
            if population is not None:
                populations[pk] = population
            if budget is not None:
                budgets[pk] = budget
        for row in rows:
            row["population"] = populations.get(row["id"])
            row["net_revenue_budget"] = pounds_text(budgets.get(row["id"]))

"""Contribution rules, and changes of partners and hosts, over the API."""

import django_filters
from django.db.models import Q
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from partnership.models import Organisation, Partnership
from partnership.rest.fields import HundredthsField
from partnership.rest.filters import CodeFilter, FilterSet, ModifiedSince, changed
from partnership.rest.resources import Resource
from partnership.rest.rows import Row, attach
from workstreams.models import ContributionRule, ContributionWeight, PartnerChange, Workstream


class WeightSerializer(serializers.Serializer):
    organisation = serializers.CharField(source="organisation.code", help_text="Its code.")
    weight = HundredthsField(source="hundredths")


class ContributionRuleSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    basis = serializers.ChoiceField(choices=ContributionRule.Basis.choices)
    from_on = serializers.DateField()
    to_on = serializers.DateField(allow_null=True, help_text="The last day; null while it goes on.")
    decision = serializers.CharField()
    weights = WeightSerializer(many=True, help_text="By code; only the proportions matter.")


class ContributionRuleFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    modified_since = ModifiedSince(
        lambda since: Q(pk__in=changed(ContributionRule, since)) | Q(pk__in=changed(ContributionWeight, since, "rule"))
    )


@extend_schema(tags=["Budgets"])
@extend_schema_view(
    list=extend_schema(operation_id="contribution_rules", summary="By what rule the partners pay"),
    retrieve=extend_schema(operation_id="contribution_rule", summary="One contribution rule"),
)
class ContributionRuleResource(Resource):
    queryset = ContributionRule.objects.all()
    serializer_class = ContributionRuleSerializer
    filterset_class = ContributionRuleFilters
    orderings = {"id": "pk", "from_on": "from_on"}

    def complete(self, rows: list[Row]) -> None:
        attach(rows, "weights", WeightSerializer, ContributionWeight.objects.order_by("organisation__code"), "rule")


class PartnerChangeSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="workstream.partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="workstream.slug", help_text="Its slug.")
    organisation = serializers.CharField(source="organisation.code", help_text="Its code.")
    kind = serializers.ChoiceField(choices=PartnerChange.Kind.choices)
    notice_on = serializers.DateField(allow_null=True)
    effective_on = serializers.DateField(help_text="The first day of a partner or host; the last day of who leaves.")
    shares = serializers.ChoiceField(choices=PartnerChange.Shares.choices)
    shares_words = serializers.CharField(allow_blank=True)
    contributions = serializers.ChoiceField(choices=PartnerChange.Contributions.choices)
    contributions_words = serializers.CharField(allow_blank=True)
    staff = serializers.ChoiceField(choices=PartnerChange.Staff.choices)
    posts = serializers.IntegerField(allow_null=True, help_text="Posts affected.")
    staff_words = serializers.CharField(allow_blank=True)
    contracts = serializers.ChoiceField(choices=PartnerChange.Contracts.choices)
    contracts_words = serializers.CharField(allow_blank=True)
    decision = serializers.CharField(allow_blank=True)


class PartnerChangeFilters(FilterSet):
    partnership = CodeFilter("workstream__partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("workstream__slug", of=Workstream, key="slug")
    organisation = CodeFilter("organisation__code", of=Organisation, key="code")
    kind = django_filters.ChoiceFilter(choices=PartnerChange.Kind.choices)
    modified_since = ModifiedSince(lambda since: Q(pk__in=changed(PartnerChange, since)))


@extend_schema(tags=["Workstreams"])
@extend_schema_view(
    list=extend_schema(operation_id="partner_changes", summary="Partners that joined or left, hosts that moved"),
    retrieve=extend_schema(operation_id="partner_change", summary="One change of partner or host"),
)
class PartnerChangeResource(Resource):
    queryset = PartnerChange.objects.all()
    serializer_class = PartnerChangeSerializer
    filterset_class = PartnerChangeFilters
    orderings = {"id": "pk", "effective_on": "effective_on"}

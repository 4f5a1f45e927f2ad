"""What sharing costs each organisation, over the API."""

from datetime import datetime

import django_filters
from django.db.models import Q
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from partnership.models import Organisation, Partnership
from partnership.rest.fields import PoundsField
from partnership.rest.filters import CodeFilter, FilterSet, ModifiedSince, YearFilter, changed
from partnership.rest.resources import Resource
from workstreams.models import Contribution, Workstream


class ContributionSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    organisation = serializers.CharField(source="organisation.code", help_text="Its code.")
    workstream = serializers.CharField(
        source="workstream.slug", allow_null=True, help_text="Its slug; null: the programme as a whole."
    )
    year = serializers.IntegerField(help_text="The year in which the financial year begins.")
    kind = serializers.ChoiceField(choices=Contribution.Kind.choices)
    amount = PoundsField(source="amount_pence")
    purpose = serializers.CharField(help_text="What it is.")


def _contribution_modified(since: datetime) -> Q:
    return Q(pk__in=changed(Contribution, since))


class ContributionFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    organisation = CodeFilter("organisation__code", of=Organisation, key="code")
    workstream = CodeFilter("workstream__slug", of=Workstream, key="slug")
    year = YearFilter("year", help_text="The year in which the financial year begins.")
    kind = django_filters.ChoiceFilter(choices=Contribution.Kind.choices)
    modified_since = ModifiedSince(_contribution_modified)


@extend_schema(tags=["Workstreams"])
@extend_schema_view(
    list=extend_schema(operation_id="contributions", summary="What sharing costs each organisation, by financial year"),
    retrieve=extend_schema(operation_id="contribution", summary="One contribution or cost"),
)
class ContributionResource(Resource):
    queryset = Contribution.objects.all()
    serializer_class = ContributionSerializer
    filterset_class = ContributionFilters
    orderings = {"id": "pk", "year": "year"}

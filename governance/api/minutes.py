"""Editions of minutes over the API. Of an exempt part the text is left out for those who may not see it."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from governance.models import Meeting, MinutesAgreement, MinutesEdition
from governance.models.meetings import EXEMPT
from partnership.models import Partnership
from partnership.permissions import reach
from partnership.rest.filters import CodeFilter, FilterSet, FlagFilter, ModifiedSince
from partnership.rest.resources import Resource
from partnership.rest.rows import Row


class MinutesPartSerializer(serializers.Serializer):
    heading = serializers.CharField()
    text = serializers.CharField(allow_blank=True, help_text="In lines. Empty if it is exempt and not for you.")
    exempt = serializers.BooleanField(help_text="Whether it is exempt from publication.")
    reason = serializers.CharField(allow_blank=True, help_text="Why it is exempt.")


class EditionSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="meeting.partnership.slug", help_text="Its slug.")
    meeting = serializers.IntegerField(source="meeting_id", help_text="The id of the meeting.")
    number = serializers.IntegerField(help_text="1 for what was circulated first.")
    agreed_by = serializers.IntegerField(
        source="agreed_by_id", allow_null=True, help_text="The id of the later meeting of the body that agreed them."
    )
    agreed_otherwise = serializers.ChoiceField(
        source="agreement.way",
        choices=MinutesAgreement.Way.choices,
        allow_null=True,
        help_text="How they were agreed without a later meeting of the body; null: they were not.",
    )
    agreed_on = serializers.DateField(source="agreement.on", allow_null=True, help_text="When, if otherwise.")
    agreed_who = serializers.CharField(source="agreement.who", allow_null=True, help_text="By whom, if otherwise.")
    agreed_reason = serializers.CharField(source="agreement.reason", allow_null=True, help_text="Why otherwise.")
    made_at = serializers.DateTimeField()
    sha256 = serializers.CharField(
        allow_blank=True, help_text="Of the whole, what is exempt included; empty if that is not for you."
    )
    parts = MinutesPartSerializer(many=True)


class EditionFilters(FilterSet):
    partnership = CodeFilter("meeting__partnership__slug", of=Partnership, key="slug")
    meeting = django_filters.ModelChoiceFilter(
        queryset=lambda request: Meeting.objects.visible_to(request.user), help_text="The id of the meeting."
    )
    agreed = FlagFilter(method="only_agreed", help_text="true: agreed minutes; false: drafts.")
    modified_since = ModifiedSince(lambda since: Q(made_at__gte=since))

    def only_agreed(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.agreed() if value else rows.filter(agreed_by=None, agreement=None)


@extend_schema(tags=["Meetings and board packs"])
@extend_schema_view(
    list=extend_schema(operation_id="minutes", summary="Minutes as they were circulated and agreed"),
    retrieve=extend_schema(operation_id="minutes_edition", summary="One edition of minutes"),
)
class MinutesResource(Resource):
    queryset = MinutesEdition.objects.all()
    serializer_class = EditionSerializer
    filterset_class = EditionFilters
    orderings = {"id": "pk", "made_at": "made_at"}

    def complete(self, rows: list[Row]) -> None:
        """Two queries, for any number of rows."""
        found = MinutesEdition.objects.visible_to(self.request.user).in_bulk([row["id"] for row in rows])
        may = self._with_exempt(MinutesEdition.objects.filter(pk__in=found))
        for row in rows:
            parts = found[row["id"]].parts_for(with_exempt=row["id"] in may)
            row["parts"] = [_said(part) for part in parts]
            if found[row["id"]].has_exempt and row["id"] not in may:
                row["sha256"] = ""  # by it a guess at the exempt words could be proved

    def _with_exempt(self, rows: QuerySet) -> set[int]:
        exempt = reach(self.request.user, EXEMPT, partnership="meeting__partnership_id")
        return set(rows.filter(exempt).values_list("pk", flat=True))


def _said(part: dict[str, Any]) -> dict[str, Any]:
    return {name: part[name] for name in ("heading", "text", "exempt", "reason")}

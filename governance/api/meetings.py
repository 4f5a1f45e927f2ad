"""Meetings and their agendas over the API."""

from datetime import datetime

import django_filters
from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from governance.models import AgendaItem, Body, Meeting
from partnership.models import Partnership, User
from partnership.rest.filters import CodeFilter, FilterSet, ModifiedSince, MomentFilter, changed
from partnership.rest.resources import Resource
from partnership.rest.rows import Row, attach


class AgendaItemSerializer(serializers.Serializer):
    order = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=AgendaItem.Kind.choices)
    title = serializers.CharField()
    matter = serializers.CharField(
        source="shown_matter", allow_blank=True, help_text="What it is about; empty if that is exempt and not for you."
    )
    report = serializers.IntegerField(
        source="shown_report", allow_null=True, help_text="The id of its report, if there is one that you may see."
    )
    exempt = serializers.BooleanField(source="is_exempt", help_text="Whether it is exempt from publication.")
    exempt_reason = serializers.CharField(allow_blank=True, help_text="Why it is exempt; empty: it is open.")
    supplement = serializers.IntegerField(allow_null=True, help_text="Its number, if it came after publication.")
    lead = serializers.CharField(allow_blank=True, help_text="Who leads it, by post.")
    minutes = serializers.IntegerField(allow_null=True, help_text="Minutes planned.")


class MeetingSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    body = serializers.CharField(source="body.name")
    starts_at = serializers.DateTimeField()
    place = serializers.CharField(source="place_name")
    state = serializers.ChoiceField(choices=Meeting.State.choices)
    published_at = serializers.DateTimeField(allow_null=True, help_text="When its agenda was published.")
    agenda = AgendaItemSerializer(many=True)


def _items(user: User) -> QuerySet:
    return AgendaItem.objects.for_reader(user).with_report(user).order_by("order", "pk")


def _meeting_changed(since: datetime) -> Q:
    return Q(pk__in=changed(Meeting, since)) | Q(pk__in=changed(AgendaItem, since, "meeting"))


class MeetingFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    body = django_filters.ModelChoiceFilter(
        queryset=lambda request: Body.objects.visible_to(request.user), help_text="The id of the body."
    )
    state = django_filters.ChoiceFilter(choices=Meeting.State.choices)
    starts_after = MomentFilter("starts_at", "gte", help_text="At or after this moment.")
    starts_before = MomentFilter("starts_at", "lt", help_text="Before this moment.")
    modified_since = ModifiedSince(_meeting_changed)


@extend_schema(tags=["Meetings and board packs"])
@extend_schema_view(
    list=extend_schema(operation_id="meetings", summary="Meetings, with their agendas"),
    retrieve=extend_schema(operation_id="meeting", summary="One meeting"),
)
class MeetingResource(Resource):
    queryset = Meeting.objects.all()
    serializer_class = MeetingSerializer
    filterset_class = MeetingFilters
    orderings = {"id": "pk", "starts_at": "starts_at"}

    def complete(self, rows: list[Row]) -> None:
        attach(rows, "agenda", AgendaItemSerializer, _items(self.request.user), "meeting")

"""Bodies over the API: what they may do, by which rules, and who sits on them."""

from datetime import datetime

import django_filters
from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, NullIf
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from governance.models import Body, BodyRule, Remit, Seat, SeatHolding
from governance.models.bodies import listed
from partnership.models import Partnership
from partnership.rest.filters import CodeFilter, FilterSet, ModifiedSince, changed
from partnership.rest.resources import Resource
from partnership.rest.rows import Row, attach


class HoldingSerializer(serializers.Serializer):
    name = serializers.CharField(source="called", help_text="The person's name, or the post of one who has no account.")
    capacity = serializers.ChoiceField(choices=SeatHolding.Capacity.choices)
    from_on = serializers.DateField()
    to_on = serializers.DateField(allow_null=True)


class SeatSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    office = serializers.CharField()
    organisation = serializers.CharField(source="organisation.code", allow_null=True, help_text="By code; null: none.")
    chairs = serializers.BooleanField(source="is_chair")
    weight = serializers.IntegerField(help_text="0: it advises, without a vote.")
    from_on = serializers.DateField()
    to_on = serializers.DateField(allow_null=True)
    holdings = HoldingSerializer(many=True, help_text="Who holds or held it, and who may stand in.")


class BodyRuleSerializer(serializers.Serializer):
    from_on = serializers.DateField()
    to_on = serializers.DateField(allow_null=True)
    quorum = serializers.ChoiceField(source="quorum_kind", choices=BodyRule.Quorum.choices)
    quorum_number = serializers.IntegerField(allow_null=True)
    quorum_per_cent = serializers.IntegerField(allow_null=True)
    voters = serializers.ChoiceField(choices=BodyRule.Voters.choices)
    needed = serializers.ChoiceField(choices=BodyRule.Needed.choices)
    tie = serializers.ChoiceField(choices=BodyRule.Tie.choices)
    notice_days = serializers.IntegerField()
    publication_days = serializers.IntegerField()
    pack_days = serializers.IntegerField()
    making_days = serializers.IntegerField(allow_null=True)


class RemitSerializer(serializers.Serializer):
    from_on = serializers.DateField()
    to_on = serializers.DateField(allow_null=True)
    powers = serializers.ListField(
        child=serializers.ChoiceField(choices=Body.Power.choices), help_text="What it may do then."
    )
    parent = serializers.IntegerField(source="parent_id", allow_null=True, help_text="The id of the body above it.")


class BodySerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    name = serializers.CharField()
    purpose = serializers.CharField(allow_blank=True)
    powers = serializers.ListField(
        child=serializers.ChoiceField(choices=Body.Power.choices), help_text="What it may do today."
    )
    parent = serializers.IntegerField(
        source="parent_pk", allow_null=True, help_text="The id of the body above it today."
    )
    order = serializers.IntegerField(help_text="Its place from top (0) to bottom.")
    remits = RemitSerializer(many=True, help_text="What it may do and to which it reports, the newest first.")
    rules = BodyRuleSerializer(many=True, help_text="By which it meets and decides, the newest first.")
    seats = SeatSerializer(many=True)


def _changed(since: datetime) -> Q:
    held = Seat.objects.filter(holdings__in=changed(SeatHolding, since)).values("body")
    found = Q(pk__in=changed(Body, since)) | Q(pk__in=changed(Seat, since, "body")) | Q(pk__in=held)
    for dated in (Remit, BodyRule):
        found |= Q(pk__in=dated.objects.filter(entered_at__gte=since).values("body"))
    return found


class BodyFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    power = django_filters.ChoiceFilter(
        "powers", "contains", choices=Body.Power.choices, help_text="Only bodies that may do this."
    )
    modified_since = ModifiedSince(_changed)


@extend_schema(tags=["Meetings and board packs"])
@extend_schema_view(
    list=extend_schema(operation_id="bodies", summary="Bodies, with their rules and seats"),
    retrieve=extend_schema(operation_id="body", summary="One body"),
)
class BodyResource(Resource):
    queryset = Body.objects.all()
    serializer_class = BodySerializer
    filterset_class = BodyFilters

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().with_remit()

    def complete(self, rows: list[Row]) -> None:
        """Four queries, for any number of rows."""
        user = self.request.user
        attach(rows, "remits", RemitSerializer, Remit.objects.visible_to(user).order_by("-from_on"), "body")
        attach(rows, "rules", BodyRuleSerializer, BodyRule.objects.visible_to(user).order_by("-from_on"), "body")
        attach(rows, "seats", SeatSerializer, Seat.objects.visible_to(user).order_by("pk"), "body")
        seats = [seat for row in rows for seat in row["seats"]]
        attach(seats, "holdings", HoldingSerializer, _called(SeatHolding.objects.visible_to(user)), "seat")
        for each in [*rows, *(remit for row in rows for remit in row["remits"])]:
            each["powers"] = listed(each["powers"])


def _called(rows: QuerySet) -> QuerySet:
    post = NullIf(F("post"), Value(""))
    return rows.annotate(called=Coalesce(post, F("person__name"), output_field=TextField())).order_by("from_on", "pk")

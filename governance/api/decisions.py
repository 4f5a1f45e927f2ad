"""Decisions with their votes, and delegations with their uses, over the API. What is exempt is left out for those who
may not see it."""

from datetime import datetime

import django_filters
from django.db.models import Case, CharField, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce, NullIf
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from governance.models import Body, Decision, DecisionEffect, Delegation, DelegationUse, Meeting, PlannedEffect, Vote
from partnership.models import Partnership, User
from partnership.rest.fields import PoundsField
from partnership.rest.filters import CodeFilter, FilterSet, FlagFilter, ModifiedSince, YearFilter, changed
from partnership.rest.resources import Resource
from partnership.rest.rows import Row, attach


class VoteSerializer(serializers.Serializer):
    seat = serializers.IntegerField(source="seat_id", help_text="The id of the seat.")
    office = serializers.CharField(source="seat.office")
    organisation = serializers.CharField(source="organisation.code", allow_null=True, help_text="By code; null: none.")
    name = serializers.CharField(source="called", help_text="Who sat there: the person's name, or a post.")
    capacity = serializers.CharField(source="holding.capacity", help_text="holder or substitute.")
    choice = serializers.ChoiceField(choices=Vote.Choice.choices)
    casting = serializers.BooleanField(source="is_casting", help_text="Whether it is the casting vote.")
    weight = serializers.IntegerField()


class EffectSerializer(serializers.Serializer):
    kind = serializers.CharField()
    words = serializers.CharField()
    done_at = serializers.DateTimeField()


class PlannedSerializer(serializers.Serializer):
    kind = serializers.CharField()
    words = serializers.CharField()
    state = serializers.ChoiceField(source="stands", choices=["waiting", "failed", "dropped"])
    why = serializers.CharField(allow_blank=True, help_text="Why it failed, if it did.")


class DecisionSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    reference = serializers.CharField(help_text="For example JB 2007/14.")
    meeting = serializers.IntegerField(source="meeting_id", help_text="The id of the meeting.")
    body = serializers.CharField(source="meeting.body.name")
    item = serializers.CharField(source="item.title", allow_null=True, help_text="The title of its agenda item.")
    binding = serializers.BooleanField(source="is_binding", help_text="false: a recommendation.")
    exempt = serializers.BooleanField(source="is_exempt", help_text="Whether it is exempt from publication.")
    motion = serializers.CharField(
        source="shown_motion", allow_blank=True, help_text="Empty if it is exempt and not for you."
    )
    how = serializers.ChoiceField(choices=Decision.How.choices)
    original = serializers.CharField(
        source="shown_original", allow_blank=True, help_text="As it was recommended, if it was amended."
    )
    outcome = serializers.ChoiceField(choices=Decision.Outcome.choices)
    result = serializers.CharField()
    votes_for = serializers.IntegerField()
    votes_against = serializers.IntegerField()
    abstentions = serializers.IntegerField()
    quorum = serializers.CharField(help_text="The quorum when it was taken, in words.")
    taken_at = serializers.DateTimeField()
    corrects = serializers.IntegerField(source="corrects_id", allow_null=True, help_text="The id of what it corrects.")
    reason = serializers.CharField(source="shown_reason", allow_blank=True, help_text="Why it corrects the other.")
    recorded_at = serializers.DateTimeField()
    votes = VoteSerializer(many=True)
    effects = EffectSerializer(many=True, help_text="What it did.")
    planned = PlannedSerializer(many=True, help_text="What it is to do, and has not done yet.")


class UseSerializer(serializers.Serializer):
    on = serializers.DateField()
    what = serializers.CharField()
    amount = PoundsField(
        source="shown_amount_pence", allow_null=True, help_text="Null: it spends nothing, or you see no figures."
    )
    reported_to = serializers.IntegerField(
        source="reported_to_id", allow_null=True, help_text="The id of the meeting; null until then."
    )


class DelegationSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="decision.partnership.slug", help_text="Its slug.")
    decision = serializers.IntegerField(source="decision_id", help_text="The id of the decision that delegates.")
    to = serializers.CharField(source="called", help_text="To whom: the person's name, or a post.")
    matter = serializers.CharField(help_text="What may be decided, and within what limits.")
    limit = PoundsField(
        source="shown_limit_pence", allow_null=True, help_text="Null: it has none, or you see no figures."
    )
    from_on = serializers.DateField()
    to_on = serializers.DateField(allow_null=True)
    uses = UseSerializer(many=True)


def _called(path: str = "") -> Coalesce:
    post = NullIf(F(f"{path}post"), Value(""))
    return Coalesce(post, F(f"{path}person__name"), output_field=TextField())


def _votes(user: User) -> QuerySet:
    return Vote.objects.visible_to(user).annotate(called=_called("holding__")).order_by("pk")


def _effects(user: User) -> QuerySet:
    return DecisionEffect.objects.visible_to(user).seen_with_figures(user).order_by("pk")


def _planned(user: User) -> QuerySet:
    dropped, failed = (When(**{f"{name}_at__isnull": False}, then=Value(name)) for name in ("dropped", "failed"))
    stands = Case(dropped, failed, default=Value("waiting"), output_field=CharField())
    rows = PlannedEffect.objects.visible_to(user).seen_with_figures(user).filter(effect=None)
    return rows.annotate(stands=stands).order_by("pk")


class DecisionFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    meeting = django_filters.ModelChoiceFilter(
        queryset=lambda request: Meeting.objects.visible_to(request.user), help_text="The id of the meeting."
    )
    body = django_filters.ModelChoiceFilter(
        "meeting__body",
        queryset=lambda request: Body.objects.visible_to(request.user),
        help_text="The id of the body.",
    )
    outcome = django_filters.ChoiceFilter(choices=Decision.Outcome.choices)
    year = YearFilter("year", help_text="The calendar year of the decision.")
    binding = FlagFilter("is_binding", help_text="true: decisions; false: recommendations.")
    modified_since = ModifiedSince(
        lambda since: (
            Q(recorded_at__gte=since)
            | Q(pk__in=DecisionEffect.objects.filter(done_at__gte=since).values("decision"))
            | Q(pk__in=PlannedEffect.history.filter(history_date__gte=since).values("decision"))
        )
    )


@extend_schema(tags=["Meetings and board packs"])
@extend_schema_view(
    list=extend_schema(operation_id="decisions", summary="Decisions and recommendations, with their votes"),
    retrieve=extend_schema(operation_id="decision", summary="One decision"),
)
class DecisionResource(Resource):
    queryset = Decision.objects.all()
    serializer_class = DecisionSerializer
    filterset_class = DecisionFilters
    orderings = {"id": "pk", "taken_at": "taken_at"}

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().for_reader(self.request.user)

    def complete(self, rows: list[Row]) -> None:
        """Three queries, for any number of rows."""
        attach(rows, "votes", VoteSerializer, _votes(self.request.user), "decision")
        attach(rows, "effects", EffectSerializer, _effects(self.request.user), "decision")
        attach(rows, "planned", PlannedSerializer, _planned(self.request.user), "decision")


def _delegation_changed(since: datetime) -> Q:
    uses = DelegationUse.objects.filter(recorded_at__gte=since).values("delegation")
    return Q(pk__in=changed(Delegation, since)) | Q(pk__in=uses)


class DelegationFilters(FilterSet):
    partnership = CodeFilter("decision__partnership__slug", of=Partnership, key="slug")
    decision = django_filters.ModelChoiceFilter(
        queryset=lambda request: Decision.objects.visible_to(request.user), help_text="The id of the decision."
    )
    modified_since = ModifiedSince(_delegation_changed)


@extend_schema(tags=["Meetings and board packs"])
@extend_schema_view(
    list=extend_schema(operation_id="delegations", summary="What decisions delegate, with the uses made of it"),
    retrieve=extend_schema(operation_id="delegation", summary="One delegation"),
)
class DelegationResource(Resource):
    queryset = Delegation.objects.all()
    serializer_class = DelegationSerializer
    filterset_class = DelegationFilters

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().for_reader(self.request.user).annotate(called=_called())

    def complete(self, rows: list[Row]) -> None:
        uses = DelegationUse.objects.for_reader(self.request.user).order_by("on", "pk")
        attach(rows, "uses", UseSerializer, uses, "delegation")

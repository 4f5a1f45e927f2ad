"""Decisions that each organisation ratifies, over the API: who was asked, and how each answered."""

import django_filters
from django.db.models import DateField, OuterRef, Q, QuerySet, Subquery
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from governance.models import Decision, RatificationAnswer, RatificationAsked, RatificationNeed, RatificationReturn
from governance.ratifying import STATES
from partnership.models import Partnership
from partnership.rest.filters import CodeFilter, FilterSet, ModifiedSince
from partnership.rest.resources import Resource
from partnership.rest.rows import Row, attach
from workstreams.models import Ratification, Workstream


class AskedSerializer(serializers.Serializer):
    organisation = serializers.CharField(source="organisation.code", help_text="Its code.")
    decision = serializers.ChoiceField(
        source="answer",
        choices=Ratification.Decision.choices,
        allow_null=True,
        help_text="What it decided last; null: it has not answered.",
    )
    decided_on = serializers.DateField(source="answered_on", allow_null=True)
    ratification = serializers.IntegerField(
        source="answered_by", allow_null=True, help_text="The id of its ratification, which has the rest."
    )


class ReturnSerializer(serializers.Serializer):
    cause = serializers.ChoiceField(choices=RatificationReturn.Cause.choices)
    because = serializers.CharField(help_text="Who refused, or did not answer in time, as it stood then.")
    returned_at = serializers.DateTimeField(help_text="When it was first known to come back for that cause.")
    meeting = serializers.IntegerField(
        allow_null=True, help_text="The id of the meeting on whose agenda it is or was; null: it waits for one."
    )


class NeedSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="decision.partnership.slug", help_text="Its slug.")
    decision = serializers.IntegerField(source="decision_id", help_text="The id of the decision.")
    reference = serializers.CharField(source="decision.reference", help_text="For example JB 2007/14.")
    rule = serializers.ChoiceField(choices=RatificationNeed.Rule.choices, help_text="Who was asked.")
    workstream = serializers.CharField(source="workstream.slug", allow_null=True, help_text="Its slug; null: none.")
    stage = serializers.ChoiceField(
        choices=Workstream.Stage.choices, allow_blank=True, help_text="The stage that the workstream may enter then."
    )
    due_on = serializers.DateField()
    state = serializers.ChoiceField(choices=STATES, help_text="How it stands today.")
    said_at = serializers.DateTimeField(help_text="When the organisations were asked.")
    returns = ReturnSerializer(many=True, help_text="Why it came back to the board; once for each cause.")
    asked = AskedSerializer(many=True, help_text="Every organisation asked, with its last answer.")


class NeedFilters(FilterSet):
    partnership = CodeFilter("decision__partnership__slug", of=Partnership, key="slug")
    decision = django_filters.ModelChoiceFilter(
        queryset=lambda request: Decision.objects.visible_to(request.user), help_text="The id of the decision."
    )
    state = django_filters.ChoiceFilter(choices=STATES, help_text="How it stands today.")
    modified_since = ModifiedSince(
        lambda since: (
            Q(said_at__gte=since)
            | Q(pk__in=RatificationReturn.objects.filter(returned_at__gte=since).values("need"))
            | Q(pk__in=RatificationAnswer.objects.filter(ratification__recorded_at__gte=since).values("asked__need"))
        )
    )


def _asked() -> QuerySet:
    last = RatificationAnswer.objects.filter(asked=OuterRef("pk")).order_by("-pk")
    return RatificationAsked.objects.with_answer().annotate(
        answered_on=Subquery(last.values("ratification__decided_on")[:1], output_field=DateField()),
        answered_by=Subquery(last.values("ratification")[:1]),
    )


@extend_schema(tags=["Meetings and board packs"])
@extend_schema_view(
    list=extend_schema(operation_id="ratification_needs", summary="Decisions that each organisation ratifies"),
    retrieve=extend_schema(operation_id="ratification_need", summary="How the ratification of one decision stands"),
)
class RatificationNeedResource(Resource):
    queryset = RatificationNeed.objects.all()
    serializer_class = NeedSerializer
    filterset_class = NeedFilters
    orderings = {"id": "pk", "due_on": "due_on"}

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().with_state()

    def complete(self, rows: list[Row]) -> None:
        """Two queries, for any number of rows."""
        found = RatificationReturn.objects.visible_to(self.request.user).with_meeting().order_by("pk")
        attach(rows, "returns", ReturnSerializer, found, "need")
        attach(rows, "asked", AskedSerializer, _asked().order_by("organisation__code"), "need")

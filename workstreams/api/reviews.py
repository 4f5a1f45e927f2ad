"""Gateway reviews and actions over the API."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from partnership.models import Organisation, Partnership
from partnership.rest.filters import CodeFilter, FilterSet, FlagFilter, ModifiedSince, changed
from partnership.rest.resources import Resource
from partnership.rest.rows import Row, attach
from workstreams.gates import LAST_REVIEW, Confidence
from workstreams.models import Action, ActionNote, GatewayReview, Recommendation, Workstream


class RecommendationSerializer(serializers.Serializer):
    priority = serializers.ChoiceField(choices=Recommendation.Priority.choices)
    finding = serializers.CharField(allow_blank=True)
    action = serializers.IntegerField(source="action_id", help_text="The id of the action that it became.")
    title = serializers.CharField(source="action.title")
    due_on = serializers.DateField(source="action.due_on")
    done_on = serializers.DateField(source="action.done_on", allow_null=True)


class ReviewSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="workstream.partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="workstream.slug", help_text="Its slug.")
    gate = serializers.IntegerField(source="number", help_text="From 0 to 5.")
    name = serializers.CharField(help_text="What the partnership called the gate.")
    from_on = serializers.DateField()
    to_on = serializers.DateField(allow_null=True)
    team = serializers.CharField(help_text="Post titles, one on each line.")
    reported_on = serializers.DateField(allow_null=True, help_text="null until it is reported.")
    confidence = serializers.ChoiceField(choices=Confidence.choices(), allow_blank=True)
    findings = serializers.CharField(allow_blank=True)
    recommendations = RecommendationSerializer(many=True)


def _review_modified(since: datetime) -> Q:
    recommended = Recommendation.objects.filter(Q(action__in=changed(Action, since)) | Q(made_at__gte=since))
    return Q(pk__in=changed(GatewayReview, since)) | Q(pk__in=recommended.values("review"))


class ReviewFilters(FilterSet):
    partnership = CodeFilter("workstream__partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("workstream__slug", of=Workstream, key="slug")
    gate = django_filters.NumberFilter("number", min_value=0, max_value=LAST_REVIEW, decimal_places=0)
    confidence = django_filters.ChoiceFilter(choices=Confidence.choices())
    modified_since = ModifiedSince(_review_modified)


@extend_schema(tags=["Gates"])
@extend_schema_view(
    list=extend_schema(operation_id="gateway_reviews", summary="Gateway reviews, with what they recommend"),
    retrieve=extend_schema(operation_id="gateway_review", summary="One gateway review"),
)
class ReviewResource(Resource):
    queryset = GatewayReview.objects.all()
    serializer_class = ReviewSerializer
    filterset_class = ReviewFilters
    orderings = {"id": "pk", "from_on": "from_on"}

    def complete(self, rows: list[Row]) -> None:
        found = Recommendation.objects.visible_to(self.request.user).order_by("pk")
        attach(rows, "recommendations", RecommendationSerializer, found, "review")


class NoteSerializer(serializers.Serializer):
    written_at = serializers.DateTimeField()
    written_by = serializers.CharField(source="written_by.name", help_text="The name of who wrote it.")
    text = serializers.CharField()


class ActionSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(
        source="workstream.slug", allow_null=True, help_text="Its slug; null: the programme as a whole."
    )
    title = serializers.CharField()
    source = serializers.ChoiceField(choices=Action.Source.choices, help_text="What it came out of.")
    origin = serializers.CharField(allow_blank=True, help_text="Which one, in words.")
    risk = serializers.IntegerField(source="risk_id", allow_null=True, help_text="The id of the risk it is about.")
    exempt = serializers.BooleanField(
        source="is_exempt", help_text="Out of an exempt decision: for its owner and those who may see what is exempt."
    )
    owner_title = serializers.CharField(allow_blank=True, help_text="The owner's post title.")
    owner = serializers.CharField(source="owner.name", allow_null=True, help_text="The owner, if a user here.")
    organisation = serializers.CharField(source="organisation.code", allow_null=True, help_text="Its code.")
    due_on = serializers.DateField()
    done_on = serializers.DateField(allow_null=True)
    proof = serializers.CharField(allow_blank=True, help_text="What proves that it is done.")
    priority = serializers.CharField(
        allow_null=True, help_text="Of the recommendation that it came out of; null where you see no reviews."
    )
    notes = NoteSerializer(many=True, help_text="How it is getting on, the oldest first.")


def _action_modified(since: datetime) -> Q:
    notes = ActionNote.objects.filter(written_at__gte=since).values("action")
    return Q(pk__in=changed(Action, since)) | Q(pk__in=notes)


class ActionFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("workstream__slug", of=Workstream, key="slug")
    organisation = CodeFilter("organisation__code", of=Organisation, key="code")
    source = django_filters.ChoiceFilter(choices=Action.Source.choices)
    done = FlagFilter(method="by_done", help_text="true: only what is done; false: only what is open.")
    overdue = FlagFilter(method="by_overdue", help_text="true: only what is open although its day has passed.")
    modified_since = ModifiedSince(_action_modified)

    def by_done(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        return rows.exclude(done_on=None) if value else rows.filter(done_on=None)

    def by_overdue(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        late = Action.objects.overdue()
        return rows.filter(pk__in=late.values("pk")) if value else rows.exclude(pk__in=late.values("pk"))


@extend_schema(tags=["Gates"])
@extend_schema_view(
    list=extend_schema(operation_id="actions", summary="Actions: what somebody has undertaken to do by a day"),
    retrieve=extend_schema(operation_id="action", summary="One action, with its progress"),
)
class ActionResource(Resource):
    queryset = Action.objects.all()
    serializer_class = ActionSerializer
    filterset_class = ActionFilters
    orderings = {"id": "pk", "due_on": "due_on"}

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().annotate(priority=Recommendation.objects.priorities(self.request.user))

    def complete(self, rows: list[Row]) -> None:
        notes = ActionNote.objects.visible_to(self.request.user).order_by("pk")
        attach(rows, "notes", NoteSerializer, notes, "action")

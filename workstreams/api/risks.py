"""Risks and issues over the API: read, raised, changed and reviewed, by the same actions as the pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from partnership import clock
from partnership.models import Partnership
from partnership.permissions import require
from partnership.rest.filters import CodeFilter, FilterSet, FlagFilter, ModifiedSince, changed
from partnership.rest.problems import NotNow
from partnership.rest.resources import Resource
from partnership.rest.rows import Row, attach
from workstreams import actions
from workstreams.actions import MAY_EDIT
from workstreams.api.bodies import TextField, place, shaped
from workstreams.models import Action, ActionNote, Risk, RiskEscalation, RiskReview, Workstream
from workstreams.models.risks import LONGEST_TEXT, RATED
from workstreams.ratings import Band, band, movement


def _rating(**options: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=1, max_value=5, **options)


class RatedSerializer(serializers.Serializer):
    """Likelihood and impact, from 1 to 5, three times."""

    inherent_likelihood = _rating(help_text="Before any response.")
    inherent_impact = _rating()
    residual_likelihood = _rating(help_text="As it is now.")
    residual_impact = _rating()
    target_likelihood = _rating(help_text="As it should become.")
    target_impact = _rating()


class RiskReviewSerializer(RatedSerializer):
    on = serializers.DateField()
    next_on = serializers.DateField()
    remark = serializers.CharField(allow_blank=True)


class RiskActionSerializer(serializers.Serializer):
    action = serializers.IntegerField(source="pk", help_text="Its id among the actions, where all its notes are.")
    title = serializers.CharField()
    owner = serializers.IntegerField(source="owner_id", allow_null=True, help_text="The id of a person.")
    owner_title = serializers.CharField(allow_blank=True, help_text="The owner's post title.")
    due_on = serializers.DateField()
    progress = serializers.CharField(allow_null=True, help_text="The newest note.")
    done_on = serializers.DateField(allow_null=True)
    proof = serializers.CharField(allow_blank=True)


class RiskSerializer(RatedSerializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="workstream.slug", allow_null=True, help_text="Null: the programme.")
    escalated = serializers.BooleanField(source="is_escalated", help_text="Whether it stands with the programme.")
    kind = serializers.ChoiceField(choices=Risk.Kind.choices)
    number = serializers.IntegerField(help_text="7 of R7 or I7; unique in its partnership.")
    title = serializers.CharField()
    cause = serializers.CharField()
    event = serializers.CharField()
    effect = serializers.CharField()
    proximity = serializers.ChoiceField(choices=Risk.Proximity.choices)
    response = serializers.ChoiceField(choices=Risk.Response.choices)
    owner = serializers.IntegerField(source="owner_id", allow_null=True, help_text="The id of a person.")
    owner_post = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(choices=Risk.Status.choices)
    raised_on = serializers.DateField()
    review_on = serializers.DateField(help_text="The next review.")
    closed_on = serializers.DateField(allow_null=True)
    closed_reason = serializers.CharField(allow_blank=True)
    score = serializers.IntegerField(source="*", help_text="Residual likelihood times impact.")
    band = serializers.ChoiceField(choices=[each.value for each in Band], source="*", help_text="Of the score.")
    movement = serializers.CharField(source="*", help_text="Of the score since the review before, in words.")
    actions = RiskActionSerializer(many=True)
    reviews = RiskReviewSerializer(many=True, help_text="The oldest first; the first is that of its raising.")


class RiskBodySerializer(serializers.Serializer):
    """The words of a risk, and how it is dealt with."""

    title = TextField(max_length=150)
    cause = TextField(max_length=LONGEST_TEXT)
    event = TextField(max_length=LONGEST_TEXT)
    effect = TextField(max_length=LONGEST_TEXT)
    proximity = serializers.ChoiceField(choices=Risk.Proximity.choices)
    response = serializers.ChoiceField(choices=Risk.Response.choices)
    owner_post = TextField(required=False, max_length=120, allow_blank=True)


class NewRiskSerializer(RiskBodySerializer, RatedSerializer):
    partnership = TextField(help_text="The partnership's slug.")
    workstream = TextField(required=False, allow_null=True, help_text="The workstream's slug; none: the programme.")
    kind = serializers.ChoiceField(choices=Risk.Kind.choices, help_text="The likelihood of an issue is 5.")
    review_on = serializers.DateField(help_text="The next review.")
    raised_on = serializers.DateField(required=False, help_text="Today if not given.")
    remark = TextField(required=False, max_length=LONGEST_TEXT, allow_blank=True)


class NewReviewSerializer(serializers.Serializer):
    """A rating that is not sent stays as it was."""

    inherent_likelihood = _rating(required=False)
    inherent_impact = _rating(required=False)
    residual_likelihood = _rating(required=False)
    residual_impact = _rating(required=False)
    target_likelihood = _rating(required=False)
    target_impact = _rating(required=False)
    next_on = serializers.DateField()
    on = serializers.DateField(required=False, help_text="Today if not given.")
    remark = TextField(required=False, max_length=LONGEST_TEXT, allow_blank=True)


def _modified(since: Any) -> Q:
    reviewed = RiskReview.objects.filter(recorded_at__gte=since).values("risk")
    moved = RiskEscalation.objects.filter(recorded_at__gte=since).values("risk")
    noted = ActionNote.objects.filter(written_at__gte=since, action__risk__isnull=False).values("action__risk")
    own = Q(pk__in=changed(Risk, since)) | Q(pk__in=changed(Action, since, "risk"))
    return own | Q(pk__in=reviewed) | Q(pk__in=moved) | Q(pk__in=noted)


class RiskFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("workstream__slug", of=Workstream, key="slug")
    kind = django_filters.ChoiceFilter(choices=Risk.Kind.choices)
    status = django_filters.ChoiceFilter(choices=Risk.Status.choices)
    escalated = FlagFilter("is_escalated")
    overdue = FlagFilter(method="of_overdue", help_text="Open, and the day of the next review is over.")
    modified_since = ModifiedSince(_modified)

    def of_overdue(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        late = Q(status=Risk.Status.OPEN, review_on__lt=clock.today())
        return rows.filter(late) if value else rows.exclude(late)


@extend_schema(tags=["Workstreams"])
@extend_schema_view(
    list=extend_schema(operation_id="risks", summary="Risks and issues, with their reviews and actions"),
    retrieve=extend_schema(operation_id="risk", summary="One risk or issue"),
)
class RiskResource(Resource):
    queryset = Risk.objects.all()
    serializer_class = RiskSerializer
    filterset_class = RiskFilters
    orderings = {"id": "pk", "review_on": "review_on"}

    def complete(self, rows: list[Row]) -> None:
        """Two queries, for any number of rows."""
        user = self.request.user
        about = Action.objects.visible_to(user).filter(risk__isnull=False).with_progress().order_by("pk")
        attach(rows, "actions", RiskActionSerializer, about, "risk")
        attach(rows, "reviews", RiskReviewSerializer, RiskReview.objects.visible_to(user).order_by("on", "pk"), "risk")
        for row in rows:
            scores = [each["residual_likelihood"] * each["residual_impact"] for each in row["reviews"]]
            row["score"] = scores[-1]
            row["band"] = band(scores[-1]).value
            row["movement"] = movement(scores[-1], scores[-2] if len(scores) > 1 else None)

    @extend_schema(
        operation_id="risk_raise",
        summary="Raise a risk or an issue",
        description="For a workstream's lead or the programme manager, by a token that may write.",
        request=NewRiskSerializer,
        responses={HTTPStatus.CREATED: RiskSerializer},
    )
    def create(self, request: Any) -> HttpResponse:
        given = shaped(request.data, NewRiskSerializer)
        partnership, workstream = place(given, by=request.user)
        risk = actions.raise_risk(
            by=request.user, partnership=partnership, workstream=workstream, ratings=_ratings(given), **given
        )
        response = Response(self.one(pk=risk.pk), status=HTTPStatus.CREATED)
        response["Location"] = self.reverse_action("detail", args=[risk.pk])
        return response

    @extend_schema(
        operation_id="risk_change",
        summary="Change the words, owner or response",
        description="What is not sent stays as it is. Ratings are changed by a review.",
        request=RiskBodySerializer(partial=True),
        responses=RiskSerializer,
    )
    def partial_update(self, request: Any, pk: int) -> HttpResponse:
        risk = self._to_edit(pk)
        given = shaped(request.data, RiskBodySerializer, partial=True)
        with _unless_closed():
            actions.edit_risk(by=request.user, risk=risk, **given)
        return Response(self.one(pk=pk))

    @extend_schema(
        operation_id="risk_review",
        summary="Review a risk or an issue",
        description="Rate it as it is now. Earlier reviews stay as they were.",
        request=NewReviewSerializer,
        responses=RiskSerializer,
    )
    @action(detail=True, methods=["post"])
    def review(self, request: Any, pk: int) -> HttpResponse:
        risk = self._to_edit(pk)
        given = shaped(request.data, NewReviewSerializer)
        with _unless_closed():
            actions.review_risk(by=request.user, risk=risk, ratings=_ratings(given), **given)
        return Response(self.one(pk=pk))

    def _to_edit(self, pk: int) -> Risk:
        rows = self.get_queryset().filter(**self._stored({"pk": pk}))
        risk = rows.select_related("partnership", "workstream").first()
        if risk is None:
            raise Http404
        require(self.request.user, MAY_EDIT, risk)
        return risk


@contextmanager
def _unless_closed() -> Iterator[None]:
    """What the action says of a risk that is closed is told as the state of the record (409)."""
    try:
        yield
    except ValidationError as error:
        if getattr(error, "code", "") == "closed":
            raise NotNow(error) from error
        raise


def _ratings(given: dict[str, Any]) -> Any:
    """The ratings that a body holds, taken out of it."""
    return {name: given.pop(name) for name in RATED if name in given}

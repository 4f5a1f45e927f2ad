"""Milestones over the API: read, added and changed, by the same actions as the pages."""

from http import HTTPStatus
from typing import Any

import django_filters
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.response import Response

from partnership import clock
from partnership.models import Partnership
from partnership.permissions import require
from partnership.rest.filters import CodeFilter, FilterSet, ModifiedSince, changed
from partnership.rest.resources import Resource
from partnership.rest.rows import Row, attach
from workstreams import actions, plans
from workstreams.actions import MAY_EDIT
from workstreams.api.bodies import TextField, named, place, shaped
from workstreams.models import Dependency, Milestone, Workstream


class WaitsForSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="waits_for_id")
    title = serializers.CharField(source="waits_for.title")


class WholeMilestoneSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="workstream.partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="workstream.slug", help_text="Its slug.")
    title = serializers.CharField()
    planned_start_on = serializers.DateField(allow_null=True, help_text="Null: a milestone of one day.")
    planned_on = serializers.DateField(help_text="By the current baseline, where there is one.")
    forecast_start_on = serializers.DateField(allow_null=True)
    forecast_on = serializers.DateField(allow_null=True)
    actual_start_on = serializers.DateField(allow_null=True)
    actual_on = serializers.DateField(allow_null=True)
    owner = serializers.IntegerField(source="owner_id", allow_null=True, help_text="The id of a person.")
    owner_post = serializers.CharField(allow_blank=True, help_text="A post title, where the owner has no sign-in.")
    state = serializers.ChoiceField(choices=plans.STATES, source="*", help_text="As it stands today.")
    slip_days = serializers.IntegerField(source="*", help_text="Against the current baseline; above 0 is late.")
    original_slip_days = serializers.IntegerField(
        source="*", allow_null=True, help_text="Against the first baseline; null before there is one."
    )
    float_days = serializers.IntegerField(
        source="*",
        allow_null=True,
        help_text="How much later it may be without moving the end; null: in no network.",
    )
    critical = serializers.BooleanField(source="*", help_text="Whether it is on the critical path.")
    waits_for = WaitsForSerializer(many=True, help_text="The milestones that it waits for.")


class MilestoneBodySerializer(serializers.Serializer):
    """What can be changed; dates as 2026-04-01, null to clear one."""

    title = TextField(max_length=150)
    planned_start_on = serializers.DateField(required=False, allow_null=True)
    planned_on = serializers.DateField(help_text="What a baseline holds is changed by a new baseline alone.")
    forecast_start_on = serializers.DateField(required=False, allow_null=True)
    forecast_on = serializers.DateField(required=False, allow_null=True)
    actual_start_on = serializers.DateField(required=False, allow_null=True)
    actual_on = serializers.DateField(required=False, allow_null=True)
    owner_post = TextField(required=False, max_length=120, allow_blank=True)
    waits_for = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        required=False,
        help_text="The ids of all milestones that it waits for.",
    )


class NewMilestoneSerializer(MilestoneBodySerializer):
    partnership = TextField(help_text="The partnership's slug.")
    workstream = TextField(help_text="The workstream's slug.")


def _modified(since: Any) -> Q:
    return Q(pk__in=changed(Milestone, since)) | Q(pk__in=changed(Dependency, since, "milestone"))


class MilestoneFilters(FilterSet):
    partnership = CodeFilter("workstream__partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("workstream__slug", of=Workstream, key="slug")
    state = django_filters.ChoiceFilter(choices=plans.STATES, method="of_state")
    modified_since = ModifiedSince(_modified)

    def of_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return plans.with_standing(rows, clock.today()).filter(standing=value)


@extend_schema(tags=["Workstreams"])
@extend_schema_view(
    list=extend_schema(operation_id="milestones", summary="Milestones of all workstreams, with slip and float"),
    retrieve=extend_schema(operation_id="milestone", summary="One milestone"),
)
class MilestoneResource(Resource):
    queryset = Milestone.objects.all()
    serializer_class = WholeMilestoneSerializer
    filterset_class = MilestoneFilters
    orderings = {"id": "pk", "planned_on": "planned_on"}

    def complete(self, rows: list[Row]) -> None:
        """From the whole programmes that the rows belong to. Five queries, for any number of rows."""
        on, ids = clock.today(), [row["id"] for row in rows]
        visible = Milestone.objects.visible_to(self.request.user)
        partnerships = {row["partnership"] for row in rows}
        whole = plans.network(visible.filter(workstream__partnership__slug__in=partnerships), on)
        steps = {
            step.milestone.pk: step
            for step in plans.steps(visible.filter(pk__in=ids).select_related("workstream"), whole, on)
        }
        pairs = Dependency.objects.visible_to(self.request.user).order_by("waits_for")
        attach(rows, "waits_for", WaitsForSerializer, pairs, "milestone")
        for row in rows:
            step = steps[row["id"]]
            row |= {"state": step.state, "slip_days": step.slip_days, "original_slip_days": step.original_slip_days}
            row |= {"float_days": step.float_days, "critical": step.is_critical}

    @extend_schema(
        operation_id="milestone_add",
        summary="Add a milestone",
        description="For a workstream's lead or the programme manager, by a token that may write.",
        request=NewMilestoneSerializer,
        responses={HTTPStatus.CREATED: WholeMilestoneSerializer},
    )
    @transaction.atomic
    def create(self, request: Any) -> HttpResponse:
        given = shaped(request.data, NewMilestoneSerializer)
        _, workstream = place(given, by=request.user)
        waits_for = given.pop("waits_for", [])
        milestone = actions.add_milestone(by=request.user, workstream=workstream, **given)
        self._wait(milestone, waits_for)
        response = Response(self.one(pk=milestone.pk), status=HTTPStatus.CREATED)
        response["Location"] = self.reverse_action("detail", args=[milestone.pk])
        return response

    @extend_schema(
        operation_id="milestone_change",
        summary="Change a milestone",
        description="What is not sent stays as it is. All that is sent is saved, or nothing.",
        request=MilestoneBodySerializer(partial=True),
        responses=WholeMilestoneSerializer,
    )
    @transaction.atomic
    def partial_update(self, request: Any, pk: int) -> HttpResponse:
        rows = self.get_queryset().filter(**self._stored({"pk": pk}))
        milestone = rows.select_related("workstream__partnership").first()
        if milestone is None:
            raise Http404
        require(request.user, MAY_EDIT, milestone)
        given = shaped(request.data, MilestoneBodySerializer, partial=True)
        waits_for = given.pop("waits_for", None)
        if given:
            actions.edit_milestone(by=request.user, milestone=milestone, **given)
        if waits_for is not None:
            self._wait(milestone, waits_for)
        return Response(self.one(pk=pk))

    def _wait(self, milestone: Milestone, ids: list[int]) -> None:
        here = self.get_queryset().filter(workstream__partnership=milestone.workstream.partnership_id)
        found = named(here, ids, "waits_for")
        if found or milestone.dependencies.exists():
            actions.set_dependencies(by=self.request.user, milestone=milestone, waits_for=found)

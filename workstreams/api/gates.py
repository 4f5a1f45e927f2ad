"""Gates over the API: moves from stage to stage, the policy, ratifications, and how each next gate stands now."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from partnership.models import Organisation, Partnership
from partnership.permissions import require
from partnership.rest.filters import CodeFilter, FilterSet, ModifiedSince
from partnership.rest.problems import BadParameters
from partnership.rest.resources import Resource, StrictView
from partnership.rest.rows import Row, attach
from workstreams.models import GatePolicy, GateRequirement, Ratification, StageMove, Workstream
from workstreams.requirements import next_gates

TESTED = ("kind", "title", "met", "value", "threshold", "difference", "sentence")


class GateTestSerializer(serializers.Serializer):
    kind = serializers.CharField(help_text="The kind of requirement, such as partners or reduction.")
    title = serializers.CharField()
    met = serializers.BooleanField()
    value = serializers.CharField(help_text="In words, such as 8.65%.")
    threshold = serializers.CharField(help_text="In words, such as at least 10%.")
    difference = serializers.CharField(help_text="What is missing, or by how much it is more than enough.")
    sentence = serializers.CharField(help_text="The whole test in words.")


class StageMoveSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="workstream.partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="workstream.slug", help_text="Its slug.")
    from_stage = serializers.ChoiceField(choices=Workstream.Stage.choices, allow_blank=True)
    to_stage = serializers.ChoiceField(choices=Workstream.Stage.choices)
    way = serializers.ChoiceField(choices=StageMove.Way.choices, help_text="overridden: although the gate was not met.")
    reason = serializers.CharField(allow_blank=True)
    moved_at = serializers.DateTimeField()
    moved_by = serializers.CharField(source="moved_by.name", help_text="The name of who moved it.")
    tests = GateTestSerializer(many=True, help_text="What the gate said at that moment, frozen.")
    policy_changed = serializers.BooleanField(
        source="*", help_text="The policy changed while it waited; by the one before the gate was not met."
    )
    without_baseline = serializers.BooleanField(source="*", help_text="It left approval before a baseline was taken.")


class StageMoveFilters(FilterSet):
    partnership = CodeFilter("workstream__partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("workstream__slug", of=Workstream, key="slug")
    way = django_filters.ChoiceFilter(choices=StageMove.Way.choices)
    to_stage = django_filters.ChoiceFilter(choices=Workstream.Stage.choices)
    modified_since = ModifiedSince(lambda since: Q(moved_at__gte=since))


@extend_schema(tags=["Gates"])
@extend_schema_view(
    list=extend_schema(operation_id="stage_moves", summary="Moves of workstreams from stage to stage"),
    retrieve=extend_schema(operation_id="stage_move", summary="One move, with what its gate said"),
)
class StageMoveResource(Resource):
    queryset = StageMove.objects.all()
    serializer_class = StageMoveSerializer
    filterset_class = StageMoveFilters
    orderings = {"id": "pk", "moved_at": "moved_at"}

    def complete(self, rows: list[Row]) -> None:
        said = StageMove.objects.visible_to(self.request.user).filter(pk__in=[row["id"] for row in rows])
        moves = {move.pk: move for move in said.only("outcome")}
        for row in rows:
            move = moves[row["id"]]
            row["tests"] = [{name: test[name] for name in TESTED} for test in move.outcome.get("tests", [])]
            row |= {"policy_changed": move.is_eased, "without_baseline": move.lacks_baseline}


class RequirementSerializer(serializers.Serializer):
    stage = serializers.ChoiceField(choices=Workstream.Stage.choices, help_text="It is asked for before this stage.")
    kind = serializers.CharField()
    threshold = serializers.IntegerField(
        allow_null=True,
        help_text="partners: organisations; reduction: hundredths of a per cent; review: steps below green.",
    )
    by_year = serializers.IntegerField(allow_null=True, help_text="Of the savings, from 1.")
    review = serializers.IntegerField(allow_null=True, help_text="The number of a gateway review.")


class GatePolicySerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    version = serializers.IntegerField(allow_null=True, help_text="Null: proposed, and not approved.")
    approved_at = serializers.DateTimeField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True, help_text="When the proposal was withdrawn or refused.")
    from_on = serializers.DateField()
    to_on = serializers.DateField(allow_null=True, help_text="The last day; null while it has no end date.")
    reason = serializers.CharField()
    highlight_days = serializers.IntegerField(help_text="Days after the end of a month before its report is late.")
    amber_days = serializers.IntegerField(help_text="Beside a highlight report a longer slip than this is red.")
    requirements = RequirementSerializer(many=True)


def _policy_modified(since: datetime) -> Q:
    return Q(pk__in=GatePolicy.history.filter(history_date__gte=since).values("id"))


class GatePolicyFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    modified_since = ModifiedSince(_policy_modified)


@extend_schema(tags=["Gates"])
@extend_schema_view(
    list=extend_schema(operation_id="gate_policies", summary="What each partnership asks of its gates, by version"),
    retrieve=extend_schema(operation_id="gate_policy", summary="One version of a policy of gates"),
)
class GatePolicyResource(Resource):
    queryset = GatePolicy.objects.all()
    serializer_class = GatePolicySerializer
    filterset_class = GatePolicyFilters

    def complete(self, rows: list[Row]) -> None:
        asked = GateRequirement.objects.visible_to(self.request.user).order_by("pk")
        attach(rows, "requirements", RequirementSerializer, asked, "policy")


class RatificationSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(
        source="workstream.slug", allow_null=True, help_text="Its slug; null: it is about a decision alone."
    )
    organisation = serializers.CharField(source="organisation.code", help_text="Its code.")
    stage = serializers.ChoiceField(
        choices=Workstream.Stage.choices, allow_blank=True, help_text="The stage that it is about, if it is about one."
    )
    decision = serializers.ChoiceField(choices=Ratification.Decision.choices)
    exempt = serializers.BooleanField(source="is_exempt", help_text="Whether it is exempt from publication.")
    conditions = serializers.CharField(
        source="shown_conditions", allow_blank=True, help_text="Conditions, or the reasons of a refusal."
    )
    decided_on = serializers.DateField()
    body = serializers.CharField(source="shown_body", allow_blank=True, help_text="Who decided, for example Executive.")
    minute = serializers.CharField(source="shown_minute", allow_blank=True)
    recorded_at = serializers.DateTimeField()


class RatificationFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("workstream__slug", of=Workstream, key="slug")
    organisation = CodeFilter("organisation__code", of=Organisation, key="code")
    decision = django_filters.ChoiceFilter(choices=Ratification.Decision.choices)
    modified_since = ModifiedSince(lambda since: Q(recorded_at__gte=since))


@extend_schema(tags=["Gates"])
@extend_schema_view(
    list=extend_schema(operation_id="ratifications", summary="What each organisation decided about a workstream"),
    retrieve=extend_schema(operation_id="ratification", summary="One ratification"),
)
class RatificationResource(Resource):
    queryset = Ratification.objects.all()
    serializer_class = RatificationSerializer
    filterset_class = RatificationFilters
    orderings = {"id": "pk", "decided_on": "decided_on"}

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().for_reader(self.request.user)


# --- How the next gates stand now -------------------------------------------------------------------------------------
class NextGateSerializer(serializers.Serializer):
    workstream = serializers.CharField(help_text="Its slug.")
    stage = serializers.ChoiceField(choices=Workstream.Stage.choices, help_text="The stage it is at.")
    next_stage = serializers.ChoiceField(
        choices=Workstream.Stage.choices, allow_null=True, help_text="null: closed, paused or stopped."
    )
    met = serializers.BooleanField(allow_null=True)
    policy = serializers.CharField(allow_blank=True, help_text="The version that asks; empty: none is in force.")
    tests = GateTestSerializer(many=True)


class NextGatesSerializer(serializers.Serializer):
    partnership = serializers.CharField(help_text="Its slug.")
    results = NextGateSerializer(many=True, help_text="Every workstream, by name.")


class GatesView(StrictView, APIView):
    """The next gate of every workstream of one partnership, tested at this moment."""

    parameters = frozenset({"partnership", "format"})
    renderer_classes = [JSONRenderer]
    http_method_names = ["get", "head"]

    @extend_schema(
        operation_id="gates",
        tags=["Gates"],
        summary="What the next gate of each workstream needs, and what is missing",
        parameters=[
            OpenApiParameter("partnership", OpenApiTypes.STR, description="The partnership's slug.", required=True)
        ],
        responses=NextGatesSerializer,
    )
    def get(self, request: Any) -> Response:
        slug = request.query_params.get("partnership", "").strip()
        if not slug:
            raise BadParameters({"partnership": ["Name the partnership by its slug."]})
        found = Partnership.objects.visible_to(request.user).filter(slug=slug).first() if "\0" not in slug else None
        if found is None:
            raise Http404
        require(request.user, "savings.view_figures", found)
        streams = list(Workstream.objects.visible_to(request.user).filter(partnership=found).order_by("name", "pk"))
        gates = next_gates(found, streams, user=request.user)
        return Response({"partnership": slug, "results": [_standing(each, gates.get(each.pk)) for each in streams]})


def _standing(stream: Workstream, gate: Any) -> Row:
    return {
        "workstream": stream.slug,
        "stage": stream.stage,
        "next_stage": gate.stage if gate else None,
        "met": gate.met if gate else None,
        "policy": gate.policy if gate else "",
        "tests": [{name: getattr(test, name) for name in TESTED} for test in gate.tests] if gate else [],
    }

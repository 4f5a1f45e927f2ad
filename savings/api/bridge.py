"""Why a figure moved between two points of the ledger: the same steps as the page's waterfall."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from partnership.exports import csv_response
from partnership.rest.fields import PoundsField, pounds_text
from partnership.rest.renderers import CSVRenderer
from partnership.rest.resources import StrictView
from partnership.rest.rows import Row
from savings import figures
from savings.api.figures import POINT, AsAtSerializer, Asked, query
from savings.figures import AsAt, Bridge, Measure
from savings.models import Cause
from savings.models.words import MONEY_KINDS, Kind

FIRST = POINT.replace("Nothing for now", "Nothing for the last released pack you may see, or 30 days before")
MONEY = [kind.value for kind in MONEY_KINDS]


class StepSerializer(serializers.Serializer):
    cause = serializers.ChoiceField(choices=Cause.choices)
    amount = PoundsField(help_text="What it moved, with its sign.")
    total = PoundsField(help_text="The total after it.")


class BridgeSerializer(serializers.Serializer):
    partnership = serializers.CharField(help_text="Its slug.")
    workstream = serializers.CharField(allow_null=True, help_text="The slug of the one asked for; null: all.")
    organisation = serializers.CharField(allow_null=True, help_text="The code of the one asked for; null: all.")
    measure = serializers.ChoiceField(choices=[(measure.value, measure.label) for measure in Measure])
    kind = serializers.ChoiceField(choices=[(kind.value, kind.label) for kind in MONEY_KINDS])
    since = AsAtSerializer()
    upto = AsAtSerializer()
    before = PoundsField(help_text="The figure at the first point.")
    steps = StepSerializer(many=True, help_text="One for each cause that did anything. They add up to the change.")
    after = PoundsField(help_text="The figure at the second point: the first and all the steps.")

    def get_fields(self) -> dict[str, Any]:
        """`from` and `to`, which no class can name so."""
        names = {"since": "from", "upto": "to"}
        return {names.get(name, name): field for name, field in super().get_fields().items()}


class BridgeView(StrictView, APIView):
    """From a figure at one point of the ledger to the same figure at another."""

    parameters = frozenset(
        {
            *("partnership", "from", "from_on", "to", "to_on", "measure", "kind"),
            *("workstream", "organisation", "format"),
        }
    )
    renderer_classes = [JSONRenderer, CSVRenderer]
    http_method_names = ["get", "head"]

    @extend_schema(
        operation_id="bridge",
        tags=["Figures"],
        summary="Why a figure moved between two points, by cause",
        description="Sums of the ledger's postings between two points, by cause. The old figure and the steps add up "
        "to the new one, to the penny. As CSV: a row for the old figure, one for each step, one for the new figure.",
        parameters=[
            query("partnership", "The partnership's slug.", required=True),
            query(
                "from", f"The first point; nothing for the last released pack you may see, or 30 days before. {POINT}"
            ),
            query("from_on", "With a sequence: the day that it is named by, if not its own."),
            query("to", f"The second point. {POINT}"),
            query("to_on", "With a sequence: the day that it is named by, if not its own."),
            query("measure", "Which figure.", enum=[measure.value for measure in Measure], default="realised"),
            query("kind", "Of which kind.", enum=MONEY, default=Kind.CASHABLE.value),
            query("workstream", "Only this workstream, by slug."),
            query("organisation", "Only this organisation's shares, by code."),
        ],
        responses=BridgeSerializer,
    )
    def get(self, request: Any) -> HttpResponse:
        asked = AskedBridge(request)
        found = asked.bridge()
        if request.accepted_renderer.format == "csv":
            name = f"bridge-{asked.partnership.slug}-{asked.since.sequence}-{asked.at.sequence}.csv"
            return csv_response(_lines(asked, found), name)
        return Response(_answer(asked, found))


class AskedBridge(Asked):
    """As for figures, with another point before."""

    kinds = tuple(MONEY)

    def more(self) -> None:
        self.measure = self._measure()
        self.since = self._since()
        if not self.errors and self.since.sequence > self.at.sequence:
            self.errors["from"] = ["Choose a first point that is not after the second."]

    def as_at(self) -> AsAt:
        return self.point("to", "to_on")

    def _measure(self) -> Measure:
        asked = self.given("measure") or Measure.REALISED.value
        if asked in set(Measure):
            return Measure(asked)
        self.errors["measure"] = [f"Ask for one of {', '.join(Measure)}."]
        return Measure.REALISED

    def _since(self) -> AsAt:
        return self.point("from", "from_on") if self.given("from") else self._compared_with()

    def _compared_with(self) -> AsAt:
        return AsAt(0, date.min) if self.errors else figures.since(self.partnership, self.at, self.user)

    def bridge(self) -> Bridge:
        return figures.bridge_between(
            self.partnership, self.since, self.at, self.measure, self.kind or Kind.CASHABLE, **self.only
        )


def _answer(asked: AskedBridge, found: Bridge) -> Row:
    steps = zip(found.steps, found.running, strict=True)
    return {
        "partnership": asked.partnership.slug,
        "workstream": asked.workstreams.get(asked.workstream),
        "organisation": asked.organisations.get(asked.organisation),
        "measure": found.measure.value,
        "kind": str(found.kind),
        "from": _point(asked.since),
        "to": _point(asked.at),
        "before": pounds_text(found.before),
        "steps": [
            {
                "cause": step.cause.value,
                "amount": pounds_text(step.pence),
                "total": pounds_text(total),
            }
            for step, total in steps
        ],
        "after": pounds_text(found.after),
    }


def _point(at: AsAt) -> Row:
    return {"sequence": at.sequence, "on": at.on, "is_now": at.is_now}


def _lines(asked: AskedBridge, found: Bridge) -> Iterator[list[Any]]:
    answer = _answer(asked, found)
    place = [asked.partnership.slug, answer["workstream"], answer["organisation"], answer["measure"], answer["kind"]]
    points = [asked.since.sequence, asked.since.on, asked.at.sequence, asked.at.on]
    yield [
        *("partnership", "workstream", "organisation", "measure", "kind"),
        *("from_sequence", "from_on", "to_sequence", "to_on", "step", "amount", "total"),
    ]
    yield [*place, *points, "before", "", answer["before"]]
    for step in answer["steps"]:
        yield [*place, *points, step["cause"], step["amount"], step["total"]]
    yield [*place, *points, "after", pounds_text(found.moved), answer["after"]]

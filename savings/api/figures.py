"""Figures: the same numbers as the dashboard, from the same function."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from partnership.exports import csv_response
from partnership.models import Organisation, Partnership
from partnership.permissions import require
from partnership.rest.fields import HundredthsField, PoundsField, pounds_text
from partnership.rest.problems import BadParameters
from partnership.rest.renderers import CSVRenderer
from partnership.rest.resources import StrictView
from partnership.rest.rows import Row
from savings import figures
from savings.figures import Amounts, AsAt, Figures, Line, Measure, Owed, Rag
from savings.models.words import MONEY_KINDS, Kind, Stage, State
from workstreams.models import Workstream

TABLES = ("workstream", "organisation", "year")
POINT = (
    "Nothing for now; a day (its end), such as 2007-07-31; a moment, such as 2007-07-31T12:00:00Z; a point of the "
    "ledger, such as #123 (written %23123 in an address); or a meeting or board pack by its id, such as pack 12."
)


class AmountsSerializer(serializers.Serializer):
    target = PoundsField()
    forecast = PoundsField()
    contracted = PoundsField()
    realised = PoundsField()
    verified = PoundsField(help_text="The part of realised that finance officers have verified.")


class OwedSerializer(AmountsSerializer):
    due = PoundsField(help_text="The part of the target that is due by the day the figures are as at.")


class LineSerializer(OwedSerializer):
    realised_without_target = PoundsField(
        help_text="The part of realised in workstreams and years that have no target. It counts against no target due."
    )
    variance = PoundsField(
        help_text="Realised in the years begun where a target is set, less the target due: below 0 is behind."
    )
    rag = serializers.ChoiceField(
        choices=[(rag.value, rag.value.capitalize()) for rag in Rag],
        help_text="Never better than amber while one workstream in one year of it is red.",
    )


class WorkstreamLineSerializer(LineSerializer):
    workstream = serializers.CharField(help_text="Its slug.")


class OrganisationLineSerializer(OwedSerializer):
    organisation = serializers.CharField(help_text="Its code.")


class YearLineSerializer(LineSerializer):
    year = serializers.IntegerField(help_text="The year in which the financial year begins.")


class YearAmountsSerializer(AmountsSerializer):
    year = serializers.IntegerField(help_text="The year in which the financial year begins.")


class KindFiguresSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=[(kind.value, kind.label) for kind in MONEY_KINDS])
    total = LineSerializer()
    by_workstream = WorkstreamLineSerializer(many=True)
    by_organisation = OrganisationLineSerializer(many=True)
    by_year = YearLineSerializer(many=True)
    cumulative = YearAmountsSerializer(many=True, help_text="The running total at the end of each year.")


class QualitySerializer(serializers.Serializer):
    saving = serializers.IntegerField(help_text="The id of the saving.")
    title = serializers.CharField()
    unit = serializers.CharField()
    workstream = serializers.CharField(help_text="Its slug.")
    organisation = serializers.CharField(help_text="Its code.")
    year = serializers.IntegerField()
    stage = serializers.ChoiceField(choices=Stage.choices)
    state = serializers.ChoiceField(choices=State.choices)
    measure = HundredthsField()


class AsAtSerializer(serializers.Serializer):
    sequence = serializers.IntegerField(
        help_text="Ask for as_at=#sequence and this `on`, and you get these figures again, for ever."
    )
    on = serializers.DateField(help_text="The day on which what is due is judged.")
    is_now = serializers.BooleanField()


class FiguresSerializer(serializers.Serializer):
    partnership = serializers.CharField(help_text="Its slug.")
    workstream = serializers.CharField(allow_null=True, help_text="The slug of the one asked for; null: all.")
    organisation = serializers.CharField(allow_null=True, help_text="The code of the one asked for; null: all.")
    as_at = AsAtSerializer()
    money = KindFiguresSerializer(many=True, help_text="Kinds are never added together.")
    qualitative = QualitySerializer(many=True, help_text="Each in its own unit, never summed.")


def query(name: str, description: str, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.STR, description=description, **more)


class FiguresView(StrictView, APIView):
    """Figures of one partnership, or of one workstream or organisation in it."""

    parameters = frozenset({"partnership", "as_at", "on", "workstream", "organisation", "kind", "format"})
    renderer_classes = [JSONRenderer, CSVRenderer]
    http_method_names = ["get", "head"]

    @extend_schema(
        operation_id="figures",
        tags=["Figures"],
        summary="Figures of a partnership, as at any moment",
        description="Sums of the ledger's postings up to a point. As CSV: one row for each line of each table.",
        parameters=[
            query("partnership", "The partnership's slug.", required=True),
            query("as_at", POINT),
            query("on", "With a point of the ledger: the day on which what is due is judged, if not its own."),
            query("workstream", "Only this workstream, by slug."),
            query("organisation", "Only this organisation's shares, by code."),
            query("kind", "Only this kind.", enum=Kind.values),
        ],
        responses=FiguresSerializer,
    )
    def get(self, request: Any) -> HttpResponse:
        asked = Asked(request)
        if request.accepted_renderer.format == "csv":
            name = f"figures-{asked.partnership.slug}-{asked.at.sequence}.csv"
            return csv_response(_lines(asked), name)
        return Response(_answer(asked))


class Asked:
    """What a request asks for, found and checked. Raises Http404, PermissionDenied, BadParameters with all errors."""

    kinds: tuple[str, ...] = tuple(Kind.values)

    def __init__(self, request: Any) -> None:
        self.request, self.user = request, request.user
        self.errors: dict[str, list[str]] = {}
        self.partnership = self._partnership()
        require(self.user, "savings.view_figures", self.partnership)
        self.kind = self._kind()
        streams = Workstream.objects.visible_to(self.user).filter(partnership=self.partnership)
        members = Organisation.objects.visible_to(self.user).filter(memberships__partnership=self.partnership)
        self.workstreams = dict(streams.values_list("pk", "slug"))
        self.organisations = dict(members.order_by("code").values_list("pk", "code").distinct())
        self.workstream = self._one("workstream", self.workstreams)
        self.organisation = self._one("organisation", self.organisations)
        self.at = self.as_at()
        self.more()
        if self.errors:
            raise BadParameters(self.errors)

    def more(self) -> None:
        """What else is asked for."""

    def given(self, name: str) -> str:
        return self.request.query_params.get(name, "").strip()

    def _partnership(self) -> Partnership:
        slug = self.given("partnership")
        if not slug:
            raise BadParameters({"partnership": ["Name the partnership by its slug."]})
        found = None
        if "\0" not in slug:
            found = Partnership.objects.visible_to(self.user).filter(slug=slug).first()
        if found is None:
            raise Http404
        return found

    def _kind(self) -> str:
        kind = self.given("kind")
        if kind and kind not in self.kinds:
            self.errors["kind"] = [f"Ask for one of {', '.join(self.kinds)}."]
        return kind

    def _one(self, name: str, known: dict[int, str]) -> int | None:
        code = self.given(name)
        found = next((pk for pk, each in known.items() if each == code), None)
        if code and found is None:
            self.errors[name] = [f"There is no {name} of this partnership with this code."]
        return found

    def as_at(self) -> AsAt:
        return self.point("as_at", "on")

    def point(self, name: str, on: str) -> AsAt:
        try:
            return figures.as_at(self.partnership, self.given(name), self.given(on), user=self.user)
        except ValidationError as error:
            self.errors[name] = list(error.messages)
            return AsAt(0, date.min)

    @property
    def only(self) -> dict[str, Any]:
        return {"user": self.user, "workstream": self.workstream, "organisation": self.organisation}

    def money(self) -> list[tuple[str, Figures]]:
        found = figures.figures(self.partnership, self.at, **self.only)
        return [(kind.value, found) for kind in MONEY_KINDS if self.kind in ("", kind)]

    def qualitative(self) -> list[Row]:
        if self.kind not in ("", Kind.QUALITATIVE):
            return []
        rows = figures.qualities(self.partnership, self.at, **self.only)
        return [
            {
                "saving": row.saving,
                "title": row.title,
                "unit": row.unit,
                "workstream": self.workstreams.get(row.workstream, ""),
                "organisation": self.organisations.get(row.organisation, ""),
                "year": row.year,
                "stage": row.stage,
                "state": row.state,
                "measure": pounds_text(row.hundredths),
            }
            for row in rows
        ]


def _answer(asked: Asked) -> Row:
    return {
        "partnership": asked.partnership.slug,
        "workstream": asked.workstreams.get(asked.workstream),
        "organisation": asked.organisations.get(asked.organisation),
        "as_at": {"sequence": asked.at.sequence, "on": asked.at.on, "is_now": asked.at.is_now},
        "money": [
            {"kind": kind, "total": _line(found.total(kind))} | _tables(asked, kind, found)
            for kind, found in asked.money()
        ],
        "qualitative": asked.qualitative(),
    }


def _tables(asked: Asked, kind: str, found: Figures) -> dict[str, list[Row]]:
    streams, members = asked.workstreams, asked.organisations
    return {
        "by_workstream": [
            {"workstream": streams.get(pk, "")} | _line(line) for pk, line in found.by_workstream(kind).items()
        ],
        "by_organisation": [
            {"organisation": members.get(pk, "")} | _owed(owed) for pk, owed in found.by_organisation(kind).items()
        ],
        "by_year": [{"year": year} | _line(line) for year, line in found.by_year(kind).items()],
        "cumulative": [{"year": year} | _amounts(sums) for year, sums in found.cumulative(kind).items()],
    }


def _amounts(amounts: Amounts) -> Row:
    return {measure.value: pounds_text(amounts[measure]) for measure in Measure}


def _owed(owed: Owed) -> Row:
    return _amounts(owed.amounts) | {"due": pounds_text(owed.due)}


def _line(line: Line) -> Row:
    judged = {
        "realised_without_target": pounds_text(line.untargeted),
        "variance": pounds_text(line.variance),
        "rag": line.rag.value,
    }
    return _owed(line) | judged


def _lines(asked: Asked) -> Iterator[list[Any]]:
    """The tables of money one below the other, as rows of one table."""
    columns = [*(measure.value for measure in Measure), "due", "realised_without_target", "variance", "rag"]
    yield ["partnership", "sequence", "as_at_on", "kind", "table", *TABLES, *columns]
    place = [asked.partnership.slug, asked.at.sequence, asked.at.on]
    for kind, found in asked.money():
        tables = {"total": [_line(found.total(kind))]} | _tables(asked, kind, found)
        for table, rows in tables.items():
            for row in rows:
                yield [*place, kind, table.removeprefix("by_"), *(row.get(name, "") for name in (*TABLES, *columns))]

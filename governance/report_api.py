"""Reports and the consultation on them over the API, to read. What is exempt is withheld as on the pages."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.reverse import reverse

from governance.models import (
    Appendix,
    BackgroundPaper,
    Body,
    Clearance,
    Meeting,
    Report,
    ReportConsultation,
    ReportPart,
    ReportRecommendation,
    ReportVersion,
    RouteStep,
)
from governance.models.appendices import has_exempt_matter
from partnership.models import Partnership
from partnership.rest.filters import CodeFilter, FilterSet, FlagFilter, ModifiedSince, changed
from partnership.rest.resources import Resource
from partnership.rest.rows import Row, attach
from workstreams.models import Workstream


class ReportPartSerializer(serializers.Serializer):
    key = serializers.CharField(help_text="Which part, such as purpose or legal.")
    text = serializers.CharField(allow_blank=True, help_text="In Markdown. Empty where it is none, or exempt.")
    is_none = serializers.BooleanField(help_text="Whether there is nothing to say under it.")
    exempt_reason = serializers.CharField(allow_blank=True, help_text="Why it is exempt; empty: open.")
    cleared_post = serializers.CharField(
        source="*", allow_null=True, help_text="The post that cleared these words; null: nobody yet, or not needed."
    )
    cleared_at = serializers.CharField(source="*", allow_null=True, help_text="When it was cleared.")


class _PartRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    key = serializers.CharField()
    text = serializers.CharField()
    is_none = serializers.BooleanField()
    exempt_reason = serializers.CharField()


class ReportRecommendationSerializer(serializers.Serializer):
    number = serializers.IntegerField(source="order", help_text="From 1, in order.")
    text = serializers.CharField()


class PaperSerializer(serializers.Serializer):
    title = serializers.CharField()
    where = serializers.CharField(help_text="Where it can be read.")


class AppendixSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    title = serializers.CharField(allow_blank=True, help_text="Empty where it is exempt and you may not see it.")
    name = serializers.CharField(allow_blank=True, help_text="The file’s name; empty where it is withheld.")
    sha256 = serializers.CharField(allow_blank=True, help_text="Of the file; empty where it is withheld.")
    exempt_reason = serializers.CharField(allow_blank=True, help_text="Why it is exempt; empty: open.")


class ReportConsultationSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="consultation_id", help_text="The id of the consultation.")
    title = serializers.CharField(source="consultation.title")
    closed_on = serializers.DateField(source="consultation.closed_on", allow_null=True)


class RouteStepSerializer(serializers.Serializer):
    body = serializers.CharField(source="stop.body.name")
    consulted = serializers.BooleanField(source="stop.is_consulted", help_text="Whether the body is consulted there.")
    word = serializers.ChoiceField(choices=RouteStep.Word.choices, help_text="What happened.")
    on = serializers.DateField()
    text = serializers.CharField(allow_blank=True, help_text="Remarks, reason or reply; empty where withheld.")


class UsedFigureSerializer(serializers.Serializer):
    reference = serializers.CharField(help_text="As it stands between the braces.")
    words = serializers.CharField(help_text="What it is.")
    pence = serializers.IntegerField(allow_null=True, help_text="In pence; null for a chart.")
    sequence = serializers.IntegerField(help_text="The point of the ledger that it is as at.")
    as_at_on = serializers.DateField(help_text="The day that it is as at.")


class ReportSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="workstream.slug", allow_null=True, help_text="Null: the programme.")
    number = serializers.IntegerField(help_text="Unique in its partnership.")
    title = serializers.CharField()
    author_post = serializers.CharField(help_text="Whose report it is, by post.")
    state = serializers.ChoiceField(choices=Report.State.choices)
    exempt_reason = serializers.CharField(allow_blank=True, help_text="Why it is exempt as a whole; empty: open.")
    no_consultation_reason = serializers.CharField(
        allow_blank=True, help_text="Why nobody need be consulted; empty: consultation is needed."
    )
    stands_before = serializers.CharField(
        source="stands_before.name", allow_null=True, help_text="The body that it is before; null: with its author."
    )
    published_at = serializers.DateTimeField(allow_null=True)
    withdrawn_reason = serializers.CharField(allow_blank=True)
    page = serializers.URLField(source="*", help_text="Where people read it.")
    parts = ReportPartSerializer(many=True)
    recommendations = ReportRecommendationSerializer(many=True)
    papers = PaperSerializer(many=True, help_text="Background papers.")
    appendices = AppendixSerializer(many=True)
    consultations = ReportConsultationSerializer(many=True, help_text="What it points to as its evidence.")
    steps = RouteStepSerializer(many=True, help_text="Its way so far, the oldest first.")
    figures = UsedFigureSerializer(many=True, help_text="Figures and charts as they were frozen; none until then.")


def _modified(since: datetime) -> Q:
    stepped = RouteStep.objects.filter(recorded_at__gte=since).values("report")
    cleared = Clearance.objects.filter(cleared_at__gte=since).values("part__report")
    found = Q(pk__in=changed(Report, since)) | Q(pk__in=stepped) | Q(pk__in=cleared)
    for model in (ReportPart, ReportRecommendation, BackgroundPaper, Appendix, ReportConsultation):
        found |= Q(pk__in=changed(model, since, "report"))
    return found


class ReportFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("workstream__slug", of=Workstream, key="slug")
    state = django_filters.ChoiceFilter(choices=Report.State.choices)
    stands_before = django_filters.ModelChoiceFilter(
        queryset=lambda request: Body.objects.visible_to(request.user),
        help_text="The id of the body that it is before.",
    )
    meeting = django_filters.ModelChoiceFilter(
        queryset=lambda request: Meeting.objects.visible_to(request.user),
        method="of_meeting",
        help_text="The id of a meeting on whose agenda it is.",
    )
    exempt = FlagFilter(method="of_exempt", help_text="Whether it is exempt as a whole.")
    modified_since = ModifiedSince(_modified)

    def of_meeting(self, rows: QuerySet, name: str, value: Meeting) -> QuerySet:
        return rows.filter(pk__in=value.items.values("report"))

    def of_exempt(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.exclude(exempt_reason="") if value else rows.filter(exempt_reason="")


@extend_schema(tags=["Meetings and board packs"])
@extend_schema_view(
    list=extend_schema(operation_id="reports", summary="Committee reports you may see, with their parts and route"),
    retrieve=extend_schema(operation_id="report", summary="One committee report"),
)
class ReportResource(Resource):
    queryset = Report.objects.all()
    serializer_class = ReportSerializer
    filterset_class = ReportFilters
    orderings = {"id": "pk", "published_at": "published_at"}

    def complete(self, rows: list[Row]) -> None:
        """Eleven queries, for any number of rows."""
        ids = [row["id"] for row in rows]
        own = Report.objects.filter(pk__in=ids)
        opened = set(own.filter(Report.objects.exempt_open_to(self.request.user)).values_list("pk", flat=True))
        at_work = set(Report.objects.at_work_for(self.request.user).filter(pk__in=ids).values_list("pk", flat=True))
        mixed = set(own.filter(has_exempt_matter()).values_list("pk", flat=True))
        attach(rows, "parts", _PartRowSerializer, ReportPart.objects.order_by("pk"), "report")
        attach(rows, "recommendations", ReportRecommendationSerializer, ReportRecommendation.objects.all(), "report")
        attach(rows, "papers", PaperSerializer, BackgroundPaper.objects.all(), "report")
        attach(rows, "appendices", AppendixSerializer, Appendix.objects.standing(), "report")
        pointed = ReportConsultation.objects.visible_to(self.request.user)
        attach(rows, "consultations", ReportConsultationSerializer, pointed, "report")
        steps = RouteStep.objects.order_by("pk")
        attach(rows, "steps", RouteStepSerializer, steps, "report")
        clearances, figures = _clearances(ids), _figures(ids)
        for row in rows:
            is_open = row["id"] in opened
            _finish_parts(row, is_open, clearances)
            row["figures"] = figures.get(row["id"], [])
            row["page"] = reverse("report", [row["partnership"], row["id"]], request=self.request)
            if row["id"] not in at_work:
                _withhold_remarks(row)
            if not is_open:
                _withhold(row, row["id"] in mixed)


def _clearances(ids: list[int]) -> dict[int, tuple[str, str, str]]:
    """Post, moment and digest of the last clearance of each part of these reports. One query."""
    found = Clearance.objects.filter(part__report__in=ids).order_by("pk")
    return {
        part: (post, at.isoformat(), digest)
        for part, post, at, digest in found.values_list("part", "post", "cleared_at", "digest")
    }


def _finish_parts(row: Row, is_open: bool, clearances: dict[int, tuple[str, str, str]]) -> None:
    for part in row["parts"]:
        words = {name: part[name] for name in ("key", "text", "is_none")}
        post, at, digest = clearances.get(part.pop("id"), (None, None, ""))
        holds = digest == ReportPart(**words).digest
        part["cleared_post"], part["cleared_at"] = (post, at) if holds else (None, None)
        if part["exempt_reason"] and not is_open:
            part["text"], part["is_none"] = "", False


def _withhold_remarks(row: Row) -> None:
    """What bodies said is for those who work on the report. Every reader has the trail of consultation: what who was
    consulted said, what was replied, and why somebody was not consulted."""
    for step in row["steps"]:
        if not step["consulted"] or step["word"] == RouteStep.Word.SENT:
            step["text"] = ""


def _withhold(row: Row, has_exempt: bool) -> None:
    """What tells of exempt matter besides the exempt parts themselves."""
    for appendix in row["appendices"]:
        if appendix["exempt_reason"]:
            appendix["title"] = appendix["name"] = appendix["sha256"] = ""
    if has_exempt:
        closed = {part["key"] for part in row["parts"] if part["exempt_reason"]}
        row["figures"] = [] if closed else row["figures"]
        for step in row["steps"]:
            step["text"] = ""


def _figures(ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    """What the references of the published versions stood for. One query."""
    kept = ReportVersion.objects.filter(report__in=ids, kind=ReportVersion.Kind.PUBLISHED)
    return {
        report: [_figure(inside, stood) for inside, stood in figures.items() if "problem" not in stood]
        for report, figures in kept.values_list("report", "figures")
    }


def _figure(inside: str, stood: dict[str, Any]) -> dict[str, Any]:
    return {
        "reference": inside,
        "words": stood["words"],
        "pence": stood.get("pence"),
        "sequence": stood["sequence"],
        "as_at_on": stood["on"],
    }

"""Board packs and annual statements over the API."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

import django_filters
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.reverse import reverse

from governance.models import Body, Meeting, Pack
from partnership.models import Organisation, Partnership
from partnership.permissions import require
from partnership.rest.filters import CodeFilter, FilterSet, FlagFilter, ModifiedSince, YearFilter
from partnership.rest.renderers import PDFRenderer
from partnership.rest.resources import Resource
from partnership.rest.rows import Row


class PackSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    meeting = serializers.IntegerField(
        source="meeting_id", allow_null=True, help_text="The id of the meeting of a board pack; null for a statement."
    )
    body = serializers.CharField(
        source="meeting.body.name", allow_null=True, help_text="The body of that meeting; null for a statement."
    )
    organisation = serializers.CharField(
        source="organisation.code", allow_null=True, help_text="Whose annual statement it is, by code; null for a pack."
    )
    year = serializers.IntegerField(
        allow_null=True, help_text="The year in which an annual statement's financial year begins; null for a pack."
    )
    exempt = serializers.BooleanField(
        source="is_exempt", help_text="Whether it is the edition with what is exempt from publication."
    )
    supplement = serializers.IntegerField(
        help_text="The supplement to the agenda that a board pack is of; 0 if it is of all items."
    )
    version = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Pack.State.choices)
    as_at_on = serializers.DateField(help_text="The day its figures are as at.")
    sequence = serializers.IntegerField(
        help_text="The point of the ledger its figures are as at: as_at=#sequence&on=as_at_on."
    )
    requested_at = serializers.DateTimeField()
    requested_by = serializers.CharField(
        source="requested_by.name", help_text="Who asked for it; of a scheduled one, in whose name it was made."
    )
    scheduled = serializers.BooleanField(
        source="is_scheduled", help_text="Whether nobody asked: the body's rule had it made by itself."
    )
    finished_at = serializers.DateTimeField(allow_null=True)
    released_at = serializers.DateTimeField(
        source="release.released_at", allow_null=True, help_text="When it was released or, a statement, signed off."
    )
    released_by = serializers.CharField(source="release.released_by.name", allow_null=True)
    released_by_post = serializers.CharField(
        source="release.post_title", allow_null=True, help_text="The post of whoever released or signed it, then."
    )
    released_sha256 = serializers.CharField(
        source="release.sha256", allow_null=True, help_text="The SHA-256 of the file that was released or signed."
    )
    sha256 = serializers.CharField(allow_blank=True, help_text="The SHA-256 of the file, in hexadecimal.")
    size = serializers.IntegerField(allow_null=True, help_text="In bytes.")
    pages = serializers.IntegerField(allow_null=True)
    file = serializers.URLField(source="*", allow_null=True, help_text="Where the PDF is; null until it is made.")


def _pack_changed(since: datetime) -> Q:
    return Q(requested_at__gte=since) | Q(finished_at__gte=since) | Q(release__released_at__gte=since)


class PackFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    meeting = django_filters.ModelChoiceFilter(
        queryset=lambda request: Meeting.objects.visible_to(request.user), help_text="The id of the meeting."
    )
    body = django_filters.ModelChoiceFilter(
        "meeting__body", queryset=lambda request: Body.objects.visible_to(request.user), help_text="The id of the body."
    )
    exempt = FlagFilter("is_exempt", help_text="true: exempt editions alone; false: all others.")
    scheduled = FlagFilter("is_scheduled")
    organisation = CodeFilter(
        "organisation__code", of=Organisation, key="code", help_text="Annual statements of this organisation."
    )
    year = YearFilter("year", help_text="Annual statements of this financial year.")
    state = django_filters.ChoiceFilter(choices=Pack.State.choices)
    released = FlagFilter("release", "isnull", exclude=True, help_text="Whether it was released or signed off.")
    modified_since = ModifiedSince(_pack_changed)


@extend_schema(tags=["Meetings and board packs"])
@extend_schema_view(
    list=extend_schema(operation_id="packs", summary="Board packs and annual statements you may see"),
    retrieve=extend_schema(operation_id="pack", summary="One board pack or annual statement"),
)
class PackResource(Resource):
    queryset = Pack.objects.all()
    serializer_class = PackSerializer
    filterset_class = PackFilters
    orderings = {"id": "pk", "requested_at": "requested_at", "sequence": "sequence"}

    def complete(self, rows: list[Row]) -> None:
        for row in rows:
            made = row["state"] == Pack.State.FINISHED
            row["file"] = reverse("api-packs-file", [row["id"]], request=self.request) if made else None

    def get_renderers(self) -> list[Any]:
        return [PDFRenderer()] if self.action == "file" else super().get_renderers()

    @extend_schema(
        operation_id="pack_file",
        summary="The PDF of a board pack or annual statement",
        responses={(HTTPStatus.OK, "application/pdf"): OpenApiTypes.BINARY},
    )
    @action(detail=True)
    def file(self, request: Any, pk: int) -> HttpResponse:
        pack = self.get_queryset().finished().filter(**self._stored({"pk": pk})).first()
        if pack is None:
            raise Http404
        require(request.user, pack.duties.download, pack)
        try:
            file = pack.file.open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        return FileResponse(file, as_attachment=True, filename=pack.filename, content_type="application/pdf")

"""The A-Z of shared services over the API: live workstreams and what else is shared, of one partnership."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from partnership.exports import csv_response
from partnership.models import Partnership
from partnership.rest.problems import BadParameters
from partnership.rest.renderers import CSVRenderer
from partnership.rest.resources import StrictView
from partnership.rest.rows import Row
from workstreams.directory import Service, services

NAMES = ("name", "description", "shared_by", "host", "legal_basis", "since_on", "email", "web", "workstream")


class ServiceSerializer(serializers.Serializer):
    name = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    shared_by = serializers.ListField(child=serializers.CharField(), help_text="Codes of the organisations.")
    host = serializers.CharField(allow_null=True, help_text="Its code; null: none.")
    legal_basis = serializers.CharField()
    since_on = serializers.DateField(allow_null=True)
    email = serializers.CharField(allow_blank=True, help_text="Of the service or a post.")
    web = serializers.CharField(allow_blank=True)
    workstream = serializers.CharField(allow_null=True, help_text="The slug of its workstream; null: it is none.")


class ServicesSerializer(serializers.Serializer):
    partnership = serializers.CharField(help_text="Its slug.")
    results = ServiceSerializer(many=True, help_text="In the order of their names.")


class ServicesView(StrictView, APIView):
    """Which services a partnership shares, in the order of their names."""

    parameters = frozenset({"partnership", "q", "council", "format"})
    renderer_classes = [JSONRenderer, CSVRenderer]
    http_method_names = ["get", "head"]

    @extend_schema(
        operation_id="services",
        tags=["Workstreams"],
        summary="A-Z of shared services",
        parameters=[
            OpenApiParameter("partnership", OpenApiTypes.STR, description="The partnership's slug.", required=True),
            OpenApiParameter("q", OpenApiTypes.STR, description="Words that must stand in what is told of it."),
            OpenApiParameter("council", OpenApiTypes.STR, description="The code of who shares or hosts it."),
        ],
        responses=ServicesSerializer,
    )
    def get(self, request: Any) -> HttpResponse:
        partnership, council = _partnership(request), request.query_params.get("council", "")
        found = [one for one in services(partnership) if one.has_words(request.query_params.get("q", ""))]
        rows = [_row(one) for one in found if not council or council in one.concerned]
        if request.accepted_renderer.format == "csv":
            return csv_response(_lines(rows), f"services-{partnership.slug}-{timezone.localdate():%Y-%m-%d}.csv")
        return Response({"partnership": partnership.slug, "results": rows})


def _partnership(request: Any) -> Partnership:
    slug = request.query_params.get("partnership", "").strip()
    if not slug:
        raise BadParameters({"partnership": ["Name the partnership by its slug."]})
    found = Partnership.objects.visible_to(request.user).filter(slug=slug).first() if "\0" not in slug else None
    if found is None:
        raise Http404
    return found


def _row(one: Service) -> Row:
    return {
        "name": one.name,
        "description": one.description,
        "shared_by": [each.code for each in one.partners],
        "host": one.host.code if one.host else None,
        "legal_basis": one.basis,
        "since_on": one.since_on,
        "email": one.email,
        "web": one.web,
        "workstream": one.workstream.slug if one.workstream else None,
    }


def _lines(rows: list[Row]) -> Iterator[list[Any]]:
    yield list(NAMES)
    for row in rows:
        yield [*(("; ".join(value) if isinstance(value, list) else value) for value in row.values())]

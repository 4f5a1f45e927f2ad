"""The search over the API."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from partnership import search
from partnership.models import Partnership
from partnership.rest.problems import BadParameters
from partnership.rest.resources import StrictView

MOST = 50  # of each kind, in one answer
LAST_PAGE = 200


class HitSerializer(serializers.Serializer):
    kind = serializers.CharField(help_text="Of which kind it is, as the parameter says it.")
    title = serializers.CharField()
    text = serializers.CharField(allow_blank=True, help_text="A piece of its text, around the first word found.")
    on = serializers.DateField(allow_null=True, help_text="Its day; null: it has none.")
    path = serializers.CharField(help_text="Its page in the portal.")


class HitsSerializer(serializers.Serializer):
    partnership = serializers.CharField(help_text="Its slug.")
    next_page = serializers.IntegerField(allow_null=True, help_text="Null: there is no more.")
    results = HitSerializer(many=True, help_text="By kind; of each the best first.")


class SearchView(StrictView, APIView):
    """What has all the words, of all that the caller may read in a partnership. Each page has up to 50 of each kind."""

    parameters = frozenset({"partnership", "q", "kind", "page", "format"})
    renderer_classes = [JSONRenderer]
    http_method_names = ["get", "head"]

    @extend_schema(
        operation_id="search",
        tags=["Partnerships"],
        summary="Search",
        parameters=[
            OpenApiParameter("partnership", OpenApiTypes.STR, description="The partnership's slug.", required=True),
            OpenApiParameter("q", OpenApiTypes.STR, description="Words, of which all must be there.", required=True),
            OpenApiParameter("kind", OpenApiTypes.STR, description="Only this kind, such as decisions or lessons."),
            OpenApiParameter("page", OpenApiTypes.INT, description="Which page, from 1."),
        ],
        responses=HitsSerializer,
    )
    def get(self, request: Any) -> Response:
        asked = request.query_params
        here = _partnership(request.user, asked.get("partnership", "").strip())
        known = search.kinds(request.user, here)
        wrong = {}
        words, problem = _words(asked.get("q", ""))
        if problem:
            wrong["q"] = [problem]
        of = [kind for kind in known if asked.get("kind", kind.key) == kind.key]
        if not of:
            wrong["kind"] = [f"Choose one of {', '.join(kind.key for kind in known)}."]
        page = asked.get("page", "1")
        if not (page.isascii() and page.isdigit() and len(page) < 4 and 1 <= int(page) <= LAST_PAGE):
            wrong["page"] = [f"Give a whole number from 1 to {LAST_PAGE}."]
        if wrong:
            raise BadParameters(wrong)
        groups = search.found(request.user, here, words, of, (int(page) - 1) * MOST, MOST)
        more = any(group.more for group in groups) and int(page) < LAST_PAGE
        rows = [_row(group.kind, shown) for group in groups for shown in group.hits]
        return Response({"partnership": here.slug, "next_page": int(page) + 1 if more else None, "results": rows})


def _partnership(user: Any, slug: str) -> Partnership:
    if not slug:
        raise BadParameters({"partnership": ["Name the partnership by its slug."]})
    found = Partnership.objects.visible_to(user).filter(slug=slug).first() if "\0" not in slug else None
    if found is None:
        raise Http404
    return found


def _words(text: str) -> tuple[search.Words, str]:
    """The words, or what is wrong with them."""
    if "\0" in text or len(text) > search.LONGEST:
        return (), f"Give up to {search.LONGEST} characters."
    try:
        words = search.words_of(text)
    except ValidationError as error:
        return (), error.messages[0]
    return words, "" if words else "Give at least one word."


def _row(kind: search.Kind, shown: search.Shown) -> dict[str, Any]:
    hit = shown.hit
    text = search.around(hit.text, shown.words)
    return {"kind": kind.key, "title": hit.title, "text": text, "on": hit.on, "path": hit.url}

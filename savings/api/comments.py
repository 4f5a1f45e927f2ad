"""Comments on statements."""

import django_filters
from django.db.models import Q
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from partnership.models import Partnership
from partnership.rest.filters import CodeFilter, FilterSet, ModifiedSince
from partnership.rest.resources import Resource
from savings.models import Comment, Statement


class CommentSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    statement = serializers.IntegerField(source="statement_id", help_text="The id of the statement.")
    text = serializers.CharField()
    written_at = serializers.DateTimeField()
    written_by = serializers.CharField(source="written_by.name", help_text="The name of who wrote it.")


class CommentFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    statement = django_filters.ModelChoiceFilter(
        queryset=lambda request: Statement.objects.visible_to(request.user), help_text="The id of the statement."
    )
    modified_since = ModifiedSince(lambda since: Q(written_at__gte=since))


@extend_schema(tags=["Statements"])
@extend_schema_view(
    list=extend_schema(operation_id="comments", summary="Comments on statements"),
    retrieve=extend_schema(operation_id="comment", summary="One comment"),
)
class CommentResource(Resource):
    queryset = Comment.objects.all()
    serializer_class = CommentSerializer
    filterset_class = CommentFilters
    orderings = {"id": "pk", "written_at": "written_at"}

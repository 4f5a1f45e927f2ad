"""Satisfaction surveys over the API: who was asked, who answered, and the answers to each question."""

from django.db.models import Q
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from partnership.models import Organisation, Partnership
from partnership.rest.fields import HundredthsField
from partnership.rest.filters import CodeFilter, FilterSet, ModifiedSince
from partnership.rest.resources import Resource
from partnership.rest.rows import Row, attach
from workstreams.models import Survey, SurveyQuestion, Workstream
from workstreams.surveying import Result


class SurveyQuestionSerializer(serializers.Serializer):
    number = serializers.IntegerField(help_text="The first gives the result.")
    words = serializers.CharField(help_text="The question, word for word.")
    answered_1 = serializers.IntegerField(help_text="How many answered 1, very dissatisfied.")
    answered_2 = serializers.IntegerField(help_text="How many answered 2.")
    answered_3 = serializers.IntegerField(help_text="How many answered 3.")
    answered_4 = serializers.IntegerField(help_text="How many answered 4.")
    answered_5 = serializers.IntegerField(help_text="How many answered 5, very satisfied.")


class SurveySerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="reading.partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="reading.indicator.workstream.slug", help_text="Its slug.")
    indicator = serializers.IntegerField(source="reading.indicator_id", help_text="The id of the indicator.")
    reading = serializers.IntegerField(source="reading_id", help_text="The id of the reading that it gave.")
    organisation = serializers.CharField(
        source="reading.organisation.code", allow_null=True, help_text="Its code; null: of all together."
    )
    first_on = serializers.DateField(source="reading.first_on", help_text="The first day of its period.")
    last_on = serializers.DateField(source="reading.last_on", help_text="The last day of its period.")
    title = serializers.CharField()
    asked = serializers.CharField(help_text="Who was asked.")
    sent = serializers.IntegerField(help_text="How many were asked.")
    answered = serializers.IntegerField(help_text="How many answered.")
    result = serializers.ChoiceField(
        choices=[(each.value, each.label) for each in Result], help_text="What counts, of the first question."
    )
    value = HundredthsField(source="reading.value_hundredths", help_text="What it came to.")
    recorded_at = serializers.DateTimeField()
    questions = SurveyQuestionSerializer(many=True, help_text="With the distribution of their answers.")


class SurveyFilters(FilterSet):
    partnership = CodeFilter("reading__partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("reading__indicator__workstream__slug", of=Workstream, key="slug")
    organisation = CodeFilter("reading__organisation__code", of=Organisation, key="code")
    modified_since = ModifiedSince(
        lambda since: Q(recorded_at__gte=since) | Q(reading__replacement__recorded_at__gte=since)
    )


@extend_schema(tags=["Service quality"])
@extend_schema_view(
    list=extend_schema(operation_id="surveys", summary="Satisfaction surveys, with their answers"),
    retrieve=extend_schema(operation_id="survey", summary="One satisfaction survey"),
)
class SurveyResource(Resource):
    queryset = Survey.objects.all()
    serializer_class = SurveySerializer
    filterset_class = SurveyFilters
    orderings = {"id": "pk", "recorded_at": "recorded_at"}

    def complete(self, rows: list[Row]) -> None:
        questions = SurveyQuestion.objects.visible_to(self.request.user).order_by("number")
        attach(rows, "questions", SurveyQuestionSerializer, questions, "survey")

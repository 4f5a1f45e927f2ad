"""Lessons, communications and consultations over the API: read by everybody who sees the partnership."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from partnership import clock
from partnership.models import Partnership
from partnership.rest.filters import CodeFilter, FilterSet, FlagFilter, ModifiedSince, changed
from partnership.rest.resources import Resource
from partnership.rest.rows import Row, attach
from workstreams.models import Attachment, Communication, Consultation, Consultee, Lesson, LessonTag, Workstream
from workstreams.models.consultations import GATED
from workstreams.models.lessons import STAGES


class OfProgrammeSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="workstream.slug", allow_null=True, help_text="Null: the programme.")


class AttachmentSerializer(serializers.Serializer):
    name = serializers.CharField()
    content_type = serializers.CharField(help_text="By its content.")
    size = serializers.IntegerField(help_text="In bytes.")
    sha256 = serializers.CharField(help_text="The SHA-256 of the file.")


class OfProgrammeFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("workstream__slug", of=Workstream, key="slug")


# --- Lessons ----------------------------------------------------------------------------------------------------------
class TagSerializer(serializers.Serializer):
    name = serializers.CharField()


class LessonSerializer(OfProgrammeSerializer):
    title = serializers.CharField()
    stage = serializers.ChoiceField(choices=STAGES, allow_blank=True, help_text="Empty: no stage of its own.")
    situation = serializers.CharField(help_text="What happened.")
    learned = serializers.CharField(help_text="What was learned from it.")
    recommendation = serializers.CharField(help_text="What others should do.")
    tags = TagSerializer(many=True, help_text="Words to find it by.")
    learned_on = serializers.DateField(help_text="When it was learned.")
    public = serializers.BooleanField(source="is_public", help_text="Whether it may be told to anybody.")


def _lesson_modified(since: datetime) -> Q:
    return Q(pk__in=changed(Lesson, since)) | Q(pk__in=changed(LessonTag, since, "lesson"))


class LessonFilters(OfProgrammeFilters):
    stage = django_filters.ChoiceFilter(choices=STAGES)
    tag = django_filters.CharFilter(method="of_tag", help_text="Only those with this tag, in small letters.")
    public = FlagFilter("is_public", help_text="true: only those that may be told to anybody; false: only the others.")
    modified_since = ModifiedSince(_lesson_modified)

    def of_tag(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.tagged(value)


@extend_schema(tags=["Workstreams"])
@extend_schema_view(
    list=extend_schema(operation_id="lessons", summary="Lessons learned"),
    retrieve=extend_schema(operation_id="lesson", summary="One lesson"),
)
class LessonResource(Resource):
    queryset = Lesson.objects.all()
    serializer_class = LessonSerializer
    filterset_class = LessonFilters
    orderings = {"id": "pk", "learned_on": "learned_on"}

    def complete(self, rows: list[Row]) -> None:
        tags = LessonTag.objects.visible_to(self.request.user).order_by("name")
        attach(rows, "tags", TagSerializer, tags, "lesson")


# --- Communications ---------------------------------------------------------------------------------------------------
class CommunicationSerializer(OfProgrammeSerializer):
    kind = serializers.ChoiceField(choices=Communication.Kind.choices)
    title = serializers.CharField()
    audience = serializers.ChoiceField(choices=Communication.Audience.choices, help_text="For whom it was.")
    on = serializers.DateField(help_text="The day; of what is planned, the day to come.")
    said = serializers.CharField(allow_blank=True, help_text="What was said, or learned.")
    attachments = AttachmentSerializer(many=True, help_text="Its papers.")


def _communication_modified(since: datetime) -> Q:
    return Q(pk__in=changed(Communication, since)) | Q(pk__in=changed(Attachment, since, "communication"))


class CommunicationFilters(OfProgrammeFilters):
    kind = django_filters.ChoiceFilter(choices=Communication.Kind.choices)
    audience = django_filters.ChoiceFilter(
        choices=Communication.Audience.choices, method="of_audience", help_text="Those that were for them, or for more."
    )
    modified_since = ModifiedSince(_communication_modified)

    def of_audience(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(audience__in=Communication.reaching(value))


@extend_schema(tags=["Workstreams"])
@extend_schema_view(
    list=extend_schema(operation_id="communications", summary="What was told to whom"),
    retrieve=extend_schema(operation_id="communication", summary="One communication"),
)
class CommunicationResource(Resource):
    queryset = Communication.objects.all()
    serializer_class = CommunicationSerializer
    filterset_class = CommunicationFilters
    orderings = {"id": "pk", "on": "on"}

    def complete(self, rows: list[Row]) -> None:
        papers = Attachment.objects.visible_to(self.request.user).exclude(communication=None).order_by("pk")
        attach(rows, "attachments", AttachmentSerializer, papers, "communication")


# --- Consultations ----------------------------------------------------------------------------------------------------
class ConsulteeSerializer(serializers.Serializer):
    group = serializers.ChoiceField(choices=Consultee.Group.choices)
    organisation = serializers.CharField(source="organisation.code", allow_null=True, help_text="Its code.")
    name = serializers.CharField(allow_blank=True, help_text="What they are called.")
    asked_on = serializers.DateField(help_text="When they were asked.")
    answered_on = serializers.DateField(allow_null=True, help_text="When they answered; null until then.")
    response = serializers.CharField(allow_blank=True, help_text="What they answered.")
    done = serializers.CharField(allow_blank=True, help_text="What was done about it.")


class ConsultationSerializer(OfProgrammeSerializer):
    title = serializers.CharField()
    stage = serializers.ChoiceField(choices=GATED, allow_blank=True, help_text="For the gate before this stage.")
    proposal = serializers.CharField(help_text="What is proposed.")
    opened_on = serializers.DateField(help_text="When it opens.")
    closes_on = serializers.DateField(help_text="The last day for replies.")
    closed_on = serializers.DateField(allow_null=True)
    result = serializers.ChoiceField(
        choices=Consultation.Result.choices, allow_blank=True, help_text="What became of the proposal."
    )
    outcome = serializers.CharField(allow_blank=True, help_text="What was done as a whole.")
    consultees = ConsulteeSerializer(many=True, help_text="Who is consulted.")
    attachments = AttachmentSerializer(many=True, help_text="Its papers.")


def _consultation_modified(since: datetime) -> Q:
    own = Q(pk__in=changed(Consultation, since)) | Q(pk__in=changed(Consultee, since, "consultation"))
    return own | Q(pk__in=changed(Attachment, since, "consultation"))


class ConsultationFilters(OfProgrammeFilters):
    stage = django_filters.ChoiceFilter(choices=GATED)
    closed = FlagFilter(method="of_closed", help_text="true: only those that are closed; false: only the others.")
    overdue = FlagFilter(method="of_overdue", help_text="Not closed, and the last day for replies is over.")
    modified_since = ModifiedSince(_consultation_modified)

    def of_closed(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.filter(closed_on__isnull=not value)

    def of_overdue(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        late = Q(closed_on=None, closes_on__lt=clock.today())
        return rows.filter(late) if value else rows.exclude(late)


@extend_schema(tags=["Workstreams"])
@extend_schema_view(
    list=extend_schema(operation_id="consultations", summary="Who was consulted on what"),
    retrieve=extend_schema(operation_id="consultation", summary="One consultation"),
)
class ConsultationResource(Resource):
    queryset = Consultation.objects.all()
    serializer_class = ConsultationSerializer
    filterset_class = ConsultationFilters
    orderings = {"id": "pk", "opened_on": "opened_on", "closes_on": "closes_on"}

    def complete(self, rows: list[Row]) -> None:
        user: Any = self.request.user
        people = Consultee.objects.visible_to(user).order_by("asked_on", "pk")
        attach(rows, "consultees", ConsulteeSerializer, people, "consultation")
        papers = Attachment.objects.visible_to(user).exclude(consultation=None).order_by("pk")
        attach(rows, "attachments", AttachmentSerializer, papers, "consultation")

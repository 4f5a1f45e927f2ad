"""Savings: read, drafted and submitted, by the same form and the same actions as the pages."""

from http import HTTPStatus
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from partnership.models import Organisation, Partnership
from partnership.permissions import reach, require
from partnership.rest.fields import PoundsField
from partnership.rest.filters import CodeFilter, FilterSet, ModifiedSince, changed
from partnership.rest.problems import NotNow
from partnership.rest.resources import Resource
from partnership.rest.rows import Row, columns_of
from savings import actions
from savings.api.contracts import ContractSerializer, complete_contracts
from savings.api.drafting import SavingDraftSerializer, draft_from_body
from savings.api.statements import CHANGES, StatementSerializer, changed_since, complete_statements
from savings.models import Contract, Saving, Statement
from savings.models.words import Category, Kind
from workstreams.models import Workstream


class SavingSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="workstream.slug", help_text="Its slug.")
    organisation = serializers.CharField(source="organisation.code", help_text="The code of whose officer logged it.")
    title = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    category = serializers.ChoiceField(choices=Category.choices)
    recurrence = serializers.ChoiceField(choices=Saving.Recurrence.choices)
    method = serializers.CharField(help_text="How it was worked out.")
    baseline = serializers.ChoiceField(choices=Saving.Baseline.choices)
    baseline_cost = PoundsField(source="baseline_pence", allow_null=True, help_text="The cost before, a year.")
    baseline_source = serializers.CharField(allow_blank=True)
    unit = serializers.CharField(allow_blank=True, help_text="Of a qualitative benefit: what is counted.")
    created_at = serializers.DateTimeField()


class WholeSavingSerializer(SavingSerializer):
    contract = ContractSerializer(allow_null=True, help_text="That it comes from; null: none.")
    statements = StatementSerializer(many=True, help_text="Those that you may see, by period.")


class SavingFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("workstream__slug", of=Workstream, key="slug")
    organisation = CodeFilter("organisation__code", of=Organisation, key="code", help_text="Whose officer logged it.")
    kind = django_filters.ChoiceFilter(choices=Kind.choices)
    category = django_filters.ChoiceFilter(choices=Category.choices)
    recurrence = django_filters.ChoiceFilter(choices=Saving.Recurrence.choices)
    modified_since = ModifiedSince(
        lambda since: (
            Q(pk__in=changed(Saving, since))
            | Q(pk__in=Statement.objects.filter(changed_since(since)).order_by().values("saving"))
        ),
        help_text=CHANGES,
    )


@extend_schema(tags=["Savings"])
@extend_schema_view(
    list=extend_schema(operation_id="savings", summary="Savings"),
    retrieve=extend_schema(
        operation_id="saving", summary="One saving, with its statements", responses=WholeSavingSerializer
    ),
)
class SavingResource(Resource):
    queryset = Saving.objects.all()
    serializer_class = SavingSerializer
    filterset_class = SavingFilters
    orderings = {"id": "pk", "title": "title", "created_at": "created_at"}

    def retrieve(self, request: Any, pk: int) -> HttpResponse:
        row = self.one(pk=pk)
        return Response(self._whole(row, Statement.objects.visible_to(request.user)))

    @extend_schema(
        operation_id="saving_draft",
        summary="Draft a saving",
        description="For an officer, or an API client whose token may write. What is wrong is said all at once, and "
        "nothing is saved then. A recurring saving gets one statement for each year from `first_year` to `last_year`.",
        request=SavingDraftSerializer,
        responses={HTTPStatus.CREATED: WholeSavingSerializer},
        examples=[
            OpenApiExample(
                "£100,000.00 in equal shares",
                request_only=True,
                value={
                    "partnership": "three-councils",
                    "workstream": "internal-audit",
                    "title": "Joint audit plan",
                    "kind": "cashable",
                    "category": "staff",
                    "recurrence": "one_off",
                    "method": "Two posts no longer filled, at cost.",
                    "baseline": "none",
                    "stage": "realised",
                    "first_year": 2025,
                    "amount": "100000.00",
                    "basis": "equal",
                },
            )
        ],
    )
    def create(self, request: Any) -> HttpResponse:
        saving = draft_from_body(request.data, by=request.user)
        response = Response(self._drafted(saving.pk), status=HTTPStatus.CREATED)
        response["Location"] = self.reverse_action("detail", args=[saving.pk])
        return response

    @extend_schema(
        operation_id="saving_submit",
        summary="Submit the drafts of a saving",
        description="All of them or, when one is refused, none: then the answer is 409 with the reasons.",
        request=None,
        responses=WholeSavingSerializer,
    )
    @action(detail=True, methods=["post"])
    def submit(self, request: Any, pk: int) -> HttpResponse:
        rows = Saving.objects.filter(**self._stored({"pk": pk}))
        visible = Exists(Saving.objects.visible_to(request.user).filter(pk=OuterRef("pk")))
        saving = rows.filter(visible | self._own()).select_related("partnership", "organisation", "workstream").first()
        if saving is None:
            raise Http404
        require(request.user, "savings.draft_saving", saving)
        try:
            actions.submit_saving(by=request.user, saving=saving)
        except ValidationError as error:
            raise NotNow(error) from error
        return Response(self._drafted(saving.pk))

    def _own(self) -> Q:
        """What the caller may draft and submit, though an API client may not list drafts."""
        return reach(self.request.user, "savings.draft_saving", organisation="organisation_id")

    def _drafted(self, pk: int) -> Row:
        (row,), _ = self.columns.read(Saving.objects.filter(self._own(), pk=pk))
        return self._whole(row, Statement.objects.filter(self._own()))

    def _whole(self, row: Row, statements: QuerySet[Statement]) -> Row:
        its_own = statements.filter(saving=row["id"]).order_by("year", "quarter", "pk")
        contracts, _ = columns_of(ContractSerializer).read(Contract.objects.filter(saving=row["id"]))
        complete_contracts(contracts)
        row["contract"] = contracts[0] if contracts else None
        row["statements"], _ = columns_of(StatementSerializer).read(its_own)
        complete_statements(row["statements"], self.request.user)
        return row

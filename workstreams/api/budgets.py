"""Grants, budget heads, what is committed and spent, and reserves, over the API. Spend can be recorded too."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.response import Response

from partnership.models import Organisation, Partnership, User
from partnership.money import pence_from_text
from partnership.rest.fields import PoundsField
from partnership.rest.filters import CodeFilter, FilterSet, ModifiedSince, YearFilter, changed
from partnership.rest.problems import BadBody, by_pointer, nested, pointer
from partnership.rest.resources import Resource
from workstreams import actions
from workstreams.models import BudgetHead, Funding, ReserveTransfer, Spend, Workstream
from workstreams.models.budgets import with_use

_WHOLE = "Its slug; null: the programme as a whole."


class FundingSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="workstream.slug", allow_null=True, help_text=_WHOLE)
    funder = serializers.CharField()
    purpose = serializers.CharField()
    conditions = serializers.CharField(allow_blank=True)
    reference = serializers.CharField(allow_blank=True, help_text="Of the scheme.")
    awarded_on = serializers.DateField()
    use_until_on = serializers.DateField(allow_null=True, help_text="The last day; null: none is set.")
    amount = PoundsField(source="amount_pence")
    allotted = PoundsField(help_text="Of its budget heads together.")
    spent = PoundsField(help_text="Until its last day.")
    late = PoundsField(help_text="Spent after its last day: it does not pay for that.")
    committed = PoundsField(help_text="Committed and not paid yet.")
    reserved = PoundsField(help_text="Put in a reserve.")
    left = PoundsField(help_text="Neither spent, committed nor in a reserve.")


class FundingFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("workstream__slug", of=Workstream, key="slug")
    modified_since = ModifiedSince(lambda since: Q(pk__in=changed(Funding, since)))


@extend_schema(tags=["Budgets"])
@extend_schema_view(
    list=extend_schema(operation_id="fundings", summary="Grants of money, with what is left of each"),
    retrieve=extend_schema(operation_id="funding", summary="One grant of money"),
)
class FundingResource(Resource):
    queryset = with_use(Funding.objects.all())
    serializer_class = FundingSerializer
    filterset_class = FundingFilters
    orderings = {"id": "pk", "awarded_on": "awarded_on"}


class BudgetSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="workstream.slug", allow_null=True, help_text=_WHOLE)
    year = serializers.IntegerField(help_text="The year in which the financial year begins.")
    head = serializers.ChoiceField(source="kind", choices=BudgetHead.Kind.choices)
    words = serializers.CharField(allow_blank=True, help_text="What it is for, in own words.")
    paid_from = serializers.ChoiceField(source="source", choices=BudgetHead.Source.choices)
    funding = serializers.IntegerField(
        source="funding_id", allow_null=True, help_text="The grant that pays, by its id."
    )
    amount = PoundsField(source="amount_pence")
    spent = PoundsField()
    committed = PoundsField(help_text="Committed and not paid yet.")
    remaining = PoundsField(help_text="Below 0: over the budget.")


class BudgetFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("workstream__slug", of=Workstream, key="slug")
    year = YearFilter("year", help_text="The year in which the financial year begins.")
    head = django_filters.ChoiceFilter("kind", choices=BudgetHead.Kind.choices)
    paid_from = django_filters.ChoiceFilter("source", choices=BudgetHead.Source.choices)
    modified_since = ModifiedSince(
        lambda since: Q(pk__in=changed(BudgetHead, since)) | Q(pk__in=changed(Spend, since, "head"))
    )


@extend_schema(tags=["Budgets"])
@extend_schema_view(
    list=extend_schema(operation_id="budgets", summary="Budget heads, with what is spent and committed"),
    retrieve=extend_schema(operation_id="budget", summary="One budget head"),
)
class BudgetResource(Resource):
    queryset = BudgetHead.objects.with_position()
    serializer_class = BudgetSerializer
    filterset_class = BudgetFilters
    orderings = {"id": "pk", "year": "year"}


class SpendSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    budget = serializers.IntegerField(source="head_id", help_text="The budget head, by its id.")
    partnership = serializers.CharField(source="head.partnership.slug", help_text="Its slug.")
    organisation = serializers.CharField(source="organisation.code", help_text="Its code.")
    on = serializers.DateField()
    kind = serializers.ChoiceField(choices=Spend.Kind.choices)
    what = serializers.CharField(help_text="Supplier, and what for.")
    reference = serializers.CharField(allow_blank=True, help_text="Order or invoice number.")
    amount = PoundsField(source="amount_pence", help_text="Below 0: it takes another row back.")
    commitment = serializers.IntegerField(
        source="commitment_id", allow_null=True, help_text="The row that it pays or corrects, by its id."
    )
    reason = serializers.CharField(allow_blank=True, help_text="Of an amount below 0.")


@extend_schema_field({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]{1,2})?$", "examples": ["1234.50"]})
class PenceField(serializers.Field):
    """Pounds as text; whole pence out."""

    def to_internal_value(self, data: Any) -> int:
        try:
            return pence_from_text(data, allow_negative=True)
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from error


class SpendBodySerializer(serializers.Serializer):
    """The shape of the body that records a row."""

    budget = serializers.IntegerField(min_value=1, max_value=2**63 - 1, help_text="The budget head, by its id.")
    organisation = serializers.CharField(max_length=12, help_text="The code of who orders or pays.")
    on = serializers.DateField()
    kind = serializers.ChoiceField(choices=Spend.Kind.choices)
    what = serializers.CharField(max_length=200, help_text="Supplier, and what for.")
    reference = serializers.CharField(max_length=60, required=False, allow_blank=True)
    amount = PenceField(help_text='Pounds as text, such as "1234.50". Below 0 takes a row back.')
    commitment = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=2**63 - 1, help_text="The row that it pays or corrects."
    )
    reason = serializers.CharField(
        max_length=300, required=False, allow_blank=True, help_text="Needed for an amount below 0."
    )


class SpendFilters(FilterSet):
    partnership = CodeFilter("head__partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("head__workstream__slug", of=Workstream, key="slug")
    organisation = CodeFilter("organisation__code", of=Organisation, key="code")
    year = YearFilter("head__year", help_text="The year in which the financial year of the budget head begins.")
    kind = django_filters.ChoiceFilter(choices=Spend.Kind.choices)
    modified_since = ModifiedSince(lambda since: Q(pk__in=changed(Spend, since)))


@extend_schema(tags=["Budgets"])
@extend_schema_view(
    list=extend_schema(operation_id="spend", summary="Commitments and spend, row by row"),
    retrieve=extend_schema(operation_id="spend_row", summary="One row"),
)
class SpendResource(Resource):
    queryset = Spend.objects.all()
    serializer_class = SpendSerializer
    filterset_class = SpendFilters
    orderings = {"id": "pk", "on": "on"}

    @extend_schema(
        operation_id="spend_record",
        summary="Record a commitment or spend",
        description="For an officer or a partner's own finance system, for its organisation; for a workstream lead or "
        "the programme manager, for any in their reach. A row is never changed: one below 0 takes it back.",
        request=SpendBodySerializer,
        responses={HTTPStatus.CREATED: SpendSerializer},
        examples=[
            OpenApiExample(
                "An invoice",
                request_only=True,
                value={
                    "budget": 12,
                    "organisation": "BDC",
                    "on": "2025-05-19",
                    "kind": "spent",
                    "what": "Hillside Surveys: condition survey",
                    "reference": "INV-2091",
                    "amount": "4250.00",
                },
            )
        ],
    )
    def create(self, request: Any) -> HttpResponse:
        row = record_from_body(request.data, by=request.user)
        response = Response(self.one(pk=row.pk), status=HTTPStatus.CREATED)
        response["Location"] = self.reverse_action("detail", args=[row.pk])
        return response


def record_from_body(body: Any, *, by: User) -> Spend:
    """Record the row that a body describes. Raises BadBody with every mistake, PermissionDenied."""
    if not isinstance(body, dict):
        raise BadBody({pointer(): ["Send one JSON object."]})
    shape = SpendBodySerializer(data=body)
    unknown = {pointer(name): ["There is no such field."] for name in body if name not in shape.fields}
    if not shape.is_valid() or unknown:
        raise BadBody(nested(shape.errors) | unknown)
    given = dict(shape.validated_data)
    head = BudgetHead.objects.visible_to(by).filter(pk=given.pop("budget")).first()
    if head is None:
        raise BadBody({pointer("budget"): ["Name a budget head that you may see, by its id."]})
    given["organisation"] = _named(head.partnership.organisations, "organisation", code=given["organisation"])
    if given.get("commitment"):
        given["commitment"] = _named(head.rows, "commitment", pk=given["commitment"])
    given["amount_pence"] = given.pop("amount")
    try:
        return actions.record_spend(by=by, head=head, **given)
    except ValidationError as error:
        called = {pointer("amount_pence"): pointer("amount")}
        raise BadBody({called.get(place, place): words for place, words in by_pointer(error).items()}) from error


def _named(rows: Any, name: str, **lookup: Any) -> Any:
    found = rows.filter(**lookup).first()
    if found is None:
        raise BadBody({pointer(name): ["There is none that fits this budget head."]})
    return found


class ReserveSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    funding = serializers.IntegerField(source="funding_id", help_text="The grant, by its id.")
    partnership = serializers.CharField(source="funding.partnership.slug", help_text="Its slug.")
    organisation = serializers.CharField(source="organisation.code", help_text="The code of who holds the reserve.")
    on = serializers.DateField()
    amount = PoundsField(source="amount_pence", help_text="Below 0: taken back out.")
    reserve = serializers.CharField(help_text="Its name.")
    decision = serializers.CharField()
    reference = serializers.CharField(allow_blank=True)
    recorded_at = serializers.DateTimeField()


class ReserveFilters(FilterSet):
    partnership = CodeFilter("funding__partnership__slug", of=Partnership, key="slug")
    organisation = CodeFilter("organisation__code", of=Organisation, key="code")
    modified_since = ModifiedSince(lambda since: _recorded(since), help_text="Only rows recorded at or after it.")


def _recorded(since: datetime) -> Q:
    """A row never changes, so it is as new as it ever was."""
    return Q(recorded_at__gte=since)


@extend_schema(tags=["Budgets"])
@extend_schema_view(
    list=extend_schema(operation_id="reserves", summary="Unspent grant put in a reserve"),
    retrieve=extend_schema(operation_id="reserve", summary="One transfer to a reserve"),
)
class ReserveResource(Resource):
    queryset = ReserveTransfer.objects.all()
    serializer_class = ReserveSerializer
    filterset_class = ReserveFilters
    orderings = {"id": "pk", "on": "on"}

"""Contracts with what they save by organisation and financial year, and joint procurements of several."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from partnership.dated import year_name
from partnership.models import Organisation, Partnership
from partnership.rest.fields import HundredthsField, PoundsField, pounds_text
from partnership.rest.filters import CodeFilter, FilterSet, ModifiedSince, changed
from partnership.rest.resources import Resource
from partnership.rest.rows import Row
from savings.api.statements import OfPartnerships
from savings.models import Basket, Contract, ContractPart
from savings.models.contracts import ContractQuerySet
from workstreams.models import Workstream


class ContractPartSerializer(serializers.Serializer):
    organisation = serializers.CharField(help_text="Its code.")
    part = HundredthsField(help_text="Of the volume or the spend, in any unit: only the proportions matter.")
    saving_a_year = PoundsField()
    whole_life = PoundsField()


class ContractYearSerializer(serializers.Serializer):
    year = serializers.IntegerField(help_text="The year in which the financial year begins.")
    period = serializers.CharField(help_text="The financial year in words.")
    organisation = serializers.CharField(help_text="Its code.")
    amount = PoundsField(help_text="Its saving in this financial year; below zero, a cost increase.")


class ContractSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    saving = serializers.IntegerField(source="saving_id", help_text="The id of the saving that it makes.")
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="saving.workstream.slug", help_text="Its slug.")
    organisation = serializers.CharField(
        source="saving.organisation.code", help_text="The code of whose officer logged it."
    )
    basket = serializers.IntegerField(source="basket_id", allow_null=True, help_text="The id of its basket.")
    title = serializers.CharField(source="saving.title")
    supplier = serializers.CharField()
    reference = serializers.CharField()
    starts_on = serializers.DateField(help_text="Its first day.")
    ends_on = serializers.DateField(help_text="Its last day.")
    price_before = PoundsField(source="baseline_pence", help_text="A year, for all organisations together.")
    new_price = PoundsField(source="price_pence", help_text="A year, for all organisations together.")
    parts_of_a_year = serializers.ChoiceField(
        source="counted",
        choices=Contract.Counted.choices,
        help_text="By months: each calendar month is a twelfth, part of a month counts by its days. By days: each day "
        "is one of the 365 or 366 of its financial year.",
    )
    stage = serializers.CharField(help_text="The stage of claim of the statements that it makes.")
    saving_a_year = PoundsField(source="*", help_text="Below zero, a cost increase.")
    whole_life = PoundsField(source="*", help_text="The sum of its years.")
    parts = ContractPartSerializer(many=True, help_text="By code of organisation; they add up to the contract.")
    years = ContractYearSerializer(many=True, help_text="By financial year and code; they add up to the whole life.")


class BasketContractSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    supplier = serializers.CharField()
    reference = serializers.CharField()
    saving_a_year = PoundsField()
    whole_life = PoundsField()


class BasketSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="workstream.slug", help_text="Its slug.")
    organisation = serializers.CharField(source="organisation.code", help_text="The code of whose officer added it.")
    name = serializers.CharField()
    purpose = serializers.CharField(allow_blank=True)
    saving_a_year = PoundsField(source="*", help_text="Of the contracts below.")
    whole_life = PoundsField(source="*", help_text="Of the contracts below.")
    contracts = BasketContractSerializer(many=True, help_text="Those that you may see, by their first day.")


class ContractFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("saving__workstream__slug", of=Workstream, key="slug")
    organisation = CodeFilter("parts__organisation__code", of=Organisation, key="code", help_text="That has a part.")
    basket = django_filters.ModelChoiceFilter(
        queryset=lambda request: Basket.objects.visible_to(request.user), help_text="The id of the basket."
    )
    supplier = django_filters.CharFilter(lookup_expr="icontains", help_text="What the supplier's name has in it.")
    ends_before = django_filters.DateFilter("ends_on", lookup_expr="lt", help_text="Whose last day is before this day.")
    modified_since = ModifiedSince(
        lambda since: Q(pk__in=changed(Contract, since)) | Q(pk__in=changed(ContractPart, since, "contract"))
    )


class BasketFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("workstream__slug", of=Workstream, key="slug")
    modified_since = ModifiedSince(lambda since: Q(pk__in=changed(Basket, since)))


@extend_schema(tags=["Contracts"])
@extend_schema_view(
    list=extend_schema(operation_id="contracts", summary="Contracts, with what they save"),
    retrieve=extend_schema(operation_id="contract", summary="One contract"),
)
class ContractResource(OfPartnerships, Resource):
    queryset = Contract.objects.all()
    serializer_class = ContractSerializer
    filterset_class = ContractFilters
    orderings = {"id": "pk", "ends_on": "ends_on", "starts_on": "starts_on"}

    def complete(self, rows: list[Row]) -> None:
        complete_contracts(rows)


@extend_schema(tags=["Contracts"])
@extend_schema_view(
    list=extend_schema(operation_id="baskets", summary="Joint procurements (baskets), with their contracts"),
    retrieve=extend_schema(operation_id="basket", summary="One joint procurement"),
)
class BasketResource(OfPartnerships, Resource):
    queryset = Basket.objects.all()
    serializer_class = BasketSerializer
    filterset_class = BasketFilters
    orderings = {"id": "pk", "name": "name"}

    def complete(self, rows: list[Row]) -> None:
        """Two queries."""
        visible = Contract.objects.visible_to(self.request.user).filter(basket__in=[row["id"] for row in rows])
        by_basket: dict[int, list[Contract]] = {row["id"]: [] for row in rows}
        for contract in _with_parts(visible).order_by("starts_on", "reference", "pk"):
            by_basket[contract.basket_id].append(contract)
        for row in rows:
            _complete_basket(row, [(each, each.schedule) for each in by_basket[row["id"]]])


def _complete_basket(row: Row, contracts: list[tuple[Contract, Any]]) -> None:
    row["saving_a_year"] = pounds_text(sum(found.yearly_pence for _, found in contracts))
    row["whole_life"] = pounds_text(sum(found.whole_life_pence for _, found in contracts))
    row["contracts"] = [
        {
            "id": contract.pk,
            "supplier": contract.supplier,
            "reference": contract.reference,
            "saving_a_year": pounds_text(found.yearly_pence),
            "whole_life": pounds_text(found.whole_life_pence),
        }
        for contract, found in contracts
    ]


def _with_parts(rows: ContractQuerySet) -> QuerySet:
    return rows.prefetch_related("parts__organisation")


def complete_contracts(rows: list[Row]) -> None:
    """What contracts that the reader may see save. Three queries."""
    found = {each.pk: each for each in _with_parts(Contract.objects.filter(pk__in=[row["id"] for row in rows]))}
    for row in rows:
        _complete_contract(row, found[row["id"]])


def _complete_contract(row: Row, contract: Contract) -> None:
    schedule = contract.schedule
    codes = {part.organisation_id: part.organisation.code for part in contract.parts.all()}
    row["saving_a_year"] = pounds_text(schedule.yearly_pence)
    row["whole_life"] = pounds_text(schedule.whole_life_pence)
    row["parts"] = [
        {
            "organisation": codes[part.party],
            "part": pounds_text(part.weight),
            "saving_a_year": pounds_text(part.pence),
            "whole_life": pounds_text(schedule.whole_life[part.party]),
        }
        for part in schedule.yearly
    ]
    row["years"] = [
        {
            "year": each.year,
            "period": year_name(each.year),
            "organisation": codes[share.party],
            "amount": pounds_text(share.pence),
        }
        for each in schedule.years
        for share in each.shares
    ]

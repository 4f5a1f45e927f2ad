"""Business cases over the API, with what was worked out of them, and the discount rates of the partnerships."""

from typing import Any

import django_filters
from django.db.models import Q
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from partnership.models import Partnership
from partnership.rest.fields import HundredthsField, PoundsField, pounds_text
from partnership.rest.filters import CodeFilter, FilterSet, ModifiedSince, YearFilter, changed
from partnership.rest.resources import Resource
from partnership.rest.rows import Row
from workstreams.investment import Heading, from_json
from workstreams.models import BusinessCase, CaseLine, DiscountRate, Workstream
from workstreams.policy_tests import PolicyTest, said


class CaseLineSerializer(serializers.Serializer):
    organisation = serializers.CharField(help_text="Its code.")
    heading = serializers.ChoiceField(choices=[(heading.value, heading.label) for heading in Heading])
    kind = serializers.CharField(help_text="one_off, running, grant, cashable or non_cashable.")
    description = serializers.CharField(allow_blank=True)
    year = serializers.IntegerField(help_text="The year in which the financial year begins.")
    amount = PoundsField(help_text="Before optimism bias; of officers’ time, hours x rate.")
    hours = HundredthsField(allow_null=True, help_text="Of officers’ time alone.")
    rate = PoundsField(allow_null=True, help_text="What an hour costs; of officers’ time alone.")


class CaseResultSerializer(serializers.Serializer):
    organisation = serializers.CharField(allow_null=True, help_text="Its code; null: all together.")
    counted = serializers.CharField(
        help_text="cashable (after grants), before_grants (cashable alone), or with_non_cashable (after grants)."
    )
    benefits = PoundsField()
    costs = PoundsField(help_text="With optimism bias.")
    net_present_value = PoundsField()
    return_on_investment = HundredthsField(allow_null=True, help_text="In per cent; null: nothing is paid.")
    benefit_cost_ratio = HundredthsField(allow_null=True)
    payback_months = serializers.IntegerField(allow_null=True, help_text="Null: not within its years.")
    discounted_payback_months = serializers.IntegerField(allow_null=True)


class SimulationSerializer(serializers.Serializer):
    draws = serializers.IntegerField()
    seed = serializers.IntegerField()
    shape = serializers.CharField()
    p10 = PoundsField(help_text="To the nearest pound, as the next two.")
    p50 = PoundsField()
    p90 = PoundsField()
    chance_of_loss = HundredthsField(help_text="Of an NPV below zero, in per cent.")


class BusinessCaseSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="workstream.partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="workstream.slug", help_text="Its slug.")
    version = serializers.IntegerField()
    state = serializers.ChoiceField(choices=BusinessCase.State.choices)
    summary = serializers.CharField()
    preferred_option = serializers.CharField()
    first_year = serializers.IntegerField(help_text="The year in which year 0, the financial year, begins.")
    years = serializers.IntegerField(help_text="After year 0.")
    baseline = PoundsField(
        source="*",
        allow_null=True,
        help_text="Combined cost of a year before sharing, frozen at submission; null: a draft, or no year is whole.",
    )
    policy_test = serializers.CharField(
        source="*",
        allow_null=True,
        help_text="How it stands against what the policy asked for at submission, in words; null: a draft.",
    )
    discount_rate = HundredthsField(
        source="rate_hundredths", allow_null=True, help_text="In per cent, frozen at submission; null: a draft."
    )
    formulas = serializers.CharField(allow_blank=True, help_text="Version of the formulas.")
    submitted_at = serializers.DateTimeField(allow_null=True)
    approved_at = serializers.DateTimeField(allow_null=True)
    results = CaseResultSerializer(many=True, help_text="Frozen at submission; of a draft there are none.")
    simulation = SimulationSerializer(allow_null=True, help_text="Null: a draft.")
    lines = CaseLineSerializer(many=True)


class CaseFilters(FilterSet):
    partnership = CodeFilter("workstream__partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("workstream__slug", of=Workstream, key="slug")
    state = django_filters.ChoiceFilter(choices=BusinessCase.State.choices)
    first_year = YearFilter("first_year", help_text="The year in which year 0 begins.")
    modified_since = ModifiedSince(lambda since: Q(pk__in=changed(BusinessCase, since)))


@extend_schema(tags=["Workstreams"])
@extend_schema_view(
    list=extend_schema(operation_id="business_cases", summary="Business cases, with what was worked out of them"),
    retrieve=extend_schema(operation_id="business_case", summary="One version of a business case"),
)
class BusinessCaseResource(Resource):
    queryset = BusinessCase.objects.all()
    serializer_class = BusinessCaseSerializer
    filterset_class = CaseFilters
    orderings = {"id": "pk", "first_year": "first_year"}

    def complete(self, rows: list[Row]) -> None:
        """Two queries."""
        ids = [row["id"] for row in rows]
        stored = BusinessCase.objects.only("first_year", "asked", "results").in_bulk(ids)
        lines: dict[int, list[Row]] = {pk: [] for pk in ids}
        first = {row["id"]: row["first_year"] for row in rows}
        found = CaseLine.objects.filter(case__in=ids).select_related("organisation")
        for line in found.order_by("organisation__code", "pk"):
            lines[line.case_id].append(_line(line, first[line.case_id]))
        for row in rows:
            case = stored[row["id"]]
            results, asked = case.results, PolicyTest(**case.asked) if case.asked else None
            row["baseline"] = pounds_text(asked.baseline_pence) if asked else None
            row["policy_test"] = said(case, asked, from_json(results)) if asked else None
            row["results"] = _results(results) if results else []
            row["simulation"] = _simulation(results["outcome"]) if results else None
            row["lines"] = lines[row["id"]]


def _line(line: CaseLine, first_year: int) -> Row:
    return {
        "organisation": line.organisation.code,
        "heading": line.heading,
        "kind": Heading(line.heading).group.value,
        "description": line.description,
        "year": first_year + line.year,
        "amount": pounds_text(line.pence),
        "hours": pounds_text(line.hours_hundredths),
        "rate": pounds_text(line.rate_pence),
    }


def _results(stored: dict[str, Any]) -> list[Row]:
    parts = [(None, stored["combined"]), *stored["organisations"].items()]
    ways = ("cashable", "before_grants", "with_non_cashable")
    return [_result(code, way, part[way]) for code, part in parts for way in ways]


def _result(code: str | None, counted: str, found: dict[str, Any]) -> Row:
    return {
        "organisation": code,
        "counted": counted,
        "benefits": pounds_text(found["benefits"]),
        "costs": pounds_text(found["costs"]),
        "net_present_value": pounds_text(found["npv"]),
        "return_on_investment": pounds_text(found["roi"]),
        "benefit_cost_ratio": pounds_text(found["ratio"]),
        "payback_months": found["payback_months"],
        "discounted_payback_months": found["discounted_payback_months"],
    }


def _simulation(outcome: dict[str, Any]) -> Row:
    return {
        **{name: outcome[name] for name in ("draws", "seed", "shape")},
        **{name: pounds_text(outcome[name]) for name in ("p10", "p50", "p90")},
        "chance_of_loss": pounds_text(outcome["negative"]),
    }


class DiscountRateSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="partnership.slug", help_text="Its slug.")
    from_on = serializers.DateField()
    rate = HundredthsField(source="rate_hundredths", help_text="In per cent a year.")
    reason = serializers.CharField()
    recorded_at = serializers.DateTimeField()


class DiscountRateFilters(FilterSet):
    partnership = CodeFilter("partnership__slug", of=Partnership, key="slug")
    modified_since = ModifiedSince(lambda since: Q(recorded_at__gte=since))


@extend_schema(tags=["Workstreams"])
@extend_schema_view(
    list=extend_schema(operation_id="discount_rates", summary="Discount rates, each from a day on"),
    retrieve=extend_schema(operation_id="discount_rate", summary="One discount rate"),
)
class DiscountRateResource(Resource):
    queryset = DiscountRate.objects.all()
    serializer_class = DiscountRateSerializer
    filterset_class = DiscountRateFilters
    orderings = {"id": "pk", "from_on": "from_on"}

"""Highlight reports over the API: read only. Drafts are for those who may write them."""

from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from partnership.models import Partnership
from partnership.rest.fields import PoundsField, pounds_text
from partnership.rest.filters import CodeFilter, FilterSet, FlagFilter, ModifiedSince, changed
from partnership.rest.resources import Resource
from partnership.rest.rows import Row
from savings.figures import MEASURES
from savings.highlights import months
from savings.models import HighlightReport
from savings.models.words import Rating
from workstreams.models import Workstream


def _rating(**options: Any) -> serializers.ChoiceField:
    return serializers.ChoiceField(choices=Rating.choices, allow_blank=True, **options)


def _reason() -> serializers.CharField:
    return serializers.CharField(allow_blank=True, help_text="Why it was rated so.")


class SuggestionSerializer(serializers.Serializer):
    aspect = serializers.ChoiceField(choices=["time", "cost", "benefit", "risk"], help_text="What is rated.")
    rating = serializers.ChoiceField(choices=Rating.choices, help_text="What the portal said.")
    because = serializers.CharField(help_text="Why the portal said so.")


class HighlightSavingsSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=[("cashable", "Cashable"), ("non_cashable", "Non-cashable")])
    target = PoundsField()
    due = PoundsField(help_text="Of the target, by then.")
    forecast = PoundsField()
    contracted = PoundsField()
    realised = PoundsField()
    verified = PoundsField(help_text="Of what is realised.")
    rag = serializers.CharField(help_text="How realised stands against the target due.")


class HighlightBudgetSerializer(serializers.Serializer):
    name = serializers.CharField()
    budget = PoundsField()
    spent = PoundsField()
    committed = PoundsField()
    remaining = PoundsField(help_text="Of the budget.")
    warning = serializers.CharField(allow_blank=True, help_text="In a sentence; empty while it holds.")


class HighlightMilestoneSerializer(serializers.Serializer):
    title = serializers.CharField()
    planned_on = serializers.DateField()
    expected_on = serializers.DateField()
    slip_days = serializers.IntegerField(help_text="Days behind the plan.")


class HighlightRiskSerializer(serializers.Serializer):
    title = serializers.CharField()
    score = serializers.IntegerField(help_text="Residual.")
    band = serializers.CharField(help_text="The score in a word.")
    movement = serializers.CharField(allow_blank=True, help_text="Since the review before.")


class HighlightActionSerializer(serializers.Serializer):
    title = serializers.CharField()
    owner = serializers.CharField(allow_blank=True)
    due_on = serializers.DateField()


class HighlightQualitySerializer(serializers.Serializer):
    status = serializers.CharField(help_text="How readings stand against their target.")
    number = serializers.IntegerField(help_text="How many series stand so.")


class HighlightSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    partnership = serializers.CharField(source="workstream.partnership.slug", help_text="Its slug.")
    workstream = serializers.CharField(source="workstream.slug", help_text="Its slug.")
    month = serializers.DateField(help_text="Its first day.")
    version = serializers.IntegerField()
    state = serializers.ChoiceField(choices=HighlightReport.State.choices)
    correction = serializers.CharField(allow_blank=True, help_text="Why the version before was put right.")
    overall = _rating(help_text="As a whole.")
    overall_reason = _reason()
    time = _rating(help_text="Against the plan.")
    time_reason = _reason()
    cost = _rating(help_text="Against the budget.")
    cost_reason = _reason()
    benefit = _rating(help_text="Against the savings that are due.")
    benefit_reason = _reason()
    risk = _rating(help_text="By what may still go wrong.")
    risk_reason = _reason()
    done = serializers.CharField(allow_blank=True, help_text="What was done in the month, one point on each line.")
    next = serializers.CharField(allow_blank=True, help_text="The next steps, one on each line.")
    decisions = serializers.CharField(allow_blank=True, help_text="What has to be decided, one point on each line.")
    drafted_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    sequence = serializers.IntegerField(
        allow_null=True, help_text="The point of the ledger that its figures were frozen at; null: a draft."
    )
    suggested = SuggestionSerializer(many=True, help_text="What the portal said when it was submitted.")
    savings = HighlightSavingsSerializer(
        many=True, help_text="Of the financial year of the month, frozen when it was submitted; of a draft none."
    )
    budgets = HighlightBudgetSerializer(many=True, help_text="Of the financial year, frozen like all that follows.")
    milestones = HighlightMilestoneSerializer(many=True, help_text="The worst of those behind their plan, at most 5.")
    milestones_behind = serializers.IntegerField(allow_null=True, source="*", help_text="How many; null: a draft.")
    risks = HighlightRiskSerializer(many=True, help_text="The highest of the open risks and issues, at most 5.")
    risks_open = serializers.IntegerField(allow_null=True, source="*", help_text="How many; null: a draft.")
    overdue_actions = HighlightActionSerializer(many=True, help_text="The longest overdue, at most 5.")
    actions_overdue = serializers.IntegerField(allow_null=True, source="*", help_text="How many; null: a draft.")
    quality = HighlightQualitySerializer(many=True, help_text="Of the indicators, by their standing.")


class HighlightFilters(FilterSet):
    partnership = CodeFilter("workstream__partnership__slug", of=Partnership, key="slug")
    workstream = CodeFilter("workstream__slug", of=Workstream, key="slug")
    month = django_filters.CharFilter(method="of_month", help_text="The year and month, such as 2007-07.")
    state = django_filters.ChoiceFilter(choices=HighlightReport.State.choices)
    all_versions = FlagFilter(method="with_versions", help_text="true: also those that were corrected.")
    modified_since = ModifiedSince(lambda since: Q(pk__in=changed(HighlightReport, since)))

    def of_month(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if (month := months.of_text(value)) is None:
            raise ValidationError("Give the year and the month, such as 2007-07.")
        return rows.filter(month=month)

    def with_versions(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        """Decided where the rows are chosen: without the parameter there is no filter to ask."""
        return rows


@extend_schema(tags=["Workstreams"])
@extend_schema_view(
    list=extend_schema(operation_id="highlights", summary="Highlight reports of workstreams, month by month"),
    retrieve=extend_schema(operation_id="highlight", summary="One highlight report, or a former version of one"),
)
class HighlightResource(Resource):
    queryset = HighlightReport.objects.all()
    serializer_class = HighlightSerializer
    filterset_class = HighlightFilters
    orderings = {"id": "pk", "month": "month"}

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset()
        wants_all = self.action != "list" or self.request.query_params.get("all_versions") == "true"
        return rows if wants_all else rows.standing()

    def complete(self, rows: list[Row]) -> None:
        """One query, for any number of rows."""
        ids = [row["id"] for row in rows]
        frozen = dict(HighlightReport.objects.filter(pk__in=ids).values_list("pk", "figures"))
        for row in rows:
            row |= _frozen(frozen[row["id"]] or _NOTHING)


_NOTHING: Row = {
    "suggested": {},
    "money": [],
    "budgets": [],
    "milestones": {},
    "risks": {},
    "actions": {},
    "quality": {},
}


def _frozen(found: Row) -> Row:
    """What was kept with a report, as rows."""
    milestones, risks, late = found["milestones"], found["risks"], found["actions"]
    return {
        "suggested": [{"aspect": aspect, **said} for aspect, said in found["suggested"].items()],
        "savings": [_savings(each) for each in found["money"]],
        "budgets": [_budget(each) for each in found["budgets"]],
        "milestones": [_only(each, HighlightMilestoneSerializer) for each in milestones.get("behind", [])],
        "milestones_behind": milestones.get("behind_number"),
        "risks": [_only(each, HighlightRiskSerializer) for each in risks.get("highest", [])],
        "risks_open": risks.get("open"),
        "overdue_actions": [_only(each, HighlightActionSerializer) for each in late.get("overdue", [])],
        "actions_overdue": late.get("overdue_number"),
        "quality": [_only(each, HighlightQualitySerializer) for each in found["quality"].get("counts", [])],
    }


def _only(facts: Row, of: type[serializers.Serializer]) -> Row:
    return {name: facts[name] for name in of._declared_fields}


def _budget(head: Row) -> Row:
    amounts = {name: pounds_text(head[f"{name}_pence"]) for name in ("budget", "spent", "committed", "remaining")}
    return {"name": head["name"], **amounts, "warning": head["warning"]}


def _savings(kind: Row) -> Row:
    amounts = {measure.value: pounds_text(kind[f"{measure.value}_pence"]) for measure in MEASURES}
    due = pounds_text(kind["due_pence"])
    ordered = {"target": amounts.pop("target"), "due": due, **amounts}
    return {"kind": kind["kind"], **ordered, "rag": kind["rag"]}

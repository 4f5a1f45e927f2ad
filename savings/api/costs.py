"""What sharing costs, over the API, as the pages say it: contributions due, net benefit, promised against delivered."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from partnership import clock
from partnership.dated import FIRST_YEAR, LAST_YEAR, financial_year_of
from partnership.exports import csv_response
from partnership.rest.fields import PoundsField, pounds_text
from partnership.rest.renderers import CSVRenderer
from partnership.rest.resources import StrictView
from partnership.rest.rows import Row
from savings import delivery, net_benefit
from savings.api.figures import POINT, AsAtSerializer, Asked, query
from savings.delivery import Comparison, Delivery
from savings.net_benefit import Choice, Net
from workstreams.contributing import Contributions, contributions
from workstreams.models import ContributionRule, Workstream

_YEAR = "The year in which the financial year begins, such as 2025 for 2025-26."
_PARTNERSHIP = query("partnership", "The partnership's slug.", required=True)
_POINTS = [query("as_at", POINT), query("on", "With a point of the ledger: the day it is named by, if not its own.")]


class AskedYear(Asked):
    """As for figures, and perhaps of one financial year."""

    def more(self) -> None:
        text = self.given("year")
        is_year = text.isascii() and text.isdigit() and len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR
        if text and not is_year:
            self.errors["year"] = [f"Ask for a year from {FIRST_YEAR} to {LAST_YEAR}."]
        self.year = int(text) if is_year else None

    @property
    def point_of(self) -> Row:
        return {"sequence": self.at.sequence, "on": self.at.on, "is_now": self.at.is_now}


class CostView(StrictView, APIView):
    """An answer of whole tables, as JSON or, of its first table, as CSV."""

    renderer_classes = [JSONRenderer, CSVRenderer]
    http_method_names = ["get", "head"]


def _csv(name: str, asked: AskedYear, rows: list[Row]) -> HttpResponse:
    def lines() -> Iterator[list[Any]]:
        if rows:
            yield ["partnership", *rows[0]]
        for row in rows:
            yield [asked.partnership.slug, *("" if value is None else value for value in row.values())]

    return csv_response(lines(), f"{name}-{asked.partnership.slug}.csv")


# --- Contributions due ------------------------------------------------------------------------------------------------
class DueSerializer(serializers.Serializer):
    organisation = serializers.CharField(help_text="Its code.")
    due = PoundsField(help_text="What is to be paid by the rule.")
    paid = PoundsField(help_text="What is recorded as a contribution to the partnership.")
    outstanding = PoundsField(help_text="Below 0: paid beyond what is due.")


class DueOfWorkstreamSerializer(serializers.Serializer):
    workstream = serializers.CharField(allow_null=True, help_text="Its slug; null: the programme as a whole.")
    organisation = serializers.CharField(help_text="Its code.")
    due = PoundsField(help_text="What is to be paid by the rule.")


class UnpaidSerializer(serializers.Serializer):
    workstream = serializers.CharField(allow_null=True, help_text="Its slug; null: the programme as a whole.")
    amount = PoundsField(help_text="What would have to be raised.")


class ContributionsDueSerializer(serializers.Serializer):
    partnership = serializers.CharField(help_text="Its slug.")
    year = serializers.IntegerField(help_text=_YEAR)
    rule = serializers.IntegerField(allow_null=True, help_text="The contribution rule in force, by its id; null: none.")
    basis = serializers.CharField(allow_null=True, help_text="Of that rule: equal, weighted or project.")
    needed = PoundsField(help_text="To be raised: the budget heads that contributions pay for.")
    due = PoundsField(help_text="What is to be paid by the rule.")
    paid = PoundsField(help_text="What is recorded as a contribution to the partnership.")
    outstanding = PoundsField(help_text="Due and not paid.")
    organisations = DueSerializer(many=True, help_text="By organisation.")
    by_workstream = DueOfWorkstreamSerializer(many=True, help_text="Where the partners of a workstream pay for it.")
    due_of_nobody = UnpaidSerializer(many=True, help_text="What no partner has a weight for.")


class ContributionsDueView(CostView):
    """What each partner has to contribute in a financial year, and has paid."""

    parameters = frozenset({"partnership", "year", "format"})

    @extend_schema(
        operation_id="contributions_due",
        tags=["Budgets"],
        summary="Contributions due in a financial year, beside what was paid",
        description="As CSV: one row for each organisation.",
        parameters=[_PARTNERSHIP, query("year", f"{_YEAR} Nothing for the one under way.")],
        responses=ContributionsDueSerializer,
    )
    def get(self, request: Any) -> HttpResponse:
        asked = AskedYear(request)
        year = financial_year_of(clock.today()) if asked.year is None else asked.year
        answer = _due(asked, contributions(asked.partnership, year))
        if request.accepted_renderer.format == "csv":
            return _csv("contributions-due", asked, [{"year": year} | row for row in answer["organisations"]])
        return Response(answer)


def _due(asked: AskedYear, found: Contributions) -> Row:
    slugs = dict(Workstream.objects.filter(pk__in=filter(None, found.names)).values_list("pk", "slug"))
    codes = {payer.organisation.pk: payer.organisation.code for payer in found.payers}
    is_by_project = found.rule is not None and found.rule.basis == ContributionRule.Basis.PROJECT
    parts = found.dues.parts if is_by_project else ()
    sums = ("needed", "due", "paid", "outstanding")
    return {
        "partnership": asked.partnership.slug,
        "year": found.year,
        "rule": found.rule.pk if found.rule else None,
        "basis": found.rule.basis if found.rule else None,
        **{name: pounds_text(getattr(found, name)) for name in sums},
        "organisations": [
            {
                "organisation": payer.organisation.code,
                **{name: pounds_text(getattr(payer, name)) for name in ("due", "paid", "outstanding")},
            }
            for payer in found.payers
        ],
        "by_workstream": [
            {
                "workstream": slugs.get(due.workstream) if due.workstream else None,
                "organisation": codes[due.organisation],
                "due": pounds_text(due.pence),
            }
            for due in parts
        ],
        "due_of_nobody": [
            {"workstream": slugs.get(pk) if pk else None, "amount": pounds_text(pence)}
            for pk, pence in found.dues.unpaid.items()
        ],
    }


# --- Net benefit ------------------------------------------------------------------------------------------------------
class NetSerializer(serializers.Serializer):
    realised = PoundsField(help_text="Cashable savings (gross).")
    verified = PoundsField(help_text="Of that verified.")
    contributions = PoundsField(help_text="Paid to the partnership.")
    own_costs = PoundsField(help_text="Beyond the own spend: what is in that already counts once.")
    own_spend = PoundsField(help_text="From own budgets, or on a grant after its last day.")
    net_benefit = PoundsField(help_text="Realised less contributions, own costs and own spend.")
    from_grants = PoundsField(help_text="Spent from grants; costs no partner anything.")
    from_contributions = PoundsField(help_text="Spent from contributions; in the contributions already.")


class NetLineSerializer(NetSerializer):
    organisation = serializers.CharField(help_text="Its code.")
    year = serializers.IntegerField(help_text=_YEAR)


class NetBenefitSerializer(serializers.Serializer):
    partnership = serializers.CharField(help_text="Its slug.")
    workstream = serializers.CharField(allow_null=True, help_text="The slug of the one asked for; null: all.")
    organisation = serializers.CharField(allow_null=True, help_text="The code of the one asked for; null: all.")
    year = serializers.IntegerField(allow_null=True, help_text="The one asked for; null: all.")
    as_at = AsAtSerializer(help_text="Of the savings; costs are as recorded now.")
    total = NetSerializer(help_text="Of all lines.")
    lines = NetLineSerializer(many=True, help_text="By organisation and financial year.")


class NetBenefitView(CostView):
    """What each organisation realised in cash, less what sharing cost it."""

    parameters = frozenset({"partnership", "as_at", "on", "year", "workstream", "organisation", "format"})

    @extend_schema(
        operation_id="net_benefit",
        tags=["Figures"],
        summary="Net benefit by organisation and financial year",
        description="As CSV: one row for each organisation and year.",
        parameters=[
            _PARTNERSHIP,
            *_POINTS,
            query("year", f"Only this one. {_YEAR}"),
            query("workstream", "Only this workstream, by slug."),
            query("organisation", "Only this organisation, by code."),
        ],
        responses=NetBenefitSerializer,
    )
    def get(self, request: Any) -> HttpResponse:
        asked = AskedYear(request)
        choice = Choice(asked.year, asked.organisation, asked.workstream)
        found = net_benefit.net_benefit(asked.partnership, asked.at, choice, user=asked.user)
        codes = asked.organisations
        lines = [{"organisation": codes.get(pk, ""), "year": year} | _net(net) for (pk, year), net in found.items()]
        lines.sort(key=lambda row: (row["organisation"], row["year"]))
        if request.accepted_renderer.format == "csv":
            return _csv("net-benefit", asked, lines)
        return Response(
            {
                "partnership": asked.partnership.slug,
                "workstream": asked.workstreams.get(asked.workstream),
                "organisation": codes.get(asked.organisation),
                "year": asked.year,
                "as_at": asked.point_of,
                "total": _net(sum(found.values(), Net())),
                "lines": lines,
            }
        )


def _net(net: Net) -> Row:
    cost = net.cost
    amounts = {
        "realised": net.gross,
        "verified": net.verified,
        "contributions": cost.contributions,
        "own_costs": cost.own_costs,
        "own_spend": cost.own_spend,
        "net_benefit": net.net,
        "from_grants": cost.from_grants,
        "from_contributions": cost.from_contributions,
    }
    return {name: pounds_text(pence) for name, pence in amounts.items()}


# --- Promised against delivered ---------------------------------------------------------------------------------------
class DeliveredSerializer(serializers.Serializer):
    promised = PoundsField(help_text="Cashable benefits of the business case.")
    verified = PoundsField(help_text="Cashable savings that finance officers verified.")
    variance = PoundsField(allow_null=True, help_text="Verified less promised; null: the year is not over.")
    promised_costs = PoundsField(help_text="With optimism bias, after grants.")
    actual_costs = PoundsField(help_text="Contributions, own costs and own spend.")
    net_variance = PoundsField(allow_null=True, help_text="The net against the promised net; null: not over.")
    promised_non_cashable = PoundsField(help_text="Officers’ time, apart.")
    verified_non_cashable = PoundsField(help_text="Non-cashable savings that finance officers verified.")


class DeliveredYearSerializer(DeliveredSerializer):
    year = serializers.IntegerField(help_text=_YEAR)
    progress = serializers.ChoiceField(
        choices=[("over", "Over"), ("under_way", "Under way"), ("to_come", "To come")],
        help_text="Only a year that is over is judged.",
    )


class DeliveredOrganisationSerializer(DeliveredSerializer):
    organisation = serializers.CharField(help_text="Its code.")


class DeliveredWorkstreamSerializer(DeliveredSerializer):
    workstream = serializers.CharField(help_text="Its slug.")


class PromisedAgainstDeliveredSerializer(serializers.Serializer):
    partnership = serializers.CharField(help_text="Its slug.")
    workstream = serializers.CharField(allow_null=True, help_text="The slug asked for; null: all that have a case.")
    as_at = AsAtSerializer(help_text="Of the savings; costs are as recorded now.")
    conclusion = serializers.CharField(help_text="In words.")
    total = DeliveredSerializer(help_text="Of the years that are over.")
    by_year = DeliveredYearSerializer(many=True, help_text="Also years to come.")
    by_organisation = DeliveredOrganisationSerializer(many=True, help_text="Of the years that are over.")
    by_workstream = DeliveredWorkstreamSerializer(many=True, help_text="Of the years that are over.")


class DeliveredView(CostView):
    """The standing business cases beside verified savings and actual costs."""

    parameters = frozenset({"partnership", "as_at", "on", "workstream", "format"})

    @extend_schema(
        operation_id="promised_against_delivered",
        tags=["Figures"],
        summary="What business cases promised, and what came of it",
        description="Of one workstream, or of all that have a case; the case of a whole programme is asked for by its "
        "own workstream. As CSV: one row for each financial year.",
        parameters=[_PARTNERSHIP, *_POINTS, query("workstream", "Only this workstream, by slug.")],
        responses=PromisedAgainstDeliveredSerializer,
    )
    def get(self, request: Any) -> HttpResponse:
        asked = AskedYear(request)
        stream = Workstream.objects.filter(pk=asked.workstream).first()
        found = delivery.compare(asked.partnership, asked.at, user=asked.user, workstream=stream)
        years = [_of_year(found, year, cell) for year, cell in found.by_year().items()]
        if request.accepted_renderer.format == "csv":
            return _csv("delivered", asked, years)
        organisations, streams = found.by_organisation(), found.by_workstream()
        return Response(
            {
                "partnership": asked.partnership.slug,
                "workstream": asked.workstreams.get(asked.workstream),
                "as_at": asked.point_of,
                "conclusion": delivery.conclusion(found),
                "total": _delivered(found.total),
                "by_year": years,
                "by_organisation": [{"organisation": code} | _delivered(cell) for code, cell in organisations.items()],
                "by_workstream": [
                    {"workstream": asked.workstreams.get(pk, "")} | _delivered(cell) for pk, cell in streams.items()
                ],
            }
        )


def _of_year(found: Comparison, year: int, cell: Delivery) -> Row:
    is_over = found.is_over(year)
    progress = "over" if is_over else "under_way" if year == found.running else "to_come"
    return {"year": year, "progress": progress} | _delivered(cell, is_over=is_over)


def _delivered(cell: Delivery, *, is_over: bool = True) -> Row:
    return {
        "promised": pounds_text(cell.promised),
        "verified": pounds_text(cell.verified),
        "variance": pounds_text(cell.variance) if is_over else None,
        "promised_costs": pounds_text(cell.promised_cost),
        "actual_costs": pounds_text(cell.actual_cost),
        "net_variance": pounds_text(cell.net_variance) if is_over else None,
        "promised_non_cashable": pounds_text(cell.promised_time),
        "verified_non_cashable": pounds_text(cell.verified_time),
    }

"""Business cases as a pack prints them: what each promises, and what was delivered of it."""

from typing import Any

from governance.packs import tables
from governance.packs.content import HALF, Source, pictures
from partnership.money import format_percent, format_pounds
from savings import case_charts, case_tables, delivery
from workstreams import policy_tests
from workstreams.cases import results_of
from workstreams.investment import Results
from workstreams.models import BusinessCase

ORGANISATIONS = (14, 11, 9, 11, 11, 11, 7, 4, 11, 11)
DELIVERED = (16, 12, 12, 12, 12, 12, 12, 12)


def content(source: Source, what: str) -> dict[str, Any]:
    """Of each workstream the approved case, or what is submitted before there is one; drafts are no case yet."""
    cases = BusinessCase.objects.visible_to(source.user).promises().filter(workstream__partnership=source.partnership)
    found = cases.select_related("workstream__partnership").order_by("workstream__name", "version")
    names = dict(source.partnership.organisations.distinct().values_list("code", "short_name"))
    return {"as_at": source.day, "cases": [_case(source, case, names) for case in found]}


def _case(source: Source, case: BusinessCase, names: dict[str, str]) -> dict[str, Any]:
    results = results_of(case)
    charts = (make(results, case.first_year, HALF) for make in case_charts.CHARTS.values())
    compared = delivery.compare(source.partnership, source.at, user=source.user, workstream=case.workstream)
    return {
        "title": f"{case.workstream.name}, version {case.version}",
        "state": case.get_state_display(),
        "said": case_tables.conclusion(results),
        "rate": format_percent(case.rate_hundredths or 0),
        "organisations": tables.frozen(case_tables.by_organisation(results, names), ORGANISATIONS),
        "apart": _apart(results),
        "simulation": _simulation(case),
        "test": policy_tests.said(case, policy_tests.asked_of(case), results),
        "charts": pictures(chart for chart in charts if chart is not None),
        "risks": [f"{risk.risk} {risk.mitigation}".strip() for risk in case.risks.all()],
        "delivered": tables.frozen(delivery.by_year(compared), DELIVERED) if compared.is_begun else None,
        "delivered_said": delivery.conclusion(compared),
    }


def _apart(results: Results) -> dict[str, Any] | None:
    """The other ways of counting, where they give another result."""
    total = results.combined.total
    if not total.grant and not total.non_cashable:
        return None
    return tables.frozen(case_tables.apart(results), (29, 12, 12, 12, 8, 5, 11, 11))


def _simulation(case: BusinessCase) -> str:
    outcome = results_of(case).outcome
    p10, p50, p90 = (format_pounds(pence) for pence in (outcome.p10, outcome.p50, outcome.p90))
    months = f"{case.delay_months} month{'' if case.delay_months == 1 else 's'}"
    varied = f"one input at a time is {format_percent(case.vary_hundredths)} lower and higher"
    return (
        f"In the first chart {varied}, or benefits come {months} late. Simulation of {outcome.draws:,} draws, to the "
        f"nearest pound: P10 {p10}, P50 {p50}, P90 {p90}; the chance of an NPV below zero is "
        f"{format_percent(outcome.negative)}."
    )

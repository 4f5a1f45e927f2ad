"""The pages that show a business case: results, method, two versions, charts, and what was delivered of its promise."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnership import history
from partnership.exports import Export, Fact, asked, download
from partnership.exports.responses import FORMATS
from partnership.page_forms import number
from partnership.permissions import granted
from partnership.views.pages import Step
from partnership.views.scope import ScopedRequest, in_partnership
from savings import case_charts, case_comparison, case_tables, delivery, drawing, figures, rendering
from savings.charts import Chart
from savings.dashboards import ShownChart
from savings.tables import Table
from savings.views.dashboards import picture_response
from workstreams import policy_tests
from workstreams.actions import MAY_EDIT
from workstreams.actions.cases import what_is_missing
from workstreams.cases import rate_of, results_of
from workstreams.investment import Heading, Results
from workstreams.models import BusinessCase, CaseLine
from workstreams.rules import has_drafted
from workstreams.views.cases import case_trail, find_case
from workstreams.views.finding import find_workstream, of, trail

_reaches_approval = granted("workstreams.approve_case")


@require_safe
@in_partnership("savings.view_figures")
def case(request: ScopedRequest, workstream: str, pk: int) -> HttpResponseBase:
    """One version with its results; `?table=` and `?format=` give one of its tables as a file."""
    found = find_case(request, workstream, pk)
    results = results_of(found)
    tables = _tables(found, results)
    if asked(request):
        return _download(request, found, tables)
    context = {
        "case": found,
        "called": f"Version {found.version}",
        "workstream": found.workstream,
        "results": results,
        "combined": results.combined,
        "rate": rate_of(found),
        "said": case_tables.conclusion(results),
        "tables": tables,
        "downloads": {name: _downloads(name) for name in tables},
        "charts": _shown_charts(found, results),
        "parts": _parts(found, results, case_tables.named(found)),
        **_policy(found, results),
        "trail": case_trail(request, found, whole=False),
    }
    return render(request, "savings/cases/case.html", context | _steps(request, found) | _history(request, found))


def _policy(found: BusinessCase, results: Results) -> dict[str, Any]:
    """What the policy asks, how the case stands, and the same of its other years."""
    test = policy_tests.asked_of(found)
    judged = policy_tests.judged(test, results)
    return {
        "test": test,
        "test_passes": judged.passes if judged else None,
        "test_said": policy_tests.said(found, test, results),
        "other_years": [policy_tests.words(found, each) for each in results.reductions if each != judged],
    }


def _tables(found: BusinessCase, results: Results) -> dict[str, Table]:
    """Every table of the page by its name in the address."""
    names = case_tables.named(found)
    made = [
        case_tables.by_organisation(results, names),
        case_tables.by_year(found, results.combined),
        case_tables.apart(results),
        case_tables.with_non_cashable(results, names),
        case_tables.non_cashable_by_year(found, results.combined),
        case_tables.quality(results, names),
        case_tables.sensitivity(results),
        case_tables.assumptions(found),
        case_tables.lines(found),
    ]
    return {table.name: table for table in made}


def _downloads(name: str) -> list[tuple[str, str]]:
    return [(each.name, f"?table={name}&format={each.code}") for each in FORMATS.values()]


def _download(request: ScopedRequest, found: BusinessCase, tables: dict[str, Table]) -> HttpResponseBase:
    table = tables.get(request.GET.get("table", "lines"))
    if table is None:
        raise Http404
    return _file(request, table, f"{found.workstream.slug}-case-{found.version}", str(found), found.get_state_display())


def _file(request: ScopedRequest, table: Table, name: str, shown: str, state: str = "") -> HttpResponseBase:
    facts = [Fact("Partnership", request.partnership.name), Fact("Shown", shown)]
    if state:
        facts.append(Fact("State", state))
    called = f"{request.partnership.slug}-{name}-{table.name}"
    return download(request, Export(called, table.caption, table.headings_for_files, table.for_files(), facts))


def _parts(found: BusinessCase, results: Results, names: dict[str, str]) -> list[Table]:
    """Each organisation's own years."""
    return [case_tables.by_year(found, part, names.get(code, code)) for code, part in results.organisations.items()]


def _steps(request: ScopedRequest, found: BusinessCase) -> dict[str, Any]:
    """What this reader may do next, and what a draft still lacks."""
    may_edit = request.user.has_perm(MAY_EDIT, found)
    others = BusinessCase.objects.visible_to(request.user).filter(workstream=found.workstream)
    waits = found.state == BusinessCase.State.SUBMITTED
    reaches = waits and _reaches_approval(request.user, found)
    drafted = reaches and has_drafted(request.user, found)
    return {
        "may_edit": may_edit and found.is_draft,
        "may_withdraw": may_edit and found.state in (BusinessCase.State.SUBMITTED, BusinessCase.State.APPROVED),
        "may_approve": reaches and not drafted,
        "four_eyes": drafted,
        "missing": what_is_missing(found) if found.is_draft else [],
        "parties": found.parties if found.is_draft else [],
        "has_others": others.exclude(pk=found.pk).exists(),
    }


def _history(request: ScopedRequest, found: BusinessCase) -> dict[str, Any]:
    if not request.user.has_perm("partnership.view_history", found):
        return {"events": None}
    members = request.partnership.organisations.distinct()
    named = partial(_line_words, dict(members.values_list("pk", "short_name")))
    of_lines = history.events_of(CaseLine, called=named, case=found)
    return {"events": history.newest_first([*history.events(found), *of_lines])}


def _line_words(names: dict[int, str], row: Any) -> str:
    return f"“{Heading(row.heading).label}” of {names.get(row.organisation_id, '–')} in year {row.year}"


# --- Charts -----------------------------------------------------------------------------------------------------------
def _shown_charts(found: BusinessCase, results: Results) -> list[ShownChart]:
    made = (make(results, found.first_year, drawing.WIDE) for make in case_charts.CHARTS.values())
    return [_shown(found, chart) for chart in made if chart is not None]


def _shown(found: BusinessCase, chart: Chart) -> ShownChart:
    src = f"{_address(found, f'case-{chart.name}')}?v={rendering.digest(chart)[:16]}"
    return ShownChart(chart.name, chart.title, chart.conclusion, src, f"{src}&width=narrow", chart.headings, chart.rows)


def _address(found: BusinessCase, name: str) -> str:
    where = {"partnership": found.workstream.partnership.slug, "workstream": found.workstream.slug, "pk": found.pk}
    return reverse(name, kwargs=where)


@require_safe
@in_partnership("savings.view_figures")
def case_tornado(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    return _picture(request, find_case(request, workstream, pk), "tornado")


@require_safe
@in_partnership("savings.view_figures")
def case_cash_flow(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    return _picture(request, find_case(request, workstream, pk), "cash-flow")


def _picture(request: ScopedRequest, found: BusinessCase, name: str) -> HttpResponse:
    width = drawing.NARROW if request.GET.get("width") == "narrow" else drawing.WIDE
    chart = case_charts.CHARTS[name](results_of(found), found.first_year, width)
    if chart is None:
        raise Http404
    return picture_response(request, rendering.picture(chart))


# --- Method and comparison --------------------------------------------------------------------------------------------
@require_safe
@in_partnership("savings.view_figures")
def case_method(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    """The formulas in words, with the rate, the factors and the assumptions of this version."""
    found = find_case(request, workstream, pk)
    context = {
        "case": found,
        "workstream": found.workstream,
        "rate": rate_of(found),
        "factors": case_tables.factors(found),
        "assumptions": case_tables.assumptions(found),
        "trail": case_trail(request, found),
    }
    return render(request, "savings/cases/method.html", context)


@require_safe
@in_partnership("savings.view_figures")
def case_compare(request: ScopedRequest, workstream: str, pk: int) -> HttpResponseBase:
    """With the version that `?with=` names; without it, with the one before."""
    found = find_case(request, workstream, pk)
    others = BusinessCase.objects.visible_to(request.user).filter(workstream=found.workstream).exclude(pk=found.pk)
    others = list(others.select_related("workstream__partnership").order_by("-version"))
    other = _chosen(request, found, others)
    tables = []
    if other is not None:
        tables.append(case_comparison.comparison(found, results_of(found), other, results_of(other)))
        tables.append(case_comparison.lines_compared(found, other))
    if tables and asked(request):
        return _file(request, tables[0], f"{found.workstream.slug}-case-{found.version}", str(found))
    context = {"case": found, "workstream": found.workstream, "others": others, "other": other, "tables": tables}
    context |= {"trail": case_trail(request, found), "downloads": _downloads("comparison")}
    return render(request, "savings/cases/compare.html", context)


def _chosen(request: ScopedRequest, found: BusinessCase, others: list[BusinessCase]) -> BusinessCase | None:
    wanted = number(request.GET.get("with", ""))
    if wanted is not None:
        return next((other for other in others if other.version == wanted), None)
    before = (other for other in others if other.version < found.version)
    return next(before, others[0] if others else None)


# --- Promised against delivered ---------------------------------------------------------------------------------------
@require_safe
@in_partnership("savings.view_figures")
def case_delivered(request: ScopedRequest, workstream: str) -> HttpResponseBase:
    stream = find_workstream(request, workstream)
    now = figures.now(request.partnership)
    found = delivery.compare(request.partnership, now, user=request.user, workstream=stream)
    tables = [delivery.by_year(found), delivery.by_organisation(found), delivery.non_cashable(found)]
    steps = [*trail(request, stream), Step("Business case", of(request, stream, "case-list"))]
    return _delivered(request, found, tables, {"workstream": stream, "trail": steps}, stream.slug)


@require_safe
@in_partnership("savings.view_figures")
def cases_delivered(request: ScopedRequest) -> HttpResponseBase:
    """All workstreams that have a standing case; and the case of the whole programme by itself."""
    now = figures.now(request.partnership)
    found = delivery.compare(request.partnership, now, user=request.user)
    whole = delivery.whole_programme(request.partnership, now, user=request.user)
    links = {each.workstream_id: of(request, each.workstream, "case-delivered") for each in found.cases}
    tables = [
        delivery.by_workstream(found, links),
        delivery.by_year(found),
        delivery.by_organisation(found),
        delivery.non_cashable(found),
    ]
    steps = [*trail(request), Step("Business cases", reverse("cases", args=[request.partnership.slug]))]
    context = {"trail": steps, "whole": whole, "whole_said": delivery.conclusion(whole) if whole else ""}
    return _delivered(request, found, tables if found.cases else [], context, "programme")


def _delivered(
    request: ScopedRequest, found: delivery.Comparison, tables: list[Table], context: dict[str, Any], name: str
) -> HttpResponseBase:
    if tables and asked(request):
        named = {table.name: table for table in tables}
        table = named.get(request.GET.get("table", tables[0].name))
        if table is None:
            raise Http404
        return _file(request, table, name, "Promised against delivered")
    shown = [(table, _downloads(table.name)) for table in tables if table.rows]
    context |= {"found": found, "tables": shown, "said": delivery.conclusion(found)}
    return render(request, "savings/cases/delivered.html", context)

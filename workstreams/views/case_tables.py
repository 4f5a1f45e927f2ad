"""The parts of a draft business case that are edited as tables: lines by year, assumptions by heading, scores."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from partnership.dated import year_name
from partnership.views.pages import Page, done
from partnership.views.scope import ScopedRequest, in_partnership
from workstreams import actions
from workstreams.forms import AssumptionsForm, lines_form, scores_form
from workstreams.views.cases import case_page, find_draft
from workstreams.views.finding import form_methods


@form_methods
@in_partnership()
def case_lines(request: ScopedRequest, workstream: str, pk: int, code: str) -> HttpResponse:
    """All costs, grants and benefits of one organisation, a row for each heading, a column for each year."""
    case = find_draft(request, workstream, pk)
    organisation = get_object_or_404(case.workstream.partnership.organisations.distinct(), code=code)
    formset = lines_form(request.POST or None, case, case.lines.filter(organisation=organisation))
    act = partial(actions.edit_lines, by=request.user, case=case, organisation=organisation)
    page = case_page(request, case, f"Costs and benefits of {organisation.name}", done="The amounts are saved.")
    years = [(year, year_name(case.first_year + year)) for year in range(case.years + 1)]
    return _rows_page(request, formset, act, page, "workstreams/cases/lines.html", years=years)


@form_methods
@in_partnership()
def case_scores(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    case = find_draft(request, workstream, pk)
    act = partial(actions.edit_scores, by=request.user, case=case)
    page = case_page(request, case, "Service quality before and after", done="The scores are saved.")
    return _rows_page(request, scores_form(request.POST or None, case), act, page, "workstreams/cases/scores.html")


@form_methods
@in_partnership()
def case_assumptions(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    case = find_draft(request, workstream, pk)
    form = AssumptionsForm(request.POST or None, case=case)
    page = case_page(request, case, "Optimism bias, ranges and sensitivity", done="The assumptions are saved.")
    if request.method == "POST" and form.is_valid():
        act = partial(actions.edit_assumptions, by=request.user, case=case)
        if done(form, act, **form.facts):
            messages.success(request, page.done)
            return redirect(page.back)
    return render(request, "workstreams/cases/assumptions.html", {"form": form, "page": page})


def _rows_page(
    request: ScopedRequest, formset: Any, act: Callable[..., Any], page: Page, template: str, **more: Any
) -> HttpResponse:
    """Sent with `more` the table comes back with more empty rows, and with whatever was typed in it."""
    is_sent = request.method == "POST" and "more" not in request.POST
    if is_sent and formset.is_valid() and done(formset, act, **formset.facts):
        messages.success(request, page.done)
        return redirect(page.back)
    return render(request, template, {"formset": formset, "page": page} | more)

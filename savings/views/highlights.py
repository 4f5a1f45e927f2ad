"""One highlight report: how it is read and printed, written beside the portal's figures, submitted and corrected."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from partnership import clock, history
from partnership.permissions import require
from partnership.views.pages import Page, Step, confirm_page, form_page
from partnership.views.scope import ScopedRequest, in_partnership
from savings import actions, figures
from savings.actions.highlights import what_is_missing
from savings.forms.highlights import CorrectionForm, HighlightForm, MonthForm, SubmitForm
from savings.highlights import beside, months, standing
from savings.models import HighlightReport
from savings.models.highlights import ASPECTS, POINTS
from savings.views.highlight_lists import highlights_of
from workstreams.actions import MAY_EDIT
from workstreams.models import Workstream
from workstreams.views.finding import find_to_edit, find_workstream, form_methods, of, trail


def find_report(request: ScopedRequest, workstream: str, pk: int) -> HighlightReport:
    """A report that the user may see; one of another workstream is not found."""
    return get_object_or_404(highlights_of(request), workstream=find_workstream(request, workstream), pk=pk)


def _find_to_edit(request: ScopedRequest, workstream: str, pk: int) -> HighlightReport:
    found = find_report(request, workstream, pk)
    require(request.user, MAY_EDIT, found)
    return found


def _find_draft(request: ScopedRequest, workstream: str, pk: int) -> HighlightReport:
    """To change it: what was submitted already has no such page."""
    found = _find_to_edit(request, workstream, pk)
    return get_object_or_404(highlights_of(request), pk=found.pk, state=HighlightReport.State.DRAFT)


def _beside(request: ScopedRequest, report: HighlightReport) -> beside.Beside:
    """What was frozen; of a draft, as it is now."""
    if report.figures is not None:
        return dict(report.figures)
    at = figures.now(request.partnership)
    return beside.beside(report.workstream, report.month, at, user=request.user)


def _ratings(report: HighlightReport, found: beside.Beside, before: HighlightReport | None) -> list[dict[str, Any]]:
    """A line for each rating: what was given and why, how it moved, and what the portal says."""
    shown = standing.rated(report, before, found)
    return [
        {"rated": each, "reason": report.reason(each.aspect), "said": beside.suggested(found, each.aspect)}
        for each in shown
    ]


@require_safe
@in_partnership("savings.view_figures")
def highlight(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    """One report as it is read and printed, with its figures, versions and history."""
    report = find_report(request, workstream, pk)
    versions = highlights_of(request).filter(workstream=report.workstream, month=report.month).order_by("-version")
    in_force = versions.in_force().first()
    may_edit = request.user.has_perm(MAY_EDIT, report)
    found = _beside(request, report)
    context = {
        "report": report,
        "workstream": report.workstream,
        "beside": found,
        "as_at": date.fromisoformat(found["on"]),
        "ratings": _ratings(report, found, _before(request, report)),
        "points": [(HighlightReport._meta.get_field(name).verbose_name, report.points(name)) for name in POINTS],
        "versions": [each for each in versions if each.pk != report.pk],
        "in_force": in_force,
        "may_write": may_edit and report.is_draft,
        "may_correct": may_edit and report == in_force and not any(each.is_draft for each in versions),
        "events": history.events(report) if request.user.has_perm("partnership.view_history", report) else None,
        "trail": _trail(request, report),
    }
    return render(request, "savings/highlights/report.html", context)


def _before(request: ScopedRequest, report: HighlightReport) -> HighlightReport | None:
    """What was submitted of the month before. One query."""
    former = highlights_of(request).in_force().filter(workstream=report.workstream)
    return former.filter(month=months.shifted(report.month, -1)).first()


# --- Writing ----------------------------------------------------------------------------------------------------------
@form_methods
@in_partnership()
def highlight_add(request: ScopedRequest, workstream: str) -> HttpResponse:
    """Choose the month; the draft begins from the report before."""
    stream = find_to_edit(request, workstream)
    taken = set(stream.highlights.values_list("month", flat=True))
    this = months.month_of(clock.today())
    free = [month for month in months.between(months.shifted(this, -12), this) if month not in taken]
    asked = months.of_text(request.GET.get("month", ""))
    wanted = next((month for month in (asked, months.last_over(this)) if month in free), None)
    form = MonthForm(request.POST or None, months=free, initial={"month": wanted and wanted.isoformat()})
    steps = _list_trail(request, stream)
    page = Page(
        "Begin a highlight report",
        back=steps[-1].url,
        trail=steps,
        action="Begin the draft",
        text="It begins with the ratings of the report before, its next steps as what was done, and the decisions that "
        "are still needed.",
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if form.attempt(actions.draft_highlight, by=request.user, workstream=stream, **given):
            messages.success(request, "The draft is begun.")
            return redirect(of(request, stream, "highlight-edit", pk=form.result.pk))
    return render(request, "partnership/form.html", {"form": form, "page": page})


@form_methods
@in_partnership()
def highlight_edit(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    """Write it beside the portal's figures. What somebody else saved meanwhile is shown, and nothing typed is lost."""
    report = _find_draft(request, workstream, pk)
    found = _beside(request, report)
    advice = {aspect: beside.suggested(found, aspect) for aspect in ASPECTS}
    form = HighlightForm(request.POST or None, report=report, advice=advice)
    page = _page(
        request, report, f"Write the report of {report.called}", action="Save the draft", done="The draft is saved."
    )
    act = partial(actions.edit_highlight, by=request.user, report=report)
    context = {
        "report": report,
        "workstream": report.workstream,
        "beside": found,
        "as_at": date.fromisoformat(found["on"]),
    }
    return form_page(request, form, act, page, "savings/highlights/edit.html", **context)


@form_methods
@in_partnership()
def highlight_submit(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    report = _find_draft(request, workstream, pk)
    found = _beside(request, report)
    form = SubmitForm(request.POST or None, report=report)
    act = partial(actions.submit_highlight, by=request.user, report=report)
    page = _page(
        request,
        report,
        f"Submit the report of {report.called}",
        action="Submit",
        done="The report is submitted. Its figures are frozen as they were.",
        text="Everybody who sees figures reads it. From then on it never changes: a correction is a further version.",
    )
    more = {"ratings": _ratings(report, found, _before(request, report)), "missing": what_is_missing(report)}
    return form_page(request, form, act, page, "savings/highlights/submit.html", report=report, **more)


@form_methods
@in_partnership()
def highlight_correct(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    report = _find_to_edit(request, workstream, pk)
    form = CorrectionForm(request.POST or None)
    page = _page(
        request,
        report,
        f"Correct the report of {report.called}",
        action="Begin the correction",
        text="A draft begins with all that this version says. This one holds until that is submitted, and stays to be "
        "read.",
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if form.attempt(actions.correct_highlight, by=request.user, report=report, **given):
            messages.success(request, "The correction is begun.")
            return redirect(of(request, report.workstream, "highlight-edit", pk=form.result.pk))
    return render(request, "partnership/form.html", {"form": form, "page": page})


@form_methods
@in_partnership()
def highlight_discard(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    report = _find_draft(request, workstream, pk)
    page = _page(
        request,
        report,
        f"Discard the draft of {report.called}",
        action="Discard",
        done="The draft is discarded.",
        text="Its history stays.",
        danger=True,
    )
    page = replace(page, back=of(request, report.workstream, "highlight-list"))
    return confirm_page(request, lambda: actions.discard_highlight(by=request.user, report=report), page)


# --- Where we are -----------------------------------------------------------------------------------------------------
def _list_trail(request: ScopedRequest, stream: Workstream) -> list[Step]:
    return [*trail(request, stream), Step("Highlights", of(request, stream, "highlight-list"))]


def _trail(request: ScopedRequest, report: HighlightReport) -> list[Step]:
    return _list_trail(request, report.workstream)


def _page(request: ScopedRequest, report: HighlightReport, title: str, **words: Any) -> Page:
    steps = [*_trail(request, report), Step(report.called, report.get_absolute_url())]
    return Page(title, back=report.get_absolute_url(), trail=steps, **words)

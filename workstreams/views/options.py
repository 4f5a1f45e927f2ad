"""Options appraisals: the lists, and how a round is set up, opened, decided and begun anew. The page of one, with its
result and chart, is in `savings`."""

from dataclasses import replace
from functools import partial
from typing import Any

import django_filters
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partnership.listing import Column, Listing
from partnership.permissions import require
from partnership.templatetags.portal import date_words, tag
from partnership.views.pages import Page, Step, confirm_page, form_page
from partnership.views.scope import ScopedRequest, in_partnership
from workstreams import actions
from workstreams.actions import MAY_EDIT
from workstreams.forms import AppraisalForm, DecisionForm, OptionForm, RescoreForm, ScorerForm, criteria_form
from workstreams.models import AppraisalOption, AppraisalScorer, OptionsAppraisal, OptionsDecision
from workstreams.options import compared
from workstreams.views import choosing
from workstreams.views.finding import find_to_edit, find_workstream, form_methods, of, trail

_STATES = dict(OptionsAppraisal.State.choices)
_TITLE = Column("Appraisal", lambda row: row.title, sort="title", link=OptionsAppraisal.get_absolute_url)
_COLUMNS = (
    _TITLE,
    Column("Round", lambda row: row.round, sort="round", numeric=True),
    Column("State", lambda row: _STATES[row.state], sort="state", shown=tag),
    Column("Preferred option", lambda row: row.preferred or "–", sort="preferred"),
    Column("Decided by", lambda row: row.decided_by or "–", sort="decided_by"),
    Column("Decided", lambda row: row.decided_on, sort="decided_on", shown=date_words),
    Column("Why it is scored again", lambda row: row.rescore_reason or "–"),
)
_OF_ALL = (
    Column(
        "Workstream", lambda row: row.workstream.name, sort="workstream__name", link=OptionsAppraisal.get_absolute_url
    ),
    replace(_TITLE, link=None),
    *_COLUMNS[1:6],
)


class AppraisalFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=OptionsAppraisal.State.choices, label="State", empty_label="All")

    class Meta:
        model = OptionsAppraisal
        fields: list[str] = []


class ProgrammeAppraisalFilter(AppraisalFilter):
    workstream = django_filters.ModelChoiceFilter(
        queryset=choosing.workstreams, to_field_name="slug", empty_label="All"
    )


def _rows(request: ScopedRequest) -> QuerySet[OptionsAppraisal]:
    return OptionsAppraisal.objects.visible_to(request.user).select_related("workstream__partnership")


def _with_decision(rows: QuerySet[OptionsAppraisal]) -> QuerySet[OptionsAppraisal]:
    last = OptionsDecision.objects.filter(appraisal=OuterRef("pk")).order_by("-pk")
    columns = {"preferred": "option__name", "decided_by": "body", "decided_on": "decided_on"}
    return rows.annotate(**{name: Subquery(last.values(source)[:1]) for name, source in columns.items()})


@require_safe
@in_partnership("savings.view_figures")
def appraisals(request: ScopedRequest) -> HttpResponseBase:
    """All rounds of all workstreams."""
    rows = _with_decision(_rows(request).filter(workstream__partnership=request.partnership))
    caption = "Options appraisals"
    listing = Listing(request, rows, _OF_ALL, filterset=ProgrammeAppraisalFilter, sort="workstream", caption=caption)
    if listing.is_download:
        return listing.download("options-appraisals")
    return render(request, "workstreams/options/appraisals.html", {"listing": listing, "trail": trail(request)})


@require_safe
@in_partnership("savings.view_figures")
def appraisal_list(request: ScopedRequest, workstream: str) -> HttpResponseBase:
    """Those of one workstream, the last round on top."""
    found = find_workstream(request, workstream)
    rows = _with_decision(_rows(request).filter(workstream=found))
    caption = f"Options appraisals of {found}"
    listing = Listing(request, rows, _COLUMNS, filterset=AppraisalFilter, sort="-round", caption=caption)
    if listing.is_download:
        return listing.download(f"{found.slug}-options-appraisals")
    context = {
        "workstream": found,
        "listing": listing,
        "trail": trail(request, found),
        "may_add": request.user.has_perm(MAY_EDIT, found),
    }
    return render(request, "workstreams/options/list.html", context)


# --- Finding ----------------------------------------------------------------------------------------------------------
def find_appraisal(request: ScopedRequest, workstream: str, pk: int) -> OptionsAppraisal:
    """A round that the user may see; one of another workstream is not found."""
    return get_object_or_404(_rows(request), workstream=find_workstream(request, workstream), pk=pk)


def find_draft(request: ScopedRequest, workstream: str, pk: int) -> OptionsAppraisal:
    """To set it up: a round whose scoring was opened has no such page."""
    appraisal = find_appraisal(request, workstream, pk)
    require(request.user, MAY_EDIT, appraisal)
    return get_object_or_404(_rows(request), pk=appraisal.pk, state=OptionsAppraisal.State.DRAFT)


def _find_to_run(request: ScopedRequest, workstream: str, pk: int) -> OptionsAppraisal:
    appraisal = find_appraisal(request, workstream, pk)
    require(request.user, MAY_EDIT, appraisal)
    return appraisal


def _find_option(request: ScopedRequest, workstream: str, pk: int) -> AppraisalOption:
    stream = find_workstream(request, workstream)
    rows = AppraisalOption.objects.visible_to(request.user).select_related("appraisal__workstream__partnership")
    option: AppraisalOption = get_object_or_404(rows, appraisal__workstream=stream, pk=pk)
    require(request.user, MAY_EDIT, option)
    return get_object_or_404(rows, pk=pk, appraisal__state=OptionsAppraisal.State.DRAFT)


def find_scorer(request: ScopedRequest, workstream: str, pk: int) -> AppraisalScorer:
    stream = find_workstream(request, workstream)
    rows = AppraisalScorer.objects.visible_to(request.user).select_related("appraisal__workstream__partnership")
    return get_object_or_404(rows.select_related("appraisal__rescores", "person"), appraisal__workstream=stream, pk=pk)


def appraisal_trail(request: ScopedRequest, appraisal: OptionsAppraisal, *, whole: bool = True) -> list[Step]:
    steps = trail(request, appraisal.workstream)
    steps.append(Step("Options appraisals", of(request, appraisal.workstream, "appraisal-list")))
    return [*steps, Step(str(appraisal), appraisal.get_absolute_url())] if whole else steps


def appraisal_page(request: ScopedRequest, appraisal: OptionsAppraisal, title: str, **words: Any) -> Page:
    return Page(title, back=appraisal.get_absolute_url(), trail=appraisal_trail(request, appraisal), **words)


# --- Setting up -------------------------------------------------------------------------------------------------------
@form_methods
@in_partnership()
def appraisal_add(request: ScopedRequest, workstream: str) -> HttpResponse:
    found = find_to_edit(request, workstream)
    steps = [*trail(request, found), Step("Options appraisals", of(request, found, "appraisal-list"))]
    page = Page(
        "Begin an options appraisal",
        back=steps[-1].url,
        trail=steps,
        action="Begin",
        done="The appraisal is begun. Its page says what is still missing.",
        text="Doing nothing is its first option. Add the others, the criteria and the scorers next.",
    )
    act = partial(actions.draft_appraisal, by=request.user, workstream=found)
    return form_page(request, AppraisalForm(request.POST or None), act, page)


@form_methods
@in_partnership()
def appraisal_edit(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = find_draft(request, workstream, pk)
    act = partial(actions.edit_appraisal, by=request.user, appraisal=row)
    page = appraisal_page(request, row, "Question, scale, years and scorers")
    return form_page(request, AppraisalForm(request.POST or None, instance=row), act, page)


@form_methods
@in_partnership()
def option_add(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = find_draft(request, workstream, pk)
    act = partial(actions.add_option, by=request.user, appraisal=row)
    page = appraisal_page(request, row, "Add an option", action="Add option", done="The option was added.")
    return form_page(request, OptionForm(request.POST or None, appraisal=row), act, page)


@form_methods
@in_partnership()
def option_edit(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = _find_option(request, workstream, pk)
    act = partial(actions.edit_option, by=request.user, option=row)
    page = appraisal_page(request, row.appraisal, "Change an option", done="The option was changed.")
    if not row.is_do_nothing:
        page = replace(page, more=[Step("Remove this option", of(request, row.appraisal.workstream, _REMOVE, pk=pk))])
    return form_page(request, OptionForm(request.POST or None, instance=row, appraisal=row.appraisal), act, page)


_REMOVE = "appraisal-option-remove"


@form_methods
@in_partnership()
def option_remove(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = _find_option(request, workstream, pk)
    words = {"action": "Remove option", "done": "The option was removed.", "text": "Its history stays."}
    page = appraisal_page(request, row.appraisal, f"Remove the option “{row}”", danger=True, **words)
    return confirm_page(request, lambda: actions.remove_option(by=request.user, option=row), page)


@form_methods
@in_partnership()
def criteria(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    """All criteria with their weights in one table; sent with `more` it comes back with more rows."""
    row = find_draft(request, workstream, pk)
    rows = criteria_form(request.POST or None, row)
    page = appraisal_page(request, row, "Criteria and weights", done="The criteria were saved.")
    template = "workstreams/options/criteria.html"
    if "more" in request.POST:
        return render(request, template, {"formset": rows, "form": rows, "page": page})
    act = partial(actions.edit_criteria, by=request.user, appraisal=row)
    return form_page(request, rows, act, page, template, formset=rows)


@form_methods
@in_partnership()
def scorer_add(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = _find_to_run(request, workstream, pk)
    act = partial(actions.add_scorer, by=request.user, appraisal=row)
    page = appraisal_page(request, row, "Add a scorer", action="Add scorer", done="The scorer was added.")
    return form_page(request, ScorerForm(request.POST or None, appraisal=row), act, page)


@form_methods
@in_partnership()
def scorer_remove(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = find_scorer(request, workstream, pk)
    require(request.user, MAY_EDIT, row)
    words = {"action": "Remove scorer", "done": "The scorer was removed.", "text": "They have not scored."}
    page = appraisal_page(request, row.appraisal, f"Remove the scorer “{row}”", danger=True, **words)
    return confirm_page(request, lambda: actions.remove_scorer(by=request.user, scorer=row), page)


@form_methods
@in_partnership()
def appraisal_open(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = find_draft(request, workstream, pk)
    words = {
        "action": "Open the scoring",
        "done": "Scoring is open. Tell the scorers: each finds the sheet on this page.",
        "text": "Options, criteria, weights and the scale are frozen: from then on only a new round changes them. "
        "While it is being scored nobody is shown what others give, but who runs the workstream and is no scorer.",
    }
    page = appraisal_page(request, row, "Open the scoring", **words)
    return confirm_page(request, lambda: actions.open_scoring(by=request.user, appraisal=row), page)


@form_methods
@in_partnership()
def appraisal_close(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = _find_to_run(request, workstream, pk)
    waiting = ", ".join(str(sheet.scorer) for sheet in compared(row).waiting)
    counted = f" Not finished, and not counted: {waiting}." if waiting else ""
    words = {
        "action": "End the scoring",
        "done": "The scoring has ended. Everybody who sees figures reads the result.",
        "text": f"No score is given or changed any more, and everybody is shown the result.{counted}",
    }
    page = appraisal_page(request, row, "End the scoring", **words)
    return confirm_page(request, lambda: actions.close_scoring(by=request.user, appraisal=row), page)


@form_methods
@in_partnership()
def appraisal_discard(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = find_draft(request, workstream, pk)
    words = {"action": "Discard", "done": "The draft is discarded.", "text": "Its history stays.", "danger": True}
    page = appraisal_page(request, row, "Discard this draft", **words)
    page = replace(page, back=of(request, row.workstream, "appraisal-list"))  # the draft itself will be gone
    return confirm_page(request, lambda: actions.discard_appraisal(by=request.user, appraisal=row), page)


# --- Deciding ---------------------------------------------------------------------------------------------------------
@form_methods
@in_partnership()
def appraisal_decide(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    """A draft has no such page: nothing in it was scored."""
    row = _find_to_run(request, workstream, pk)
    row = get_object_or_404(_rows(request).exclude(state=OptionsAppraisal.State.DRAFT), pk=row.pk)
    found = compared(row)
    said = found.conclusion
    if OptionsAppraisal.objects.hidden_from(request.user).filter(pk=row.pk).exists():
        said = "You are a scorer, so the result is not shown to you before the scoring ends. You may end it first."
    if found.waiting:
        said += f" Not finished, and not counted: {', '.join(str(sheet.scorer) for sheet in found.waiting)}."
    words = {
        "action": "Record",
        "done": "The preferred option is recorded, with the result as it is now.",
        "text": said,
    }
    page = appraisal_page(request, row, "Record the preferred option", **words)
    act = partial(actions.decide_options, by=request.user, appraisal=row)
    return form_page(request, DecisionForm(request.POST or None, appraisal=row), act, page)


@form_methods
@in_partnership()
def appraisal_rescore(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = _find_to_run(request, workstream, pk)
    words = {
        "action": "Begin the next round",
        "done": "The next round is begun as a draft.",
        "text": "A copy of options, criteria, weights and scorers, to be changed and scored afresh. This round stays "
        "as it is, with all its scores; what was decided counts until the next round is decided.",
    }
    page = appraisal_page(request, row, "Score it again", **words)
    page = replace(page, back=of(request, row.workstream, "appraisal-list"))
    act = partial(actions.rescore, by=request.user, appraisal=row)
    return form_page(request, RescoreForm(request.POST or None), act, page)

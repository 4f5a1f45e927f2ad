"""Pages of workstreams as projects. A workstream's own page shows its figures and is served by `savings`."""

from dataclasses import replace
from functools import partial

import django_filters
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from partnership import clock, history
from partnership.listing import Column, Listing
from partnership.permissions import require
from partnership.templatetags.portal import tag
from partnership.views.pages import Page, Step, confirm_page, form_page
from partnership.views.scope import ScopedRequest, find, in_partnership
from workstreams import actions
from workstreams.actions import MAY_EDIT
from workstreams.forms import (
    BaselineForm,
    FundingForm,
    HostingForm,
    MilestoneForm,
    ParticipationForm,
    StageForm,
    WorkstreamForm,
)
from workstreams.models import BaselineCost, Funding, Hosting, Milestone, Participation, Workstream

form_methods = require_http_methods(["GET", "HEAD", "POST"])

_COLUMNS = (
    Column("Workstream", lambda row: row.name, sort="name"),
    Column(
        "Stage",
        lambda row: Workstream.Stage(row.stage),
        sort="stage_number",
        plain=lambda row: row.get_stage_display(),
        shown=tag,
    ),
    Column("Host now", lambda row: row.host or "No host", sort="host"),
    Column("Participants now", lambda row: row.participants, sort="participants", numeric=True),
    Column("Milestones late", lambda row: row.late, sort="late", numeric=True),
)


class WorkstreamFilter(django_filters.FilterSet):
    stage = django_filters.ChoiceFilter(choices=Workstream.Stage.choices, label="Stage", empty_label="Any")
    delivery = django_filters.ChoiceFilter(
        choices=Workstream.Delivery.choices, label="Delivery model", empty_label="Any"
    )

    class Meta:
        model = Workstream
        fields: list[str] = []


@require_safe
@in_partnership()
def workstream_list(request: ScopedRequest) -> HttpResponse:
    """The workstreams, and the money awarded to the partnership as a whole. Fixed number of queries."""
    rows = Workstream.objects.visible_to(request.user).filter(partnership=request.partnership)
    rows = rows.select_related("partnership").with_plan(clock.today())
    columns = list(_COLUMNS)
    if request.user.has_perm("savings.view_figures", request.partnership):  # which the workstream's page shows
        columns[0] = replace(columns[0], link=Workstream.get_absolute_url)
    listing = Listing(
        request, rows, columns, filterset=WorkstreamFilter, sort="workstream", caption="Workstreams of the partnership"
    )
    if listing.is_download:
        return listing.download("workstreams")
    fundings = Funding.objects.visible_to(request.user).filter(partnership=request.partnership, workstream=None)
    may_add = request.user.has_perm(MAY_EDIT, Workstream(partnership=request.partnership))
    context = {"listing": listing, "fundings": fundings, "may_add": may_add}
    return render(request, "workstreams/workstream_list.html", context)


@require_safe
@in_partnership()
def workstream_history(request: ScopedRequest, workstream: str) -> HttpResponse:
    found = _find(request, workstream)
    require(request.user, "partnership.view_history", found)
    context = {"workstream": found, "events": _events(found), "trail": _trail(request, found)}
    return render(request, "workstreams/workstream_history.html", context)


def _events(workstream: Workstream) -> list[history.Event]:
    """Of the workstream and of all that belongs or belonged to it."""
    named = {
        Participation: lambda row: f"participation of {row.organisation.short_name}",
        Hosting: lambda row: f"hosting by {row.organisation.short_name}",
        Milestone: lambda row: f"milestone “{row.title}”",
        BaselineCost: lambda row: "baseline cost",
        Funding: lambda row: f"funding by {row.funder}",
    }
    of_parts = (history.events_of(model, called=called, workstream=workstream) for model, called in named.items())
    return history.newest_first([*history.events(workstream), *(event for events in of_parts for event in events)])


@form_methods
@in_partnership()
def workstream_add(request: ScopedRequest) -> HttpResponse:
    require(request.user, MAY_EDIT, Workstream(partnership=request.partnership))
    act = partial(actions.add_workstream, by=request.user, partnership=request.partnership)
    page = _list_page(request, "Add a workstream", action="Add workstream", done="The workstream was added.")
    return form_page(request, WorkstreamForm(request.POST or None), act, page)


@form_methods
@in_partnership()
def workstream_edit(request: ScopedRequest, workstream: str) -> HttpResponse:
    found = _find_to_edit(request, workstream)
    act = partial(actions.edit_workstream, by=request.user, workstream=found)
    more = [Step("Move to another stage", _of(request, found, "workstream-stage"))]
    page = _page(request, found, "Change the workstream", done="The workstream was changed.", more=more)
    return form_page(request, WorkstreamForm(request.POST or None, instance=found), act, page)


@form_methods
@in_partnership()
def workstream_stage(request: ScopedRequest, workstream: str) -> HttpResponse:
    found = _find_to_edit(request, workstream)
    act = partial(actions.move_stage, by=request.user, workstream=found)
    page = _page(request, found, "Move to another stage", action="Move", done="The workstream was moved.")
    return form_page(request, StageForm(request.POST or None, initial={"stage": found.stage}), act, page)


# --- What belongs to a workstream: one page to add, one to change ----------------------------------------------------
@form_methods
@in_partnership()
def participation_add(request: ScopedRequest, workstream: str) -> HttpResponse:
    return _add(request, workstream, ParticipationForm, actions.add_participation, "Add a participant")


@form_methods
@in_partnership()
def participation_edit(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = _find_of(request, Participation, workstream, pk)
    act = partial(actions.edit_participation, participation=row)
    return _edit(request, row, ParticipationForm, act, "Change the participation")


@form_methods
@in_partnership()
def hosting_add(request: ScopedRequest, workstream: str) -> HttpResponse:
    text = (
        "The host before it hosts until the day before. A host that is no partner joins the partnership without a vote."
    )
    return _add(request, workstream, HostingForm, actions.add_hosting, "Change the host", text=text)


@form_methods
@in_partnership()
def hosting_edit(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = _find_of(request, Hosting, workstream, pk)
    return _edit(request, row, HostingForm, partial(actions.edit_hosting, hosting=row), "Change the hosting")


@form_methods
@in_partnership()
def milestone_add(request: ScopedRequest, workstream: str) -> HttpResponse:
    return _add(request, workstream, MilestoneForm, actions.add_milestone, "Add a milestone")


@form_methods
@in_partnership()
def milestone_edit(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = _find_of(request, Milestone, workstream, pk)
    more = [Step("Remove this milestone", _of(request, row.workstream, "milestone-remove", pk=pk))]
    act = partial(actions.edit_milestone, milestone=row)
    return _edit(request, row, MilestoneForm, act, "Change the milestone", more=more)


@form_methods
@in_partnership()
def milestone_remove(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = _find_of(request, Milestone, workstream, pk)
    page = _page(
        request,
        row.workstream,
        f"Remove the milestone “{row.title}”",
        action="Remove milestone",
        done="The milestone was removed.",
        text="It leaves the plan and the board packs to come. Its history stays.",
        danger=True,
    )
    return confirm_page(request, lambda: actions.remove_milestone(by=request.user, milestone=row), page)


@form_methods
@in_partnership()
def baseline_add(request: ScopedRequest, workstream: str) -> HttpResponse:
    return _add(request, workstream, BaselineForm, actions.add_baseline, "Add a baseline cost")


@form_methods
@in_partnership()
def baseline_edit(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = _find_of(request, BaselineCost, workstream, pk)
    return _edit(request, row, BaselineForm, partial(actions.edit_baseline, baseline=row), "Change the baseline cost")


@form_methods
@in_partnership()
def funding_add(request: ScopedRequest, workstream: str) -> HttpResponse:
    found = _find_to_edit(request, workstream)
    act = partial(actions.add_funding, by=request.user, partnership=request.partnership, workstream=found)
    page = _page(request, found, "Add funding")
    return form_page(request, FundingForm(request.POST or None), act, page)


@form_methods
@in_partnership()
def funding_edit(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    found = _find_to_edit(request, workstream)
    row = find(request, Funding.objects, workstream=found, pk=pk)
    act = partial(actions.edit_funding, by=request.user, funding=row)
    return form_page(
        request, FundingForm(request.POST or None, instance=row), act, _page(request, found, "Change funding")
    )


@form_methods
@in_partnership()
def programme_funding_add(request: ScopedRequest) -> HttpResponse:
    require(request.user, MAY_EDIT, Funding(partnership=request.partnership))
    act = partial(actions.add_funding, by=request.user, partnership=request.partnership)
    page = _list_page(request, "Add funding of the partnership", done="The funding was added.")
    return form_page(request, FundingForm(request.POST or None), act, page)


@form_methods
@in_partnership()
def programme_funding_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find(request, Funding.objects, workstream=None, pk=pk)
    require(request.user, MAY_EDIT, row)
    act = partial(actions.edit_funding, by=request.user, funding=row)
    page = _list_page(request, "Change funding of the partnership", done="The funding was changed.")
    return form_page(request, FundingForm(request.POST or None, instance=row), act, page)


# --- Finding, and saying where we are --------------------------------------------------------------------------------
def _find(request: ScopedRequest, slug: str) -> Workstream:
    return find(request, Workstream.objects.select_related("partnership"), slug=slug)


def _find_to_edit(request: ScopedRequest, slug: str) -> Workstream:
    found = _find(request, slug)
    require(request.user, MAY_EDIT, found)
    return found


def _find_of(request: ScopedRequest, model, slug: str, pk: int):
    """A part of a workstream that the user may edit; a part of another workstream is not found."""
    workstream = _find_to_edit(request, slug)
    return get_object_or_404(model.objects.select_related("workstream__partnership"), workstream=workstream, pk=pk)


def _add(request: ScopedRequest, slug: str, form_class, action, title: str, **words) -> HttpResponse:
    found = _find_to_edit(request, slug)
    form = form_class(request.POST or None, workstream=found)
    act = partial(action, by=request.user, workstream=found)
    return form_page(request, form, act, _page(request, found, title, **words))


def _edit(request: ScopedRequest, row, form_class, act, title: str, **words) -> HttpResponse:
    form = form_class(request.POST or None, instance=row, workstream=row.workstream)
    return form_page(request, form, partial(act, by=request.user), _page(request, row.workstream, title, **words))


def _trail(request: ScopedRequest, workstream: Workstream | None = None) -> list[Step]:
    trail = [Step("Workstreams", reverse("workstream-list", args=[request.partnership.slug]))]
    return [*trail, Step(workstream.name, workstream.get_absolute_url())] if workstream else trail


def _list_page(request: ScopedRequest, title: str, **words) -> Page:
    trail = _trail(request)
    return Page(title, back=trail[0].url, trail=trail, **words)


def _page(request: ScopedRequest, workstream: Workstream, title: str, **words) -> Page:
    """A page of something of a workstream: back to the workstream."""
    return Page(title, back=workstream.get_absolute_url(), trail=_trail(request, workstream), **words)


def _of(request: ScopedRequest, workstream: Workstream, name: str, **arguments) -> str:
    named = {"partnership": request.partnership.slug, "workstream": workstream.slug, **arguments}
    return reverse(name, kwargs=named)

"""The list of workstreams, and the pages that add, change and move one. A workstream's own page is in `savings`."""

from dataclasses import replace
from datetime import date
from functools import partial

import django_filters
from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from partnership import clock, history
from partnership.listing import Column, Listing
from partnership.permissions import require
from partnership.templatetags.portal import tag
from partnership.views.pages import Step, form_page
from partnership.views.scope import ScopedRequest, in_partnership
from workstreams import actions, plans
from workstreams import trail as versions
from workstreams.actions import MAY_EDIT
from workstreams.forms import (
    WorkstreamForm,
)
from workstreams.models import (
    BudgetHead,
    Funding,
    Hosting,
    Indicator,
    Milestone,
    Participation,
    PartnerChange,
    Workstream,
)
from workstreams.views.finding import (
    find_to_edit,
    find_workstream,
    form_methods,
    list_page,
    of,
    page_of,
    trail,
)


def _marked(words: str) -> SafeString | str:
    return tag(words) if words == "No baseline" else words


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
    Column("Baseline", lambda row: "Taken" if row.has_baseline else "No baseline", sort="has_baseline", shown=_marked),
)


class WorkstreamFilter(django_filters.FilterSet):
    stage = django_filters.ChoiceFilter(choices=Workstream.Stage.choices, label="Stage", empty_label="All")
    delivery = django_filters.ChoiceFilter(
        choices=Workstream.Delivery.choices, label="Delivery model", empty_label="All"
    )

    class Meta:
        model = Workstream
        fields: list[str] = []


@require_safe
@in_partnership()
def workstream_list(request: ScopedRequest) -> HttpResponse:
    """The workstreams, and the money awarded to the partnership as a whole. Fixed number of queries."""
    rows = Workstream.objects.visible_to(request.user).filter(partnership=request.partnership)
    rows = _with_plan(rows.select_related("partnership").with_baseline(), clock.today())
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


def _with_plan(rows: QuerySet[Workstream], on: date) -> QuerySet[Workstream]:
    """With `host` (name on this day or None), `participants` (their number), `late` (milestones, as `plans.late` says)
    and `stage_number` (from 0, to sort by), within the one query."""
    of_this = {"workstream": OuterRef("pk")}
    hosts = Hosting.objects.current(on).filter(**of_this).values("organisation__short_name")
    taking_part = Participation.objects.current(on).filter(**of_this).order_by().values("workstream")
    late = Milestone.objects.filter(plans.late(on), **of_this).order_by().values("workstream")
    return rows.annotate(
        host=Subquery(hosts[:1]),
        participants=Coalesce(Subquery(taking_part.values(n=Count("organisation", distinct=True))), 0),
        late=Coalesce(Subquery(late.values(n=Count("pk"))), 0),
        stage_number=Case(*(When(stage=stage, then=n) for n, stage in enumerate(Workstream.Stage.values))),
    )


@require_safe
@in_partnership()
def workstream_history(request: ScopedRequest, workstream: str) -> HttpResponse:
    found = find_workstream(request, workstream)
    require(request.user, "partnership.view_history", found)
    context = {"workstream": found, "events": _events(found), "trail": trail(request, found)}
    return render(request, "workstreams/workstream_history.html", context)


def _events(workstream: Workstream) -> list[history.Event]:
    """Of the workstream and of all that belongs or belonged to it."""
    named = {
        Participation: lambda row: f"participation of {row.organisation.short_name}",
        Hosting: lambda row: f"hosting by {row.organisation.short_name}",
        Milestone: lambda row: f"milestone “{row.title}”",
        Indicator: lambda row: f"indicator “{row.name}”",
        Funding: lambda row: f"grant of {row.funder}",
        BudgetHead: lambda row: "budget head",
        PartnerChange: lambda row: f"change of partner {row.organisation.short_name}",
    }
    of_parts = (history.events_of(model, called=called, workstream=workstream) for model, called in named.items())
    events = [event for of_part in of_parts for event in of_part]
    return history.newest_first([*history.events(workstream), *events, *versions.of_baselines(workstream)])


@form_methods
@in_partnership()
def workstream_add(request: ScopedRequest) -> HttpResponse:
    require(request.user, MAY_EDIT, Workstream(partnership=request.partnership))
    act = partial(actions.add_workstream, by=request.user, partnership=request.partnership)
    page = list_page(request, "Add a workstream", action="Add workstream", done="The workstream was added.")
    return form_page(request, WorkstreamForm(request.POST or None), act, page)


@form_methods
@in_partnership()
def workstream_edit(request: ScopedRequest, workstream: str) -> HttpResponse:
    found = find_to_edit(request, workstream)
    act = partial(actions.edit_workstream, by=request.user, workstream=found)
    more = [Step("Move to another stage", of(request, found, "gate"))]
    page = page_of(request, found, "Change the workstream", done="The workstream was changed.", more=more)
    return form_page(request, WorkstreamForm(request.POST or None, instance=found), act, page)

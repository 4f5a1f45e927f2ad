"""The communications log, and one line of it with its papers."""

from functools import partial

import django_filters
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnership import history
from partnership.listing import Column
from partnership.templatetags.portal import tag
from partnership.views.pages import Page, Step, confirm_page, form_page
from partnership.views.scope import ScopedRequest, in_partnership
from workstreams import actions
from workstreams.actions import MAY_EDIT
from workstreams.forms import CommunicationForm, NewCommunicationForm, PapersForm
from workstreams.models import Attachment, Communication, Workstream
from workstreams.views.attachments import papers
from workstreams.views.finding import find_workstream, form_methods, named_workstream
from workstreams.views.logs import (
    Log,
    OfProgrammeFilter,
    SearchFilter,
    day_filter,
    find_row,
    find_to_edit,
    paper_page,
    rows_of,
    sent,
)


class CommunicationFilter(OfProgrammeFilter):
    kind = django_filters.ChoiceFilter(choices=Communication.Kind.choices, label="Kind", empty_label="All")
    audience = django_filters.ChoiceFilter(
        choices=Communication.Audience.choices, label="For whom", empty_label="All", method="of_audience"
    )
    since = day_filter("From", "on", "gte")
    until = day_filter("Until", "on", "lte")
    q = SearchFilter("title", "said")

    class Meta:
        model = Communication
        fields: list[str] = []

    def of_audience(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(audience__in=Communication.reaching(value))


_TITLE = Column("Title", lambda row: row.title, sort="title", link=Communication.get_absolute_url)
_DAY = Column("Day", lambda row: row.on, sort="on")
_KIND = Column("What it was", lambda row: row.get_kind_display(), sort="kind")
_AUDIENCE = Column("For whom", lambda row: row.get_audience_display(), sort="audience")
_WHERE = Column("Workstream", lambda row: row.where, sort="workstream__name")
_PAPERS = Column("Papers", lambda row: row.papers, sort="papers", numeric=True)
_PLANNED = Column(
    "State",
    lambda row: "planned" if row.is_planned else "held",
    shown=lambda value: tag(value) if value == "planned" else "–",
)
_COLUMNS = (_TITLE, _DAY, _KIND, _AUDIENCE, _WHERE, _PLANNED, _PAPERS)
_FILE = (_TITLE, _DAY, _KIND, _AUDIENCE, _WHERE, _PLANNED, Column("What was said", lambda row: row.said), _PAPERS)

LOG = Log("communication", "Communications", _COLUMNS, _FILE, CommunicationFilter, sort="-day")


# --- Reading ----------------------------------------------------------------------------------------------------------
@require_safe
@in_partnership()
def communication_log(request: ScopedRequest) -> HttpResponseBase:
    """What was told to whom, of all workstreams and the programme, the newest first."""
    return _log(request, None)


@require_safe
@in_partnership()
def communication_list(request: ScopedRequest, workstream: str) -> HttpResponseBase:
    return _log(request, find_workstream(request, workstream))


def _log(request: ScopedRequest, stream: Workstream | None) -> HttpResponseBase:
    rows = rows_of(request, Communication, stream).annotate(papers=Count("attachments"))
    return LOG.page(request, rows, stream)


@require_safe
@in_partnership()
def communication(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find_row(request, Communication, pk)
    may_edit = request.user.has_perm(MAY_EDIT, row)
    context = {
        "communication": row,
        "workstream": row.workstream,
        "files": papers(request, row, may_remove=may_edit),
        "events": _events(row) if request.user.has_perm("partnership.view_history", row) else None,
        "may_edit": may_edit,
        "trail": LOG.trail(request, row.workstream),
    }
    return render(request, "workstreams/communications/communication.html", context)


def _events(row: Communication) -> list[history.Event]:
    files = history.events_of(Attachment, called=lambda file: f"paper “{file.name}”", communication=row)
    return history.newest_first([*history.events(row), *files])


# --- Writing ----------------------------------------------------------------------------------------------------------
@form_methods
@in_partnership(MAY_EDIT)
def communication_add(request: ScopedRequest) -> HttpResponse:
    named = named_workstream(request)
    form = NewCommunicationForm(
        **sent(request), partnership=request.partnership, user=request.user, initial={"workstream": named}
    )
    act = partial(actions.log_communication, by=request.user, partnership=request.partnership)
    steps = LOG.trail(request, named)
    page = Page("Log a communication", back=steps[-1].url, trail=steps, action="Log it", done="It was logged.")
    return paper_page(request, form, act, page)


@form_methods
@in_partnership()
def communication_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find_to_edit(request, Communication, pk)
    form = CommunicationForm(request.POST or None, instance=row, partnership=request.partnership, user=request.user)
    act = partial(actions.edit_communication, by=request.user, communication=row)
    more = [Step("Remove it", reverse("communication-remove", args=[request.partnership.slug, pk]))]
    return form_page(request, form, act, LOG.page_of(request, row, "Change it", done="It was changed.", more=more))


@form_methods
@in_partnership()
def communication_attach(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find_to_edit(request, Communication, pk)
    act = partial(actions.attach_papers, by=request.user, to=row)
    page = LOG.page_of(request, row, "Attach papers", action="Attach", done="The papers are attached.")
    return paper_page(request, PapersForm(**sent(request)), act, page)


@form_methods
@in_partnership()
def communication_remove(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find_to_edit(request, Communication, pk)
    steps = LOG.trail(request, row.workstream)
    words = {"action": "Remove it", "done": "It was removed.", "text": "Its papers go with it. Its history stays."}
    page = Page(f"Remove “{row}” from the log", back=steps[-1].url, trail=steps, danger=True, **words)
    return confirm_page(request, partial(actions.remove_communication, by=request.user, communication=row), page)

"""Consultations: the log, one of them with who was asked and what they answered, and how it is closed."""

from functools import partial

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnership import clock, history
from partnership.listing import Column
from partnership.permissions import require
from partnership.templatetags.portal import tag
from partnership.views.pages import Page, Step, confirm_page, form_page
from partnership.views.scope import ScopedRequest, in_partnership
from workstreams import actions
from workstreams.actions import MAY_EDIT
from workstreams.forms import (
    CloseConsultationForm,
    ConsultationForm,
    ConsulteeForm,
    NewConsultationForm,
    PapersForm,
)
from workstreams.models import Attachment, Consultation, Consultee, Workstream
from workstreams.models.consultations import GATED
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

_STATES = [("planned", "Planned"), ("open", "Open"), ("overdue", "Replies overdue"), ("closed", "Closed")]


class ConsultationFilter(OfProgrammeFilter):
    state = django_filters.ChoiceFilter(choices=_STATES, label="State", empty_label="All", method="in_state")
    stage = django_filters.ChoiceFilter(choices=GATED, label="For the gate before", empty_label="All")
    who = django_filters.ChoiceFilter(
        choices=Consultee.Group.choices, label="Who is consulted", empty_label="All", method="of_group"
    )
    since = day_filter("Opened from", "opened_on", "gte")
    until = day_filter("Opened until", "opened_on", "lte")
    q = SearchFilter("title", "proposal", "outcome")

    class Meta:
        model = Consultation
        fields: list[str] = []

    def in_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        today = clock.today()
        if value == "closed":
            return rows.filter(closed_on__isnull=False)
        if value == "planned":
            return rows.filter(closed_on=None, opened_on__gt=today)
        begun = rows.filter(closed_on=None, opened_on__lte=today)
        return begun.filter(closes_on__lt=today) if value == "overdue" else begun.filter(closes_on__gte=today)

    def of_group(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Exists(Consultee.objects.filter(consultation=OuterRef("pk"), group=value)))


_TITLE = Column("Consultation", lambda row: row.title, sort="title", link=Consultation.get_absolute_url)
_WHERE = Column("Workstream", lambda row: row.where, sort="workstream__name")
_STAGE = Column("For the gate before", lambda row: row.get_stage_display(), shown=lambda value: value or "–")
_OPENED = Column("Opens", lambda row: row.opened_on, sort="opened_on")
_CLOSES = Column("Replies due", lambda row: row.closes_on, sort="closes_on")
_STATE = Column("State", lambda row: row.state, shown=tag)
_COLUMNS = (
    _TITLE,
    _WHERE,
    _STAGE,
    _OPENED,
    _CLOSES,
    Column("Replies", lambda row: f"{row.answered} of {row.asked}", sort="answered"),
    _STATE,
)
_FILE = (
    _TITLE,
    _WHERE,
    _STAGE,
    Column("What is proposed", lambda row: row.proposal),
    _OPENED,
    _CLOSES,
    Column("Asked", lambda row: row.asked),
    Column("Answered", lambda row: row.answered),
    _STATE,
    Column("Closed", lambda row: row.closed_on),
    Column("What became of it", lambda row: row.get_result_display()),
    Column("What was done", lambda row: row.outcome),
)

LOG = Log("consultation", "Consultations", _COLUMNS, _FILE, ConsultationFilter, sort="-opens")


# --- Reading ----------------------------------------------------------------------------------------------------------
@require_safe
@in_partnership("savings.view_figures")
def consultation_log(request: ScopedRequest) -> HttpResponseBase:
    """All consultations of the partnership, the newest first."""
    return _log(request, None)


@require_safe
@in_partnership("savings.view_figures")
def consultation_list(request: ScopedRequest, workstream: str) -> HttpResponseBase:
    return _log(request, find_workstream(request, workstream))


def _log(request: ScopedRequest, stream: Workstream | None) -> HttpResponseBase:
    asked = Consultee.objects.visible_to(request.user).filter(consultation__partnership=request.partnership)
    awaited, late = (asked.filter(consultation__workstream=stream) if stream else asked).awaited()
    rows = rows_of(request, Consultation, stream).with_replies()
    return LOG.page(request, rows, stream, awaited=awaited, late=late)


@require_safe
@in_partnership("savings.view_figures")
def consultation(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find_row(request, Consultation, pk)
    consultees = list(row.consultees.select_related("organisation", "consultation"))
    may_edit = row.is_open and request.user.has_perm(MAY_EDIT, row)
    context = {
        "consultation": row,
        "workstream": row.workstream,
        "consultees": consultees,
        "late": sum(each.is_late for each in consultees),
        "files": papers(request, row, may_remove=may_edit and not any(each.answered_on for each in consultees)),
        "events": _events(row, consultees) if request.user.has_perm("partnership.view_history", row) else None,
        "may_edit": may_edit,
        "trail": LOG.trail(request, row.workstream),
    }
    return render(request, "workstreams/consultations/consultation.html", context)


def _events(row: Consultation, consultees: list[Consultee]) -> list[history.Event]:
    """Its own, those of who was asked, and those of its papers. Three queries, and one for each name behind a key."""
    names = {each.pk: str(each) for each in consultees}
    people = history.events_of(
        Consultee,
        called=lambda each: f"entry of {names.get(each.id) or each.name or each.get_group_display()}",
        consultation=row,
    )
    files = history.events_of(Attachment, called=lambda file: f"paper “{file.name}”", consultation=row)
    return history.newest_first([*history.events(row), *people, *files])


# --- Writing ----------------------------------------------------------------------------------------------------------
@form_methods
@in_partnership(MAY_EDIT)
def consultation_add(request: ScopedRequest) -> HttpResponse:
    named = named_workstream(request)
    form = NewConsultationForm(
        **sent(request), partnership=request.partnership, user=request.user, initial={"workstream": named}
    )
    act = partial(actions.open_consultation, by=request.user, partnership=request.partnership)
    steps = LOG.trail(request, named)
    words = {"action": "Open it", "done": "The consultation was recorded."}
    return paper_page(request, form, act, Page("Open a consultation", back=steps[-1].url, trail=steps, **words))


@form_methods
@in_partnership()
def consultation_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find_to_edit(request, Consultation, pk)
    form = ConsultationForm(request.POST or None, instance=row, partnership=request.partnership, user=request.user)
    act = partial(actions.edit_consultation, by=request.user, consultation=row)
    return form_page(request, form, act, LOG.page_of(request, row, "Change the consultation", done="It was changed."))


@form_methods
@in_partnership()
def consultation_attach(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find_to_edit(request, Consultation, pk)
    act = partial(actions.attach_papers, by=request.user, to=row)
    page = LOG.page_of(request, row, "Attach papers", action="Attach", done="The papers are attached.")
    return paper_page(request, PapersForm(**sent(request)), act, page)


@form_methods
@in_partnership()
def consultation_close(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find_to_edit(request, Consultation, pk)
    act = partial(actions.close_consultation, by=request.user, consultation=row)
    text = "What is closed is not changed any more: a report to the board stands on it."
    page = LOG.page_of(request, row, "Close the consultation", action="Close it", done="It is closed.", text=text)
    return form_page(request, CloseConsultationForm(request.POST or None), act, page)


@form_methods
@in_partnership()
def consultee_add(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find_to_edit(request, Consultation, pk)
    act = partial(actions.add_consultee, by=request.user, consultation=row)
    page = LOG.page_of(request, row, "Add who is consulted", action="Add", done="They were added.")
    return form_page(request, ConsulteeForm(request.POST or None, consultation=row), act, page)


@form_methods
@in_partnership()
def consultee_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    row = _find_consultee(request, pk)
    form = ConsulteeForm(request.POST or None, instance=row, consultation=row.consultation)
    act = partial(actions.edit_consultee, by=request.user, consultee=row)
    remove = Step("They were entered by mistake: take them out", _address(request, "consultee-remove", pk))
    page = LOG.page_of(
        request,
        row.consultation,
        f"Reply of {row}",
        done="It was saved.",
        text="Enter the reply when it comes, and what was done about it when that is decided.",
        more=[] if row.answered_on else [remove],
    )
    return form_page(request, form, act, page)


@form_methods
@in_partnership()
def consultee_remove(request: ScopedRequest, pk: int) -> HttpResponse:
    row = _find_consultee(request, pk)
    words = {"action": "Take them out", "done": "They were taken out.", "text": "Their history stays."}
    page = LOG.page_of(request, row.consultation, f"Take {row} out of the consultation", danger=True, **words)
    return confirm_page(request, partial(actions.remove_consultee, by=request.user, consultee=row), page)


def _find_consultee(request: ScopedRequest, pk: int) -> Consultee:
    rows = Consultee.objects.visible_to(request.user).filter(consultation__partnership=request.partnership)
    rows = rows.select_related("organisation", "consultation__partnership", "consultation__workstream__partnership")
    row = get_object_or_404(rows, pk=pk)
    require(request.user, MAY_EDIT, row)
    return row


def _address(request: ScopedRequest, name: str, pk: int) -> str:
    return reverse(name, args=[request.partnership.slug, pk])

"""The register of decisions, one with its votes and what it did, and how they are recorded."""

from functools import partial
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from governance import actions
from governance.forms import DecisionForm
from governance.models import Decision, Delegation, Meeting, MeetingAction, Report, Vote
from governance.models.decisions import EXEMPT_WORDS
from governance.room import Room
from governance.views.effects import effects_of
from governance.views.finding import (
    decision_page,
    find_meeting,
    form_methods,
    page_of_meeting,
    to_decisions,
    to_meetings,
)
from governance.views.meetings import bodies_of
from governance.views.ratifying import ratification_of
from partnership import clock
from partnership.listing import Column, Listing
from partnership.templatetags.portal import moment_words, tag
from partnership.views.pages import Page, form_page
from partnership.views.scope import ScopedRequest, find, in_partnership
from workstreams.forms import NewActionForm


def _motion(row: Decision) -> str:
    return row.shown_motion if row.may_read else EXEMPT_WORDS


def _state(row: Decision) -> str:
    return "corrected" if hasattr(row, "corrected_by") else row.outcome


_COLUMNS = (
    Column("Decision", lambda row: row.reference, sort="number", link=lambda row: row.get_absolute_url()),
    Column("Item", lambda row: row.subject),
    Column("Motion", _motion, shown=lambda text: Truncator(text).chars(160)),
    Column("Outcome", _state, sort="outcome", shown=tag),
    Column("Votes", lambda row: row.tally.words),
    Column("Taken", lambda row: row.taken_at, sort="taken_at", shown=moment_words),
    Column("Body", lambda row: row.meeting.body.name, sort="meeting__body__name"),
)
_MORE = (
    Column("As it was recommended", lambda row: row.shown_original),
    Column("Result", lambda row: row.result),
    Column("Corrects", lambda row: row.corrects.reference if row.corrects else ""),
    Column("Corrected by", lambda row: row.corrected_by.reference if hasattr(row, "corrected_by") else ""),
)


class DecisionFilter(django_filters.FilterSet):
    body = django_filters.ModelChoiceFilter("meeting__body", queryset=bodies_of, empty_label="All", label="Body")
    outcome = django_filters.ChoiceFilter(choices=Decision.Outcome.choices, label="Outcome", empty_label="All")
    year = django_filters.NumberFilter("year", label="Year", min_value=1990, max_value=2100)
    words = django_filters.CharFilter(label="Motion or item has", method="with_words")

    class Meta:
        model = Decision
        fields: list[str] = []

    def with_words(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """A motion that the reader may not see is not searched either."""
        motion = Q(may_read=True) & (Q(motion__icontains=value) | Q(original__icontains=value))
        return rows.filter(motion | Q(item__title__icontains=value) | Q(reference__iexact=value))


def _rows(request: ScopedRequest) -> QuerySet:
    rows = Decision.objects.for_reader(request.user)
    return rows.select_related("partnership", "meeting__body", "item", "corrects", "corrected_by")


@require_safe
@in_partnership()
def decision_list(request: ScopedRequest) -> HttpResponse:
    """Every decision and recommendation, the latest on top. Fixed number of queries."""
    rows = _rows(request).visible_to(request.user).filter(partnership=request.partnership)
    listing = Listing(request, rows, _COLUMNS, filterset=DecisionFilter, sort="-taken", caption="Decisions")
    if listing.is_download:
        return listing.download("decisions", columns=(*_COLUMNS, *_MORE))
    return render(request, "governance/decision_list.html", {"listing": listing, "trail": to_meetings(request)})


@require_safe
@in_partnership()
def decision(request: ScopedRequest, pk: int) -> HttpResponse:
    """The motion, the votes by seat, what it did and what came out of it. Of an exempt one, who may not see it reads
    its number, item and result."""
    found = find(request, _rows(request).select_related("rule", "recorded_by", "ratification"), pk=pk)
    user, of_it = request.user, {"decision": found}
    context = {
        "decision": found,
        "votes": Vote.objects.visible_to(user).filter(**of_it).select_related("seat__organisation", "holding__person"),
        **effects_of(request, found),
        "delegations": Delegation.objects.visible_to(user)
        .filter(**of_it)
        .select_related("person", "decision__corrected_by"),
        "actions": MeetingAction.objects.visible_to(user).filter(**of_it).select_related("action__partnership"),
        "report": _report(found, user),
        **ratification_of(request, found),
        "trail": to_decisions(request),
    }
    return render(request, "governance/decision.html", context)


def _report(found: Decision, user: Any) -> Report | None:
    """What its item was about, if the reader may see that."""
    rows = (
        Report.objects.visible_to(user).filter(agenda_items=found.item_id) if found.item_id else Report.objects.none()
    )
    return rows.select_related("partnership").first()


# --- Recording --------------------------------------------------------------------------------------------------------
@form_methods
@in_partnership("governance.edit_meeting")
def meeting_decide(request: ScopedRequest, pk: int) -> HttpResponse:
    """One form with a vote for each seat in the room."""
    found = find_meeting(request, pk)
    room = Room(found)
    form = DecisionForm(request.POST or None, room=room, user=request.user, item=request.GET.get("item", ""))
    act = partial(actions.record_decision, by=request.user, meeting=found)
    quorum = room.quorum_at(clock.now()).sentence
    text = f"{quorum} {room.rule.voting.words}" if room.rule else quorum
    page = page_of_meeting(
        request, found, "Record a decision", action="Record the decision", done="The decision is recorded.", text=text
    )
    return form_page(request, form, act, page)


@form_methods
@in_partnership("governance.edit_meeting")
def meeting_action(request: ScopedRequest, pk: int) -> HttpResponse:
    found = find_meeting(request, pk)
    page = page_of_meeting(request, found, "Add an action", action="Add action", done="The action was added.")
    return _action(request, found, None, page)


@form_methods
@in_partnership("governance.edit_meeting")
def decision_action(request: ScopedRequest, pk: int) -> HttpResponse:
    found = find(request, _rows(request), pk=pk)
    text = "Its owner reads it, and who may see what is exempt; nobody else." if found.is_exempt else ""
    page = decision_page(request, found, "Add an action", action="Add action", done="The action was added.", text=text)
    return _action(request, found.meeting, found, page)


def _action(request: ScopedRequest, meeting: Meeting, found: Decision | None, page: Page) -> HttpResponse:
    form = NewActionForm(request.POST or None, partnership=request.partnership, user=request.user)
    form.leave_out("source", "origin")
    act = partial(actions.add_meeting_action, by=request.user, meeting=meeting, decision=found)
    return form_page(request, form, act, page)

"""Bodies of a partnership, their rules, and who sits on them."""

from functools import partial
from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance import actions
from governance.forms import BodyForm, NewBodyForm, RemitForm, RuleForm
from governance.models import Body, BodyRule, Seat, SeatHolding
from governance.models.seats import with_seats
from governance.views.finding import form_methods, page_of_body, to_bodies, to_meetings
from partnership import clock, history
from partnership.views.pages import Page, form_page
from partnership.views.scope import ScopedRequest, find, in_partnership


@require_safe
@in_partnership()
def body_list(request: ScopedRequest) -> HttpResponse:
    """All bodies, top to bottom: few enough for one page. Fixed number of queries."""
    rows = with_seats(Body.objects.visible_to(request.user).filter(partnership=request.partnership))
    in_force = Prefetch("rules", BodyRule.objects.current(), to_attr="in_force")
    bodies = rows.with_remit().select_related("partnership").prefetch_related(in_force)
    return render(request, "governance/body_list.html", {"bodies": bodies, "trail": to_meetings(request)})


@require_safe
@in_partnership()
def body(request: ScopedRequest, pk: int) -> HttpResponse:
    """What the body may do, by which rules, and who sits on it, now and before."""
    found = find(request, Body.objects.with_remit().select_related("partnership"), pk=pk)
    seats = list(found.seats.with_holdings().order_by("-is_chair", "office", "organisation__code"))
    rules = list(found.rules.select_related("entered_by"))
    today = clock.today()
    context = {
        "body": found,
        "today": today,
        "rule": next((rule for rule in rules if rule.holds_on(today)), None),
        "rules": rules,
        "remits": found.remits.select_related("parent", "entered_by"),
        "seats": [seat for seat in seats if seat.to_on is None or seat.to_on >= today],
        "vacant": sum(seat.is_vacant for seat in seats),
        "former_seats": [seat for seat in seats if seat.to_on and seat.to_on < today],
        "meetings": found.meetings.select_related("partnership")[:5],
        "events": _events(found, seats) if request.user.has_perm("partnership.view_history", found) else None,
        "trail": to_bodies(request),
    }
    return render(request, "governance/body.html", context)


def _events(found: Body, seats: list[Seat]) -> list[history.Event]:
    names = {seat.pk: str(seat) for seat in seats}
    told = history.events_of(Seat, called=_seat, body=found)
    held = history.events_of(SeatHolding, called=lambda row: _held(row, names), seat__body=found)
    return history.newest_first([*held, *told, *history.events(found)])


def _held(row: Any, names: dict[int, str]) -> str:
    return f"{row.get_capacity_display().lower()} of the seat {names.get(row.seat_id, 'that is gone')}"


def _seat(row: Any) -> str:
    return f"seat {row.office}, {row.organisation.short_name}" if row.organisation else f"seat {row.office}"


@form_methods
@in_partnership("governance.edit_meeting")
def body_add(request: ScopedRequest) -> HttpResponse:
    act = partial(actions.add_body, by=request.user, partnership=request.partnership)
    trail = to_bodies(request)
    page = Page("Add a body", back=trail[-1].url, trail=trail, action="Add body", done="The body was added.")
    return form_page(request, NewBodyForm(request.POST or None, partnership=request.partnership), act, page)


@form_methods
@in_partnership("governance.edit_meeting")
def body_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    act = partial(actions.edit_body, by=request.user, body=found)
    form = BodyForm(request.POST or None, instance=found)
    return form_page(request, form, act, page_of_body(request, found, "Change the body", done="The body was changed."))


@form_methods
@in_partnership("governance.edit_meeting")
def body_remit(request: ScopedRequest, pk: int) -> HttpResponse:
    """What it may do from a day on; the remit before ends."""
    found = _find(request, pk)
    act = partial(actions.set_remit, by=request.user, body=found)
    text = "From its first day the new takes the place of the old, and this page keeps both. What it decided stays."
    words = {"action": "Set it", "done": "It was set.", "text": text}
    page = page_of_body(request, found, "Set what it may do", **words)
    return form_page(request, RemitForm(request.POST or None, body=found, last=found.remits.first()), act, page)


@form_methods
@in_partnership("governance.edit_meeting")
def body_rule(request: ScopedRequest, pk: int) -> HttpResponse:
    """A new rule; the one before ends."""
    found = _find(request, pk)
    act = partial(actions.set_rule, by=request.user, body=found)
    text = "A rule is never changed. A new one takes its place from its first day, and this page keeps them all."
    page = page_of_body(request, found, "Set the rule", action="Set the rule", done="The rule was set.", text=text)
    return form_page(request, RuleForm(request.POST or None, last=found.rules.first()), act, page)


def _find(request: ScopedRequest, pk: int) -> Body:
    return find(request, Body.objects.select_related("partnership"), pk=pk)

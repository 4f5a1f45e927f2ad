"""Bodies of a partnership and the seats on them."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from governance import actions
from governance.forms import BodyForm, SeatForm
from governance.models import Body, Seat
from partnership import clock, history
from partnership.views.pages import Page, Step, form_page
from partnership.views.scope import ScopedRequest, find, in_partnership

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@in_partnership()
def body_list(request: ScopedRequest) -> HttpResponse:
    """All bodies, top to bottom: few enough for one page. Fixed number of queries."""
    rows = Body.objects.visible_to(request.user).filter(partnership=request.partnership)
    bodies = rows.select_related("parent", "partnership")
    return render(request, "governance/body_list.html", {"bodies": bodies, "trail": _meetings(request)})


@require_safe
@in_partnership()
def body(request: ScopedRequest, pk: int) -> HttpResponse:
    """What the body may do and who sits on it, now and before."""
    found = find(request, Body.objects.select_related("parent", "partnership"), pk=pk)
    seats = list(found.seats.select_related("organisation", "holder").order_by("office", "organisation__code"))
    today = clock.today()
    context = {
        "body": found,
        "seats": [seat for seat in seats if seat.to_on is None or seat.to_on >= today],
        "former_seats": [seat for seat in seats if seat.to_on and seat.to_on < today],
        "meetings": found.meetings.select_related("partnership")[:5],
        "events": _events(found) if request.user.has_perm("partnership.view_history", found) else None,
        "trail": _trail(request),
    }
    return render(request, "governance/body.html", context)


def _events(found: Body) -> list[history.Event]:
    seats = history.events_of(Seat, called=_seat, body=found)
    return history.newest_first([*history.events(found), *seats])


def _seat(row: Any) -> str:
    return f"seat {row.office}, {row.organisation.short_name}" if row.organisation else f"seat {row.office}"


@form_methods
@in_partnership("governance.edit_meeting")
def body_add(request: ScopedRequest) -> HttpResponse:
    act = partial(actions.add_body, by=request.user, partnership=request.partnership)
    trail = _trail(request)
    page = Page("Add a body", back=trail[-1].url, trail=trail, action="Add body", done="The body was added.")
    return form_page(request, BodyForm(request.POST or None, partnership=request.partnership), act, page)


@form_methods
@in_partnership("governance.edit_meeting")
def body_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    act = partial(actions.edit_body, by=request.user, body=found)
    form = BodyForm(request.POST or None, instance=found, partnership=request.partnership)
    return form_page(request, form, act, _page(request, found, "Change the body", done="The body was changed."))


@form_methods
@in_partnership("governance.edit_meeting")
def seat_add(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    act = partial(actions.add_seat, by=request.user, body=found)
    page = _page(request, found, "Add a seat", action="Add seat", done="The seat was added.")
    return form_page(request, SeatForm(request.POST or None, partnership=request.partnership), act, page)


@form_methods
@in_partnership("governance.edit_meeting")
def seat_edit(request: ScopedRequest, pk: int, seat: int) -> HttpResponse:
    row = get_object_or_404(Seat.objects.select_related("body__partnership"), body=_find(request, pk), pk=seat)
    act = partial(actions.edit_seat, by=request.user, seat=row)
    form = SeatForm(request.POST or None, instance=row, partnership=request.partnership)
    return form_page(request, form, act, _page(request, row.body, "Change the seat", done="The seat was changed."))


def _find(request: ScopedRequest, pk: int) -> Body:
    return find(request, Body.objects.select_related("partnership"), pk=pk)


def _meetings(request: ScopedRequest) -> list[Step]:
    return [Step("Meetings", reverse("meeting-list", args=[request.partnership.slug]))]


def _trail(request: ScopedRequest) -> list[Step]:
    return [*_meetings(request), Step("Bodies", reverse("body-list", args=[request.partnership.slug]))]


def _page(request: ScopedRequest, found: Body, title: str, **words) -> Page:
    url = found.get_absolute_url()
    return Page(title, back=url, trail=[*_trail(request), Step(found.name, url)], **words)

"""A member's own page of a meeting: what to read, what is asked of them, and what they say themselves before it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from governance import actions
from governance.attendance import What
from governance.forms import OwnInterestForm
from governance.models import AgendaItem, Meeting, Pack, Report, Seat, Vote
from governance.models.attendance import Recorded
from governance.models.meetings import timed
from governance.room import Room
from governance.views.finding import find_meeting, form_methods, to_meetings
from partnership.models import User
from partnership.views.pages import Page, Step, confirm_page, form_page
from partnership.views.scope import ScopedRequest, in_partnership

MOST_AHEAD = 5


def _ahead_of(request: ScopedRequest) -> QuerySet[Meeting]:
    rows = Meeting.objects.ahead_of(request.user, request.partnership)
    return rows.select_related("body", "partnership")


@dataclass(frozen=True)
class Read:
    """An item as a member reads it: when it begins, and its report, if there is one that they may read."""

    item: AgendaItem
    begins: datetime
    report: Report | None


@require_safe
@in_partnership()
def meeting_next(request: ScopedRequest) -> HttpResponse:
    """The next meeting of whoever asks."""
    found = _ahead_of(request).first()
    if found is None:
        return render(request, "governance/meeting_none.html", {"trail": to_meetings(request)})
    return _page(request, found)


@require_safe
@in_partnership()
def meeting_mine(request: ScopedRequest, pk: int) -> HttpResponse:
    return _page(request, find_meeting(request, pk))


def _page(request: ScopedRequest, found: Meeting) -> HttpResponse:
    """What a member wants on a telephone. A fixed number of queries."""
    user, room = request.user, Room(found)
    mine = room.seats_of(user)
    seats = {seat.pk for seat, _ in mine}
    attendance = [row for row in room.attendance if row.seat_id in seats]  # also of whom the user may stand in for
    read = _read(found, user)
    context = {
        "meeting": found,
        "read": read,
        "asked": [each for each in read if each.report and each.report.recommendations.all()],
        "packs": Pack.objects.visible_to(user).finished().filter(meeting=found).select_related("partnership"),
        "mine": mine,
        "votes_here": any(seat.weight for seat, _ in mine),
        "attendance": _own(attendance, user),
        "excused": [row.seat_id for row in attendance if row.event.what is What.APOLOGY],
        "may_excuse": found.state == Meeting.State.PUBLISHED and bool(_to_excuse(room, user)),
        "may_declare": bool(mine) and found.state in (Meeting.State.PUBLISHED, Meeting.State.OPEN),
        "stand_ins": _stand_ins(room, seats),
        "votes": Vote.objects.visible_to(user)
        .filter(decision__meeting=found, holding__person=user)
        .select_related("decision__partnership"),
        "interests": _own(room.interests, user),
        "ahead": _ahead_of(request).exclude(pk=found.pk)[:MOST_AHEAD],
        "trail": [*to_meetings(request), Step(str(found), found.get_absolute_url())],
    }
    return render(request, "governance/meeting_mine.html", context)


def _own(rows: Iterable[Recorded], user: User) -> list[Recorded]:
    """What is recorded of the user in person: what another says on the same seat may be exempt."""
    return [row for row in rows if row.holding and row.holding.person_id == user.pk]


def _read(found: Meeting, user: User) -> list[Read]:
    """Three queries."""
    rows = Report.objects.visible_to(user).filter(agenda_items__meeting=found)
    rows = rows.select_related("partnership").prefetch_related("recommendations")
    by_pk: dict[int | None, Report] = {row.pk: row for row in rows}
    return [Read(item, at, by_pk.get(item.report_id)) for item, at in timed(found, list(found.items.for_reader(user)))]


def _to_excuse(room: Room, user: User) -> list[Seat]:
    """The seats that the user holds and of which nothing is recorded yet."""
    known = {row.seat_id for row in room.attendance}
    return [seat for seat, holding in room.seats_of(user) if not holding.is_substitute and seat.pk not in known]


def _stand_ins(room: Room, seats: set[int]) -> list[str]:
    return [each.name for key in seats for each in room.entitled(room.seats[key]) if each.is_substitute]


# --- What a member says -----------------------------------------------------------------------------------------------
@form_methods
@in_partnership()
def meeting_excuse(request: ScopedRequest, pk: int) -> HttpResponse:
    found = find_meeting(request, pk)
    act = partial(actions.send_apologies, by=request.user, meeting=found)
    room = Room(found)
    stand_ins = _stand_ins(room, {seat.pk for seat, _ in room.seats_of(request.user)})
    told = f" {' and '.join(stand_ins)} may stand in for you." if stand_ins else " Nobody is named to stand in for you."
    words = {"action": "Send apologies", "done": "Your apologies are sent.", "text": f"The clerk is told.{told}"}
    return confirm_page(request, act, _own_page(request, found, "Send apologies", **words))


@form_methods
@in_partnership()
def meeting_declare(request: ScopedRequest, pk: int) -> HttpResponse:
    found = find_meeting(request, pk)
    room = Room(found)
    form = OwnInterestForm(request.POST or None, room=room, user=request.user)
    act = partial(actions.declare_own_interest, by=request.user, meeting=found)
    words = {"action": "Declare it", "done": "Your interest is declared."}
    return form_page(request, form, act, _own_page(request, found, "Declare an interest", **words))


def _own_page(request: ScopedRequest, found: Meeting, title: str, **words: Any) -> Page:
    actions.require_seat(by=request.user, meeting=found)
    back = reverse("meeting-mine", args=[request.partnership.slug, found.pk])
    own = Step(str(found), found.get_absolute_url())
    return Page(title, back=back, trail=[*to_meetings(request), own, Step("My meeting", back)], **words)

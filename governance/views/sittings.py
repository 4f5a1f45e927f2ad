"""The moves of a meeting from state to state, and its record: who was there, when, and whether there was a quorum."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from governance import actions
from governance.forms import (
    AgreeForm,
    CancelForm,
    InterestForm,
    MomentForm,
    MovementForm,
    PostponeForm,
    PresidingForm,
    RollForm,
)
from governance.models import Attendance, Interest, Meeting, Presiding
from governance.room import Room
from governance.views.finding import find_meeting, form_methods, page_of_meeting, to_meetings
from partnership import clock
from partnership.views.pages import Page, Step, confirm_page, form_page
from partnership.views.scope import ScopedRequest, in_partnership

# Named moves that only ask, two of them for a time: what is done, the page's title, its button, what is said
# afterwards, and before.
_MOVES: dict[str, tuple[Callable[..., Any], str, str, str, str]] = {
    "notice": (
        actions.give_notice,
        "Record that notice was given",
        "Notice was given",
        "Notice is recorded.",
        "Record it on the day on which the members were told of the meeting.",
    ),
    "publish": (
        actions.publish_agenda,
        "Publish the agenda",
        "Publish the agenda",
        "The agenda is published.",
        "From then on its items stay as they are. What comes later is a numbered supplement.",
    ),
    "open": (
        actions.open_meeting,
        "Open the meeting",
        "Open the meeting",
        "The meeting is in progress.",
        "Then record who is there, who comes and goes, and what is decided.",
    ),
    "end": (
        actions.end_meeting,
        "End the meeting",
        "End the meeting",
        "The meeting is over.",
        "Its minutes are a draft. No further decision is recorded of it.",
    ),
    "close": (
        actions.close_meeting,
        "Close the meeting",
        "Close the meeting",
        "The meeting is closed.",
        "Its minutes are agreed, and everything of it is done.",
    ),
}


@form_methods
@in_partnership("governance.edit_meeting")
def meeting_move(request: ScopedRequest, pk: int, move: str) -> HttpResponse:
    if move not in _MOVES:
        raise Http404
    found = find_meeting(request, pk)
    do, title, action, done, text = _MOVES[move]
    page = page_of_meeting(request, found, title, action=action, done=done, text=text)
    if move in ("open", "end"):
        form = MomentForm(request.POST or None, meeting=found)
        return form_page(request, form, partial(do, by=request.user, meeting=found), page)
    return confirm_page(request, lambda: do(by=request.user, meeting=found), page)


@form_methods
@in_partnership("governance.edit_meeting")
def meeting_postpone(request: ScopedRequest, pk: int) -> HttpResponse:
    text = "A new meeting takes its place, with the same agenda. This one stays in the calendar, with the reason."
    words = {"action": "Postpone it", "done": "It was postponed, and a new meeting planned.", "text": text}
    return _form(request, pk, PostponeForm, actions.postpone_meeting, "Postpone the meeting", **words)


@form_methods
@in_partnership("governance.edit_meeting")
def meeting_cancel(request: ScopedRequest, pk: int) -> HttpResponse:
    words = {"action": "Cancel the meeting", "done": "The meeting was cancelled.", "danger": True}
    text = "It stays in the calendar, with the reason. This can not be undone."
    return _form(request, pk, CancelForm, actions.cancel_meeting, "Cancel the meeting", text=text, **words)


@form_methods
@in_partnership("governance.edit_meeting")
def meeting_agree(request: ScopedRequest, pk: int) -> HttpResponse:
    found = find_meeting(request, pk)
    act = partial(actions.agree_minutes, by=request.user, meeting=found)
    text = "From then on the record of this meeting stays as it is."
    page = page_of_meeting(
        request, found, "The minutes were agreed", action="They were agreed", done="The minutes are agreed.", text=text
    )
    return form_page(request, AgreeForm(request.POST or None, meeting=found), act, page)


def _form(request: ScopedRequest, pk: int, form: Any, do: Any, title: str, **words: Any) -> HttpResponse:
    found = find_meeting(request, pk)
    act = partial(do, by=request.user, meeting=found)
    return form_page(request, form(request.POST or None), act, page_of_meeting(request, found, title, **words))


# --- The record -------------------------------------------------------------------------------------------------------
@require_safe
@in_partnership()
def meeting_record(request: ScopedRequest, pk: int) -> HttpResponse:
    """Who is in the room now, the quorum, and the lines that the minutes will show. Asked again every few seconds
    while the meeting goes on."""
    found = find_meeting(request, pk)
    room = Room(found)
    moment = found.ended_at or clock.now()
    acting, last = room.acting(moment), room.last_of(moment)
    presides = room.presides_at(moment)
    context = {
        "meeting": found,
        "room": room,
        "quorum": room.quorum_at(moment),
        "presides": room.seats[presides] if presides else None,
        "interests": Interest.objects.for_reader(request.user).filter(item__meeting=found),
        "seats": [(seat, acting.get(key), last.get(key)) for key, seat in room.seats.items()],
        "may_strike": found.is_recorded or found.state == Meeting.State.PUBLISHED,
        "is_live": found.state == Meeting.State.OPEN,
        "trail": [*to_meetings(request), Step(str(found), found.get_absolute_url())],
    }
    return render(request, "governance/record.html", context)


@form_methods
@in_partnership("governance.edit_meeting")
def meeting_roll(request: ScopedRequest, pk: int) -> HttpResponse:
    words = {"action": "Record the roll", "done": "The roll is recorded."}
    text = "Vacant seats, and those of which more than apologies is recorded, are not asked."
    return _record(request, pk, RollForm, actions.take_roll, "Call the roll", text=text, **words)


@form_methods
@in_partnership("governance.edit_meeting")
def meeting_movement(request: ScopedRequest, pk: int) -> HttpResponse:
    words = {"action": "Record it", "done": "It is recorded."}
    return _record(request, pk, MovementForm, actions.record_attendance, "Who came, left or returned", **words)


@form_methods
@in_partnership("governance.edit_meeting")
def meeting_preside(request: ScopedRequest, pk: int) -> HttpResponse:
    words = {"action": "Record it", "done": "Who presides is recorded."}
    text = "While the chair is away: the vice-chair, or whom the meeting chose. The minutes say so."
    return _record(request, pk, PresidingForm, actions.record_presiding, "Who presides", text=text, **words)


@form_methods
@in_partnership("governance.edit_meeting")
def meeting_interest(request: ScopedRequest, pk: int) -> HttpResponse:
    words = {"action": "Record the interest", "done": "The interest is recorded."}
    declare = _without_meeting(actions.declare_interest)
    return _record(request, pk, InterestForm, declare, "Record a declared interest", **words)


def _without_meeting(do: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *, meeting, **facts: do(**facts)


def _record(request: ScopedRequest, pk: int, form: Any, do: Any, title: str, **words: Any) -> HttpResponse:
    found = find_meeting(request, pk)
    act = partial(do, by=request.user, meeting=found)
    return form_page(request, form(request.POST or None, room=Room(found)), act, _page(request, found, title, **words))


@form_methods
@in_partnership("governance.edit_meeting")
def meeting_strike(request: ScopedRequest, pk: int, row: int) -> HttpResponse:
    return _strike(request, pk, Attendance.objects.filter(meeting=pk), row)


@form_methods
@in_partnership("governance.edit_meeting")
def meeting_strike_interest(request: ScopedRequest, pk: int, row: int) -> HttpResponse:
    return _strike(request, pk, Interest.objects.filter(item__meeting=pk), row)


@form_methods
@in_partnership("governance.edit_meeting")
def meeting_strike_presiding(request: ScopedRequest, pk: int, row: int) -> HttpResponse:
    return _strike(request, pk, Presiding.objects.filter(meeting=pk), row)


def _strike(request: ScopedRequest, pk: int, rows: Any, row: int) -> HttpResponse:
    found = find_meeting(request, pk)
    wrong = get_object_or_404(rows.standing().select_related("seat__organisation", "holding__person"), pk=row)
    text = "It no longer counts. That it was recorded, and struck out, is kept."
    page = _page(request, found, f"Strike out “{wrong}”", action="Strike it out", done="It was struck out.", text=text)
    return confirm_page(request, lambda: actions.strike_out(by=request.user, row=wrong), page)


def _page(request: ScopedRequest, found: Meeting, title: str, **words: Any) -> Page:
    url = reverse("meeting-record", args=[request.partnership.slug, found.pk])
    own = Step(str(found), found.get_absolute_url())
    return Page(title, back=url, trail=[*to_meetings(request), own, Step("Record", url)], **words)

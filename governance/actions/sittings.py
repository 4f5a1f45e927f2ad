"""A meeting is opened, ends, has its minutes agreed and is closed; and who was there is recorded."""

import sys
from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from governance.actions.states import locked, refuse_unless
from governance.attendance import Event, What, impossible
from governance.models import AgendaItem, Attendance, Interest, Meeting, Presiding, Seat, SeatHolding
from governance.models.attendance import Recorded
from governance.room import Room
from partnership import clock
from partnership.actions.facts import write
from partnership.models import User

State = Meeting.State
Roll = Mapping[int, tuple[str, SeatHolding | None]]


@transaction.atomic
def open_meeting(*, by: User, meeting: Meeting, at: datetime | None = None) -> Meeting:
    """It is in progress, since `at` on its day (now, if nothing is said on that day). Not before its agenda is
    published."""
    meeting = locked(meeting, by)
    refuse_unless(meeting, State.PUBLISHED, "be opened")
    if clock.today() < meeting.on:
        raise ValidationError(f"This meeting is on {meeting.on:%-d %B %Y}. It can be opened on that day.")
    if at is None and clock.today() > meeting.on:
        raise ValidationError({"time": f"Enter the time at which it was opened on {meeting.on:%-d %B %Y}."})
    if at is not None and (timezone.localdate(at) != meeting.on or at > clock.now()):
        raise ValidationError({"time": "Enter a time of its day that has come."})
    return write(meeting, {"state": State.OPEN, "opened_at": at or clock.now()}, by=by)


@transaction.atomic
def end_meeting(*, by: User, meeting: Meeting, at: datetime | None = None) -> Meeting:
    """It is over, since `at` (now, if nothing is said); its minutes are a draft."""
    meeting = locked(meeting, by)
    refuse_unless(meeting, State.OPEN, "end")
    last = max([meeting.opened_at or clock.now(), *_recorded(meeting)])
    if at is not None and not last <= at <= clock.now():
        said = f"Enter a time that has come, and not before {timezone.localtime(last):%H:%M}: that is recorded of it."
        raise ValidationError({"time": said})
    return write(meeting, {"state": State.MINUTES, "ended_at": at or clock.now()}, by=by)


def _recorded(meeting: Meeting) -> list[datetime]:
    """The moments of who came and went, and of the decisions."""
    came = Attendance.objects.standing().filter(meeting=meeting).values_list("at", flat=True)
    return [*came, *meeting.decisions.values_list("taken_at", flat=True)]


@transaction.atomic
def agree_minutes(*, by: User, meeting: Meeting, at: Meeting) -> Meeting:
    """A later meeting of the same body agreed the minutes. From then on nothing more is recorded of it."""
    meeting = locked(meeting, by)
    refuse_unless(meeting, State.MINUTES, "have its minutes agreed")
    if at.body_id != meeting.body_id or at.starts_at <= meeting.starts_at or not at.was_held:
        raise ValidationError({"at": "Choose a later meeting of the same body that was opened."})
    return write(meeting, {"state": State.AGREED, "agreed_at": at}, by=by)


@transaction.atomic
def close_meeting(*, by: User, meeting: Meeting) -> Meeting:
    """Everything of it is done."""
    meeting = locked(meeting, by)
    refuse_unless(meeting, State.AGREED, "be closed")
    return write(meeting, {"state": State.CLOSED}, by=by)


# --- Attendance -------------------------------------------------------------------------------------------------------
@transaction.atomic
def take_roll(*, by: User, meeting: Meeting, roll: Roll, at: datetime | None = None) -> list[Attendance]:
    """Who is there, by seat: what, and who sits there (none: its holder). Raises ValidationError with all that is
    wrong, by `seat_<key>`; then nothing is recorded."""
    meeting = locked(meeting, by)
    room, moment, rows = Room(meeting), at or clock.now(), list[Attendance]()
    errors: dict[str, list[str]] = {}
    for key, (what, holding) in roll.items():
        try:
            rows.append(_attendance(room, key, what, moment, holding, by=by))
        except ValidationError as error:
            errors[f"seat_{key}"] = error.messages
    if errors:
        raise ValidationError(errors)
    Attendance.objects.bulk_create(rows)
    refuse_faults(meeting)
    return rows


def refuse_faults(meeting: Meeting, field: str = "__all__") -> None:
    """What was recorded just now is refused where the record as a whole can not be so."""
    if faults := list(Room(meeting).faults()):
        raise ValidationError({field: faults})


@transaction.atomic
def record_attendance(
    *, by: User, meeting: Meeting, seat: Seat, what: str, at: datetime | None = None, holding: SeatHolding | None = None
) -> Attendance:
    """One thing that a seat did at a moment (now, if none is given)."""
    try:
        (row,) = take_roll(by=by, meeting=meeting, roll={seat.pk: (what, holding)}, at=at)
    except ValidationError as error:
        raise ValidationError([message for found in error.message_dict.values() for message in found]) from error
    return row


def _attendance(
    room: Room, key: int, what: str, moment: datetime, holding: SeatHolding | None, *, by: User
) -> Attendance:
    """The row of one seat, checked but not saved."""
    meeting, seat = room.meeting, room.seats.get(key)
    if seat is None:
        raise ValidationError("This seat is not one of the body on the day of the meeting.")
    if what not in Attendance.Kind.values:
        raise ValidationError("Choose what is recorded of it.")
    _refuse_moment(meeting, what, moment)
    event = What(what)
    known = [row.event for row in room.attendance if row.seat_id == key]
    if said := impossible([*known, Event(sys.maxsize, key, event, moment)]):
        raise ValidationError(f"{seat} {said}")
    last = room.last_of(moment).get(key)
    goes_on = last is not None and event in (What.LEFT, What.RETURNED)
    sits = last.holding if last is not None and goes_on else _sits(room, seat, event, holding)
    return Attendance(
        meeting=meeting, seat=seat, what=what, at=moment, holding=sits, recorded_by=by, recorded_at=clock.now()
    )


def _refuse_moment(meeting: Meeting, what: str, moment: datetime) -> None:
    early = what == What.APOLOGY and meeting.state == State.PUBLISHED
    if not meeting.is_recorded and not early:
        raise ValidationError("Attendance is recorded of a meeting in progress, or while its minutes are a draft.")
    if moment > clock.now():
        raise ValidationError("This time has not come yet.")
    if meeting.opened_at is not None and what != What.APOLOGY and moment < meeting.opened_at:
        raise ValidationError("The meeting had not been opened by then.")
    if meeting.ended_at is not None and moment > meeting.ended_at:
        raise ValidationError("The meeting had ended by then.")


def _sits(room: Room, seat: Seat, event: What, holding: SeatHolding | None) -> SeatHolding | None:
    """Who sits there: entitled on the day of the meeting."""
    entitled = room.entitled(seat)
    holder = next((each for each in entitled if not each.is_substitute), None)
    if event is What.APOLOGY and holder is not None:
        return holder
    if event is What.SUBSTITUTE and (holding is None or not holding.is_substitute):
        raise ValidationError(f"Say which substitute sits on {seat}.")
    chosen = holding or holder
    if chosen is None:  # nor does anybody send apologies for it
        raise ValidationError(f"{seat} is vacant on the day of the meeting.")
    if chosen not in entitled:
        raise ValidationError(f"{chosen.name} is not entitled to sit on {seat} on the day of the meeting.")
    return chosen


# --- The chair --------------------------------------------------------------------------------------------------------
@transaction.atomic
def record_presiding(*, by: User, meeting: Meeting, seat: Seat, at: datetime | None = None) -> Presiding:
    """Where the chair is away, somebody else presides from a moment on (now, if none is given): the vice-chair, or
    whom the meeting chose. While the chair is in the room the chair presides, and needs no record."""
    meeting = locked(meeting, by)
    room, moment = Room(meeting), at or clock.now()
    _refuse_moment(meeting, What.PRESENT, moment)
    holding, chosen = room.acting(moment).get(seat.pk), room.seats.get(seat.pk)
    if chosen is None or holding is None:
        raise ValidationError({"seat": f"Nobody sits on {seat} at that time. Record first who is there."})
    if chosen.weight == 0:
        raise ValidationError({"seat": f"{seat} only advises: who presides has a vote."})
    chair = room.chair_at(moment)
    if chair is not None and not room.leaves_at_all(chair, moment):
        said = "The chair is in the room and presides. Record first that the chair left, or leaves for an item."
        raise ValidationError({"seat": said})
    facts = {"holding": holding, "recorded_by": by, "recorded_at": clock.now()}
    row = Presiding.objects.create(meeting=meeting, seat=seat, at=moment, **facts)
    refuse_faults(meeting, "seat")
    return row


# --- Interests --------------------------------------------------------------------------------------------------------
@transaction.atomic
def declare_interest(*, by: User, item: AgendaItem, seat: Seat, nature: str, leaves: bool) -> Interest:
    """Somebody has an interest in an item, and leaves the room for it or stays."""
    meeting = locked(item.meeting, by)
    errors = {}
    if meeting.state != State.PUBLISHED and not meeting.is_recorded:
        errors["item"] = "Interests are recorded once the agenda is published and until the minutes are agreed."
    room = Room(meeting)
    entitled = room.entitled(room.seats[seat.pk]) if seat.pk in room.seats else []
    if seat.pk not in room.seats:
        errors["seat"] = "Choose a seat of the body on the day of the meeting."
    elif not entitled:
        errors["seat"] = f"{seat} is vacant on the day of the meeting."
    if not nature.strip():
        errors["nature"] = "Say what the interest is."
    if errors:
        raise ValidationError(errors)
    sits = room.acting(clock.now()).get(seat.pk, entitled[0])
    row = Interest(item=item, seat=seat, holding=sits, nature=nature.strip(), leaves=leaves, recorded_by=by)
    row.full_clean(exclude=["recorded_by"])
    row.save()
    refuse_faults(meeting, "leaves")
    return row


@transaction.atomic
def strike_out(*, by: User, row: Recorded) -> Recorded:
    """Take back what was recorded by mistake. The row stays, and a copy of it says that it does not count."""
    meeting = locked(row.sitting, by)
    if meeting.state != State.PUBLISHED and not meeting.is_recorded:
        raise ValidationError("The minutes are agreed, so the record stays as it is.")
    model = type(row)
    if not model.objects.standing().filter(pk=row.pk).exists():
        raise ValidationError("This was struck out already.")
    if isinstance(row, Attendance):
        known = Attendance.objects.standing().filter(meeting=meeting, seat=row.seat_id)
        if said := impossible([each.event for each in known.exclude(pk=row.pk)]):
            raise ValidationError(f"Without it, {row.seat} {said} Strike that out first.")
    kept = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
    kept |= {"id": None, "undoes_id": row.pk, "recorded_at": clock.now(), "recorded_by_id": by.pk}
    again = model(**kept)
    again.save()
    refuse_faults(meeting)
    return again

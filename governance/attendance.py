"""Who is in the room at a moment, and when the quorum was lost and found. Pure; nothing here knows the database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from governance.voting import Member, Quorum, QuorumRule, quorum


class What(StrEnum):
    PRESENT = "present"
    SUBSTITUTE = "substitute"
    APOLOGY = "apology"
    LATE = "late"
    LEFT = "left"
    RETURNED = "returned"


COMES = frozenset({What.PRESENT, What.SUBSTITUTE, What.LATE, What.RETURNED})


@dataclass(frozen=True)
class Event:
    """What a seat did at a moment. Keys grow as events are recorded: of two at one moment the later key counts."""

    key: int
    seat: int
    what: What
    at: datetime


def last_events(events: Iterable[Event], moment: datetime) -> dict[int, Event]:
    """The last event of each seat up to a moment, which it includes."""
    found: dict[int, Event] = {}
    for event in sorted(events, key=lambda each: (each.at, each.key)):
        if event.at <= moment:
            found[event.seat] = event
    return found


def present_at(events: Iterable[Event], moment: datetime) -> frozenset[int]:
    """The seats in the room at a moment: those whose last event up to then is that somebody came.

    >>> ten, eleven = datetime(2007, 7, 31, 10), datetime(2007, 7, 31, 11)
    >>> moves = [Event(1, 7, What.PRESENT, ten), Event(2, 8, What.APOLOGY, ten), Event(3, 7, What.LEFT, eleven)]
    >>> sorted(present_at(moves, ten)), sorted(present_at(moves, eleven))
    ([7], [])
    """
    return frozenset(seat for seat, event in last_events(events, moment).items() if event.what in COMES)


def impossible(events: Iterable[Event]) -> str:
    """Why the events of one seat can not all have happened, as what is said of the seat; empty where they can.

    >>> ten, eleven = datetime(2007, 7, 31, 10), datetime(2007, 7, 31, 11)
    >>> impossible([Event(1, 7, What.LATE, eleven), Event(2, 7, What.PRESENT, ten)])
    'is in the room already at 11:00.'
    >>> impossible([Event(1, 7, What.APOLOGY, ten), Event(2, 7, What.SUBSTITUTE, eleven)])
    ''
    """
    last: What | None = None
    for event in sorted(events, key=lambda each: (each.at, each.key)):
        here = last in COMES
        at = f"{timezone.localtime(event.at) if timezone.is_aware(event.at) else event.at:%H:%M}"
        if event.what is What.RETURNED and last is not What.LEFT:
            return f"has not left before {at}, so nobody returns."
        if event.what is What.LEFT and not here:
            return f"is not in the room at {at}, so nobody leaves it."
        if event.what is What.APOLOGY and last in (What.APOLOGY, What.LEFT):
            return f"was there before {at}." if last is What.LEFT else "has its apologies recorded already."
        if event.what is not What.LEFT and here:
            return f"is in the room already at {at}."
        last = event.what
    return ""


@dataclass(frozen=True)
class Turn:
    """From this moment on the meeting is quorate, or is not."""

    at: datetime
    quorum: Quorum


def turns(rule: QuorumRule, members: Sequence[Member], events: Sequence[Event], began: datetime) -> list[Turn]:
    """Whether there was a quorum when the meeting began, and each moment since at which that changed.

    What is recorded of one moment counts together: that one leaves as another comes loses nothing.
    """
    found: list[Turn] = []
    for moment in sorted({began, *(event.at for event in events if event.at > began)}):
        state = quorum(rule, members, present_at(events, moment))
        if not found or found[-1].quorum.met != state.met:
            found.append(Turn(moment, state))
    return found

"""Boards, their seats and their meetings for tests."""

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError

from governance import actions
from governance.models import Body, Decision, Meeting, Seat
from partnership import clock
from tests.factories import World

SINCE = date(2005, 5, 9)
JULY = datetime(2007, 7, 31, 9, tzinfo=clock.now().tzinfo)  # 10:00 in London
CODES = ("BDC", "CBC", "NEDDC")
USUAL = {"quorum_kind": "number", "quorum_number": 2, "voters": "member", "needed": "majority", "tie": "casting"}


def board(world: World, **rule) -> Body:
    """A Joint Board with a seat for the Leader of each council, Chesterfield's in the chair; held by posts, with a
    substitute for Bolsover's."""
    by = world.person("manager")
    body = actions.add_body(by=by, partnership=world.partnership, name="Joint Board", code="JB", powers="decide")
    actions.set_rule(by=by, body=body, from_on=SINCE, **USUAL | rule)
    for code in CODES:
        facts = {"office": "Leader", "organisation": world.organisations[code], "is_chair": code == "CBC"}
        seat = actions.add_seat(by=by, body=body, from_on=SINCE, **facts)
        actions.add_holding(by=by, seat=seat, post=f"Leader, {code}", from_on=SINCE)
        if code == "BDC":
            actions.add_holding(by=by, seat=seat, post="Stand-in, BDC", capacity="substitute", from_on=SINCE)
    return body


def seat(body: Body, code: str) -> Seat:
    return body.seats.get(organisation__code__endswith=code)


def called(world: World, body: Body, starts_at: datetime = JULY, *titles: str) -> Meeting:
    """In draft, with these items."""
    by = world.person("manager")
    meeting = actions.add_meeting(
        by=by, partnership=world.partnership, body=body, starts_at=starts_at, place_name="Town hall"
    )
    for title in titles or ("Savings", "Next meeting"):
        actions.add_agenda_item(by=by, meeting=meeting, title=title, minutes=20)
    return meeting


def opened(world: World, body: Body, *here: str, starts_at: datetime = JULY) -> Meeting:
    """In progress since it was to begin; the leaders of these councils (all, if none is named) are there."""
    by, meeting = world.person("manager"), called(world, body, starts_at)
    with clock.travel(starts_at):
        actions.publish_agenda(by=by, meeting=meeting)
        meeting = actions.open_meeting(by=by, meeting=meeting)
        roll = {seat(body, code).pk: ("present", None) for code in here or CODES}
        actions.take_roll(by=by, meeting=meeting, roll=roll)
    return Meeting.objects.get(pk=meeting.pk)


def decided(world: World, meeting: Meeting, text: str = "", votes=None, **facts) -> Decision:
    """A decision of a meeting in progress, by the votes of these councils' leaders (all for it, unless told); each on
    a motion of its own, where none is given."""
    before = meeting.decisions.count()
    text = text or f"That it goes ahead{f', also {before}' if before else ''}."
    motion = actions.Motion(text, **{name: facts.pop(name) for name in MOTION if name in facts})
    votes = dict.fromkeys(CODES, "for") if votes is None else votes
    ballots = {seat(meeting.body, code).pk: choice for code, choice in votes.items()}
    facts = {"by": world.person("manager"), "taken_at": meeting.starts_at} | facts
    return actions.record_decision(meeting=meeting, motion=motion, ballots=ballots, **facts)


MOTION = ("item", "original", "corrects", "reason")


def wrong(do, *given, **facts) -> dict[str, list[str]]:
    """What an action refuses: the sentences by field."""
    with pytest.raises(ValidationError) as error:
        do(*given, **facts)
    return error.value.message_dict

"""The record of a meeting as a whole: what can not have happened is not recorded, and what is recorded stays true."""

import threading
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from governance import actions
from governance.attendance import COMES, Event, What, impossible
from governance.forms import DecisionForm, MovementForm, RollForm
from governance.models import Decision, Meeting
from governance.room import Room
from partnership import clock
from tests import meetings
from tests.meetings import JULY, called, decided, opened, seat, wrong
from tests.pages import at, problems, signed_in, words
from tests.savings.test_races import at_once

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def by(council):
    return council.person("manager")


@pytest.fixture
def board(council):
    return meetings.board(council)


def refused(do, **facts):
    with pytest.raises(ValidationError) as error:
        do(**facts)
    return " ".join(error.value.messages)


def moved(by, meeting, board, code, what, after=HOUR, **facts):
    given = {"seat": seat(board, code), "what": what, "at": JULY + after} | facts
    return actions.record_attendance(by=by, meeting=meeting, **given)


# --- What can have happened -------------------------------------------------------------------------------------------
one_seat = st.lists(
    st.builds(
        Event, st.integers(), st.just(1), st.sampled_from(What), st.integers(0, 9).map(lambda n: JULY + n * HOUR)
    ),
    max_size=6,
    unique_by=lambda event: event.key,
)


@given(one_seat)
def test_in_a_record_that_can_be_a_seat_comes_and_goes_by_turns(events):
    moves = [event.what for event in sorted(events, key=lambda each: (each.at, each.key)) if event.what != "apology"]
    by_turns = all((what in COMES) == (place % 2 == 0) for place, what in enumerate(moves))
    assert by_turns or impossible(events)


def test_what_is_entered_late_fits_what_came_after_it(council, by, board):
    meeting = opened(council, board, "CBC", "NEDDC")
    moved(by, meeting, board, "BDC", "late")
    said = {"seat": seat(board, "BDC"), "by": by, "meeting": meeting}
    assert "is in the room already at 11:00" in refused(
        actions.record_attendance, what="present", at=JULY + HOUR / 2, **said
    )
    assert "had not been opened" in refused(actions.record_attendance, what="present", at=JULY - HOUR, **said)
    left = moved(by, meeting, board, "CBC", "left")
    moved(by, meeting, board, "CBC", "returned", 2 * HOUR)
    assert "Strike that out first" in refused(actions.strike_out, by=by, row=left)


def test_apologies_are_sent_once_and_not_for_a_vacant_seat(council, by, board):
    empty = actions.add_seat(by=by, body=board, office="Union side", from_on=meetings.SINCE)
    meeting = called(council, board)
    actions.publish_agenda(by=by, meeting=meeting)
    given = {"by": by, "meeting": meeting, "what": "apology"}
    actions.record_attendance(seat=seat(board, "BDC"), **given)
    assert "recorded already" in refused(actions.record_attendance, seat=seat(board, "BDC"), **given)
    assert "is vacant" in refused(actions.record_attendance, seat=empty, **given)
    facts = {"item": meeting.items.first(), "seat": empty, "nature": "Kin.", "leaves": False}
    assert wrong(actions.declare_interest, by=by, **facts) == {
        "seat": ["Union side is vacant on the day of the meeting."]
    }


def test_nobody_gets_on_two_seats_by_striking_out(council, by, board):
    person, north = council.person("steering"), seat(board, "NEDDC")
    actions.edit_holding(by=by, holding=north.holdings.get(), person=person, post="")
    stand_in = actions.add_holding(
        by=by, seat=seat(board, "BDC"), person=person, capacity="substitute", from_on=meetings.SINCE
    )
    meeting = opened(council, board, "CBC", "NEDDC")
    left = moved(by, meeting, board, "NEDDC", "left")
    moved(by, meeting, board, "BDC", "substitute", 2 * HOUR, holding=stand_in)
    assert "can sit on one seat alone, not on Leader, " in refused(actions.strike_out, by=by, row=left)


def test_a_decision_keeps_its_quorum_whatever_is_recorded_afterwards(council, by, board):
    meeting = opened(council, board, "CBC", "NEDDC")
    item = meeting.items.first()
    decided(council, meeting, votes={"CBC": "for"}, taken_at=JULY + HOUR, item=item)
    lost = "JB 2007/1 was decided at 11:00, and then there would have been no quorum. 1 of 3 seats is present"
    north = seat(board, "NEDDC")
    given = {"by": by, "meeting": meeting, "seat": north, "what": "left", "at": JULY + HOUR / 2}
    assert lost in refused(actions.record_attendance, **given)
    assert lost in refused(actions.strike_out, by=by, row=meeting.attendance.get(seat=north))
    said = wrong(actions.declare_interest, by=by, item=item, seat=north, nature="Kin.", leaves=True)
    assert lost in said["leaves"][0]
    assert Room(meeting).quorum_at(JULY + HOUR).met


# --- Seats, holders and rules that stand in a record ------------------------------------------------------------------
@pytest.mark.parametrize(
    "change",
    [{"weight": 0}, {"is_chair": True}, {"office": "Mayor"}, {"to_on": date(2007, 7, 30)}, {"organisation": None}],
)
def test_a_seat_stays_as_it_was_when_its_body_decided(council, by, board, change):
    decided(council, opened(council, board))
    if "is_chair" in change:
        actions.edit_seat(by=by, seat=seat(board, "CBC"), to_on=JULY.date())
    assert "The record of the meeting of 31 July 2007 stays" in refused(
        actions.edit_seat, by=by, seat=seat(board, "NEDDC"), **change
    )
    given = {"by": by, "body": board, "office": "Union side"}
    assert "stays as it is" in refused(actions.add_seat, from_on=JULY.date(), **given)
    actions.edit_seat(by=by, seat=seat(board, "NEDDC"), to_on=JULY.date())
    actions.add_seat(from_on=JULY.date() + DAY, **given)


@pytest.mark.parametrize("change", [{"post": "Somebody else"}, {"capacity": "substitute"}, {"to_on": date(2006, 1, 1)}])
def test_whom_a_record_names_stays_who_it_was(council, by, board, change):
    opened(council, board)
    holding = seat(board, "NEDDC").holdings.get()
    assert "stays as it is" in refused(actions.edit_holding, by=by, holding=holding, **change)
    actions.edit_holding(by=by, holding=holding, to_on=JULY.date())
    actions.add_holding(by=by, seat=seat(board, "NEDDC"), post="Next leader", from_on=JULY.date() + DAY)


def test_a_new_rule_waits_for_a_decision_that_is_being_recorded(live_council):
    board = meetings.board(live_council)
    meeting, recorded = opened(live_council, board), threading.Event()

    def decide():
        with transaction.atomic():
            decided(live_council, meeting)
            recorded.set()
            time.sleep(1)

    def change():
        recorded.wait(30)
        actions.set_rule(by=live_council.person("manager"), body=board, from_on=JULY.date(), **meetings.USUAL)

    found = at_once(decide, change)

    assert [type(each) for each in found] == [type(None), ValidationError]
    assert Decision.objects.get().rule == board.rules.get()


# --- Times, as they are typed -----------------------------------------------------------------------------------------
def test_a_meeting_is_opened_and_ended_at_the_times_at_which_it_was(council, by, board):
    meeting = called(council, board)
    actions.publish_agenda(by=by, meeting=meeting)
    client, where = signed_in(by), {"pk": meeting.pk}
    assert 'value="10:00"' in words(client.get(at("meeting-move", council, move="open", **where)))
    assert set(problems(client.post(at("meeting-move", council, move="open", **where), {"time": ""}))) == {"time"}
    client.post(at("meeting-move", council, move="open", **where), {"time": "10:05"})
    assert 'value="10:40"' in words(client.get(at("meeting-move", council, move="end", **where)))
    meeting.refresh_from_db()
    roll = {seat(board, code).pk: ("present", None) for code in meetings.CODES}
    actions.take_roll(by=by, meeting=meeting, roll=roll, at=JULY + HOUR)
    went = JULY + timedelta(minutes=80, seconds=40)
    actions.record_attendance(by=by, meeting=meeting, seat=seat(board, "BDC"), what="left", at=went)
    page = words(client.post(at("meeting-move", council, move="end", **where), {"time": "11:19"}))
    assert "not before 11:20: that is recorded of it" in page
    client.post(at("meeting-move", council, move="end", **where), {"time": "11:20"})  # within that minute, at its end
    meeting.refresh_from_db()
    assert (meeting.opened_at - JULY, meeting.ended_at - JULY) == (timedelta(minutes=5), timedelta(seconds=4859))
    other = called(council, board, JULY + DAY)
    actions.publish_agenda(by=by, meeting=other)
    assert set(wrong(actions.open_meeting, by=by, meeting=other, at=JULY)) == {"time"}


def test_a_typed_minute_holds_what_was_recorded_within_it(council, by, board):
    with clock.travel(JULY + timedelta(seconds=20)):
        meeting = opened(council, board, starts_at=JULY + timedelta(seconds=20))
    data = {"motion": "That it goes ahead.", "time": "10:00", **dict.fromkeys(votes_of(board), "for")}
    with clock.travel(JULY + HOUR):
        form = DecisionForm(data, room=Room(meeting), user=by)
        assert form.is_valid(), form.errors
        assert actions.record_decision(by=by, meeting=meeting, **form.facts).votes_for == 3
        later = MovementForm({"seat": seat(board, "BDC").pk, "what": "left", "time": "10:01"}, room=Room(meeting))
        assert later.is_valid()
        actions.record_attendance(by=by, meeting=meeting, **later.facts)


def votes_of(board):
    return [f"vote_{seat(board, code).pk}" for code in meetings.CODES]


# --- Twice ------------------------------------------------------------------------------------------------------------
def test_a_body_meets_once_at_a_time(council, by, board):
    first = called(council, board)
    assert "at that time already" in refused(called, world=council, body=board)
    other = called(council, board, JULY + DAY)
    assert "at that time already" in refused(actions.edit_meeting, by=by, meeting=other, starts_at=JULY)
    actions.cancel_meeting(by=by, meeting=first, reason="No business.")
    actions.edit_meeting(by=by, meeting=other, starts_at=JULY)
    assert Meeting.objects.going_on().get() == other


# --- The roll, and what the minutes say of it -------------------------------------------------------------------------
def test_who_sent_apologies_is_asked_for_on_the_roll_and_may_have_a_substitute(council, by, board):
    empty = actions.add_seat(by=by, body=board, office="Union side", from_on=meetings.SINCE)
    meeting = called(council, board)
    actions.publish_agenda(by=by, meeting=meeting)
    asked = RollForm(room=Room(meeting)).fields
    assert [label for _, label in asked[f"seat_{seat(board, 'BDC').pk}"].choices] == ["Not recorded", "Apologies"]
    assert f"seat_{empty.pk}" not in asked
    for code in ("BDC", "NEDDC"):
        actions.record_attendance(by=by, meeting=meeting, seat=seat(board, code), what="apology")
    actions.open_meeting(by=by, meeting=meeting, at=JULY)
    meeting.refresh_from_db()
    stand_in = seat(board, "BDC").holdings.get(capacity="substitute")
    given = {f"seat_{seat(board, 'BDC').pk}": f"substitute-{stand_in.pk}"}
    given[f"seat_{seat(board, 'NEDDC').pk}"] = f"present-{seat(board, 'NEDDC').holdings.get().pk}"
    form = RollForm(given, room=Room(meeting))
    assert form.is_valid(), form.errors
    actions.take_roll(by=by, meeting=meeting, **form.facts)
    actions.end_meeting(by=by, meeting=meeting)
    said = {part.heading: part.text for part in actions.draft_minutes(by=by, meeting=meeting)}
    assert said["Present"] == "Stand-in, BDC (Leader, Bolsover), substitute\nLeader, NEDDC (Leader, North)"
    assert said["Apologies"] == "Leader, BDC (Leader, Bolsover)"


# --- Interests --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "sees"), [("viewer", False), ("officer", False), ("steering", True), ("manager", True)]
)
def test_an_interest_in_an_exempt_item_does_not_tell_what_it_is_about(council, by, board, role, sees):
    meeting = called(council, board, datetime(2026, 12, 7, 10, tzinfo=UTC))
    item = actions.add_agenda_item(
        by=by, meeting=meeting, title="Choice of a supplier", is_exempt=True, exempt_reason="Paragraph 3"
    )
    actions.publish_agenda(by=by, meeting=meeting)
    facts = {"item": item, "seat": seat(board, "BDC"), "leaves": True}
    actions.declare_interest(by=by, nature="Shares in Acme Holdings.", **facts)
    client = signed_in(council.person(role))
    for name in ("meeting", "meeting-record"):
        page = words(client.get(at(name, council, pk=meeting.pk)))
        assert ("Acme" in page, "the nature is exempt from publication" in page) == (sees, not sees)
        assert "Leader, BDC (Leader, Bolsover), item 3" in page

"""Meetings from draft to closed: what is due before, who was there, and whether there was a quorum."""

import doctest
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from governance import actions, attendance
from governance.attendance import Event, What, present_at, turns
from governance.models import Attendance, Meeting
from governance.room import Room
from governance.voting import Member, QuorumKind, QuorumRule
from partnership import clock
from tests import meetings
from tests.meetings import JULY, called, opened, seat
from tests.pages import at, problems, signed_in, typed, words

HOUR = timedelta(hours=1)


@pytest.fixture
def by(council):
    return council.person("manager")


@pytest.fixture
def manager(by):
    return signed_in(by)


@pytest.fixture
def board(council):
    return meetings.board(council)


def refused(do, **facts):
    with pytest.raises(ValidationError) as error:
        do(**facts)
    return " ".join(error.value.messages)


# --- Attendance, worked out -------------------------------------------------------------------------------------------
def test_the_docstrings_are_true():
    assert doctest.testmod(attendance).failed == 0


events = st.lists(
    st.builds(
        Event,
        st.integers(0, 10**6),
        st.integers(0, 4),
        st.sampled_from(What),
        st.integers(0, 300).map(lambda minutes: JULY + timedelta(minutes=minutes)),
    ),
    max_size=30,
    unique_by=lambda event: event.key,
)


@given(events, st.integers(0, 400))
def test_what_comes_later_changes_nothing_before(found, minutes):
    moment = JULY + timedelta(minutes=minutes)
    assert present_at(found, moment) == present_at([each for each in found if each.at <= moment], moment)


@given(events)
def test_each_turn_is_a_change(found):
    rule, members = QuorumRule(QuorumKind.NUMBER, 2), [Member(number) for number in range(5)]
    told = turns(rule, members, found, JULY)
    assert told[0].at == JULY
    assert all(one.quorum.met != other.quorum.met for one, other in zip(told, told[1:], strict=False))
    last = max([JULY, *(event.at for event in found)])
    assert told[-1].quorum.met == (len(present_at(found, last)) >= 2)


# --- Before it is held ------------------------------------------------------------------------------------------------
def test_an_agenda_begins_with_the_standing_items_if_wanted(council, manager, board):
    given_ = {"body": board.pk, "at": "14:30", "place_name": "Town hall"} | typed("on", date(2026, 7, 1))
    manager.post(at("meeting-add", council), given_ | {"standing": "on"})
    assert [item.kind for item in Meeting.objects.get().items.all()] == ["apologies", "declarations", "minutes"]


def test_the_times_of_items_follow_from_their_minutes(council, board):
    meeting = called(council, board, JULY, "One", "Two", "Three")
    page = words(signed_in(council.person("viewer")).get(at("meeting", council, pk=meeting.pk)))
    places = [page.index(f"<td>{time}</td>") for time in ("10:00", "10:20", "10:40")]
    assert places == sorted(places)


def test_what_is_due_follows_from_the_rule_of_the_day(council, manager, board):
    meeting = called(council, board)
    with clock.travel(datetime(2007, 7, 24, 9, tzinfo=UTC)):
        page = words(signed_in(council.person("manager")).get(at("meeting", council, pk=meeting.pk)))
        row = manager.get(at("meeting-plan", council)).content.decode()
    assert "The agenda was due by 23 July 2007." in page
    assert "Notice was due by 23 July 2007. The agenda was due by 23 July 2007. The board pack was due" in row


def test_an_agenda_without_items_or_a_rule_is_not_published(council, by, board):
    meeting = called(council, board, datetime(2004, 1, 5, 10, tzinfo=UTC))
    meeting.items.all().delete()
    said = refused(actions.publish_agenda, by=by, meeting=meeting)
    assert "has no items" in said and "has no rule on 5 January 2004" in said


def test_what_comes_after_publication_is_a_numbered_supplement(council, by, board):
    meeting = called(council, board)
    actions.publish_agenda(by=by, meeting=meeting)
    added = [actions.add_agenda_item(by=by, meeting=meeting, title=title) for title in ("Urgent", "More")]
    assert [item.supplement for item in added] == [1, 2]
    first = meeting.items.first()
    assert "is published" in refused(actions.edit_agenda_item, by=by, item=first, title="Other words")
    assert "is published" in refused(actions.remove_agenda_item, by=by, item=first)
    assert "stays where it is" in refused(actions.edit_agenda_item, by=by, item=first, position=2)
    assert "comes last" in refused(actions.add_agenda_item, by=by, meeting=meeting, title="First", position=1)
    actions.edit_agenda_item(by=by, item=first, title="Savings", lead="Chair")
    assert [item.title for item in meeting.items.all()] == ["Savings", "Next meeting", "Urgent", "More"]


def test_items_move_up_and_down_without_a_script(council, manager, board):
    meeting = called(council, board, JULY, "One", "Two", "Three")
    items = list(meeting.items.all())
    manager.post(at("agenda-move", council, pk=meeting.pk, item=items[2].pk), {"to": "up"})
    manager.post(at("agenda-move", council, pk=meeting.pk, item=items[0].pk), {"to": "up"})
    assert [item.title for item in meeting.items.all()] == ["One", "Three", "Two"]


def test_a_postponed_meeting_stays_and_another_takes_its_place(council, manager, board):
    later = datetime(2026, 12, 9, 14, 30, tzinfo=UTC)
    meeting = called(council, board, datetime(2026, 12, 2, 14, tzinfo=UTC))
    actions.add_agenda_item(
        by=council.person("manager"), meeting=meeting, title="Staff", is_exempt=True, exempt_reason="Paragraph 1"
    )
    actions.publish_agenda(by=council.person("manager"), meeting=meeting)
    typed_in = typed("on", date(2026, 12, 9)) | {"at": "14:30", "reason": "Snow."}
    with clock.travel(datetime(2026, 12, 1, tzinfo=UTC)):
        manager.post(at("meeting-postpone", council, pk=meeting.pk), typed_in)
    meeting.refresh_from_db()
    following = meeting.taken_over_by
    assert (meeting.state, meeting.reason, following.state, following.starts_at) == (
        "postponed",
        "Snow.",
        "draft",
        later,
    )
    kept = [(item.order, item.title, item.is_exempt) for item in following.items.all()]
    assert kept == [(1, "Savings", False), (2, "Next meeting", False), (3, "Staff", True)]
    assert meeting.items.count() == 3


def test_postponing_says_all_that_is_wrong(council, manager, board):
    meeting = called(council, board)
    response = manager.post(at("meeting-postpone", council, pk=meeting.pk), {"at": "x", "reason": ""})
    assert set(problems(response)) == {"on", "at", "reason"}
    said = refused(actions.postpone_meeting, by=council.person("manager"), meeting=meeting, starts_at=JULY, reason=" ")
    assert "Say why" in said and "still to come" in said


# --- Moves out of turn ------------------------------------------------------------------------------------------------
def test_a_meeting_goes_through_its_states_in_order_and_no_other(council, by, board):
    meeting = called(council, board)
    moves = {
        "publish": actions.publish_agenda,
        "open": actions.open_meeting,
        "end": actions.end_meeting,
        "close": actions.close_meeting,
    }

    def refusing(*names):
        assert all("Only one that is" in refused(moves[name], by=by, meeting=meeting) for name in names)

    refusing("open", "end", "close")
    actions.publish_agenda(by=by, meeting=meeting)
    refusing("publish", "end", "close")
    with clock.travel(JULY - timedelta(days=1)):
        assert "on 31 July 2007. It can be opened on that day" in refused(moves["open"], by=by, meeting=meeting)
    assert "Enter the time at which it was opened on 31 July 2007." in refused(moves["open"], by=by, meeting=meeting)
    actions.open_meeting(by=by, meeting=meeting, at=JULY)
    refusing("publish", "open", "close")
    for do in (actions.cancel_meeting, actions.postpone_meeting):
        more = {"starts_at": clock.now() + HOUR} if do is actions.postpone_meeting else {}
        assert "is in progress, so it can not be" in refused(do, by=by, meeting=meeting, reason="Rain", **more)
    actions.end_meeting(by=by, meeting=meeting)
    refusing("publish", "open", "end", "close")
    assert "later meeting" in refused(actions.agree_minutes, by=by, meeting=meeting, at=meeting)
    following = opened(council, board, starts_at=JULY + timedelta(days=30))
    actions.agree_minutes(by=by, meeting=meeting, at=following)
    actions.close_meeting(by=by, meeting=meeting)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.agreed_at) == ("closed", following)


def test_a_published_meeting_changes_its_place_alone(council, by, board):
    meeting = called(council, board)
    actions.publish_agenda(by=by, meeting=meeting)
    assert actions.edit_meeting(by=by, meeting=meeting, place_name="The Arc").place_name == "The Arc"
    assert "Postpone the meeting" in refused(actions.edit_meeting, by=by, meeting=meeting, starts_at=JULY + HOUR)


# --- Who was there ----------------------------------------------------------------------------------------------------
def test_the_roll_says_all_that_is_wrong_and_then_records_nothing(council, by, board):
    meeting = opened(council, board, "CBC")
    actions.edit_holding(by=by, holding=seat(board, "NEDDC").holdings.get(), to_on=date(2007, 7, 30))
    other = seat(board, "CBC").holdings.get()
    roll = {
        seat(board, "NEDDC").pk: ("present", None),
        seat(board, "BDC").pk: ("substitute", other),
        seat(board, "CBC").pk: ("present", None),
    }
    with pytest.raises(ValidationError) as error:
        actions.take_roll(by=by, meeting=meeting, roll=roll)
    said = error.value.message_dict
    assert [said[f"seat_{seat(board, code).pk}"][0][:30] for code in ("NEDDC", "BDC", "CBC")] == [
        "Leader, North is vacant on the",
        "Say which substitute sits on L",
        "Leader, Chesterfield is in the",
    ]
    assert Attendance.objects.count() == 1


def test_one_person_sits_on_one_seat(council, by, board):
    person = council.person("steering")
    for code in ("BDC", "NEDDC"):
        actions.add_holding(
            by=by, seat=seat(board, code), person=person, capacity="substitute", from_on=date(2005, 5, 9)
        )
    meeting = opened(council, board, "CBC")
    roll = {
        seat(board, code).pk: ("substitute", seat(board, code).holdings.get(person=person)) for code in ("BDC", "NEDDC")
    }
    assert "one seat alone" in refused(actions.take_roll, by=by, meeting=meeting, roll=roll)


def test_a_lost_quorum_is_a_line_of_the_record(council, by, board):
    meeting = opened(council, board, "BDC", "CBC")
    bolsover, north = seat(board, "BDC"), seat(board, "NEDDC")
    with clock.travel(JULY + 3 * HOUR):
        actions.record_attendance(by=by, meeting=meeting, seat=bolsover, what="left", at=JULY + HOUR)
        actions.record_attendance(by=by, meeting=meeting, seat=north, what="late", at=JULY + 2 * HOUR)
        room = Room(meeting)
        assert [room.quorum_at(JULY + number * HOUR).met for number in range(3)] == [True, False, True]
    lines = [line.sentence for line in room.lines]
    assert "The quorum was lost: 1 of 3 seats is present; 2 are needed, so 1 is missing." in lines
    assert lines[-1] == "There was a quorum again: 2 of 3 seats are present; 2 are needed."
    assert [holding.name for holding in room.acting(JULY + 2 * HOUR).values()] == ["Leader, CBC", "Leader, NEDDC"]


@pytest.mark.parametrize(
    ("what", "code", "said"),
    [
        ("left", "NEDDC", "is not in the room"),
        ("returned", "BDC", "has not left"),
        ("present", "BDC", "is in the room already"),
        ("asleep", "BDC", "Choose what"),
    ],
)
def test_nobody_leaves_who_is_not_there_nor_comes_twice(council, by, board, what, code, said):
    meeting = opened(council, board, "BDC", "CBC")
    assert said in refused(actions.record_attendance, by=by, meeting=meeting, seat=seat(board, code), what=what)


def test_a_seat_of_another_body_and_a_time_to_come_are_refused(council, by, board):
    meeting = opened(council, board, "CBC")
    other = actions.add_body(by=by, partnership=council.partnership, name="Forum", powers="consulted")
    stranger = actions.add_seat(by=by, body=other, office="Union", from_on=date(2005, 5, 9))
    assert "not one of the body" in refused(
        actions.record_attendance, by=by, meeting=meeting, seat=stranger, what="present"
    )
    given_ = {"seat": seat(board, "BDC"), "what": "present", "at": clock.now() + HOUR}
    assert "not come yet" in refused(actions.record_attendance, by=by, meeting=meeting, **given_)


def test_apologies_come_before_the_meeting_and_nothing_else(council, by, board):
    meeting = called(council, board)
    actions.publish_agenda(by=by, meeting=meeting)
    actions.record_attendance(by=by, meeting=meeting, seat=seat(board, "BDC"), what="apology")
    said = refused(actions.record_attendance, by=by, meeting=meeting, seat=seat(board, "CBC"), what="present")
    assert "in progress" in said


def test_what_was_recorded_by_mistake_is_struck_out_once(council, manager, by, board):
    meeting = opened(council, board, "BDC", "CBC")
    row = Attendance.objects.get(seat=seat(board, "BDC"))
    manager.post(at("meeting-strike", council, pk=meeting.pk, row=row.pk))
    assert Room(meeting).present_at(clock.now()) == {seat(board, "CBC").pk}
    assert "already" in refused(actions.strike_out, by=by, row=row)
    assert Attendance.objects.count() == 3
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM governance_attendance")


def test_who_leaves_for_an_item_does_not_count_for_it(council, by, board):
    meeting = opened(council, board, "BDC", "CBC")
    item = meeting.items.first()
    actions.declare_interest(by=by, item=item, seat=seat(board, "BDC"), nature="A contract.", leaves=True)
    room = Room(meeting)
    assert room.quorum_at(clock.now()).met
    assert not room.quorum_at(clock.now(), item=item.pk).met


def test_the_record_is_kept_by_forms_and_shown_live(council, manager, board):
    meeting = opened(council, board, "CBC")
    where, bolsover = {"pk": meeting.pk}, seat(board, "BDC")
    stand_in = bolsover.holdings.get(capacity="substitute")
    manager.post(at("meeting-roll", council, **where), {f"seat_{bolsover.pk}": f"substitute-{stand_in.pk}"})
    response = manager.get(at("meeting-record", council, **where))
    assert 'hx-trigger="every 10s"' in words(response) and "2 of 3 seats are present" in words(response)
    assert "Stand-in, BDC" in words(response)
    manager.post(at("meeting-movement", council, **where), {"seat": bolsover.pk, "what": "left", "time": ""})
    assert "so 1 is missing" in words(manager.get(at("meeting-record", council, **where)))
    given_ = {"seat": bolsover.pk, "item": meeting.items.first().pk, "nature": "", "leaves": ""}
    assert set(problems(manager.post(at("meeting-interest", council, **where), given_))) == {"nature", "leaves"}
    assert problems(manager.post(at("meeting-roll", council, **where), {"sent": "1"})) == {
        "__all__": ["Say of at least one seat who is there."]
    }


# --- The plan, and a member's own page --------------------------------------------------------------------------------
def test_the_plan_shows_what_is_ahead_and_what_was_never_opened(council, board):
    now = clock.now()
    ahead, forgotten, far = (called(council, board, now + timedelta(days=days)) for days in (30, -30, 400))
    cancelled = called(council, board, now + timedelta(days=40))
    actions.cancel_meeting(by=council.person("manager"), meeting=cancelled, reason="No business.")
    response = signed_in(council.person("viewer")).get(at("meeting-plan", council))
    assert response.context["listing"].objects == [forgotten, ahead]
    assert "It was not opened" in words(response)
    assert far not in response.context["listing"].objects


def test_the_plan_costs_the_same_for_one_meeting_and_for_three(council, board, django_assert_num_queries):
    client = signed_in(council.person("viewer"))
    for days in ([10], [20, 30]):
        for day in days:
            called(council, board, clock.now() + timedelta(days=day))
        with django_assert_num_queries(9):
            client.get(at("meeting-plan", council))


def test_a_member_finds_the_own_attendance(council, by, board):
    person = council.person("chief")
    actions.edit_holding(by=by, holding=seat(board, "BDC").holdings.get(capacity="holder"), person=person, post="")
    meeting = opened(council, board, "BDC", "CBC")
    page = words(signed_in(person).get(at("meeting-mine", council, pk=meeting.pk)))
    assert "You sit as Leader, Bolsover" in page and "Present" in page and "10:20" in page
    assert "My meeting" in words(signed_in(person).get(at("meeting", council, pk=meeting.pk)))
    assert "no seat" in words(signed_in(council.person("viewer")).get(at("meeting-mine", council, pk=meeting.pk)))

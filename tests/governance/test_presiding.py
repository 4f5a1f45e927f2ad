"""Who presides while the chair is away, and has the casting vote; and that many seats cost what few do."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from governance import actions
from governance.minutes import drafted
from governance.models import Presiding
from governance.room import Room
from partnership import clock
from tests import meetings
from tests.meetings import JULY, SINCE, called, decided, opened, seat, wrong
from tests.pages import at, problems, signed_in, words

HALF = timedelta(minutes=30)
TIE = {"BDC": "for", "NEDDC": "against"}


@pytest.fixture
def by(council):
    return council.person("manager")


@pytest.fixture
def board(council):
    return meetings.board(council)


@pytest.fixture
def meeting(council, board):
    """The chair, Chesterfield's leader, is away."""
    return opened(council, board, "BDC", "NEDDC")


def presides(council, meeting, code="BDC", at=JULY, by=None):
    found = seat(meeting.body, code)
    return actions.record_presiding(by=by or council.person("manager"), meeting=meeting, seat=found, at=at)


# --- The casting vote -------------------------------------------------------------------------------------------------
def test_nobody_has_a_casting_vote_while_nobody_presides(council, meeting):
    assert (
        "Record first who presides instead." in wrong(decided, council, meeting, votes=TIE, casting="for")["casting"][0]
    )


@pytest.mark.parametrize(("casting", "outcome"), [("for", "carried"), ("against", "lost")])
def test_who_presides_has_the_casting_vote_and_the_minutes_say_so(council, meeting, casting, outcome):
    row = presides(council, meeting)
    assert "how the person presiding used" in wrong(decided, council, meeting, votes=TIE)["casting"][0]
    found = decided(council, meeting, votes=TIE, casting=casting)
    said = f"{outcome.capitalize()} by the casting vote of the person presiding after 1 vote to 1."
    assert (found.outcome, found.result) == (outcome, said)
    assert [(vote.seat, vote.holding, vote.choice) for vote in found.votes.filter(is_casting=True)] == [
        (row.seat, row.holding, casting)
    ]
    text = "\n".join(part.text for part in drafted(meeting))
    assert "10:00 Leader, BDC (Leader, Bolsover): presides in the absence of the chair." in text and said in text


def test_the_chair_presides_again_on_return_and_the_other_while_the_chair_leaves_for_an_item(council, by, meeting):
    presides(council, meeting)
    came = JULY + HALF
    actions.record_attendance(by=by, meeting=meeting, seat=seat(meeting.body, "CBC"), what="late", at=came)
    item, room = meeting.items.first(), Room(meeting)
    assert room.seats[room.presides_at(JULY)] == seat(meeting.body, "BDC")
    assert room.seats[room.presides_at(came)] == seat(meeting.body, "CBC")
    chair = seat(meeting.body, "CBC")
    actions.declare_interest(by=by, item=item, seat=chair, nature="A relation works there.", leaves=True)
    found = decided(council, meeting, votes=TIE, casting="for", item=item, taken_at=came)
    assert found.votes.get(is_casting=True).seat == seat(meeting.body, "BDC")
    both = {"BDC": "for", "CBC": "against"}
    other = decided(council, meeting, votes=both, casting="against", taken_at=came)
    assert other.votes.get(is_casting=True).seat == chair


def test_the_last_who_was_recorded_presides_and_nobody_who_left(council, by, meeting):
    presides(council, meeting, "BDC")
    presides(council, meeting, "NEDDC", JULY + HALF)
    room = Room(meeting)
    assert [room.presides_at(JULY), room.presides_at(JULY + HALF)] == [
        seat(meeting.body, "BDC").pk,
        seat(meeting.body, "NEDDC").pk,
    ]
    actions.record_attendance(by=by, meeting=meeting, seat=seat(meeting.body, "NEDDC"), what="left", at=JULY + 2 * HALF)
    assert Room(meeting).presides_at(JULY + 2 * HALF) is None


# --- What is refused --------------------------------------------------------------------------------------------------
def test_only_who_is_there_and_votes_presides_and_only_without_the_chair(council, by, board, meeting):
    assert "Nobody sits on" in wrong(presides, council, meeting, "CBC")["seat"][0]
    adviser = actions.add_seat(by=by, body=board, office="Adviser", weight=0, from_on=SINCE + timedelta(days=1))
    actions.add_holding(by=by, seat=adviser, post="Adviser", from_on=SINCE + timedelta(days=1))
    actions.record_attendance(by=by, meeting=meeting, seat=adviser, what="present", at=JULY)
    said = wrong(actions.record_presiding, by=by, meeting=meeting, seat=adviser, at=JULY)
    assert said["seat"] == ["Adviser only advises: who presides has a vote."]
    full = opened(council, board, starts_at=JULY + timedelta(days=7))
    assert "The chair is in the room" in wrong(presides, council, full, at=full.starts_at)["seat"][0]
    with pytest.raises(ValidationError, match="not come yet"):
        presides(council, meeting, at=clock.now() + HALF)
    assert Presiding.objects.count() == 0


def test_what_a_casting_vote_stands_on_is_not_struck_out(council, by, meeting):
    row = presides(council, meeting)
    spare = presides(council, meeting, at=JULY + HALF)
    decided(council, meeting, votes=TIE, casting="for")
    with pytest.raises(ValidationError, match="would lose its ground"):
        actions.strike_out(by=by, row=row)
    with pytest.raises(ValidationError, match="would lose its ground"):
        presides(council, meeting, "NEDDC")
    actions.strike_out(by=by, row=spare)
    with pytest.raises(ValidationError, match="struck out already"):
        actions.strike_out(by=by, row=spare)
    assert [each.pk for each in Presiding.objects.standing()] == [row.pk]


@pytest.mark.parametrize("role", ["chief", "steering", "viewer", "auditor", "administrator", "officer"])
def test_the_clerk_alone_records_who_presides(council, meeting, role):
    with pytest.raises(PermissionDenied):
        presides(council, meeting, by=council.person(role))


@pytest.mark.parametrize("sql", ["UPDATE governance_presiding SET at = at", "DELETE FROM governance_presiding"])
def test_the_database_keeps_who_presided(council, meeting, sql):
    presides(council, meeting)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_clerk_says_on_the_page_who_presides(council, by, board, meeting):
    client = signed_in(by)
    record = at("meeting-record", council, pk=meeting.pk)
    assert "nobody was recorded to preside instead" in words(client.get(record))
    page = at("meeting-preside", council, pk=meeting.pk)
    assert list(problems(client.post(page, {"seat": seat(board, "CBC").pk}))) == ["seat"]
    client.post(page, {"seat": seat(board, "NEDDC").pk, "time": "10:15"})
    row = Presiding.objects.get()
    assert f"{row.seat} presides." in words(client.get(record))
    client.post(at("meeting-strike-presiding", council, pk=meeting.pk, row=row.pk))
    assert Presiding.objects.standing().count() == 0


# --- Many seats -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("seats", [3, 13])
def test_the_roll_and_the_votes_of_all_seats_cost_the_same(council, by, board, seats, django_assert_num_queries):
    for number in range(seats - 3):
        extra = actions.add_seat(by=by, body=board, office=f"Member {number}", from_on=SINCE)
        actions.add_holding(by=by, seat=extra, post=f"Member {number}", from_on=SINCE)
    meeting, client = called(council, board, JULY), signed_in(by)
    with clock.travel(JULY):
        actions.publish_agenda(by=by, meeting=meeting)
        meeting = actions.open_meeting(by=by, meeting=meeting)
    roll = {each.pk: ("present", None) for each in board.seats.all()}
    with django_assert_num_queries(8):
        client.get(at("meeting-roll", council, pk=meeting.pk))
    with django_assert_num_queries(9):
        actions.take_roll(by=by, meeting=meeting, roll=roll, at=JULY)
    with django_assert_num_queries(23):
        client.get(at("meeting-decide", council, pk=meeting.pk))
    motion = actions.Motion("That it goes ahead.")
    with django_assert_num_queries(24):
        found = actions.record_decision(
            by=by, meeting=meeting, motion=motion, ballots=dict.fromkeys(roll, "for"), taken_at=JULY
        )
    with django_assert_num_queries(20):
        client.get(found.get_absolute_url())
    with django_assert_num_queries(12):
        client.get(at("meeting-record", council, pk=meeting.pk))
    assert (found.votes.count(), found.votes_for) == (seats, seats)

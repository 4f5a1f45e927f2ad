"""How a body decides: who may vote, what the votes decide, and that a decision stays as it was taken."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from governance import actions
from governance.models import Decision, RatificationNeed
from governance.room import Room
from partnership import clock
from partnership.actions import add_membership, edit_membership, edit_organisation
from partnership.models import Membership
from tests import meetings
from tests.meetings import JULY, decided, opened, seat, wrong
from tests.pages import at, signed_in, words

HOUR = timedelta(hours=1)


@pytest.fixture
def by(council):
    return council.person("manager")


@pytest.fixture
def board(council):
    return meetings.board(council)


@pytest.fixture
def meeting(council, board):
    return opened(council, board)


def of_seat(board, code):
    return f"vote_{seat(board, code).pk}"


def test_a_decision_is_numbered_counted_and_says_who_voted(council, meeting, board):
    votes = {"BDC": "for", "CBC": "for", "NEDDC": "against"}
    first, second = (decided(council, meeting, votes=votes) for _ in range(2))
    assert [first.reference, second.reference] == ["JB 2007/1", "JB 2007/2"]
    assert (first.outcome, first.result, first.is_binding) == ("carried", "Carried by 2 votes to 1.", True)
    assert first.quorum == "3 of 3 seats are present; 2 are needed."
    cast = {(vote.holding.name, vote.organisation.code, vote.choice) for vote in first.votes.all()}
    assert cast == {("Leader, BDC", "BDC", "for"), ("Leader, CBC", "CBC", "for"), ("Leader, NEDDC", "NEDDC", "against")}


def test_numbers_run_through_the_bodies_of_a_partnership_and_begin_anew_each_year(council, by, board, meeting):
    decided(council, meeting)
    other = actions.add_body(by=by, partnership=council.partnership, name="Officer Group", powers="recommend")
    actions.set_rule(by=by, body=other, from_on=meetings.SINCE, **meetings.USUAL | {"quorum_number": 1})
    chair = actions.add_seat(by=by, body=other, office="Chair", from_on=meetings.SINCE)
    actions.add_holding(by=by, seat=chair, post="Chair", from_on=meetings.SINCE)
    for starts_at, reference in ((JULY + HOUR, "OG 2007/2"), (JULY + timedelta(days=365), "OG 2008/1")):
        met = meetings.called(council, other, starts_at)
        with clock.travel(starts_at):
            actions.publish_agenda(by=by, meeting=met)
            met = actions.open_meeting(by=by, meeting=met)
            actions.record_attendance(by=by, meeting=met, seat=chair, what="present")
        found = actions.record_decision(by=by, meeting=met, motion=actions.Motion("Go on."), ballots={chair.pk: "for"})
        assert (found.reference, found.is_binding) == (reference, False)


def test_all_that_is_wrong_with_a_vote_is_said_at_once(council, by, board):
    meeting = opened(council, board, "CBC", "NEDDC")
    actions.declare_interest(by=by, item=meeting.items.first(), seat=seat(board, "NEDDC"), nature="Kin.", leaves=False)
    said = wrong(
        decided,
        council,
        meeting,
        " ",
        {"BDC": "for", "CBC": "perhaps", "NEDDC": "for"},
        reason="Wrong date",
        taken_at=JULY - HOUR,
    )
    assert set(said) == {
        "motion",
        "corrects",
        "taken_at",
        "__all__",
        *(of_seat(board, code) for code in meetings.CODES),
    }
    assert "no quorum" in said["__all__"][0]
    assert Decision.objects.count() == 0


def test_nothing_is_decided_without_a_quorum(council, by, board, meeting):
    for code in ("BDC", "NEDDC"):
        actions.record_attendance(by=by, meeting=meeting, seat=seat(board, code), what="left", at=JULY + HOUR)
    before = decided(council, meeting, taken_at=JULY + HOUR / 2)
    assert before.outcome == "carried"
    said = wrong(decided, council, meeting, votes={"CBC": "for"}, taken_at=JULY + 2 * HOUR)
    assert said == {
        "__all__": [
            "There is no quorum, so nothing can be decided. 1 of 3 seats is present; 2 are needed, so 1 is missing."
        ]
    }


def test_who_leaves_for_an_interest_does_not_vote_and_who_stays_does(council, by, board, meeting):
    first, second = meeting.items.all()
    for item, leaves in ((first, True), (second, False)):
        actions.declare_interest(by=by, item=item, seat=seat(board, "BDC"), nature="A contract.", leaves=leaves)
    said = wrong(decided, council, meeting, item=first)
    assert "leaves the room for this item" in said[of_seat(board, "BDC")][0]
    assert decided(council, meeting, item=second).votes_for == 3


def test_what_is_recorded_of_who_was_there_leaves_votes_their_ground(council, by, board, meeting):
    decided(council, meeting, item=meeting.items.first(), taken_at=JULY + HOUR)
    bolsover = seat(board, "BDC")
    with pytest.raises(ValidationError, match="JB 2007/1 was decided at 11:00, and Leader, Bolsover voted on it"):
        actions.record_attendance(by=by, meeting=meeting, seat=bolsover, what="left", at=JULY + HOUR / 2)
    with pytest.raises(ValidationError, match="lose its ground"):
        actions.strike_out(by=by, row=meeting.attendance.get(seat=bolsover))
    facts = {"item": meeting.items.first(), "seat": bolsover, "nature": "Kin."}
    assert set(wrong(actions.declare_interest, by=by, leaves=True, **facts)) == {"leaves"}
    actions.declare_interest(by=by, leaves=False, **facts)
    actions.record_attendance(by=by, meeting=meeting, seat=bolsover, what="left", at=JULY + 2 * HOUR)


def test_a_substitute_votes_and_is_named(council, by, board):
    meeting = opened(council, board, "CBC")
    stand_in = seat(board, "BDC").holdings.get(capacity="substitute")
    given = {"seat": seat(board, "BDC"), "what": "substitute", "holding": stand_in, "at": JULY}
    actions.record_attendance(by=by, meeting=meeting, **given)
    found = decided(council, meeting, votes={"BDC": "for", "CBC": "for"})
    assert {vote.holding.name for vote in found.votes.all()} == {"Stand-in, BDC", "Leader, CBC"}


@pytest.mark.parametrize(
    ("casting", "outcome", "votes"), [("for", "carried", 3), ("against", "lost", 3), ("none", "fell", 2)]
)
def test_the_chair_breaks_a_tie_or_the_motion_falls(council, meeting, casting, outcome, votes):
    given = {"BDC": "against", "CBC": "for", "NEDDC": "abstain"}
    assert "Say how the chair" in wrong(decided, council, meeting, votes=given)["casting"][0]
    found = decided(council, meeting, votes=given, casting=casting)
    assert (found.outcome, found.votes.count(), found.abstentions) == (outcome, votes + 1, 1)
    assert [vote.seat.is_chair for vote in found.votes.filter(is_casting=True)] == [True] * (votes - 2)


def test_the_chair_breaks_a_tie_without_having_voted_but_not_from_outside(council, by, board, meeting):
    given = {"BDC": "for", "NEDDC": "against"}
    found = decided(council, meeting, votes=given, casting="for")
    assert [(vote.seat.is_chair, vote.is_casting) for vote in found.votes.all()] == [
        *[(False, False)] * 2,
        (True, True),
    ]
    item = meeting.items.first()
    actions.declare_interest(by=by, item=item, seat=seat(board, "CBC"), nature="Kin.", leaves=True)
    assert "not in the room" in wrong(decided, council, meeting, votes=given, casting="for", item=item)["casting"][0]


def test_a_casting_vote_without_a_tie_is_refused(council, meeting):
    assert set(wrong(decided, council, meeting, casting="for")) == {"casting"}


def test_an_organisation_votes_by_one_of_its_seats(council, by):
    board = meetings.board(council, voters="organisation", tie="falls")
    deputy = actions.add_seat(
        by=by, body=board, office="Deputy", organisation=council.organisations["BDC"], from_on=meetings.SINCE
    )
    actions.add_holding(by=by, seat=deputy, post="Deputy, BDC", from_on=meetings.SINCE)
    adviser = actions.add_seat(by=by, body=board, office="Adviser", weight=0, from_on=meetings.SINCE)
    actions.add_holding(by=by, seat=adviser, post="Adviser", from_on=meetings.SINCE)
    meeting = meetings.called(council, board)
    with clock.travel(JULY):
        actions.publish_agenda(by=by, meeting=meeting)
        meeting = actions.open_meeting(by=by, meeting=meeting)
        actions.take_roll(by=by, meeting=meeting, roll={each.pk: ("present", None) for each in board.seats.all()})
    leader = board.seats.get(office="Leader", organisation__code="BDC")
    ballots = {leader.pk: "for", deputy.pk: "against", adviser.pk: "for"}
    facts = {"by": by, "meeting": meeting, "motion": actions.Motion("Go on.")}
    said = wrong(actions.record_decision, ballots=ballots, **facts)
    assert set(said) == {f"vote_{deputy.pk}", f"vote_{adviser.pk}"}
    assert actions.record_decision(ballots={deputy.pk: "for"}, **facts).votes_for == 1


def test_organisations_of_one_short_name_vote_each_for_itself(council):
    for code in ("BDC", "CBC"):
        facts = {"short_name": "Derbyshire", "by": council.person("administrator")}
        edit_organisation(partnership=council.partnership, organisation=council.organisations[code], **facts)
    board = meetings.board(council, voters="organisation", quorum_kind="each")
    meeting = opened(council, board, "CBC", "NEDDC")
    said = wrong(decided, council, meeting, votes={"NEDDC": "for"})["__all__"]
    assert said[0].endswith("Nobody from Derbyshire is present. At least one from each of 3 organisations is needed.")
    actions.record_attendance(by=council.person("manager"), meeting=meeting, seat=seat(board, "BDC"), what="late")
    assert decided(council, meeting, taken_at=clock.now()).votes_for == 3


@pytest.mark.parametrize(("change", "said"), [({"to_on": date(2007, 7, 30)}, "not one of"), ({"votes": False}, "")])
def test_an_organisation_that_left_or_has_no_vote_does_not_vote(council, by, board, change, said):
    Membership.objects.filter(organisation=council.organisations["BDC"]).update(**change)
    meeting = opened(council, board, "CBC", "NEDDC")
    assert Room(meeting).quorum_at(JULY).sentence == "2 of 2 seats are present; 2 are needed."
    given = {"by": by, "meeting": meeting, "roll": {seat(board, "BDC").pk: ("present", None)}, "at": JULY}
    if said:
        assert said in wrong(actions.take_roll, **given)[f"seat_{seat(board, 'BDC').pk}"][0]
        return
    actions.take_roll(**given)
    assert wrong(decided, council, meeting)[of_seat(board, "BDC")] == ["Leader, Bolsover has no vote."]


def test_a_membership_stays_as_it_was_on_the_day_of_a_recorded_meeting(council, by, board, meeting):
    member, signed = Membership.objects.get(organisation__code="BDC"), council.person("administrator")
    for facts in ({"to_on": date(2007, 7, 30)}, {"votes": False}, {"from_on": date(2007, 8, 1)}):
        with pytest.raises(ValidationError, match="The record of the meeting of 31 July 2007 stays as it is"):
            edit_membership(by=signed, membership=member, **facts)
    later = date(2007, 8, 1)
    edit_membership(by=signed, membership=member, to_on=date(2007, 7, 31))
    add_membership(
        by=signed, partnership=council.partnership, organisation=member.organisation, from_on=later, votes=False
    )
    assert decided(council, meeting).votes_for == 3


def test_a_seat_on_the_roll_that_is_none_any_more_breaks_no_page(council, by, meeting):
    Membership.objects.filter(organisation__code="BDC").update(to_on=date(2007, 7, 30))
    page = words(signed_in(by).get(at("meeting-decide", council, pk=meeting.pk)))
    assert "Leader, Chesterfield" in page and "Leader, Bolsover" not in page


def test_only_a_meeting_in_progress_of_a_body_with_the_power_decides(council, by, board, meeting):
    actions.set_remit(by=by, body=board, from_on=JULY.date(), powers="consulted")
    assert "neither decides nor recommends" in wrong(decided, council, meeting)["__all__"][0]
    actions.end_meeting(by=by, meeting=meeting)
    assert "in progress" in wrong(decided, council, meeting)["__all__"][0]


def test_an_item_of_another_meeting_is_refused(council, by, board, meeting):
    other = meetings.called(council, board, JULY + timedelta(days=30))
    assert set(wrong(decided, council, meeting, item=other.items.first())) == {"item"}


def test_a_decision_is_corrected_once_by_another(council, meeting):
    first = decided(council, meeting)
    second = decided(council, meeting, "That it does not.", corrects=first, reason="The figures were wrong.")
    assert (first.corrected_by, second.how) == (second, "recommended")
    said = wrong(decided, council, meeting, corrects=first, reason="Again.")
    assert "was corrected already" in said["corrects"][0]
    assert set(wrong(decided, council, meeting, corrects=second)) == {"reason"}


def test_a_motion_to_correct_that_is_lost_corrects_nothing(council, by, meeting):
    first = decided(council, meeting, asking=actions.Asking("members", date(2007, 12, 1)))
    votes = {"BDC": "against", "CBC": "for", "NEDDC": "against"}
    lost = decided(council, meeting, "That it does not.", votes, corrects=first, reason="Too dear.")
    assert (lost.outcome, lost.corrects) == ("lost", None)
    stands = RatificationNeed.objects.with_state().get().state
    assert first.ratification.standing.state == stands == "overdue"
    assert decided(council, meeting, "That it does not.", corrects=first, reason="Too dear.").corrects == first


def test_a_body_corrects_its_own_decisions_alone(council, by, meeting):
    first = decided(council, meeting)
    other = actions.add_body(by=by, partnership=council.partnership, name="Officer Group", powers="recommend")
    actions.set_rule(by=by, body=other, from_on=meetings.SINCE, **meetings.USUAL)
    met = meetings.called(council, other, JULY + HOUR)
    motion = actions.Motion("That it does not.", corrects=first, reason="Wrong.")
    said = wrong(actions.record_decision, by=by, meeting=met, motion=motion, ballots={})
    assert said["corrects"] == ["Choose a decision of the Officer Group: a body corrects its own."]


def test_a_motion_that_is_sent_twice_is_decided_once(council, meeting):
    first, second = meeting.items.all()
    for number, item in enumerate((first, None, second), 1):
        assert decided(council, meeting, "Go on.", item=item).reference == f"JB 2007/{number}"
        said = wrong(decided, council, meeting, "Go on.", item=item)["motion"]
        assert said == [f"JB 2007/{number} has decided on this motion already. To decide anew, correct that one."]


def test_an_amended_motion_keeps_the_original(council, meeting):
    found = decided(council, meeting, "That £20,000 be spent.", original="That £30,000 be spent.")
    assert (found.how, found.original) == ("amended", "That £30,000 be spent.")
    assert set(wrong(decided, council, meeting, "Same.", original="Same.")) == {"original"}


@pytest.mark.parametrize("table", ["decision", "vote"])
def test_the_database_keeps_decisions_and_votes(council, meeting, table):
    decided(council, meeting)
    column = {"decision": "motion", "vote": "choice"}[table]
    for sql in (f"UPDATE governance_{table} SET {column} = 'x'", f"DELETE FROM governance_{table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_a_new_rule_does_not_reach_back_over_a_decision(council, by, board, meeting):
    decided(council, meeting)
    with pytest.raises(ValidationError, match="begins after that day"):
        actions.set_rule(by=by, body=board, from_on=JULY.date(), **meetings.USUAL)
    actions.set_rule(by=by, body=board, from_on=JULY.date() + timedelta(days=1), **meetings.USUAL)


def test_only_a_manager_records_decisions(council, meeting):
    for role in ("steering", "chief", "viewer"):
        with pytest.raises(PermissionDenied):
            decided(council, meeting, by=council.person(role))

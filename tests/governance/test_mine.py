"""A member's own page: the next meeting, its papers, what to vote on; apologies and interests that they send
themselves."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from governance import actions
from governance.actions.routes import put_on_agenda
from governance.models import Attendance, Interest, Meeting
from partnership import clock
from partnership.models import Notice
from tests import meetings
from tests.api import Program
from tests.factories import moment
from tests.pages import at, signed_in, words
from tests.reports import published, route

START = moment(2026, 12, 1)
SECRET = "The price that the bidder asks"


@pytest.fixture(autouse=True)
def today():
    with clock.travel(moment(2026, 11, 2)):
        yield


@pytest.fixture
def member(council):
    """Chesterfield's chief executive, who may not see what is exempt of others by the seat alone: a viewer holds it."""
    return council.person("viewer", "CBC")


@pytest.fixture
def meeting(council, member):
    """The viewer of Chesterfield holds a seat for which Bolsover's chief executive may stand in; an open report and an
    exempt one are on the agenda."""
    board = meetings.board(council)
    route(council)
    by, held = council.person("manager"), meetings.seat(board, "CBC")
    actions.edit_holding(by=by, holding=held.holdings.get(), to_on=START.date() - timedelta(days=365))
    actions.add_holding(by=by, seat=held, person=member, from_on=START.date() - timedelta(days=364))
    stands_in = {"person": council.person("chief"), "capacity": "substitute"}
    actions.add_holding(by=by, seat=held, from_on=START.date() - timedelta(days=364), **stands_in)
    found = meetings.called(council, board, START, "Savings")
    put_on_agenda(by=by, report=published(council, title="Shared audit"), meeting=found, title="Audit")
    exempt = published(council, title=SECRET, exempt_reason="Paragraph 3")
    put_on_agenda(by=by, report=exempt, meeting=found, title="A supplier")
    meetings.called(council, board, START + timedelta(days=28), "Savings")
    return actions.publish_agenda(by=by, meeting=found)


def page(council, user, name="meeting-next", **named):
    return words(signed_in(user).get(at(name, council, **named)))


def test_the_next_meeting_of_mine_with_place_papers_and_what_i_am_asked(council, meeting, member):
    told = page(council, member)
    assert "1 December 2026 at 12:00" in told and "Town hall" in told and "You sit as Leader, Chesterfield." in told
    assert "What you are asked to vote on" in told and told.count("the shared service be approved") == 1
    report = meeting.items.get(title="Audit").report
    assert f'href="{report.get_absolute_url()}"' in told
    assert "Declare an interest" in told and "Send apologies" in told
    assert "29 December 2026" in told  # my other meetings
    assert SECRET not in told and "A supplier" in told
    deputy = page(council, council.person("chief"))
    assert "You may stand in for Leader, Chesterfield" in deputy and "Send apologies" not in deputy
    assert deputy.count("the shared service be approved") == 2 and SECRET in deputy


def test_who_sits_nowhere_is_told_so(council, meeting):
    assert "No meeting of yours is ahead" in page(council, council.person("officer"))
    assert "You have no seat at this meeting" in page(council, council.person("officer"), "meeting-mine", pk=meeting.pk)
    assert "Yours:" in page(council, council.person("viewer", "CBC"), "meeting-list")
    assert "Yours:" not in page(council, council.person("officer"), "meeting-list")


def test_a_member_sends_apologies_once_and_the_clerk_and_the_substitute_are_told(council, meeting, member):
    client, address = signed_in(member), at("meeting-excuse", council, pk=meeting.pk)
    assert "may stand in for you" in words(client.get(address))
    client.post(address)
    row = Attendance.objects.get()
    assert (row.what, row.holding.person, row.recorded_by) == ("apology", member, member)
    told = Notice.objects.filter(subject=f"Apologies: {meeting}")
    assert {notice.to for notice in told} == {council.person("manager"), council.person("chief")}
    assert "You have sent apologies." in page(council, member)
    assert "you are asked to come" in page(council, council.person("chief"))
    with pytest.raises(ValidationError, match="recorded already"):
        actions.send_apologies(by=member, meeting=meeting)


def test_a_member_declares_an_interest_for_their_own_seat_alone(council, meeting, member):
    client, item = signed_in(member), meeting.items.get(title="A supplier")
    asked = {"item": item.pk, "nature": "My brother works there.", "leaves": "leaves"}
    client.post(at("meeting-declare", council, pk=meeting.pk), asked)
    row = Interest.objects.get()
    assert (row.seat, row.holding.person, row.leaves) == (meetings.seat(meeting.body, "CBC"), member, True)
    assert "My brother works there." in page(council, member)
    empty = words(client.post(at("meeting-declare", council, pk=meeting.pk), {"nature": ""}))
    assert empty.count("govuk-error-message") == 3
    facts = {"meeting": meeting, "item": item, "nature": "None.", "leaves": False}
    with pytest.raises(PermissionDenied, match="not yours"):
        actions.declare_own_interest(by=member, seat=meetings.seat(meeting.body, "BDC"), **facts)
    for role in ("manager", "officer", "administrator"):
        with pytest.raises(PermissionDenied):
            actions.declare_own_interest(by=council.person(role), **facts)
        with pytest.raises(PermissionDenied):
            actions.send_apologies(by=council.person(role), meeting=meeting)


def test_what_the_holder_says_and_does_is_not_told_to_who_may_stand_in(council, meeting, member):
    seat, deputy = meetings.seat(meeting.body, "CBC"), council.person("viewer")
    stands_in = {"person": deputy, "capacity": "substitute", "from_on": START.date() - timedelta(days=30)}
    actions.add_holding(by=council.person("manager"), seat=seat, **stands_in)
    item = meeting.items.get(title="A supplier")
    type(item).objects.filter(pk=item.pk).update(is_exempt=True, exempt_reason="Paragraph 3")
    facts = {"meeting": meeting, "item": item, "nature": SECRET, "leaves": True}
    actions.declare_own_interest(by=member, seat=seat, **facts)
    with clock.travel(START):
        by = council.person("manager")
        found = actions.open_meeting(by=by, meeting=meeting)
        actions.take_roll(by=by, meeting=found, roll={seat.pk: ("present", None)})
        told, own = (page(council, user, "meeting-mine", pk=meeting.pk) for user in (deputy, member))
    assert "You may stand in for" in told and SECRET not in told and "My interests" not in told
    assert "Nothing is recorded of you yet." in told and SECRET in own and "Present" in own


def test_neither_is_said_of_a_draft_or_after_it_has_begun(council, meeting, member):
    later = Meeting.objects.get(starts_at=START + timedelta(days=28))
    with pytest.raises(ValidationError, match="once the agenda is published"):
        actions.send_apologies(by=member, meeting=later)
    with pytest.raises(ValidationError, match="once the agenda is published"):
        item = later.items.get(title="Savings")
        actions.declare_own_interest(by=member, meeting=later, item=item, nature="Kin.", leaves=False)
    with pytest.raises(ValidationError, match="who sends the apologies"):
        actions.send_apologies(by=council.person("chief"), meeting=meeting)


@pytest.mark.parametrize("declares", ["holder", "substitute"])
def test_an_interest_keeps_out_whoever_declared_it_and_nobody_else_on_the_seat(council, meeting, member, declares):
    by, item, seat = council.person("manager"), meeting.items.get(title="Savings"), meetings.seat(meeting.body, "CBC")
    stands_in = seat.holdings.get(capacity="substitute")
    who, sits = (member, ("substitute", stands_in)) if declares == "holder" else (stands_in.person, ("present", None))
    actions.declare_own_interest(by=who, meeting=meeting, item=item, nature="Kin.", leaves=True)
    with clock.travel(START):
        actions.open_meeting(by=by, meeting=meeting)
        roll = {seat.pk: sits, meetings.seat(meeting.body, "BDC").pk: ("present", None)}
        actions.take_roll(by=by, meeting=meeting, roll=roll)
        found = Meeting.objects.get(pk=meeting.pk)
        assert meetings.decided(council, found, votes={"BDC": "for", "CBC": "for"}, item=item).votes_for == 2


def test_a_member_leaves_no_decision_without_its_quorum(council, meeting, member):
    """Who is present counts towards the quorum of what was decided, also without having voted."""
    by, item, board = council.person("manager"), meeting.items.get(title="Savings"), meeting.body
    with clock.travel(START):
        actions.open_meeting(by=by, meeting=meeting)
        roll = {meetings.seat(board, code).pk: ("present", None) for code in ("BDC", "CBC")}
        actions.take_roll(by=by, meeting=meeting, roll=roll)
        found = Meeting.objects.get(pk=meeting.pk)
        meetings.decided(council, found, votes={"BDC": "for"}, item=item)
        facts = {"by": member, "meeting": found, "item": item, "nature": "Kin."}
        said = meetings.wrong(actions.declare_own_interest, leaves=True, **facts)
        assert "JB 2026/1 was decided at 12:00, and then there would have been no quorum." in said["leaves"][0]
        assert not Interest.objects.exists()
        actions.declare_own_interest(leaves=False, **facts)
        actions.record_attendance(by=by, meeting=found, seat=meetings.seat(board, "NEDDC"), what="late")


def test_programs_find_the_reports_of_a_meeting_that_they_may_see(council, meeting, member):
    open_, exempt = (meeting.items.get(title=title).report for title in ("Audit", "A supplier"))
    for user, expected in ((member, [open_.pk]), (council.person("chief"), [open_.pk, exempt.pk])):
        program = Program(user)
        found = program.get("reports/", meeting=meeting.pk, ordering="id").json()["results"]
        assert [row["id"] for row in found] == expected
        agenda = program.get(f"meetings/{meeting.pk}/").json()["agenda"]
        assert [item["report"] for item in agenda if item["report"]] == expected


def test_items_reports_and_decisions_lead_to_each_other_where_the_reader_may_see_them(council, meeting, member):
    open_, exempt = (meeting.items.get(title=title) for title in ("Audit", "A supplier"))
    with clock.travel(START):
        actions.open_meeting(by=council.person("manager"), meeting=meeting)
        roll = {meetings.seat(meeting.body, code).pk: ("present", None) for code in meetings.CODES}
        actions.take_roll(by=council.person("manager"), meeting=meeting, roll=roll)
        held = Meeting.objects.get(pk=meeting.pk)
        decision = meetings.decided(council, held, "That audit is shared.", item=open_)
        hidden = meetings.decided(council, held, SECRET, item=exempt)
    for user, sees in ((member, False), (council.person("chief"), True)):
        told = page(council, user, "meeting", pk=meeting.pk)
        assert (f'href="{exempt.report.get_absolute_url()}"' in told) is sees
        assert f'href="{open_.report.get_absolute_url()}"' in told
        told = page(council, user, "decision", pk=decision.pk)
        assert f'href="{open_.report.get_absolute_url()}"' in told
        assert (SECRET in page(council, user, "decision", pk=hidden.pk)) is sees
        told = page(council, user, "report", pk=open_.report_id)
        assert f'href="{decision.get_absolute_url()}"' in told and "That audit is shared." in told
        assert f'href="{meeting.get_absolute_url()}"' in told

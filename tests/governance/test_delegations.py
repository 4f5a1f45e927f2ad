"""What a decision delegates, how that is used and reported back, and the actions that come out of it."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from governance import actions
from governance.models import Delegation
from partnership import clock
from tests import meetings
from tests.api import Program
from tests.meetings import decided, opened, wrong
from tests.pages import at, signed_in, typed, words
from workstreams.models import Action

STATES = ("force", "ended")


@pytest.fixture
def by(council):
    return council.person("manager")


@pytest.fixture
def manager(by):
    return signed_in(by)


@pytest.fixture
def board(council):
    return meetings.board(council)


@pytest.fixture
def meeting(council, board):
    return opened(council, board)


def delegated(council, meeting, **changes):
    facts = {"post": "", "person": council.person("chief"), "matter": "Feasibility work.", "limit_pence": 15_000_00}
    facts |= {"from_on": date(2007, 7, 31), "to_on": date(2008, 3, 31)}
    return actions.delegate(by=council.person("manager"), decision=decided(council, meeting), **facts | changes)


def test_a_delegation_is_used_within_its_days_and_its_limit(council, by, meeting):
    row, chief = delegated(council, meeting), council.person("chief")
    actions.use_delegation(by=chief, delegation=row, on=date(2007, 9, 3), what="A study.", amount_pence=10_000_00)
    given = {"by": chief, "delegation": row, "what": ""}
    assert set(wrong(actions.use_delegation, on=date(2008, 4, 1), amount_pence=5_000_01, **given)) == {
        "on",
        "what",
        "amount_pence",
    }
    said = wrong(actions.use_delegation, on=date(2007, 10, 1), amount_pence=5_000_01, **given | {"what": "More."})
    assert said == {"amount_pence": ["Only £5,000.00 of £15,000.00 is left."]}
    with pytest.raises(PermissionDenied):
        actions.use_delegation(by=council.person("chief", "CBC"), delegation=row, on=date(2007, 9, 3), what="Mine.")


def test_a_use_is_reported_once_to_a_meeting_that_was_held(council, by, board, meeting):
    row = delegated(council, meeting)
    use = actions.use_delegation(by=by, delegation=row, on=date(2007, 9, 3), what="A study.", amount_pence=1)
    assert set(wrong(actions.report_use, by=by, use=use, meeting=meeting)) == {"meeting"}
    later = opened(council, board, starts_at=datetime(2007, 9, 10, 9, tzinfo=UTC))
    actions.report_use(by=by, use=use, meeting=later)
    with pytest.raises(ValidationError, match="already"):
        actions.report_use(by=by, use=use, meeting=later)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE governance_delegationuse SET amount_pence = 0")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE governance_delegation SET limit_pence = 1")


def test_a_delegation_ends_earlier_never_later_nor_before_its_last_use(council, by, meeting):
    row = delegated(council, meeting)
    actions.use_delegation(by=by, delegation=row, on=date(2007, 9, 3), what="A study.", amount_pence=1)
    end = {"by": by, "delegation": row, "reason": "Done."}
    for day in (date(2008, 4, 1), date(2007, 9, 2)):
        assert set(wrong(actions.end_delegation, to_on=day, **end)) == {"to_on"}
    actions.end_delegation(to_on=date(2007, 9, 3), **end)
    assert Delegation.objects.get().to_on == date(2007, 9, 3)


def test_what_was_corrected_delegates_no_more(council, by, board, meeting):
    row = delegated(council, meeting)
    given = {"by": by, "delegation": row, "what": "A study.", "amount_pence": 1}
    actions.use_delegation(on=date(2007, 8, 1), **given)
    later = opened(council, board, starts_at=datetime(2007, 9, 10, 9, tzinfo=UTC))
    decided(council, later, "That it does not.", corrects=row.decision, reason="Too dear.")
    assert wrong(actions.use_delegation, on=date(2007, 9, 10), **given) == {
        "on": ["JB 2007/2 took the place of the decision that delegates, on 10 September 2007."]
    }
    actions.use_delegation(on=date(2007, 9, 9), **given)
    with clock.travel(datetime(2007, 10, 1, 9, tzinfo=UTC)):
        row = Delegation.objects.get(pk=row.pk)
        assert row.state == "ended" and row not in Delegation.objects.in_force()
        found = {state: words(signed_in(by).get(at("delegation-list", council), {"state": state})) for state in STATES}
        assert row.get_absolute_url() in found["ended"] and row.get_absolute_url() not in found["force"]
        assert "corrected by" in words(signed_in(by).get(row.get_absolute_url()))
    with pytest.raises(ValidationError, match="was corrected by JB 2007/2"):
        actions.delegate(by=by, decision=row.decision, post="Chief", matter="All", from_on=date(2007, 8, 1))


def test_delegations_are_listed_and_made_by_forms(council, manager, meeting):
    found = decided(council, meeting)
    given = {"post": "Chief Executive", "matter": "Feasibility.", "limit_pence": "15,000"}
    given |= typed("from_on", date(2007, 7, 31)) | typed("to_on", date(2008, 3, 31))
    assert manager.post(at("decision-delegate", council, pk=found.pk), given).status_code == 302
    row = Delegation.objects.get()
    used = {"what": "A study.", "amount_pence": "4,000"} | typed("on", date(2007, 9, 3))
    manager.post(at("delegation-use", council, pk=row.pk), used)
    viewer = signed_in(council.person("viewer"))
    page = words(viewer.get(at("delegation", council, pk=row.pk)))
    assert "£15,000.00, of which £4,000.00 is used and £11,000.00 left" in page and "Record a use" not in page
    assert "Chief Executive" in words(viewer.get(at("delegation-list", council), {"state": "ended"}))
    (read,) = Program(council.person("viewer")).rows("delegations/")
    assert (read["limit"], read["uses"][0]["amount"]) == ("15000.00", "4000.00")


def test_its_money_is_shown_to_those_who_see_figures_alone(council, by, meeting):
    row = delegated(council, meeting, limit_pence=12_345_00)
    actions.use_delegation(by=by, delegation=row, on=date(2007, 9, 3), what="A study.", amount_pence=6_789_00)

    def told(role) -> str:
        client, program = signed_in(council.person(role)), Program(council.person(role))
        answers = [client.get(at("delegation", council, pk=row.pk)), client.get(at("delegation-list", council))]
        answers += [client.get(at("delegation-list", council), {"format": "csv"})]
        answers += [
            client.get(row.decision.get_absolute_url()),
            client.get(at("search", council), {"q": "Feasibility"}),
        ]
        answers += [program.get(f"delegations/{row.pk}/"), program.get("delegations/", format="csv")]
        assert {answer.status_code for answer in answers} == {200}
        said = (b"".join(each.streaming_content) if each.streaming else each.content for each in answers)
        return b"".join(said).decode().replace(",", "")

    administrator, viewer = told("administrator"), told("viewer")
    assert "Feasibility work." in administrator and "A study." in administrator
    for pounds in ("12345", "6789", "5556"):
        assert pounds not in administrator and pounds in viewer, pounds


# --- Actions ----------------------------------------------------------------------------------------------------------
def test_an_action_of_a_decision_keeps_the_link(council, manager, meeting):
    found = decided(council, meeting)
    given = {"title": "Write to the partners", "owner_title": "Clerk"} | typed("due_on", date(2026, 12, 1))
    manager.post(at("decision-action", council, pk=found.pk), given)
    action = Action.objects.get()
    assert (action.source, action.origin) == ("decision", "JB 2007/1, Joint Board, 31 July 2007")
    for address in (found, meeting):
        assert "Write to the partners" in words(manager.get(address.get_absolute_url()))
    assert found.get_absolute_url() in words(manager.get(action.get_absolute_url()))
    manager.post(at("meeting-action", council, pk=meeting.pk), given | {"title": "Book a room"})
    alone = Action.objects.get(title="Book a room")
    assert alone.source == "meeting" and meeting.get_absolute_url() in words(manager.get(alone.get_absolute_url()))

"""What a decision is to do happens once it has taken effect: never before, never twice, never at the cost of the
ratification; and by the right of somebody who may."""

import time
from datetime import date
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils.html import strip_tags

from governance import actions, waiting
from governance.models import Decision, PlannedEffect
from partnership import clock
from tests import appraisals, budgeting, cases, factories, gates, meetings
from tests.api import Program
from tests.governance.test_ratifications import DUE, answered, asked
from tests.meetings import CODES, JULY, decided, opened
from tests.pages import at, problems, signed_in, typed, words
from tests.savings.test_races import at_once
from workstreams.models import BudgetHead, Ratification, StageMove


@pytest.fixture
def by(council):
    return council.person("manager")


@pytest.fixture
def board(council):
    return meetings.board(council)


@pytest.fixture
def meeting(council, board):
    return opened(council, board)


def planned(council, need, kind, target, by="manager", **more):
    return actions.plan_effect(by=council.person(by), decision=need.decision, wanted=actions.Wanted(kind, target, more))


def put_aside(council, need, grant, pence=60_00):
    facts = {"amount_pence": pence, "reserve": "Efficiency", "organisation": council.organisations["BDC"]}
    return planned(council, need, "reserve", grant, **facts)


def text(user, page):
    """What a page says, or the page of a record, without its markup."""
    address = page if isinstance(page, str) else page.get_absolute_url()
    return " ".join(strip_tags(words(signed_in(user).get(address))).split())


def duties_of(user, council):
    return [(duty.act, duty.what) for duty in waiting.effects_to_do(user, council.partnership)]


# --- With the last ratification ---------------------------------------------------------------------------------------
def test_the_clerk_says_when_recording_what_it_does_and_the_last_council_lets_it(council, by, board, meeting):
    gates.policy(council, gates.asking("appraisal", "ratification"), gates.asking("appraisal", "partners", 4))
    client, stream = signed_in(by), council.workstream
    page = at("meeting-decide", council, pk=meeting.pk)
    given = {f"vote_{each.pk}": "for" for each in board.seats.all()} | {"motion": "That it goes on.", "does": "stage"}
    given |= {"stage_target": stream.pk, "rule": "taking_part", "workstream": stream.pk, **typed("due_on", DUE)}
    assert "Choose one" in words(client.get(page))
    (said,) = problems(client.post(page, given))["stage_target"]
    assert said.endswith("4 are needed, so 1 is missing.") and Decision.objects.count() == 0

    gates.policy(council, gates.asking("appraisal", "ratification"), from_on=clock.today())
    client.post(page, given)
    found = Decision.objects.get()
    assert found.ratification.stage == "appraisal"  # so that the gate counts the same answers
    shown = words(client.get(found.get_absolute_url()))
    assert "Move a workstream to its next stage: Internal audit" in shown and "With the last ratification." in shown
    with pytest.raises(ValidationError, match="has not taken effect"):
        actions.do_planned(by=by, planned=found.planned.get())
    for code in CODES:
        assert StageMove.objects.count() == 0
        answered(council, found.ratification, code)
    move = StageMove.objects.get()
    assert (found.planned.get().effect.move, move.to_stage, move.moved_by) == (move, "appraisal", by)
    said = "By decision JB 2007/1 of the meeting of Joint Board, 31 July 2007"
    assert said in text(by, at("gate", council, workstream=stream.slug)) and said in text(by, move)
    assert "Moved Internal audit to options appraisal" in words(client.get(found.get_absolute_url()))


def test_a_refusal_a_lost_vote_or_a_correction_does_nothing(council, by, meeting):
    stage = actions.Wanted("stage", council.workstream)
    lost = decided(council, meeting, votes={"BDC": "against"}, wanted=stage)
    need = asked(council, meeting)
    planned(council, need, "stage", council.workstream)
    with pytest.raises(ValidationError, match="already"):
        planned(council, need, "stage", council.workstream)
    for code in CODES:
        answered(council, need, code, decision="refused" if code == "CBC" else "approved")
    assert (lost.planned.count(), lost.effects.count(), StageMove.objects.count()) == (0, 0, 0)
    decided(council, meeting, corrects=need.decision, reason="Anew.")
    with pytest.raises(ValidationError, match="Another decision has taken its place"):
        actions.do_planned(by=by, planned=PlannedEffect.objects.get())
    assert "Another decision has taken its place." in words(signed_in(by).get(need.get_absolute_url()))


def test_a_stage_moved_by_hand_meanwhile_is_not_moved_further(council, meeting):
    need = asked(council, meeting)
    row = planned(council, need, "stage", council.workstream)
    gates.on(council)
    for code in CODES:
        answered(council, need, code)
    row.refresh_from_db()
    assert row.why == "Internal audit was to enter options appraisal, and is at options appraisal by now."


def test_what_fails_leaves_the_ratification_and_waits_for_the_clerk(council, by, meeting):
    grant = budgeting.granted(council, 100_00, awarded_on=date(2007, 1, 1))
    need, other = asked(council, meeting), decided(council, meeting)
    with pytest.raises(ValidationError, match="£"):
        put_aside(council, need, grant, 100_01)  # tried at once, and taken back
    row = put_aside(council, need, grant)
    assert (grant.transfers.count(), row.state) == (0, "waiting")
    facts = {"amount_pence": 60_00, "reserve": "Other", "organisation": council.organisations["BDC"]}
    actions.apply_effect(by=by, decision=other, wanted=actions.Wanted("reserve", grant, facts))
    for code in CODES:
        answered(council, need, code)
    row.refresh_from_db()
    assert (Ratification.objects.count(), row.state, row.effect) == (3, "failed", None)
    assert "£40.00" in row.why
    assert duties_of(by, council) == [("See why it failed", f"JB 2007/1: {row.words}")]
    assert "£60.00; Efficiency" in row.words
    client, again = signed_in(by), at("decision-planned-do", council, pk=need.decision_id, row=row.pk)
    assert row.why in words(client.get(need.get_absolute_url()))
    assert row.why in words(client.post(again, follow=True))
    actions.apply_effect(
        by=by, decision=other, wanted=actions.Wanted("reserve", grant, facts | {"amount_pence": -60_00})
    )
    client.post(again)
    row.refresh_from_db()
    assert (row.state, row.why, row.effect.transfer.amount_pence) == ("done", "", 60_00)
    assert duties_of(by, council) == []
    assert client.post(again).status_code == 404
    for sql in ("UPDATE governance_plannedeffect SET words = 'x'", "DELETE FROM governance_plannedeffect"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_the_database_keeps_what_was_said_while_it_waits(council, meeting):
    grant = budgeting.granted(council, 100_00, awarded_on=date(2007, 1, 1))
    row = put_aside(council, asked(council, meeting), grant)
    kept = PlannedEffect.objects.filter(pk=row.pk)
    for more in ({**row.more, "amount_pence": 99_00}, {**row.more, "reserve": "Other"}, {}):
        with pytest.raises(DatabaseError), transaction.atomic():
            kept.update(more=more)
    assert kept.update(more=row.more, failed_at=clock.now(), why="Too dear.") == 1
    row.refresh_from_db()
    assert row.more["amount_pence"] == 60_00


def test_even_a_fault_of_the_portal_leaves_the_ratification(council, by, meeting):
    need = asked(council, meeting)
    row = planned(council, need, "stage", council.workstream)
    fault = mock.patch("governance.actions.effects.apply_effect", side_effect=ZeroDivisionError)
    with fault, mock.patch("governance.actions.effects.logger") as logger:
        for code in CODES:
            answered(council, need, code)
    row.refresh_from_db()
    assert (Ratification.objects.count(), row.state, logger.exception.call_count) == (3, "failed", 1)
    client, drop = signed_in(by), at("decision-planned-drop", council, pk=need.decision_id, row=row.pk)
    assert set(problems(client.post(drop, {"reason": ""}))) == {"reason"}
    client.post(drop, {"reason": "It was done by hand."})
    assert "Not to be done: It was done by hand." in words(client.get(need.get_absolute_url()))
    assert duties_of(by, council) == []
    with pytest.raises(ValidationError, match="not to be done"):
        actions.do_planned(by=by, planned=row)


# --- By somebody who may ----------------------------------------------------------------------------------------------
def test_a_case_waits_for_somebody_who_may_approve_it(council, by, meeting):
    case = cases.submitted(council)
    found = decided(council, meeting, wanted=actions.Wanted("case", case))
    row = found.planned.get()
    assert (row.state, duties_of(by, council)) == ("waiting", [])
    steering = council.person("steering")
    assert duties_of(steering, council) == [("Do what was decided", f"JB 2007/1: {row.words}")]
    page = at("decision-planned-do", council, pk=found.pk, row=row.pk)
    assert signed_in(by).post(page).status_code == 403
    client = signed_in(steering)
    assert row.words in words(client.get(page))
    client.post(page)
    case.refresh_from_db()
    assert (case.state, case.approved_by, found.effects.get().case) == ("approved", steering, case)


def test_each_kind_is_done_by_its_own_action_and_says_so_on_both_pages(council, by, meeting):
    with clock.travel(JULY):
        appraisal = appraisals.scored(council)
    grant = budgeting.granted(council, 100_00)
    target = factories.draft(council, by=council.person("officer"), stage="target").statements.get()
    proposal = factories.proposed(council, by=by)
    budget = {"workstream": council.workstream, "year": 2025, "kind": "ict", "words": "", "amount_pence": 40_00}
    for who, kind, thing, more, page, said in (
        ("manager", "option", appraisal.options.get(name="Host"), {"reason": "Cheapest."}, appraisal, "Preferred Host"),
        ("manager", "budget", grant, budget, grant, "Allocated £40.00 of Efficiency Grant, May 2025 to ICT systems"),
        ("officer", "target", target, {}, target, "Set the target of"),
        ("verifier", "agreement", proposal, {}, proposal, "Agreed on sharing: "),
    ):
        user, found = council.person(who), decided(council, meeting)
        effect = actions.apply_effect(by=user, decision=found, wanted=actions.Wanted(kind, thing, more))
        assert effect.words.startswith(said)
        assert f"By decision {found.reference} of the meeting of Joint Board" in text(by, page)
        assert effect.words in words(signed_in(by).get(found.get_absolute_url()))
    target.refresh_from_db()
    proposal.refresh_from_db()
    assert (target.submitted_by.pk, proposal.version) == (council.person("officer").pk, 1)
    assert BudgetHead.objects.get().funding == grant
    assert appraisal.decisions.get().minute == "JB 2007/1"


def test_what_is_sent_twice_is_done_once(council, by, meeting):
    grant, found = budgeting.granted(council, 100_00, awarded_on=date(2007, 1, 1)), decided(council, meeting)
    given = {"amount_pence": "30", "reserve": "Efficiency", "organisation": council.organisations["BDC"].pk}
    page = at("decision-effect", council, pk=found.pk, kind="reserve")
    assert signed_in(by).post(page, given | {"target": grant.pk}).status_code == 302
    again = words(signed_in(by).post(page, given | {"target": grant.pk}))
    assert "The decision has done this already: Put £30.00 in Efficiency." in again
    budget = {"workstream": council.workstream, "year": 2025, "kind": "ict", "words": "", "amount_pence": 40_00}
    for year in (2025, 2026):  # another year is another budget
        wanted = actions.Wanted("budget", grant, budget | {"year": year})
        actions.apply_effect(by=by, decision=found, wanted=wanted)
        with pytest.raises(ValidationError, match="has done this already: Allocated £40.00"):
            actions.apply_effect(by=by, decision=found, wanted=wanted)
    other = actions.Wanted(
        "reserve", grant, given | {"amount_pence": 30_00, "organisation": council.organisations["CBC"]}
    )
    actions.apply_effect(by=by, decision=found, wanted=other)
    assert (grant.transfers.count(), BudgetHead.objects.count(), found.effects.count()) == (2, 2, 4)


def test_every_kind_is_offered_on_the_form_with_what_it_works_on(council, by, meeting):
    client, page = signed_in(by), at("meeting-decide", council, pk=meeting.pk)
    assert "Put unspent grant in a reserve" not in words(client.get(page))  # there is no grant
    grant = budgeting.granted(council, 100_00, awarded_on=date(2007, 1, 1))
    given = {"motion": "That it be kept.", "does": "reserve", "reserve_target": grant.pk, "reserve_amount_pence": "1"}
    given |= {f"vote_{each.pk}": "for" for each in meeting.body.seats.all()}
    assert set(problems(client.post(page, given))) == {"reserve_reserve", "reserve_organisation"}
    given |= {"reserve_reserve": "Efficiency", "reserve_organisation": council.organisations["BDC"].pk}
    assert set(problems(client.post(page, given | {"reserve_amount_pence": "101"}))) == {"reserve_amount_pence"}
    client.post(page, given)
    assert Decision.objects.get().effects.get().words == "Put £1.00 in Efficiency"


def test_a_kind_with_nothing_to_work_on_is_not_offered(council, by, meeting):
    found, client = decided(council, meeting), signed_in(by)
    told = words(client.get(found.get_absolute_url()))
    assert "Move a workstream to its next stage" in told
    assert "Put unspent grant in a reserve" not in told and "Approve a business case" not in told
    budgeting.granted(council, 100_00, awarded_on=date(2007, 1, 1))
    assert "Put unspent grant in a reserve" in words(client.get(found.get_absolute_url()))


def test_a_body_that_only_recommends_is_offered_neither_and_drops_neither(council, by, board):
    actions.set_remit(by=by, body=board, from_on=date(2006, 1, 1), powers="recommend")
    meeting = opened(council, board)
    page = words(signed_in(by).get(at("meeting-decide", council, pk=meeting.pk)))
    assert "As it was recommended" in page and "ratify it" not in page and "What does it do" not in page
    given = {"motion": "That it be kept.", **{f"vote_{each.pk}": "for" for each in board.seats.all()}}
    facts = {"asking": actions.Asking("members", date(2007, 9, 30))}
    facts |= {"wanted": actions.Wanted("stage", council.workstream)}
    assert meetings.wrong(decided, council, meeting, **facts) == {
        "rule": ["Joint Board only recommends, so nobody ratifies it."],
        "does": ["Joint Board only recommends, so it does nothing by itself."],
    }
    signed_in(by).post(at("meeting-decide", council, pk=meeting.pk), given)
    assert not Decision.objects.get().is_binding


def test_who_may_not_lets_a_decision_do_nothing(council, meeting):
    need = asked(council, meeting)
    wanted = actions.Wanted("stage", council.workstream)
    for role in ("viewer", "officer", "steering", "auditor"):
        with pytest.raises(ValidationError, match="offered"):
            actions.let_do(by=council.person(role), decision=need.decision, wanted=wanted)
    row = planned(council, need, "stage", council.workstream, by="lead")  # of a workstream of one's own
    with pytest.raises(PermissionDenied):
        actions.drop_planned(by=council.person("lead"), planned=row, reason="No.")


def test_what_an_exempt_decision_is_to_do_is_exempt_too(council, by, meeting):
    grant = budgeting.granted(council, 100_00, awarded_on=date(2007, 1, 1))
    need = asked(council, meeting, exempt=True)
    row = put_aside(council, need, grant)
    for role, sees in (("viewer", False), ("officer", False), ("steering", True)):
        user = council.person(role)
        assert (row.words in words(signed_in(user).get(at("decision", council, pk=need.decision_id)))) is sees
        assert bool(Program(user).get(f"decisions/{need.decision_id}/").json()["planned"]) is sees
    with pytest.raises(PermissionDenied):
        actions.do_planned(by=council.person("lead"), planned=row)
    assert (
        signed_in(council.person("lead"))
        .get(at("decision-planned-do", council, pk=need.decision_id, row=row.pk))
        .status_code
        == 403
    )


# --- At once ----------------------------------------------------------------------------------------------------------
def late(do):
    """The transaction ends a while after all is done in it: what another does meanwhile sees none of it, unless a lock
    makes the other wait."""
    with transaction.atomic():
        done = do()
        time.sleep(0.5)
    return done


def test_of_the_last_two_answers_and_of_three_tries_at_once_one_does_it(live_council):
    board = meetings.board(live_council)
    need = asked(live_council, opened(live_council, board))
    grant = budgeting.granted(live_council, 200_00, awarded_on=date(2007, 1, 1))
    put_aside(live_council, need, grant)
    answered(live_council, need, "BDC")
    at_once(*(lambda code=code: late(lambda: answered(live_council, need, code)) for code in ("CBC", "NEDDC")))
    assert (PlannedEffect.objects.get().state, grant.transfers.count()) == ("done", 1)

    by, found = live_council.person("manager"), decided(live_council, need.decision.meeting)
    facts = {"amount_pence": 60_00, "reserve": "R", "organisation": live_council.organisations["BDC"]}
    row = actions.plan_effect(by=by, decision=found, wanted=actions.Wanted("reserve", grant, facts))
    again, do = PlannedEffect.objects.get, actions.do_planned
    tries = at_once(*(lambda: late(lambda: do(by=by, planned=again(pk=row.pk))) for _ in range(3)))
    assert sum(isinstance(each, ValidationError) for each in tries) == 2
    assert (found.effects.count(), grant.transfers.count()) == (1, 2)

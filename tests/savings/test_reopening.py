"""Opening a closed period again: who approves, who takes back what, who is missing; and the proof of it all."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from partnership import clock, guards
from partnership.dated import Period
from savings import actions, ledger, periods, proof
from savings.guards import GUARDS
from savings.models import PeriodStep, Statement
from savings.models.words import State
from tests import factories

YEAR = Period(2025)


@pytest.fixture(autouse=True)
def afterwards():
    """In November 2026: 2025-26 is over."""
    with clock.travel(factories.moment(2026, 11, 21)):
        yield


def where(council, period=YEAR):
    return {"partnership": council.partnership, "period": period}


def state(council, period=YEAR):
    return periods.life_of(council.partnership, period).state.value


# --- Reopening --------------------------------------------------------------------------------------------------------
def test_every_organisation_with_a_share_that_stands_approves(council):
    only = frozenset(council.organisations[code].pk for code in ("BDC", "CBC"))
    factories.verified(council, sharing=factories.Sharing(factories.Basis.EQUAL, only))
    factories.closed(council, YEAR)
    actions.ask_to_reopen(by=council.person("manager"), reason="An invoice was missed.", **where(council))
    assert state(council) == "reopening"
    with pytest.raises(ValidationError, match="North East Derbyshire District Council has no share"):
        approve(council, "NEDDC")
    assert approve(council, "BDC").state == "reopening"
    with pytest.raises(ValidationError, match="2025-26 was closed"):
        factories.draft(council)
    with pytest.raises(ValidationError, match="approved the reopening for Bolsover District Council already"):
        approve(council, "BDC")
    assert approve(council, "CBC").state == "reopened"
    assert PeriodStep.objects.latest("pk").reason == "An invoice was missed."
    factories.submitted(council)


def approve(council, code, by=None):
    by = by or council.person("verifier", code)
    return actions.approve_reopening(by=by, organisation=council.organisations[code], **where(council))


def test_a_verifier_approves_only_for_the_own_organisation(council):
    factories.verified(council)
    factories.closed(council, YEAR)
    actions.ask_to_reopen(by=council.person("manager"), reason="Why not?", **where(council))
    with pytest.raises(PermissionDenied):
        approve(council, "CBC", by=council.person("verifier", "BDC"))


def test_one_no_keeps_it_closed_and_approvals_given_before_do_not_count_again(council):
    factories.verified(council)
    factories.closed(council, YEAR)
    actions.ask_to_reopen(by=council.person("manager"), reason="Why not?", **where(council))
    approve(council, "BDC")
    no = {"organisation": council.organisations["CBC"], "reason": "It is told.", **where(council)}
    actions.refuse_reopening(by=council.person("verifier", "CBC"), **no)
    assert state(council) == "closed"
    actions.ask_to_reopen(by=council.person("manager"), reason="Really.", **where(council))
    approve(council, "CBC")
    approve(council, "NEDDC")
    assert state(council) == "reopening"
    assert approve(council, "BDC").state == "reopened"


def test_where_no_share_stands_one_verifier_is_enough_and_a_reversed_share_still_stands(council):
    factories.closed(council, YEAR)
    actions.ask_to_reopen(by=council.person("manager"), reason="Why not?", **where(council))
    assert approve(council, "NEDDC").state == "reopened"
    statement = factories.verified(council)
    factories.closed(council, YEAR)
    with ledger.locked(council.partnership) as head:
        shares = statement.shares.select_related("statement__saving")
        lines = [ledger.Line(share, State.VERIFIED, False, empty=True) for share in shares]
        ledger.post(head, lines, cause="corrected", by=council.person("officer"))
    assert len(periods.life_of(council.partnership, YEAR).affected()) == 3


def test_what_is_open_is_not_reopened_and_a_reason_is_needed(council):
    with pytest.raises(ValidationError, match="2025-26 is open"):
        actions.ask_to_reopen(by=council.person("manager"), reason="Why not?", **where(council))
    factories.closed(council, YEAR)
    with pytest.raises(ValidationError, match="Enter why it has to be reopened"):
        actions.ask_to_reopen(by=council.person("manager"), reason="", **where(council))


def test_it_can_be_closed_again(council):
    factories.closed(council, YEAR)
    factories.reopened(council, YEAR, "BDC")
    assert state(council) == "reopened"
    factories.closed(council, YEAR)
    assert state(council) == "closed"
    assert [life.state.value for life in periods.lives(council.partnership)][:6] == ["open"] * 5 + ["closed"]


# --- Taken back -------------------------------------------------------------------------------------------------------
def test_who_asked_takes_it_back_with_a_reason_and_the_step_stays(council):
    factories.verified(council)
    manager, verifier = council.person("manager"), council.person("verifier")
    asked = actions.ask_to_close(by=manager, **where(council))
    with pytest.raises(ValidationError, match="Enter why you take the request back"):
        actions.take_back(by=manager, reason=" ", **where(council))
    taken = actions.take_back(by=manager, reason="An invoice is missing.", **where(council))
    assert (state(council), taken.step, taken.answers, taken.sequence) == ("open", "taken_back", asked, 9)
    with pytest.raises(ValidationError, match="Nobody asks to close 2025-26 now: it is open"):
        actions.close_period(by=verifier, **where(council))

    factories.closed(council, YEAR)
    actions.ask_to_reopen(by=manager, reason="Why not?", **where(council))
    approve(council, "BDC")
    actions.take_back(by=manager, reason="It was found.", **where(council))
    assert state(council) == "closed"
    with pytest.raises(ValidationError, match="Nobody asks to reopen 2025-26 now"):
        approve(council, "CBC")
    actions.ask_to_reopen(by=manager, reason="Once more.", **where(council))
    assert periods.life_of(council.partnership, YEAR).approvals == {}


def test_only_who_asked_takes_it_back_and_only_while_it_waits(council):
    manager = council.person("manager")
    with pytest.raises(ValidationError, match="Nobody asks to close or reopen 2025-26 now: it is open"):
        actions.take_back(by=manager, reason="Why not?", **where(council))
    actions.ask_to_close(by=manager, **where(council))
    other = factories.person(council, "manager", None, "second@example.test")
    with pytest.raises(PermissionDenied, match=f"{manager.name} asked for this"):
        actions.take_back(by=other, reason="Why not?", **where(council))
    with pytest.raises(PermissionDenied):
        actions.take_back(by=council.person("verifier"), reason="Why not?", **where(council))


# --- Nobody who could approve -----------------------------------------------------------------------------------------
def end_the_role(council, role, code):
    council.person(role, code).grants.update(to_on=date(2026, 11, 20))


def test_a_reopening_that_nobody_could_approve_is_refused_and_says_what_to_grant(council):
    factories.verified(council)
    factories.closed(council, YEAR)
    end_the_role(council, "verifier", "CBC")
    end_the_role(council, "verifier", "NEDDC")
    sentence = (
        "2025-26 can not be reopened yet. Nobody who did not ask for it holds the role of verifier for Chesterfield "
        "Borough Council and North East Derbyshire District Council, so nobody can approve it there. An administrator "
        "has to grant that role for each of them first."
    )
    with pytest.raises(ValidationError) as refused:
        actions.ask_to_reopen(by=council.person("manager"), reason="Why not?", **where(council))
    assert refused.value.messages == [sentence]
    assert state(council) == "closed"


def test_who_asks_is_no_verifier_who_could_approve_and_who_has_approved_is_not_missing(council):
    factories.verified(council)
    factories.closed(council, YEAR)
    manager = council.person("manager")
    council.person("verifier").grants.update(user=manager)
    with pytest.raises(ValidationError, match="role of verifier for Bolsover District Council, so"):
        actions.ask_to_reopen(by=manager, reason="Why not?", **where(council))
    council.person("verifier", "CBC").grants.create(
        partnership=council.partnership,
        role="verifier",
        organisation=council.organisations["BDC"],
        from_on=YEAR.first_on,
    )
    actions.ask_to_reopen(by=manager, reason="Why not?", **where(council))
    approve(council, "CBC")
    end_the_role(council, "verifier", "CBC")
    life = periods.life_of(council.partnership, YEAR)
    missing = periods.without_verifier(life, life.affected(), asked_by=manager)
    assert [each.code for each in missing] == ["BDC"]


# --- Proof ------------------------------------------------------------------------------------------------------------
def test_what_was_slipped_into_a_closed_period_is_found(council):
    statement = factories.verified(council)
    factories.closed(council, YEAR)
    factories.reopened(council, YEAR)
    factories.submitted(council)
    assert list(proof.closed_periods(council.partnership)) == []
    for share in Statement.objects.latest("pk").shares.all():
        actions.verify_share(by=council.person("verifier", share.organisation.code), share=share)
    factories.closed(council, YEAR)
    guards.drop(GUARDS)
    share = statement.shares.select_related("statement__saving").first()
    with ledger.locked(council.partnership) as head:
        head_before = head.sequence
        links, line = ledger.Links(), ledger.Line(share, State.VERIFIED, False)
        ledger._chain(head, [line], links, cause="reversed", reason="", by=council.person("officer"))
        ledger._write(head, links)
    guards.create(GUARDS)
    assert list(proof.closed_periods(council.partnership)) == [
        f"Posting {head_before + 1} was written into 2025-26 while that was closed."
    ]

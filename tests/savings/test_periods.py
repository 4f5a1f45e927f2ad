"""Closing a period and opening it again: who may, when, and that no path writes into what is closed."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from partnership import clock
from partnership.dated import Period, period_of_slug
from savings import actions, ledger, periods
from savings.models import PeriodStep, Posting, Statement
from savings.models.words import State
from tests import factories
from tests.api import SAVING, Program, places
from tests.chains import assert_chained

YEAR = Period(2025)
QUARTER = Period(2025, 2)


@pytest.fixture(autouse=True)
def afterwards():
    """In November 2026: 2025-26 is over."""
    with clock.travel(factories.moment(2026, 11, 21)):
        yield


def where(council, period=YEAR):
    return {"partnership": council.partnership, "period": period}


def state(council, period=YEAR):
    return periods.life_of(council.partnership, period).state.value


# --- Names ------------------------------------------------------------------------------------------------------------
@given(st.integers(1990, 2100), st.sampled_from([None, 1, 2, 3, 4]))
def test_a_period_is_found_again_by_its_name_in_addresses(year, quarter):
    assert period_of_slug(Period(year, quarter).slug) == Period(year, quarter)


@pytest.mark.parametrize("slug", ["2024", "2024-26", "2024-25-q5", "2024-25-Q1", "1890-91", "2024-25-q", ""])
def test_anything_else_names_no_period(slug):
    assert period_of_slug(slug) is None


# --- Closing ----------------------------------------------------------------------------------------------------------
def test_one_asks_and_another_closes(council):
    statement = factories.verified(council)
    asked = actions.ask_to_close(by=council.person("manager"), reason="All is in.", **where(council))
    assert state(council) == "closing"
    closed = actions.close_period(by=council.person("verifier", "NEDDC"), **where(council))

    assert state(council) == "closed"
    assert (closed.answers, closed.sequence, asked.sequence) == (asked, 9, 9)
    assert periods.closing_of(council.partnership.pk, statement.period) == closed


def test_while_it_is_asked_for_the_period_still_takes_statements(council):
    actions.ask_to_close(by=council.person("manager"), **where(council))
    factories.submitted(council)

    with pytest.raises(ValidationError, match="3 submitted shares wait in 2025-26"):
        actions.close_period(by=council.person("verifier"), **where(council))
    assert state(council) == "closing"


def test_it_is_refused_with_a_reason_and_asked_for_again(council):
    actions.ask_to_close(by=council.person("manager"), **where(council))
    with pytest.raises(ValidationError, match="Enter why it should stay open"):
        actions.refuse_closing(by=council.person("verifier"), reason=" ", **where(council))
    actions.refuse_closing(by=council.person("verifier"), reason="An invoice is missing.", **where(council))
    assert state(council) == "open"
    with pytest.raises(ValidationError, match="Nobody asks to close 2025-26 now: it is open"):
        actions.close_period(by=council.person("verifier"), **where(council))
    factories.closed(council, YEAR)
    assert state(council) == "closed"


def test_submitted_shares_keep_it_open_drafts_and_returned_ones_do_not(council):
    statement = factories.submitted(council)
    factories.draft(council)
    with pytest.raises(ValidationError, match="Each has to be verified or returned"):
        actions.ask_to_close(by=council.person("manager"), **where(council))
    for share in statement.shares.all():
        code = share.organisation.code
        actions.return_share(by=council.person("verifier", code), share=share, reason="No.")
    for person, said in (("auditor", "1 draft, 3 returned shares"), ("manager", "3 returned shares")):
        assert str(periods.waiting(council.partnership, user=council.person(person))[YEAR]) == said
    factories.closed(council, YEAR)
    assert state(council) == "closed"


def test_only_a_period_that_is_over_is_closed(council):
    with pytest.raises(ValidationError, match="2026-27 ends on 31 March 2027. It can be closed from the day after."):
        actions.ask_to_close(by=council.person("manager"), **where(council, Period(2026)))
    factories.closed(council, Period(2026, 2))
    with pytest.raises(ValidationError, match="2000-01 is not a period of this partnership"):
        actions.ask_to_close(by=council.person("manager"), **where(council, Period(2000)))


def test_nothing_is_closed_or_asked_for_twice(council):
    actions.ask_to_close(by=council.person("manager"), **where(council))
    with pytest.raises(ValidationError, match="asked to close 2025-26 already"):
        actions.ask_to_close(by=council.person("manager"), **where(council))
    actions.close_period(by=council.person("verifier"), **where(council))
    with pytest.raises(ValidationError, match="2025-26 is closed already"):
        actions.ask_to_close(by=council.person("manager"), **where(council))
    with pytest.raises(ValidationError, match="2025-26 quarter 2 is closed already with 2025-26"):
        actions.ask_to_close(by=council.person("manager"), **where(council, QUARTER))


@pytest.mark.parametrize("role", ["viewer", "officer", "verifier", "lead", "steering", "chief", "api", "auditor"])
def test_only_the_programme_manager_asks(council, role):
    with pytest.raises(PermissionDenied, match="ask to close or reopen a financial year or quarter"):
        actions.ask_to_close(by=council.person(role), **where(council))


@pytest.mark.parametrize("role", ["viewer", "officer", "lead", "manager", "steering", "chief", "api", "auditor"])
def test_only_a_verifier_closes(council, role):
    actions.ask_to_close(by=council.person("manager"), **where(council))
    with pytest.raises(PermissionDenied):
        actions.close_period(by=council.person(role), **where(council))


def test_who_asked_does_not_decide_whatever_their_roles(council):
    both = factories.person(council, "verifier", council.organisations["BDC"], "both@three-councils.example")
    both.grants.create(role="manager", partnership=council.partnership, from_on=factories.FOUNDED)
    both = both.__class__.objects.get(pk=both.pk)
    actions.ask_to_close(by=both, **where(council))
    with pytest.raises(PermissionDenied):
        actions.close_period(by=both, **where(council))
    step = PeriodStep.objects.get()
    step = PeriodStep(**where_row(council), step="closed", answers=step, sequence=0, by=both)
    with pytest.raises(IntegrityError, match="does not approve"), transaction.atomic():
        step.save()


def where_row(council):
    return {"partnership": council.partnership, "year": 2025}


# --- What is bound ----------------------------------------------------------------------------------------------------
def test_a_years_closing_binds_its_quarters_and_a_quarters_binds_only_itself(council):
    factories.closed(council, QUARTER)
    closed = periods.closings(council.partnership.pk)
    assert [str(each) for each in (YEAR, *YEAR.quarters) if periods.binding(closed, each)] == ["2025-26 quarter 2"]
    factories.submitted(council)  # of the whole year
    factories.submitted(council, periods=[Period(2025, 3)])
    with pytest.raises(ValidationError) as refused:
        factories.draft(council, periods=[QUARTER])
    assert list(refused.value.error_dict) == ["quarter"]


def test_the_year_closes_without_its_quarters_and_binds_them(council):
    factories.closed(council, YEAR)
    assert [state(council, quarter) for quarter in YEAR.quarters] == ["closed"] * 4
    with pytest.raises(ValidationError, match="2025-26 quarter 2 is closed with its year. Ask to reopen 2025-26."):
        actions.ask_to_reopen(by=council.person("manager"), reason="Why not?", **where(council, QUARTER))


def test_the_sentence_names_period_person_day_and_the_way_out(council):
    factories.closed(council, YEAR)
    who = council.person("verifier", "CBC").name
    with pytest.raises(ValidationError) as refused:
        factories.draft(council)
    assert refused.value.message_dict == {
        "first_year": [
            f"2025-26 was closed on 21 November 2026 by {who}, so nothing in it can change. State it in 2026-27 as a "
            "late claim that belongs to 2025-26, or ask the programme manager to have 2025-26 reopened."
        ]
    }


# --- No path into a closed period -------------------------------------------------------------------------------------
def test_drafts_made_before_can_not_be_submitted_but_stated_late_or_withdrawn(council):
    saving, other = factories.draft(council), factories.draft(council)
    factories.closed(council, YEAR)
    officer, statement = council.person("officer"), saving.statements.get()
    for act in (
        lambda: actions.submit_saving(by=officer, saving=saving),
        lambda: actions.submit_statement(by=officer, statement=statement),
        lambda: actions.edit_statement(by=officer, statement=statement, details=factories.stating(pence=5_00)),
    ):
        with pytest.raises(ValidationError, match="2025-26 was closed"):
            act()
    details = factories.stating(periods=[Period(2026)], belongs_to=YEAR)
    actions.edit_statement(by=officer, statement=statement, details=details)
    actions.submit_statement(by=officer, statement=statement)
    actions.withdraw_draft(by=officer, saving=other)
    assert Posting.objects.values_list("year", flat=True).distinct().get() == 2026
    assert_chained(council.partnership)


def test_the_ledger_refuses_lines_that_move_and_lets_empty_ones_pass(council):
    statement = factories.verified(council)
    factories.closed(council, YEAR)
    (share, *_) = statement.shares.select_related("statement__saving")
    officer = council.person("officer")
    with ledger.locked(council.partnership) as head:
        for line in (ledger.Line(share, State.VERIFIED, False), ledger.Line(share, State.VERIFIED, True)):
            with pytest.raises(ValidationError, match="2025-26 was closed"):
                ledger.post(head, [line], cause="reversed", by=officer)
        ledger.post(head, [ledger.Line(share, State.VERIFIED, False, empty=True)], cause="corrected", by=officer)
    share.refresh_from_db()
    assert share.state == "reversed"
    assert_chained(council.partnership)


def test_generated_entries_are_refused_too(council):
    statement = factories.verified(council)
    factories.closed(council, YEAR)
    lines = [
        ledger.Line(share, State.VERIFIED, False) for share in statement.shares.select_related("statement__saving")
    ]
    entry = ledger.Entry(clock.now(), "reversed", council.person("officer"), lines)
    with ledger.locked(council.partnership) as head, pytest.raises(ValidationError, match="2025-26 was closed"):
        ledger.post_entries(head, [entry])


@pytest.mark.parametrize(
    "change", [{}, {"entering": True}, {"pence": 1}, {"kind": "qualitative", "pence": 0, "measure_hundredths": 5}]
)
def test_the_database_refuses_what_gets_past_the_ledger(council, change):
    posting = _next_posting(council, {"entering": False, "pence": -1} | change)
    factories.closed(council, YEAR)
    with pytest.raises(IntegrityError, match="Nothing is posted into a closed period"), transaction.atomic():
        posting.save()


def test_the_database_lets_an_empty_line_pass_and_everything_once_it_is_reopened(council):
    empty = _next_posting(council, {"entering": False, "pence": 0})
    factories.closed(council, YEAR)
    empty.save()
    factories.reopened(council, YEAR)
    _next_posting(council, {"pence": -1}).save()


def _next_posting(council, change):
    if not Posting.objects.exists():
        factories.verified(council)
    posting = Posting.objects.latest("sequence")
    posting.pk, posting._state.adding = None, True
    posting.sequence += 1
    for name, value in change.items():
        setattr(posting, name, value)
    return posting


def test_the_database_closes_nothing_while_shares_wait_and_keeps_every_step(council):
    factories.submitted(council)
    asked = PeriodStep.objects.create(**where_row(council), step="asked", sequence=0, by=council.person("manager"))
    with pytest.raises(IntegrityError, match="submitted shares wait"), transaction.atomic():
        PeriodStep.objects.create(
            **where_row(council), step="closed", answers=asked, sequence=0, by=council.person("verifier")
        )
    for sql in ("UPDATE savings_periodstep SET reason = 'x'", "DELETE FROM savings_periodstep"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_the_form_says_it_early_beside_the_year_and_over_the_api(council):
    factories.closed(council, YEAR)
    program = Program(council.person("officer"), may_write=True)
    refused = program.post("savings/", SAVING)
    assert refused.status_code == 400
    assert places(refused) == {"#/first_year"}
    assert "State it in 2026-27 as a late claim that belongs to 2025-26" in refused.content.decode()
    assert not Statement.objects.exists()

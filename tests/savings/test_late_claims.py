"""What a closed period can not take any more: stated late, or corrected, in an open one."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partnership import clock
from partnership.dated import Period
from savings import actions, duplicates, figures, periods
from savings.duplicates import Claim
from savings.models import LikelyPair, Posting, Statement
from tests import factories, importing
from tests.api import SAVING, Program, places
from tests.chains import assert_chained
from tests.pages import at, signed_in

YEAR = Period(2025)


@pytest.fixture(autouse=True)
def afterwards():
    """In November 2026: 2025-26 is over."""
    with clock.travel(factories.moment(2026, 11, 21)):
        yield


# --- Late claims ------------------------------------------------------------------------------------------------------
def late(council, **changes):
    return factories.submitted(council, **{"periods": [Period(2026)], "belongs_to": YEAR} | changes)


def test_a_late_claim_counts_where_it_is_stated_and_says_where_it_belongs(council):
    factories.closed(council, YEAR)
    statement = late(council)
    assert (statement.period, statement.belongs_to, statement.earned_in) == (Period(2026), YEAR, YEAR)
    found = figures.figures(council.partnership, figures.now(council.partnership), user=council.person("viewer"))
    assert list(found.by_year("cashable")) == [2026]
    assert Posting.objects.values_list("year", "cause").distinct().get() == (2026, "submitted")
    assert list(Statement.objects.late_for(YEAR)) == [statement]


def test_it_is_shared_by_the_partners_and_weights_of_the_period_that_it_belongs_to(council):
    chesterfield = council.workstream.participations.get(organisation=council.organisations["CBC"])
    chesterfield.to_on = date(2026, 3, 31)
    chesterfield.save()
    factories.closed(council, YEAR)
    shared = {share.organisation.code: share.pence for share in late(council, pence=100_00).shares.all()}
    assert shared == {"BDC": 33_34, "CBC": 33_33, "NEDDC": 33_33}


def test_it_is_compared_with_what_was_claimed_in_the_period_that_it_belongs_to(council):
    """Chesterfield states late what Bolsover's statement of the closed year holds already, and in that year alone."""
    standing = factories.verified(council)
    factories.closed(council, YEAR)
    claimed = factories.submitted(council, "CBC", periods=[Period(2026)], belongs_to=YEAR)
    state_now = factories.submitted(council, "NEDDC", periods=[Period(2026)], pence=99_999_00)
    assert [[one.claim.statement for one in each] for each in _like(council, claimed, state_now)] == [[standing.pk], []]
    duplicates.look_through(council.partnership)
    pair = LikelyPair.objects.get()
    assert (pair.first_id, pair.second_id) == (standing.pk, claimed.pk)


def _like(council, *statements):
    return duplicates.likely(council.partnership, [Claim.of(statement) for statement in statements])


def test_a_late_row_of_a_file_is_compared_with_the_closed_year(council):
    standing = factories.verified(council, "CBC")
    factories.closed(council, YEAR)
    told = []
    for code in ("BDC", "CBC"):
        given = importing.row(first_financial_year="2026-27", belongs_to="2025-26", stated_on="20/11/2026")
        told += [finding[3] for finding in importing.found(importing.checked(council, given, code=code), "warning")]
    assert [sentence.partition(",")[0] for sentence in told] == [
        f"Statement {standing.pk} of Chesterfield",
        f"Statement {standing.pk}",
    ]


@pytest.mark.parametrize(
    ("stated", "belongs_to", "sentence"),
    [
        ([Period(2026)], Period(2024), "2024-25 is open. State it there"),
        ([Period(2024)], YEAR, "begins after 2025-26 has ended"),
        ([Period(2026), Period(2027)], YEAR, "stated in one period"),
    ],
)
def test_a_late_claim_belongs_to_an_earlier_closed_period(council, stated, belongs_to, sentence):
    factories.closed(council, YEAR)
    with pytest.raises(ValidationError, match=sentence) as refused:
        factories.draft(council, stage="target", periods=stated, belongs_to=belongs_to)
    assert list(refused.value.error_dict) == ["belongs_to"]


def test_the_database_too_wants_it_earlier(council):
    statement = factories.draft(council).statements.get()
    for year, quarter in ((2025, None), (2026, None), (2025, 1), (None, 1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Statement.objects.filter(pk=statement.pk).update(belongs_to_year=year, belongs_to_quarter=quarter)


def test_a_late_claim_over_the_api_is_asked_for_and_told_in_words(council):
    factories.closed(council, YEAR)
    program = Program(council.person("officer"), may_write=True)
    body = SAVING | {"first_year": 2026, "belongs_to": "2025-26 quarter 3"}
    assert program.post("savings/", body).status_code == 201
    (row,) = program.rows("statements/", belongs_to_year=2025)
    told = [row[name] for name in ("period", "belongs_to", "belongs_to_year", "belongs_to_quarter")]
    assert told == ["2026-27", "2025-26 quarter 3", 2025, 3]
    assert {row["belongs_to"] for row in program.rows("shares/")} == {"2025-26 quarter 3"}
    assert places(program.post("savings/", body | {"belongs_to": "2019-20"})) == {"#/belongs_to"}


def test_what_was_returned_is_restated_late_after_the_closing(council):
    statement = factories.submitted(council, pence=90_00)
    for share in statement.shares.all():
        code = share.organisation.code
        verifier = council.person("verifier", code)
        if code == "BDC":
            actions.return_share(by=verifier, share=share, reason="Too much.")
        else:
            actions.verify_share(by=verifier, share=share)
    factories.closed(council, YEAR)
    alone = factories.Sharing(factories.Basis.ONE, frozenset({council.organisations["BDC"].pk}))
    restated = {"saving": statement.saving, "organisation": statement.organisation, "replaces": statement}
    officer = council.person("officer")
    with pytest.raises(ValidationError, match="2025-26 was closed"):
        actions.draft_statements(by=officer, details=factories.stating(sharing=alone), **restated)
    details = factories.stating(pence=20_00, periods=[Period(2026)], belongs_to=YEAR, sharing=alone)
    (new,) = actions.draft_statements(by=officer, details=details, **restated)
    actions.submit_statement(by=officer, statement=new)

    assert list(statement.shares.values_list("state", flat=True)) == ["restated", "verified", "verified"]
    found = figures.figures(council.partnership, figures.now(council.partnership), user=council.person("viewer"))
    assert {year: line.amounts.realised for year, line in found.by_year("cashable").items()} == {
        2025: 60_00,
        2026: 20_00,
    }
    assert_chained(council.partnership)


# --- Corrections ------------------------------------------------------------------------------------------------------
def test_a_reversal_stands_in_its_own_period_while_that_is_open(council):
    statement = factories.verified(council)
    assert periods.reversal_period(statement) == YEAR
    assert periods.correcting_cause(statement, YEAR) == "reversed"


def test_the_reversal_of_a_closed_period_is_a_correction_in_the_open_one(council):
    statement = factories.verified(council)
    quarterly = factories.verified(council, periods=[Period(2025, 4)])
    factories.closed(council, YEAR)
    assert periods.reversal_period(statement) == Period(2026)
    assert periods.correcting_cause(statement, Period(2026)) == "corrected"
    assert periods.reversal_period(quarterly) == Period(2026, 3)
    assert periods.open_period_for(council.partnership, Period(2024), date(2026, 11, 21)) == Period(2024)


def test_a_closed_quarter_of_the_year_under_way_is_passed_over(council):
    factories.closed(council, Period(2026, 2))
    assert periods.open_period_for(council.partnership, Period(2026, 2), date(2026, 9, 1)) == Period(2026, 3)


def test_a_returned_late_claim_is_restated_in_its_own_period_once_that_is_open_again(council):
    factories.closed(council, YEAR)
    old = late(council, pence=90_00)
    for share in old.shares.all():
        verifier = council.person("verifier", share.organisation.code)
        actions.return_share(by=verifier, share=share, reason="Evidence missing.")
    factories.reopened(council, YEAR, "BDC")
    client = signed_in(council.person("officer"))
    address = at("statement-replace", council, pk=old.pk)
    assert client.get(address).context["form"]["first_year"].value() == 2025
    client.post(address, {"amount": "60.00", "basis": "equal"})
    new = Statement.objects.drafts().get()
    actions.submit_statement(by=council.person("officer"), statement=new)

    assert (new.replaces, new.period, new.belongs_to) == (old, YEAR, None)
    assert Posting.objects.filter(statement=new, cause="restated").count() == 3
    assert_chained(council.partnership)


def test_a_late_claim_can_be_shared_anew_though_its_period_is_open_again(council):
    factories.closed(council, YEAR)
    old = late(council, pence=90_00)
    factories.reopened(council, YEAR, "BDC")
    officer, sharing = council.person("officer"), factories.Sharing(factories.Basis.POPULATION)
    (new,) = actions.draft_resharing(by=officer, statements=[old], sharing=sharing)
    assert (new.period, new.belongs_to) == (Period(2026), YEAR)
    elsewhere = factories.stating(90_00, 2026)
    with pytest.raises(ValidationError, match=r"keeps the period, 2026-27 \(late, belongs to 2025-26\)"):
        actions.edit_statement(by=officer, statement=new, details=elsewhere)
    actions.submit_statement(by=officer, statement=new)
    assert set(Posting.objects.filter(statement=new).values_list("cause", flat=True)) == {"reapportioned"}

"""Every basis: what it asks for, who may share, what it weighs, and that what was stated stays as it was."""

from datetime import date
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from partnership.apportionment import Part, split
from partnership.dated import Period
from partnership.models import OrganisationSize
from savings import actions
from savings.models import Posting, Share
from savings.models.words import CHOSEN_BASES, Basis
from savings.sharing import Sharing, shares_of
from tests import factories
from tests.api import SAVING, Program, places
from workstreams.models import Participation

# The basis of contracts is tested with them: its weights are a contract's.
CHOSEN = [basis for basis, _ in CHOSEN_BASES]


def by_code(council, **numbers):
    return {council.organisations[code].pk: number for code, number in numbers.items()}


def used(council, **changes):
    facts = {
        "usage": by_code(council, BDC=1_000_00, CBC=3_000_00, NEDDC=0),
        "usage_unit": "calls answered",
        "usage_source": "Telephone system, 2025-26",
    }
    return Sharing(Basis.USAGE, **facts | changes)


def sole(council, code="BDC", reason="It rebuilt its own payroll."):
    return Sharing(Basis.SOLE, frozenset({council.organisations[code].pk}), sole_reason=reason)


def every_basis(council):
    """One sharing of each basis that the three councils can use."""
    return {
        Basis.EQUAL: Sharing(Basis.EQUAL),
        Basis.POPULATION: Sharing(Basis.POPULATION),
        Basis.BUDGET: Sharing(Basis.BUDGET),
        Basis.USAGE: used(council),
        Basis.AGREEMENT: Sharing(Basis.AGREEMENT),
        Basis.AGREED: Sharing(Basis.AGREED, percentages=by_code(council, BDC=63_00, CBC=37_00, NEDDC=0)),
        Basis.ONE: Sharing(Basis.ONE, frozenset({council.organisations["BDC"].pk})),
        Basis.SOLE: sole(council),
    }


def pence(statement):
    return dict(statement.shares.values_list("organisation__code", "pence"))


def problems(error):
    return {name: " ".join(messages) for name, messages in error.value.message_dict.items()}


# --- Spend or use -----------------------------------------------------------------------------------------------------
def test_spend_or_use_is_kept_as_the_weights_with_its_unit_and_source(council):
    statement = factories.submitted(council, sharing=used(council), pence=100_00)
    assert pence(statement) == {"BDC": 25_00, "CBC": 75_00, "NEDDC": 0}
    assert list(statement.shares.values_list("weight", flat=True)) == [1_000_00, 3_000_00, 0]
    assert (statement.usage_unit, statement.usage_source) == ("calls answered", "Telephone system, 2025-26")


def test_all_that_spend_or_use_lacks_is_said_at_once(council):
    bad = used(council, usage=by_code(council, BDC=5), usage_unit=" ", usage_source="")
    with pytest.raises(ValidationError) as error:
        shares_of(100, bad, council.workstream, Period(2025))
    assert set(problems(error)) == {"usage", "usage_unit", "usage_source"}
    assert "Chesterfield Borough Council, North East Derbyshire District Council; 0 if none" in problems(error)["usage"]


def test_spend_or_use_of_nobody_shares_nothing(council):
    with pytest.raises(ValidationError, match="it can not all be 0"):
        shares_of(100, used(council, usage=by_code(council, BDC=0, CBC=0, NEDDC=0)), council.workstream, Period(2025))


def test_spend_or_use_is_of_one_period(council):
    with pytest.raises(ValidationError, match="State one period at a time"):
        factories.draft(council, sharing=used(council), stage="forecast", periods=[Period(2025), Period(2026)])


# --- One partner alone ------------------------------------------------------------------------------------------------
def test_sole_attribution_is_one_organisation_with_its_reason(council):
    statement = factories.submitted(council, sharing=sole(council), pence=100_01)
    assert pence(statement) == {"BDC": 100_01}
    assert statement.sole_reason == "It rebuilt its own payroll."


def test_sole_attribution_without_a_reason_or_a_partner_is_refused_for_both(council):
    with pytest.raises(ValidationError) as error:
        factories.draft(council, sharing=Sharing(Basis.SOLE))
    assert set(problems(error)) == {"organisations", "sole_reason"}


# --- The partners' agreement ------------------------------------------------------------------------------------------
def test_by_the_agreement_takes_the_version_in_force_at_the_end_of_the_period(council):
    first = factories.agreed(council)
    second = factories.agreed(
        council, from_on=date(2025, 6, 1), percentages=by_code(council, BDC=10_00, CBC=20_00, NEDDC=70_00)
    )
    before = factories.submitted(council, sharing=Sharing(Basis.AGREEMENT), pence=100_00, year=2024)
    after = factories.submitted(council, sharing=Sharing(Basis.AGREEMENT), pence=100_00, year=2025)
    assert (before.agreement, pence(before)) == (first, {"BDC": 50_00, "CBC": 30_00, "NEDDC": 20_00})
    assert (after.agreement, pence(after)) == (second, {"BDC": 10_00, "CBC": 20_00, "NEDDC": 70_00})


def test_a_workstreams_own_agreement_goes_before_that_of_the_whole_partnership(council):
    whole = factories.agreed(council, workstream=None, percentages=by_code(council, BDC=0, CBC=0, NEDDC=100_00))
    assert factories.submitted(council, sharing=Sharing(Basis.AGREEMENT)).agreement == whole
    own = factories.agreed(council)
    assert factories.submitted(council, sharing=Sharing(Basis.AGREEMENT)).agreement == own


def test_without_an_agreement_in_force_nothing_is_shared_by_it(council):
    factories.proposed(council)  # only proposed
    factories.agreed(council, from_on=date(2020, 4, 1), to_on=date(2021, 3, 31))
    with pytest.raises(ValidationError, match="No agreement on sharing is in force for Internal audit on 31 March"):
        factories.draft(council, sharing=Sharing(Basis.AGREEMENT))


def test_an_agreement_that_does_not_fit_who_takes_part_is_refused_in_words(council):
    factories.agreed(council, percentages=by_code(council, BDC=50_00, CBC=50_00))
    with pytest.raises(ValidationError, match="it names no percentage for North East Derbyshire"):
        factories.draft(council, sharing=Sharing(Basis.AGREEMENT))
    factories.agreed(council)
    Participation.objects.filter(organisation__code="CBC").update(to_on=date(2024, 3, 31))
    with pytest.raises(ValidationError, match="it gives a part to Chesterfield Borough Council, which took no part"):
        factories.draft(council, sharing=Sharing(Basis.AGREEMENT))


def test_by_the_agreement_nobody_is_ticked(council):
    factories.agreed(council)
    ticked = Sharing(Basis.AGREEMENT, frozenset({council.organisations["BDC"].pk}))
    with pytest.raises(ValidationError, match="Tick no organisation"):
        factories.draft(council, sharing=ticked)


def test_a_new_version_between_draft_and_submission_is_to_be_looked_at(council):
    factories.agreed(council)
    saving = factories.draft(council, sharing=Sharing(Basis.AGREEMENT))
    factories.agreed(council, from_on=date(2025, 4, 1))  # the same percentages, but another version
    with pytest.raises(ValidationError, match="have changed since this draft"):
        actions.submit_saving(by=council.person("officer"), saving=saving)


# --- For every basis --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("basis", CHOSEN)
def test_only_organisations_that_take_part_in_the_period_share(council, basis):
    factories.agreed(council)
    Participation.objects.filter(organisation__code="BDC").update(to_on=date(2025, 3, 31))
    sharing = every_basis(council)[basis]
    if basis in (Basis.EQUAL, Basis.POPULATION, Basis.BUDGET, Basis.USAGE):
        found = shares_of(100, sharing, council.workstream, Period(2025))
        assert {each.party for each in found} == set(by_code(council, CBC=0, NEDDC=0))
        ticked = {council.organisations["BDC"].pk}
        sharing = Sharing(**vars(sharing) | {"organisations": frozenset(ticked)})
    with pytest.raises(ValidationError, match="take part|took no part|add up to 37"):
        shares_of(100, sharing, council.workstream, Period(2025))


@pytest.mark.parametrize("basis", CHOSEN)
def test_what_is_stated_stays_whatever_changes_afterwards(council, basis):
    factories.agreed(council)
    statement = factories.submitted(council, sharing=every_basis(council)[basis])
    kept = list(Share.objects.values_list("organisation", "weight", "pence"))
    posted = list(Posting.objects.values_list("sequence", "pence", "hash"))
    OrganisationSize.objects.update(population=5, net_budget_pence=5)
    factories.agreed(council, percentages=by_code(council, BDC=0, CBC=0, NEDDC=100_00))
    factories.draft(council, sharing=used(council, usage=by_code(council, BDC=0, CBC=0, NEDDC=9)))
    Participation.objects.filter(organisation__code="CBC").update(to_on=date(2024, 3, 31))
    statement.refresh_from_db()
    assert list(statement.shares.values_list("organisation", "weight", "pence")) == kept
    assert list(Posting.objects.values_list("sequence", "pence", "hash")) == posted


@pytest.mark.parametrize("basis", CHOSEN)
def test_a_draft_opens_as_it_was_shared_and_is_submitted_so(council, basis):
    factories.agreed(council)
    saving = factories.draft(council, sharing=every_basis(council)[basis], pence=100_01)
    statement = saving.statements.get()
    again = Sharing.of(statement, statement.shares.all())
    assert [each.pence for each in shares_of(100_01, again, council.workstream, Period(2025))] == list(
        statement.shares.values_list("pence", flat=True)
    )
    actions.submit_saving(by=council.person("officer"), saving=saving)
    assert sum(pence(statement).values()) == 100_01


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 100_00), max_size=29))
def test_agreed_percentages_of_one_to_thirty_partners_are_the_whole_to_the_penny(amount, cuts):
    """Also a negative amount, which takes back exactly what was given."""
    parts = [Part(party, after - before) for party, (before, after) in enumerate(pairwise([0, *sorted(cuts), 100_00]))]
    found, taken = split(amount, parts), split(-amount, parts)
    assert sum(each.pence for each in found) == amount
    assert [each.pence for each in taken] == [-each.pence for each in found]
    assert all(abs(each.pence * 100_00 - amount * each.weight) < 100_00 for each in found)


# --- Over the API -----------------------------------------------------------------------------------------------------
def test_a_program_drafts_by_spend_and_reads_what_it_was_weighed_by(council):
    program = Program(council.person("api"), may_write=True)
    by_usage = {"basis": "usage", "usage": {"BDC": "1", "F-1": "2"}, "usage_unit": "calls"}
    assert places(program.post("savings/", SAVING | by_usage)) == {"#/usage/F-1", "#/usage_source"}
    by_usage |= {"usage": {"BDC": "1", "CBC": "x"}, "usage_source": ""}
    assert places(program.post("savings/", SAVING | by_usage)) == {"#/usage/CBC"}
    by_usage |= {"usage": {"BDC": "1.50", "CBC": "4.50"}}
    assert places(program.post("savings/", SAVING | by_usage)) == {"#/usage/NEDDC", "#/usage_source"}
    by_usage |= {"usage": {"BDC": "1.50", "CBC": "4.50", "NEDDC": "0"}, "usage_source": "Call log"}
    (stated,) = program.post("savings/", SAVING | by_usage).json()["statements"]
    assert (stated["basis"], stated["usage_unit"], stated["usage_source"]) == ("usage", "calls", "Call log")
    assert [(each["amount"], each["weight"]) for each in stated["shares"]] == [
        ("25000.00", 150),
        ("75000.00", 450),
        ("0.00", 0),
    ]


def test_a_program_says_why_one_partner_earned_it_alone(council):
    program = Program(council.person("api"), may_write=True)
    sole_ = {"basis": "sole", "organisations": ["BDC"]}
    assert places(program.post("savings/", SAVING | sole_)) == {"#/sole_reason"}
    (stated,) = program.post("savings/", SAVING | sole_ | {"sole_reason": "Its own system."}).json()["statements"]
    assert (stated["sole_reason"], stated["agreement"]) == ("Its own system.", None)


# --- What the database refuses ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE savings_share SET statement_id = {submitted} WHERE statement_id = {draft}",
        "UPDATE savings_share SET pence = pence + 1 WHERE statement_id = {submitted}",
        "DELETE FROM savings_share WHERE statement_id = {submitted}",
        "INSERT INTO savings_share (statement_id, partnership_id, organisation_id, weight, pence, state) "
        "SELECT {submitted}, partnership_id, organisation_id, 1, 1, 'draft' FROM savings_share "
        "WHERE statement_id = {draft}",
        "UPDATE savings_statement SET basis = 'usage' WHERE id = {draft}",
        "UPDATE savings_statement SET basis = 'sole' WHERE id = {draft}",
        "UPDATE savings_statement SET basis = 'agreement' WHERE id = {draft}",
    ],
)
def test_no_sql_makes_the_shares_another_sum_or_a_basis_without_its_words(council, sql):
    one = Sharing(Basis.ONE, frozenset({council.organisations["BDC"].pk}))
    others = frozenset(by_code(council, CBC=0, NEDDC=0))
    submitted = factories.submitted(council, sharing=Sharing(Basis.EQUAL, others))
    draft = factories.draft(council, sharing=one).statements.get()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(submitted=submitted.pk, draft=draft.pk))

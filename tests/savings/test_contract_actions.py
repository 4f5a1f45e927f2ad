"""A contract drafts its saving and statements, which say exactly what its table says; it is frozen with them."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnership import history
from partnership.dated import Period
from savings import actions, proof
from savings.actions.versions import version_of
from savings.models import Basket, Contract, ContractPart, Posting, Saving, Statement
from savings.models.words import Basis
from savings.sharing import Sharing
from tests import contracts, factories
from workstreams.models import Participation, Workstream


def edit(world, contract, code="BDC", version=None, **changes):
    return actions.edit_contract(
        by=world.person("officer", code),
        contract=contract,
        workstream=contract.saving.workstream,
        details=contracts.details(world, **changes),
        version=version,
    )


# --- Drafting ---------------------------------------------------------------------------------------------------------
def test_it_drafts_one_statement_for_each_financial_year(council):
    contract = contracts.draft(council, starts_on=date(2024, 9, 16), ends_on=date(2025, 12, 31))
    assert contracts.shares(contract) == {
        2024: {"BDC": 3_250_00, "CBC": 3_250_00},
        2025: {"BDC": 4_500_00, "CBC": 4_500_00},
    }
    saving = contract.saving
    assert (saving.baseline_pence, saving.recurrence, saving.category) == (100_000_00, "recurring", "procurement")
    assert saving.method == (
        "Contract C-101 with Hillside Paper, from 16 September 2024 to 31 December 2025: £100,000.00 a year before, "
        "£88,000.00 a year now. Parts of a year by months."
    )
    assert set(saving.statements.values_list("stage", "basis")) == {("contracted", "contract")}
    assert not Posting.objects.exists()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dates(date(2024, 4, 1), date(2026, 3, 31)),
    st.integers(0, 2000),
    st.integers(0, 10**9),
    st.tuples(*[st.integers(0, 10**6)] * 3).filter(any),
    st.sampled_from(["months", "days"]),
)
def test_what_the_ledger_gets_is_the_contracts_table(council, starts_on, days, price, weights, counted):
    with transaction.atomic():
        contract = contracts.submitted(
            council,
            starts_on=starts_on,
            ends_on=date.fromordinal(starts_on.toordinal() + days),
            price_pence=price + 1 if price == 100_000_00 else price,
            parts=dict(zip(council.organisations, weights, strict=True)),
            counted=counted,
        )
        assert contracts.shares(contract) == contracts.table(contract)
        assert sum(posting.pence for posting in Posting.objects.all()) == contract.schedule.whole_life_pence
        transaction.set_rollback(True)


def test_a_dearer_contract_is_a_cost_increase(council):
    contract = contracts.submitted(council, price_pence=100_000_03, ends_on=date(2025, 3, 31))
    assert contracts.shares(contract) == {2024: {"BDC": -2, "CBC": -1}}
    assert sum(posting.pence for posting in Posting.objects.all()) == -3


def test_a_year_that_saves_nothing_to_the_penny_is_not_stated(council):
    contract = contracts.draft(council, starts_on=date(2024, 3, 31), ends_on=date(2025, 3, 31), price_pence=99_999_90)
    assert list(contract.schedule.amounts) == [Period(2024)]
    assert list(contracts.shares(contract)) == [2024]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_on": date(2024, 3, 31)}, "ends_on"),
        ({"ends_on": date(2044, 4, 1)}, "ends_on"),
        ({"price_pence": 100_000_00}, "price"),
        ({"parts": {"BDC": 0}}, "parts"),
        ({"supplier": ""}, "supplier"),
        ({"stage": "realised"}, "stage"),
        ({"counted": "weeks"}, "counted"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_half_saved(council, wrong, field):
    with pytest.raises((ValidationError, ValueError)) as refused:
        contracts.draft(council, **wrong)
    if isinstance(refused.value, ValidationError):
        assert field in refused.value.error_dict
    assert not Saving.objects.exists() and not Contract.objects.exists()


def test_only_those_who_take_part_have_a_part(council):
    Participation.objects.filter(organisation=council.organisations["CBC"]).update(to_on=date(2025, 3, 31))
    with pytest.raises(ValidationError, match="did not take part"):
        contracts.draft(council)
    assert contracts.shares(contracts.draft(council, ends_on=date(2025, 3, 31)))[2024]["CBC"] == 6_000_00


def test_it_takes_an_officer_of_that_council(council):
    for role in ("viewer", "verifier", "manager", "auditor"):
        with pytest.raises(PermissionDenied):
            actions.draft_contract(
                by=council.person(role),
                workstream=council.workstream,
                organisation=council.organisations["BDC"],
                details=contracts.details(council),
            )


# --- Changing ---------------------------------------------------------------------------------------------------------
def test_editing_rewrites_the_statements_and_keeps_the_years_that_stay(council):
    contract = contracts.draft(council)
    before = dict(contract.saving.statements.values_list("year", "pk"))
    edit(council, contract, starts_on=date(2025, 4, 1), ends_on=date(2027, 3, 31), parts={"BDC": 1_00, "NEDDC": 3_00})
    assert contracts.shares(contract) == {
        2025: {"BDC": 3_000_00, "NEDDC": 9_000_00},
        2026: {"BDC": 3_000_00, "NEDDC": 9_000_00},
    }
    assert contract.saving.statements.get(year=2025).pk == before[2025]
    assert contracts.shares(contract) == contracts.table(contract)
    assert list(ContractPart.history.values_list("organisation__code", "history_type").order_by("history_id")) == [
        ("BDC", "+"), ("CBC", "+"), ("CBC", "-"), ("NEDDC", "+")
    ]  # fmt: skip


def test_a_contract_changed_meanwhile_is_not_changed_by_who_looked_at_it_before(council):
    contract = contracts.draft(council)
    version = version_of(contract.saving.statements.all())
    edit(council, contract, price_pence=80_000_00)
    with pytest.raises(ValidationError, match="changed since you opened"):
        edit(council, contract, version=version)
    contract.refresh_from_db()
    assert contract.price_pence == 80_000_00


def test_neither_saving_nor_statements_are_changed_behind_the_contracts_back(council):
    contract = contracts.draft(council)
    officer, statement = council.person("officer"), contract.saving.statements.first()
    with pytest.raises(ValidationError, match="follows its contract"):
        actions.edit_statement(by=officer, statement=statement, details=factories.stating(year=2024))
    for stated in (None, factories.stating()):
        with pytest.raises(ValidationError, match="follows its contract"):
            actions.edit_saving(
                by=officer,
                saving=contract.saving,
                workstream=council.workstream,
                details=factories.details(),
                statement=stated,
            )


def test_another_draft_of_the_saving_is_left_alone(council):
    contract = contracts.draft(council)
    (target,) = actions.draft_statements(
        by=council.person("officer"),
        saving=contract.saving,
        organisation=council.organisations["BDC"],
        details=factories.stating(500, 2024, stage="target"),
    )
    edit(council, contract, price_pence=90_000_00)
    target.refresh_from_db()
    assert target.amount_pence == 500
    assert contract.saving.statements.filter(basis=Basis.CONTRACT).count() == 2


def test_what_differs_from_the_contract_is_not_submitted(council):
    contract = contracts.draft(council)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE savings_contract SET price_pence = price_pence + 100")
    with pytest.raises(ValidationError, match="not what its contract says"):
        actions.submit_saving(by=council.person("officer"), saving=contract.saving)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE savings_contract SET price_pence = price_pence - 100")
        cursor.execute("UPDATE savings_contractpart SET weight = weight * 2 WHERE organisation_id = %s",
                       [council.organisations["BDC"].pk])  # fmt: skip
    with pytest.raises(ValidationError, match="weights behind the shares"):
        actions.submit_saving(by=council.person("officer"), saving=contract.saving)
    assert not Posting.objects.exists()


def test_without_a_contract_nothing_is_shared_by_one(council):
    parts = {council.organisations["BDC"].pk: 100}
    saving = factories.draft(council, sharing=Sharing(Basis.CONTRACT, frozenset(parts), parts=parts))
    with pytest.raises(ValidationError, match="No contract"):
        actions.submit_saving(by=council.person("officer"), saving=saving)


def test_what_is_realised_under_a_contract_is_shared_by_its_parts_and_may_be_another_amount(council):
    contract = contracts.submitted(council, parts={"BDC": 1_00, "CBC": 2_00})
    sharing = Sharing(Basis.CONTRACT, frozenset(contract.weights), parts=contract.weights)
    (realised,) = actions.draft_statements(
        by=council.person("officer"),
        saving=contract.saving,
        organisation=council.organisations["BDC"],
        details=factories.stating(9_000_00, 2024, sharing=sharing),
    )
    actions.submit_statement(by=council.person("officer"), statement=realised)
    assert list(realised.shares.values_list("pence", flat=True)) == [3_000_00, 6_000_00]


# --- Discarding, freezing ---------------------------------------------------------------------------------------------
def test_it_is_withdrawn_with_its_saving_and_its_history_stays(council):
    contract = contracts.draft(council)
    actions.withdraw_draft(by=council.person("officer"), saving=contract.saving)
    assert not Contract.objects.exists() and not ContractPart.objects.exists()
    gone = Contract.history.get(history_type="-")
    assert gone.history_user == council.person("officer")
    assert ContractPart.history.filter(history_type="-").count() == 2


REFUSED = [
    "UPDATE savings_contract SET price_pence = 1",
    "DELETE FROM savings_contract",
    "UPDATE savings_contractpart SET weight = 1",
    "DELETE FROM savings_contractpart",
    "UPDATE savings_historicalcontract SET price_pence = 1",
    "DELETE FROM savings_historicalcontract",
    "UPDATE savings_historicalcontractpart SET weight = 1",
    "DELETE FROM savings_historicalcontractpart",
]


@pytest.mark.parametrize("sql", REFUSED)
def test_once_submitted_it_is_frozen(council, sql):
    contract = contracts.submitted(council)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    with pytest.raises(ValidationError, match="submitted"):
        edit(council, contract)


def test_a_submitted_contract_gets_no_more_parts_and_a_submitted_saving_no_contract(council):
    contract = contracts.submitted(council)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContractPart.objects.create(contract=contract, organisation=council.organisations["NEDDC"], weight=1)
    saving = factories.submitted(council).saving
    contract.pk, contract.saving, contract._state.adding = None, saving, True
    with pytest.raises(IntegrityError), transaction.atomic():
        contract.save()


# --- Joint procurements -----------------------------------------------------------------------------------------------
def test_a_submitted_contract_is_put_into_a_basket_and_taken_out_and_nothing_posted_changes(council):
    contract, basket = contracts.submitted(council), contracts.basket(council)
    officer, told = council.person("officer"), list(Posting.objects.values())
    statements = list(Statement.objects.values())

    actions.place_contract(by=officer, contract=contract, basket=basket)
    actions.place_contract(by=officer, contract=contract, basket=basket)  # a second time it is there already
    assert list(basket.contracts.all()) == [contract]
    actions.place_contract(by=officer, contract=contract, basket=None)

    assert not basket.contracts.exists()
    assert (list(Posting.objects.values()), list(Statement.objects.values())) == (told, statements)
    sentences = [event.sentence for event in history.events(contract, called="contract")]
    assert sentences[:2] == [
        "changed the joint procurement of the contract from “Office supplies” to nothing",
        "changed the joint procurement of the contract from nothing to “Office supplies”",
    ]
    assert list(proof.prove(council.partnership).problems) == []


def test_a_contract_is_placed_by_its_own_officers_and_within_its_workstream(council):
    contract, basket = contracts.submitted(council), contracts.basket(council)
    with pytest.raises(PermissionDenied):
        actions.place_contract(by=council.person("officer", "CBC"), contract=contract, basket=basket)
    other = Workstream.objects.create(partnership=council.partnership, name="Other", slug="other")
    Basket.objects.filter(pk=basket.pk).update(workstream=other)
    basket.refresh_from_db()
    with pytest.raises(ValidationError, match="a joint procurement of another workstream"):
        actions.place_contract(by=council.person("officer"), contract=contract, basket=basket)
    assert Contract.objects.get().basket is None


def test_a_basket_holds_contracts_of_its_own_workstream(council):
    basket = contracts.basket(council)
    contract = contracts.draft(council, basket=basket)
    assert list(basket.contracts.all()) == [contract]
    other = Workstream.objects.create(partnership=council.partnership, name="Other", slug="other")
    basket = Basket.objects.create(
        partnership=council.partnership,
        workstream=other,
        organisation=council.organisations["BDC"],
        name="Elsewhere",
        created_by=council.person("officer"),
    )
    with pytest.raises(ValidationError, match="another workstream"):
        contracts.draft(council, basket=basket)
    assert Contract.objects.count() == 1


def test_a_basket_is_named_once_and_changed_by_its_own_officers(council):
    basket = contracts.basket(council)
    with pytest.raises(ValidationError, match="of this name already"):
        contracts.basket(council, code="CBC")
    actions.edit_basket(by=council.person("officer"), basket=basket, name="Paper", purpose="All paper.")
    with pytest.raises(PermissionDenied):
        actions.edit_basket(by=council.person("officer", "CBC"), basket=basket, name="Mine")
    assert [row.name for row in basket.history.order_by("history_id")] == ["Office supplies", "Paper"]


def test_contracts_and_baskets_are_seen_through_their_savings(council):
    far = factories.three_councils(slug="far", prefix="F-")
    contracts.draft(far)
    basket, empty = contracts.basket(council), contracts.basket(council, "Empty")
    joint = contracts.submitted(council, basket=basket)
    draft = contracts.draft(council, parts={"BDC": 1_00})
    seen = {
        ("viewer", "BDC"): {joint},
        ("officer", "BDC"): {joint, draft},
        ("officer", "CBC"): {joint},
        ("officer", "NEDDC"): set(),
        ("lead", ""): {joint, draft},
        ("manager", ""): {joint},
        ("administrator", ""): set(),
    }
    for who, expected in seen.items():
        assert set(Contract.objects.visible_to(council.person(*who))) == expected, who
    baskets = {("viewer", "BDC"): {basket}, ("officer", "BDC"): {basket, empty}, ("officer", "NEDDC"): set(),
               ("manager", ""): {basket}, ("auditor", ""): {basket, empty}}  # fmt: skip
    for who, expected in baskets.items():
        assert set(Basket.objects.visible_to(council.person(*who))) == expected, who
    assert Statement.objects.filter(saving=joint.saving).count() == 2

"""Imports: what is warned of, because it may be a saving that is stated already or stands in another row too."""

import pytest

from savings.imports import duplicates
from savings.models import Saving, Statement
from savings.models.words import Basis
from savings.sharing import Sharing
from tests import contracts, factories, importing
from tests.importing import found, row

pytestmark = pytest.mark.django_db

OF_CONTRACT = {"Supplier": "Hillside Paper", "Contract reference": "C-101"}


def warnings(imported) -> list[tuple]:
    """The row and the sentence of each warning."""
    return [problem[0::3] for problem in found(imported, "warning")]


def test_likely_duplicates_are_warned_of_and_keep_nothing_out(council):
    factories.submitted(council, stage="target", pence=100_000_00)
    imported = importing.checked(council, row(), row(title="Again"), row(amount="7"))
    assert (imported.good, imported.errors, imported.warnings) == (3, 0, 3)
    number = Statement.objects.get().pk
    stated = (
        f"Statement {number}, “Joint audit plan” (target, 2025-26), has the same workstream, period and amount. "
        "If it is the same saving, delete the row."
    )
    before = "Row 2 has the same workstream, period and amount. If it is the same saving, delete one."
    assert warnings(imported) == [(2, stated), (3, stated), (3, before)]


def test_what_another_council_claims_jointly_is_warned_of(council):
    theirs = factories.submitted(council, "CBC")
    imported = importing.checked(council, row(), row(amount="7"))
    sentence = (
        f"Statement {theirs.pk} of Chesterfield, “Joint audit plan”, looks like the same saving. "
        "If it is, it must not be claimed twice: delete the row."
    )
    assert (imported.good, warnings(imported)) == (2, [(2, sentence)])


def test_of_a_claim_that_the_officer_may_not_see_only_its_being_there_is_told(council):
    alone = Sharing(Basis.ONE, frozenset({council.organisations["CBC"].pk}))
    factories.submitted(council, "CBC", sharing=alone, pence=33_333_33, saving={"title": "Not to be told"})
    imported = importing.checked(council, row())
    ((number, sentence),) = warnings(imported)
    assert (number, sentence.partition(" looks")[0]) == (2, "Another council's statement")


# --- Rows of one file -------------------------------------------------------------------------------------------------
def test_rows_are_compared_with_each_other_by_the_rule_of_what_stands(council):
    imported = importing.checked(
        council,
        row(title="Joint audit plan"),
        row(title="The joint plan", amount="99,500.00"),
        row(title="Fewer auditors", amount="33,333.00", shared="To one organisation alone", organisations="BDC"),
        row(title="The joint plan", amount="99,400.00", kind="Non-cashable"),
        row(title="Another thing", amount="98,000.00"),
    )
    end = "If it is the same saving, delete one."
    assert warnings(imported) == [
        (
            3,
            "Row 2, “Joint audit plan”, looks like the same saving: the titles are alike and the amounts nearly the "
            f"same. {end}",
        ),
        (
            4,
            "Row 2, “Joint audit plan”, looks like the same saving: one is an organisation's share of the other. "
            f"{end}",
        ),
    ]


def test_the_years_of_one_row_are_not_compared_with_each_other(council):
    years = {"recurrence": "Recurring", "last_financial_year": "2026-27", "stage_of_claim": "Forecast"}
    imported = importing.checked(council, row(**years), row(amount="99,999.00", title="Other", **years))
    assert (imported.good, warnings(imported)) == (2, [])


def test_beyond_so_many_rows_of_a_year_only_the_same_is_told_and_the_report_says_so(council, monkeypatch):
    monkeypatch.setattr(duplicates, "MOST_OF_A_YEAR", 2)
    near = [row(title=f"Audit {word}", amount=f"{pounds}") for word, pounds in (("one", 1000), ("two", 9000))]
    imported = importing.checked(council, *near, row(title="Audit one", amount="1001"), row(title="x", amount="9000"))
    assert [number for number, _ in warnings(imported)] == [5]
    assert duplicates.TOO_MANY in imported.notes


# --- The same contract ------------------------------------------------------------------------------------------------
def test_a_contract_of_the_portal_and_one_of_another_row_are_warned_of(council):
    contract = contracts.draft(council)
    imported = importing.checked(
        council,
        row(amount="7", **OF_CONTRACT),
        row(amount="9", **{"Supplier": "HILLSIDE  paper", "Contract reference": "c 101"}),
        row(amount="11", **OF_CONTRACT | {"Contract reference": "C-102"}),
    )
    number = contract.saving_id
    known = (
        f"Saving {number}, “Joint paper contract”, is from the same contract. "
        "If it is the same saving, it must not be claimed twice: delete the row."
    )
    before = "Row 2 names the same contract. If it is the same saving, delete one."
    assert warnings(imported) == [(2, known), (3, known), (3, before)]
    assert (imported.good, imported.errors) == (3, 0)


def test_of_another_councils_contract_only_its_being_there_is_told_and_of_its_draft_nothing(council):
    parts = {"CBC": 1_00}
    draft = contracts.draft(council, "CBC", parts=parts, reference="C-100")
    contracts.submitted(council, "CBC", parts=parts, price_pence=99_999_00)
    named = (("7", draft.reference), ("90", "C-101"))
    rows = [row(amount=pounds, **OF_CONTRACT | {"Contract reference": reference}) for pounds, reference in named]
    ((number, sentence),) = warnings(importing.checked(council, *rows))
    assert (number, sentence.partition(" from")[0]) == (3, "Another council has a saving")


def test_the_contract_is_kept_with_how_the_saving_was_worked_out(council):
    importing.finished(council, row(**OF_CONTRACT))
    assert Saving.objects.get().method == "Contract C-101 with Hillside Paper.\nPosts no longer filled."


def test_a_contract_has_both_a_supplier_and_a_reference(council):
    imported = importing.checked(
        council,
        row(**OF_CONTRACT | {"Supplier": ""}),
        row(**OF_CONTRACT | {"Contract reference": "C" * 61}),
    )
    assert found(imported) == [
        (2, "Supplier", "", "A contract has a supplier and a reference. Enter both, or neither."),
        (3, "Contract reference", "C" * 61, "This is too long. Use at most 60 characters."),
    ]
    assert not Statement.objects.exists()

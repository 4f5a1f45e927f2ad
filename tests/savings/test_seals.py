"""What seals hold: each column of what is sealed, or a reason why not."""

import pytest
from django.db import connection

from partnership import guards
from savings import actions, proof, seals
from savings.guards import GUARDS
from savings.models import Contract, ContractPart, Saving, Seal, Share, Statement
from tests import contracts, factories
from tests.pages import at, signed_in

# Columns that no seal holds, on purpose.
LEFT_OUT = {
    (Statement, "submitted_at"): "said by its first posting, and compared with that",
    (Statement, "submitted_by"): "said by its first posting, and compared with that",
    (Statement, "sequence"): "which posting is its first, and compared with that",
    (Share, "state"): "moves after the sealing, and is compared with the postings",
    (Contract, "basket"): "with what it is shown; may change when all else is frozen",
    (Contract, "saving"): "leads to the saving that is sealed with it",
}
# What else is in a form of the statement, by the path that leads there.
BESIDE = {"saving__contract__": Contract, "saving__": Saving}


def held() -> dict[type, set[str]]:
    """The columns that seals hold, by model."""
    found: dict[type, set[str]] = {}
    for form in seals.FORMS.values():
        for column in form.columns:
            path = next((path for path in BESIDE if form.model is Statement and column.startswith(path)), "")
            found.setdefault(BESIDE.get(path, form.model), set()).add(column.removeprefix(path).split("__")[0])
        for part in form.parts:
            found.setdefault(part.model, set()).update(part.columns)
            if "__" not in part.of:
                found[part.model].add(part.of)
    found[ContractPart].add("contract")  # its path leads through the saving
    return found


def test_every_column_of_what_is_sealed_is_sealed_or_left_out_for_a_reason():
    columns = {
        (model, each.name) for model in held() for each in model._meta.local_concrete_fields if each.name != "id"
    }
    sealed = {(model, name) for model, names in held().items() for name in names}
    assert columns - sealed == set(LEFT_OUT)


def test_a_submitted_contract_goes_into_another_joint_procurement_and_the_ledger_is_still_proved(council):
    contract, basket = contracts.submitted(council), contracts.basket(council)
    actions.place_contract(by=council.person("officer"), contract=contract, basket=basket)
    assert proof.prove(council.partnership).problems == ()


def tampered(council, sql) -> list[str]:
    guards.drop(GUARDS)
    with connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.rowcount == 1
    guards.create(GUARDS)
    return list(proof.prove(council.partnership).problems)


@pytest.mark.parametrize(
    ("sql", "became"),
    [
        ("UPDATE savings_comment SET text = 'Fine.' WHERE id = {}", "is not what was sealed"),
        ("DELETE FROM savings_comment WHERE id = {}", "was sealed, and is gone"),
    ],
)
@pytest.mark.parametrize("which", [0, 1])
def test_what_was_said_of_a_statement_before_and_after_it_was_submitted_is_sealed(council, which, sql, became):
    saving = factories.draft(council)
    said = [actions.comment(by=council.person("officer"), statement=saving.statements.get(), text="The invoice?")]
    assert not Seal.objects.exists()
    (statement,) = actions.submit_saving(by=council.person("officer"), saving=saving)
    said.append(actions.comment(by=council.person("verifier"), statement=statement, text="It is page 2."))
    assert list(Seal.objects.order_by("number").values_list("what", "row")) == [
        *(("statement", statement.pk), ("comment", said[0].pk), ("comment", said[1].pk)),
    ]
    assert tampered(council, sql.format(said[which].pk)) == [f"Comment {said[which].pk} {became}."]


def test_what_was_decided_of_a_likely_duplicate_is_sealed(council):
    for _ in range(2):
        factories.submitted(council)
    signed_in(council.person("manager")).get(at("duplicate-list", council))
    pair = council.partnership.likely_pairs.get()
    decided = actions.decide_duplicate(
        by=council.person("manager"), pair=pair, verdict="different", reason="Two posts."
    )
    said = f"Decision on a likely duplicate {decided.pk} is not what was sealed."
    assert tampered(council, "UPDATE savings_duplicatedecision SET verdict = 'same'") == [said]

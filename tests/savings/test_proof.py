"""What is done to a ledger behind the portal's back is found, whatever the triggers were made to let pass."""

from contextlib import contextmanager

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from partnership import guards
from partnership.dated import Period
from savings import actions, proof, subtotals
from savings.guards import GUARDS
from savings.models import Evidence, Ledger, Posting, Seal, SharingAgreement, Statement, Subtotal
from tests import contracts, factories


@pytest.fixture
def stated(council):
    """Two statements, one verified, with stored subtotals; the triggers are out of the way."""
    factories.verified(council)
    factories.submitted(council, pence=5_00)
    for grouping in subtotals.GROUPINGS:
        subtotals.make(council.partnership.pk, grouping, 7)
    assert list(proof.prove(council.partnership).problems) == []
    guards.drop(GUARDS)
    yield council
    guards.create(GUARDS)


def tamper(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount > 0


def found(council) -> list[str]:
    return list(proof.prove(council.partnership).problems)


@pytest.mark.parametrize(
    ("column", "value"),
    [("pence", 1), ("year", 2024), ("cause", "returned"), ("reason", "So be it."), ("at", "2020-01-01 00:00:00+00:00")],
)
def test_a_changed_posting_breaks_the_chain(stated, column, value):
    tamper(f"UPDATE savings_posting SET {column} = %s WHERE sequence = 4", value)

    assert found(stated)[0] == "Posting 4 was changed: its hash does not follow from it and the one before."


def test_a_removed_posting_in_the_middle_is_missed(stated):
    tamper("DELETE FROM savings_posting WHERE sequence = 4")

    assert found(stated)[0] == "Posting 4 is missing: 5 follows 3."


def test_a_removed_tail_is_missed(stated):
    tamper("DELETE FROM savings_posting WHERE sequence = 12")

    assert found(stated)[0] == "The ledger's head says 12, but the last posting is 11."


def test_swapped_postings_break_the_chain(stated):
    for old, new in ((1, 1_000), (2, 1), (1_000, 2)):
        tamper("UPDATE savings_posting SET sequence = %s WHERE sequence = %s", new, old)

    assert found(stated)[0] == "Posting 1 was changed: its hash does not follow from it and the one before."


def test_a_ledger_set_back_is_found(stated):
    tamper("UPDATE savings_ledger SET sequence = 3")

    assert found(stated) == ["The ledger's head says 3, but the last posting is 12."]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE savings_statement SET year = 2024 WHERE id = %s", "Statement {} was changed after posting 1."),
        ("UPDATE savings_statement SET quarter = 2 WHERE id = %s", "Statement {} was changed after posting 1."),
        ("UPDATE savings_statement SET amount_pence = 1 WHERE id = %s", "The shares of statement {} do not add up"),
        ("UPDATE savings_statement SET sequence = 2 WHERE id = %s", "Statement {} says that posting 2 is its first"),
        ("UPDATE savings_share SET state = 'returned' WHERE statement_id = %s", "says returned, but its postings say"),
        ("UPDATE savings_share SET pence = pence + 1 WHERE statement_id = %s", "Statement {} was changed after"),
    ],
)
def test_what_was_stated_is_held_against_the_postings(stated, sql, said):
    statement = Statement.objects.earliest("pk")
    tamper(sql, statement.pk)

    assert any(said.format(statement.pk) in problem for problem in found(stated))


SEALED = {  # what is done past the triggers, and the first that is said of it; {} is the statement
    "UPDATE savings_statement SET sequence = NULL, submitted_at = NULL, submitted_by_id = NULL WHERE id = {}": (
        "Statement {} was changed after posting 1."
    ),
    "UPDATE savings_statement SET measure_hundredths = 5 WHERE id = {}": "Statement {} is not what was sealed.",
    "UPDATE savings_statement SET basis = 'population' WHERE id = {}": "Statement {} is not what was sealed.",
    "UPDATE savings_statement SET belongs_to_year = 2024 WHERE id = {}": "Statement {} is not what was sealed.",
    "UPDATE savings_statement SET stated_on = '2025-05-01' WHERE id = {}": "Statement {} is not what was sealed.",
    "UPDATE savings_statement SET note = 'So be it.' WHERE id = {}": "Statement {} is not what was sealed.",
    "UPDATE savings_statement SET organisation_id = organisation_id + 1 WHERE id = {}": (
        "Statement {} is not what was sealed."
    ),
    "UPDATE savings_statement SET submitted_at = '2025-05-01 00:00:00+00:00' WHERE id = {}": (
        "Statement {} was submitted by another person or at another moment than it says."
    ),
    "UPDATE savings_share SET weight = weight + 1 WHERE statement_id = {}": "Statement {} is not what was sealed.",
    "DELETE FROM savings_statement_authors WHERE statement_id = {}": "Statement {} is not what was sealed.",
    "UPDATE savings_saving SET title = 'Other'": "Statement {} is not what was sealed.",
    "UPDATE savings_saving SET baseline = 'taken', baseline_pence = 1": "Statement {} is not what was sealed.",
    "DELETE FROM savings_evidence": "Evidence {evidence} was sealed, and is gone.",
    "UPDATE savings_evidence SET name = 'other.txt'": "Evidence {evidence} is not what was sealed.",
    "DELETE FROM savings_periodstep": "Step of a period {step} was sealed, and is gone.",
    "UPDATE savings_periodstep SET by_id = by_id + 1": "Step of a period {step} is not what was sealed.",
    "UPDATE savings_agreedpart SET hundredths = hundredths + 1": (
        "Sharing agreement {agreement} is not what was sealed."
    ),
    "DELETE FROM savings_seal WHERE what = 'step'": "Seal 3 is missing: 5 follows 2.",
    "DELETE FROM savings_seal WHERE what = 'agreement'": "The ledger's head says seal 6, but the last seal is 5.",
    "UPDATE savings_seal SET digest = 'x' WHERE number = 2": (
        "Seal 2 was changed: its hash does not follow from it and the one before."
    ),
}


@pytest.fixture
def sealed(council):
    """A verified statement with evidence from before and after, a closed year, an approved agreement."""
    saving = factories.draft(council)
    evidence = factories.attached(council, saving, SimpleUploadedFile("proof.txt", b"Invoice 1"))
    (statement,) = actions.submit_saving(by=council.person("officer"), saving=saving)
    for share in statement.shares.all():
        actions.verify_share(by=council.person("verifier", share.organisation.code), share=share)
    closed = factories.closed(council, Period(2024))
    factories.attached(council, saving, SimpleUploadedFile("more.txt", b"Invoice 2"))
    agreement = factories.agreed(council)
    ids = {"evidence": evidence.pk, "step": closed.answers_id, "agreement": agreement.pk}
    assert list(Seal.objects.order_by("number").values_list("what", "sequence")) == [
        *(("statement", 0), ("evidence", 0), ("step", 9), ("step", 9), ("evidence", 9), ("agreement", 9)),
    ]
    assert found(council) == []
    guards.drop(GUARDS)
    yield council, statement, ids
    guards.create(GUARDS)


def test_what_is_sealed_is_held_against_the_chain(sealed):
    """In one world, each in a transaction that is undone."""
    council, statement, ids = sealed
    for sql, said in SEALED.items():
        with transaction.atomic(), without_foreign_keys():
            tamper(sql.format(statement.pk))
            problems = found(council)
            transaction.set_rollback(True)
        assert said.format(statement.pk, **ids) in problems, sql


@pytest.mark.parametrize(
    "sql", ["UPDATE savings_contract SET price_pence = 1", "DELETE FROM savings_contractpart WHERE weight > 0"]
)
def test_the_contract_of_a_saving_is_sealed_with_its_statements(council, sql):
    contracts.submitted(council)
    assert found(council) == []
    guards.drop(GUARDS)
    tamper(sql)
    guards.create(GUARDS)

    assert found(council) == [f"Statement {Statement.objects.earliest('pk').pk} is not what was sealed."]


def test_what_becomes_final_without_a_seal_is_found(sealed):
    council, statement, _ = sealed
    tamper(
        "INSERT INTO savings_statement_authors (user_id, statement_id) SELECT MAX(id), %s FROM partnership_user",
        statement.pk,
    )
    tamper("DELETE FROM savings_seal WHERE what = 'agreement'")
    assert f"Statement {statement.pk} is not what was sealed." in found(council)
    agreement = SharingAgreement.objects.get().pk
    assert f"Sharing agreement {agreement} was never sealed." in list(proof.sealed_rows(council.partnership))


@contextmanager
def without_foreign_keys():
    """What is undone again may break them meanwhile."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
    yield


@pytest.mark.parametrize(
    "sql", ["UPDATE savings_subtotalcell SET pence = pence + 1", "DELETE FROM savings_subtotalcell"]
)
def test_a_false_subtotal_is_found(stated, sql):
    tamper(sql)

    assert found(stated) == ["The subtotal by workstream up to 7 is not the sum of its postings."]
    assert Subtotal.objects.count() == 3


def test_a_changed_and_a_lost_evidence_file_are_found(council):
    evidence = factories.attached(council, factories.draft(council), SimpleUploadedFile("proof.txt", b"Invoice 1"))
    storage, name = evidence.file.storage, evidence.file.name
    assert found(council) == []
    storage.delete(name)
    assert found(council) == [f"The file of evidence {evidence.pk} is lost."]
    storage.save(name, ContentFile(b"Invoice 2"))
    assert found(council) == [f"The file of evidence {evidence.pk} is not the one that was attached."]
    assert Evidence.objects.count() == 1


def test_the_command_names_each_ledger_and_fails_when_one_is_not_proved(stated, capsys):
    other = factories.three_councils(slug="others", prefix="X")
    tamper("UPDATE savings_posting SET pence = 1 WHERE sequence = 1")

    with pytest.raises(CommandError, match="1 ledger can not be proved"):
        call_command("verify_ledger")
    call_command("verify_ledger", other.partnership.slug)
    with pytest.raises(CommandError, match="There is no partnership nowhere"):
        call_command("verify_ledger", "nowhere")

    said = capsys.readouterr().out
    assert "three-councils: Posting 1 was changed" in said
    assert "others: proved up to sequence 0." in said


def test_a_proof_costs_a_fixed_number_of_queries(council, django_assert_num_queries):
    for count in (1, 3):
        for _ in range(count):
            factories.submitted(council)
        with django_assert_num_queries(29):
            list(proof.prove(council.partnership).problems)
    assert Ledger.objects.get().sequence == Posting.objects.count() == 12

"""What is done to a ledger behind the portal's back is found, whatever the triggers were made to let pass."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection

from partnership import guards
from savings import proof, subtotals
from savings.guards import GUARDS
from savings.models import Evidence, Ledger, Posting, Statement, Subtotal
from tests import factories


@pytest.fixture
def stated(council):
    """Two statements, one verified, with stored subtotals; the triggers are out of the way."""
    factories.verified(council)
    factories.submitted(council, pence=5_00)
    for grouping in subtotals.GROUPINGS:
        subtotals.make(council.partnership.pk, grouping, 7)
    assert list(proof.problems(council.partnership)) == []
    guards.drop(GUARDS)
    yield council
    guards.create(GUARDS)


def tamper(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount > 0


def found(council) -> list[str]:
    return list(proof.problems(council.partnership))


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
        with django_assert_num_queries(13):
            list(proof.problems(council.partnership))
    assert Ledger.objects.get().sequence == Posting.objects.count() == 12

"""What was written stays: the models refuse a change, and so does the database when asked in SQL."""

import pytest
from django.db import IntegrityError, connection, transaction

from partnership import guards
from savings.models import Ledger, Posting, Share
from tests import factories
from tests.conftest import ALL_GUARDS

REFUSED = [
    "UPDATE savings_posting SET pence = pence + 1",
    "UPDATE savings_posting SET reason = 'another'",
    "DELETE FROM savings_posting",
    "UPDATE savings_statement SET amount_pence = 1",
    "UPDATE savings_statement SET note = 'another'",
    "UPDATE savings_statement SET sequence = NULL, submitted_at = NULL, submitted_by_id = NULL",
    "DELETE FROM savings_statement",
    "UPDATE savings_share SET pence = pence + 1",
    "UPDATE savings_share SET weight = 2",
    "UPDATE savings_share SET state = 'returned'",
    "DELETE FROM savings_share",
    "DELETE FROM savings_statement_authors",
    "UPDATE savings_saving SET title = 'another'",
    "DELETE FROM savings_saving",
    "UPDATE savings_ledger SET sequence = 0",
    "DELETE FROM savings_ledger",
    "DELETE FROM savings_historicalstatement",
    "UPDATE savings_historicalsaving SET title = 'another'",
]


@pytest.mark.parametrize("sql", REFUSED)
def test_sql_is_refused(council, sql):
    factories.verified(council)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_share_may_not_join_a_submitted_statement(council):
    statement = factories.submitted(council)

    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.create(
            statement=statement,
            partnership=council.partnership,
            weight=1,
            pence=0,
            organisation=factories.organisation("Another", "ANO"),
        )


def test_a_posting_may_not_leave_a_gap(council):
    statement = factories.submitted(council)
    posting = Posting.objects.filter(statement=statement).last()
    posting.pk, posting.sequence, posting._state.adding = None, posting.sequence + 2, True

    with pytest.raises(IntegrityError), transaction.atomic():
        posting.save()


def test_shares_that_do_not_add_up_can_not_be_submitted(council):
    saving = factories.draft(council)
    statement = saving.statements.get()

    with pytest.raises(IntegrityError, match="add up"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE savings_share SET pence = pence - 1 WHERE statement_id = %s", [statement.pk])
        cursor.execute(
            "UPDATE savings_statement SET sequence = 1, submitted_at = drafted_at, submitted_by_id = drafted_by_id "
            "WHERE id = %s",
            [statement.pk],
        )


def test_the_models_refuse(council):
    factories.submitted(council)
    posting = Posting.objects.first()

    for change in (posting.save, posting.delete, Posting.objects.all().delete, lambda: Posting.objects.update(pence=0)):
        with pytest.raises(TypeError, match="never"):
            change()


def test_every_guard_is_in_the_database(db):
    assert guards.missing(ALL_GUARDS) == []
    assert len({guard.trigger for guard in ALL_GUARDS}) == len(ALL_GUARDS)


def test_a_draft_can_still_be_changed_and_discarded(council):
    saving = factories.draft(council)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE savings_statement SET note = 'still a draft'")
        cursor.execute("UPDATE savings_saving SET title = 'still a draft'")
    saving.statements.get().delete()

    assert not Ledger.objects.filter(sequence__gt=0).exists()

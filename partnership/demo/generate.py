"""Writing a generated partnership: many rows at a time, with every posting, hash and history row it would have."""

from datetime import date, datetime
from itertools import islice
from random import Random

from django.db import connection, models, transaction

from partnership.demo import generated
from partnership.demo.invention import Inventor, Stated
from partnership.models import Partnership
from savings import ledger
from savings.ledger import Entry
from savings.models import Cause, Saving, Share, Statement

YEARS = 12  # financial years of history
AT_ONCE = 2_000


@transaction.atomic
def generate(name: str, *, statements: int, seed: int, partners: int, workstreams: int, now: datetime) -> Partnership:
    """A partnership with exactly this many statements. The same arguments on the same day invent the same."""
    rng = Random(seed)
    founded_on = date(now.year - YEARS, 4, 1)
    ground = generated.prepare(name, rng, partners=partners, workstreams=workstreams, founded_on=founded_on)
    inventor = Inventor(ground, rng, now)
    stated: list[Stated] = []
    while len(stated) < statements:
        _write_drafts(inventor, stated, statements)
    _write_history(Saving, ground.partnership, "+", at="created_at", by="created_by_id")
    _write_history(Statement, ground.partnership, "+", at="drafted_at", by="drafted_by_id")
    _submit(ground.partnership, stated)
    _write_history(Statement, ground.partnership, "~", at="submitted_at", by="submitted_by_id")
    return ground.partnership


def _write_drafts(inventor: Inventor, stated: list[Stated], most: int) -> None:
    """Invent some savings and write them with their statements and shares; add the statements to `stated`."""
    savings, new = [], []
    while len(new) < min(AT_ONCE, most - len(stated)):
        saving = inventor.saving()
        found = list(islice(inventor.statements(saving), most - len(stated) - len(new)))
        if found:
            saving.created_at = min(each.statement.drafted_at for each in found)
            savings.append(saving)
            new += found
    Saving.objects.bulk_create(savings)
    _write_statements([each.statement for each in new])
    Share.objects.bulk_create(share for each in new for share in each.shares)
    stated += new


def _write_statements(statements: list[Statement]) -> None:
    """Those that replace another come after the ones they replace."""
    Statement.objects.bulk_create(statement for statement in statements if statement.replaces is None)
    Statement.objects.bulk_create(statement for statement in statements if statement.replaces is not None)
    authors = Statement.authors.through
    authors.objects.bulk_create(
        authors(statement_id=statement.pk, user_id=statement.drafted_by_id) for statement in statements
    )


def _write_history(model: type[models.Model], partnership: Partnership, kind: str, *, at: str, by: str) -> None:
    """The history of rows as they are now: created ("+") or changed ("~") at the moment and by whom these columns say.

    By the database alone. A changed row is one that has such a moment.
    """
    columns = ", ".join(field.column for field in model._meta.concrete_fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model.history.model._meta.db_table} "
            f"({columns}, history_type, history_date, history_user_id) "
            f"SELECT {columns}, %s, {at}, {by} FROM {model._meta.db_table} "
            f"WHERE partnership_id = %s AND {at} IS NOT NULL ORDER BY id",
            [kind, partnership.pk],
        )


def _left(entry: Entry) -> int:
    """How many lines take out what the entry replaces, before its own statement's first."""
    return sum(not line.entering for line in entry.lines)


def _submit(partnership: Partnership, stated: list[Stated]) -> None:
    """Post everything that happened in order of time; then let the statements say when they were submitted."""
    entries = sorted((entry for each in stated for entry in each.entries), key=lambda entry: entry.at)
    with ledger.locked(partnership) as head:
        firsts = ledger.post_entries(head, entries)
    moment = connection.ops.adapt_datetimefield_value
    submitted = [
        (first + _left(entry), moment(entry.at), entry.by.pk, entry.lines[-1].share.statement_id)
        for entry, first in zip(entries, firsts, strict=True)
        if entry.cause in (Cause.SUBMITTED, Cause.RESTATED)
    ]
    with connection.cursor() as cursor:  # row by row, but sent together: each becomes what only it knows
        cursor.executemany(
            f"UPDATE {Statement._meta.db_table} SET sequence = %s, submitted_at = %s, submitted_by_id = %s "
            "WHERE id = %s AND sequence IS NULL",
            submitted,
        )

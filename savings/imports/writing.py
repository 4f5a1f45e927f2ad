"""The writing of an import that was confirmed: all in one transaction, or nothing."""

from collections.abc import Sequence

from django.core.cache import cache
from django.db import transaction

from partnership import clock
from partnership.models import User
from partnership.permissions import require
from savings import ledger
from savings.actions.batch import Answers, draft_claims, submit_drafts
from savings.imports.checking import CHANGED, Fingerprint
from savings.imports.files import Unreadable
from savings.imports.queue import QUEUE
from savings.imports.reading import Reading, opened
from savings.imports.rows import Judged
from savings.models import Import, ImportedRow, Statement


class Changed(Exception):
    """The good rows are not those of the report any more, or not shared as it says."""


def write(imported: Import) -> None:
    """Draft, and perhaps submit, what was confirmed; or check it again when it would come out differently now.

    The partnership's ledger is locked for as long as it takes, which is some ten seconds for each 10,000 rows.
    """
    by: User = imported.confirmed_by
    require(by, "savings.draft_saving", imported)
    try:
        with QUEUE.held(imported), ledger.locked(imported.partnership):
            written = _write_all(imported, by)
            QUEUE.write(
                imported,
                state=Import.State.FINISHED,
                written=written,
                finished_at=clock.now(),
                problem="",
                lease=None,
                leased_until=None,
            )
    except Changed:
        _check_again(imported)


def _write_all(imported: Import, by: User) -> int:
    reading = Reading(imported, by=by, answers=(answers := Answers()))
    fingerprint, written, rows_done = Fingerprint(), 0, 0
    try:
        with opened(imported) as file:
            for rows in reading.portions(file):
                good = [row for row in rows if row.is_good]
                for row in good:
                    fingerprint.add(row)
                written += _write_portion(imported, good, by, answers)
                QUEUE.check(imported)
                rows_done += len(good)
                cache.set(_key(imported), rows_done, timeout=3_600)
    except Unreadable as error:
        raise Changed from error
    if str(fingerprint) != imported.fingerprint:
        raise Changed
    return written


def _write_portion(imported: Import, rows: Sequence[Judged], by: User, answers: Answers) -> int:
    made = draft_claims(
        by=by,
        organisation=imported.organisation,
        claims=[row.claim for row in rows if row.claim],
        authors={imported.uploaded_by_id},
        reason=f"Import {imported.pk}.",
        answers=answers,
    )
    ImportedRow.objects.bulk_create(
        _trace(imported, row, statements) for row, statements in zip(rows, made, strict=True)
    )
    statements = [statement for each in made for statement in each]
    if imported.at_once and statements:
        submit_drafts(by=by, partnership=imported.partnership, statements=statements)
    return len(statements)


def _trace(imported: Import, row: Judged, statements: Sequence[Statement]) -> ImportedRow:
    """To a new saving with all its statements; or to the one further statement that the row made of an older one."""
    of_older = row.claim is not None and row.claim.of is not None
    (first, *_) = statements
    return ImportedRow(
        of=imported,
        sheet=row.sheet,
        row=row.number,
        saving_id=first.saving_id,
        statement_id=first.pk if of_older else None,
    )


@transaction.atomic
def _check_again(imported: Import) -> None:
    QUEUE.write(
        imported,
        state=Import.State.QUEUED,
        problem=CHANGED,
        attempts=0,
        confirmed_at=None,
        confirmed_by=None,
        lease=None,
        leased_until=None,
    )
    transaction.on_commit(lambda: QUEUE.send(imported.pk), robust=True)


def rows_written(imported: Import) -> int:
    """How many rows the worker has got through. Only to be shown: the transaction is not over, so no row can say it."""
    return int(cache.get(_key(imported)) or 0)


def _key(imported: Import) -> str:
    return f"import-{imported.pk}-written-{imported.attempts}"

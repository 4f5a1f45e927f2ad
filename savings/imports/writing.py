"""The writing of an import that was confirmed: all in one transaction, or nothing."""

import pickle
from collections.abc import Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max

from partnership import bulk, clock
from partnership.models import Grant, Membership, Organisation, OrganisationSize, Partnership, User
from partnership.permissions import require
from savings import ledger
from savings.actions.batch import Answers, draft_claims, submit_drafts
from savings.imports.checking import CHANGED, Fingerprint
from savings.imports.files import Unreadable
from savings.imports.queue import QUEUE
from savings.imports.reading import Reading, opened
from savings.imports.rows import Judged
from savings.models import Contract, ContractPart, Import, ImportedRow, PeriodStep, SharingAgreement, Statement
from workstreams.models import Participation, Workstream

# What rows are judged by, besides the steps of periods: who may, who takes part, and the weights of shares.
_JUDGED_BY = (
    *(Grant, Membership, Organisation, OrganisationSize, Partnership),
    *(Workstream, Participation, SharingAgreement, Contract, ContractPart),
)


class Changed(Exception):
    """The good rows are not those of the report any more, or not shared as it says."""


class _Moved(Exception):
    """Something that the rows may depend on was changed since they were judged."""


def write(imported: Import) -> None:
    """Draft, and perhaps submit, what was confirmed; or check it again when it would come out differently now.

    The rows are judged, and drafted, before the partnership's ledger is locked: nobody sees drafts that are not
    committed. Under the lock is asked whether what they may depend on is still the same, and they are submitted, some
    seconds for each 10,000. Where it was changed they are judged and drafted again, all of it under the lock. So are
    statements of savings that exist: what somebody does to those under the lock would wait for this import, and this
    import for the lock.
    """
    by: User = imported.confirmed_by
    require(by, "savings.draft_saving", imported)
    try:
        with QUEUE.held(imported), TemporaryFile() as kept:
            before = _rules()
            of_older = _judge_all(imported, by, kept)
            try:
                if of_older:
                    raise _Moved
                with transaction.atomic():
                    _write_all(imported, by, kept, before)
            except (_Moved, ValidationError):
                with ledger.locked(imported.partnership):
                    if _rules() != before:
                        _judge_all(imported, by, kept)
                    _write_all(imported, by, kept, _rules())
    except Changed:
        _check_again(imported)


def _rules() -> list[dict[str, Any]]:
    """The last number and the count of all that was ever changed of what rows are judged by: it is the same as long as
    nothing was. One query for each model."""
    changes = [PeriodStep.objects.all(), *(model.history.all() for model in _JUDGED_BY)]
    return [rows.order_by().aggregate(last=Max("pk"), count=Count("pk")) for rows in changes]


def _judge_all(imported: Import, by: User, kept: IO[bytes]) -> bool:
    """Keep the good rows, portion by portion; whether one is a statement of a saving that exists. Raises Changed when
    they are not those of the report."""
    kept.seek(0)
    kept.truncate()
    reading, fingerprint, rows_done = Reading(imported, by=by, answers=Answers()), Fingerprint(), 0
    of_older = False
    try:
        with opened(imported) as file:
            for rows in reading.portions(file):
                good = [row for row in rows if row.is_good]
                for row in good:
                    fingerprint.add(row)
                    of_older |= row.claim is not None and row.claim.of is not None
                pickle.dump(good, kept, pickle.HIGHEST_PROTOCOL)
                rows_done += len(good)
                _tell(imported, rows_done // 2)
    except Unreadable as error:
        raise Changed from error
    if str(fingerprint) != imported.fingerprint:
        raise Changed
    return of_older


def _write_all(imported: Import, by: User, kept: IO[bytes], rules: list[dict[str, Any]]) -> None:
    """Draft what was kept; then, under the lock, submit it if that was asked for. Raises _Moved under the lock when
    the rules are not those any more."""
    with TemporaryFile() as drafted:
        answers, written, rows_done = Answers(), 0, imported.good // 2
        for rows in _portions(kept):
            statements = _draft_portion(imported, rows, by, answers)
            if imported.at_once and statements:
                pickle.dump(statements, drafted, pickle.HIGHEST_PROTOCOL)
            written += len(statements)
            rows_done += len(rows) // 2
            _tell(imported, rows_done)
        with ledger.locked(imported.partnership):
            if _rules() != rules:
                raise _Moved
            for statements in _portions(drafted):
                submit_drafts(by=by, partnership=imported.partnership, statements=statements)
            _finish(imported, written)


def _portions(kept: IO[bytes]) -> Iterator[list[Any]]:
    """What was kept in a file without a name, that nobody else can have written to."""
    kept.seek(0)
    while True:
        try:
            yield pickle.load(kept)
        except EOFError:
            return


def _tell(imported: Import, rows_done: int) -> None:
    """Show how far it is, and stop where somebody else has the import by now, or it was cancelled."""
    QUEUE.check(imported)
    cache.set(_key(imported), rows_done, timeout=3_600)


def _finish(imported: Import, written: int) -> None:
    QUEUE.write(
        imported,
        state=Import.State.FINISHED,
        written=written,
        finished_at=clock.now(),
        problem="",
        lease=None,
        leased_until=None,
    )


def _draft_portion(imported: Import, rows: Sequence[Judged], by: User, answers: Answers) -> list[Statement]:
    made = draft_claims(
        by=by,
        organisation=imported.organisation,
        claims=[row.claim for row in rows if row.claim],
        authors={imported.uploaded_by_id},
        reason=f"Import {imported.pk}.",
        answers=answers,
    )
    bulk.insert([_trace(imported, row, statements) for row, statements in zip(rows, made, strict=True)])
    return [statement for each in made for statement in each]


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
    """How many rows the worker has got through, half of it for judging, half for writing. Only to be shown: the
    transaction is not over, so no row can say it."""
    return int(cache.get(_key(imported)) or 0)


def _key(imported: Import) -> str:
    return f"import-{imported.pk}-written-{imported.attempts}"

"""The check of an import: every row judged, every error kept, sums to check against. Nothing is drafted."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from partnership import clock
from partnership.permissions import require
from savings.actions.batch import Answers
from savings.imports.duplicates import Duplicates
from savings.imports.files import TableFile, Unreadable
from savings.imports.findings import Finding
from savings.imports.queue import QUEUE
from savings.imports.reading import Reading, opened
from savings.imports.rows import Judged
from savings.models import Import

CHANGED = (
    "What the rows depend on has changed since they were checked: a membership, a weight, a saving or a role. "
    "Nothing was imported. The rows were checked again: look at the report once more."
)


class Fingerprint:
    """Of the good rows and their shares, in order: two readings that would write the same have the same."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def add(self, row: Judged) -> None:
        assert row.claim is not None
        shares = [
            (period.year, period.quarter, [(split.party, split.pence) for split in splits])
            for period, splits in row.claim.shares
        ]
        self._digest.update(f"{row.sheet}!{row.number}={shares}\n".encode("utf-8", "replace"))

    def __str__(self) -> str:
        return self._digest.hexdigest()


ALL = "All organisations together"


class Totals:
    """Sums by organisation, kind and financial year, with the number of statements: for checking against one's own.

    Those of all organisations together (0) come last: they are what the file's column of amounts adds up to.
    """

    def __init__(self) -> None:
        self._sums: dict[tuple[int, str, int], list[int]] = {}

    def add(self, row: Judged) -> None:
        claim = row.claim
        assert claim is not None
        kind = claim.details.kind if claim.details else claim.of.kind if claim.of else ""
        for period, splits in claim.shares:
            self._count(0, kind, period.year, sum(split.pence for split in splits))
            for split in splits:
                self._count(split.party, kind, period.year, split.pence)

    def _count(self, party: int, kind: str, year: int, pence: int) -> None:
        sums = self._sums.setdefault((party, kind, year), [0, 0])
        sums[0] += pence
        sums[1] += 1

    def of(self, imported: Import) -> list[dict[str, Any]]:
        members = imported.partnership.organisations.distinct().order_by("code")
        names = {**{each.pk: each.name for each in members}, 0: ALL}
        places = {pk: place for place, pk in enumerate(names)}
        in_order = sorted(self._sums.items(), key=lambda item: (places[item[0][0]], *item[0][1:]))
        return [
            {"organisation": names[pk], "kind": kind, "year": year, "pence": pence, "statements": count}
            for (pk, kind, year), (pence, count) in in_order
        ]


def check(imported: Import) -> None:
    """Judge every row and keep what was found. Whoever uploaded the file must still be allowed to import it."""
    require(imported.uploaded_by, "savings.draft_saving", imported)
    with QUEUE.held(imported):
        imported.problems.all().delete()
        reading = Reading(imported, by=imported.uploaded_by, answers=Answers())
        outcome = _Outcome(imported, reading)
        try:
            with opened(imported) as file:
                outcome.begin(file)
                for rows in reading.portions(file):
                    outcome.add(rows)
        except Unreadable as error:
            reading.findings.add(Finding("", "", error.sentence), error.sheet, error.row)
        outcome.finish()


class _Outcome:
    """What comes of a check, written down portion by portion: so far it is, and no further, if the worker dies."""

    def __init__(self, imported: Import, reading: Reading) -> None:
        self._import, self._reading = imported, reading
        self._duplicates, self._totals, self._fingerprint = Duplicates(imported), Totals(), Fingerprint()
        self._good = 0
        self._notes: list[str] = []

    def begin(self, file: TableFile) -> None:
        self._notes = file.notes
        QUEUE.write(self._import, expected=file.expected, rows=0, good=0, errors=0, warnings=0)

    def add(self, rows: Sequence[Judged]) -> None:
        self._duplicates.look(rows)
        for row in rows:
            for finding in row.findings:
                self._reading.findings.add(finding, row.sheet, row.number)
            if row.is_good:
                self._good += 1
                self._totals.add(row)
                self._fingerprint.add(row)
        self._store()

    def finish(self) -> None:
        imported = self._import
        self._store(
            state=Import.State.REPORTED,
            notes=[*self._notes, *self._duplicates.notes],
            totals=self._totals.of(imported),
            fingerprint=str(self._fingerprint),
            reported_at=clock.now(),
            problem=imported.problem if imported.problem == CHANGED else "",
            attempts=0,
            lease=None,
            leased_until=None,
        )

    def _store(self, **changes: Any) -> None:
        """The findings and the counts together, or neither when somebody else has the import by now."""
        findings, rows = self._reading.findings, self._reading.rows
        with transaction.atomic():
            counts = {"rows": rows, "good": self._good, "errors": findings.errors, "warnings": findings.warnings}
            QUEUE.write(self._import, **counts, **changes)
            findings.store()

"""An import's file read to its end, a thousand judged rows at a time: one road for the check and for the writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

from django.conf import settings
from openpyxl.utils import get_column_letter, range_boundaries

from partnership.models import User
from savings.actions.batch import Answers
from savings.imports.columns import Layouts
from savings.imports.files import CsvFile, Record, Sheet, TableFile, Unreadable
from savings.imports.findings import Finding, Findings
from savings.imports.headings import Headings, headings
from savings.imports.rows import Judge, Judged
from savings.imports.workbooks import Workbook
from savings.models import Import

AT_ONCE = 1_000
LOOKED_AT = 10  # rows among which the headings are looked for
ENOUGH = 3  # headings of the template that make a row the row of headings
_HIDDEN = "This sheet is hidden, so it is not read. If its rows are meant, unhide it and upload the file again."
_MERGED = "The cells {} are merged, so only the first of them has a value. Unmerge them and fill in each row."


@contextmanager
def opened(imported: Import) -> Iterator[TableFile]:
    """The stored file as a table, whatever it is. Raises Unreadable."""
    with imported.file.open("rb") as file:
        yield CsvFile(file, imported.name) if imported.format == "csv" else Workbook(file, imported.name)


class Reading:
    """Reads for one person, who must see and may use what the rows name. Findings about no row go to `findings`."""

    def __init__(self, imported: Import, *, by: User, answers: Answers) -> None:
        self.findings = Findings(imported)
        self._layouts = Layouts(user=by, partnership=imported.partnership, organisation=imported.organisation)
        self._judge = Judge(self._layouts, answers)
        self.rows = 0
        self._recognised = False

    def portions(self, file: TableFile) -> Iterator[list[Judged]]:
        """All rows that are not empty. Where the file can not be read any further, it ends with a finding."""
        for name in file.hidden:
            self.findings.add(Finding("", "", _HIDDEN, is_error=False), name)
        try:
            for sheet in file.sheets():
                yield from self._of_sheet(sheet)
        except Unreadable as error:
            self.findings.add(Finding("", "", error.sentence), error.sheet, error.row)
            return
        if not self._recognised:
            self.findings.add(Finding("", "", "No row has headings of the template. Start from the template."))
        elif self.rows == 0 and not self.findings.errors:
            self.findings.add(Finding("", "", "There are headings, but no rows below them. Fill in at least one row."))

    def _of_sheet(self, sheet: Sheet) -> Iterator[list[Judged]]:
        found, number, records = self._headings(sheet)
        if found is None:
            return
        self._recognised = True
        for finding in found.findings:
            self.findings.add(finding, sheet.name, number)
        if not found.in_order:
            return
        merged = _merged(sheet)
        for waiting in self._waiting(sheet, records):
            yield self._judged(found, sheet, waiting, merged)

    def _waiting(self, sheet: Sheet, records: Iterator[Record]) -> Iterator[list[Record]]:
        """The rows that are not empty, in portions; also those before the place where the file can not be read."""
        waiting: list[Record] = []
        try:
            for record in records:
                if _is_empty(record):
                    continue
                if self.rows == settings.IMPORT_MAX_ROWS:
                    sentence = f"The file has more than {self.rows:,} rows. Split it."
                    raise Unreadable(sentence, sheet=sheet.name, row=record.number)
                waiting.append(record)
                self.rows += 1
                if len(waiting) == AT_ONCE:
                    yield waiting
                    waiting = []
        except Unreadable:
            if waiting:
                yield waiting
            raise
        if waiting:
            yield waiting

    def _headings(self, sheet: Sheet) -> tuple[Headings | None, int, Iterator[Record]]:
        """The headings, their row's number, and the records below them. None, with a warning, where there are none."""
        looked_at: list[Record] = []
        for record in sheet.records:
            if _is_empty(record):
                continue
            found = headings(record.cells, self._layouts.all)
            if len(found.places) >= ENOUGH:
                return found, record.number, sheet.records
            looked_at.append(record)
            if len(looked_at) == LOOKED_AT:
                break
        for place, record in enumerate(looked_at):
            found = headings(record.cells, self._layouts.all)
            if found.places:
                return found, record.number, chain(looked_at[place + 1 :], sheet.records)
        if looked_at:
            sentence = "It has no row with headings of the template, so it is not read."
            self.findings.add(Finding("", "", sentence, is_error=False), sheet.name)
        return None, 0, sheet.records

    def _judged(
        self, found: Headings, sheet: Sheet, records: list[Record], merged: list[tuple[int, int, str]]
    ) -> list[Judged]:
        judged = self._judge.judge(found, sheet, records)
        for row in judged if merged else ():
            for first, last, cells in merged:
                if first <= row.number <= last:
                    row.findings.append(Finding("", cells, _MERGED.format(cells)))
                    row.claim = None
        return judged


def _is_empty(record: Record) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in record.cells)


def _merged(sheet: Sheet) -> list[tuple[int, int, str]]:
    """The rows that merged cells reach over, and their name. At most a few hundred: more would be a picture."""
    found = []
    for cells in sheet.merged[:500]:
        left, top, right, bottom = range_boundaries(cells)
        found.append((top, bottom, f"{get_column_letter(left)}{top} to {get_column_letter(right)}{bottom}"))
    return found

"""Files of readings: CSV, an Excel workbook, or rows pasted from one. Read whole, all that is wrong said at once.

A few thousand rows, written at once or not at all: nobody waits long, and no queue is needed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, BinaryIO

from django.db import transaction

from partnership.models import Partnership, User
from savings.imports import cells
from savings.imports.files import CsvFile, Record, Sheet, Unreadable, format_of
from savings.imports.workbooks import Workbook
from workstreams import actions
from workstreams.actions import Measured
from workstreams.models import Reading
from workstreams.reading_rows import NAMES, NEEDED, Rows

MOST_ROWS = 5_000
MOST_BYTES = 5 * 1024 * 1024
HEADINGS = {name: name.replace("_", " ").capitalize() for name in NAMES}
# What an action calls a field, by the name of its column.
_CALLED = {"value_hundredths": "value", "first_on": "period", "last_on": "period"}


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong in a row (0: of the file), and in which column."""

    row: int
    column: str
    sentence: str


@dataclass
class Outcome:
    """What became of a file: problems, or the readings that were recorded."""

    problems: list[Problem] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)


@transaction.atomic
def record(*, by: User, partnership: Partnership, text: str = "", file: BinaryIO | None = None) -> Outcome:
    """Record all readings of a pasted text or a file or, where anything is wrong, none of them."""
    outcome = Outcome()
    rows, numbers = _read(file or BytesIO(text.encode("utf-8", "surrogatepass")), by, partnership, outcome)
    refused = actions.check_readings(by=by, rows=rows) if rows else {}
    for place, error in refused.items():
        for name, sentences in error.message_dict.items():
            column = HEADINGS.get(_CALLED.get(name, name), "")
            outcome.problems += [Problem(numbers[place], column, sentence) for sentence in sentences]
    if not outcome.problems:
        outcome.readings = actions.record_readings(by=by, rows=rows)
    outcome.problems.sort()
    return outcome


def _read(file: BinaryIO, by: User, partnership: Partnership, outcome: Outcome) -> tuple[list[Measured], list[int]]:
    """The rows that can be read, and their numbers."""
    found: list[Measured] = []
    numbers: list[int] = []
    known = Rows(by, partnership)
    try:
        for number, given in _words(file, outcome):
            row, errors = known.measured(given)
            outcome.problems += [
                Problem(number, HEADINGS[name], text) for name, said in errors.items() for text in said
            ]
            if row:
                found.append(row)
                numbers.append(number)
    except Unreadable as error:
        outcome.problems.append(Problem(error.row or 0, "", error.sentence))
    else:
        if not found and not outcome.problems:
            outcome.problems.append(Problem(0, "", "There are no rows below the headings. Fill in at least one row."))
    return found, numbers


def _words(file: BinaryIO, outcome: Outcome) -> Iterator[tuple[int, dict[str, str]]]:
    """The cells of each row that is not empty, by the name of their column. Raises Unreadable."""
    table: CsvFile | Workbook = CsvFile(file) if format_of(file) == "csv" else Workbook(file)
    sheet: Sheet | None = next(iter(table.sheets()), None)
    if sheet is None:
        raise Unreadable("The workbook has no sheet to read.")
    names: dict[int, str] = {}
    read = 0
    for record_ in sheet.records:
        if not any(str(cell or "").strip() for cell in record_.cells):
            continue
        if not names:
            names = _headings(record_)
            continue
        read += 1
        if read > MOST_ROWS:
            raise Unreadable(f"There are more than {MOST_ROWS:,} rows. Split the file.", row=record_.number)
        given = {}
        for place, name in names.items():
            cell = record_.cells[place] if place < len(record_.cells) else ""
            given[name] = _text(cell, record_.number, name, outcome)
        yield record_.number, given
    if not names:
        raise Unreadable("There is nothing in it. Start with a row of headings.")


def _text(cell: Any, number: int, name: str, outcome: Outcome) -> str:
    try:
        return cells.text_of(cell)
    except cells.Unread as error:
        outcome.problems.append(Problem(number, HEADINGS[name], str(error)))
        return ""


def _headings(record_: Record) -> dict[int, str]:
    """Where each column stands. Raises Unreadable with all that is wrong with the row of headings."""
    known = {heading.casefold(): name for name, heading in HEADINGS.items()}
    texts = [cells.shown(cell).strip() for cell in record_.cells]
    found = {place: known[text.casefold()] for place, text in enumerate(texts) if text.casefold() in known}
    foreign = [f"“{text}” is not a column" for text in texts if text and text.casefold() not in known]
    missing = [f"“{HEADINGS[name]}” is missing" for name in NAMES if name in NEEDED and name not in found.values()]
    double = [f"“{HEADINGS[name]}” stands twice" for name in NAMES if list(found.values()).count(name) > 1]
    if wrong := [*missing, *double, *foreign]:
        columns = ", ".join(HEADINGS.values())
        raise Unreadable(f"In the headings {'; '.join(wrong)}. The columns are: {columns}.", row=record_.number)
    return found

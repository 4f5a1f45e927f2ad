"""Small files of rows, and rows pasted from a spreadsheet: CSV or an Excel workbook, the cells by the names of columns.

A few thousand rows, written at once or not at all: nobody waits long, and no queue is needed.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership.exports.separated import inert
from savings.imports import cells
from savings.imports.files import CsvFile, Record, Sheet, Unreadable, format_of
from savings.imports.workbooks import Workbook

MOST_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong in a row (0: of the file), and in which column."""

    row: int
    column: str
    sentence: str


@dataclass(frozen=True)
class Columns:
    """What a file must look like: headings by the name of their column, those it can not do without, its length."""

    headings: Mapping[str, str]
    needed: Collection[str]
    most_rows: int


def headings(names: Iterable[str]) -> dict[str, str]:
    return {name: name.replace("_", " ").capitalize() for name in names}


@dataclass
class Outcome:
    """What became of a file: problems, or the rows that were recorded."""

    problems: list[Problem] = field(default_factory=list)
    made: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Recorder:
    """How the rows of one kind of file are understood, checked and recorded."""

    columns: Columns
    understand: Callable[[Mapping[str, str]], tuple[Any, Mapping[str, list[str]]]]  # a row, or what its words get wrong
    check: Callable[[list[Any]], Mapping[int, ValidationError]]  # what is refused, by the place in the list
    act: Callable[[list[Any]], list[Any]]
    nothing: str  # said of a file without a row that says something
    says_nothing: Callable[[Any], bool] = lambda row: False
    called: Mapping[str, str] = field(default_factory=dict)  # the column of what an action calls otherwise

    @transaction.atomic
    def record(self, *, text: str = "", file: BinaryIO | None = None) -> Outcome:
        """Record all rows of a pasted text or a file or, where anything is wrong, none of them. Raises what the action
        refuses as a whole."""
        outcome = Outcome()
        found = self._read(file or BytesIO(text.encode("utf-8", "surrogatepass")), outcome)
        rows = [row for _, row in found]
        for place, error in (self.check(rows) if rows else {}).items():
            for name, sentences in error.message_dict.items():
                outcome.problems += self._told(found[place][0], self.called.get(name, name), sentences)
        if not outcome.problems:
            outcome.made = self.act(rows)
        outcome.problems.sort()
        return outcome

    def _read(self, file: BinaryIO, outcome: Outcome) -> list[tuple[int, Any]]:
        """The rows that can be understood, with their numbers."""
        found: list[tuple[int, Any]] = []
        try:
            for number, given in read(file, self.columns, outcome.problems):
                row, errors = self.understand(given)
                for name, said in errors.items():
                    outcome.problems += self._told(number, name, said)
                if row:
                    found.append((number, row))
        except Unreadable as error:
            outcome.problems.append(Problem(error.row or 0, "", error.sentence))
        else:
            if not outcome.problems and all(self.says_nothing(row) for _, row in found):
                outcome.problems.append(Problem(0, "", self.nothing))
        return found

    def _told(self, number: int, name: str, sentences: Iterable[str]) -> list[Problem]:
        return [Problem(number, self.columns.headings.get(name, ""), sentence) for sentence in sentences]


def read(file: BinaryIO, columns: Columns, problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
    """The cells of each row that is not empty, by the name of their column, with the row's number.

    Cells that can not be read go among the problems. Raises Unreadable where nothing more can be read.
    """
    is_csv = format_of(file) == "csv"
    table: CsvFile | Workbook = CsvFile(file) if is_csv else Workbook(file)
    sheet: Sheet | None = next(iter(table.sheets()), None)
    if sheet is None:
        raise Unreadable("The workbook has no sheet to read.")
    names: dict[int, str] = {}
    number = 0
    for record in sheet.records:
        if not any(str(cell or "").strip() for cell in record.cells):
            continue
        if not names:
            names = _names(record, columns)
            continue
        number += 1
        if number > columns.most_rows:
            raise Unreadable(f"There are more than {columns.most_rows:,} rows. Split the file.", row=record.number)
        given = {}
        for place, name in names.items():
            cell = record.cells[place] if place < len(record.cells) else ""
            text = _text(cell, record.number, columns.headings[name], problems)
            given[name] = as_meant(text) if is_csv else text
        yield record.number, given
    if not names:
        raise Unreadable("There is nothing in it. Start with a row of headings.")


def as_meant(text: str) -> str:
    """Without the apostrophe that the portal's own CSV puts before what a spreadsheet would take for a formula.

    >>> as_meant("'=as agreed"), as_meant("'tis so"), as_meant("-5")
    ('=as agreed', "'tis so", '-5')
    """
    return text[1:] if text.startswith("'") and inert(text[1:]) == text else text


def _text(cell: Any, number: int, heading: str, problems: list[Problem]) -> str:
    try:
        return cells.text_of(cell)
    except cells.Unread as error:
        problems.append(Problem(number, heading, str(error)))
        return ""


def _names(record: Record, columns: Columns) -> dict[int, str]:
    """Where each column stands. Raises Unreadable with all that is wrong with the row of headings."""
    headings_ = columns.headings
    known = {heading.casefold(): name for name, heading in headings_.items()}
    texts = [cells.shown(cell).strip() for cell in record.cells]
    found = {place: known[text.casefold()] for place, text in enumerate(texts) if text.casefold() in known}
    there = list(found.values())
    foreign = [f"“{text}” is not a column" for text in texts if text and text.casefold() not in known]
    missing = [f"“{headings_[name]}” is missing" for name in headings_ if name in columns.needed and name not in there]
    double = [f"“{headings_[name]}” stands twice" for name in headings_ if there.count(name) > 1]
    if wrong := [*missing, *double, *foreign]:
        listed = ", ".join(headings_.values())
        raise Unreadable(f"In the headings {'; '.join(wrong)}. The columns are: {listed}.", row=record.number)
    return found

"""XLSX for Excel, written row by row into a file.

It can not leave while it is made: the library writes the parts of the archive when all rows are there, the list of
sheets among them. So the sheets are kept on disk, a row at a time in memory, and what is sent is a temporary file. Rows
beyond the 1,048,575 that a sheet holds stand on further sheets, and the sheet "About this file" says so.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from partnership import clock
from partnership.exports.cells import Pence, for_sheet, known
from partnership.exports.model import ABOUT, Export
from partnership.money import pounds

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_FORMATS = {Pence: "#,##0.00", date: "dd/mm/yyyy", datetime: "dd/mm/yyyy hh:mm:ss"}
_WIDTH, _WIDEST = 12, 40


def write(export: Export, file: IO[bytes], *, by: str = "") -> None:
    """Write the whole workbook into the file. The library keeps one row in memory, and its sheets on disk."""
    with Workbook(file, OPTIONS) as book:
        book.set_properties({"title": export.title, "author": by, "created": known(clock.now())})
        looks = {kind: book.add_format({"num_format": look}) for kind, look in _FORMATS.items()}
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for name, rows in export.sheets():
            sheet = book.add_worksheet(name)
            _head(sheet, export.headings, bold)
            _fill(sheet, rows, looks)
        about = book.add_worksheet(ABOUT)
        about.set_column(0, 0, 20)
        about.set_column(1, 1, 80)
        for number, (heading, value) in enumerate(export.about()):
            about.write_string(number, 0, heading, bold)
            _put(about, number, 1, value, looks, wrap)


def _head(sheet: Worksheet, headings: Sequence[str], bold: Any) -> None:
    sheet.freeze_panes(1, 1)
    for column, heading in enumerate(headings):
        sheet.set_column(column, column, min(max(_WIDTH, len(heading) + 2), _WIDEST))
        sheet.write_string(0, column, _text(heading), bold)


def _fill(sheet: Worksheet, rows: Iterator[Sequence[Any]], looks: dict[type, Any]) -> None:
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _put(sheet, number, column, value, looks)


def _put(sheet: Worksheet, row: int, column: int, value: Any, looks: dict[type, Any], look: Any = None) -> None:
    kind = type(value)
    if kind is str:
        if value:
            sheet.write_string(row, column, _text(value), look)
    elif kind is Pence:  # a Decimal is written digit by digit, a float would be rounded
        sheet.write_number(row, column, pounds(value), looks[Pence])
    elif kind is int or kind is Decimal:
        sheet.write_number(row, column, value)
    elif kind is date or (kind is datetime and value.tzinfo is None):
        sheet.write_datetime(row, column, value, looks[kind])
    elif value is not None:
        _put(sheet, row, column, _known(value), looks, look)


def _known(value: Any) -> Any:
    """Of exactly one of the types above, so that asking again ends."""
    found = known(value)
    for kind in (Pence, int, Decimal, datetime, date):
        if isinstance(found, kind):
            return found if type(found) is kind else str(found)
    return found


def _text(text: str) -> str:
    """The library takes a text between these two marks for its own XML; an apostrophe before it makes it a text."""
    clean = for_sheet(text)
    return f"'{clean}" if clean.startswith("<r>") and clean.endswith("</r>") else clean

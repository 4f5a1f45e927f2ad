"""The template of one partnership: a workbook that explains columns and lists values, or CSV with the headings.

It is made from the same columns that a file is read by.
"""

import io
from collections.abc import Iterator
from typing import Any

import xlsxwriter

from partnership.exports import csv_lines
from savings.imports.columns import Column, Layout, Layouts

COLUMNS, VALUES = "Columns", "Valid values"
LAST = 1_048_575  # the last row of a sheet, counted from 0
_TEXT = "@"  # a spreadsheet leaves what is typed under this format as it is: no 2025-26 becomes a date


def workbook(layouts: Layouts) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": _TEXT})
        listed = _listed(layouts)
        for layout in layouts.all:
            _write_sheet(book, layout, listed, bold, text)
        _write_columns(book, layouts, bold)
        _write_values(book, listed, bold)
    return written.getvalue()


def csv(layout: Layout) -> Iterator[str]:
    """The headings alone: an example would be imported with the rest."""
    return csv_lines([[column.heading for column in layout.columns]])


def _listed(layouts: Layouts) -> dict[str, Column]:
    """The columns with a list of values, each once, by their heading."""
    found = [column for layout in layouts.all for column in layout.columns if column.choices]
    return {column.heading: column for column in found}


def _write_sheet(book: Any, layout: Layout, listed: dict[str, Column], bold: Any, text: Any) -> None:
    sheet = book.add_worksheet(layout.name)
    sheet.freeze_panes(1, 0)
    places = {heading: place for place, heading in enumerate(listed)}
    for place, column in enumerate(layout.columns):
        sheet.set_column(place, place, max(14, len(column.heading) + 2), text)
        sheet.write_string(0, place, column.heading, bold)
        sheet.write_comment(0, place, column.explained)
        if column.choices and not column.several:
            letter = xlsxwriter.utility.xl_col_to_name(places[column.heading])
            source = f"='{VALUES}'!${letter}$2:${letter}${len(column.choices) + 1}"
            # A warning only: the check of the import says more than a spreadsheet can.
            sheet.data_validation(
                1, place, LAST, place, {"validate": "list", "source": source, "error_type": "warning"}
            )


def _write_columns(book: Any, layouts: Layouts, bold: Any) -> None:
    sheet = book.add_worksheet(COLUMNS)
    sheet.set_column(0, 2, 22)
    sheet.set_column(3, 4, 70)
    rows = [explained(layout, column) for layout in layouts.all for column in layout.columns]
    for number, row in enumerate([("Sheet", "Column", "Needed", "What belongs there", "Example"), *rows]):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell, bold if number == 0 else None)


def explained(layout: Layout, column: Column) -> tuple[str, str, str, str, str]:
    """A column in words: of which sheet, what it is called, whether it is needed, what belongs there, an example."""
    return layout.name, column.heading, "Yes" if column.needed else "No", column.explained, column.example


def _write_values(book: Any, listed: dict[str, Column], bold: Any) -> None:
    sheet = book.add_worksheet(VALUES)
    sheet.set_column(0, len(listed), 30)
    for place, (heading, column) in enumerate(listed.items()):
        sheet.write_string(0, place, heading, bold)
        for number, choice in enumerate(column.choices, start=1):
            sheet.write_string(number, place, choice)

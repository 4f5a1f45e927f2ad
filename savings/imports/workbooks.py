"""Excel workbooks (.xlsx), read as a stream. openpyxl tells sheets, texts and dates; defusedxml reads the rows.

openpyxl by itself can not tell an empty cell from a formula whose result was never stored; here that can be told.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import iterparse
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import from_excel
from openpyxl.xml.constants import SHEET_MAIN_NS

from savings.imports.cells import CellError, Special
from savings.imports.files import PIECE, Record, Sheet, Unreadable

MOST_BYTES = 512 * 1024 * 1024  # of all parts, unpacked
MOST_TEXTS = 96 * 1024 * 1024  # of the parts that are read whole: texts, styles and the like
MOST_PARTS = 2_000
MOST_COLUMNS = 300
MOST_ROWS = 300_000  # empty ones included
HELP = {"columns", "valid values"}  # the template's own sheets, which explain
DAMAGED = (
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, OSError, NotImplementedError),
    *(RuntimeError, OverflowError, ParseError, zipfile.BadZipFile, zlib.error),
)
_DAMAGED = "The workbook is damaged. Open it in your spreadsheet program, save it again as .xlsx, and upload that."
_TOO_LARGE = (
    "Unpacked, this workbook would be far larger than any list of savings. Copy the rows into the template and upload "
    "that."
)
_ROW, _CELL, _VALUE, _FORMULA, _INLINE, _TEXT = (
    f"{{{SHEET_MAIN_NS}}}{name}" for name in ("row", "c", "v", "f", "is", "t")
)
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_BEGINS = re.compile(rb"<(?:\w+:)?row[\s>/]")


class Workbook:
    """The visible sheets of a workbook but those of the template that explain."""

    def __init__(self, file: BinaryIO, name: str = "") -> None:
        self.name = name
        file.seek(0)
        _check_size(file)
        try:
            self._book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            states = [(sheet, sheet.sheet_state == "visible") for sheet in self._book.worksheets]
        except DAMAGED as error:
            raise Unreadable(_DAMAGED) from error
        self._sheets = [sheet for sheet, visible in states if visible and sheet.title.strip().lower() not in HELP]
        self.notes: list[str] = []
        self.hidden = [sheet.title[:60] for sheet, seen in states if not seen]
        self._merged: dict[str, list[str]] = {}
        self.expected = 0
        for sheet in self._sheets:
            merged, rows = _scan(sheet)
            self._merged[sheet.title] = merged
            self.expected += max(0, rows - 1)

    def sheets(self) -> Iterator[Sheet]:
        for sheet in self._sheets:
            yield Sheet(sheet.title[:60], self._records(sheet), self._book.epoch, self._merged[sheet.title])

    def _records(self, sheet: Any) -> Iterator[Record]:
        number = 0
        try:
            with sheet._get_source() as source:
                for count, (_, element) in enumerate(_rows(source), start=1):
                    if count > MOST_ROWS:
                        raise Unreadable(f"The sheet has more than {MOST_ROWS:,} rows.", sheet=sheet.title, row=number)
                    number = int(element.get("r") or number + 1)
                    yield Record(number, self._cells(element, sheet._shared_strings))
                    element.clear()
        except DAMAGED as error:
            raise Unreadable(f"{_DAMAGED} It could be read up to here.", sheet=sheet.title, row=number) from error

    def _cells(self, row: Element, texts: Sequence[str]) -> list[Any]:
        cells: list[Any] = []
        for element in row:
            if element.tag != _CELL:
                continue
            place = element.get("r")
            column = column_index_from_string(place.rstrip("0123456789")) if place else len(cells) + 1
            if column > MOST_COLUMNS:
                break
            while len(cells) < column - 1:
                cells.append(None)
            cells.append(self._value(element, texts))
        return cells

    def _value(self, cell: Element, texts: Sequence[str]) -> Any:
        kind, text = cell.get("t", "n"), cell.findtext(_VALUE)
        if kind == "inlineStr":
            inline = cell.find(_INLINE)
            return "" if inline is None else "".join(part.text or "" for part in inline.iter(_TEXT))
        if text is None or text == "":
            return Special.FORMULA if cell.find(_FORMULA) is not None and kind != "str" else None
        if kind == "s":
            return texts[int(text)]
        if kind == "b":
            return text == "1"
        if kind == "e":
            return CellError(text)
        if kind in ("str", "d"):
            return text
        return self._number(text, int(cell.get("s") or 0))

    def _number(self, text: str, style: int) -> Any:
        number = float(text) if any(sign in text for sign in ".eE") else int(text)
        if style not in self._book._date_formats:
            return number
        try:
            return from_excel(number, self._book.epoch, timedelta=style in self._book._timedelta_formats)
        except (OverflowError, ValueError):
            return CellError("a date that does not exist")


def _rows(source: Any) -> Iterator[tuple[str, Element]]:
    return ((event, element) for event, element in iterparse(source) if element.tag == _ROW)


def _check_size(file: BinaryIO) -> None:
    """By the sizes that the archive declares: no part unpacks to more, because reading stops there."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except DAMAGED as error:
        raise Unreadable(_DAMAGED) from error
    finally:
        file.seek(0)
    whole = sum(part.file_size for part in parts if not part.filename.startswith("xl/worksheets/"))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES or whole > MOST_TEXTS:
        raise Unreadable(_TOO_LARGE)


def _scan(sheet: Any) -> tuple[list[str], int]:
    """Which cells are merged, and how many rows there seem to be: merges stand behind the rows that they change."""
    merged, rows, rest = [], 0, b""
    try:
        with sheet._get_source() as source:
            while piece := source.read(PIECE):
                text = rest + piece
                cut = text.rfind(b">") + 1
                text, rest = text[:cut], text[cut:]
                merged += [found.decode() for found in _MERGED.findall(text)]
                rows += len(_BEGINS.findall(text))
    except DAMAGED as error:
        raise Unreadable(_DAMAGED, sheet=sheet.title) from error
    return merged, rows

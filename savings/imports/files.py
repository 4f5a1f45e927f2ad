"""What an uploaded file is, told by its content, and its sheets row by row. Never holds more than a row."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO, NamedTuple, Protocol

from openpyxl.utils.datetime import WINDOWS_EPOCH

PIECE = 1024 * 1024
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
SEPARATORS = (",", ";", "\t")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_NOT_TEXT = (
    "This is neither CSV nor an Excel workbook (.xlsx). Save it as one of these in your spreadsheet program, whatever "
    "its name ends in."
)


class Unreadable(Exception):
    """The file, or the rest of it, can not be read: a sentence that says why and how to mend it."""

    def __init__(self, sentence: str, *, sheet: str = "", row: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence, self.sheet, self.row = sentence, sheet, row


class Record(NamedTuple):
    """One row: its number as the spreadsheet counts, and its cells from the first column on."""

    number: int
    cells: Sequence[Any]


@dataclass
class Sheet:
    """One table of a file. `name` is empty for CSV. `merged` are ranges such as A2:A5 that hold one value for many."""

    name: str
    records: Iterator[Record]
    epoch: datetime = WINDOWS_EPOCH
    merged: list[str] = field(default_factory=list)


class TableFile(Protocol):
    """An open file: what there is to say of how it is read, the names of its hidden sheets, about how many rows it has,
    and its sheets in order."""

    notes: list[str]
    hidden: list[str]
    expected: int

    def sheets(self) -> Iterator[Sheet]: ...


def format_of(file: Any) -> str:
    """`csv` or `xlsx`, by the first bytes and what a zip file has inside. Raises Unreadable."""
    file.seek(0)
    head = file.read(4096)
    file.seek(0)
    if not head:
        raise Unreadable("The file is empty. Choose a file with something in it.")
    if head.startswith(OLD_EXCEL):
        raise Unreadable(
            "This is an old Excel workbook (.xls), or one that a password protects, whatever its name ends in. Open it "
            "and save it as an Excel workbook (.xlsx) without a password, or as CSV."
        )
    if head.startswith(ZIP):
        return _inside_zip(file)
    if head.startswith((b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")):
        raise Unreadable(_NOT_TEXT)
    if head.lstrip()[:1] == b"<":
        raise Unreadable(_NOT_TEXT)
    return "csv"


def _inside_zip(file: Any) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise Unreadable("The file is damaged. Open it in your spreadsheet program and save it again.") from error
    finally:
        file.seek(0)
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Unreadable(_NOT_TEXT)
    return "xlsx"


class CsvFile:
    """CSV in whatever encoding and with whatever separator spreadsheets write it."""

    def __init__(self, file: BinaryIO, name: str = "") -> None:
        self._file, self.name = file, name
        self._encoding, self._errors, called = _encoding(file)
        self._separator, self._skip = self._sniff()
        words = {",": "commas", ";": "semicolons", "\t": "tabs"}[self._separator]
        self.notes = [f"Read as {called}, with {words} between the columns."]
        self.hidden: list[str] = []
        if called == "Windows-1252":
            self.notes.append("Check that £, dashes and accents look right: the file does not say how it is encoded.")
        self.expected = max(0, _lines(file) - 1)

    def _text(self) -> io.TextIOWrapper:
        self._file.seek(0)
        return _Kept(self._file, encoding=self._encoding, errors=self._errors, newline="")

    def _sniff(self) -> tuple[str, int]:
        """The separator that stands most often in the first line outside quotation marks; how many lines to skip."""
        text = self._text()
        first = text.readline(100_000)
        skip = 0
        if first.lower().startswith("sep=") and len(first.strip()) == 5 and first[4] in SEPARATORS:
            text.detach()
            return first[4], 1
        while first and not first.strip() and skip < 1_000:
            first = text.readline(100_000)
            skip += 1
        text.detach()
        bare = "".join(first.split('"')[::2])
        return max(SEPARATORS, key=lambda separator: (bare.count(separator), separator == ",")), 0

    def sheets(self) -> Iterator[Sheet]:
        yield Sheet("", self._records())

    def _records(self) -> Iterator[Record]:
        text = self._text()
        for _ in range(self._skip):
            text.readline()
        rows = csv.reader(text, delimiter=self._separator, strict=True)
        number = self._skip
        while True:
            number += 1
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                raise _csv_problem(error, number) from error
            yield Record(number, cells)


class _Kept(io.TextIOWrapper):
    """Leaves the file under it open when it is thrown away."""

    def __del__(self) -> None:
        with suppress(ValueError):  # detached before
            self.detach()


def _csv_problem(error: csv.Error, row: int) -> Unreadable:
    if "field larger" in str(error):
        text = f"A cell has more than {csv.field_size_limit():,} characters. Shorten it"
    else:
        text = "The quotation marks do not match: one that opens a cell must close it, and one within is written twice"
    return Unreadable(f"{text}. The rows from here on were not read.", row=row)


def _encoding(file: BinaryIO) -> tuple[str, str, str]:
    """Encoding, what to do about errors, and what people call it. Lone surrogates come through: the form refuses them
    in the cell where they are."""
    file.seek(0)
    head = file.read(4096)
    for mark, encoding, called in _BOMS:
        if head.startswith(mark):
            return _tried(file, encoding, called)
    if head[1:200:2].count(0) > len(head[1:200:2]) * 0.6:
        return _tried(file, "utf-16-le", "UTF-16")
    if head[0:200:2].count(0) > len(head[0:200:2]) * 0.6:
        return _tried(file, "utf-16-be", "UTF-16")
    for encoding, called in (("utf-8", "UTF-8"), ("cp1252", "Windows-1252")):
        if _decodes(file, encoding):
            return encoding, "surrogatepass" if called == "UTF-8" else "strict", called
    raise Unreadable(f"{_NOT_TEXT} If it is CSV, save it as “CSV UTF-8”.")


def _tried(file: BinaryIO, encoding: str, called: str) -> tuple[str, str, str]:
    if not _decodes(file, encoding):
        raise Unreadable(f"The file says that it is {called}, but is not. Save it again as “CSV UTF-8”.")
    return encoding, "surrogatepass", called


def _decodes(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict" if encoding == "cp1252" else "surrogatepass")
    file.seek(0)
    try:
        while piece := file.read(PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _lines(file: BinaryIO) -> int:
    file.seek(0)
    count, last = 0, b"\n"
    while piece := file.read(PIECE):
        count, last = count + piece.count(b"\n"), piece[-2:]
    return count + (b"\n" not in last)

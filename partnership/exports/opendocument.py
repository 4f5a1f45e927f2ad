"""ODS for LibreOffice and whoever keeps to the open standard, streamed as it is made."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from stream_write_ods import stream_write_ods

from partnership import clock
from partnership.exports.cells import Pence, for_sheet, known, pounds_text
from partnership.exports.model import ABOUT, Export


class _Spaced(str):
    """A text with line breaks or runs of spaces, which a paragraph of the format would make one space."""


def _digits(number: Any) -> str:
    return f"{number:f}"


# By type: what the cell is, where its value stands, its style, the value as text. A currency has two decimals of its
# own in every program, and the library's styles have none.
_ENCODERS = (
    (type(None), (None, None, None, lambda value: None)),
    (str, ("string", None, None, str)),
    (_Spaced, ("string", "office:string-value", None, str)),
    (int, ("float", "office:value", None, str)),
    (Decimal, ("float", "office:value", None, _digits)),
    (Pence, ("currency", 'office:currency="GBP" office:value', None, pounds_text)),
    (date, ("date", "office:date-value", "date", date.isoformat)),
    (datetime, ("date", "office:date-value", None, datetime.isoformat)),
)
_TYPES = frozenset(kind for kind, _ in _ENCODERS)


def write(export: Export) -> Iterator[bytes]:
    yield from stream_write_ods(
        _sheets(export), encoders=_ENCODERS, get_modified_at=lambda: known(clock.now()), chunk_size=16_384
    )


def _sheets(export: Export) -> Iterator[tuple[str, Sequence[str], Iterator[list[Any]]]]:
    for name, rows in export.sheets():
        yield name, [for_sheet(heading) for heading in export.headings], (list(map(_cell, row)) for row in rows)
    yield ABOUT, ["About", "This file"], (list(map(_cell, row)) for row in export.about())


def _cell(value: Any) -> Any:
    kind = type(value)
    if kind is str:
        return _text(value)
    if kind in _TYPES and kind is not datetime:
        return value
    found = known(value)
    return _text(found) if isinstance(found, str) else found if type(found) in _TYPES else _text(str(found))


def _text(text: str) -> str | None:
    clean = for_sheet(text)
    if "\n" in clean or "  " in clean or "\t" in clean or clean != clean.strip():
        return _Spaced(clean)
    return clean or None

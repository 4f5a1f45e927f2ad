"""CSV that a spreadsheet opens without running anything."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.http import StreamingHttpResponse

from partnership.exports.cells import Pence, known, pounds_text
from partnership.exports.model import Export

# Also their wide forms, which some keyboards type and spreadsheets of some countries read alike.
_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_AS_THEY_ARE = frozenset({int, type(None)})
_AT_ONCE = 200  # lines in one portion of the answer: each costs the server a call


def inert(value: Any) -> str:
    """The value as a cell that no spreadsheet takes for a formula. Numbers stay numbers, also below 0."""
    text = "" if value is None else str(value)
    if text.startswith(_LIVE) and not _is_number(text):
        return "'" + text
    return text


def _is_number(text: str) -> bool:
    digits = text.removeprefix("-").replace(".", "", 1)
    return digits.isascii() and digits.isdigit()


def _cell(value: Any) -> Any:
    """The value as the csv module writes it. Asked of every cell, so the commonest kinds come first."""
    kind = type(value)
    if kind is str:
        return inert(value) if value.startswith(_LIVE) else value
    if kind in _AS_THEY_ARE:
        return value
    if kind is Pence:
        return pounds_text(value)
    value = known(value)
    return value.isoformat(sep=" ") if isinstance(value, datetime) else inert(value)


class _Echo:
    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The rows as lines of CSV, beginning with the mark that makes spreadsheets read UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([_cell(value) for value in row])


def csv_response(rows: Iterable[Iterable[Any]], filename: str) -> StreamingHttpResponse:
    """A streamed download; memory does not grow with the number of rows."""
    response = StreamingHttpResponse(_portions(csv_lines(rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def write(export: Export) -> Iterator[str]:
    """The table with the facts as its last columns."""
    return _portions(csv_lines(_with_facts(export)))


def _with_facts(export: Export) -> Iterator[Sequence[Any]]:
    facts = [_cell(fact.value) for fact in export.facts]
    yield [*export.headings, *(fact.heading for fact in export.facts)]
    for row in export.rows:
        yield [*row, *facts]


def _portions(lines: Iterator[str]) -> Iterator[str]:
    waiting: list[str] = []
    for line in lines:
        waiting.append(line)
        if len(waiting) == _AT_ONCE:
            yield "".join(waiting)
            waiting.clear()
    yield "".join(waiting)

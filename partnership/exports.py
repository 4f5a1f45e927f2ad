"""CSV that a spreadsheet opens without running anything."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse

_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n")


def inert(value: Any) -> str:
    """The value as a cell that no spreadsheet takes for a formula. Numbers stay numbers, also below 0."""
    text = "" if value is None else str(value)
    if text.startswith(_LIVE) and not _is_number(text):
        return "'" + text
    return text


def _is_number(text: str) -> bool:
    digits = text.removeprefix("-").replace(".", "", 1)
    return digits.isascii() and digits.isdigit()


class _Echo:
    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The rows as lines of CSV, beginning with the mark that makes spreadsheets read UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([inert(value) for value in row])


def csv_response(rows: Iterable[Iterable[Any]], filename: str) -> StreamingHttpResponse:
    """A streamed download; memory does not grow with the number of rows."""
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response

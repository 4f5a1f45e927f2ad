"""Files of readings: CSV, an Excel workbook, or rows pasted from one. Read whole, all that is wrong said at once.

A few thousand rows, written at once or not at all: nobody waits long, and no queue is needed.
"""

from typing import BinaryIO

from partnership.models import Partnership, User
from savings import row_files
from savings.row_files import MOST_BYTES, Outcome, Problem
from workstreams import actions
from workstreams.reading_rows import NAMES, NEEDED, Rows

MOST_ROWS = 5_000
HEADINGS = row_files.headings(NAMES)
COLUMNS = row_files.Columns(HEADINGS, NEEDED, MOST_ROWS)
# What an action calls a field, by the name of its column.
_CALLED = {"value_hundredths": "value", "first_on": "period", "last_on": "period"}
__all__ = ["COLUMNS", "HEADINGS", "MOST_BYTES", "MOST_ROWS", "NEEDED", "Outcome", "Problem", "record"]


def record(*, by: User, partnership: Partnership, text: str = "", file: BinaryIO | None = None) -> Outcome:
    """Record all readings of a pasted text or a file or, where anything is wrong, none of them."""
    recorder = row_files.Recorder(
        COLUMNS,
        Rows(by, partnership).measured,
        lambda rows: actions.check_readings(by=by, rows=rows),
        lambda rows: actions.record_readings(by=by, rows=rows),
        nothing="There are no rows below the headings. Fill in at least one row.",
        called=_CALLED,
    )
    return recorder.record(text=text, file=file)

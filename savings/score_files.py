"""A scoring sheet as a file: the template with a row for each option and criterion, and what comes back filled in."""

import io
from typing import Any, BinaryIO

import xlsxwriter

from partnership.models import User
from savings import row_files
from savings.row_files import Outcome, Problem
from workstreams import actions
from workstreams.models import AppraisalScorer
from workstreams.options import Comparison, Sheet
from workstreams.score_rows import NAMES, NEEDED, SheetRows

__all__ = ["COLUMNS", "HEADINGS", "MOST_ROWS", "Outcome", "Problem", "record", "rows_of", "workbook"]

MOST_ROWS = 1_000
HEADINGS = row_files.headings(NAMES)
COLUMNS = row_files.Columns(HEADINGS, NEEDED, MOST_ROWS)


def record(
    *, by: User, scorer: AppraisalScorer, found: Comparison, text: str = "", file: BinaryIO | None = None
) -> Outcome:
    """Record all scores of a pasted text or a file or, where anything is wrong, none of them. Raises ValidationError
    where none is taken any more, PermissionDenied."""
    recorder = row_files.Recorder(
        COLUMNS,
        SheetRows(found).scored,
        lambda rows: actions.check_scores(by=by, scorer=scorer, rows=rows),
        lambda rows: actions.record_scores(by=by, scorer=scorer, rows=rows),
        nothing="No row has a score. Fill in at least one.",
        says_nothing=lambda row: row.is_blank,
    )
    return recorder.record(text=text, file=file)


# --- The template -----------------------------------------------------------------------------------------------------
def rows_of(found: Comparison, sheet: Sheet) -> list[list[Any]]:
    """The headings, and a row for each option and criterion with what the scorer gave so far."""
    rows: list[list[Any]] = [list(HEADINGS.values())]
    for option in found.options:
        for criterion in found.criteria:
            score = sheet.scores.get((option.pk, criterion.pk))
            rows.append([option.name, criterion.name, *([score.points, score.reason] if score else ["", ""])])
    return rows


def workbook(found: Comparison, sheet: Sheet) -> bytes:
    """The template as a workbook, with the points of the scale on a second sheet."""
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(written, options) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        _write(book.add_worksheet("Scores"), rows_of(found, sheet), (34, 34, 8, 70), bold, wrapped)
        scale = [["Point", "What it means"], *([points, text] for points, text in found.appraisal.points.items())]
        _write(book.add_worksheet("Scale"), scale, (8, 70), bold, wrapped)
    return written.getvalue()


def _write(sheet: Any, rows: list[list[Any]], widths: tuple[int, ...], bold: Any, wrapped: Any) -> None:
    sheet.freeze_panes(1, 0)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width, wrapped)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell, bold if number == 0 else wrapped)

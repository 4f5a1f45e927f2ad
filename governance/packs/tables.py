"""Tables of a pack as JSON: columns with widths that add up to 100, rows of words with the plain figure beside."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from partnership import money
from savings import dashboards, figures
from savings.tables import Cell, Row, Table
from workstreams.models import Milestone
from workstreams.plans import step

Frozen = dict[str, Any]


def frozen(table: Table, widths: Sequence[int] = ()) -> Frozen:
    """The table as the pack keeps it. Without widths the first column is wide and the others are alike."""
    shares = list(widths) or _widths(len(table.headings))
    if sum(shares) != 100 or len(shares) != len(table.headings):
        raise ValueError(f"The widths of “{table.caption}” do not fit: {shares}.")
    columns = [
        {"heading": heading, "numeric": numeric, "width": width}
        for (heading, numeric), width in zip(table.columns, shares, strict=True)
    ]
    return {
        "caption": table.caption,
        "columns": columns,
        "rows": [_row(row) for row in table.rows],
        "total": _row(table.total),
    }


def listed(
    key: str,
    caption: str,
    headings: tuple[str, ...],
    rows: Iterable[tuple[str | Cell, ...]],
    widths: tuple[int, ...],
    *,
    most: int | None = None,
    which: str = "",
) -> Frozen | None:
    """A table of words and cells; none without rows. Of more than `most` the caption says that there are more."""
    cells = [tuple(each if isinstance(each, Cell) else Cell(each) for each in row) for row in rows]
    if most is not None and len(cells) > most:
        caption = f"{caption}: {which}{most} of {len(cells):,}. The portal lists all."
    return frozen(Table(key, caption, headings, tuple(cells[:most])), widths) if cells else None


def _widths(number: int) -> list[int]:
    """Whole per cents: all the columns of figures alike, the names get the rest, at least 16."""
    if number == 1:
        return [100]
    each = min(84 // (number - 1), 22)
    return [100 - each * (number - 1), *[each] * (number - 1)]


def _row(row: Row) -> list[Frozen]:
    return [{"text": _marked(cell), "plain": cell.plain, "style": cell.style} for cell in row]


def _marked(cell: Cell) -> str:
    return f"{cell.text} ({cell.mark.lower()})" if cell.mark else cell.text


def tiles(line: figures.Line) -> list[Frozen]:
    return [
        {"name": m.label, "text": money.format_pounds(line.amounts[m]), "pence": line.amounts[m]}
        for m in figures.Measure
    ]


def standing(line: figures.Line, at: figures.AsAt) -> Frozen:
    """How realised stands against the target due, in the words of the dashboard, with its RAG word."""
    return {"rag": line.rag.value, "text": dashboards.standing(line, at)}


def milestones(rows: Iterable[Milestone], on: date, *, with_workstream: bool) -> Frozen:
    """The plan as it stands on a day."""
    headings: tuple[str, ...] = ("Milestone", "Planned", "Forecast", "Actual", "Against plan")
    widths: tuple[int, ...] = (36, 16, 16, 16, 16)
    if with_workstream:
        headings, widths = ("Workstream", *headings), (24, 32, 11, 11, 11, 11)
    made = []
    for row in rows:
        names = [row.workstream.name, row.title] if with_workstream else [row.title]
        days = [_short(day) for day in (row.planned_on, row.forecast_on, row.actual_on)]
        made.append(tuple(Cell(text) for text in (*names, *days, step(row, on).slip)))
    return frozen(Table("milestones", "Milestones: planned, forecast and actual dates", headings, tuple(made)), widths)


def _short(day: date | None) -> str:
    """A date that fits a narrow column: 5 Sep 2007."""
    return f"{day.day} {day:%b} {day.year}" if day else "–"

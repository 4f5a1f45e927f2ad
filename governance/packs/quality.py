"""How well the services run, as a section prints it: beside the savings, so that these never stand alone."""

from typing import Any

from governance.packs import tables
from governance.packs.content import Source
from savings.tables import Cell, Table
from workstreams.measuring import Status
from workstreams.models import Survey
from workstreams.quality import Against, Quality, Standing, quality

HEADINGS = ("Indicator", "Workstream", "Of whom", "Newest reading", "Target", "Status", "One before", "Before sharing")
WIDTHS = (19, 13, 9, 13, 14, 10, 11, 11)
MOST_OVERDUE = 30


def content(source: Source, what: str) -> dict[str, Any]:
    """The indicators that miss their targets first; then who stands beside them for comparison, and what is overdue."""
    found = quality(source.partnership, user=source.user, on=source.at.on)
    surveys = _newest_surveys(found, source)
    return {
        "as_at": source.day,
        "counts": [{"status": status.value, "number": number} for status, number in found.counts.items()],
        "series": len(found.standings),
        "indicators": len(found.indicators),
        "table": tables.frozen(_standings(found), WIDTHS) if found.standings else None,
        "comparators": tables.frozen(_comparators(found), (34, 14, 26, 26)) if _has_comparators(found) else None,
        "surveys": tables.frozen(_surveys(surveys), (26, 16, 12, 14, 16, 16)) if surveys else None,
        "overdue": tables.frozen(_overdue(found), (36, 24, 20, 20)) if found.overdue else None,
    }


def _standings(found: Quality) -> Table:
    order = {Status.MISSED: 0, Status.WITHIN: 1, Status.MET: 2, Status.NO_TARGET: 3}
    ordered = sorted(found.standings, key=lambda one: (order[one.status], one.indicator.workstream.name))
    rows = tuple(tuple(Cell(text) for text in _words(one)) for one in ordered)
    return Table("quality", "The newest reading of each indicator", HEADINGS, rows)


def _words(one: Standing) -> tuple[str, ...]:
    reading, indicator = one.reading, one.indicator
    return (
        indicator.name,
        indicator.workstream.name,
        reading.whose,
        f"{reading.words}, {reading.span}",
        reading.target_words,
        one.status.label,
        _against(one.previous),
        _against(one.baseline) if one.baseline else "No baseline",
    )


def _against(other: Against | None) -> str:
    return other.words if other else "–"


def _has_comparators(found: Quality) -> bool:
    return any(one.comparators for one in found.standings)


def _comparators(found: Quality) -> Table:
    rows = tuple(
        tuple(Cell(text) for text in (one.indicator.name, one.reading.whose, each.words, each.source))
        for one in found.standings
        for each in one.comparators
    )
    return Table("comparators", "Against comparators", ("Indicator", "Of whom", "Comparator", "Source"), rows)


def _newest_surveys(found: Quality, source: Source) -> list[Survey]:
    """Those that gave the newest readings. One query."""
    newest = {one.reading.pk: one.reading for one in found.standings}
    rows = list(Survey.objects.visible_to(source.user).filter(reading__in=newest))
    for row in rows:
        row.reading = newest[row.reading_id]
    return sorted(rows, key=lambda row: (row.reading.indicator.workstream.name, row.title))


def _surveys(rows: list[Survey]) -> Table:
    headings = ("Survey", "Workstream", "Of whom", "Period", "Answered", "Result")
    cells = (
        (row.title, row.reading.indicator.workstream.name, row.reading.whose, str(row.reading.span))
        + (row.response_words, row.reading.words)
        for row in rows
    )
    return Table("surveys", "Satisfaction surveys", headings, tuple(tuple(map(Cell, each)) for each in cells))


def _overdue(found: Quality) -> Table:
    shown = found.overdue[:MOST_OVERDUE]
    more = len(found.overdue) - len(shown)
    caption = f"Overdue readings: {len(shown)} of {len(found.overdue)}" if more else "Overdue readings"
    rows = tuple(
        tuple(Cell(text) for text in (one.indicator.name, one.indicator.workstream.name, one.whose, str(one.span)))
        for one in shown
    )
    return Table("overdue", caption, ("Indicator", "Workstream", "Of whom", "Period"), rows)

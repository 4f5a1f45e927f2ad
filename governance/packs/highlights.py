"""Highlight reports as a pack prints them: the newest of each workstream, as submitted by the pack's day."""

from typing import Any

from governance.packs import tables
from governance.packs.content import Source
from partnership import clock
from partnership.money import format_pounds
from partnership.templatetags.portal import date_words, financial_year
from savings.highlights import beside, months, standing
from savings.models import HighlightReport
from savings.models.highlights import ASPECTS, POINTS
from savings.tables import Cell, Table
from workstreams.models import Workstream

GRID = (28, 17, 11, 11, 11, 11, 11)
RATINGS = (10, 10, 11, 36, 33)


def content(source: Source, what: str) -> dict[str, Any]:
    """A grid of the ratings, then each report, as it stood on the day: corrections after it are left out. Three
    queries."""
    end = clock.end_of(source.at.on)
    rows = HighlightReport.objects.visible_to(source.user).filter(workstream__partnership=source.partnership)
    newest = rows.newest(end).select_related("workstream__partnership", "submitted_by").order_by("workstream__name")
    reports = list(newest)
    former = rows.in_force(end).filter(month__in={_month_before(each)[1] for each in reports}).defer("figures")
    before = {(row.workstream_id, row.month): row for row in former} if reports else {}
    streams = Workstream.objects.visible_to(source.user).filter(partnership=source.partnership)
    silent = streams.filter(standing.at_work(source.at.on)).exclude(pk__in=[each.workstream_id for each in reports])
    return {
        "as_at": source.day,
        "grid": _grid(reports) if reports else None,
        "reports": [_report(each, before.get(_month_before(each))) for each in reports],
        "silent": list(silent.order_by("name").values_list("name", flat=True)),
    }


def _month_before(report: HighlightReport) -> tuple[int, Any]:
    return report.workstream_id, months.shifted(report.month, -1)


def _grid(reports: list[HighlightReport]) -> tables.Frozen:
    rows = tuple(
        (Cell(each.workstream.name), Cell(each.called), *(_rag(each.rating(aspect)) for aspect in ASPECTS))
        for each in reports
    )
    headings = ("Workstream", "Report of", *ASPECTS.values())
    return tables.frozen(Table("highlights", "The newest report of each workstream", headings, rows), GRID)


def _rag(rating: str) -> Cell:
    return Cell(rating.capitalize(), style="rag")


def _report(report: HighlightReport, before: HighlightReport | None) -> dict[str, Any]:
    frozen = report.figures or {}
    return {
        "title": f"{report.workstream.name}, {report.called}",
        "said": f"Submitted on {date_words(report.submitted_at)}, at ledger sequence {report.sequence:,}.",
        "correction": report.correction,
        "ratings": _ratings(report, before, frozen),
        "points": [
            {"label": str(HighlightReport._meta.get_field(name).verbose_name), "points": report.points(name)}
            for name in POINTS
        ],
        "savings": [_savings(each, frozen["year"]) for each in frozen["money"]],
        "facts": _facts(frozen),
    }


def _ratings(report: HighlightReport, before: HighlightReport | None, frozen: dict[str, Any]) -> tables.Frozen:
    rows = tuple(
        (
            Cell(each.label),
            _rag(each.rating),
            Cell(each.moved or "–"),
            Cell(report.reason(each.aspect)),
            Cell(_advice(each, frozen)),
        )
        for each in standing.rated(report, before)
    )
    headings = ("Aspect", "Rating", "Since the month before", "Reason", "What the portal said")
    return tables.frozen(Table("ratings", "Ratings and their reasons", headings, rows), RATINGS)


def _advice(each: standing.Rated, frozen: dict[str, Any]) -> str:
    said = beside.suggested(frozen, each.aspect)
    if said is None:
        return "–"
    better = " The rating given is better than that." if each.is_better else ""
    return f"{said.rating.capitalize()}: {said.because}{better}"


def _savings(kind: dict[str, Any], year: int) -> str:
    amounts = ", ".join(f"{name} {format_pounds(kind[f'{name}_pence'])}" for name in ("target", "forecast", "realised"))
    return f"{kind['label']} savings of {financial_year(year)}: {amounts}. {kind['standing']}"


def _facts(frozen: dict[str, Any]) -> list[str]:
    """Plan, risks and actions in a sentence each."""
    behind, risks = frozen["milestones"]["behind_number"], frozen["risks"]["open"]
    late = frozen["actions"]["overdue_number"]
    return [
        f"Milestones behind their plan: {behind or 'none'}.",
        f"Open risks and issues: {risks or 'none'}.",
        f"Overdue actions: {late or 'none'}.",
    ]

"""What the public register shows of minutes and reports: agreed minutes and published open reports, without what is
exempt of them, in words, figures and files alike.

A report is public under each item, itself open, of a public agenda that it stands on; withdrawn, it is taken out.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Greatest

from governance.models import AgendaItem, Appendix, Meeting, MinutesEdition, MinutesFile, Report, ReportVersion
from governance.register import File, Paper, Part
from governance.reports.content import openly, used_figures
from governance.reports.printing import Printed


# --- Reports ----------------------------------------------------------------------------------------------------------
def report_items(meetings: QuerySet[Meeting]) -> QuerySet[AgendaItem]:
    """The items of these meetings whose report anybody may read, with `at`: since when."""
    rows = AgendaItem.objects.filter(meeting__in=meetings, is_exempt=False, report__in=Report.objects.public())
    rows = rows.annotate(at=Greatest("report__published_at", "meeting__published_at"))
    return rows.select_related("meeting__body", "meeting__partnership", "report__workstream", "report__partnership")


def _reports(meetings: QuerySet[Meeting], most: int | None) -> list[Paper]:
    """One query."""
    return [_paper(item) for item in report_items(meetings).order_by("-at", "order", "-pk")[:most]]


def _paper(item: Any) -> Paper:
    report = item.report
    said = f"{report.reference}, of the {report.author_post}, to the {item.meeting}."
    return Paper(
        item.meeting, str(report.number), report.title, f"Report: {report.title}", said, item.at, report, item.pk
    )


def _shown_report(paper: Paper) -> dict[str, Any]:
    version = ReportVersion.objects.get(report=paper.row, kind=ReportVersion.Kind.PUBLISHED)
    document = openly(version.content, paper.row)
    printed = Printed(document, used_figures(document, version.figures))
    return {"report": paper.row, "document": document, "printed": printed, "is_public": True}


def _appendices(paper: Paper) -> list[File]:
    """Those that are open; of a published report none comes or goes."""
    rows: QuerySet[Appendix] = paper.row.appendices.standing().filter(exempt_reason="")
    return [File(str(row.pk), row.title, row.file, row.name, row.content_type, row.size) for row in rows]


# --- Minutes ----------------------------------------------------------------------------------------------------------
def _minutes(meetings: QuerySet[Meeting], most: int | None) -> list[Paper]:
    """One query."""
    rows = MinutesEdition.objects.agreed().filter(meeting__in=meetings).defer("content")
    rows = rows.select_related("meeting__body", "meeting__partnership", "agreed_by__body", "agreement__at__body")
    return [_agreed(row) for row in rows.order_by("-made_at", "-pk")[:most]]


def _agreed(row: MinutesEdition) -> Paper:
    title = f"Agreed minutes of the {row.meeting}"
    return Paper(row.meeting, "agreed", title, title, row.agreed_words, row.made_at, row)


def _shown_minutes(paper: Paper) -> dict[str, Any]:
    """Of an exempt part its heading. Corrections say who proposed them, and are left out: the text has what was
    taken of them."""
    return {"edition": paper.row, "parts": paper.row.parts_for(with_exempt=False)}


def _minutes_file(paper: Paper) -> Sequence[File]:
    """The open version."""
    rows = MinutesFile.objects.filter(edition=paper.row, is_open=True, state=MinutesFile.State.FINISHED)
    rows = rows.select_related("edition__meeting__body")
    return [
        File("pdf", "Agreed minutes", row.file, row.download_name, "application/pdf", row.size or 0) for row in rows
    ]


PARTS = (
    Part("reports", "Reports", "governance/register/report.html", _reports, _shown_report, _appendices),
    Part("minutes", "Minutes", "governance/register/minutes.html", _minutes, _shown_minutes, _minutes_file),
)

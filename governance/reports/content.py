"""A report as one document of plain JSON: what a version keeps, and what every page, file and pack shows.

`live` makes it from the rows as they are, a version holds it as it was. Both are shown by the same templates. What is
exempt is taken out in one place, `for_reader`, before anything is rendered, compared or handed out.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch

from governance.models import Appendix, Clearance, Report, ReportPart
from governance.reports.references import REFERENCE, Resolver, Stood
from governance.reports.vocabulary import HEADINGS
from partnership.models import User

Document = dict[str, Any]
WITHHELD = "withheld"  # stands in the place of what a reader may not see


def parts_of(report: Report) -> list[ReportPart]:
    """The parts in their order, with who cleared them. Two queries."""
    cleared = Clearance.objects.select_related("cleared_by")
    rows = report.parts.select_related("written_by").prefetch_related(Prefetch("clearances", cleared))
    for part in rows:
        part.report = report
    return _in_order(rows)


def parts_in_order(report: Report) -> list[ReportPart]:
    """The same without who cleared them. No query where `parts` was read ahead."""
    return _in_order(report.parts.all())


def _in_order(rows: Iterable[ReportPart]) -> list[ReportPart]:
    found = {part.key: part for part in rows}
    return [found[key] for key in HEADINGS if key in found]


def live(report: Report) -> Document:
    """As it is now. Five queries."""
    return {
        "reference": report.reference,
        "title": report.title,
        "workstream": report.workstream.name if report.workstream else "",
        "author_post": report.author_post,
        "exempt_reason": report.exempt_reason,
        "no_consultation_reason": report.no_consultation_reason,
        "parts": [_part(part) for part in parts_of(report)],
        "recommendations": list(report.recommendations.values_list("text", flat=True)),
        "papers": list(report.papers.values("title", "where")),
        "appendices": [_appendix(number, each) for number, each in _numbered(report)],
    }


def _numbered(report: Report) -> list[tuple[int, Appendix]]:
    return list(enumerate(report.appendices.standing(), start=1))


def _part(part: ReportPart) -> Document:
    clearance = part.clearance
    return {
        "key": part.key,
        "title": part.heading.title,
        "text": part.text,
        "none": part.is_none,
        "exempt_reason": part.exempt_reason,
        "state": part.state,
        "cleared_post": clearance.post if clearance else "",
        "cleared_at": clearance.cleared_at.isoformat() if clearance else "",
    }


def _appendix(number: int, row: Appendix) -> Document:
    columns = ("title", "name", "content_type", "size", "sha256", "exempt_reason")
    return {"id": row.pk, "number": number} | {name: getattr(row, name) for name in columns}


def figures_of(report: Report, document: Document, user: User) -> dict[str, Stood]:
    """What the references in it stand for now, as this reader sees them."""
    return Resolver(report.partnership, user).all_of(_texts(document))


def _texts(document: Document) -> list[str]:
    return [part["text"] for part in document["parts"] if not part.get(WITHHELD)]


def used_figures(document: Document, figures: dict[str, Stood]) -> dict[str, Stood]:
    """Of those that a version keeps the ones that this document, of which parts may be withheld, refers to."""
    used = {match["inside"].strip() for text in _texts(document) for match in REFERENCE.finditer(text)}
    return {inside: stood for inside, stood in figures.items() if inside in used}


def for_reader(document: Document, report: Report, user: User) -> Document:
    """The document as this reader may see it."""
    return document if report.opens_exempt_to(user) else openly(document, report)


def openly(document: Document, report: Report) -> Document:
    """The document without what is exempt.

    What is exempt by now stays withheld in earlier versions too, and what was exempt then although it is open now.
    """
    whole = document["exempt_reason"] or report.exempt_reason
    of_parts = dict(report.parts.exclude(exempt_reason="").values_list("key", "exempt_reason"))
    of_files = dict(report.appendices.exclude(exempt_reason="").values_list("pk", "exempt_reason"))
    return document | {
        "title": WITHHELD.capitalize() if whole else document["title"],
        "recommendations": [] if whole else document["recommendations"],
        "papers": [] if whole else document["papers"],
        "parts": [_open_part(part, whole or of_parts.get(part["key"], "")) for part in document["parts"]],
        "appendices": [_open_file(each, whole or of_files.get(each["id"], "")) for each in document["appendices"]],
    }


def _open_part(part: Document, reason: str) -> Document:
    reason = part["exempt_reason"] or reason
    return part | {"text": "", "none": False, "exempt_reason": reason, WITHHELD: True} if reason else part


def _open_file(appendix: Document, reason: str) -> Document:
    reason = appendix["exempt_reason"] or reason
    if not reason:
        return appendix
    return {"number": appendix["number"], "id": appendix["id"], "exempt_reason": reason, "title": "", WITHHELD: True}

"""The reports of a meeting's agenda, in its order, each with its appendices behind it.

What is printed is a version that was given to bodies or readers, never the report as it is being written. The open
edition holds what everybody may read; what is withheld there is withheld here, before anything is frozen: text, titles,
names of files, figures.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from governance.models import AgendaItem, Pack, Report, ReportVersion
from governance.packs.content import Content, Source, anchor
from governance.reports.content import WITHHELD, Document, openly, used_figures

REPORT, APPENDIX = "report", "appendix"  # of such sections: report:<item>, appendix:<appendix>
LONGEST_TITLE = 150  # of a section
EXEMPT = "Exempt from publication: {reason}"
ELSEWHERE = "It is in the exempt edition of this pack, for those who may see what is exempt."
GONE = "When this pack was made, it was no longer part of what the meeting was given."
CLOSED = "The report was not open to whoever asked for this pack."
WITHDRAWN = "The report was withdrawn, so it is not part of this pack."
UNWRITTEN = "The report was still with its author when this pack was made. Send it along, and ask for a new version."


@dataclass(frozen=True)
class Reading:
    """An item's report as a pack may show it, or why it may not."""

    item: AgendaItem
    missing: tuple[str, ...] = ()
    version: ReportVersion | None = None
    document: Document = field(default_factory=dict)

    @property
    def title(self) -> str:
        return _short(f"Item {self.item.order}: {self.item.title}")

    def title_of(self, listed: Document) -> str:
        return _short(f"Item {self.item.order}, appendix {listed['number']}: {listed['title']}")

    def appendices(self) -> list[Document]:
        """Those that the pack may show."""
        return [each for each in self.document.get("appendices", []) if not each.get(WITHHELD)]


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"


def items(pack: Pack) -> QuerySet[AgendaItem]:
    """Those that the pack is about, in order: all, or the one that came as this supplement."""
    rows = AgendaItem.objects.filter(meeting=pack.meeting_id).select_related("report__partnership")
    return rows.filter(supplement=pack.supplement) if pack.supplement else rows


def has_exempt(pack: Pack) -> bool:
    """Whether an exempt edition, which this is, holds more of the agenda than the open one."""
    if items(pack).filter(is_exempt=True).exists():
        return True
    return any(openly(each.document, each.item.report) != each.document for each in _readings(pack) if each.version)


def sections(pack: Pack) -> list[tuple[str, str]]:
    """Keys and titles: each report, and each appendix where it stands first."""
    planned: dict[str, str] = {}
    for reading in _readings(pack):
        planned[f"{REPORT}:{reading.item.pk}"] = reading.title
        for each in reading.appendices():
            planned.setdefault(f"{APPENDIX}:{each['id']}", reading.title_of(each))
    return list(planned.items())


def _readings(pack: Pack, **facts: Any) -> Iterator[Reading]:
    return (_reading(pack, item) for item in items(pack).exclude(report=None).filter(**facts))


def _reading(pack: Pack, item: AgendaItem) -> Reading:
    """At most five queries."""
    report: Any = item.report
    version = _version(report)
    of_version = version.content["exempt_reason"] if version else ""
    reason = item.exempt_reason or report.exempt_reason or of_version
    if reason and not pack.is_exempt:
        return Reading(item, (EXEMPT.format(reason=reason), ELSEWHERE))
    if not Report.objects.visible_to(pack.requested_by).filter(pk=report.pk).exists():
        return Reading(item, (CLOSED,))
    if report.state == Report.State.WITHDRAWN:
        return Reading(item, (WITHDRAWN,))
    if version is None:
        return Reading(item, (UNWRITTEN,))
    return Reading(item, (), version, version.content if pack.is_exempt else openly(version.content, report))


def _version(report: Report) -> ReportVersion | None:
    """As published, else as last sent along. What its author kept meanwhile was given to nobody."""
    given = report.versions.exclude(kind=ReportVersion.Kind.KEPT)
    return given.filter(kind=ReportVersion.Kind.PUBLISHED).first() or given.first()


# --- Reports ----------------------------------------------------------------------------------------------------------
def report(source: Source, what: str) -> Content:
    reading = next(_readings(source.pack, pk=int(what)), None)
    if reading is None or reading.version is None:
        return {"missing": list(reading.missing) if reading else [GONE]}
    here = set(source.pack.sections.values_list("key", flat=True))
    listed = [_linked(each, here) for each in reading.document["appendices"]]
    document = reading.document | {"appendices": listed}
    figures = used_figures(document, reading.version.figures)
    called = f"Version {reading.version.number}, {reading.version.get_kind_display().lower()}"  # its name is not public
    return {"missing": [], "called": called, "document": document, "figures": figures}


def _linked(listed: Document, here: set[str]) -> Document:
    key = f"{APPENDIX}:{listed['id']}"
    return listed | {"anchor": anchor(key)} if key in here and not listed.get(WITHHELD) else listed


# --- Appendices -------------------------------------------------------------------------------------------------------
def appendix(source: Source, what: str) -> Content:
    """The digest of a PDF in the store; of a file that can not be put in, what it is, why not, and how to get it."""
    from governance.packs import attached  # noqa: PLC0415 - what reads PDFs is loaded where it is needed

    for reading in _readings(source.pack, report__appendices=int(what)):
        for each in reading.appendices():
            if each["id"] == int(what):
                return attached.content(source.pack, each["id"], reading.document["reference"])
    return {"missing": [GONE]}

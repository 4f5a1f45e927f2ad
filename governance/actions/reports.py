"""Reports: begun, their facts changed, recommendations and papers, versions kept, withdrawn."""

from typing import Any, TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max

from governance.models import BackgroundPaper, Report, ReportPart, ReportRecommendation, ReportVersion
from governance.models.reports import ROUTE, WRITE
from governance.reports.content import figures_of, live
from governance.reports.vocabulary import HEADINGS
from partnership import history
from partnership.actions.facts import write
from partnership.models import Organisation, Partnership, User
from partnership.permissions import require
from workstreams.models import Workstream

MOST_RECOMMENDATIONS = 50


class ReportFacts(TypedDict, total=False):
    title: str
    author_post: str
    workstream: Workstream | None
    exempt_reason: str
    no_consultation_reason: str


class PaperFacts(TypedDict, total=False):
    title: str
    where: str


@transaction.atomic
def begin_report(
    *, by: User, partnership: Partnership, organisation: Organisation | None = None, **facts: Unpack[ReportFacts]
) -> Report:
    """A new draft with all its parts, empty. An officer writes for an organisation, a lead for a workstream.

    Raises PermissionDenied, ValidationError.
    """
    report = Report(partnership=partnership, organisation=organisation, author=by, workstream=facts.get("workstream"))
    require(by, WRITE, report)
    Partnership.objects.select_for_update().get(pk=partnership.pk)  # one number after the other
    report.number = (partnership.reports.aggregate(last=Max("number"))["last"] or 0) + 1
    report = write(report, _trimmed(facts), by=by)
    history.bulk_create([ReportPart(report=report, key=key, written_by=by) for key in HEADINGS], by=by)
    return report


def _trimmed(facts: Any) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}


@transaction.atomic
def edit_report(*, by: User, report: Report, **facts: Unpack[ReportFacts]) -> Report:
    """Change title, post, workstream, openness or consultation. To open what was exempt takes somebody who sees it."""
    to_write(by, report)
    moved = Report(
        partnership=report.partnership,
        organisation=report.organisation,
        workstream=facts.get("workstream", report.workstream),
    )
    require(by, WRITE, moved)
    refuse_blind(by, report, facts.get("exempt_reason", ""))
    return write(report, _trimmed(facts), by=by)


def refuse_blind(by: User, report: Report, exempt_reason: str) -> None:
    """Nobody closes to themselves what they write."""
    if exempt_reason.strip() and not report.opens_exempt_to(by):
        said = "You would not see it any more yourself. Ask its author or the programme manager to make it exempt."
        raise ValidationError({"exempt_reason": said})


@transaction.atomic
def copy_report(*, by: User, report: Report, organisation: Organisation | None = None) -> Report:
    """A new draft with the words of this one, recommendations and papers included, for whoever copies it: to report
    again, or to write anew what came back after it was published. Exempt parts are copied by those alone who see them;
    clearances and appendices are not copied."""
    facts = ("title", "author_post", "workstream", "exempt_reason", "no_consultation_reason")
    words: Any = {name: getattr(report, name) for name in facts}
    new = begin_report(by=by, partnership=report.partnership, organisation=organisation, **words)
    parts = {part.key: part for part in report.parts.all()}
    for part in new.parts.all():
        old = parts[part.key]
        if old.is_written and (not old.exempt_reason or report.opens_exempt_to(by)):
            same = {"text": old.text, "is_none": old.is_none, "exempt_reason": old.exempt_reason}
            write(part, same | {"stamp": 1, "written_by": by}, by=by)
    for row in report.recommendations.all():
        write(ReportRecommendation(report=new), {"text": row.text, "order": row.order}, by=by)
    for paper in report.papers.all():
        write(BackgroundPaper(report=new), {"title": paper.title, "where": paper.where}, by=by)
    return new


def to_write(by: User, report: Report) -> None:
    """Lock the report, as it is by now, for writing. Raises PermissionDenied, and ValidationError where it is fixed."""
    report.refresh_from_db(from_queryset=Report.objects.select_for_update())
    require(by, WRITE, report)
    if report.exempt_reason and not report.opens_exempt_to(by):
        raise PermissionDenied("This report is exempt, and your roles do not open exempt matter.")
    if report.is_published or report.state == Report.State.WITHDRAWN:
        raise ValidationError(f"This report is {report.get_state_display().lower()}. It is not changed any more.")
    if report.stands_before:
        said = f"It is before the {report.stands_before}, as it was sent. It can be changed after the outcome there."
        raise ValidationError(said)


# --- Recommendations and background papers ----------------------------------------------------------------------------
@transaction.atomic
def add_recommendation(*, by: User, report: Report, text: str, position: int | None = None) -> ReportRecommendation:
    """Last, or at this position (from 1); those behind it move on."""
    to_write(by, report)
    others = list(report.recommendations.all())
    if len(others) >= MOST_RECOMMENDATIONS:
        raise ValidationError(f"A report has at most {MOST_RECOMMENDATIONS} recommendations. Join some of them.")
    return _place(ReportRecommendation(report=report), others, position or len(others) + 1, text, by=by)


@transaction.atomic
def edit_recommendation(
    *, by: User, row: ReportRecommendation, text: str, position: int | None = None
) -> ReportRecommendation:
    to_write(by, row.report)
    rows = list(row.report.recommendations.all())
    others = [other for other in rows if other != row]
    return _place(row, others, position or rows.index(row) + 1, text, by=by)


@transaction.atomic
def remove_recommendation(*, by: User, row: ReportRecommendation) -> None:
    """Take it away; those behind it move up. Its history stays, and so do the versions that it was in."""
    to_write(by, row.report)
    report = row.report
    history.delete(row, by=by)
    _number(list(report.recommendations.all()), by=by)


def _place(
    row: ReportRecommendation, others: list[ReportRecommendation], position: int, text: str, *, by: User
) -> ReportRecommendation:
    if not 1 <= position <= len(others) + 1:
        raise ValidationError({"position": f"Choose a position from 1 to {len(others) + 1}."})
    write(row, {"text": text.strip(), "order": position}, by=by)
    _number([*others[: position - 1], row, *others[position - 1 :]], by=by)
    return row


def _number(rows: list[ReportRecommendation], *, by: User) -> None:
    for order, row in enumerate(rows, start=1):
        if row.order != order:
            write(row, {"order": order}, by=by)


@transaction.atomic
def add_paper(*, by: User, report: Report, **facts: Unpack[PaperFacts]) -> BackgroundPaper:
    to_write(by, report)
    return write(BackgroundPaper(report=report), _trimmed(facts), by=by)


@transaction.atomic
def edit_paper(*, by: User, paper: BackgroundPaper, **facts: Unpack[PaperFacts]) -> BackgroundPaper:
    to_write(by, paper.report)
    return write(paper, _trimmed(facts), by=by)


@transaction.atomic
def remove_paper(*, by: User, paper: BackgroundPaper) -> None:
    to_write(by, paper.report)
    history.delete(paper, by=by)


# --- Versions ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def keep_version(*, by: User, report: Report, called: str) -> ReportVersion:
    """Keep the whole as it reads now, under a name."""
    to_write(by, report)
    if not called.strip():
        raise ValidationError({"called": "Give the version a name, so that others know what it is."})
    return snapshot(report, ReportVersion.Kind.KEPT, by=by, called=called.strip())


def snapshot(report: Report, kind: ReportVersion.Kind, *, by: User, called: str = "") -> ReportVersion:
    """For whoever holds the report's lock: the next version, with what its references stand for at this moment."""
    content = live(report)
    stood = figures_of(report, content, by)
    number = (report.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = ReportVersion(
        report=report,
        number=number,
        kind=kind,
        called=called,
        content=content,
        figures=stood,
        digest=ReportVersion.digest_of(content, stood),
        made_by=by,
    )
    version.full_clean(exclude=["figures"])
    version.save()
    return version


@transaction.atomic
def withdraw_report(*, by: User, report: Report, reason: str) -> Report:
    """Take it off its route for good, published or not. It stays to be read by those who read it before."""
    report.refresh_from_db(from_queryset=Report.objects.select_for_update())
    is_own_draft = by.pk == report.author_id and not report.is_published
    require(by, WRITE if is_own_draft else ROUTE, report)
    if report.state == Report.State.WITHDRAWN:
        raise ValidationError("This report is withdrawn already.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is withdrawn."})
    facts = {"state": Report.State.WITHDRAWN, "withdrawn_reason": reason.strip(), "stands_before": None}
    return write(report, facts, by=by, reason=reason.strip()[:100])

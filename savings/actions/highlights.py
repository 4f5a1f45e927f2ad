"""A highlight report is drafted from the one before, edited, submitted with the portal's figures, and put right."""

from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import clock, editions, history
from partnership.actions.facts import write
from partnership.models import User
from partnership.permissions import require
from savings import figures
from savings.highlights.beside import beside
from savings.highlights.months import month_of
from savings.models import HighlightReport
from savings.models.highlights import ASPECTS
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.models import Workstream

_RATED = (*ASPECTS, *(f"{aspect}_reason" for aspect in ASPECTS))
_WRITTEN = (*_RATED, "done", "next", "decisions")
_FROZEN = "This report was submitted, so it never changes. Correct it with a further version."


class HighlightFacts(TypedDict, total=False):
    overall: str
    overall_reason: str
    time: str
    time_reason: str
    cost: str
    cost_reason: str
    benefit: str
    benefit_reason: str
    risk: str
    risk_reason: str
    done: str
    next: str
    decisions: str


@transaction.atomic
def draft_highlight(*, by: User, workstream: Workstream, month: date) -> HighlightReport:
    """Begin the report of a month from the one before: its ratings and reasons, its next steps as what was done, and
    the decisions that are still needed. The first begins empty. Raises PermissionDenied, ValidationError."""
    require(by, MAY_EDIT, workstream)
    _lock(workstream)
    if month != month_of(month) or month > clock.today():
        raise ValidationError({"month": "Choose a month that has begun."})
    if workstream.highlights.filter(month=month).exists():
        raise ValidationError({"month": f"{month:%B %Y} has a report already. Open that one."})
    former = previous(workstream, month)
    facts = {name: getattr(former, name) for name in (*_RATED, "decisions")} if former else {}
    if former:
        facts["done"] = former.next
    return write(HighlightReport(workstream=workstream, month=month, drafted_by=by), facts, by=by)


def previous(workstream: Workstream, month: date) -> HighlightReport | None:
    """The report of the last month before that has one: what was submitted, else its draft. One query."""
    return workstream.highlights.filter(month__lt=month).order_by("-month", "-state", "-version").first()


@transaction.atomic
def edit_highlight(
    *, by: User, report: HighlightReport, seen: int | None = None, **facts: Unpack[HighlightFacts]
) -> HighlightReport:
    """Change what a draft says. `seen` is the edition that a person was shown: what has changed since is not
    overwritten unread. Raises PermissionDenied, ValidationError."""
    _hold_draft(report, by, seen)
    return write(report, {**facts, "edition": report.edition + 1}, by=by)


@transaction.atomic
def submit_highlight(*, by: User, report: HighlightReport, seen: int | None = None) -> HighlightReport:
    """Freeze it, with the portal's figures as they are now. Raises ValidationError for all that is missing."""
    _hold_draft(report, by, seen)
    if missing := what_is_missing(report):
        raise ValidationError(missing)
    at = figures.now(report.workstream.partnership)
    facts = {"state": HighlightReport.State.SUBMITTED, "submitted_at": clock.now(), "submitted_by": by}
    frozen = beside(report.workstream, report.month, at, user=by)
    return write(report, facts | {"sequence": at.sequence, "figures": frozen}, by=by)


@transaction.atomic
def correct_highlight(*, by: User, report: HighlightReport, reason: str) -> HighlightReport:
    """Begin a further version as a copy of what was submitted last; that stays, and holds until this is submitted."""
    require(by, MAY_EDIT, report.workstream)
    _lock(report.workstream)
    last = report.workstream.highlights.filter(month=report.month).order_by("-version")[0]
    if last.is_draft:
        raise ValidationError("A draft of this month is there already. Open that one.")
    if report.pk != last.pk:
        raise ValidationError(f"This was corrected already. Open version {last.version} and correct that.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is corrected."})
    made = HighlightReport(
        workstream=report.workstream,
        month=report.month,
        version=last.version + 1,
        correction=reason.strip(),
        drafted_by=by,
    )
    return write(made, {name: getattr(last, name) for name in _WRITTEN}, by=by, reason=reason.strip()[:100])


@transaction.atomic
def discard_highlight(*, by: User, report: HighlightReport) -> None:
    """Delete a draft; its history stays."""
    _hold_draft(report, by, None)
    history.delete(report, by=by)


def what_is_missing(report: HighlightReport) -> dict[str, str]:
    """What a draft still lacks before it can be submitted, by the field that lacks it."""
    missing = {}
    for aspect, word in ASPECTS.items():
        if not report.rating(aspect):
            missing[aspect] = f"{word}: choose green, amber or red."
        if not report.reason(aspect).strip():
            missing[f"{aspect}_reason"] = f"{word}: give the reason for the rating."
    if not report.points("done"):
        missing["done"] = "Say what was done in this month."
    if not report.points("next"):
        missing["next"] = "Say what the next steps are."
    return missing


def _hold_draft(report: HighlightReport, by: User, seen: int | None) -> None:
    """Nobody else changes the workstream's reports until this transaction ends; and this one is still a draft, as the
    person has seen it."""
    require(by, MAY_EDIT, report.workstream)
    _lock(report.workstream)
    editions.hold(report)
    if not report.is_draft:
        raise ValidationError(_FROZEN)
    if seen is not None and seen != report.edition:
        last = report.history.select_related("history_user").latest("history_id")
        raise editions.changed(last.history_user.name if last.history_user else "Somebody", last.history_date)


def _lock(workstream: Workstream) -> None:
    Workstream.objects.select_for_update().get(pk=workstream.pk)

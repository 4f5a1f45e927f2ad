"""A business case is drafted, from the version before, edited, submitted, approved by another person, or withdrawn."""

from collections.abc import Sequence
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from partnership import clock, history
from partnership.actions.facts import write
from partnership.dated import financial_year_of
from partnership.models import Organisation, User
from partnership.permissions import require
from workstreams.actions.case_rows import (
    HeadingFacts,
    LineFacts,
    RiskFacts,
    ScoreFacts,
    copy_rows,
    delete_rows,
    write_headings,
    write_lines,
    write_risks,
    write_scores,
)
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.cases import rate_of, worked_out
from workstreams.investment import FORMULAS, as_json
from workstreams.investment.terms import Heading
from workstreams.models import BusinessCase, Workstream
from workstreams.policy_tests import asked_now
from workstreams.rules import require_approval

COPIED = (
    "summary",
    "preferred_option",
    "whole_programme",
    "first_year",
    "years",
    "vary_hundredths",
    "delay_months",
    "shape",
    "seed",
)


class CaseFacts(TypedDict, total=False):
    summary: str
    preferred_option: str
    whole_programme: bool
    first_year: int
    years: int


class AssumptionFacts(TypedDict, total=False):
    vary_hundredths: int
    delay_months: int
    shape: str
    seed: int


@transaction.atomic
def draft_case(*, by: User, workstream: Workstream) -> BusinessCase:
    """Begin the next version: a copy of the last one, all its rows included; the first begins empty, this year."""
    _lock(workstream)
    last = workstream.business_cases.order_by("-version").first()
    facts = {name: getattr(last, name) for name in COPIED} if last else {"first_year": financial_year_of(clock.today())}
    version = 1 + (workstream.business_cases.aggregate(last=Max("version"))["last"] or 0)
    case = BusinessCase(workstream=workstream, version=version, drafted_by=by)
    require(by, MAY_EDIT, case)
    case = write(case, facts, by=by)
    if last:
        copy_rows(last, case, by=by)
    return case


@transaction.atomic
def edit_case(
    *, by: User, case: BusinessCase, risks: Sequence[RiskFacts] | None = None, **facts: Unpack[CaseFacts]
) -> BusinessCase:
    """Change what a draft says in words, its years and its three greatest risks."""
    require_draft(case, by)
    years = facts.get("years", case.years)
    if case.lines.filter(year__gt=years).exists():
        raise ValidationError({"years": "There are amounts in later years than that. Take them out first."})
    case = write(case, facts, by=by)
    if risks is not None:
        write_risks(case, risks, by=by)
    return case


@transaction.atomic
def edit_lines(*, by: User, case: BusinessCase, organisation: Organisation, rows: Sequence[LineFacts]) -> BusinessCase:
    """All costs, grants and benefits of one organisation in a draft, by heading and year."""
    require_draft(case, by)
    write_lines(case, organisation, rows, by=by)
    return write(case, {}, by=by)  # so that the case's history names who edited it: see `rules.has_drafted`


@transaction.atomic
def edit_assumptions(
    *, by: User, case: BusinessCase, headings: Sequence[HeadingFacts], **facts: Unpack[AssumptionFacts]
) -> BusinessCase:
    """Optimism bias and ranges by heading, and what the sensitivity and the simulation are made with."""
    require_draft(case, by)
    write_headings(case, headings, by=by)
    return write(case, facts, by=by)


@transaction.atomic
def edit_scores(*, by: User, case: BusinessCase, rows: Sequence[ScoreFacts]) -> BusinessCase:
    """All criteria of service quality of a draft."""
    require_draft(case, by)
    write_scores(case, rows, by=by)
    return write(case, {}, by=by)


@transaction.atomic
def discard_case(*, by: User, case: BusinessCase) -> None:
    """Delete a draft; its history stays."""
    require_draft(case, by)
    delete_rows(case, by=by)
    history.delete(case, by=by)


@transaction.atomic
def submit_case(*, by: User, case: BusinessCase) -> BusinessCase:
    """Freeze it, with the discount rate and what the policy asks, both as in force, and its results. A version that
    still waits is superseded."""
    require_draft(case, by)
    if missing := what_is_missing(case):
        raise ValidationError(missing)
    for former in case.workstream.business_cases.filter(state=BusinessCase.State.SUBMITTED):
        _end(former, BusinessCase.State.SUPERSEDED, by=by)
    rate = rate_of(case)
    case.rate_hundredths = rate
    case.asked = asked_now(case).frozen
    results = as_json(worked_out(case))
    frozen = {"rate_hundredths": rate, "formulas": FORMULAS, "asked": case.asked, "results": results}
    return write(
        case,
        frozen | {"state": BusinessCase.State.SUBMITTED, "submitted_at": clock.now(), "submitted_by": by},
        by=by,
    )


@transaction.atomic
def approve_case(*, by: User, case: BusinessCase, decision: str = "") -> BusinessCase:
    """Approve what somebody else drafted. The version approved before is superseded."""
    _lock(case.workstream)
    case.refresh_from_db()
    require_approval(by, case)
    if case.state != BusinessCase.State.SUBMITTED:
        raise ValidationError("Only a submitted business case can be approved.")
    for former in case.workstream.business_cases.filter(state=BusinessCase.State.APPROVED):
        _end(former, BusinessCase.State.SUPERSEDED, by=by)
    facts = {"state": BusinessCase.State.APPROVED, "approved_at": clock.now(), "approved_by": by}
    return write(case, facts | {"decision": decision.strip()}, by=by)


@transaction.atomic
def withdraw_case(*, by: User, case: BusinessCase, reason: str) -> BusinessCase:
    """Take a submitted or approved case back; it stays to be read, with the reason."""
    _lock(case.workstream)
    case.refresh_from_db()
    require(by, MAY_EDIT, case)
    if case.state not in (BusinessCase.State.SUBMITTED, BusinessCase.State.APPROVED):
        raise ValidationError("Only a submitted or approved business case can be withdrawn.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is withdrawn."})
    return _end(case, BusinessCase.State.WITHDRAWN, by=by, reason=reason.strip())


def require_draft(case: BusinessCase, by: User) -> None:
    """Nobody else changes the workstream's cases until this transaction ends; and this one is still a draft."""
    _lock(case.workstream)
    case.refresh_from_db()
    require(by, MAY_EDIT, case)
    if not case.is_draft:
        raise ValidationError("This business case was submitted, so it never changes. Draft the next version.")


def _lock(workstream: Workstream) -> None:
    Workstream.objects.select_for_update().get(pk=workstream.pk)


def _end(case: BusinessCase, state: str, *, by: User, reason: str = "") -> BusinessCase:
    facts = {"state": state, "ended_at": clock.now(), "end_reason": reason}
    return write(case, facts, by=by, reason=reason[:100])


def what_is_missing(case: BusinessCase) -> list[str]:
    """What a draft still lacks before it can be submitted, in sentences. Two queries."""
    groups = {Heading(heading).group for heading in case.lines.values_list("heading", flat=True)}
    risks = case.risks.count()
    found = {
        "Enter at least one cost.": any(group.is_cost for group in groups),
        "Enter at least one benefit.": any(group.is_benefit for group in groups),
        "Say what is proposed.": case.summary.strip(),
        "Name the preferred option, and why it is preferred.": case.preferred_option.strip(),
        f"Name the three greatest risks. {risks or 'None'} {'is' if risks == 1 else 'are'} named yet.": risks == 3,
    }
    return [sentence for sentence, is_there in found.items() if not is_there]

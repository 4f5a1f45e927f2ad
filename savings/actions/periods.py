"""Closing a period and opening it again: one asks, another decides. The rules are told in `savings.periods`."""

from django.core.exceptions import PermissionDenied, ValidationError

from partnership import clock
from partnership.dated import Period
from partnership.models import Organisation, Partnership, User
from partnership.permissions import require
from savings import ledger, periods
from savings.models import Ledger, PeriodStep, Seal
from savings.models.periods import PeriodState, Step
from savings.periods import PeriodLife


def ask_to_close(*, by: User, partnership: Partnership, period: Period, reason: str = "") -> PeriodStep:
    """Ask that a period be closed. Until another person approves it stays open, and takes new statements."""
    require(by, "savings.request_closing", partnership)
    with ledger.locked(partnership) as head:
        life = periods.life_of(partnership, period)
        _check_known(life)
        _check_not_closed(life)
        if life.state == PeriodState.CLOSING and (asked := life.asked):
            raise ValidationError(f"{asked.by.name} asked to close {period} already. It waits for a verifier.")
        _check_can_close(life)
        return _take(head, life, Step.ASKED, by=by, reason=reason)


def close_period(*, by: User, partnership: Partnership, period: Period) -> PeriodStep:
    """Approve the closing that was asked for: from now on nothing is posted into the period. Not by who asked."""
    with ledger.locked(partnership) as head:
        life = _asked(periods.life_of(partnership, period), PeriodState.CLOSING, by=by)
        _check_can_close(life)
        return _take(head, life, Step.CLOSED, by=by)


def refuse_closing(*, by: User, partnership: Partnership, period: Period, reason: str) -> PeriodStep:
    """The period stays open. It can be asked for again."""
    with ledger.locked(partnership) as head:
        life = _asked(periods.life_of(partnership, period), PeriodState.CLOSING, by=by)
        return _take(head, life, Step.REFUSED, by=by, reason=_needed(reason, "why it should stay open"))


def ask_to_reopen(*, by: User, partnership: Partnership, period: Period, reason: str) -> PeriodStep:
    """Ask that a closed period be opened again. It stays closed until every affected organisation has approved."""
    require(by, "savings.request_closing", partnership)
    with ledger.locked(partnership) as head:
        life = periods.life_of(partnership, period)
        if life.state == PeriodState.REOPENING and (asked := life.asked):
            raise ValidationError(f"{asked.by.name} asked to reopen {period} already. It waits for verifiers.")
        if life.closing is None:
            raise ValidationError(f"{period} is open, so there is nothing to reopen.")
        if life.closing.period != period:
            raise ValidationError(f"{period} is closed with its year. Ask to reopen {life.closing.period}.")
        if missing := periods.without_verifier(life, life.affected(), asked_by=by):
            raise ValidationError(f"{period} can not be reopened yet. {periods.missing_words(missing)}")
        return _take(head, life, Step.REOPENING_ASKED, by=by, reason=_needed(reason, "why it has to be reopened"))


def take_back(*, by: User, partnership: Partnership, period: Period, reason: str) -> PeriodStep:
    """Take back the request to close or reopen a period, as who made it: what was decided of it counts no more, and the
    period is as it was. It can be asked for again."""
    with ledger.locked(partnership) as head:
        require(by, "savings.request_closing", partnership)
        life = periods.life_of(partnership, period)
        if life.asked is None:
            raise ValidationError(f"Nobody asks to close or reopen {period} now: it is {life.state.label.lower()}.")
        if life.asked.by_id != by.pk:
            raise PermissionDenied(periods.ONLY_WHO_ASKED.format(name=life.asked.by.name))
        closing = life.state == PeriodState.CLOSING
        step = Step.TAKEN_BACK if closing else Step.REOPENING_TAKEN_BACK
        return _take(head, life, step, by=by, reason=_needed(reason, "why you take the request back"))


def approve_reopening(*, by: User, partnership: Partnership, period: Period, organisation: Organisation) -> PeriodLife:
    """Approve the reopening for one affected organisation. With the last approval the period is open again.

    Gives the life of the period after it. Not by who asked.
    """
    with ledger.locked(partnership) as head:
        life = _asked(periods.life_of(partnership, period), PeriodState.REOPENING, by=by, organisation=organisation)
        affected = life.affected()
        _check_affected(life, affected, organisation)
        _take(head, life, Step.REOPENING_APPROVED, by=by, organisation=organisation)
        if {each.pk for each in affected} <= {*life.approvals, organisation.pk}:
            _take(head, life, Step.REOPENED, by=by, reason=life.asked.reason if life.asked else "")
        return periods.life_of(partnership, period)


def refuse_reopening(
    *, by: User, partnership: Partnership, period: Period, organisation: Organisation, reason: str
) -> PeriodStep:
    """One affected organisation says no: the period stays closed. It can be asked for again."""
    with ledger.locked(partnership) as head:
        life = _asked(periods.life_of(partnership, period), PeriodState.REOPENING, by=by, organisation=organisation)
        _check_affected(life, life.affected(), organisation)
        reason = _needed(reason, "why it should stay closed")
        return _take(head, life, Step.REOPENING_REFUSED, by=by, reason=reason, organisation=organisation)


def _take(
    head: Ledger, life: PeriodLife, step: Step, *, by: User, reason: str = "", organisation: Organisation | None = None
) -> PeriodStep:
    taken = PeriodStep.objects.create(
        partnership=life.partnership,
        year=life.period.year,
        quarter=life.period.quarter,
        step=step,
        answers=life.asked,
        organisation=organisation,
        reason=reason.strip(),
        sequence=head.sequence,
        at=clock.now(),
        by=by,
    )
    ledger.seal(head, Seal.What.STEP, taken.pk)
    return taken


def _asked(life: PeriodLife, state: PeriodState, *, by: User, organisation: Organisation | None = None) -> PeriodLife:
    """The life under the lock, if it waits for this answer. Raises PermissionDenied, ValidationError."""
    asked = life.asked if life.state == state else None
    answer = PeriodStep(partnership=life.partnership, organisation=organisation, answers=asked)
    require(by, "savings.approve_closing", answer)
    if asked is None:
        what = "close" if state == PeriodState.CLOSING else "reopen"
        raise ValidationError(
            f"Nobody asks to {what} {life.period} now: it is {life.state.label.lower()}.", code="not_asked"
        )
    return life


def _check_known(life: PeriodLife) -> None:
    if not periods.exists(life.partnership, life.period):
        raise ValidationError(f"{life.period} is not a period of this partnership.")


def _check_not_closed(life: PeriodLife) -> None:
    if life.closing is not None:
        with_year = "" if life.closing.period == life.period else f" with {life.closing.period}"
        raise ValidationError(f"{life.period} is closed already{with_year}.")


def _check_can_close(life: PeriodLife) -> None:
    if not life.is_over:
        raise ValidationError(
            f"{life.period} ends on {life.period.last_on:%-d %B %Y}. It can be closed from the day after."
        )
    waits = periods.waiting(life.partnership).get(life.period, periods.Waiting()).submitted
    if waits:
        one = waits == 1
        raise ValidationError(
            f"{waits} submitted {'share waits' if one else 'shares wait'} in {life.period}. Each has to be verified or "
            "returned before the period can be closed."
        )


def _check_affected(life: PeriodLife, affected: list[Organisation], organisation: Organisation) -> None:
    if not periods.approvers(affected, [organisation]):
        raise ValidationError(
            f"{organisation.name} has no share that stands in {life.period}, so the reopening does not wait for it."
        )
    if given := life.approvals.get(organisation.pk):
        raise ValidationError(f"{given.by.name} approved the reopening for {organisation.name} already.")


def _needed(reason: str, what: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": f"Enter {what}."})
    return reason

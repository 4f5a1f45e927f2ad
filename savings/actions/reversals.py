"""Reversals: what was verified is never edited. An equal and opposite statement takes it away, by two people.

The request is a draft of the opposite, with the reason as its note. Another person approves it, and it is posted; or
refuses it, and the draft is deleted with the reason in its history.
"""

import hashlib
from collections.abc import Sequence

from django.core.exceptions import ValidationError

from partnership import clock, history
from partnership.models import User
from partnership.permissions import require
from savings import ledger, periods
from savings.actions.rereading import still_there
from savings.actions.versions import version_of
from savings.models import Share, Statement
from savings.models.words import State


def request_reversal(*, by: User, statement: Statement, reason: str) -> Statement:
    """Ask for the reversal of a statement with a verified share. Returns the draft of its opposite."""
    with ledger.locked(statement.partnership):
        statement = _fresh(statement)
        require(by, "savings.request_reversal", statement)
        reason = _given(reason, "Enter the reason, so that the finance officer can judge it.")
        if statement.is_reversal:
            raise ValidationError("A reversal is not reversed again. State the saving anew instead.")
        if asked := _opposite(statement):
            raise ValidationError(_again(asked))
        opposite = Statement(
            partnership=statement.partnership,
            saving=statement.saving,
            organisation=statement.organisation,
            reverses=statement,
            stage=statement.stage,
            basis=statement.basis,
            agreement=statement.agreement,
            usage_unit=statement.usage_unit,
            usage_source=statement.usage_source,
            sole_reason=statement.sole_reason,
            stated_on=clock.today(),
            note=reason,
            drafted_by=by,
        )
        _write(opposite, statement, by=by)
        opposite.authors.add(by)
    return opposite


def approve_reversal(*, by: User, statement: Statement, version: str | None = None) -> Statement:
    """Approve the reversal that was asked for: everything of the statement that stands leaves. Returns its opposite.

    Verified shares stay as they were posted and are offset by those of the opposite; shares that still wait are taken
    out; what was returned is settled. `version` is what a person was shown (`version_of_reversal`).
    """
    with ledger.locked(statement.partnership) as head:
        statement = _fresh(statement)
        require(by, "savings.approve_reversal", statement)
        opposite = _asked(statement)
        if version is not None and version != version_of_reversal(statement, opposite):
            raise ValidationError("This has changed since you opened this page. Look at it again.", code="changed")
        _write(opposite, statement, by=by)
        mine = opposite.shares.select_related("statement__saving", "organisation")
        lines = _leaving(statement) + [ledger.Line(share, State.VERIFIED, entering=True) for share in mine]
        cause = periods.correcting_cause(statement, opposite.period)
        postings = ledger.post(head, lines, cause=cause, by=by, reason=opposite.note)
        opposite.submitted_at, opposite.submitted_by = head.at, by
        opposite.sequence = next(posting.sequence for posting in postings if posting.entering)
        history.save(opposite, by=by)
    return opposite


def refuse_reversal(*, by: User, statement: Statement, reason: str) -> None:
    """Refuse the reversal that was asked for. The statement stands; the reason stays in the history."""
    with ledger.locked(statement.partnership):
        statement = _fresh(statement)
        require(by, "savings.approve_reversal", statement)
        opposite = _asked(statement)
        reason = _given(reason, "Enter the reason, so that who asked knows why the statement stands.")
        history.delete(opposite, by=by, reason=reason)


def version_of_reversal(statement: Statement, opposite: Statement) -> str:
    """Names what an approver looks at: the request, and in what state each share of the statement is. Four queries."""
    states = list(Share.objects.filter(statement=statement).order_by("pk").values_list("pk", "state"))
    return hashlib.sha256(f"{version_of([opposite])} {states}".encode()).hexdigest()[:16]


def reversible_shares(statement: Statement) -> list[Share]:
    """The verified shares of a statement: what its opposite takes away. None of a reversal."""
    return [] if statement.is_reversal else [share for share in statement.shares.all() if share.state == State.VERIFIED]


def _fresh(statement: Statement) -> Statement:
    rows = Statement.objects.select_related("saving", "organisation", "partnership")
    with still_there():
        return rows.prefetch_related("shares__statement__saving", "shares__organisation").get(pk=statement.pk)


def _opposite(statement: Statement) -> Statement | None:
    return Statement.objects.filter(reverses=statement).select_related("saving", "drafted_by").first()


def _asked(statement: Statement) -> Statement:
    opposite = _opposite(statement)
    if opposite is None:
        raise ValidationError("Nobody asks to reverse this statement now: the request was withdrawn or refused.")
    if not opposite.is_draft:
        raise ValidationError("This statement is reversed already.")
    return opposite


def _again(asked: Statement) -> str:
    if asked.is_draft:
        return f"{asked.drafted_by.name} asked for the reversal of this statement already. It waits to be approved."
    return "This statement is reversed already."


def _given(reason: str, missing: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": missing})
    return reason.strip()


def _write(opposite: Statement, statement: Statement, *, by: User) -> None:
    """Let the draft be the opposite of what stands now: other shares may have been verified since it was asked for."""
    standing = reversible_shares(statement)
    if not standing:
        raise ValidationError("No share of this statement is verified, so there is nothing to reverse.")
    _fill_period(opposite, statement)
    opposite.amount_pence = -sum(share.pence for share in standing)
    if statement.measure_hundredths is not None:
        opposite.measure_hundredths = -statement.measure_hundredths
    opposite.full_clean(exclude=["authors"])
    history.save(opposite, by=by)
    _share(opposite, standing)


def _fill_period(opposite: Statement, statement: Statement) -> None:
    """Its own period; where that is closed, an open one, as a late claim that belongs to the closed one."""
    period = periods.reversal_period(statement)
    belongs_to = statement.belongs_to or (None if period == statement.period else statement.period)
    opposite.year, opposite.quarter = period.year, period.quarter
    opposite.belongs_to_year = belongs_to.year if belongs_to else None
    opposite.belongs_to_quarter = belongs_to.quarter if belongs_to else None


def _share(opposite: Statement, standing: Sequence[Share]) -> None:
    opposite.shares.all().delete()
    Share.objects.bulk_create(
        Share(
            statement=opposite,
            partnership_id=opposite.partnership_id,
            organisation_id=share.organisation_id,
            weight=share.weight,
            pence=-share.pence,
        )
        for share in standing
    )


# In what state a share leaves, by the state it is in, and whether with nothing: a verified one's pence stand, offset by
# the opposite; a waiting one takes its pence along; a returned one has none left. What was replaced is settled already.
_LEAVES = {
    State.VERIFIED: (State.VERIFIED, True),
    State.SUBMITTED: (State.SUBMITTED, False),
    State.RETURNED: (State.SUBMITTED, True),
}


def _leaving(statement: Statement) -> list[ledger.Line]:
    lines = []
    for share in statement.shares.all():
        if share.state in _LEAVES:
            state, empty = _LEAVES[State(share.state)]
            lines.append(ledger.Line(share, state, entering=False, empty=empty))
    return lines

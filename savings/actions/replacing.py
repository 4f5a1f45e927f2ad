"""What may take the place of a submitted statement, and which of its shares leave then."""

from collections.abc import Set

from django.core.exceptions import ValidationError

from partnership.models import User
from partnership.permissions import require
from savings import periods
from savings.actions.details import StatementDetails
from savings.models import Share, Statement
from savings.models.words import Stage, State


def check_replaceable(old: Statement, details: StatementDetails, *, by: User, but: Statement | None = None) -> None:
    """A statement may be replaced by one of the same saving, stage of claim and period, once, by its own organisation.

    Verified shares of what is contracted or realised stand: they are reversed, never replaced. What was returned in a
    period that has been closed since is restated in an open one, as a late claim; a late claim whose own period is open
    again, in that.
    """
    require(by, "savings.draft_saving", old)
    if old.is_draft:
        raise ValidationError("A draft is changed, not replaced.")
    if old.is_reversal:
        raise ValidationError("A reversal is never replaced. State the saving anew instead.")
    if any(other != but for other in Statement.objects.filter(replaces=old)):
        raise ValidationError("This statement was replaced already. Open its replacement to change it.")
    if details.stage != old.stage:
        raise ValidationError({"stage": "A replacement keeps the stage of claim. Add another statement instead."})
    late = details.belongs_to == old.earned_in and periods.closing_of(old.partnership_id, old.period)
    if not (
        late or keeps_period(old, details) or (list(details.periods), details.belongs_to) == ([old.earned_in], None)
    ):
        raise ValidationError({"first_year": f"A replacement keeps the period, {old.period_words}."})
    check_room(old, details.sharing.organisations)


def keeps_period(old: Statement, details: StatementDetails) -> bool:
    """Whether what replaces it is stated in the same period, and is as late. Shared anew, it then moves no total."""
    return (list(details.periods), details.belongs_to) == ([old.period], old.belongs_to)


def check_restatable(old: Statement, *, by: User) -> None:
    """A reversed statement is stated anew once. Period and stage of claim may be others: perhaps they were wrong."""
    require(by, "savings.draft_saving", old)
    if not Statement.objects.submitted().filter(reverses=old).exists():
        raise ValidationError("Only a reversed statement is stated anew.")
    if Statement.objects.filter(restates=old).exists():
        raise ValidationError("This statement was stated anew already. Open its restatement to change it.")


def check_room(old: Statement, organisations: Set[int]) -> None:
    """What a replacement shares out is not what stands already. No organisations: all that take part."""
    open_shares = replaceable_shares(old)
    if not open_shares and any(share.state == State.REVERSED for share in old.shares.all()):
        raise ValidationError("This statement was reversed. Withdraw this draft, and state the saving anew instead.")
    if not open_shares:
        raise ValidationError("Every share of this statement is verified. A verified share is reversed, not replaced.")
    standing = {s.organisation_id: s.organisation.name for s in old.shares.all() if s not in open_shares}
    if standing and (not organisations or organisations & standing.keys()):
        raise ValidationError(
            {
                "organisations": f"The verified share of {', '.join(standing.values())} stands. "
                "Choose only the other organisations, and enter only their amount."
            }
        )


def replaceable_shares(statement: Statement, closed: periods.Closings | None = None) -> list[Share]:
    """The shares that a replacement takes out: all of a target or forecast, what is not verified of anything firmer.

    None of a reversal, and none that was reversed. In a closed period only what was returned, which moves nothing.
    One query unless the partnership's closed periods are given, and one for the shares.
    """
    if statement.is_reversal:
        return []
    shares = statement.shares.all()
    closed = periods.closings(statement.partnership_id) if closed is None else closed
    if periods.binding(closed, statement.period):
        return [share for share in shares if share.state == State.RETURNED]
    soft = statement.stage in (Stage.TARGET, Stage.FORECAST)
    standing = {State.REVERSED} if soft else {State.REVERSED, State.VERIFIED}
    return [share for share in shares if share.state not in standing]

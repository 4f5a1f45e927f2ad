"""What a submission, or the approval of a reversal, did to the partnership's total, for the person who just made it."""

from collections.abc import Sequence

from django.db.models import Min

from partnership import clock
from partnership.models import User
from partnership.money import format_pounds
from savings.figures import AsAt, figures, now
from savings.models import Statement
from savings.models.ledger import REPLACING, REVERSING
from savings.models.words import Kind


def words(statements: Sequence[Statement], *, user: User) -> str:
    """The total of this stage of claim and kind, before and after. At most fifteen queries; raises PermissionDenied."""
    first = min(statements, key=lambda statement: statement.sequence or 0)
    saving, partnership = first.saving, first.partnership
    if saving.kind == Kind.QUALITATIVE:
        return "It has no money value, so no total moved."
    before, after = (
        figures(partnership, point, user=user).total(saving.kind).amounts[first.stage]
        for point in (_before(first), now(partnership))
    )
    which = f"{first.get_stage_display()} {saving.get_kind_display().lower()} savings of {partnership}"
    return f"{which}: {format_pounds(after)}. Before: {format_pounds(before)}."


def _before(statement: Statement) -> AsAt:
    """Before its first posting, and before those that took out what it replaces or reverses."""
    first = statement.sequence or 1
    old, causes = (statement.reverses, REVERSING) if statement.is_reversal else (statement.replaces, REPLACING)
    if old is not None:  # its own entering has the same cause, where it took the place of another itself
        leaving = old.postings.filter(cause__in=causes, entering=False)
        first = leaving.aggregate(first=Min("sequence"))["first"] or first
    return AsAt(first - 1, clock.today())

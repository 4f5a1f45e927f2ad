"""Four eyes: who had a hand in a statement may not verify its shares nor approve its reversal; who asked for a closing
may not approve it."""

import rules

from partnership.permissions import granted
from savings.models import Share, Statement

FOUR_EYES = (
    "You drafted or edited this statement or its saving, or supplied its evidence, so you may not verify or return a "
    "share of it. "
    "Another finance officer of your organisation can."
)
FOUR_EYES_REVERSAL = (
    "You asked for this reversal, or had a hand in the statement or its evidence, so you may not approve or refuse it. "
    "Another finance officer of the organisation that states it can."
)


@rules.predicate
def has_a_hand_in(user, thing) -> bool:
    """The user drafted or edited the statement (of a share, its statement) or its saving, or supplied evidence of it.

    On a partnership as a whole the question is not asked.
    """
    statement = thing.statement if isinstance(thing, Share) else thing
    return isinstance(statement, Statement) and user.pk in statement.hands


@rules.predicate
def asked_for_its_reversal(user, statement) -> bool:
    """The user asked for the reversal of the statement."""
    if not isinstance(statement, Statement):
        return False
    return Statement.authors.through.objects.filter(statement__reverses=statement, user=user).exists()


@rules.predicate
def has_proposed(user, agreement) -> bool:
    """The user proposed the agreement. On a partnership as a whole the question is not asked."""
    return getattr(agreement, "proposed_by_id", None) == user.pk


rules.set_perm("savings.verify_share", granted("savings.verify_share") & ~has_a_hand_in)


@rules.predicate
def asked_for(user, step) -> bool:
    """The user asked for what this step of a period answers. On anything else the question is not asked."""
    asked = getattr(step, "answers", None)
    return asked is not None and asked.by_id == user.pk


rules.set_perm("savings.approve_closing", granted("savings.approve_closing") & ~asked_for)

# A reversal is approved by a finance officer of the organisation that states it, whoever shares in it: that
# organisation answers for the statement as a whole. The others see on its page that their shares were taken away.
rules.set_perm(
    "savings.approve_reversal", granted("savings.approve_reversal") & ~has_a_hand_in & ~asked_for_its_reversal
)
rules.set_perm("savings.approve_agreement", granted("savings.approve_agreement") & ~has_proposed)

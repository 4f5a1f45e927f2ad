"""Four eyes: who had a hand in a statement may not verify its shares."""

import rules

from partnership.permissions import granted


@rules.predicate
def has_a_hand_in(user, share) -> bool:
    """The user drafted or edited the share's statement, or supplied evidence of its saving.

    On a partnership as a whole the question is not asked.
    """
    statement = getattr(share, "statement", None)
    if statement is None:
        return False
    hands = {author.pk for author in statement.authors.all()}
    return user.pk in hands | {evidence.uploaded_by_id for evidence in statement.saving.evidence.all()}


rules.set_perm("savings.verify_share", granted("savings.verify_share") & ~has_a_hand_in)

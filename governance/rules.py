"""Four eyes: who asked for an annual statement does not sign it off."""

import rules

from partnership.permissions import granted


@rules.predicate
def has_asked_for(user, pack) -> bool:
    """On a partnership as a whole the question is not asked."""
    return getattr(pack, "requested_by_id", None) == user.pk


rules.set_perm("governance.sign_off_statement", granted("governance.sign_off_statement") & ~has_asked_for)

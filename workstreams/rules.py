"""Who reports on an action: who may edit it, and its owner. Who drafted a business case may not approve it."""

import rules

from partnership.permissions import granted
from workstreams.models import BusinessCase


@rules.predicate
def owns(user, thing) -> bool:
    """The user is the action's owner. On anything that has no owner the question is not asked."""
    return getattr(thing, "owner_id", None) == user.pk


rules.set_perm(
    "workstreams.progress_action",
    granted("workstreams.progress_action") | (owns & granted("partnership.view_partnership")),
)
FOUR_EYES_CASE = "You drafted, edited or submitted this business case, so another person approves it."


@rules.predicate
def has_drafted(user, case) -> bool:
    """The user drafted, edited or submitted the case: every edit of it or of its lines stands in its history. On
    anything else the question is not asked. One query."""
    if not isinstance(case, BusinessCase):
        return False
    return user.pk in (case.drafted_by_id, case.submitted_by_id) or case.history.filter(history_user=user).exists()


rules.set_perm("workstreams.approve_case", granted("workstreams.approve_case") & ~has_drafted)

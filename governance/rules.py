"""Four eyes: who asked for an annual statement does not sign it off."""

import rules
from django.db.models import Q

from partnership.permissions import granted


@rules.predicate
def has_asked_for(user, pack) -> bool:
    """On a partnership as a whole the question is not asked."""
    return getattr(pack, "requested_by_id", None) == user.pk


rules.set_perm("governance.sign_off_statement", granted("governance.sign_off_statement") & ~has_asked_for)


@rules.predicate
def has_written(user, part) -> bool:
    """Whoever wrote any of the financial implications of a report does not clear them, whoever wrote last. On another
    thing than a part the question is not asked."""
    if not hasattr(part, "written_by_id"):
        return False
    said = ~Q(text="") | Q(is_none=True)
    return part.written_by_id == user.pk or part.history.filter(said, history_user=user).exists()


rules.set_perm("governance.clear_finance", granted("governance.clear_finance") & ~has_written)

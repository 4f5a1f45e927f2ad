"""Drafts that were withdrawn, from their history: the rows themselves are gone."""

from django.db.models import OuterRef, QuerySet, Subquery

from partnership.models import Partnership, User
from partnership.permissions import reach
from savings.models import Saving, Statement

# Why a draft's history ends: a person withdrew it. A year that was edited out of a series ends without a reason, and
# the refusal of a reversal with the reason of that.
WITHDRAWN = "Withdrawn"


def withdrawn(user: User, partnership: Partnership) -> QuerySet:
    """The last history row of each draft that was withdrawn, of those this person might have seen as drafts, with the
    `title` and `unit` that its saving had."""
    mine = reach(user, "savings.view_draft", organisation="organisation_id", workstream="stream")
    last = Saving.history.filter(id=OuterRef("saving_id")).order_by("-history_id")
    rows = Statement.history.filter(partnership=partnership, history_type="-", history_change_reason=WITHDRAWN)
    rows = rows.annotate(
        title=Subquery(last.values("title")[:1]),
        unit=Subquery(last.values("unit")[:1]),
        stream=Subquery(last.values("workstream_id")[:1]),
    )
    return rows.filter(mine).select_related("organisation", "history_user")

"""From an address to a saving, statement or share that its reader may do something with: 404, or 403 in words."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied

from partnership.permissions import granted, require
from partnership.views.scope import ScopedRequest, find
from savings.actions.versions import version_of
from savings.forms.confirming import ActionForm
from savings.models import Saving, Share, Statement
from savings.rules import FOUR_EYES, FOUR_EYES_REVERSAL, has_a_hand_in

METHODS = ["GET", "HEAD", "POST"]
_WITH_SHARE = (
    "statement__saving__workstream",
    "statement__organisation",
    "statement__drafted_by",
    "organisation",
    "partnership",
)
_reaches_share = granted("savings.verify_share")
_reaches_reversal = granted("savings.approve_reversal")


def sent(request: ScopedRequest) -> tuple[Any, Any]:
    """What was posted and uploaded; nothing when the page is only looked at."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def shown_version(request: ScopedRequest, form: ActionForm, drafts: Iterable[Statement]) -> str:
    """What the person looks at: a form that comes back is still about the drafts it was about, unless that was what was
    wrong with it."""
    if request.method == "POST" and not form.has_error(NON_FIELD_ERRORS, code="changed"):
        return request.POST.get("version", "")
    return version_of(drafts)


def saving_to_draft(request: ScopedRequest, pk: int) -> Saving:
    saving = find(request, Saving.objects.select_related("workstream", "organisation", "partnership"), pk=pk)
    require(request.user, "savings.draft_saving", saving)
    return saving


def statement_to_draft(request: ScopedRequest, pk: int) -> Statement:
    rows = Statement.objects.select_related("saving__workstream", "saving__organisation", "organisation", "partnership")
    statement = find(request, rows, pk=pk)
    require(request.user, "savings.draft_saving", statement)
    return statement


def share_to_judge(request: ScopedRequest, pk: int) -> Share:
    """A share that this person may verify or return; with its statement, saving and organisation."""
    share = find(request, Share.objects.select_related(*_WITH_SHARE), pk=pk)
    if is_four_eyes(request, share):
        raise PermissionDenied(FOUR_EYES)
    require(request.user, "savings.verify_share", share)
    return share


def is_four_eyes(request: ScopedRequest, share: Share) -> bool:
    """Whether the role would let this person judge the share, but a hand in its statement forbids it."""
    return _reaches_share(request.user, share) and has_a_hand_in(request.user, share)


def reversal_to_judge(request: ScopedRequest, pk: int) -> Statement:
    """A statement whose reversal this person may approve or refuse, should somebody ask for it."""
    statement = statement_seen(request, pk)
    if is_four_eyes_of_reversal(request, statement):
        raise PermissionDenied(FOUR_EYES_REVERSAL)
    require(request.user, "savings.approve_reversal", statement)
    return statement


def statement_seen(request: ScopedRequest, pk: int) -> Statement:
    """A statement that this person may see, with all that its page shows."""
    people = ("drafted_by", "submitted_by")
    rows = Statement.objects.for_list().select_related(*people, "saving__organisation", "agreement__workstream")
    return find(request, rows, pk=pk)


def is_four_eyes_of_reversal(request: ScopedRequest, statement: Statement) -> bool:
    """Whether the role would let this person approve a reversal, but a hand in it forbids it."""
    reaches = _reaches_reversal(request.user, statement)
    return reaches and not request.user.has_perm("savings.approve_reversal", statement)

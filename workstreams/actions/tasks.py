"""Actions are undertaken, changed, reported on and done."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import ProtectedError

from partnership import clock, history
from partnership.actions.facts import lock, refuse_stranger, write
from partnership.files import stored_files
from partnership.models import Organisation, Partnership, User
from partnership.permissions import require
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.models import Action, ActionNote, ActionProof, Risk, Workstream

MAY_PROGRESS = "workstreams.progress_action"


class ActionFacts(TypedDict, total=False):
    title: str
    workstream: Workstream | None
    owner_title: str
    owner: User | None
    organisation: Organisation | None
    due_on: date
    source: str
    origin: str


@transaction.atomic
def add_action(
    *,
    by: User,
    partnership: Partnership,
    risk: Risk | None = None,
    is_exempt: bool = False,
    **facts: Unpack[ActionFacts],
) -> Action:
    """Something to do for a workstream of the partnership, or for the programme as a whole.

    `risk` and `is_exempt` are for those who add what comes out of a risk or of an exempt decision.
    """
    return _write(Action(partnership=partnership, risk=risk, is_exempt=is_exempt), facts, by=by)


@transaction.atomic
def edit_action(*, by: User, action: Action, **facts: Unpack[ActionFacts]) -> Action:
    """Change it while it is open. Who moves it to another workstream must be allowed to edit both."""
    require(by, MAY_EDIT, lock(action))
    _refuse_done(action)
    return _write(action, facts, by=by)


@transaction.atomic
def note_progress(*, by: User, action: Action, text: str) -> ActionNote:
    """How it is getting on: by who may edit it, or its owner."""
    require(by, MAY_PROGRESS, action)
    if not text.strip():
        raise ValidationError({"text": "Write how it is getting on."})
    return ActionNote.objects.create(action=action, text=text.strip(), written_at=clock.now(), written_by=by)


@transaction.atomic
def complete_action(
    *, by: User, action: Action, done_on: date, proof: str, files: Sequence[ActionProof] = ()
) -> Action:
    """It is done, and this proves it: words, and perhaps files."""
    require(by, MAY_PROGRESS, lock(action))
    _refuse_done(action)
    if done_on > clock.today():
        raise ValidationError({"done_on": "The day on which it was done can not be ahead."})
    if not proof.strip():
        raise ValidationError({"proof": "Say what proves that it is done."})
    action = write(action, {"done_on": done_on, "proof": proof.strip()}, by=by)
    for file in files:
        file.action, file.uploaded_by = action, by
        file.save()
    return action


def stored_proofs(
    partnership: Partnership, uploads: Iterable[UploadedFile]
) -> AbstractContextManager[list[ActionProof]]:
    """Files in storage that are not attached yet: see `partnership.files`."""
    return stored_files(ActionProof, partnership, uploads)


@transaction.atomic
def reopen_action(*, by: User, action: Action, reason: str) -> Action:
    """It is not done after all. What was said to prove it stays in its history."""
    require(by, MAY_EDIT, lock(action))
    if action.done_on is None:
        raise ValidationError("The action is open already.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is not done."})
    return write(action, {"done_on": None, "proof": ""}, by=by, reason=reason.strip())


@transaction.atomic
def remove_action(*, by: User, action: Action) -> None:
    """Delete one on which nobody reported and to which no review or meeting points. Its history stays."""
    require(by, MAY_EDIT, lock(action))
    _refuse_done(action)
    try:
        history.delete(action, by=by)
    except ProtectedError:
        said = "This action has notes or files, or came out of a review or a meeting, so it stays. Say how it ended."
        raise ValidationError(said) from None


def _refuse_done(action: Action) -> None:
    if action.done_on is not None:
        raise ValidationError("The action is done. Open it again first.")


def _write(action: Action, facts: ActionFacts, *, by: User) -> Action:
    partnership, risk, workstream = action.partnership, action.risk, facts.get("workstream", action.workstream)
    if workstream and workstream.partnership_id != partnership.pk:
        raise ValidationError({"workstream": "Choose a workstream of this partnership."})
    if risk and (workstream != risk.workstream or facts.get("source", Action.Source.RISK) != Action.Source.RISK):
        raise ValidationError("What is done about a risk or an issue stays with it.")
    require(by, MAY_EDIT, Action(partnership=partnership, workstream=workstream, risk=risk))
    organisation, owner = facts.get("organisation"), facts.get("owner")
    refuse_stranger(partnership, organisation)
    if owner and not User.objects.of_partnership(partnership).filter(pk=owner.pk).exists():
        raise ValidationError({"owner": "Choose somebody with a role in this partnership."})
    return write(action, facts, by=by)

"""The communications log: what was told to whom, and the papers of it."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction

from partnership import history
from partnership.actions.facts import write
from partnership.models import Partnership, User
from workstreams.actions.attachments import attach, detach
from workstreams.actions.programme import hold, require_place
from workstreams.models import Attachment, Communication, Workstream


class CommunicationFacts(TypedDict, total=False):
    workstream: Workstream | None
    kind: str
    title: str
    audience: str
    on: date
    said: str


@transaction.atomic
def log_communication(
    *, by: User, partnership: Partnership, files: Sequence[Attachment] = (), **facts: Unpack[CommunicationFacts]
) -> Communication:
    """One of a workstream, or of the programme without one, with stored files. Raises PermissionDenied,
    ValidationError."""
    row = Communication(partnership=partnership)
    require_place(row, facts, by=by)
    row = write(row, facts, by=by)
    attach(row, files, by=by)
    return row


@transaction.atomic
def edit_communication(
    *, by: User, communication: Communication, seen: int | None = None, **facts: Unpack[CommunicationFacts]
) -> Communication:
    """`seen` is the edition that a person was shown: what was changed since is not overwritten unread."""
    hold(communication, by=by, seen=seen)
    require_place(communication, facts, by=by)
    return write(communication, facts, by=by)


@transaction.atomic
def remove_communication(*, by: User, communication: Communication) -> None:
    """Delete it with its papers; the history stays."""
    hold(communication, by=by)
    for attachment in communication.attachments.select_related("partnership"):
        detach(attachment, by=by)
    history.delete(communication, by=by)

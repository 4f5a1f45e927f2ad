"""Papers are attached to a communication or a consultation, and taken away again while nobody relies on them."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from partnership import editions, files, history
from partnership.models import Partnership, User
from partnership.permissions import require
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.models import Attachment, Communication, Consultation

CLOSED = "This consultation is closed. What is closed is not changed any more."


def stored_papers(
    partnership: Partnership, uploads: Iterable[UploadedFile]
) -> AbstractContextManager[list[Attachment]]:
    """Files in storage that are not attached yet: see `partnership.files`."""
    return files.stored_files(Attachment, partnership, uploads)


@transaction.atomic
def attach_papers(*, by: User, to: Communication | Consultation, files: Sequence[Attachment]) -> None:
    """Attach stored files. Raises PermissionDenied, and ValidationError where the consultation is closed."""
    require(by, MAY_EDIT, to)
    if isinstance(to, Consultation):
        refuse_closed(to)
    else:
        editions.hold(to)
    attach(to, files, by=by)


@transaction.atomic
def remove_paper(*, by: User, attachment: Attachment) -> None:
    """Take a file away; that it was there stays in the history. What somebody has answered to stays."""
    require(by, MAY_EDIT, attachment)
    consultation = attachment.consultation
    if attachment.communication:
        editions.hold(attachment.communication)
    if consultation and refuse_closed(consultation).consultees.exclude(answered_on=None).exists():
        raise ValidationError("Somebody has answered this consultation, so its papers stay.")
    editions.hold(attachment)
    detach(attachment, by=by)


def refuse_closed(consultation: Consultation) -> Consultation:
    """It as it is by now, and nobody else changes it until this transaction ends. Raises ValidationError."""
    locked = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    if not locked.is_open:
        raise ValidationError(CLOSED)
    return locked


def attach(to: Communication | Consultation, files: Iterable[Attachment], *, by: User) -> None:
    for attachment in files:
        if isinstance(to, Consultation):
            attachment.consultation = to
        else:
            attachment.communication = to
        attachment.uploaded_by = by
        history.save(attachment, by=by)


def detach(attachment: Attachment, *, by: User) -> None:
    history.delete(attachment, by=by)
    attachment.delete_unused_file()

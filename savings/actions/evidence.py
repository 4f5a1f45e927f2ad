"""Evidence files: stored before they are attached, and taken away while all is draft."""

from collections.abc import Iterable
from contextlib import AbstractContextManager

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from partnership import files
from partnership.models import Partnership, User
from partnership.permissions import require
from savings import ledger
from savings.actions.rereading import still_there
from savings.models import Evidence, Saving, Seal


def stored_files(partnership: Partnership, uploads: Iterable[UploadedFile]) -> AbstractContextManager[list[Evidence]]:
    """Files in storage, as evidence that is not attached yet: see `partnership.files`."""
    return files.stored_files(Evidence, partnership, uploads)


def attach_evidence(*, by: User, saving: Saving, evidence: Evidence) -> Evidence:
    """Make a stored file evidence of a saving, for the officer's organisation. Raises PermissionDenied, and
    ValidationError when the saving was withdrawn meanwhile."""
    with ledger.locked(saving.partnership) as head:
        with still_there():
            saving.refresh_from_db()
        require(by, "savings.draft_saving", saving)
        evidence.saving, evidence.organisation, evidence.uploaded_by = saving, saving.organisation, by
        evidence.save()
        if saving.is_frozen:
            ledger.seal(head, Seal.What.EVIDENCE, evidence.pk)
    return evidence


def remove_evidence(*, by: User, evidence: Evidence) -> None:
    """Take a file away while nothing of its saving is submitted."""
    with ledger.locked(evidence.partnership):
        require(by, "savings.draft_saving", evidence.saving)
        if evidence.saving.is_frozen:
            raise ValidationError("A statement of this saving was submitted, so its evidence stays.")
        evidence.delete()
        evidence.delete_unused_file()

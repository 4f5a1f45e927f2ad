"""Imports: uploaded, confirmed, cancelled, tried again. A worker does the rest."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from partnership import clock
from partnership.models import Organisation, Partnership, User
from partnership.permissions import require
from savings.imports.cells import storable
from savings.imports.files import Unreadable, format_of
from savings.imports.queue import QUEUE
from savings.models import Import


def upload_import(
    *, by: User, partnership: Partnership, organisation: Organisation, upload: UploadedFile, request_key: UUID
) -> Import:
    """Keep a file to be checked by a worker. The same `request_key` always gives the same import.

    Raises PermissionDenied, ValidationError. The file is stored before the row is written, and taken away if it is not.
    """
    new = Import(partnership=partnership, organisation=organisation, request_key=request_key, uploaded_by=by)
    require(by, "savings.draft_saving", new)
    if asked := Import.objects.filter(request_key=request_key).first():
        return _the_same(asked, new)
    new.format = check_upload(upload)
    new.name = _name(upload.name or "")
    new.size, new.sha256 = upload.size or 0, _digest(upload)
    try:
        with _stored(new, upload), transaction.atomic():
            _insert(new)
    except _SentTwice as sent:
        return _the_same(sent.asked, new)
    return new


def _insert(new: Import) -> None:
    """Under a lock, so that two clicks come one after the other."""
    Partnership.objects.select_for_update(no_key=True).get(pk=new.partnership_id)
    if asked := Import.objects.filter(request_key=new.request_key).first():
        raise _SentTwice(asked)
    new.save()
    transaction.on_commit(lambda: QUEUE.send(new.pk), robust=True)


class _SentTwice(Exception):
    """The other click was quicker."""

    def __init__(self, asked: Import) -> None:
        self.asked = asked


def _the_same(asked: Import, new: Import) -> Import:
    if (asked.organisation_id, asked.uploaded_by_id) != (new.organisation_id, new.uploaded_by_id):
        raise ValidationError("This form was used already. Open it again to upload another file.")
    return asked


def check_upload(upload: UploadedFile) -> str:
    """`csv` or `xlsx`, by its content. Raises ValidationError with a sentence for any other, empty or large file."""
    if (upload.size or 0) > settings.IMPORT_MAX_BYTES:
        most = settings.IMPORT_MAX_BYTES // 1024**2
        raise ValidationError({"upload": f"The file is larger than {most} MB. Split it."})
    try:
        return format_of(upload)
    except Unreadable as error:
        raise ValidationError({"upload": error.sentence}) from error


@contextmanager
def _stored(new: Import, upload: UploadedFile) -> Iterator[None]:
    upload.seek(0)
    new.file.save(new.name, upload, save=False)
    try:
        yield
    except BaseException:
        new.file.storage.delete(str(new.file.name))
        raise


def _name(uploaded: str) -> str:
    return storable(PurePosixPath(uploaded.replace("\\", "/")).name)[-150:] or "import"


def _digest(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


@transaction.atomic
def confirm_import(
    *, by: User, imported: Import, only_good: bool = False, at_once: bool = False, again: bool = False
) -> Import:
    """Let a worker write what was reported: all rows, or `only_good` ones; as drafts, or submitted `at_once`.

    `again` is needed where the same file was imported, or is confirmed to be. Once confirmed, it can not be confirmed
    again.
    """
    Partnership.objects.select_for_update(no_key=True).get(pk=imported.partnership_id)  # the same file, beside this
    imported = _locked(imported)
    require(by, "savings.draft_saving", imported)
    if imported.state != Import.State.REPORTED:
        raise ValidationError("Only an import that was checked and not confirmed yet can be confirmed.")
    if not imported.good:
        raise ValidationError("No row is without an error. Mend the file and upload it again.")
    if imported.errors and not only_good:
        raise ValidationError(
            {"only_good": "Some rows have errors. Say that only the good rows are imported, or mend the file."}
        )
    if at_once and imported.good > settings.IMPORT_MAX_SUBMITTED:
        sentence = (
            f"At most {settings.IMPORT_MAX_SUBMITTED:,} rows can be submitted at once. Draft them, or split the file."
        )
        raise ValidationError({"at_once": sentence})
    if not again and Import.objects.of_same_file(imported).taken().exists():
        raise ValidationError({"again": "This file was imported before. Say that you mean to import it again."})
    imported.only_good, imported.at_once = only_good, at_once
    imported.confirmed_by, imported.confirmed_at = by, clock.now()
    return _queue(imported, Import.State.CONFIRMED, "only_good", "at_once", "confirmed_by", "confirmed_at")


@transaction.atomic
def cancel_import(*, by: User, imported: Import) -> Import:
    """Give it up. A worker that has it stops before its next portion of rows, and what it wrote is rolled back."""
    imported = _locked(imported)
    require(by, "savings.draft_saving", imported)
    if not imported.can_be_cancelled:
        raise ValidationError("Only an import that is not finished can be cancelled.")
    imported.state, imported.lease, imported.leased_until = Import.State.CANCELLED, None, None
    imported.save(update_fields=["state", "lease", "leased_until"])
    return imported


@transaction.atomic
def retry_import(*, by: User, imported: Import) -> Import:
    """Try a failed import again, from the step that failed, with three new attempts."""
    imported = _locked(imported)
    require(by, "savings.draft_saving", imported)
    if imported.state != Import.State.FAILED:
        raise ValidationError("Only an import that failed can be tried again.")
    if imported.confirmed_at and Import.objects.of_same_file(imported).filter(pk__gt=imported.pk).taken().exists():
        raise ValidationError("The same file was uploaded and imported since. To import it twice, upload it again.")
    return _queue(imported, Import.State.CONFIRMED if imported.confirmed_at else Import.State.QUEUED)


def _queue(imported: Import, state: Import.State, *changed: str) -> Import:
    clean: dict[str, Any] = {"state": state, "attempts": 0, "problem": "", "lease": None, "leased_until": None}
    for name, value in clean.items():
        setattr(imported, name, value)
    imported.save(update_fields=[*clean, *changed])
    transaction.on_commit(lambda: QUEUE.send(imported.pk), robust=True)
    return imported


def _locked(imported: Import) -> Import:
    return Import.objects.select_for_update(no_key=True).get(pk=imported.pk)

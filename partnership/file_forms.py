"""Choosing files to upload: several at once, each judged by its content."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from partnership.files import ACCEPTED, check_file

MOST_FILES = 10
HINT = f"{ACCEPTED}. At most 20 MB each. You can choose several."


class FilesInput(forms.FileInput):
    """A file input that takes several."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"multiple": True} | (attrs or {}))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        return files.getlist(name) if hasattr(files, "getlist") else list(files.get(name) or [])


class FilesField(forms.FileField):
    """Several files at once, each judged by its content; all that is wrong with any of them is said."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        uploads: list[UploadedFile] = [upload for upload in data or [] if upload is not None]
        if not uploads and self.required:
            raise ValidationError("Choose at least one file.", code="required_file")
        if len(uploads) > MOST_FILES:
            raise ValidationError(f"Choose at most {MOST_FILES} files at a time.", code="many")
        errors = [error for upload in uploads for error in _problems(upload)]
        if errors:
            raise ValidationError(errors)
        return uploads


def _problems(upload: UploadedFile) -> list[ValidationError]:
    try:
        check_file(upload)
    except ValidationError as error:
        return [error]
    return []

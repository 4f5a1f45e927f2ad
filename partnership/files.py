"""Uploaded files: what they are is read from their content, never from their name."""

import hashlib
import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeVar

import puremagic
from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import get_valid_filename

from partnership.models import Partnership
from partnership.models.files import StoredFile

Row = TypeVar("Row", bound=StoredFile)
OFFICE = {
    "word/": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ppt/": ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}
PLAIN = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}
DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError)
ACCEPTED = "PDF, Word, Excel, PowerPoint, OpenDocument, CSV, text, PNG or JPEG"


@dataclass(frozen=True)
class FileType:
    extension: str
    content_type: str


@contextmanager
def stored_files(of: type[Row], partnership: Partnership, uploads: Iterable[UploadedFile]) -> Iterator[list[Row]]:
    """Put checked files into storage, as rows that are not saved yet; take them out again if the block fails.

    Before and around the transaction that attaches them: storage may be slow, and no lock should wait for it.
    """
    kept: list[Row] = []
    try:
        for upload in uploads:
            kept.append(_stored(of, partnership, upload))
        yield kept
    except BaseException:
        for row in kept:
            row.file.storage.delete(str(row.file.name))
        raise


def _stored(of: type[Row], partnership: Partnership, upload: UploadedFile) -> Row:
    kind = check_file(upload)
    row = of(
        partnership=partnership,
        name=safe_name(upload.name or "", kind, otherwise=of.folder),
        content_type=kind.content_type,
        size=upload.size or 0,
        sha256=_digest(upload),
    )
    upload.seek(0)
    row.file.save(row.name, upload, save=False)
    return row


def check_file(upload: UploadedFile) -> FileType:
    """What the file is, by its content. Raises ValidationError with a sentence for an empty, large or foreign file."""
    size = upload.size or 0
    if size == 0:
        raise ValidationError(f"{upload.name} is empty. Choose a file with something in it.", code="empty")
    if size > settings.EVIDENCE_MAX_BYTES:
        raise ValidationError(
            f"{upload.name} is larger than {settings.EVIDENCE_MAX_BYTES // 1024**2} MB. Make it smaller or split it.",
            code="large",
        )
    found = _recognised(upload)
    if found is None:
        raise ValidationError(f"{upload.name} is not a {ACCEPTED} file. Save it as one of these.", code="type")
    return found


def _recognised(upload: UploadedFile) -> FileType | None:
    upload.seek(0)
    head = upload.read(4096)
    if head.startswith(b"PK\x03\x04"):
        return _inside_zip(upload)
    for extension in _extensions(head):
        if extension in PLAIN:
            return FileType(extension, PLAIN[extension])
    return _text(upload)


def _extensions(head: bytes) -> list[str]:
    try:
        found = [match.extension.lstrip(".").lower() for match in puremagic.magic_string(head)]
    except (puremagic.PureError, ValueError):
        return []
    return ["jpg" if extension in ("jpeg", "jfif") else extension for extension in found]


def _inside_zip(upload: UploadedFile) -> FileType | None:
    """Office files are zip files: the folder inside tells which. A plain zip file is none of them."""
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                mime = archive.read("mimetype").decode("ascii", "replace").strip()
                return FileType(OPEN_DOCUMENT[mime], mime) if mime in OPEN_DOCUMENT else None
    except (*DAMAGED, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return None
    if "[Content_Types].xml" not in names:
        return None
    for folder, (extension, mime) in OFFICE.items():
        if any(name.startswith(folder) for name in names):
            return FileType(extension, mime)
    return None


def _text(upload: UploadedFile) -> FileType | None:
    """Text is UTF-8 without control characters and not markup that a browser would run."""
    upload.seek(0)
    try:
        text = upload.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if any(ord(character) < 32 and character not in "\t\r\n\f" for character in text):
        return None
    if text.lstrip()[:1] == "<":
        return None
    extension = "csv" if (upload.name or "").lower().endswith(".csv") else "txt"
    return FileType(extension, "text/csv" if extension == "csv" else "text/plain")


def safe_name(name: str, kind: FileType, *, otherwise: str) -> str:
    """The uploaded name without folders and odd characters, ending in what the file really is."""
    stem = PurePosixPath(name.replace("\\", "/")).stem or otherwise
    try:
        stem = get_valid_filename(stem)
    except SuspiciousFileOperation:  # nothing usable was left
        stem = otherwise
    return f"{stem[:120]}.{kind.extension}"


def _digest(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()

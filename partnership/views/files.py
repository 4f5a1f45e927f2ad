"""Handing out what was uploaded."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404

from partnership.models.files import StoredFile


def download_stored(row: StoredFile) -> FileResponse:
    """What was uploaded, for the person who asks alone."""
    response = download(row.file, row.name, row.content_type)
    response["Cache-Control"] = "private, no-store"
    return response


def download(file: FieldFile, name: str, content_type: str) -> FileResponse:
    """The file, always as a download, and in a sandbox for a browser that would open it all the same."""
    try:
        opened = file.open("rb")
    except FileNotFoundError as error:
        raise Http404("The file is not in the storage.") from error
    response = FileResponse(opened, as_attachment=True, filename=name, content_type=content_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response

"""The files of appendices: looked at when a pack is frozen, and read again by their digest when it is printed."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from governance.models import Appendix, Pack
from governance.packs import office, plain
from governance.packs.appendices import Unreadable, appended
from governance.packs.render import bounded_memory

LOST = "The file is not where files are kept. Ask your administrator."
TOO_LARGE = "It takes more memory than a pack may. Attach it in parts, or printed anew at a lower resolution."
FETCH = "It can be downloaded in the portal, from the page of {reference}, as “{name}”."


def content(pack: Pack, pk: int, reference: str) -> dict[str, Any]:
    """The digest of a PDF in the store; a picture's, and how to print it; a text itself. Of a file that can not be put
    in, what it is, why not, and how to get it."""
    row = Appendix.objects.get(pk=pk)
    try:
        return _content(pack, row)
    except Unreadable as error:
        why = str(error)
    except FileNotFoundError:
        why = LOST
    except MemoryError:
        why = TOO_LARGE
    get = FETCH.format(reference=reference, name=row.name)
    what = f"{row.name}, {row.size:,} bytes, SHA-256 {row.sha256}"
    return {"missing": [f"This appendix is not printed here. {why}", get], "what": what}


def _content(pack: Pack, row: Appendix) -> dict[str, Any]:
    with row.file.open("rb") as stored:
        file: bytes = stored.read()
    with bounded_memory(settings.PACK_MEMORY_BYTES):
        if plain.is_text(row.name):
            return plain.text(file, row.name, row.title)
        if plain.is_picture(row.name):
            made, said = plain.picture(file, row.name, row.title)
            return {"picture": _kept(pack, row, made), "name": row.name, **said}
        made = office.as_pdf(file, row.name) if office.is_office(row.name) else file
        appended(made, row.title, "")
    return {"sha256": _kept(pack, row, made)}


def _kept(pack: Pack, row: Appendix, made: bytes) -> str:
    """What became a PDF, or a picture to be printed, is kept as that: the same program makes other bytes each time."""
    digest = hashlib.sha256(made).hexdigest()
    name = _converted(pack, digest)
    if digest != row.sha256 and not default_storage.exists(name):
        default_storage.save(name, ContentFile(made))
    return digest


def _converted(pack: Pack, digest: str) -> str:
    return f"packs/{pack.partnership_id}/appendices/{digest}.pdf"  # also of a picture, which nobody else opens


def files_of(pack: Pack) -> Callable[[str], bytes]:
    """The bytes of the pack's appendices, by their SHA-256. Raises Unreadable for what is lost or not as it was."""

    def read(digest: str) -> bytes:
        row = Appendix.objects.filter(partnership=pack.partnership_id, sha256=digest).first()
        try:
            with default_storage.open(str(row.file.name) if row else _converted(pack, digest)) as stored:
                file: bytes = stored.read()
        except FileNotFoundError as error:
            raise Unreadable(LOST) from error
        if hashlib.sha256(file).hexdigest() != digest:
            raise Unreadable("The file of an appendix is not the one that the pack was made from.")
        return file

    return read

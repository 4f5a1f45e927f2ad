"""Make a pack: freeze what it prints, render it, store the file. Safe to run twice, and at once with another copy."""

import hashlib

from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from weasyprint.urls import FatalURLFetchingError

from governance.models import Pack, PackSection
from governance.packs import queue, render, sections
from partnership import clock

HOPELESS = {
    SoftTimeLimitExceeded: "Making the pack took longer than a worker may take. Ask for a pack with fewer sections.",
    MemoryError: "Making the pack took more memory than a worker may take. Ask for a pack with fewer sections.",
    PermissionDenied: "Whoever asked for this pack may no longer see its figures. Somebody else has to ask for it.",
    FatalURLFetchingError: "A section wanted a file that packs may not use. Ask your administrator to look at the log.",
}


def build(pk: int) -> None:
    """Make the pack, or leave one clear failure; does nothing when there is nothing to do or another worker has it."""
    queue.work(pk, lambda pack: _finish(pack, printed(pack)), HOPELESS)


def rerender(pack: Pack) -> bytes:
    """The finished pack's file, made again from its row alone. The same bytes, with the same fonts and libraries."""
    return render.document(pack.content).file


def printed(pack: Pack) -> render.Printed:
    """Freeze section by section what is not frozen yet, then render all of it. For whoever has claimed the pack."""
    source = sections.Source(pack)
    with queue.held(pack):
        if not pack.content:
            queue.write(pack, content={"document": sections.document(source), "sections": []})
        done = {each["key"] for each in pack.content["sections"]}
        for section in pack.sections.all():
            if section.key not in done:
                _freeze(pack, section, source)
        return render.document(pack.content)


def _freeze(pack: Pack, section: PackSection, source: sections.Source) -> None:
    content = sections.content(section.key, source)
    frozen = {"key": section.key, "title": section.title, "content": content}
    with transaction.atomic():
        queue.write(pack, content=pack.content | {"sections": [*pack.content["sections"], frozen]})
        PackSection.objects.filter(pk=section.pk).update(state=PackSection.State.READY)


def _finish(pack: Pack, printed: render.Printed) -> None:
    """The file first, then the row that says so. A copy that lost the lease meanwhile takes its file away again."""
    pack.sha256 = hashlib.sha256(printed.file).hexdigest()
    pack.file.save("pack.pdf", ContentFile(printed.file), save=False)
    try:
        queue.write(
            pack,
            state=Pack.State.FINISHED,
            content=pack.content | {"edition": render.edition()},
            file=pack.file.name,
            sha256=pack.sha256,
            size=len(printed.file),
            pages=printed.pages,
            finished_at=clock.now(),
            problem="",
            lease=None,
            leased_until=None,
        )
    except BaseException:
        # The row may say so all the same: what ended this copy can have come between its commit and here.
        if not Pack.objects.filter(pk=pack.pk, file=pack.file.name).exists():
            pack.file.storage.delete(str(pack.file.name))
        raise

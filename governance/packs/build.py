"""Make a pack: freeze what it prints, print and join its sections, store the file.

Safe to run twice, and at once with another copy.
"""

import gc
import hashlib

from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from weasyprint.urls import FatalURLFetchingError

from governance.models import FrozenSection, Pack, PackSection
from governance.models.meetings import EXEMPT
from governance.notices import tell_made
from governance.packs import assembly, attached, queue, sections, versions
from governance.packs.appendices import Unreadable
from governance.packs.progress import Progress
from governance.packs.store import Kept
from partnership import clock
from partnership.permissions import require

HOPELESS = {
    SoftTimeLimitExceeded: "Making the pack took longer than a worker may take. Ask for a pack with fewer sections.",
    MemoryError: "Making the pack took more memory than a worker may take. Ask for a pack with fewer sections.",
    PermissionDenied: "Whoever asked may no longer see its figures or what is exempt. Somebody else has to ask for it.",
    Unreadable: "An appendix can not be read. Save it as PDF again, attach that, and ask for a new pack.",
    FatalURLFetchingError: "A section wanted a file that packs may not use. Ask your administrator to look at the log.",
}


def build(pk: int) -> None:
    """Make the pack, or leave one clear failure; does nothing when there is nothing to do or another worker has it."""
    queue.work(pk, lambda pack: _finish(pack, printed(pack)), HOPELESS)
    gc.collect()  # what printing left behind: see `tuning`


def rerender(pack: Pack) -> bytes:
    """The finished pack's file, made again from its row alone. The same bytes, with the same fonts and libraries."""
    return assembly.document(pack.frozen(), files=attached.files_of(pack)).file


def printed(pack: Pack) -> assembly.Printed:
    """Freeze section by section what is not frozen yet, then print all of it. For whoever has claimed the pack."""
    source = sections.Source(pack)
    with queue.held(pack):
        if pack.is_exempt:
            require(pack.requested_by, EXEMPT, pack)
        if not pack.document:
            with transaction.atomic():
                queue.write(pack, document=sections.document(source))
                sections.name_again(pack)
        for section in pack.sections.filter(frozen=None):
            _freeze(pack, section, source)
        progress = Progress(pack)
        made = assembly.document(pack.frozen(), Kept(), attached.files_of(pack), progress)
        progress.tell()
        return made


def _freeze(pack: Pack, section: PackSection, source: sections.Source) -> None:
    content = sections.content(section.key, source)
    with transaction.atomic():
        queue.write(pack)  # if it is still ours
        FrozenSection.objects.create(section=section, content=content)
        PackSection.objects.filter(pk=section.pk).update(state=PackSection.State.FROZEN)


def _finish(pack: Pack, printed: assembly.Printed) -> None:
    """The file first, then the row that says so. A copy that lost the lease meanwhile takes its file away again."""
    pack.sha256 = hashlib.sha256(printed.file).hexdigest()
    pack.file.save("pack.pdf", ContentFile(printed.file), save=False)
    try:
        _finished(pack, printed)
    except BaseException:
        # The row may say so all the same: what ended this copy can have come between its commit and here.
        if not Pack.objects.filter(pk=pack.pk, file=pack.file.name).exists():
            pack.file.storage.delete(str(pack.file.name))
        raise


@transaction.atomic
def _finished(pack: Pack, printed: assembly.Printed) -> None:
    queue.write(
        pack,
        state=Pack.State.FINISHED,
        edition=versions.edition(),
        file=pack.file.name,
        sha256=pack.sha256,
        size=len(printed.file),
        pages=printed.pages,
        finished_at=clock.now(),
        problem="",
        lease=None,
        leased_until=None,
    )
    tell_made(pack)

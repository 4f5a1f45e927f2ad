"""The PDF of minutes: made by a worker from what is frozen, the open version without anything that is exempt."""

import hashlib
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.base import ContentFile
from django.utils import timezone

from governance.models import MinutesEdition, MinutesFile
from governance.packs.minutes import printed
from partnership.jobs import Queue

TASK = "governance.tasks.render_minutes"
STOPPED = "The worker stopped while it made this file, three times in a row. Ask your administrator to look at its log."
QUEUE = Queue(
    MinutesFile,
    TASK,
    takes={MinutesFile.State.QUEUED: MinutesFile.State.RENDERING},
    stopped=STOPPED,
    passing="Something went wrong while the file was made. Ask your administrator to look at the log.",
    related=(
        "edition__meeting__body",
        "edition__meeting__partnership",
        "edition__agreed_by__body",
        "edition__agreement",
    ),
)
HOPELESS = {
    SoftTimeLimitExceeded: "Making the file took longer than a worker may take.",
    MemoryError: "Making the file took more memory than a worker may take.",
}


def build(pk: int) -> None:
    """Make the file, or leave one clear failure; does nothing when there is nothing to do or another worker has it."""
    QUEUE.work(pk, _make, HOPELESS)


def _make(row: MinutesFile) -> None:
    from governance.packs import assembly  # noqa: PLC0415 - the renderer is loaded where it is needed

    with QUEUE.held(row):
        made = assembly.document(content(row.edition, with_exempt=not row.is_open))
    row.sha256 = hashlib.sha256(made.file).hexdigest()
    row.file.save("minutes.pdf", ContentFile(made.file), save=False)
    facts = {"sha256": row.sha256, "file": row.file.name, "size": len(made.file), "pages": made.pages}
    QUEUE.write(row, state=MinutesFile.State.FINISHED, problem="", lease=None, leased_until=None, **facts)


def content(edition: MinutesEdition, *, with_exempt: bool) -> dict[str, Any]:
    """What the file prints, as a pack's content: one section of the kind `minutes`, from the frozen edition alone."""
    meeting = edition.meeting
    version = "" if with_exempt == edition.has_exempt else "Open version · "
    return {
        "document": {
            "title": f"Minutes: {meeting}, {edition.called}",
            "partnership": meeting.partnership.name,
            "subject": f"Minutes: {meeting}",
            "edition": f"{version}{edition.called.capitalize()}",
            "created": timezone.localtime(edition.made_at).isoformat(timespec="seconds"),
        },
        "sections": [
            {
                "key": "minutes",
                "title": f"Minutes: {meeting}",
                "content": {"meetings": [printed(edition, with_exempt=with_exempt)]},
            }
        ],
    }

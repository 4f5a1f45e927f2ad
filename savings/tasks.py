"""What workers do for ledgers and imports."""

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import PermissionDenied

from partnership.models import Partnership
from savings import actions, checking, duplicates
from savings.imports.checking import check
from savings.imports.queue import QUEUE
from savings.imports.writing import write
from savings.models import Import

_HOPELESS = {
    SoftTimeLimitExceeded: "This took longer than a worker may take. Nothing was imported. Split the file.",
    MemoryError: "This took more memory than a worker may take. Nothing was imported. Split the file.",
    PermissionDenied: "Whoever uploaded or confirmed this import may no longer import savings for the organisation. "
    "Nothing was imported. Somebody else has to upload the file.",
}


@shared_task
def run_import(pk: int) -> None:
    """Check or write one import, unless that is done, cancelled or in somebody else's hands."""
    QUEUE.work(pk, lambda imported: (check if imported.state == Import.State.CHECKING else write)(imported), _HOPELESS)


@shared_task
def requeue_imports() -> None:
    """Offer again what was lost on the way; beat asks for it."""
    QUEUE.resend()


@shared_task
def check_ledger(pk: int) -> None:
    """Run one check, unless it is done or in somebody else's hands."""
    checking.run(pk)


@shared_task
def check_ledgers() -> None:
    """Ask for a check of every ledger; beat asks for it once a day."""
    for partnership in Partnership.objects.order_by("pk"):
        actions.schedule_check(partnership=partnership)


@shared_task
def look_for_duplicates() -> None:
    """Compare what was submitted since the last look, so that whoever decides on pairs is told of them; every hour."""
    for partnership in Partnership.objects.order_by("pk"):
        if duplicates.is_behind(partnership):
            duplicates.look_through(partnership, duplicates.AT_ONCE)


@shared_task
def requeue_checks() -> None:
    """Offer again what was lost on the way; beat asks for it."""
    checking.QUEUE.resend()

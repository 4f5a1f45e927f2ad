"""Who works on an import: the portal's queue of jobs. It waits twice, to be checked and to be written."""

from partnership.jobs import LeaseLost, Queue
from savings.models import Import

__all__ = ["LeaseLost", "QUEUE", "TASK"]

TASK = "savings.tasks.run_import"
QUEUE = Queue(
    Import,
    TASK,
    takes={Import.State.QUEUED: Import.State.CHECKING, Import.State.CONFIRMED: Import.State.WRITING},
    stopped="The worker stopped while it had this import, three times in a row. Nothing of it was kept. Ask your "
    "administrator to look at the worker's memory and its log, then try again, perhaps with a smaller file.",
    passing="Something went wrong with this import. Nothing of it was kept. Try again; if it fails again, tell your "
    "administrator.",
    related=("partnership", "organisation", "uploaded_by", "confirmed_by"),
)

"""Who checks a ledger: the portal's queue of jobs, with a check's own states and sentences, and the check itself."""

from typing import Any

from celery.exceptions import SoftTimeLimitExceeded

from partnership import clock
from partnership.jobs import Queue
from savings import proof
from savings.models import LedgerCheck

TASK = "savings.tasks.check_ledger"
QUEUE = Queue(
    LedgerCheck,
    TASK,
    takes={LedgerCheck.State.QUEUED: LedgerCheck.State.RUNNING},
    stopped="The worker stopped while it checked the ledger, three times in a row. Ask your administrator to look at "
    "the worker's log, or to run manage.py verify_ledger.",
    passing="Something went wrong while the ledger was checked. Try again; if it fails again, tell your administrator.",
    related=("partnership",),
)
HOPELESS = {
    SoftTimeLimitExceeded: "The check took longer than a worker may take. Ask your administrator to run "
    "manage.py verify_ledger, which may take as long as it needs.",
    MemoryError: "The check took more memory than a worker may take. Ask your administrator to run "
    "manage.py verify_ledger.",
}


def run(pk: int) -> None:
    """Check the ledger, unless that is done or another worker is at it. However it ends, the row says so."""
    QUEUE.work(pk, _check, HOPELESS)


def _check(check: LedgerCheck) -> None:
    with QUEUE.held(check):
        QUEUE.write(check, begun_at=clock.now(), done=0)
        found = proof.prove(check.partnership, lambda number: QUEUE.write(check, done=number))
    QUEUE.write(
        check,
        state=LedgerCheck.State.FINISHED,
        ended_at=clock.now(),
        problem="",
        lease=None,
        leased_until=None,
        **facts(found),
    )


def facts(found: proof.Proof) -> dict[str, Any]:
    """What a check keeps of a proof."""
    return {
        "sequence": found.sequence,
        "head": found.head,
        "postings": found.postings,
        "problems": list(found.problems),
    }

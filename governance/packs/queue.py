"""Who works on a pack: the portal's queue of jobs, with a pack's own states and sentences."""

from governance.models import Pack
from governance.notices import tell_failed
from partnership.jobs import MOST_ATTEMPTS, LeaseLost, Queue, lease_length

__all__ = ["MOST_ATTEMPTS", "LeaseLost", "check", "claim", "held", "lease_length", "resend", "send", "work", "write"]

TASK = "governance.tasks.render_pack"
STOPPED = (
    "The worker stopped while it made this pack, three times in a row. Ask your administrator to look at the "
    "worker's memory and its log, then try again, perhaps with fewer sections."
)
PASSING = "Something went wrong while the pack was made. Try again; if it fails again, tell your administrator."
QUEUE = Queue(
    Pack,
    TASK,
    takes={Pack.State.QUEUED: Pack.State.RENDERING},
    stopped=STOPPED,
    passing=PASSING,
    related=("partnership", "meeting__body", "organisation", "requested_by"),
    gave_up=tell_failed,
)
send, resend = QUEUE.send, QUEUE.resend
claim, write, check, held, work = QUEUE.claim, QUEUE.write, QUEUE.check, QUEUE.held, QUEUE.work

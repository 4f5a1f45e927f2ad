"""What the worker does for the portal itself: show that it is alive."""

import time

from celery import bootsteps, current_app, shared_task
from celery.worker import WorkController, state
from django.core.cache import cache

from partnership import clock, health, post


@shared_task
def beat_heart() -> None:
    """Asked for by beat: that the moment is written proves beat, the broker and a worker together."""
    cache.set(health.HEART_AT, time.time(), timeout=None)


@shared_task
def send_notice(pk: int) -> None:
    """Send one notice by e-mail, unless it is sent or in somebody else's hands."""
    post.send(pk)


@shared_task
def send_notices() -> None:
    """Offer all that waits to be sent; asked for after a notice is written, and by beat."""
    post.QUEUE.resend()


@shared_task
def gather_notices() -> None:
    """Once a day: one message for what people want together."""
    post.gather(clock.today())


@shared_task
def remind() -> None:
    """Once a week: what waits for whom."""
    post.remind(clock.today())


class BusySignal(bootsteps.StartStopStep):
    """A worker with a long task in each of its processes can not run `beat_heart`. It is busy, not dead, and its
    main process, which only waits, says so every few seconds."""

    requires = {"celery.worker.components:Timer"}
    interval = 10.0

    def start(self, parent: WorkController) -> None:
        self.entry = parent.timer.call_repeatedly(self.interval, tell_if_busy, (parent.concurrency,))

    def stop(self, parent: WorkController) -> None:
        self.entry.cancel()


def tell_if_busy(processes: int) -> None:
    if len(state.active_requests) >= processes:
        cache.set(health.BUSY_AT, time.time(), timeout=None)


current_app.steps["worker"].add(BusySignal)

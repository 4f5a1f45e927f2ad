"""What the worker does for the portal itself: show that it is alive."""

import time

from celery import bootsteps, current_app, shared_task
from celery.worker import WorkController, state
from django.core.cache import cache

from partnership import health


@shared_task
def beat_heart() -> None:
    """Asked for by beat: that the moment is written proves beat, the broker and a worker together."""
    cache.set(health.HEART_AT, time.time(), timeout=None)


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

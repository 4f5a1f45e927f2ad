"""Work for the background: a row first, a message second; who has it, and what becomes of what fails.

The row is the work; a message only says that there is some. A lease is an exclusive right of limited length: whoever
holds it writes, and every write asks whether it still does. So a message may come twice or be lost, a worker may be
killed, and the work is still done once.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any
from uuid import UUID, uuid4

import structlog
from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

MOST_ATTEMPTS = 3
BROKER_ERRORS = (KombuError, RedisError, OSError)
log = structlog.get_logger(__name__)


class Job(models.Model):
    """A row that a worker has to do something about. A subclass has the `state`; its queue says what states mean."""

    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True, help_text="A worker has it until then.")
    lease = models.UUIDField(null=True, blank=True, help_text="Which worker has it.")
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True


class LeaseLost(Exception):
    """Somebody else has the job now, or it was cancelled: stop, and write nothing more."""


def lease_length() -> timedelta:
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


@dataclass(frozen=True)
class Queue:
    """The jobs of one model.

    `takes` maps each state in which a job waits to the state in which a worker has it. `stopped` is the sentence for a
    job whose workers died three times, `passing` for one that failed three times and may work at another time.
    """

    model: type[Job]
    task: str  # by name: the task imports the queue
    takes: Mapping[str, str]
    stopped: str
    passing: str
    related: tuple[str, ...] = ()
    most_attempts: int = MOST_ATTEMPTS
    pause: Callable[[int], timedelta] = lambda attempts: lease_length() / 4  # after so many attempts in vain
    gave_up: Callable[[Any], object] = lambda job: None  # of a job that failed for good, in the same transaction

    @property
    def _rows(self) -> QuerySet:
        return self.model._default_manager.all()

    @property
    def _called(self) -> str:
        return str(self.model._meta.verbose_name)

    # --- Messages -----------------------------------------------------------------------------------------------------
    def send(self, pk: int) -> bool:
        """Offer the job to the workers. False when no broker takes the message: beat will offer it again.

        Until `leased_until` a waiting job counts as offered. The message itself ends with it, so that a long queue
        holds one message for each job and not one for each time that beat looked.
        """
        now = timezone.now()
        offered = sum(
            self._free(now)
            .filter(pk=pk, state__in=(waits, works))
            .update(leased_until=now + lease_length(), lease=None, state=waits)
            for waits, works in self.takes.items()
        )
        if not offered:
            return False
        try:
            current_app.send_task(self.task, (pk,), expires=settings.JOB_LEASE_SECONDS)
        except BROKER_ERRORS:
            log.warning("job_not_sent", kind=self._called, job=pk, exc_info=True)
            self._rows.filter(pk=pk, state__in=self.takes, lease=None).update(leased_until=None)
            return False
        return True

    def resend(self) -> int:
        """Offer again what was offered in vain or whose worker died; give up what was tried too often. Counts the
        sent."""
        now = timezone.now()
        tired = self._free(now).filter(attempts__gte=self.most_attempts)
        for pk in tired.values_list("pk", flat=True):
            problem = self._rows.filter(pk=pk).values_list("problem", flat=True).get() or self.stopped
            failed = {"state": "failed", "problem": problem, "lease": None, "leased_until": None}
            with transaction.atomic():
                if self._free(now).filter(pk=pk).update(**failed):
                    self.gave_up(self._rows.select_related(*self.related).get(pk=pk))
        return sum(self.send(pk) for pk in self._free(now).values_list("pk", flat=True))

    def _free(self, now: datetime) -> QuerySet:
        """Jobs to be done that nobody has: not offered, or the offer or the lease has run out."""
        to_do = self._rows.filter(state__in=[*self.takes, *self.takes.values()]).order_by("pk")
        return to_do.filter(Q(leased_until=None) | Q(leased_until__lt=now))

    # --- Leases -------------------------------------------------------------------------------------------------------
    def claim(self, pk: int) -> Any | None:
        """Take the job, unless somebody has it or there is nothing left to do. One UPDATE decides."""
        now = timezone.now()
        lease = uuid4()
        for waits, works in self.takes.items():
            waiting = Q(state=waits) | Q(state=works, leased_until__lt=now)
            taken = self._rows.filter(waiting, pk=pk, attempts__lt=self.most_attempts).update(
                state=works, lease=lease, leased_until=now + lease_length(), attempts=F("attempts") + 1
            )
            if taken:
                return self._rows.select_related(*self.related).get(pk=pk)
        return None

    def write(self, job: Any, **changes: Any) -> None:
        """Write to a job under its lease, and extend the lease. Raises LeaseLost when it is no longer ours."""
        changes = {"leased_until": timezone.now() + lease_length()} | changes
        if not self._ours(job.pk, job.lease).update(**changes):
            raise LeaseLost
        for name, value in changes.items():
            setattr(job, name, value)

    def check(self, job: Any) -> None:
        """Raises LeaseLost when the job is no longer ours. One query; nothing is written."""
        if not self._ours(job.pk, job.lease).exists():
            raise LeaseLost

    def _ours(self, pk: int, lease: UUID | None) -> QuerySet:
        return self._rows.filter(pk=pk, lease=lease, state__in=self.takes.values())

    @contextmanager
    def held(self, job: Any) -> Iterator[None]:
        """While one long step runs, a thread extends the lease. It dies with its process, and so does the lease."""
        done = Event()
        length = lease_length()
        thread = Thread(
            target=self._extend, args=(job.pk, job.lease, length, done), daemon=True, name=f"lease-{job.pk}"
        )
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def _extend(self, pk: int, lease: UUID | None, length: timedelta, done: Event) -> None:
        try:
            while not done.wait(length.total_seconds() / 3):
                with suppress(DatabaseError):  # the next round may succeed; what is written in the end asks again
                    self._ours(pk, lease).update(leased_until=timezone.now() + length)
        finally:
            connection.close()

    # --- Work ---------------------------------------------------------------------------------------------------------
    def work(self, pk: int, do: Callable[[Any], object], hopeless: Mapping[type[BaseException], str]) -> None:
        """Claim the job and do it, or leave one clear failure; nothing when there is nothing to do or another has it.

        `hopeless` says, for errors that would come again, what to tell people; anything else is tried three times.
        """
        job = self.claim(pk)
        if job is None:
            return
        state, lease = job.state, job.lease
        try:
            do(job)
        except LeaseLost:
            log.info("job_left", kind=self._called, job=pk)
        except tuple(hopeless) as error:
            log.exception("job_failed", kind=self._called, job=pk)
            job.state, job.lease = state, lease
            self._fail(job, next(text for kind, text in hopeless.items() if isinstance(error, kind)))
        except Exception:
            log.exception("job_attempt_failed", kind=self._called, job=pk, attempt=job.attempts)
            job.state, job.lease = state, lease  # what `do` wrote of them may have been rolled back, even by the commit
            self._fail(job, self.passing) if job.attempts >= self.most_attempts else self._put_back(job)

    def _fail(self, job: Any, problem: str) -> None:
        with transaction.atomic():
            if self._give_up_lease(job, state="failed", problem=problem, leased_until=None):
                self.gave_up(job)

    def _put_back(self, job: Any) -> None:
        """Offer it again after a pause: what passes by itself (a database or store that restarts) has passed then."""
        pause = self.pause(job.attempts)
        waits = next(waits for waits, works in self.takes.items() if works == job.state)
        self._give_up_lease(job, state=waits, problem=self.passing, leased_until=timezone.now() + pause)

    def _give_up_lease(self, job: Any, **changes: Any) -> bool:
        try:
            self.write(job, lease=None, **changes)
        except LeaseLost:
            log.info("job_left", kind=self._called, job=job.pk)
            return False
        return True

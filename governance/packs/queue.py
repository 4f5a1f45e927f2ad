"""Who works on a pack: leases, and the messages that offer a pack to workers.

The row is the work; a message only says that there is some. A lease is an exclusive right of limited length: whoever
holds it writes, and every write asks whether it still does. So a message may come twice or be lost, a worker may be
killed, and the pack is still made once.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any
from uuid import UUID, uuid4

import structlog
from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from governance.models import Pack
from governance.models.packs import PackQuerySet

MOST_ATTEMPTS = 3
TASK = "governance.tasks.render_pack"  # by name: the task imports this module
STOPPED = (
    "The worker stopped while it made this pack, three times in a row. Ask your administrator to look at the "
    "worker's memory and its log, then try again, perhaps with fewer sections."
)
BROKER_ERRORS = (KombuError, RedisError, OSError)
log = structlog.get_logger(__name__)


def lease_length() -> timedelta:
    return timedelta(seconds=settings.PACK_LEASE_SECONDS)


class LeaseLost(Exception):
    """Somebody else has the pack now, or it was cancelled: stop, and write nothing more."""


def send(pk: int) -> bool:
    """Offer the pack to the workers. False when no broker takes the message: beat will offer it again.

    Until `leased_until` a queued pack counts as offered. The message itself ends with it, so that a long queue holds
    one message for each pack and not one for each time that beat looked.
    """
    now = timezone.now()
    offered = _free(now).filter(pk=pk).update(leased_until=now + lease_length(), lease=None, state=Pack.State.QUEUED)
    if not offered:
        return False
    try:
        current_app.send_task(TASK, (pk,), expires=settings.PACK_LEASE_SECONDS)
    except BROKER_ERRORS:
        log.warning("pack_not_sent", pack=pk, exc_info=True)
        Pack.objects.filter(pk=pk, state=Pack.State.QUEUED, lease=None).update(leased_until=None)
        return False
    return True


def resend() -> int:
    """Offer again what was offered in vain or whose worker died; give up what was tried too often. Counts the sent."""
    now = timezone.now()
    tired = _free(now).filter(attempts__gte=MOST_ATTEMPTS)
    for pk in tired.values_list("pk", flat=True):
        problem = Pack.objects.filter(pk=pk).values_list("problem", flat=True).get() or STOPPED
        _free(now).filter(pk=pk).update(state=Pack.State.FAILED, problem=problem, lease=None, leased_until=None)
    return sum(send(pk) for pk in _free(now).values_list("pk", flat=True))


def _free(now: datetime) -> PackQuerySet:
    """Packs to be made that nobody has: not offered, or the offer or the lease has run out."""
    to_do = Pack.objects.filter(state__in=[Pack.State.QUEUED, Pack.State.RENDERING]).order_by("pk")
    return to_do.filter(Q(leased_until=None) | Q(leased_until__lt=now))


def claim(pk: int) -> Pack | None:
    """Take the pack, unless somebody has it or there is nothing left to do. One UPDATE decides."""
    now = timezone.now()
    waiting = Q(state=Pack.State.QUEUED) | Q(state=Pack.State.RENDERING, leased_until__lt=now)
    lease = uuid4()
    taken = Pack.objects.filter(waiting, pk=pk, attempts__lt=MOST_ATTEMPTS).update(
        state=Pack.State.RENDERING, lease=lease, leased_until=now + lease_length(), attempts=F("attempts") + 1
    )
    return Pack.objects.select_related("partnership", "meeting__body", "requested_by").get(pk=pk) if taken else None


def write(pack: Pack, **changes: Any) -> None:
    """Write to a pack under its lease, and extend the lease. Raises LeaseLost when it is no longer ours."""
    changes = {"leased_until": timezone.now() + lease_length()} | changes
    if not _ours(pack.pk, pack.lease).update(**changes):
        raise LeaseLost
    for name, value in changes.items():
        setattr(pack, name, value)


def _ours(pk: int, lease: UUID | None) -> PackQuerySet:
    return Pack.objects.filter(pk=pk, lease=lease, state=Pack.State.RENDERING)


@contextmanager
def held(pack: Pack) -> Iterator[None]:
    """While one long step runs, a thread extends the lease. It dies with its process, and so does the lease."""
    done = Event()
    length = lease_length()
    thread = Thread(target=_extend, args=(pack.pk, pack.lease, length, done), daemon=True, name=f"lease-{pack.pk}")
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _extend(pk: int, lease: UUID | None, length: timedelta, done: Event) -> None:
    try:
        while not done.wait(length.total_seconds() / 3):
            with suppress(DatabaseError):  # the next round may succeed; what is written in the end asks again anyway
                _ours(pk, lease).update(leased_until=timezone.now() + length)
    finally:
        connection.close()

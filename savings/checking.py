"""Who checks a ledger: the messages that offer a check to workers, and the check itself.

As with board packs the row is the work and a message only says that there is some: it may be lost or come twice.
"""

from datetime import datetime, timedelta
from typing import Any

import structlog
from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db.models import F, Q
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from partnership import clock
from savings import proof
from savings.models import LedgerCheck

MOST_ATTEMPTS = 3
TASK = "savings.tasks.check_ledger"  # by name: the task imports this module
OFFERED_FOR = timedelta(minutes=2)  # after which a check that nobody took up is offered again
BROKER_ERRORS = (KombuError, RedisError, OSError)
UNFINISHED = "The check did not come to its end: {why}. Ask your administrator to run manage.py verify_ledger."
log = structlog.get_logger(__name__)


def send(pk: int) -> None:
    """Offer the check to the workers. Where no broker takes the message, beat offers it again."""
    try:
        current_app.send_task(TASK, (pk,), expires=OFFERED_FOR.total_seconds())
    except BROKER_ERRORS:
        log.warning("check_not_sent", check=pk, exc_info=True)


def resend() -> None:
    """Offer again what nobody took up or whose worker died; end what was tried too often."""
    waiting = LedgerCheck.objects.under_way().filter(_free(clock.now()), asked_at__lt=clock.now() - OFFERED_FOR)
    for pk, attempts in waiting.values_list("pk", "attempts"):
        if attempts < MOST_ATTEMPTS:
            send(pk)
        else:
            _end(pk, problems=[UNFINISHED.format(why="its worker stopped three times in a row")])


def _free(now: datetime) -> Q:
    """Of checks under way: those that no worker can still be at."""
    longest = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT + 60)
    return Q(begun_at=None) | Q(begun_at__lt=now - longest)


def run(pk: int) -> None:
    """Check the ledger, unless that is done or another worker is at it. However it ends, the row says so."""
    taken = LedgerCheck.objects.under_way().filter(_free(clock.now()), pk=pk, attempts__lt=MOST_ATTEMPTS)
    if not taken.update(begun_at=clock.now(), attempts=F("attempts") + 1, done=0):
        return
    check = LedgerCheck.objects.select_related("partnership").get(pk=pk)
    try:
        found = proof.prove(check.partnership, lambda number: _write(pk, done=number))
    except SoftTimeLimitExceeded:
        _end(pk, problems=[UNFINISHED.format(why="it took longer than a worker may take")])
    except Exception:
        log.exception("check_failed", check=pk)
        _end(pk, problems=[UNFINISHED.format(why="something went wrong, and the log says what")])
    else:
        _end(pk, **facts(found))


def facts(found: proof.Proof) -> dict[str, Any]:
    """What a check keeps of a proof."""
    return {
        "sequence": found.sequence,
        "head": found.head,
        "postings": found.postings,
        "problems": list(found.problems),
    }


def _end(pk: int, **changes: Any) -> None:
    _write(pk, ended_at=clock.now(), **changes)


def _write(pk: int, **changes: Any) -> None:
    """Of two workers the first to end it has ended it."""
    LedgerCheck.objects.under_way().filter(pk=pk).update(**changes)

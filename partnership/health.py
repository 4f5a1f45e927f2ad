"""Whether the portal works: what `GET /healthz` answers to a load balancer or a person with a browser.

Each part is examined in a thread of its own and given a few seconds, because a database or a broker that is cut
off may not refuse a connection but never answer it. Whatever happens in there, the page answers, and says no more
than a sentence for each part: the cause goes to the log.
"""

import functools
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import wait as wait_for

import structlog
from celery import current_app
from django.core.cache import cache
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from partnership import caching

PATH = "/healthz"
OK, UNKNOWN = "ok", "not known"
PATIENCE = 2.5  # seconds that all parts together may take
HEART_AT = "health-heart-at"  # when a worker last ran `beat_heart`, which beat asks for every 10 seconds
BUSY_AT = "health-busy-at"  # when a worker last said that every one of its processes is in a task
HEART_LASTS = 60  # seconds

logger = structlog.get_logger(__name__)


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when every part works, 503 with the part that does not. Needs no sign-in, touches no session."""
    parts = examine()
    working = all(answer == OK for answer in parts.values())
    response = JsonResponse({"status": OK if working else "failing", **parts}, status=200 if working else 503)
    response["Cache-Control"] = "no-store"
    return response


def answer_before_all(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that must stand first: the others read the session of whoever is signed in (which needs the
    database that may be down), and refuse the bare address by which a load balancer asks."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return healthz(request) if request.path_info == PATH else get_response(request)

    return middleware


def examine() -> dict[str, str]:
    """The answer of every part: `ok`, or a sentence saying what is wrong."""
    asked = {part: _ask(part) for part in CHECKS}
    wait_for(asked.values(), timeout=PATIENCE)
    return {part: future.result() if future.done() else "no answer in time" for part, future in asked.items()}


def database() -> str:
    """Costs one connection and one SQL query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return OK


def broker() -> str:
    """Opens a connection of its own and asks for the length of the queue, which no broker answers unless it works."""
    with current_app.connection_for_write(connect_timeout=2) as link:
        link.ensure_connection(max_retries=1, interval_start=0, timeout=2)
        link.default_channel.queue_declare(current_app.conf.task_default_queue)
    return OK


def worker() -> str:
    """A heartbeat proves beat, broker and worker at once; a worker full of long tasks has none, but says it is busy."""
    heart_at, busy_at = cache.get(HEART_AT), cache.get(BUSY_AT)
    if caching.is_away():
        return UNKNOWN
    newest = max(heart_at or 0, busy_at or 0)
    if time.time() - newest <= HEART_LASTS:
        return OK
    if not newest:
        return "no heartbeat yet: is a worker running, and beat?"
    return f"no heartbeat for {round(time.time() - newest)} seconds"


def migrations() -> str:
    """Costs two SQL queries; the migrations on disk are read once for each process."""
    missing = len(_migrations_on_disk() - set(MigrationRecorder(connection).applied_migrations()))
    return f"{missing} not applied" if missing else OK


CHECKS: dict[str, Callable[[], str]] = {
    "database": database,
    "broker": broker,
    "worker": worker,
    "migrations": migrations,
}
_asked: dict[str, Future[str]] = {}
_lock = threading.Lock()


def _ask(part: str) -> Future[str]:
    """Starts the part's check, or joins the one that still runs: a part that hangs holds one thread for ever, not
    one more with each question."""
    with _lock:
        future = _asked.get(part)
        if future is None or future.done():
            future = _asked[part] = Future()
            threading.Thread(target=_settle, args=(future, part), daemon=True, name=f"health-{part}").start()
        return future


def _settle(future: Future[str], part: str) -> None:
    future.set_result(_examine(part))


def _examine(part: str) -> str:
    """Any failure at all is an answer here; none may become a page that does not answer."""
    try:
        return CHECKS[part]()
    except Exception as error:
        logger.warning("health_check_failed", part=part, error=type(error).__name__, detail=str(error))
        return "can not be reached" if part in ("database", "broker") else UNKNOWN
    finally:
        connections.close_all()


@functools.cache
def _migrations_on_disk() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)

"""Board packs with real workers: over files as embedded, and over Redis; a worker killed in the middle of one."""

import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection
from kombu import Connection

from governance.models import Pack
from governance.packs import queue, sections
from tests import factories, packs
from workstreams.models import Milestone

LEASE = 3
REDIS_URL = os.environ.get("REDIS_URL", "")


def database_url() -> str:
    """The test database, as another process names it."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST'] or '127.0.0.1'}:{at['PORT'] or 5432}/{at['NAME']}"


class Worker:
    """A Celery worker of its own, with its children in one process group."""

    def __init__(self, folder: Path, redis_url: str = "") -> None:
        self._folder, self._redis_url = folder, redis_url
        self.start()

    def start(self) -> None:
        environment = {
            **{name: value for name, value in os.environ.items() if name != "REDIS_URL"},
            "DATABASE_URL": database_url(),
            "DATA_DIR": str(self._folder),
            "DEMONSTRATION": "1",
            "JOB_LEASE_SECONDS": str(LEASE),
            **({"REDIS_URL": self._redis_url} if self._redis_url else {}),
        }
        command = [sys.executable, "-m", "celery", "--app", "partnership", "--quiet", "worker", "--concurrency", "1"]
        with open(self._folder / "worker.log", "ab") as log:
            self.process = subprocess.Popen(
                [*command, "--without-gossip", "--without-mingle", "--without-heartbeat"],
                env=environment,
                cwd=settings.BASE_DIR,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """At once, children and all: nothing gets to say goodbye."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    @property
    def said(self) -> str:
        return (self._folder / "worker.log").read_text()


@pytest.fixture
def worker(live, tmp_path):
    """Starts a worker; ends it whatever happens."""
    started = []

    def start(redis_url: str = "") -> Worker:
        started.append(Worker(tmp_path, redis_url))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.kill()


@pytest.fixture
def broker(tmp_path, settings, monkeypatch):
    """Sends over files in the worker's folder, or over Redis."""
    settings.JOB_LEASE_SECONDS = LEASE
    send = current_app.send_task

    def use(redis_url: str = "") -> None:
        folder = str(tmp_path / "broker" / "messages")
        Path(folder).mkdir(parents=True, exist_ok=True)
        options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": folder}
        over = Connection(redis_url) if redis_url else Connection("filesystem://", transport_options=options)
        monkeypatch.setattr(current_app, "send_task", lambda *a, **k: send(*a, **k, connection=over))

    return use


def until(pack: Pack, *states: str, within: float = 60.0) -> Pack:
    """Waits, and meanwhile offers again what was not taken in time, as beat does."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        pack.refresh_from_db()
        if pack.state in states:
            return pack
        queue.resend()
        time.sleep(0.1)
    raise AssertionError(f"The pack is {pack.state} after {within} seconds: {pack.problem}")


def test_a_worker_makes_the_pack_over_files(live_council, worker, broker):
    broker()
    running = worker()
    factories.verified(live_council)
    pack = until(packs.ask(live_council), "finished")
    assert (pack.attempts, pack.pages) == (1, 4), running.said
    with pack.file.open("rb") as file:
        assert file.read(5) == b"%PDF-"


def long(world: factories.World) -> Pack:
    """Takes a worker some seconds."""
    rows = [Milestone(workstream=world.workstream, title=f"Step {n}", planned_on="2026-04-01") for n in range(500)]
    Milestone.objects.bulk_create(rows)
    return packs.ask(world, sections=sections.CHOICES, request_key=uuid.uuid4())


@pytest.mark.services
@pytest.mark.skipif(not REDIS_URL, reason="of Redis: make services-test runs it")
def test_a_worker_killed_in_the_middle_is_replaced_and_leaves_one_pack(live_council, worker, broker):
    broker(REDIS_URL)
    first = worker(REDIS_URL)
    pack = until(long(live_council), "rendering")
    while pack.sections.exclude(state="waiting").count() < 3:
        time.sleep(0.05)
    first.kill()
    pack.refresh_from_db()
    assert pack.state == "rendering"  # the row still says so, until its lease lapses
    assert queue.resend() == 0
    time.sleep(LEASE + 0.5)
    assert queue.resend() == 1
    second = worker(REDIS_URL)
    current_app.send_task(queue.TASK, (pack.pk,))  # and once more, as Redis gives back what a dead worker had
    until(pack, "finished")
    assert pack.attempts == 2, second.said
    assert pack.file.storage.listdir(f"packs/{pack.partnership_id}")[1] == [Path(pack.file.name).name]

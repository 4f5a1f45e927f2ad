"""`GET /healthz`: 200 when database, broker, worker and migrations work; otherwise 503, and soon, whatever is down."""

import json
import os
import socket
import subprocess
import sys
import time

import pytest
from celery.worker import state
from django.core.cache import cache
from django.urls import reverse

from partnership import health, tasks
from tests import factories

ALL_WELL = {"status": "ok", "database": "ok", "broker": "ok", "worker": "ok", "migrations": "ok"}

# A portal of its own, because a database that is away can not be put into this one. It prints what a browser that is
# signed in gets: the other middleware would ask the database for the session.
ASK = """
import django, json, time
django.setup()
from django.test import Client
client = Client(HTTP_HOST="10.0.0.7")
client.cookies["sessionid"] = "a" * 32
client.handler.load_middleware()
before = time.monotonic()
response = client.get("/healthz")
print(json.dumps([response.status_code, time.monotonic() - before, response.json()]))
"""


class Running:
    """A task that Celery's own list holds, weakly, while it runs."""


@pytest.fixture(autouse=True)
def no_heartbeat_yet(monkeypatch):
    """Nor is there any hurry, so that a busy machine gives the same answers."""
    cache.clear()
    monkeypatch.setattr(health, "PATIENCE", 60)


@pytest.fixture
def silent_port():
    """A server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def ask_with(tmp_path, **environment):
    environment |= {"DATA_DIR": str(tmp_path), "DEMONSTRATION": "1", "DJANGO_SETTINGS_MODULE": "partnership.settings"}
    asked = subprocess.run(
        [sys.executable, "-c", ASK],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(asked.stdout)


@pytest.mark.django_db
def test_it_says_that_all_is_well(client):
    tasks.beat_heart()

    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, ALL_WELL)
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_it_says_that_no_worker_has_run_yet(client):
    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json() == ALL_WELL | {
        "status": "failing",
        "worker": "no heartbeat yet: is a worker running, and beat?",
    }


@pytest.mark.django_db
def test_it_says_how_long_the_worker_has_been_gone(client):
    cache.set(health.HEART_AT, time.time() - 75)

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["worker"] in {"no heartbeat for 75 seconds", "no heartbeat for 76 seconds"}


@pytest.mark.django_db
def test_a_worker_full_of_long_tasks_is_busy_and_not_down(client):
    cache.set(health.HEART_AT, time.time() - 600)
    first, second = Running(), Running()
    state.active_requests |= {first, second}

    tasks.tell_if_busy(processes=2)
    state.active_requests -= {first, second}

    assert client.get("/healthz").json() == ALL_WELL


@pytest.mark.django_db
def test_a_worker_with_a_free_process_must_show_its_heartbeat(client):
    tasks.tell_if_busy(processes=2)

    assert client.get("/healthz").status_code == 503


@pytest.mark.django_db
def test_it_counts_the_migrations_that_are_not_applied(client, monkeypatch):
    tasks.beat_heart()
    on_disk = health._migrations_on_disk() | {("savings", "9998_next"), ("savings", "9999_after")}
    monkeypatch.setattr(health, "_migrations_on_disk", lambda: on_disk)

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json() == ALL_WELL | {"status": "failing", "migrations": "2 not applied"}


@pytest.mark.django_db
def test_it_only_answers_questions(client):
    assert client.post("/healthz").status_code == 405


def test_database_and_broker_that_refuse_are_named_and_nothing_is_told_of_them(tmp_path):
    away = {
        "DATABASE_URL": "postgres://someone:secret@127.0.0.1:1/portal",
        "REDIS_URL": "redis://:secret@127.0.0.1:1/0",
    }

    status, seconds, answer = ask_with(tmp_path, **away)

    assert status == 503
    assert seconds < 5
    assert answer == {
        "status": "failing",
        "database": "can not be reached",
        "broker": "can not be reached",
        "worker": "not known",
        "migrations": "not known",
    }


def test_database_and_broker_that_never_answer_do_not_hold_the_page(tmp_path, silent_port):
    away = {
        "DATABASE_URL": f"postgres://127.0.0.1:{silent_port}/portal",
        "REDIS_URL": f"redis://127.0.0.1:{silent_port}",
    }

    status, seconds, answer = ask_with(tmp_path, **away)

    assert status == 503
    assert seconds < 5
    assert answer["status"] == "failing"
    assert "ok" not in answer.values()


def test_without_redis_people_sign_in_and_see_the_figures(settings, council, client):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"redis://127.0.0.1:{closed.getsockname()[1]}/0"
    settings.CACHES = {"default": {"BACKEND": "partnership.caching.RedisOrMemoryCache", "LOCATION": address}}
    viewer = council.person("viewer")
    viewer.set_password(factories.PASSWORD)
    viewer.save()
    typed = {"login": viewer.email, "password": factories.PASSWORD}
    assert client.post(reverse("account_login"), typed).status_code == 302
    assert client.get(council.partnership.get_absolute_url()).status_code == 200
    cache.set("kept", 7)
    assert (cache.get("kept"), cache.get("never", 5), cache.add("kept", 8)) == (7, 5, False)

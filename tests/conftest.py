"""What every test may use. Without variables the suite runs on the embedded default."""

import gc
import os
import tempfile
import time
from collections import defaultdict
from copy import deepcopy

os.environ.setdefault("DEMONSTRATION", "1")
os.environ.setdefault("DATA_DIR", os.path.join(tempfile.gettempdir(), f"portal-tests-{os.getuid()}"))

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection, transaction

from governance.guards import GUARDS as GOVERNANCE_GUARDS
from partnership import guards
from savings import rendering
from savings.guards import GUARDS as SAVINGS_GUARDS
from tests import factories
from workstreams.guards import GUARDS as WORKSTREAMS_GUARDS

# A busy machine makes what is generated slow, and nothing wrong.
hypothesis.settings.register_profile("suite", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("suite")


def pytest_collection_finish(session):
    """What is imported by now stays to the end: the garbage collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """In continuous integration a test that skips, for want of a server or a browser, has failed."""
    report = yield
    if report.skipped and os.environ.get("CI"):
        report.outcome = "failed"
    return report


@pytest.fixture(autouse=True)
def plain_settings(settings, tmp_path):
    """Static files without a manifest, files in a folder of the test's own, mail in memory."""
    settings.STORAGES = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private", "base_url": None},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()  # the keys of one test's rows are another test's keys


@pytest.fixture(scope="session", autouse=True)
def drawn_once():
    """A chart is the same picture whenever it is drawn, and that takes a tenth of a second."""
    pictures, draw = {}, rendering._draw

    def drawn(chart):
        name = rendering.digest(chart)
        if name not in pictures:
            pictures[name] = draw(chart)
        return pictures[name]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendering, "_draw", drawn)
        yield


@pytest.fixture
def council(request, db):
    """The three councils with a workstream, and one person for each role and council."""
    if "one_council" in request.fixturenames:
        return deepcopy(request.getfixturevalue("one_council"))
    return factories.three_councils()


@pytest.fixture(scope="module")
def one_council(django_db_setup, django_db_blocker):
    """The same councils for all tests of a module; each test undoes what it did to them. An answer that is closed must
    not close the database, which would undo the councils too."""
    connection.close_if_unusable_or_obsolete = lambda: None
    with django_db_blocker.unblock(), transaction.atomic():
        yield factories.three_councils()
        transaction.set_rollback(True)
    del connection.close_if_unusable_or_obsolete


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Councils are made once for a module where every test that asks the database asks for them, and none commits."""
    of_modules = defaultdict(list)
    for item in items:
        asks = {"db", "transactional_db"} & set(item.fixturenames)
        if asks or item.get_closest_marker("django_db"):
            of_modules[item.module].append(item)
    for of_one in of_modules.values():
        if all("council" in item.fixturenames and "transactional_db" not in item.fixturenames for item in of_one):
            for item in of_one:
                item.fixturenames.insert(0, "one_council")  # before the transaction of the test itself


@pytest.fixture(scope="session")
def django_db_use_migrations():
    """On SQLite tables are made from the models, which is quicker. `make lint` looks at a migrated database."""
    return connection.vendor != "sqlite"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The guards are there, migrated or not. PostgreSQL does not drop a database that somebody is connected to: after
    the last test a live server may still answer a page that is gone by now. That connection is waited for, then ended.
    """
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            guards.create(ALL_GUARDS)
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            for end in (False,) * 50 + (True,):
                cursor.execute(OTHERS.format("pg_terminate_backend(pid)" if end else "1"))
                if not cursor.fetchall():
                    break
                time.sleep(0.1)


OTHERS = "SELECT {} FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
ALL_GUARDS = (*guards.GUARDS, *SAVINGS_GUARDS, *GOVERNANCE_GUARDS, *WORKSTREAMS_GUARDS)


@pytest.fixture
def _guards_after_flush(django_db_setup, django_db_blocker):
    yield
    with django_db_blocker.unblock():
        guards.create(ALL_GUARDS)


@pytest.fixture
def live(_guards_after_flush, transactional_db):
    """A real, committed database for races, servers and hooks after commit. Its emptying afterwards would be refused by
    the guards, so they stand aside for that moment."""
    yield
    guards.drop(ALL_GUARDS)


@pytest.fixture
def live_council(live):
    return factories.three_councils()

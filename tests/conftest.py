"""What every test may use. Without variables the suite runs on the embedded default."""

import os
import tempfile
import time

os.environ.setdefault("DEMONSTRATION", "1")
os.environ.setdefault("DATA_DIR", os.path.join(tempfile.gettempdir(), f"portal-tests-{os.getuid()}"))

import pytest
from django.core.cache import cache
from django.db import connection

from governance.guards import GUARDS as GOVERNANCE_GUARDS
from partnership import guards
from savings.guards import GUARDS as SAVINGS_GUARDS
from tests import factories


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


@pytest.fixture
def council(db):
    """The three councils with a workstream, and one person for each role and council."""
    return factories.three_councils()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """PostgreSQL does not drop a database that somebody is connected to. After the last test a live server may still
    answer a page that is gone by now: that connection is waited for, then ended."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            for end in (False,) * 50 + (True,):
                cursor.execute(OTHERS.format("pg_terminate_backend(pid)" if end else "1"))
                if not cursor.fetchall():
                    break
                time.sleep(0.1)


OTHERS = "SELECT {} FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
ALL_GUARDS = (*SAVINGS_GUARDS, *GOVERNANCE_GUARDS)


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

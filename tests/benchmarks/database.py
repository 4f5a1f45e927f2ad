"""Databases of the benchmark's own, beside the one that the settings name.

What was generated is kept as a stock, and a run measures a copy of it: so the next run need not generate, and nothing
that a run writes is in the way of the next.
"""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

PREFIX = "bench_"
COPY = f"{PREFIX}copy"


@contextmanager
def own(scratch: Path) -> Iterator[None]:
    """Nothing here touches the database, cache or files of the settings. Static files as collected, if they were."""
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    files = {"location": scratch, "base_url": None}
    settings.STORAGES["default"] = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": files}
    settings.CACHES["default"]["KEY_PREFIX"] = "bench"
    named = connection.settings_dict["NAME"]
    cache.clear()
    try:
        yield
    finally:
        _use(named)


def stock(name: str, make: Callable[[], None], *, made_of: str = "", keep: tuple[str, ...] = ()) -> str:
    """A stock of this name: from an earlier run, else made, from nothing or on top of another stock.

    Stocks that are not `keep` are thrown away first: they are of another version or another plan.
    """
    if name in _SERVER.names():
        return name
    for old in _SERVER.names():
        if old not in keep:
            _SERVER.remove(old)
    _SERVER.create(COPY, made_of)
    _use(_SERVER.place(COPY))
    call_command("migrate", verbosity=0, interactive=False)
    make()
    _refresh_statistics()
    _SERVER.create(name, COPY)
    _SERVER.remove(COPY)
    return name


@contextmanager
def copy_of(name: str) -> Iterator[None]:
    _SERVER.remove(COPY)
    _SERVER.create(COPY, name)
    _use(_SERVER.place(COPY))
    cache.clear()
    try:
        yield
    finally:
        _SERVER.remove(COPY)


def described() -> str:
    version = connection.pg_version if connection.vendor == "postgresql" else connection.Database.sqlite_version
    python = f"Python {sys.version_info.major}.{sys.version_info.minor}"
    kept = settings.CACHES["default"]["BACKEND"].rsplit(".", 1)[-1]
    return f"{connection.display_name} {version}, cache {kept}, {python}"


def _refresh_statistics() -> None:
    """What a database in use has: the planner knows its tables."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _use(place: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = place


class _Files:
    """SQLite: a database is a file. Closing the last connection has put all of its log into it."""

    folder = Path(settings.DATA_DIR) / "stock"

    def place(self, name: str) -> str:
        return str(self.folder / f"{name}.sqlite3")

    def names(self) -> list[str]:
        return [path.stem for path in self.folder.glob(f"{PREFIX}*.sqlite3")]

    def create(self, name: str, template: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        connection.close()
        if template:
            shutil.copyfile(self.place(template), self.place(name))

    def remove(self, name: str) -> None:
        connection.close()
        for path in self.folder.glob(f"{name}.sqlite3*"):
            path.unlink()


class _Server:
    """PostgreSQL."""

    def place(self, name: str) -> str:
        return name

    def names(self) -> list[str]:
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
            return [name for (name,) in cursor.fetchall()]

    def create(self, name: str, template: str) -> None:
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))

    def remove(self, name: str) -> None:
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


_SERVER = _Server() if connection.vendor == "postgresql" else _Files()

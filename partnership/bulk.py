"""Many new rows of one model at once: what `bulk_create` writes, at a fraction of what it costs for each row.

`bulk_create` asks every field of every row how to write its value, and sends SQLite some forty rows at a time. Here a
value that every database takes as it is goes as it is, and one prepared statement takes all rows. For models with a
number for a key and no defaults of the database's own.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection, models, transaction

_PLAIN = frozenset({int, str, bool, type(None)})


@transaction.atomic
def insert(rows: Sequence[Any]) -> None:
    """Write new rows of one model, each with the next key. The transaction is what keeps the keys ours on SQLite."""
    if not rows:
        return
    model = type(rows[0])
    fields = model._meta.concrete_fields
    for row, key in zip(rows, _keys(model, len(rows)), strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, connection.alias
    prepared = [(field.attname, field.get_db_prep_save) for field in fields]
    _write(model, [field.column for field in fields], (_values(row, prepared) for row in rows))


@transaction.atomic
def insert_values(model: type[models.Model], names: Sequence[str], rows: Iterable[tuple[int | str, ...]]) -> None:
    """Write rows that are no more than their numbers and texts, by the names of their columns. Keys are given out by
    the database."""
    _write(model, [model._meta.get_field(name).column for name in names], rows)


def _values(row: Any, fields: Sequence[tuple[str, Callable[..., Any]]]) -> tuple[Any, ...]:
    values = row.__dict__
    return tuple(
        value if type(value := values[name]) in _PLAIN else prepare(value, connection) for name, prepare in fields
    )


def _write(model: type[models.Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    quote = connection.ops.quote_name
    named, marks = ", ".join(quote(column) for column in columns), ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({named}) VALUES ({marks})", rows)


def _keys(model: type[models.Model], number: int) -> Iterable[int]:
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sql = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(sql, [connection.ops.quote_name(table), column, number])
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
        first = (last[0] if last else 0) + 1
        return range(first, first + number)

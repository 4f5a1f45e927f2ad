"""Writes of editable models with their history, and that history as sentences for people.

simple-history answers "who changed what". It is the audit trail and never a source of figures.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection, models, transaction
from simple_history.models import DeletedObject

from partnership import bulk, clock
from partnership.money import format_pounds

Row = TypeVar("Row", bound=models.Model)
AT_ONCE = 1_000  # rows in one query


@transaction.atomic
def save(row: Row, *, by: Any, reason: str = "") -> Row:
    """Save the row and its history in one transaction, in the name of `by`."""
    _sign(row, by, reason)
    row.save()
    return row


@transaction.atomic
def delete(row: models.Model, *, by: Any, reason: str = "") -> None:
    """Delete the row; its history stays, with who deleted it and why."""
    _sign(row, by, reason)
    row.delete()


@transaction.atomic
def bulk_create(rows: list[Row], *, by: Any, reason: str = "") -> list[Row]:
    """Create many rows of one model, and the history that `save` would write of each, in one transaction.

    For rows with a number for a key, which they do not have yet. Three queries for each thousand rows.
    """
    for first in range(0, len(rows), AT_ONCE):
        made = rows[first : first + AT_ONCE]
        bulk.insert(made)
        _write_history(made, "+", by, reason)
    return rows


@transaction.atomic
def bulk_update(rows: list[Row], fields: Iterable[str], *, by: Any, reason: str = "") -> list[Row]:
    """Write these fields of many rows, each as it is by now, and the history that `save` would write of each."""
    if not rows:
        return rows
    meta = type(rows[0])._meta
    columns = [meta.get_field(name) for name in fields]
    assignments = ", ".join(f"{connection.ops.quote_name(field.column)} = %s" for field in columns)
    table, key = (connection.ops.quote_name(name) for name in (meta.db_table, meta.pk.column))
    values = [
        (*(field.get_db_prep_save(getattr(row, field.attname), connection) for field in columns), row.pk)
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {assignments} WHERE {key} = %s", values)
    for first in range(0, len(rows), AT_ONCE):
        _write_history(rows[first : first + AT_ONCE], "~", by, reason)
    return rows


def _write_history(rows: list[Any], kind: str, by: Any, reason: str) -> None:
    """What the rows say now, copied into their history by the database itself. One query."""
    model = type(rows[0])
    kept = model.history.model
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in kept.tracked_fields)
    marks = ", ".join(["%s"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(kept._meta.db_table)} "
            f"({columns}, history_type, history_date, history_user_id, history_change_reason) "
            f"SELECT {columns}, %s, %s, %s, %s FROM {quote(model._meta.db_table)} "
            f"WHERE {quote(model._meta.pk.column)} IN ({marks}) ORDER BY {quote(model._meta.pk.column)}",
            [kind, connection.ops.adapt_datetimefield_value(clock.now()), by.pk, reason, *(row.pk for row in rows)],
        )


def _sign(row: Any, by: Any, reason: str) -> None:
    row._history_user = by
    row._history_date = clock.now()
    row._change_reason = reason


@dataclass(frozen=True)
class Event:
    """One thing that happened to a record, as a person reads it."""

    at: datetime
    who: str
    sentence: str
    reason: str = ""


def events(row: Any, *, called: str = "") -> list[Event]:
    """What was done to the record, newest first: one query for the rows, one for the names behind foreign keys' ids."""
    called = called or row._meta.verbose_name
    rows = list(row.history.select_related("history_user").order_by("history_date", "history_id"))
    return _told(rows, lambda _: called)[::-1]


def events_of(model: Any, *, called: Callable[[Any], str], **lookup: Any) -> list[Event]:
    """What was done to all records of the model that fit the lookup, also to those deleted since, newest first.

    `called` names a record by its history row. One query for the rows, one for each name behind a foreign key.
    """
    found = events_by(model, called=called, **lookup)
    return newest_first(event for of_one in reversed(found.values()) for event in of_one)


def events_by(model: Any, *, called: Callable[[Any], str], **lookup: Any) -> dict[Any, list[Event]]:
    """The same, apart for each record, by its key. What a lookup leaves out of a record's history is not told."""
    key = model._meta.pk.name
    rows = model.history.filter(**lookup).select_related("history_user").order_by(key, "history_date", "history_id")
    return {pk: _told(list(of_one), called)[::-1] for pk, of_one in groupby(rows, attrgetter(key))}


def newest_first(found: Iterable[Event]) -> list[Event]:
    return sorted(found, key=lambda event: event.at, reverse=True)


def _told(rows: list[Any], called: Callable[[Any], str]) -> list[Event]:
    """The history rows of one record, oldest first, as events."""
    found = []
    for previous, this in zip([None, *rows], rows, strict=False):
        sentence = _sentence(previous, this, called(this))
        if not sentence and this.history_change_reason:  # what no field of the record itself shows
            sentence = f"changed the {called(this)}"
        if sentence:
            who = this.history_user.name if this.history_user else "The system"
            found.append(Event(this.history_date, who, sentence, this.history_change_reason or ""))
    return found


def _sentence(previous: Any, this: Any, called: str) -> str:
    if this.history_type == "-":
        return f"deleted the {called}"
    if previous is None or this.history_type == "+":
        return f"created the {called}"
    changes = this.diff_against(previous, foreign_keys_are_objs=True).changes
    return "; ".join(_change(this, change, called) for change in changes)


def _change(this: Any, change: Any, called: str) -> str:
    field = this.instance_type._meta.get_field(change.field)
    name = _in_words(field)
    old, new = (_shown(field, value) for value in (change.old, change.new))
    if len(old) + len(new) > 200:
        return f"rewrote the {name} of the {called}"
    return f"changed the {name} of the {called} from {old} to {new}"


def _in_words(field: Any) -> str:
    """The field's name within a sentence: dates have names such as "until" and "planned"."""
    name = str(field.verbose_name)
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return {"from": "first day", "until": "last day"}.get(name, f"{name} date")
    return name


def _shown(field: Any, value: Any) -> str:
    if value is None or value == "" or (isinstance(value, DeletedObject) and value.pk is None):
        return "nothing"
    if field.name.endswith("_pence"):
        return format_pounds(value)
    if field.choices:
        return f"“{dict(field.flatchoices).get(value, value)}”"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if hasattr(value, "strftime"):
        return value.strftime("%d %B %Y").lstrip("0")
    return f"“{value}”"

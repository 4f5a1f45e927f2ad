"""Rows straight from the database, as a serializer declares them.

A serializer's `to_representation` walks every field of every row in Python; a full pull of a partnership spends nearly
all its time there. Here the declaration is read once: the sources become one `values_list`, each column is turned into
JSON at once, and what no column holds (`source="*"`, nested lists) a resource fills in for the whole page.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from typing import Any

from django.db.models import Func, Q, QuerySet
from rest_framework import serializers

from partnership.rest.fields import Convert, PeriodField, converter, period_text, source

Row = dict[str, Any]
CHUNK = 1_000


@dataclass(frozen=True)
class Columns:
    """What a serializer declares: the names in order, their sources and conversions (none: filled in later)."""

    serializer: type[serializers.Serializer]

    @cached_property
    def fields(self) -> dict[str, serializers.Field]:
        return dict(self.serializer().fields)

    @cached_property
    def names(self) -> list[str]:
        return list(self.fields)

    @cached_property
    def stored(self) -> dict[str, str | Func]:
        """What is read for the fields that have a column, by name."""
        return {name: source(field) for name, field in self.fields.items() if not _filled(field)}

    @cached_property
    def _converts(self) -> dict[str, Convert]:
        return {name: convert for name in self.stored if (convert := converter(self.fields[name]))}

    @cached_property
    def _periods(self) -> dict[str, PeriodField]:
        return {name: field for name, field in self.fields.items() if isinstance(field, PeriodField)}

    def read(self, rows: QuerySet, *extra: str) -> tuple[list[Row], list[Sequence[Any]]]:
        """The rows of a query, and some columns more. One query."""
        found = list(rows.values_list(*self.stored.values(), *extra))
        columns = list(zip(*found, strict=True)) or [()] * (len(self.stored) + len(extra))
        return self._rows(columns), columns[len(self.stored) :]

    def stream(self, rows: QuerySet) -> Iterator[list[Row]]:
        """The rows of a query of any length, in portions."""
        found = rows.values_list(*self.stored.values()).iterator(chunk_size=CHUNK)
        while portion := list(islice(found, CHUNK)):
            yield self._rows(list(zip(*portion, strict=True)))

    def _rows(self, columns: Sequence[Sequence[Any]]) -> list[Row]:
        """Rows from the columns of `stored`. A page has many rows and few columns, so the work is by column."""
        known = dict(zip(self.stored, columns, strict=False))
        for name, field in self._periods.items():
            known[name] = list(map(period_text, known[field.year], known[field.quarter]))
        for name, convert in self._converts.items():
            known[name] = convert(known[name])
        empty = [None] * len(columns[0])
        ordered = [known.get(name, empty) for name in self.names]
        return [dict(zip(self.names, row, strict=True)) for row in zip(*ordered, strict=True)]


def _filled(field: serializers.Field) -> bool:
    return field.source == "*" or isinstance(field, serializers.BaseSerializer)


def cell(value: Any) -> Any:
    """A value as one cell of CSV: a nested list as text, its items parted by semicolons. What is nested deeper has no
    place in a cell."""
    if isinstance(value, list):
        return "; ".join(" ".join(_parts(item)) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def _parts(item: Row) -> Iterator[str]:
    return (str(part) for part in item.values() if part is not None and not isinstance(part, (dict, list)))


@cache
def columns_of(serializer: type[serializers.Serializer]) -> Columns:
    return Columns(serializer)


def attach(rows: list[Row], name: str, serializer: type[serializers.Serializer], found: QuerySet, by: str) -> None:
    """Give each row, as `name`, the list of what belongs to its id (the column `by`), in the order of the query.

    One query, for any number of rows.
    """
    lists: dict[int, list[Row]] = {row["id"]: [] for row in rows}
    items, (owners,) = columns_of(serializer).read(found.filter(_among(lists, by)), by)
    for item, owner in zip(items, owners, strict=True):
        if owner in lists:
            lists[owner].append(item)
    for row in rows:
        row[name] = lists[row["id"]]


def _among(ids: Collection[int], by: str) -> Q:
    """The condition that a row belongs to one of these, and perhaps, where they lie close together, to one between
    them: a thousand parameters cost more than some rows too many."""
    if ids and max(ids) - min(ids) < 2 * len(ids):
        return Q(**{f"{by}__gte": min(ids), f"{by}__lte": max(ids)})
    return Q(**{f"{by}__in": list(ids)})

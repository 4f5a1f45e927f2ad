"""The types of the API's fields, and how a column becomes JSON: by the database, or for a whole page at once."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.db.models import Func, TextField
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from partnership.dated import Period

Convert = Callable[[Sequence[Any]], Sequence[Any]]


def pounds_text(pence: int | None) -> str | None:
    """Pence as a plain string of pounds: 123450 is "1234.50"."""
    if pence is None:
        return None
    whole, part = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{whole}.{part:02d}"


class MomentText(Func):
    """A moment in UTC to the microsecond, 2025-04-01T09:30:00.000000Z, written by the database: Python would take
    longer to read and write it than all the rest of the row."""

    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        # Stored as 2025-04-01 09:30:00, with microseconds only where there are any.
        template = "SUBSTR(REPLACE(%(expressions)s, ' ', 'T') || '.000000', 1, 26) || 'Z'"
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = """TO_CHAR(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
        return self.as_sql(compiler, connection, template=template, **extra)


class DayText(Func):
    """A day, 2025-04-01, written by the database."""

    output_field = TextField()
    template = "TO_CHAR(%(expressions)s, 'YYYY-MM-DD')"

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="CAST(%(expressions)s AS TEXT)", **extra)


@cache
def period_text(year: int | None, quarter: int | None) -> str | None:
    """A financial year or quarter in words. The model allows a few hundred of them."""
    return None if year is None else str(Period(year, quarter))


@extend_schema_field({"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$", "examples": ["33333.34"]})
class PoundsField(serializers.Field):
    """Pounds with two decimals, as text; a column of pence behind it."""

    def to_representation(self, value: int) -> str | None:
        return pounds_text(value)


@extend_schema_field({"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$", "examples": ["54.00"]})
class HundredthsField(PoundsField):
    """A number with two decimals, as text; a column of hundredths behind it."""


@extend_schema_field({"type": "string", "examples": ["2025-26", "2025-26 quarter 1"]})
class PeriodField(serializers.Field):
    """A financial year or quarter in words, from two other fields of the same row."""

    def __init__(self, year: str = "year", quarter: str = "quarter", **extra: Any) -> None:
        self.year, self.quarter = year, quarter
        super().__init__(source="*", read_only=True, help_text="The financial year and quarter in words.", **extra)

    def to_representation(self, value: dict[str, Any]) -> str | None:
        return period_text(value[self.year], value[self.quarter])


def converter(field: serializers.Field) -> Convert | None:
    """How a column as it was read becomes what JSON writes; None when it already is."""
    if isinstance(field, PoundsField):
        return lambda column: [pounds_text(value) for value in column]
    return None


def source(field: serializers.Field) -> str | Func:
    """What is read of the database for a field: its column, or text that the database makes of it."""
    path = field.source.replace(".", "__")
    if isinstance(field, serializers.DateTimeField):
        return MomentText(path)
    return DayText(path) if isinstance(field, serializers.DateField) else path

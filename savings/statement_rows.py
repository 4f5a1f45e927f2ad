"""The statements as a file holds them: a row for each, with two columns for each organisation.

A hundred thousand rows are usual here, so no models are made of them: the columns of a statement are read as they
stand, its shares beside them, portion by portion.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import QuerySet

from partnership.dated import Period
from partnership.exports import Pence
from partnership.listing import Column
from partnership.models import Partnership
from savings.models.statements import ShareQuerySet, summary_state

PORTION = 2_000
_STORED = (
    "pk",
    "saving_id",
    "saving__title",
    "saving__workstream__name",
    "organisation__code",
    "saving__kind",
    "saving__category",
    "saving__recurrence",
    "stage",
    "year",
    "quarter",
    "amount_pence",
    "measure_hundredths",
    "saving__unit",
    "basis",
    "saving__baseline",
    "saving__baseline_pence",
    "saving__baseline_source",
    "saving__method",
    "stated_on",
    "submitted_at",
    "sequence",
    "note",
    "replaces",
    "reverses",
    "restates",
    "belongs_to_year",
    "belongs_to_quarter",
)


class Row(NamedTuple):
    """One statement. Its first fields are `_STORED`; `shares` are pence and state, by organisation."""

    pk: int
    saving: int
    title: str
    workstream: str
    organisation: str
    kind: str
    category: str
    recurrence: str
    stage: str
    year: int
    quarter: int | None
    amount_pence: int
    measure_hundredths: int | None
    unit: str
    basis: str
    baseline: str
    baseline_pence: int | None
    baseline_source: str
    method: str
    stated_on: date
    submitted_at: datetime | None
    sequence: int | None
    note: str
    replaces: int | None
    reverses: int | None
    restates: int | None
    belongs_to_year: int | None
    belongs_to_quarter: int | None
    state: str
    shares: dict[int, tuple[int, str]]


def stream(statements: QuerySet, shares: ShareQuerySet) -> Iterator[Row]:
    """The statements in their order, in the states that these shares tell. A query, and one for each portion."""
    found = statements.prefetch_related(None).values_list(*_STORED).iterator(chunk_size=PORTION)
    while portion := list(islice(found, PORTION)):
        held: dict[int, dict[int, tuple[int, str]]] = {row[0]: {} for row in portion}
        for statement, organisation, pence, state in _parts(shares, list(held)):
            held[statement][organisation] = (pence, state)
        for row in portion:
            mine = held[row[0]]
            yield Row(*row, _state(frozenset(state for _, state in mine.values())), mine)


def _parts(shares: ShareQuerySet, statements: list[int]) -> Iterator[tuple[int, int, int, str]]:
    state = "state_then" if "state_then" in shares.query.annotations else "state"
    rows = shares.filter(statement__in=statements).order_by()
    return rows.values_list("statement_id", "organisation_id", "pence", state).iterator(chunk_size=PORTION)


@lru_cache(maxsize=100)
def _state(states: frozenset[str]) -> str:
    return summary_state(set(states))


@lru_cache(maxsize=1_000)
def _period(year: int, quarter: int | None) -> str:
    return str(Period(year, quarter))


def _measure(row: Row) -> Decimal | None:
    return None if row.measure_hundredths is None else Decimal(row.measure_hundredths).scaleb(-2)


_COLUMNS = (
    Column("Statement", lambda row: row.pk),
    Column("Saving", lambda row: row.saving),
    Column("Title", lambda row: row.title),
    Column("Workstream", lambda row: row.workstream),
    Column("Stated by", lambda row: row.organisation),
    Column("Kind", lambda row: row.kind),
    Column("Category", lambda row: row.category),
    Column("Recurrence", lambda row: row.recurrence),
    Column("Stage", lambda row: row.stage),
    Column("Period", lambda row: _period(row.year, row.quarter)),
    Column("Year", lambda row: row.year),
    Column("Quarter", lambda row: row.quarter),
    Column(
        "Belongs to", lambda row: _period(row.belongs_to_year, row.belongs_to_quarter) if row.belongs_to_year else None
    ),
    Column("Amount", lambda row: Pence(row.amount_pence) if row.measure_hundredths is None else None),
    Column("Measure", _measure),
    Column("Unit", lambda row: row.unit),
    Column("Shared", lambda row: row.basis),
    Column("State", lambda row: row.state),
    Column("Baseline", lambda row: row.baseline),
    Column("Baseline cost", lambda row: None if row.baseline_pence is None else Pence(row.baseline_pence)),
    Column("Baseline source", lambda row: row.baseline_source),
    Column("How it was worked out", lambda row: row.method),
    Column("Stated on", lambda row: row.stated_on),
    Column("Submitted", lambda row: row.submitted_at),
    Column("Sequence", lambda row: row.sequence),
    Column("Note", lambda row: row.note),
    Column("Replaces", lambda row: row.replaces),
    Column("Reverses", lambda row: row.reverses),
    Column("Restates", lambda row: row.restates),
)


def columns(partnership: Partnership) -> list[Column]:
    """With two for each organisation: its share in pounds, and the state of it. Empty: it has no share. One query."""
    members = partnership.organisations.distinct().order_by("code").values_list("pk", "code")
    return [*_COLUMNS, *(column for pk, code in members for column in _of(pk, code))]


def _of(organisation: int, code: str) -> tuple[Column, Column]:
    def share(row: Row) -> Any:
        mine = row.shares.get(organisation)
        return Pence(mine[0]) if mine else None

    def state(row: Row) -> Any:
        mine = row.shares.get(organisation)
        return mine[1] if mine else None

    return Column(f"Share of {code}", share), Column(f"State of {code}", state)

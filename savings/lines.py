"""The lines of the list of statements: the columns that the page shows, without making models of fifty rows."""

from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from partnership.dated import Period
from savings.models.statements import ShareQuerySet, summary_state

_COLUMNS = (
    "pk",
    "saving__title",
    "amount_pence",
    "measure_hundredths",
    "saving__unit",
    "year",
    "quarter",
    "belongs_to_year",
    "belongs_to_quarter",
    "stage",
    "saving__kind",
    "saving__workstream__name",
    "organisation__short_name",
    "saving__baseline",
    "saving__baseline_pence",
    "stated_on",
    "reverses",
)


class Line(NamedTuple):
    """One statement as the list shows it. Its first fields are `_COLUMNS`."""

    pk: int
    title: str
    amount_pence: int
    measure_hundredths: int | None
    unit: str
    year: int
    quarter: int | None
    belongs_to_year: int | None
    belongs_to_quarter: int | None
    stage: str
    kind: str
    workstream: str
    organisation: str
    baseline: str
    baseline_pence: int | None
    stated_on: date
    reverses: int | None
    state: str

    @property
    def name(self) -> str:
        return f"Reversal: {self.title}" if self.reverses else self.title

    @property
    def period(self) -> Period:
        return Period(self.year, self.quarter)

    @property
    def belongs_to(self) -> Period | None:
        return Period(self.belongs_to_year, self.belongs_to_quarter) if self.belongs_to_year else None


def lines(statements: QuerySet, shares: ShareQuerySet) -> list[Line]:
    """The statements as lines, their states told by these shares. Two queries."""
    rows = list(statements.values_list(*_COLUMNS))
    states: dict[int, set[str]] = {row[0]: set() for row in rows}
    for statement, state in shares.filter(statement__in=list(states)).states():
        states[statement].add(state)
    return [Line(*row, summary_state(states[row[0]])) for row in rows]

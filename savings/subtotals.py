"""Stored subtotals: what lets a figure cost the same after ten years as on the first day.

Sums are additive, so the figure up to N is a stored subtotal up to some M <= N and the postings after M. There is a
subtotal of each grouping, each made when at least as many postings have come since the last as that one has cells (and
at least `EVERY`): so all subtotals together are never larger than the ledger, and what is left to add stays short.
A subtotal can always be thrown away and made again; it changes no figure (a property test compares).
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from savings.models import Ledger, Posting, Subtotal, SubtotalCell
from savings.models.words import Kind, Stage, State

EVERY = 1_000
CELL = ("workstream", "organisation", "year", "kind", "stage", "state")


@dataclass(frozen=True)
class Grouping:
    """Which of workstream and organisation a subtotal keeps; year, kind, stage of claim and state it always keeps."""

    name: str
    keeps: tuple[str, ...]


BY_WORKSTREAM = Grouping("workstream", ("workstream",))
BY_ORGANISATION = Grouping("organisation", ("organisation",))
BY_BOTH = Grouping("both", ("workstream", "organisation"))
GROUPINGS = (BY_WORKSTREAM, BY_ORGANISATION, BY_BOTH)

Row = tuple[int, int, int, str, str, str, int]  # workstream, organisation, year, kind, stage, state, pence
# workstream, organisation, year, kind; then pence: target, forecast, contracted, realised, verified
Measures = tuple[int, int, int, str, int, int, int, int, int]


def money(partnership_id: int) -> QuerySet[Posting]:
    return Posting.objects.filter(partnership=partnership_id).exclude(kind=Kind.QUALITATIVE)


def rows(partnership_id: int, grouping: Grouping, sequence: int, **only: int) -> list[Row]:
    """The sums up to a sequence, one row for each combination that is not 0; a column not kept is 0. Two queries.

    `only` may name a year, or a workstream or an organisation that the grouping keeps.
    """
    parts = _Parts(partnership_id, grouping, latest(partnership_id, grouping, sequence), sequence, only)
    return _all(parts.sums, parts.values)


def is_right(subtotal: Subtotal, grouping: Grouping) -> bool:
    """Whether it is the sum of the subtotal before it and the postings between the two; the first, of all postings.

    Asked of each in order that proves them all, at a cost that grows with the ledger and not with its square. Three
    queries.
    """
    partnership_id, upto = subtotal.partnership_id, subtotal.sequence
    before = latest(partnership_id, grouping, upto - 1)
    parts = [_Parts(partnership_id, grouping, last, upto, {}) for last in (before, subtotal)]
    found, stored = (sorted(_all(each.sums, each.values)) for each in parts)
    return bool(found == stored)


def measures(partnership_id: int, grouping: Grouping, sequence: int, **only: int) -> list[Measures]:
    """The sums up to a sequence as figures show them: stages of claim side by side, *verified* a part of *realised*.

    Two queries, like `rows`, but fewer rows: the database puts them together faster than Python does.
    """
    parts = _Parts(partnership_id, grouping, latest(partnership_id, grouping, sequence), sequence, only)
    key = ", ".join(CELL[:4])
    return _all(f"SELECT {key}, {_MEASURES} FROM ({parts.rows}) AS parts GROUP BY {key}", parts.values)


def latest(partnership_id: int, grouping: Grouping, sequence: int) -> Subtotal | None:
    made = Subtotal.objects.filter(partnership=partnership_id, grouping=grouping.name, sequence__lte=sequence)
    return made.order_by("-sequence").first()


# --- In SQL -----------------------------------------------------------------------------------------------------------
# What PostgreSQL gives as the sum of integers of 64 bits is wider than they are, hence the CAST.


def _sum(condition: str) -> str:
    return f"CAST(SUM(CASE WHEN {condition} THEN pence ELSE 0 END) AS BIGINT)"


_MEASURES = ", ".join(
    [_sum(f"stage = '{stage.value}'") for stage in Stage]
    + [_sum(f"stage = '{Stage.REALISED.value}' AND state = '{State.VERIFIED.value}'")]
)


@dataclass(frozen=True)
class _Parts:
    """What is added up: the cells of an earlier subtotal, and the postings after it up to a sequence."""

    partnership_id: int
    grouping: Grouping
    last: Subtotal | None
    upto: int
    only: dict[str, int]

    @property
    def rows(self) -> str:
        kept = ", ".join(f"{name}_id" if name in self.grouping.keeps else "0" for name in CELL[:2])
        cells = "".join(f" AND {name} = %s" for name in self.only)
        postings = "".join(f" AND {name if name in CELL[2:] else f'{name}_id'} = %s" for name in self.only)
        return (
            f"SELECT {', '.join(CELL)}, pence FROM {SubtotalCell._meta.db_table} WHERE subtotal_id = %s{cells} "
            f"UNION ALL SELECT {kept}, {', '.join(CELL[2:])}, pence FROM {Posting._meta.db_table} "
            f"WHERE partnership_id = %s AND sequence > %s AND sequence <= %s "
            f"AND kind <> '{Kind.QUALITATIVE.value}'{postings}"
        )

    @property
    def values(self) -> list[int]:
        subtotal, after = (self.last.pk, self.last.sequence) if self.last else (0, 0)
        only = list(self.only.values())
        return [subtotal, *only, self.partnership_id, after, self.upto, *only]

    @property
    def sums(self) -> str:
        columns = ", ".join(CELL)
        return (
            f"SELECT {columns}, CAST(SUM(pence) AS BIGINT) AS pence FROM ({self.rows}) AS parts "
            f"GROUP BY {columns} HAVING SUM(pence) <> 0"
        )


def _all(sql: str, values: list[int]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


# --- Making them ------------------------------------------------------------------------------------------------------


def keep(ledger: Ledger) -> None:
    """Make the subtotals that are due. Called under the ledger's lock, right after its postings."""
    for grouping in GROUPINGS:
        last = latest(ledger.partnership_id, grouping, ledger.sequence)
        since = ledger.sequence - (last.sequence if last else 0)
        if since >= max(EVERY, last.size if last else 0):
            make(ledger.partnership_id, grouping, ledger.sequence)


def make(partnership_id: int, grouping: Grouping, sequence: int) -> Subtotal:
    """Store the sums of a grouping up to a sequence; sums of 0 are left out.

    The database adds and stores them by itself: there may be tens of thousands, and somebody waits for this posting.
    """
    parts = _Parts(partnership_id, grouping, latest(partnership_id, grouping, sequence), sequence, {})
    ((size,),) = _all(f"SELECT COUNT(*) FROM ({parts.sums}) AS cells", parts.values)
    subtotal = Subtotal.objects.create(
        partnership_id=partnership_id, grouping=grouping.name, sequence=sequence, size=size
    )
    columns = ", ".join(CELL)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {SubtotalCell._meta.db_table} (subtotal_id, {columns}, pence) "
            f"SELECT %s, {columns}, pence FROM ({parts.sums}) AS cells",
            [subtotal.pk, *parts.values],
        )
    return subtotal

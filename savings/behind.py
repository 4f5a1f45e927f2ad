"""One number followed down: which figure an address names, in words, and the statements that make it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404

from partnership.dated import FIRST_YEAR, LAST_YEAR, Period, year_name
from savings.dashboards import Reading
from savings.figures import Behind, Measure, Which
from savings.models import Cause, Statement
from savings.models.words import Kind, State

# Measures of pages that are no sums of their own: what they are worked out from.
WAITING, VARIANCE = "waiting", "variance"


@dataclass(frozen=True)
class StatementLine:
    """One statement, and its part of the figure in pence."""

    statement: Statement
    pence: int


@dataclass(frozen=True)
class Asked:
    """The figure that an address asks for."""

    which: Which
    measure: str
    reading: Reading

    @classmethod
    def of(cls, query: Mapping[str, str], reading: Reading) -> "Asked":
        """From an address. Raises Http404 for what names no figure."""
        measure = query.get("measure", "")
        if measure not in {*Measure, WAITING, VARIANCE} or query.get("kind", reading.kind) != reading.kind:
            raise Http404
        cause = query.get("cause") or None
        if cause is not None and cause not in Cause.values:
            raise Http404
        if query.get("quarter") and not query.get("year"):
            raise Http404
        base = Measure(measure) if measure in set(Measure) else Measure.REALISED
        which = Which(
            base,
            reading.kind,
            workstream=reading.workstream,
            organisation=reading.organisation,
            year=_number(query.get("year"), FIRST_YEAR, LAST_YEAR),
            quarter=_number(query.get("quarter"), 1, 4),
            through=_number(query.get("through"), FIRST_YEAR, LAST_YEAR),
            state=_state(measure, query.get("state", "")),
            cause=cause,
            after=_number(query.get("since"), 0, 10**18),
        )
        return cls(which, measure, reading)

    @property
    def is_variance(self) -> bool:
        return self.measure == VARIANCE

    def __str__(self) -> str:
        """The figure's name: "Realised, cashable, Internal audit, 2025-26"."""
        named = self.reading.names
        parts = {WAITING: "Realised, waiting to be verified", VARIANCE: "Target due and variance"}
        words = [parts.get(self.measure, self.measure.capitalize()), Kind(self.which.kind).label.lower()]
        if self.which.workstream is not None:
            words.append(named.workstreams[self.which.workstream].text)
        if self.which.organisation is not None:
            words.append(named.organisations[self.which.organisation].text)
        if self.which.year is not None:
            words.append(str(Period(self.which.year, self.which.quarter)))
        if self.which.through is not None:
            words.append(f"up to the end of {year_name(self.which.through)}")
        if self.which.cause is not None:
            words.append(Cause(self.which.cause).label.lower())
        if self.which.after is not None:
            words.append(f"after ledger sequence {self.which.after}")
        return ", ".join(words)

    def largest_first(self, found: Behind) -> list[tuple[int, int]]:
        """Statement ids and their pence; of equal ones the newest first."""
        return sorted(found.shown.items(), key=lambda each: (-abs(each[1]), -each[0]))

    def lines(self, parts: list[tuple[int, int]]) -> list[StatementLine]:
        """The statements of one page, in this order. Two queries."""
        rows = Statement.objects.visible_to(self.reading.user).for_list().in_bulk([pk for pk, _ in parts])
        return [StatementLine(rows[pk], pence) for pk, pence in parts if pk in rows]


def _state(measure: str, asked: str) -> str | None:
    """What waits; what became verified, of a stage of claim; or whatever stands."""
    if measure == WAITING:
        return State.SUBMITTED
    if asked and asked != State.VERIFIED:
        raise Http404
    return asked or None


def _number(text: str | None, least: int, most: int) -> int | None:
    """None where nothing is asked; Http404 for what is no such number."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19 and least <= int(text) <= most):
        raise Http404
    return int(text)

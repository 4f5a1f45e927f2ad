"""Promised against delivered: each year of the business cases beside verified savings and the costs on record.

Promised is what the standing case of a workstream says, with its optimism bias, costs after grants. Delivered is what
finance officers have verified (`figures.verified`), and what the workstream cost the partners (`workstreams.costs`), in
the years of the case. The case of a whole programme is compared with all workstreams, and is added to none of theirs.
Cashable and non-cashable are compared apart.

A case says what comes in a year, not when in the year. So only a financial year that is over is due, all of it at once,
and only such years are summed and judged; the year under way stands apart, with what is verified of it so far.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from partnership.dated import financial_year_of, quarters_ended, year_name
from partnership.models import Partnership, User
from partnership.money import format_pounds
from savings import figures
from savings.figures import AsAt
from savings.models.words import Kind
from savings.tables import Cell, Row, Table, money
from workstreams.cases import results_of
from workstreams.costs import costs
from workstreams.models import BusinessCase, Workstream


@dataclass(frozen=True)
class Delivery:
    """Pence of one workstream, organisation and financial year, or sums of them."""

    promised: int = 0
    verified: int = 0
    promised_cost: int = 0
    actual_cost: int = 0
    promised_time: int = 0  # non-cashable, apart
    verified_time: int = 0

    def __add__(self, other: "Delivery") -> "Delivery":
        return Delivery(*(mine + theirs for mine, theirs in zip(self.values, other.values, strict=True)))

    @property
    def values(self) -> tuple[int, ...]:
        return (
            self.promised,
            self.verified,
            self.promised_cost,
            self.actual_cost,
            self.promised_time,
            self.verified_time,
        )

    @property
    def variance(self) -> int:
        """Cashable: verified less promised; below 0 is behind."""
        return self.verified - self.promised

    @property
    def cost_variance(self) -> int:
        """Below 0 is over-spent: promised less actual."""
        return self.promised_cost - self.actual_cost

    @property
    def net_variance(self) -> int:
        """How much better (or, below 0, worse) the net is than promised: (verified - actual) - (promised - its cost).

        >>> Delivery(promised=100_00, verified=80_00, promised_cost=30_00, actual_cost=20_00).net_variance
        -1000
        """
        return self.variance + self.cost_variance


Key = tuple[int, str, int]  # workstream, code of the organisation, financial year


@dataclass(frozen=True)
class Comparison:
    """The cases that promise, and what came of them up to the end of a day."""

    cases: tuple[BusinessCase, ...]
    cells: dict[Key, Delivery]
    on: date
    names: dict[str, str] = field(default_factory=dict)

    def by_year(self) -> dict[int, Delivery]:
        return dict(sorted(self._sums(lambda key: key[2], self.cells).items()))

    def by_organisation(self) -> dict[str, Delivery]:
        """Of the years that are over."""
        return dict(sorted(self._sums(lambda key: key[1], self.ended).items()))

    def by_workstream(self) -> dict[int, Delivery]:
        """Of the years that are over."""
        return self._sums(lambda key: key[0], self.ended)

    @cached_property
    def ended(self) -> dict[Key, Delivery]:
        return {key: cell for key, cell in self.cells.items() if self.is_over(key[2])}

    @property
    def total(self) -> Delivery:
        """Of the years that are over: what is not due yet is not behind."""
        return sum(self.ended.values(), Delivery())

    @property
    def running(self) -> int | None:
        """The year under way, where the cases promise or anything was delivered in it."""
        year = financial_year_of(self.on)
        return year if not self.is_over(year) and any(key[2] == year for key in self.cells) else None

    @property
    def is_begun(self) -> bool:
        return bool(self.ended) or self.running is not None

    def is_over(self, year: int) -> bool:
        return quarters_ended(year, self.on) == 4

    @staticmethod
    def _sums(key: Callable[[Key], Any], cells: dict[Key, Delivery]) -> dict[Any, Delivery]:
        found: dict[Any, Delivery] = {}
        for each, cell in cells.items():
            found[key(each)] = found.get(key(each), Delivery()) + cell
        return found


def compare(partnership: Partnership, at: AsAt, *, user: User, workstream: Workstream | None = None) -> Comparison:
    """The standing cases of one workstream; without one, of all but that of the whole programme, which is compared by
    itself. Raises PermissionDenied. Seven queries."""
    cases = BusinessCase.objects.visible_to(user).promises().filter(workstream__partnership=partnership)
    cases = cases.filter(whole_programme=False) if workstream is None else cases.filter(workstream=workstream)
    found = tuple(cases.select_related("workstream__partnership"))
    cells: dict[Key, Delivery] = {}
    for key, cell in (*_promised(found), *_delivered(partnership, at, found, user)):
        cells[key] = cells.get(key, Delivery()) + cell
    names = dict(partnership.organisations.distinct().order_by("code").values_list("code", "short_name"))
    return Comparison(found, cells, at.on, names)


def whole_programme(partnership: Partnership, at: AsAt, *, user: User) -> Comparison | None:
    """The standing case of the whole programme beside the savings and costs of all workstreams; None without one."""
    cases = BusinessCase.objects.visible_to(user).promises().filter(whole_programme=True)
    case = cases.filter(workstream__partnership=partnership).select_related("workstream").first()
    return compare(partnership, at, user=user, workstream=case.workstream) if case else None


def _promised(cases: Iterable[BusinessCase]) -> Iterator[tuple[Key, Delivery]]:
    for case in cases:
        for code, part in results_of(case).organisations.items():
            for year in part.years:
                flow = year.flow
                promise = Delivery(
                    promised=flow.cashable, promised_cost=flow.partners_cost, promised_time=flow.non_cashable
                )
                yield (case.workstream_id, code, case.first_year + year.year), promise


def _delivered(
    partnership: Partnership, at: AsAt, cases: Iterable[BusinessCase], user: User
) -> Iterator[tuple[Key, Delivery]]:
    """Verified savings and actual costs of each case's workstream (or of all), in the years of the case."""
    codes = dict(partnership.organisations.distinct().values_list("pk", "code"))
    verified = figures.verified(partnership, at, user=user)
    paid = costs(partnership, user=user)
    for case in cases:
        years = range(case.first_year, case.first_year + case.years + 1)
        for row in verified:
            if row.year in years and (case.whole_programme or row.workstream == case.workstream_id):
                key = (case.workstream_id, codes.get(row.organisation, "–"), row.year)
                is_cash = row.kind == Kind.CASHABLE
                yield key, Delivery(verified=row.pence) if is_cash else Delivery(verified_time=row.pence)
        for (organisation, stream, year), cost in paid.items():
            if year in years and (case.whole_programme or stream == case.workstream_id):
                yield (case.workstream_id, codes.get(organisation, "–"), year), Delivery(actual_cost=cost.total)


# --- Tables -----------------------------------------------------------------------------------------------------------
_CASH = (
    "Promised benefits",
    "Verified",
    "Variance",
    "Promised costs",
    "Actual costs",
    "Under-spent",
    "Net against promise",
)
_NONE = Cell("–", style="number")


def by_year(found: Comparison) -> Table:
    """The year under way shows what came of it so far, and years to come what is promised alone."""
    rows = tuple(_year(found, year, cell) for year, cell in found.by_year().items())
    total = (Cell("Years that are over"), *_cash(found.total))
    caption = "Cashable: promised against delivered, by financial year"
    return Table("delivered-years", caption, ("Financial year", *_CASH), rows, total)


def _year(found: Comparison, year: int, cell: Delivery) -> Row:
    if found.is_over(year):
        return (Cell(year_name(year)), *_cash(cell))
    promised, cost = money(cell.promised), money(cell.promised_cost)
    if year == found.running:
        now, paid = money(cell.verified), money(cell.actual_cost)
        return (Cell(_running(year)), promised, now, _NONE, cost, paid, _NONE, _NONE)
    return (Cell(year_name(year)), promised, _NONE, _NONE, cost, _NONE, _NONE, _NONE)


def _running(year: int) -> str:
    return f"{year_name(year)}, under way"


def _cash(cell: Delivery) -> Row:
    amounts = (cell.promised, cell.verified, cell.variance)
    costs = (cell.promised_cost, cell.actual_cost, cell.cost_variance, cell.net_variance)
    return tuple(map(money, (*amounts, *costs)))


def by_organisation(found: Comparison) -> Table:
    rows = tuple((Cell(found.names.get(code, code)), *_cash(cell)) for code, cell in found.by_organisation().items())
    total = (Cell("All organisations"), *_cash(found.total))
    caption = "Cashable: promised against delivered in the years that are over, by organisation"
    return Table("delivered-organisations", caption, ("Organisation", *_CASH), rows, total)


def by_workstream(found: Comparison, links: Mapping[int, str]) -> Table:
    sums = found.by_workstream()
    rows = tuple(
        (
            Cell(case.workstream.name, link=links.get(case.workstream_id, "")),
            *_cash(sums.get(case.workstream_id, Delivery())),
        )
        for case in found.cases
    )
    total = (Cell("All with a case"), *_cash(found.total))
    caption = "Cashable: promised against delivered in the years that are over, by workstream"
    return Table("delivered-workstreams", caption, ("Workstream", *_CASH), rows, total)


def non_cashable(found: Comparison) -> Table:
    """Apart: officers' time and other benefits that are no cash. Without a row where there are none."""
    years = found.by_year() if any(cell.promised_time or cell.verified_time for cell in found.cells.values()) else {}
    rows = tuple(_time(found, year, cell) for year, cell in years.items())
    whole = found.total
    amounts = (whole.promised_time, whole.verified_time, whole.verified_time - whole.promised_time)
    total = (Cell("Years that are over"), *map(money, amounts))
    headings = ("Financial year", "Promised", "Verified", "Variance")
    return Table("delivered-non-cashable", "Non-cashable: promised against verified", headings, rows, total)


def _time(found: Comparison, year: int, cell: Delivery) -> Row:
    promised, verified = money(cell.promised_time), money(cell.verified_time)
    if found.is_over(year):
        return (Cell(year_name(year)), promised, verified, money(cell.verified_time - cell.promised_time))
    if year == found.running:
        return (Cell(_running(year)), promised, verified, _NONE)
    return (Cell(year_name(year)), promised, _NONE, _NONE)


def conclusion(found: Comparison) -> str:
    """What a reader should take away: of the years that are over, and of the one under way."""
    if not found.is_begun:
        return "No year of the case has begun yet."
    return " ".join(filter(None, (_over(found), _so_far(found))))


def _over(found: Comparison) -> str:
    whole = found.total
    if not found.ended:
        return "No year of the case is over yet."
    verified = f"{format_pounds(whole.verified)} of cashable savings is verified for the years that are over"
    promised = f"the {format_pounds(whole.promised)} that was promised"
    if whole.variance == 0:
        return f"{verified}: exactly {promised}."
    word = "ahead of" if whole.variance > 0 else "behind"
    return f"{verified}: {format_pounds(abs(whole.variance))} {word} {promised}."


def _so_far(found: Comparison) -> str:
    if found.running is None:
        return ""
    cell = found.by_year()[found.running]
    verified, promised = format_pounds(cell.verified), format_pounds(cell.promised)
    return (
        f"Of the {promised} promised for {year_name(found.running)}, which is under way, {verified} is verified so far."
    )

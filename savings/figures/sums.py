"""The sums themselves: amounts by measure, the lines of tables, how they stand against what is due."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from partnership.dated import financial_year_of, quarters_ended
from partnership.models import Partnership, User
from partnership.money import FULL_PERCENT, rounded
from partnership.permissions import require
from savings import subtotals
from savings.figures.due import due_of, spread
from savings.figures.points import AsAt
from savings.models.words import MONEY_KINDS

AMBER_PER_CENT = 90


class Measure(StrEnum):
    """The columns of every table of figures."""

    TARGET = "target"
    FORECAST = "forecast"
    CONTRACTED = "contracted"
    REALISED = "realised"
    VERIFIED = "verified"

    @property
    def label(self) -> str:
        return self.value.capitalize()


MEASURES = tuple(Measure)


class Rag(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NOT_DUE = "not due"
    NO_TARGET = "no target"


@dataclass(frozen=True)
class Amounts:
    """Pence by measure, of one kind."""

    target: int = 0
    forecast: int = 0
    contracted: int = 0
    realised: int = 0
    verified: int = 0

    @property
    def values(self) -> tuple[int, ...]:
        """In the order of `MEASURES`."""
        return (self.target, self.forecast, self.contracted, self.realised, self.verified)

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(*(mine + theirs for mine, theirs in zip(self.values, other.values, strict=True)))

    def __getitem__(self, measure: str) -> int:
        return int(getattr(self, measure))


@dataclass(frozen=True)
class Owed:
    """Amounts, and what of their target is due. In pence."""

    amounts: Amounts
    due: int


@dataclass(frozen=True)
class Line(Owed):
    """One row of a table of figures: amounts, and how realised stands against the target due. All in pence.

    `realised_due` is what counts against it, `untargeted` what is realised without a target; `red` is how many of its
    parts are red.
    """

    realised_due: int
    untargeted: int
    red: int

    @property
    def variance(self) -> int:
        """Realised in the years begun where a target is set, less the target due: below 0 is behind."""
        return self.realised_due - self.due

    @property
    def rag(self) -> Rag:
        return rag(self.amounts.target, self.due, self.realised_due, self.red)

    @property
    def is_held_back(self) -> bool:
        """Whether it is amber for no other reason than that a part of it is red."""
        return self.rag is not rag(self.amounts.target, self.due, self.realised_due)

    @property
    def realised_of_target(self) -> int | None:
        """What is realised where a target is set, in hundredths of a per cent of the target; none without a target."""
        return portion(self.amounts.realised - self.untargeted, self.amounts.target)


NOTHING = Line(Amounts(), 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Part:
    """What is judged by itself: one workstream in one financial year. All in pence."""

    workstream: int
    year: int
    amounts: Amounts
    due: int
    begun: bool


def judge(parts: Iterable[Part]) -> Line:
    """The parts together: only what is realised where a target is set counts against the target due."""
    sums, due, realised, untargeted, red = [0] * len(MEASURES), 0, 0, 0, 0
    for part in parts:
        amounts = part.amounts
        sums = [sum_ + pence for sum_, pence in zip(sums, amounts.values, strict=True)]
        if amounts.target == 0:
            untargeted += amounts.realised
            continue
        counts = amounts.realised if part.begun else 0
        due, realised = due + part.due, realised + counts
        red += rag(amounts.target, part.due, counts) is Rag.RED
    return Line(Amounts(*sums), due, realised, untargeted, red)


def rag(target: int, due: int, realised: int, red: int = 0) -> Rag:
    """The rule above, in pence: `realised` is what counts against the target `due`, `red` how many parts are red.

    >>> rag(200_000_00, 100_000_00, 90_000_00)
    <Rag.AMBER: 'amber'>
    >>> rag(200_000_00, 100_000_00, 150_000_00, red=1)
    <Rag.AMBER: 'amber'>
    """
    if target == 0:
        return Rag.NO_TARGET
    if due <= 0:
        return Rag.NOT_DUE
    if realised >= due and not red:
        return Rag.GREEN
    return Rag.AMBER if realised * 100 >= due * AMBER_PER_CENT else Rag.RED


def portion(part: int, whole: int) -> int | None:
    """`part` of `whole` in hundredths of a per cent, half a hundredth rounded away from 0; none of a whole of 0.

    >>> portion(80_000_00, 925_000_00)
    865
    """
    if whole == 0:
        return None
    return rounded(Fraction(part * FULL_PERCENT, whole))


@dataclass(frozen=True, slots=True)
class Cell:
    """The finest figure: `workstream` or `organisation` is 0 where the grouping does not keep it."""

    workstream: int
    organisation: int
    year: int
    kind: str
    amounts: Amounts


@dataclass(frozen=True)
class Figures:
    """The figures of a partnership, or of one workstream or organisation in it, as at a point. Amounts in pence."""

    as_at: AsAt
    streams: tuple[Cell, ...]  # with their workstream
    organisations: tuple[Cell, ...]  # with their organisation
    due: dict[str, int]  # by kind: what is due of the target of the financial year under way

    def total(self, kind: str) -> Line:
        return self._lines("total", kind, lambda part: 0).get(0, NOTHING)

    def by_workstream(self, kind: str) -> dict[int, Line]:
        return self._lines("workstream", kind, lambda part: part.workstream)

    def by_year(self, kind: str) -> dict[int, Line]:
        return self._lines("year", kind, lambda part: part.year)

    def by_organisation(self, kind: str) -> dict[int, Owed]:
        """Not judged: of an organisation in a partnership's figures the workstreams are not known."""
        this_year, sums = financial_year_of(self.as_at.on), dict[int, Amounts]()
        due = self._spread(self.organisations, kind, lambda cell: cell.organisation)
        for cell in _of(kind, self.organisations):
            sums[cell.organisation] = sums.get(cell.organisation, Amounts()) + cell.amounts
            if cell.year < this_year:
                due[cell.organisation] = due.get(cell.organisation, 0) + cell.amounts.target
        return {pk: Owed(sums[pk], due.get(pk, 0)) for pk in sorted(sums) if sums[pk] != Amounts()}

    def of_year(self, year: int) -> "Figures":
        """The figures of one financial year alone."""
        return replace(
            self,
            streams=tuple(cell for cell in self.streams if cell.year == year),
            organisations=tuple(cell for cell in self.organisations if cell.year == year),
            due=self.due if year == financial_year_of(self.as_at.on) else {},
        )

    def cumulative(self, kind: str) -> dict[int, Amounts]:
        """The running total at the end of each financial year, from the first with a figure to the last."""
        years = self.by_year(kind)
        running, found = Amounts(), {}
        for year in range(min(years), max(years) + 1) if years else ():
            running += years[year].amounts if year in years else Amounts()
            found[year] = running
        return found

    @cached_property
    def is_empty(self) -> bool:
        return not any(cell.amounts != NOTHING.amounts for cell in self.streams)

    @cached_property
    def _found(self) -> dict[tuple[str, str], dict[int, Line]]:
        """Tables worked out already: page and charts ask for the same ones."""
        return {}

    def _lines(self, name: str, kind: str, key: Callable[[Part], int]) -> dict[int, Line]:
        if (name, kind) not in self._found:
            groups: dict[int, list[Part]] = {}
            for part in self._parts(kind):
                groups.setdefault(key(part), []).append(part)
            lines = {value: judge(group) for value, group in sorted(groups.items())}
            self._found[name, kind] = {value: line for value, line in lines.items() if line.amounts != Amounts()}
        return self._found[name, kind]

    def _parts(self, kind: str) -> list[Part]:
        """What is due of a part is all of the target in the years before the one under way, its row's part in that."""
        this_year, sums = financial_year_of(self.as_at.on), dict[tuple[int, int], Amounts]()
        for cell in _of(kind, self.streams):
            where = (cell.workstream, cell.year)
            sums[where] = sums[where] + cell.amounts if where in sums else cell.amounts
        due = self._spread(self.streams, kind, lambda cell: cell.workstream)
        return [
            Part(
                *(workstream, year, amounts),
                due=amounts.target if year < this_year else due.get(workstream, 0) if year == this_year else 0,
                begun=year <= this_year,
            )
            for (workstream, year), amounts in sums.items()
        ]

    def _spread(self, cells: Iterable[Cell], kind: str, key: Callable[[Cell], int]) -> dict[int, int]:
        return spread(self.due.get(kind, 0), _targets(cells, kind, self.as_at, key), _quarters(self.as_at))


def _of(kind: str, cells: Iterable[Cell]) -> list[Cell]:
    return [cell for cell in cells if cell.kind == kind]


def _quarters(at: AsAt) -> int:
    """How many quarters of the financial year under way are over."""
    return quarters_ended(financial_year_of(at.on), at.on)


def _targets(cells: Iterable[Cell], kind: str, at: AsAt, key: Callable[[Cell], int]) -> dict[int, int]:
    """The target of the year under way, in pence, by what `key` says."""
    this_year, found = financial_year_of(at.on), dict[int, int]()
    for cell in cells:
        if cell.kind == kind and cell.year == this_year:
            found[key(cell)] = found.get(key(cell), 0) + cell.amounts.target
    return found


def figures(
    partnership: Partnership,
    at: AsAt,
    *,
    user: User,
    workstream: int | None = None,
    organisation: int | None = None,
) -> Figures:
    """All figures of the partnership, or those of one workstream or one organisation. Raises PermissionDenied.

    Four queries for the partnership, at most eight for a part; their cost does not grow with the length of the ledger.
    """
    require(user, "savings.view_figures", partnership)
    if workstream is None and organisation is None:
        streams = _cells(partnership, subtotals.BY_WORKSTREAM, at)
        organisations = _cells(partnership, subtotals.BY_ORGANISATION, at)
        return Figures(at, streams, organisations, _due(streams, at))
    only = {name: pk for name, pk in (("workstream", workstream), ("organisation", organisation)) if pk is not None}
    cells = _cells(partnership, subtotals.BY_BOTH, at, **only)
    return Figures(at, cells, cells, _due_of_part(partnership, at, workstream, organisation))


def total(
    partnership: Partnership,
    at: AsAt,
    measure: Measure,
    kind: str,
    *,
    workstream: int | None = None,
    organisation: int | None = None,
) -> int:
    """One total alone, in pence: the same that `figures` gives. Two queries; whoever calls has asked for permission."""
    asked = {"workstream": workstream, "organisation": organisation}
    only = {name: pk for name, pk in asked.items() if pk is not None}
    groupings = {(): subtotals.BY_WORKSTREAM, ("workstream",): subtotals.BY_WORKSTREAM}
    groupings |= {("organisation",): subtotals.BY_ORGANISATION}
    cells = _cells(partnership, groupings.get(tuple(only), subtotals.BY_BOTH), at, **only)
    return sum(cell.amounts[measure] for cell in _of(kind, cells))


def _due(cells: Iterable[Cell], at: AsAt) -> dict[str, int]:
    """What is due of a whole partnership's target of the year under way, by kind."""
    targets = {kind: sum(_targets(cells, kind, at, lambda cell: 0).values()) for kind in MONEY_KINDS}
    return {kind: due_of(target, _quarters(at)) for kind, target in targets.items()}


def _due_of_part(
    partnership: Partnership, at: AsAt, workstream: int | None, organisation: int | None
) -> dict[str, int]:
    """The same penny as the part's row has in the tables of the whole: so the whole is spread here too."""
    if not _quarters(at):
        return {}
    year = financial_year_of(at.on)
    first = subtotals.BY_ORGANISATION if workstream is None else subtotals.BY_WORKSTREAM
    cells = _cells(partnership, first, at, year=year)
    due = _due(cells, at)
    if workstream is not None:
        due = _row(due, cells, at, workstream, lambda cell: cell.workstream)
        if organisation is None:
            return due
        cells = _cells(partnership, subtotals.BY_BOTH, at, workstream=workstream, year=year)
    return _row(due, cells, at, organisation, lambda cell: cell.organisation)


def _row(
    due: dict[str, int], cells: Iterable[Cell], at: AsAt, row: int | None, key: Callable[[Cell], int]
) -> dict[str, int]:
    spread_out = {kind: spread(pence, _targets(cells, kind, at, key), _quarters(at)) for kind, pence in due.items()}
    return {kind: parts.get(row or 0, 0) for kind, parts in spread_out.items()}


def _cells(partnership: Partnership, grouping: subtotals.Grouping, at: AsAt, **only: int) -> tuple[Cell, ...]:
    found = subtotals.measures(partnership.pk, grouping, at.sequence, **only)
    return tuple(Cell(*row[:4], Amounts(*row[4:])) for row in found)

"""Net benefit: what each organisation realised in cash, less what sharing cost it. By organisation and by year.

    net = cashable savings realised - contributions to the partnership - own costs - spend from its own budget

What costs count, and that none counts twice, is said in `workstreams.costs`. Figures are the ledger's; costs are as
recorded now. Non-cashable savings are no part of it. The annual statement of an organisation is made of the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from partnership.dated import year_name
from partnership.models import Partnership, User
from savings import figures
from savings.figures import AsAt
from savings.models.words import Kind
from savings.tables import Cell, Names, Row, Table, money
from workstreams.costs import Cost, costs


@dataclass(frozen=True)
class Net:
    """Pence."""

    gross: int = 0
    verified: int = 0
    cost: Cost = Cost()

    @property
    def net(self) -> int:
        return self.gross - self.cost.total

    def __add__(self, other: "Net") -> "Net":
        return Net(self.gross + other.gross, self.verified + other.verified, self.cost + other.cost)


Key = tuple[int, int]  # organisation and financial year
Found = dict[Key, Net]


@dataclass(frozen=True)
class Choice:
    """What is asked for; None: all."""

    year: int | None = None
    organisation: int | None = None
    workstream: int | None = None


def net_benefit(partnership: Partnership, at: AsAt, choice: Choice, *, user: User) -> Found:
    """By organisation and financial year. At most ten queries; raises PermissionDenied."""
    found: Found = {}
    for (organisation, _, year), part in _parts(partnership, at, choice, user):
        found[organisation, year] = found.get((organisation, year), Net()) + part
    return {key: net for key, net in sorted(found.items()) if net != Net()}


def of_workstreams(
    partnership: Partnership, at: AsAt, organisation: int, year: int, *, user: User
) -> dict[int | None, Net]:
    """The net benefit of one organisation in one year, by workstream (none: the programme as a whole); together what
    `net_benefit` says of the two. At most ten queries; raises PermissionDenied."""
    found: dict[int | None, Net] = {}
    for (_, workstream, _), part in _parts(partnership, at, Choice(year, organisation), user):
        found[workstream] = found.get(workstream, Net()) + part
    return {workstream: net for workstream, net in found.items() if net != Net()}


def _parts(
    partnership: Partnership, at: AsAt, choice: Choice, user: User
) -> Iterator[tuple[tuple[int, int | None, int], Net]]:
    """By organisation, workstream and year. The savings of all organisations together name no workstream."""
    place = {"workstream": choice.workstream, "organisation": choice.organisation}
    for cell in figures.figures(partnership, at, user=user, **place).organisations:
        if cell.kind == Kind.CASHABLE and choice.year in (None, cell.year):
            key = (cell.organisation, cell.workstream or None, cell.year)
            yield key, Net(cell.amounts.realised, cell.amounts.verified)
    for key, cost in costs(partnership, user=user, year=choice.year, **place).items():
        yield key, Net(cost=cost)


# --- Tables -----------------------------------------------------------------------------------------------------------
_HEADINGS = (
    "Cashable, realised (gross)",
    "Of that verified",
    "Contributions",
    "Own costs beyond own spend",
    "Own spend",
    "Net benefit",
    "Spent from grants",
    "Spent from contributions",
)


def by_organisation(found: Found, names: Names) -> Table:
    sums: dict[int, Net] = {}
    for (organisation, _), net in found.items():
        sums[organisation] = sums.get(organisation, Net()) + net
    rows = [(Cell(name.text), *_cells(sums[pk])) for pk, name in names.organisations.items() if pk in sums]
    return Table("organisations", "Net benefit by organisation", ("Organisation", *_HEADINGS), tuple(rows), _all(found))


def by_year(found: Found) -> Table:
    sums: dict[int, Net] = {}
    for (_, year), net in found.items():
        sums[year] = sums.get(year, Net()) + net
    rows = [(Cell(year_name(year)), *_cells(net)) for year, net in sorted(sums.items())]
    return Table("years", "Net benefit by financial year", ("Financial year", *_HEADINGS), tuple(rows), _all(found))


def by_both(found: Found, names: Names) -> Table:
    """One row for each organisation and year, for whoever works with the file."""
    rows = [
        (Cell(name.text), Cell(year_name(year)), *_cells(found[pk, year]))
        for pk, name in names.organisations.items()
        for year in sorted(year for organisation, year in found if organisation == pk)
    ]
    headings = ("Organisation", "Financial year", *_HEADINGS)
    total = _all(found)
    return Table(
        "both", "Net benefit by organisation and year", headings, tuple(rows), (total[0], Cell(""), *total[1:])
    )


def _cells(net: Net) -> Row:
    return tuple(
        money(pence)
        for pence in (
            net.gross,
            net.verified,
            net.cost.contributions,
            net.cost.own_costs,
            net.cost.own_spend,
            net.net,
            net.cost.from_grants,
            net.cost.from_contributions,
        )
    )


def _all(found: Found) -> Row:
    return (Cell("All of these"), *_cells(sum(found.values(), Net())))

"""Net benefit: what each organisation realised in cash, less what sharing cost it. By organisation and by year.

    net = cashable savings realised - contributions to the partnership - own costs - spend from its own budget

What is spent from a grant costs no organisation anything, and what is spent from the partners' contributions has been
counted with the contributions: both are shown beside, never taken off twice. Figures are the ledger's; costs are as
recorded now. Non-cashable savings are no part of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from django.db.models import QuerySet, Sum

from partnership.dated import year_name
from partnership.models import Partnership, User
from savings import figures
from savings.figures import AsAt
from savings.models.words import Kind
from savings.tables import Cell, Names, Row, Table, money
from workstreams.models import BudgetHead, Contribution, Spend


@dataclass(frozen=True)
class Net:
    """Pence. `from_grants` and `from_contributions` are for information: see above."""

    gross: int = 0
    verified: int = 0
    contributions: int = 0
    own_costs: int = 0
    own_spend: int = 0
    from_grants: int = 0
    from_contributions: int = 0

    @property
    def net(self) -> int:
        return self.gross - self.contributions - self.own_costs - self.own_spend

    def __add__(self, other: "Net") -> "Net":
        return Net(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


Key = tuple[int, int]  # organisation and financial year
Found = dict[Key, Net]
_SPENT = {
    BudgetHead.Source.OWN: "own_spend",
    BudgetHead.Source.GRANT: "from_grants",
    BudgetHead.Source.CONTRIBUTIONS: "from_contributions",
}


@dataclass(frozen=True)
class Choice:
    """What is asked for; None: all."""

    year: int | None = None
    organisation: int | None = None
    workstream: int | None = None


def net_benefit(partnership: Partnership, at: AsAt, choice: Choice, *, user: User) -> Found:
    """By organisation and financial year. At most ten queries; raises PermissionDenied."""
    found: Found = {}
    for key, part in _parts(partnership, at, choice, user):
        if choice.year in (None, key[1]) and choice.organisation in (None, key[0]):
            found[key] = found.get(key, Net()) + part
    return {key: net for key, net in sorted(found.items()) if net != Net()}


def _parts(partnership: Partnership, at: AsAt, choice: Choice, user: User) -> Iterator[tuple[Key, Net]]:
    read = figures.figures(partnership, at, user=user, workstream=choice.workstream)
    for cell in read.organisations:
        if cell.kind == Kind.CASHABLE:
            yield (cell.organisation, cell.year), Net(gross=cell.amounts.realised, verified=cell.amounts.verified)
    paid = _of_stream(Contribution.objects.visible_to(user).filter(partnership=partnership), "workstream", choice)
    for organisation, year, kind, pence in _sums(paid, "organisation", "year", "kind"):
        name = "own_costs" if kind == Contribution.Kind.OWN_COST else "contributions"
        yield (organisation, year), Net(**{name: pence})
    spent = Spend.objects.visible_to(user).filter(head__partnership=partnership, kind=Spend.Kind.SPENT)
    rows = _of_stream(spent, "head__workstream", choice)
    for organisation, year, source, pence in _sums(rows, "organisation", "head__year", "head__source"):
        yield (organisation, year), Net(**{_SPENT[source]: pence})


def _of_stream(rows: QuerySet, column: str, choice: Choice) -> QuerySet:
    return rows if choice.workstream is None else rows.filter(**{column: choice.workstream})


def _sums(rows: QuerySet, *by: str) -> QuerySet:
    return rows.order_by().values_list(*by).annotate(sum=Sum("amount_pence"))


# --- Tables -----------------------------------------------------------------------------------------------------------
_HEADINGS = (
    "Cashable, realised (gross)",
    "Of that verified",
    "Contributions",
    "Own costs",
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
            net.contributions,
            net.own_costs,
            net.own_spend,
            net.net,
            net.from_grants,
            net.from_contributions,
        )
    )


def _all(found: Found) -> Row:
    return (Cell("All of these"), *_cells(sum(found.values(), Net())))

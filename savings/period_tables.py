"""What a period comes to, as a table whose numbers lead to the statements behind them."""

from partnership.dated import Period
from partnership.models import Partnership, User
from savings import figures, tables
from savings.links import Links
from savings.models.words import MONEY_KINDS, Kind
from savings.tables import Cell, Table, money


def realised(partnership: Partnership, period: Period, *, user: User) -> list[Table]:
    """Cashable and non-cashable, realised and verified by organisation, as of now: a table of each kind that has any.
    Four queries."""
    at = figures.now(partnership)
    found = figures.realised(partnership, at, period, user=user)
    named = tables.names(partnership, user=user)
    links = Links(partnership, at, kind=Kind.CASHABLE)
    by_kind = {kind: [each for each in found if each.kind == kind] for kind in MONEY_KINDS}
    return [_table(Kind(kind), period, own, named, links) for kind, own in by_kind.items() if own]


def _table(kind: Kind, period: Period, found: list[figures.Realised], named: tables.Names, links: Links) -> Table:
    of_period = {"year": period.year} | ({"quarter": period.quarter} if period.quarter else {})

    def sums(realised: int, verified: int, **cell: object) -> tuple[Cell, ...]:
        """What waits is the difference: in a period that can be closed there is none."""
        return (
            money(realised, links.behind("realised", kind, **cell, **of_period)),
            money(verified, links.behind("verified", kind, **cell, **of_period)),
        )

    by_organisation = {each.organisation: each for each in found}
    rows = tuple(
        (Cell(name.text), *sums(each.realised, each.verified, organisation=name.code))
        for pk, name in named.organisations.items()
        if (each := by_organisation.get(pk))
    )
    whole = sums(sum(each.realised for each in found), sum(each.verified for each in found))
    headings = ("Organisation", "Realised", "Of that verified")
    return Table("period", f"{kind.label} savings in {period}", headings, rows, (Cell("All organisations"), *whole))

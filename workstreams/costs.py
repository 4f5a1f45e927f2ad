"""What sharing costs the organisations: one function for net benefit, annual statements, and delivery of promises.

    cost = contributions + own costs + what is spent from its own budget

Nothing counts twice. What is spent from the partners' contributions is in the contributions already, and a grant costs
no partner anything: both stand beside. What is spent after the last day of a grant is not paid by it, so it is spent
from the own budget of whoever spent it.

An own cost can be recorded as such, and can be spent from a budget head that is paid from own budgets. Of the same
organisation, workstream (or the programme as a whole) and financial year the two are taken for the same money: the
larger counts. So `own_costs` is only what is recorded beyond the spend, and `overlap` is what both say.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from django.db.models import Case, F, QuerySet, Sum, Value, When

from partnership.models import Partnership, User
from workstreams.models import BudgetHead, Contribution, Spend
from workstreams.models.budgets import LATE

OWN = BudgetHead.Source.OWN


@dataclass(frozen=True)
class Cost:
    """Pence. `from_grants`, `from_contributions` and `overlap` are for information: see above."""

    contributions: int = 0
    own_costs: int = 0
    own_spend: int = 0
    from_grants: int = 0
    from_contributions: int = 0
    overlap: int = 0

    @property
    def total(self) -> int:
        return self.contributions + self.own_costs + self.own_spend

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def counted_once(self) -> "Cost":
        """An own cost that is in the own spend already is taken out of the own costs.

        >>> [Cost(own_costs=pence, own_spend=7_00).counted_once.total for pence in (10_00, 5_00)]
        [1000, 700]
        """
        both = min(self.own_costs, max(self.own_spend, 0))
        return Cost(
            self.contributions,
            self.own_costs - both,
            self.own_spend,
            self.from_grants,
            self.from_contributions,
            self.overlap + both,
        )


Key = tuple[int, int | None, int]  # organisation; workstream, or none for the programme as a whole; financial year
_COUNTED = {
    OWN: "own_spend",
    BudgetHead.Source.GRANT: "from_grants",
    BudgetHead.Source.CONTRIBUTIONS: "from_contributions",
}


def costs(
    partnership: Partnership,
    *,
    user: User,
    workstream: int | None = None,
    organisation: int | None = None,
    year: int | None = None,
) -> dict[Key, Cost]:
    """As recorded now, of all that the user may see, or of what is named. Two queries."""
    only = {"workstream": workstream, "organisation": organisation, "year": year}
    asked = {name: value for name, value in only.items() if value is not None}
    found: dict[Key, Cost] = {}
    for key, cost in (*_paid(partnership, user, asked), *_spent(partnership, user, asked)):
        found[key] = found.get(key, Cost()) + cost
    return {key: cost.counted_once for key, cost in found.items()}


def _paid(partnership: Partnership, user: User, asked: dict[str, int]) -> Iterator[tuple[Key, Cost]]:
    rows = Contribution.objects.visible_to(user).filter(partnership=partnership, **asked)
    for organisation, workstream, year, kind, pence in _sums(rows, "organisation", "workstream", "year", "kind"):
        name = "own_costs" if kind == Contribution.Kind.OWN_COST else "contributions"
        yield (organisation, workstream, year), Cost(**{name: pence})


def _spent(partnership: Partnership, user: User, asked: dict[str, int]) -> Iterator[tuple[Key, Cost]]:
    places = {"workstream": "head__workstream", "organisation": "organisation", "year": "head__year"}
    rows = Spend.objects.visible_to(user).filter(head__partnership=partnership, kind=Spend.Kind.SPENT)
    rows = rows.filter(**{places[name]: value for name, value in asked.items()})
    rows = rows.annotate(paid_from=Case(When(LATE, then=Value(OWN.value)), default=F("head__source")))
    for organisation, workstream, year, source, pence in _sums(
        rows, "organisation", "head__workstream", "head__year", "paid_from"
    ):
        yield (organisation, workstream, year), Cost(**{_COUNTED[source]: pence})


def _sums(rows: QuerySet, *by: str) -> QuerySet:
    return rows.order_by().values_list(*by).annotate(sum=Sum("amount_pence"))

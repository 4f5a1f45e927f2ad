"""Who has to contribute how much in a financial year, by the partnership's rule. Pure; nothing here knows the database.

What has to be raised is the budget heads of the year that the partners' contributions pay for. The rule says who pays:

- equally: the sum of all heads, the same for each partner;
- by weights: the sum of all heads, by the weights, so that the county and the city pay more and small partners less;
- by project: each workstream's heads among those who take part in it, the programme's among all partners; by the
  weights where the rule has any, else equally.

Who pays by days pays for the days it was in: what has to be raised is spread evenly over the days of the year, and that
of each day is divided among those who are in on that day. So a third of a year's cost, for half of the year, is a sixth
of it; and those who are in for the rest pay the rest between them. Days on which nobody is in are paid for by those who
were in on the others, in the same proportions.

Whole pence, divided by `partnership.apportionment.split` (largest remainder; of equal remainders the partner that
stands first gets the odd penny), so that what is due adds up to what has to be raised wherever somebody can pay it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import lcm

from partnership.apportionment import Part, split

EQUAL, WEIGHTED, PROJECT = "equal", "weighted", "project"
ALL = None  # in place of a workstream: the programme as a whole, or everything together


@dataclass(frozen=True)
class Stay:
    """From which day of the year to which an organisation pays; both are days of that year."""

    organisation: int
    first_on: date
    last_on: date

    def holds_on(self, day: date) -> bool:
        return self.first_on <= day <= self.last_on


@dataclass(frozen=True)
class Due:
    """What one organisation has to pay for one workstream; without one, for all that is not divided by project."""

    organisation: int
    workstream: int | None
    pence: int


@dataclass(frozen=True)
class Dues:
    """What is due of whom, and what nobody has to pay because no partner that takes part has a weight."""

    parts: tuple[Due, ...]
    unpaid: Mapping[int | None, int]

    def of(self, organisation: int) -> int:
        return sum(due.pence for due in self.parts if due.organisation == organisation)

    @property
    def total(self) -> int:
        return sum(due.pence for due in self.parts)


def dues(
    needs: Mapping[int | None, int],
    basis: str,
    partners: Sequence[Stay],
    taking_part: Mapping[int, Sequence[Stay]],
    weights: Mapping[int, int],
) -> Dues:
    """Divide what has to be raised (`needs`: pence by workstream, `None` for the programme as a whole).

    `partners` and each list in `taking_part` are in the order in which odd pennies go. A partner without a weight pays
    nothing where weights count; `by project` they count as soon as the rule has one.

    Three partners, the county (1) with three times the weight of the others, £100 for a workstream of 1 and 2, £10
    for the programme:

    >>> one, two, three = (Stay(party, date(2025, 4, 1), date(2026, 3, 31)) for party in (1, 2, 3))
    >>> found = dues({7: 100_00, None: 10_00}, PROJECT, [one, two, three], {7: [one, two]}, {1: 300, 2: 100, 3: 100})
    >>> [(due.organisation, due.workstream, due.pence) for due in found.parts]
    [(1, 7, 7500), (2, 7, 2500), (1, None, 600), (2, None, 200), (3, None, 200)]
    >>> [dues({7: 100_00}, EQUAL, [one, two, three], {}, {}).of(party) for party in (1, 2, 3)]
    [3334, 3333, 3333]

    The third leaves on 1 April, and pays by days: £1,095 / 3 / 365 is £1.

    >>> gone = Stay(3, date(2025, 4, 1), date(2025, 4, 1))
    >>> [dues({7: 1_095_00}, PROJECT, [], {7: [one, two, gone]}, {}).of(party) for party in (1, 2, 3)]
    [54700, 54700, 100]
    """
    whole = {ALL: sum(needs.values())} if basis != PROJECT else needs
    weighted = basis == WEIGHTED or (basis == PROJECT and any(weights.values()))
    found: list[Due] = []
    unpaid: dict[int | None, int] = {}
    for workstream, pence in whole.items():
        payers = partners if workstream is None else taking_part.get(workstream, ())
        parts = by_days(payers, lambda each: weights.get(each, 0) if weighted else 1)
        if pence and not any(part.weight for part in parts):
            unpaid[workstream] = pence
        elif pence:
            found += [Due(each.party, workstream, each.pence) for each in split(pence, parts) if each.weight]
    return Dues(tuple(found), unpaid)


def by_days(stays: Sequence[Stay], weight: Callable[[int], int]) -> list[Part]:
    """Each organisation's part, exactly: of each run of days with the same payers, days x weight / their weights.

    As whole numbers in the right proportions. All are 0 where nobody who is in has a weight.

    >>> first, last = date(2025, 4, 1), date(2026, 3, 31)
    >>> [part.weight for part in by_days([Stay(1, first, last), Stay(2, first, date(2025, 6, 12))], lambda party: 1)]
    [657, 73]
    """
    parts = {stay.organisation: Fraction(0) for stay in stays}
    days = sorted({stay.first_on for stay in stays} | {stay.last_on + timedelta(days=1) for stay in stays})
    for first, after in pairwise(days):
        here = {stay.organisation: weight(stay.organisation) for stay in stays if stay.holds_on(first)}
        whole = sum(here.values())
        for organisation, own in here.items():
            parts[organisation] += Fraction((after - first).days * own, whole) if whole else 0
    common = lcm(*(part.denominator for part in parts.values()))
    return [Part(organisation, int(part * common)) for organisation, part in parts.items()]

"""Who has to contribute how much in a financial year, by the partnership's rule. Pure; nothing here knows the database.

What has to be raised is the budget heads of the year that the partners' contributions pay for. The rule says who pays:

- equally: the sum of all heads, the same for each partner;
- by weights: the sum of all heads, by the weights, so that the county and the city pay more and small partners less;
- by project: each workstream's heads among those who take part in it, the programme's among all partners; by the
  weights where the rule has any, else equally.

Whole pence, divided by `partnership.apportionment.split` (largest remainder; of equal remainders the partner that
stands first gets the odd penny), so that what is due adds up to what has to be raised wherever somebody can pay it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from partnership.apportionment import Part, split

EQUAL, WEIGHTED, PROJECT = "equal", "weighted", "project"
ALL = None  # in place of a workstream: the programme as a whole, or everything together


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
    partners: Sequence[int],
    taking_part: Mapping[int, Sequence[int]],
    weights: Mapping[int, int],
) -> Dues:
    """Divide what has to be raised (`needs`: pence by workstream, `None` for the programme as a whole).

    `partners` and each list in `taking_part` are organisations in the order in which odd pennies go. A partner without
    a weight pays nothing where weights count; `by project` they count as soon as the rule has one.

    Three partners, the county (1) with three times the weight of the others, £100 for a workstream of 1 and 2, £10
    for the programme:

    >>> found = dues({7: 100_00, None: 10_00}, PROJECT, [1, 2, 3], {7: [1, 2]}, {1: 300, 2: 100, 3: 100})
    >>> [(due.organisation, due.workstream, due.pence) for due in found.parts]
    [(1, 7, 7500), (2, 7, 2500), (1, None, 600), (2, None, 200), (3, None, 200)]
    >>> [dues({7: 100_00}, EQUAL, [1, 2, 3], {}, {}).of(party) for party in (1, 2, 3)]
    [3334, 3333, 3333]
    """
    whole = {ALL: sum(needs.values())} if basis != PROJECT else needs
    weighted = basis == WEIGHTED or (basis == PROJECT and any(weights.values()))
    found: list[Due] = []
    unpaid: dict[int | None, int] = {}
    for workstream, pence in whole.items():
        payers = partners if workstream is None else taking_part.get(workstream, ())
        parts = [Part(each, weights.get(each, 0) if weighted else 1) for each in payers]
        if pence and not any(part.weight for part in parts):
            unpaid[workstream] = pence
        elif pence:
            found += [Due(each.party, workstream, each.pence) for each in split(pence, parts) if each.weight]
    return Dues(tuple(found), unpaid)

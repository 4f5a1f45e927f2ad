"""Organisations dissolved into successors: the line from old to new, and what is carried on along it. Pure.

Nothing that was posted is ever changed: the predecessor's amounts stay under its own name. What a successor carries on
is worked out beside them, by the percentages that were agreed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from partnership.apportionment import Part, split


@dataclass(frozen=True)
class Dissolved:
    """One organisation, dissolved on a day, and its successors with their parts in hundredths of a per cent."""

    organisation: int
    on: date
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Carried:
    """What a successor carries on from one organisation, perhaps `through` others that were dissolved since."""

    origin: int
    through: tuple[int, ...]
    pence: int


def carried(own: Mapping[int, int], dissolved: Sequence[Dissolved], successor: int) -> list[Carried]:
    """The parts of predecessors' own amounts (pence) that a successor carries on, the direct predecessors first.

    Each amount is divided among the successors by the largest remainder, so that all successors together carry on
    exactly what there was. What a successor had carried on is divided again when it is dissolved itself.

    A (£100.01) is dissolved into B (60%) and C (40%); later B, which has £50.00 of its own, into C and D by halves:

    >>> line = [
    ...     Dissolved(1, date(2019, 4, 1), (Part(2, 60_00), Part(3, 40_00))),
    ...     Dissolved(2, date(2023, 4, 1), (Part(3, 50_00), Part(4, 50_00))),
    ... ]
    >>> [(one.origin, one.through, one.pence) for one in carried({1: 100_01, 2: 50_00}, line, 3)]
    [(1, (), 4000), (2, (), 2500), (1, (2,), 3001)]
    >>> [(one.origin, one.through, one.pence) for one in carried({1: 100_01, 2: 50_00}, line, 4)]
    [(2, (), 2500), (1, (2,), 3000)]

    The lines must hold no circle: `leads_to` tells.
    """
    direct, further = list[Carried](), list[Carried]()
    for one in dissolved:
        if any(part.party == successor for part in one.parts):
            direct.append(Carried(one.organisation, (), _part(own.get(one.organisation, 0), one, successor)))
            for before in carried(own, dissolved, one.organisation):
                pence = _part(before.pence, one, successor)
                further.append(Carried(before.origin, (*before.through, one.organisation), pence))
    return direct + further


def _part(pence: int, one: Dissolved, successor: int) -> int:
    return next(each.pence for each in split(pence, one.parts) if each.party == successor)


def leads_to(dissolved: Sequence[Dissolved], first: int) -> Iterator[int]:
    """All organisations that carry on, at whatever distance, what the first one was; the first itself in a circle.

    >>> older, newer = date(2019, 4, 1), date(2023, 4, 1)
    >>> list(leads_to([Dissolved(1, older, (Part(2, 1),)), Dissolved(2, newer, (Part(3, 1),))], 1))
    [2, 3]
    """
    waiting, seen = [first], set[int]()
    while waiting:
        here = waiting.pop(0)
        for party in (part.party for one in dissolved if one.organisation == here for part in one.parts):
            if party not in seen:
                seen.add(party)
                waiting.append(party)
                yield party

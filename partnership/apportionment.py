"""Apportionment: splitting an amount of pence by weights. Pure; nothing here knows the database."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One party's weight: persons, pence of budget or hundredths of a per cent; only the proportions matter."""

    party: int
    weight: int


@dataclass(frozen=True)
class Split:
    """One party's weight and the pence it gets."""

    party: int
    weight: int
    pence: int


def split(amount_pence: int, parts: Sequence[Part]) -> list[Split]:
    """Split an amount by weight with the largest-remainder method (Hamilton), in integer pence.

    Each party first gets its exact portion rounded towards zero; the pence left over go one each to the parties with
    the largest remainders. Tie rule: of equal remainders, the one that stands first in `parts` (the portal orders
    organisations by code, so the same one gets the odd penny every time). A negative amount is split as its opposite
    with the signs turned, so that a reversal takes back exactly what was given.

    >>> [s.pence for s in split(100_000_00, [Part(1, 1), Part(2, 1), Part(3, 1)])]
    [3333334, 3333333, 3333333]
    >>> [s.pence for s in split(-5, [Part(1, 1), Part(2, 1)])]
    [-3, -2]

    The result is in the order of `parts` and its pence add up to `amount_pence`, always. Raises ValueError when there
    are no parts, when a party appears twice, when a weight is negative, or when all weights are 0.
    """
    _check(parts)
    sign = -1 if amount_pence < 0 else 1
    amount = abs(amount_pence)
    total = sum(part.weight for part in parts)
    floors = [amount * part.weight // total for part in parts]
    remainders = [amount * part.weight % total for part in parts]
    left = amount - sum(floors)
    by_remainder = sorted(range(len(parts)), key=lambda index: (-remainders[index], index))
    extra = set(by_remainder[:left])
    return [
        Split(part.party, part.weight, sign * (floors[index] + (index in extra))) for index, part in enumerate(parts)
    ]


def _check(parts: Sequence[Part]) -> None:
    if not parts:
        raise ValueError("An amount is shared by at least one party.")
    if len({part.party for part in parts}) != len(parts):
        raise ValueError("A party may appear only once.")
    if any(part.weight < 0 for part in parts):
        raise ValueError("A weight may not be negative.")
    if not any(part.weight for part in parts):
        raise ValueError("At least one weight must be more than 0.")

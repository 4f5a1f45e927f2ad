"""A Monte Carlo simulation of the net present value: every heading drawn from its range, many times at once.

Within the simulation, and nowhere else, amounts are floats. What comes out is rounded to whole pounds and says so. The
same seed gives the same result: each heading draws from a generator of its own, seeded by the case's seed and the
heading's name, by `random()` alone, whose sequence Python guarantees; so another heading changes no draw of this one.

A column at a time, without an array library: the NPV is a sum over headings of present value x factor, so a heading's
ten thousand draws are one list, made by the generator without a call from Python, turned into amounts in one
comprehension without a call for each draw, and added to the totals as one list. The benchmark measures it beside a loop
over draws, of the same present values.
"""

import random
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, repeat, starmap
from math import sqrt
from operator import add

from partnership.money import rounded
from workstreams.investment.terms import FULL, Heading

DRAWS = 10_000
_STEPS = 2_000  # of the table that turns a uniform draw into one of a PERT distribution
_POUND = 100


class Shape(StrEnum):
    TRIANGULAR = "triangular"
    PERT = "pert"

    @property
    def label(self) -> str:
        return {Shape.TRIANGULAR: "Triangular", Shape.PERT: "PERT (beta)"}[self]


@dataclass(frozen=True)
class Range:
    """What a heading may turn out to be, in hundredths of a per cent of what the case says; most likely is 100%."""

    low: int = FULL
    high: int = FULL

    def __post_init__(self) -> None:
        if not 0 <= self.low <= FULL <= self.high:
            raise ValueError("A range begins at or below 100% and ends at or above it.")


@dataclass(frozen=True)
class Outcome:
    """Of all draws: NPVs in pence, rounded to whole pounds, and how often it is below 0, in hundredths of a per cent.

    `p10`: one draw in ten is at or below it; `p50` the middle; `p90`: nine in ten are at or below it.
    """

    draws: int
    seed: int
    shape: str
    p10: int
    p50: int
    p90: int
    mean: int
    negative: int


def simulate(
    presents: Mapping[Heading, int],
    ranges: Mapping[Heading, Range],
    *,
    seed: int,
    shape: Shape = Shape.TRIANGULAR,
    draws: int = DRAWS,
) -> Outcome:
    """`presents`: the present value of each heading, in pence, with its sign in the NPV. All headings vary apart."""
    totals = [float(sum(pence for heading, pence in presents.items() if not _varies(ranges.get(heading))))] * draws
    for heading in (each for each in Heading if each in presents):
        range_ = ranges.get(heading)
        if range_ is not None and _varies(range_):
            column = _column(presents[heading], range_, f"{seed}:{heading.value}", shape, draws)
            totals = list(map(add, totals, column))
    return _outcome(sorted(totals), seed, shape)


def _varies(range_: Range | None) -> bool:
    return range_ is not None and range_.low != range_.high


def _column(pence: int, range_: Range, seed: str, shape: Shape, draws: int) -> list[float]:
    """The heading's present value in every draw: the inverse of its distribution, of uniform draws."""
    uniforms = list(starmap(random.Random(seed).random, repeat((), draws)))
    low, high = range_.low / FULL, range_.high / FULL
    return _pert(pence, low, high, uniforms) if shape == Shape.PERT else _triangular(pence, low, high, uniforms)


def _triangular(pence: int, low: float, high: float, uniforms: list[float]) -> list[float]:
    """By the inverse of the triangular distribution with the mode 1."""
    width = high - low
    turn, rise, fall = (1 - low) / width, width * (1 - low), width * (high - 1)
    return [
        pence * (low + sqrt(uniform * rise)) if uniform < turn else pence * (high - sqrt((1 - uniform) * fall))
        for uniform in uniforms
    ]


def _pert(pence: int, low: float, high: float, uniforms: list[float]) -> list[float]:
    """By the inverse of the PERT distribution with the mode 1, from a table: linear between its steps."""
    shares = _pert_shares((1 - low) / (high - low))
    step = (high - low) / _STEPS
    places = map(bisect_right, repeat(shares), uniforms)
    return [
        pence * (low + step * (place - 1 + (uniform - shares[place - 1]) / (shares[place] - shares[place - 1])))
        for place, uniform in zip(map(min, places, repeat(_STEPS)), uniforms, strict=True)
    ]


@lru_cache(maxsize=50)
def _pert_shares(mode: float) -> tuple[float, ...]:
    """What share of a PERT distribution over 0 to 1 lies below each of the steps: its density, a beta distribution with
    1 + 4 mode and 5 - 4 mode, summed by the middle of each step."""
    middles = ((number + 0.5) / _STEPS for number in range(_STEPS))
    heights = [x ** (4 * mode) * (1 - x) ** (4 - 4 * mode) for x in middles]
    whole = sum(heights)
    return (0.0, *(total / whole for total in accumulate(heights)))


def _outcome(totals: list[float], seed: int, shape: Shape) -> Outcome:
    """`totals` in order. A percentile is the draw of its rank, the nearest above."""
    draws = len(totals)

    def percentile(per_cent: int) -> int:
        return _to_pounds(totals[max(-(-draws * per_cent // 100), 1) - 1])

    below = bisect_right(totals, -0.5)  # what rounds to a penny below 0
    return Outcome(
        draws,
        seed,
        shape.value,
        percentile(10),
        percentile(50),
        percentile(90),
        _to_pounds(sum(totals) / draws),
        rounded(Fraction(below * FULL, draws)),
    )


def _to_pounds(pence: float) -> int:
    """To the nearest pound, in pence."""
    return _POUND * rounded(Fraction(pence) / _POUND)

"""A Monte Carlo simulation of the net present value: every heading drawn from its range, many times at once.

Within the simulation, and nowhere else, amounts are floats. What comes out is rounded to whole pounds and says so. The
same seed gives the same result: each heading draws from a generator of its own, seeded by the case's seed and the
heading's name; so another heading changes no draw of this one. The draws are those of Python's own `random()`, whose
sequence is guaranteed: NumPy goes on from the state that Python seeded.

An array at a time: the NPV is a sum over headings of present value x factor, so a heading's ten thousand draws are one
array. The benchmark measures it beside a loop over draws, of the same present values.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from partnership.money import rounded
from workstreams.investment.terms import FULL, Heading

DRAWS = 10_000
_STEPS = 2_000  # of the table that turns a uniform draw into one of a PERT distribution
_POUND = 100
_Floats = NDArray[np.float64]


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
    fixed = sum(pence for heading, pence in presents.items() if not _varies(ranges.get(heading)))
    totals = np.full(draws, float(fixed))
    for heading in (each for each in Heading if each in presents):
        range_ = ranges.get(heading)
        if range_ is not None and _varies(range_):
            totals += _column(presents[heading], range_, f"{seed}:{heading.value}", shape, draws)
    return _outcome(np.sort(totals), seed, shape)


def _varies(range_: Range | None) -> bool:
    return range_ is not None and range_.low != range_.high


def _column(pence: int, range_: Range, seed: str, shape: Shape, draws: int) -> _Floats:
    """The heading's present value in every draw: the inverse of its distribution, of uniform draws."""
    uniforms = _uniforms(seed, draws)
    low, high = range_.low / FULL, range_.high / FULL
    return pence * (_pert(low, high, uniforms) if shape == Shape.PERT else _triangular(low, high, uniforms))


def _uniforms(seed: str, draws: int) -> _Floats:
    """As many calls of `random.Random(seed).random()`: both are the Mersenne Twister, so its state is handed over."""
    *keys, place = random.Random(seed).getstate()[1]
    twister = np.random.RandomState()
    twister.set_state(("MT19937", np.array(keys, dtype=np.uint32), place, 0, 0.0))
    return twister.random_sample(draws)


def _triangular(low: float, high: float, uniforms: _Floats) -> _Floats:
    """By the inverse of the triangular distribution with the mode 1."""
    width = high - low
    rise, fall = width * (1 - low), width * (high - 1)
    below = uniforms < (1 - low) / width
    return np.where(below, low + np.sqrt(uniforms * rise), high - np.sqrt((1 - uniforms) * fall))


def _pert(low: float, high: float, uniforms: _Floats) -> _Floats:
    """By the inverse of the PERT distribution with the mode 1, from a table: linear between its steps."""
    return np.interp(uniforms, _pert_shares((1 - low) / (high - low)), np.linspace(low, high, _STEPS + 1))


@lru_cache(maxsize=50)
def _pert_shares(mode: float) -> tuple[float, ...]:
    """What share of a PERT distribution over 0 to 1 lies below each of the steps: its density, a beta distribution with
    1 + 4 mode and 5 - 4 mode, summed by the middle of each step."""
    middles = ((number + 0.5) / _STEPS for number in range(_STEPS))
    heights = [x ** (4 * mode) * (1 - x) ** (4 - 4 * mode) for x in middles]
    whole = sum(heights)
    return (0.0, *(total / whole for total in accumulate(heights)))


def _outcome(totals: _Floats, seed: int, shape: Shape) -> Outcome:
    """`totals` in order. A percentile is the draw of its rank, the nearest above."""
    draws = len(totals)

    def percentile(per_cent: int) -> int:
        return _to_pounds(float(totals[max(-(-draws * per_cent // 100), 1) - 1]))

    below = int(np.searchsorted(totals, -0.5, side="right"))  # what rounds to a penny below 0
    return Outcome(
        draws,
        seed,
        shape.value,
        percentile(10),
        percentile(50),
        percentile(90),
        _to_pounds(float(totals.mean())),
        rounded(Fraction(below * FULL, draws)),
    )


def _to_pounds(pence: float) -> int:
    """To the nearest pound, in pence."""
    return _POUND * rounded(Fraction(pence) / _POUND)

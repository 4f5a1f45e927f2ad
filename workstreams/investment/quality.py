"""Service quality before and after, as weighted scores in per cent. Never turned into money."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from partnership.money import rounded
from workstreams.investment.terms import FULL


@dataclass(frozen=True)
class Score:
    """One criterion: hundredths of a per cent of the best possible service. Only the proportions of weights matter.

    `organisation` is a code, or empty for all together.
    """

    criterion: str
    organisation: str
    weight: int
    before: int
    after: int


@dataclass(frozen=True)
class Improvement:
    """Weighted scores in hundredths of a per cent: `points` between them, and that as a part of the score before."""

    before: int
    after: int
    points: int
    improvement: int | None


def improvement(scores: Iterable[Score]) -> Improvement | None:
    """The weighted mean of the scores before and after: sum of weight x score / sum of weights. None without scores.

    Speed (weight 3) from 40% to 70% and courtesy (weight 1) from 80% to 98%: before (3 x 40 + 80) / 4 = 50%, after
    (3 x 70 + 98) / 4 = 77%. That is 27 points more, and 27 / 50 = 54% better.

    >>> improvement([Score("Speed", "", 3, 40_00, 70_00), Score("Courtesy", "", 1, 80_00, 98_00)])
    Improvement(before=5000, after=7700, points=2700, improvement=5400)
    """
    found = list(scores)
    weight = sum(score.weight for score in found)
    if not weight:
        return None
    before = Fraction(sum(score.weight * score.before for score in found), weight)
    after = Fraction(sum(score.weight * score.after for score in found), weight)
    better = rounded((after - before) * FULL / before) if before else None
    return Improvement(rounded(before), rounded(after), rounded(after - before), better)

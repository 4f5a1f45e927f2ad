"""What the answers to a satisfaction survey come to. Pure.

Each question is answered from 1 (very dissatisfied) to 5 (very satisfied). Results are whole hundredths, rounded to the
nearest, half a hundredth up.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from partnership.money import rounded

POINTS = (1, 2, 3, 4, 5)
MOST = 10_000_000  # people asked; far inside 32 bits


class Result(StrEnum):
    """What a survey's first question comes to, in the unit of its indicator."""

    SATISFIED = "satisfied"
    MEAN = "mean"

    @property
    def label(self) -> str:
        return {"satisfied": "Per cent who answered 4 or 5", "mean": "Mean of the answers, from 1 to 5"}[self.value]


@dataclass(frozen=True)
class Answers:
    """How many answered one question with 1, 2, 3, 4 and 5."""

    counts: tuple[int, int, int, int, int]

    @property
    def number(self) -> int:
        return sum(self.counts)

    @property
    def mean(self) -> int | None:
        """In hundredths; None without an answer.

        >>> Answers((1, 0, 0, 1, 1)).mean  # 10 / 3
        333
        """
        points = sum(point * count for point, count in zip(POINTS, self.counts, strict=True))
        return part(points, self.number, 1_00)

    @property
    def satisfied(self) -> int | None:
        """Hundredths of a per cent who answered 4 or 5; None without an answer.

        >>> Answers((1, 0, 0, 1, 1)).satisfied  # 2 of 3
        6667
        """
        return part(sum(self.counts[3:]), self.number, 100_00)

    def result(self, wanted: str) -> int | None:
        return self.satisfied if wanted == Result.SATISFIED else self.mean


def part(number: int, of: int, whole: int) -> int | None:
    """`number` of `of`, in parts of a whole, rounded. None of nothing.

    >>> part(240, 800, 100_00), part(1, 0, 100_00)
    (3000, None)
    """
    return rounded(Fraction(number * whole, of)) if of else None

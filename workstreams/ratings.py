"""How risks are rated: scores from 1 to 25, the bands they fall in, and how a score moved. Pure.

Likelihood and impact are whole numbers from 1 to 5; the score is their product (Management of Risk, M_o_R; the 5 by 5
matrix of most councils' risk strategies). The bands are the same for every partnership, and the pages state them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LIKELIHOODS: Mapping[int, str] = {1: "Rare", 2: "Unlikely", 3: "Possible", 4: "Likely", 5: "Almost certain"}
IMPACTS: Mapping[int, str] = {1: "Negligible", 2: "Minor", 3: "Moderate", 4: "Major", 5: "Severe"}
CERTAIN = 5  # the likelihood of what has happened: of an issue


class Band(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very high"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def slug(self) -> str:
        return self.value.replace(" ", "-")

    @property
    def scores(self) -> tuple[int, int]:
        """The least and the greatest score of the band."""
        return BANDS[self]

    @property
    def words(self) -> str:
        return f"{self.label} {self.scores[0]} to {self.scores[1]}"


BANDS: Mapping[Band, tuple[int, int]] = {
    Band.LOW: (1, 4),
    Band.MEDIUM: (5, 9),
    Band.HIGH: (10, 14),
    Band.VERY_HIGH: (15, 25),
}


def score(likelihood: int, impact: int) -> int:
    """Likelihood times impact.

    >>> score(4, 5), score(1, 1)
    (20, 1)
    """
    if likelihood not in LIKELIHOODS or impact not in IMPACTS:
        raise ValueError(f"Likelihood and impact go from 1 to 5, not {likelihood} and {impact}.")
    return likelihood * impact


def band(scored: int) -> Band:
    """The band that a score falls in.

    >>> [band(each).value for each in (4, 5, 9, 10, 12, 15, 25)]
    ['low', 'medium', 'medium', 'high', 'high', 'very high', 'very high']
    """
    return next(each for each, (least, most) in BANDS.items() if least <= scored <= most)


def movement(now: int, before: int | None) -> str:
    """How a score moved since the review before, in words. None: there was none before.

    >>> movement(12, 8), movement(8, 12), movement(8, 8), movement(8, None)
    ('Up by 4', 'Down by 4', 'Unchanged', 'New')
    """
    if before is None:
        return "New"
    if now == before:
        return "Unchanged"
    return f"{'Up' if now > before else 'Down'} by {abs(now - before)}"


@dataclass(frozen=True)
class Square:
    """One cell of a heat map, and what stands in it."""

    likelihood: int
    impact: int
    things: tuple[Any, ...]

    @property
    def likelihood_words(self) -> str:
        return f"{self.likelihood} {LIKELIHOODS[self.likelihood]}"

    @property
    def score(self) -> int:
        return score(self.likelihood, self.impact)

    @property
    def band(self) -> Band:
        return band(self.score)


def heat_map(placed: Iterable[tuple[int, int, Any]]) -> tuple[tuple[Square, ...], ...]:
    """Five rows from the greatest likelihood to the least, of five squares from the least impact to the greatest.

    `placed`: likelihood, impact and a thing; the things of a square keep their order.

    >>> rows = heat_map([(5, 1, "R1"), (2, 4, "R2"), (2, 4, "R3")])
    >>> rows[0][0].things, rows[3][3].things, rows[3][3].band.value
    (('R1',), ('R2', 'R3'), 'medium')
    """
    things: dict[tuple[int, int], list[Any]] = {}
    for likelihood, impact, thing in placed:
        things.setdefault((likelihood, impact), []).append(thing)
    return tuple(
        tuple(Square(likelihood, impact, tuple(things.get((likelihood, impact), ()))) for impact in sorted(IMPACTS))
        for likelihood in sorted(LIKELIHOODS, reverse=True)
    )


def bands_of(scores: Iterable[int]) -> dict[Band, int]:
    """How many scores fall in each band, the highest band first.

    >>> {each.value: number for each, number in bands_of([20, 4, 16]).items()}
    {'very high': 2, 'high': 0, 'medium': 0, 'low': 1}
    """
    found = list(map(band, scores))
    return {each: found.count(each) for each in reversed(Band)}

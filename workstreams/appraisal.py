"""Weighted scoring of options: totals, ranks, spread between scorers, and how far a weight may move. Pure.

Several scorers give each option whole points against each criterion. Criteria have weights, in whole per cent, that add
to 100. Only complete sheets count, so that no option is judged by fewer people than another:

- the **mean** of an option and a criterion is that of the scorers' points;
- the **total** of an option is the sum of mean x weight / 100 over the criteria, so it lies on the scale itself;
- **ranks** go by the exact totals: equal totals share a rank, and the next one is passed over (1, 2, 2, 4);
- the **spread** of a cell, or of a total, is that between the lowest and the highest of the scorers;
- a **turning point** is the weight of one criterion at which a rival draws level with the leader, while the weights of
  the others keep their proportions to each other and all add to 100. Beyond it the rival is ahead of the leader, but
  **wins** only where no third option is ahead of both;
- a **swap** is the least change of one weight at which any two neighbours in the ranking change places.

Everything is worked out in fractions, without rounding. Results are rounded once, to be shown: to hundredths, halves
up. Multi-criteria analysis with weighted scores is that of the national guides to options appraisal; the turning point
is the switching value of a weight.

Worked by hand. Criteria: cost 60%, quality 40%. Points of A and of B (cost, quality): nothing 1, 2 and 1, 2; host 4, 3
and 4, 3; company 2, 5 and 3, 5. Means: nothing 1 and 2, host 4 and 3, company 2.5 and 5. Totals: nothing
0.6 x 1 + 0.4 x 2 = 1.40; host 2.4 + 1.2 = 3.60; company 1.5 + 2.0 = 3.50. The host leads. With a weight of cost of x
its lead over the company is (1.5 x - 2 (100 - x)) / 100, which is nothing where 3.5 x = 200: at 57.14%. So the company
wins if the weight of cost falls from 60% to less than 57.14%. Over doing nothing the lead is (3 x + (100 - x)) / 100,
which is above nothing for every weight from 0% to 100%, and so is the company's, (1.5 x + 3 (100 - x)) / 100. The first
to change places in the ranking are the host and the company, with 2.86 points less for cost.

>>> sheets = {"A": {(1, 1): 1, (1, 2): 2, (2, 1): 4, (2, 2): 3, (3, 1): 2, (3, 2): 5}}
>>> sheets["B"] = sheets["A"] | {(3, 1): 3}
>>> found = appraise((1, 2, 3), {1: 60, 2: 40}, sheets)
>>> [(each.option, rounded(each.total), each.rank) for each in found.standings]
[(1, '1.40', 3), (2, '3.60', 1), (3, '3.50', 2)]
>>> [(each.criterion, each.rival, each.at) for each in found.turnings if each.wins]
[(1, 3, Fraction(400, 7)), (2, 3, Fraction(300, 7))]
>>> [(each.criterion, each.upper, each.lower, each.change) for each in found.swaps]
[(1, 2, 3, Fraction(-20, 7)), (2, 2, 3, Fraction(20, 7))]
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from partnership import money

WHOLE = 100  # per cent: what the weights add to

Cell = tuple[int, int]  # an option and a criterion
Points = Mapping[Cell, int]  # one scorer's sheet


@dataclass(frozen=True)
class Spread:
    """What scorers said of one thing: the mean, and between which values it lies."""

    mean: Fraction
    lowest: Fraction
    highest: Fraction

    @property
    def range(self) -> Fraction:
        return self.highest - self.lowest


@dataclass(frozen=True)
class Standing:
    """How one option stands. `by_scorer` has its total on each scorer's own sheet."""

    option: int
    total: Fraction
    rank: int
    is_tied: bool
    by_scorer: Mapping[Hashable, Fraction]
    first_with: int  # how many scorers' own sheets put it first, alone or with others

    @property
    def spread(self) -> Spread:
        return _spread(list(self.by_scorer.values()))

    @property
    def rank_words(self) -> str:
        """1, or 2= where another has the same total."""
        return f"{self.rank}=" if self.is_tied else str(self.rank)


@dataclass(frozen=True)
class Crossing:
    """Where two options draw level as the weight of one criterion moves.

    `at`: that weight, from 0 to 100; None: at no weight, or at every one (`is_level`). The one that is behind now is
    ahead above that weight where it `rises`, below it else.
    """

    weight: int
    at: Fraction | None
    rises: bool = False
    is_level: bool = False

    @property
    def overtakes(self) -> bool:
        """Whether the one behind is ahead beyond that weight, and not only level with the other at 0% or 100%."""
        return self.at is not None and 0 < self.at < WHOLE

    @property
    def change(self) -> Fraction | None:
        """By how many points of per cent the weight must rise (above 0) or fall."""
        return None if self.at is None else self.at - self.weight


@dataclass(frozen=True, kw_only=True)
class Turning(Crossing):
    """What the weight of a criterion would do for a rival of the leader.

    `best`: which option has the highest total of all just beyond that weight; the rival itself where it shares it. None
    where the rival does not overtake the leader.
    """

    criterion: int
    rival: int
    best: int | None = None

    @property
    def wins(self) -> bool:
        """Whether the rival is the best of all just beyond that weight, and not only ahead of the leader."""
        return self.best == self.rival


@dataclass(frozen=True, kw_only=True)
class Swap(Crossing):
    """Two neighbours in the ranking, of which the `lower` overtakes the `upper` when a weight moves far enough."""

    criterion: int
    upper: int
    lower: int


@dataclass(frozen=True)
class Result:
    """All that follows from the sheets, in the order in which options and criteria were given."""

    standings: tuple[Standing, ...]
    cells: Mapping[Cell, Spread]
    turnings: tuple[Turning, ...]
    swaps: tuple[Swap, ...]  # of each criterion the nearest; none of one whose weight moves no rank
    scorers: tuple[Hashable, ...]

    @property
    def ranked(self) -> list[Standing]:
        """The best first; those that are level in the order in which they were given."""
        return sorted(self.standings, key=lambda each: each.rank)

    @property
    def leader(self) -> Standing:
        return self.ranked[0]

    @property
    def closest(self) -> Turning | None:
        """The least change of a weight that lets another option win; none where no weight does."""
        turning = [(abs(each.change), each) for each in self.turnings if each.wins and each.change is not None]
        return min(turning, key=lambda each: each[0])[1] if turning else None

    def of_option(self, option: int) -> Standing:
        return next(each for each in self.standings if each.option == option)


def is_complete(sheet: Points, options: Sequence[int], criteria: Sequence[int]) -> bool:
    return all((option, criterion) in sheet for option in options for criterion in criteria)


def appraise(options: Sequence[int], weights: Mapping[int, int], sheets: Mapping[Hashable, Points]) -> Result | None:
    """The result of the complete sheets; none without one. Raises ValueError for weights that do not add to 100."""
    if sum(weights.values()) != WHOLE or min(weights.values()) < 0:
        raise ValueError("The weights do not add to 100.")
    counted = {who: sheet for who, sheet in sheets.items() if is_complete(sheet, options, list(weights))}
    if not counted or not options:
        return None
    cells = {
        (option, criterion): _spread([Fraction(sheet[option, criterion]) for sheet in counted.values()])
        for option in options
        for criterion in weights
    }
    means = {cell: spread.mean for cell, spread in cells.items()}
    totals = {option: total(means, option, weights) for option in options}
    own = {who: {o: total(sheet, o, weights) for o in options} for who, sheet in counted.items()}
    standings = tuple(
        Standing(
            option=option,
            total=totals[option],
            rank=1 + sum(other > totals[option] for other in totals.values()),
            is_tied=list(totals.values()).count(totals[option]) > 1,
            by_scorer={who: sums[option] for who, sums in own.items()},
            first_with=sum(sums[option] == max(sums.values()) for sums in own.values()),
        )
        for option in options
    )
    ranked = sorted(options, key=lambda option: -totals[option])  # those that are level in the order given
    turnings = tuple(
        turning(means, weights, ranked[0], rival, criterion, options)
        for criterion in weights
        for rival in options
        if rival != ranked[0]
    )
    swaps = tuple(found for criterion in weights if (found := swap(means, weights, ranked, criterion)))
    return Result(standings, cells, turnings, swaps, tuple(counted))


def total(points: Mapping[Cell, int] | Mapping[Cell, Fraction], option: int, weights: Mapping[int, int]) -> Fraction:
    """The sum of points x weight / 100.

    >>> total({(1, 1): 4, (1, 2): 3}, 1, {1: 60, 2: 40})
    Fraction(18, 5)
    """
    return sum((Fraction(points[option, each]) * weight / WHOLE for each, weight in weights.items()), Fraction(0))


def crossing(
    means: Mapping[Cell, Fraction], weights: Mapping[int, int], ahead: int, behind: int, criterion: int
) -> Crossing:
    """Where an option draws level with one ahead of it as one weight moves and the others keep their proportions.

    With `own` the lead on the criterion and `rest` the weighted mean of the leads on all others, the lead at the weight
    x is (x own + (100 - x) rest) / 100. It is nothing at x = 100 rest / (rest - own). A criterion that has all the
    weight leaves none whose proportions could be kept: then there is no such point.
    """
    weight = weights[criterion]
    if weight == WHOLE:
        return Crossing(weight, None)
    own, rest = (
        one - other
        for one, other in zip(
            _ends(means, weights, ahead, criterion), _ends(means, weights, behind, criterion), strict=True
        )
    )
    if own == rest:
        return Crossing(weight, None, is_level=not own)
    at = WHOLE * rest / (rest - own)
    return Crossing(weight, at if 0 <= at <= WHOLE else None, rises=own < rest)


def turning(
    means: Mapping[Cell, Fraction],
    weights: Mapping[int, int],
    leader: int,
    rival: int,
    criterion: int,
    options: Sequence[int],
) -> Turning:
    """Where the rival draws level with the leader, and who of all options is the best just beyond."""
    found = crossing(means, weights, leader, rival, criterion)
    best = _best_beyond(means, weights, rival, criterion, found, options) if found.overtakes else None
    facts = {"weight": found.weight, "at": found.at, "rises": found.rises, "is_level": found.is_level}
    return Turning(**facts, criterion=criterion, rival=rival, best=best)


def swap(
    means: Mapping[Cell, Fraction], weights: Mapping[int, int], ranked: Sequence[int], criterion: int
) -> Swap | None:
    """The least change of one weight at which two neighbours change places: whatever changes a ranking begins so."""
    found = []
    for upper, lower in zip(ranked, ranked[1:], strict=False):
        at = crossing(means, weights, upper, lower, criterion)
        if at.overtakes:
            found.append(Swap(at.weight, at.at, at.rises, criterion=criterion, upper=upper, lower=lower))
    return min(found, key=lambda each: abs(each.change or 0), default=None)


def _ends(
    means: Mapping[Cell, Fraction], weights: Mapping[int, int], option: int, criterion: int
) -> tuple[Fraction, Fraction]:
    """An option's total where the criterion has all the weight, and where it has none of it."""
    rest = sum((means[option, each] * weight for each, weight in weights.items() if each != criterion), Fraction(0))
    return means[option, criterion], rest / (WHOLE - weights[criterion])


def _best_beyond(
    means: Mapping[Cell, Fraction],
    weights: Mapping[int, int],
    rival: int,
    criterion: int,
    found: Crossing,
    options: Sequence[int],
) -> int:
    """Who has the highest total at a point and, of those, gains most beyond it. The rival goes before its equals."""

    def standing(option: int) -> tuple[Fraction, Fraction]:
        own, rest = _ends(means, weights, option, criterion)
        at, gain = found.at or Fraction(0), own - rest
        return (at * own + (WHOLE - at) * rest, gain if found.rises else -gain)

    return max((rival, *options), key=standing)


def _spread(values: list[Fraction]) -> Spread:
    return Spread(sum(values, Fraction(0)) / len(values), min(values), max(values))


def rounded(value: Fraction, places: int = 2) -> str:
    """A number as it is shown: rounded once, halves away from nothing.

    >>> [rounded(Fraction(1, 8)), rounded(Fraction(400, 7), 1), rounded(Fraction(3)), rounded(Fraction(-20, 7))]
    ['0.13', '57.1', '3.00', '-2.86']
    """
    scaled = money.rounded(value * 10**places)
    whole, part = divmod(abs(scaled), 10**places)
    return f"{'-' if scaled < 0 else ''}{whole}.{part:0{places}d}"

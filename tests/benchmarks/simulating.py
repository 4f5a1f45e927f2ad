"""The Monte Carlo simulation of a business case, 10,000 draws, beside the loop that one would write first.

Like with like: both begin with the present value of each heading, draw as often, from the same distribution, and give
the same percentiles. What differs is a draw at a time or a heading at a time.
"""

import random
from decimal import Decimal

from tests.benchmarks.measuring import best
from workstreams.investment import DRAWS, Heading, Line, Range, Shape, Terms, results, simulate

YEARS, RATE = 5, Decimal("0.035")
HEADINGS = (Heading.ICT, Heading.REDUNDANCY, Heading.ACCOMMODATION, Heading.RUNNING, Heading.STAFF, Heading.SUPPLIES)
LOW, HIGH = 80_00, 140_00
RANGES = dict.fromkeys(HEADINGS, Range(LOW, HIGH))
LINES = (Line(code, heading, year, 100_000_00) for code in "ABC" for heading in HEADINGS for year in range(YEARS + 1))
PRESENTS = results._by_heading(Terms(YEARS, RATE, tuple(LINES)))


def columns(shape: Shape = Shape.TRIANGULAR) -> None:
    """What the portal does: a heading at a time."""
    simulate(PRESENTS, RANGES, seed=1, shape=shape)


def loop() -> list[float]:
    """A draw at a time, a factor for each heading."""
    generator = random.Random(1)
    low, high = LOW / 100_00, HIGH / 100_00
    return _percentiles(
        [sum(pence * generator.triangular(low, high, 1.0) for pence in PRESENTS.values()) for _ in range(DRAWS)]
    )


def pert_loop() -> list[float]:
    """The same with PERT ranges, drawn as the beta distribution that they are."""
    generator = random.Random(1)
    low, width = LOW / 100_00, (HIGH - LOW) / 100_00
    mode = (1 - low) / width
    alpha, beta = 1 + 4 * mode, 5 - 4 * mode
    return _percentiles(
        [
            sum(pence * (low + width * generator.betavariate(alpha, beta)) for pence in PRESENTS.values())
            for _ in range(DRAWS)
        ]
    )


def _percentiles(drawn: list[float]) -> list[float]:
    drawn.sort()
    return [drawn[DRAWS * part // 100] for part in (10, 50, 90)]


def simulated(rounds: int) -> dict[str, float]:
    """Seconds of each, measured in turn."""
    things = {"columns": columns, "loop": loop, "PERT": lambda: columns(Shape.PERT), "PERT loop": pert_loop}
    return best(things, rounds)

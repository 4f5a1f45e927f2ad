"""The Monte Carlo simulation of a business case, 10,000 draws, beside the loop that one would write first."""

import random
from decimal import Decimal

from tests.benchmarks.measuring import best
from workstreams.investment import DRAWS, Heading, Line, Range, Shape, Terms, results, simulate

YEARS, RATE = 5, Decimal("0.035")
HEADINGS = (Heading.ICT, Heading.REDUNDANCY, Heading.ACCOMMODATION, Heading.RUNNING, Heading.STAFF, Heading.SUPPLIES)
RANGES = dict.fromkeys(HEADINGS, Range(80_00, 140_00))
TERMS = Terms(
    YEARS,
    RATE,
    tuple(Line(code, heading, year, 100_000_00) for code in "ABC" for heading in HEADINGS for year in range(YEARS + 1)),
)


def vectorised(shape: Shape = Shape.TRIANGULAR) -> None:
    """All that the portal does from the lines on: a heading at a time, discounted once."""
    simulate(results._by_heading(TERMS), RANGES, seed=1, shape=shape)


def plain_loop() -> list[float]:
    """A draw at a time: a factor for each heading, every line scaled and discounted, percentiles from the list."""
    rate, drawn = float(RATE), []
    for _ in range(DRAWS):
        factors = {
            heading: random.triangular(RANGES[heading].low, RANGES[heading].high, 100_00) for heading in HEADINGS
        }
        npv = 0.0
        for line in TERMS.lines:
            amount = line.pence * factors[line.heading] / 100_00 / (1 + rate) ** line.year
            npv += -amount if line.heading.group.is_cost else amount
        drawn.append(npv)
    drawn.sort()
    return [drawn[DRAWS * part // 100] for part in (10, 50, 90)]


def simulated(rounds: int) -> dict[str, float]:
    """Seconds of each, measured in turn."""
    return best({"vectorised": vectorised, "PERT": lambda: vectorised(Shape.PERT), "loop": plain_loop}, rounds)

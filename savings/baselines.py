"""What a workstream cost before it was shared, and what is realised as a part of that."""

from collections.abc import Iterable
from dataclasses import dataclass

from partnership.dated import year_name
from partnership.money import format_percent, format_pounds
from savings.figures import Figures, portion
from savings.models.words import Kind
from workstreams.models import BaselineCost

TEST_PER_CENT = 10  # of the combined cost, as councils have asked of a shared service before going on with it


@dataclass(frozen=True)
class Baseline:
    """The cost of one financial year, all organisations together, in pence: the last year that was recorded."""

    year: int
    pence: int

    def __str__(self) -> str:
        return f"{format_pounds(self.pence)} ({year_name(self.year)})"


def baseline(costs: Iterable[BaselineCost]) -> Baseline | None:
    """Of the last year recorded: the joint cost if there is one, else the organisations' costs added up."""
    rows = list(costs)
    if not rows:
        return None
    year = max(row.year for row in rows)
    of_year = [row for row in rows if row.year == year]
    joint = [row.cost_pence for row in of_year if row.organisation_id is None]
    return Baseline(year, sum(joint or [row.cost_pence for row in of_year]))


@dataclass(frozen=True)
class TenPerCentTest:
    """One year's cashable savings against the test: at least 10% of the baseline."""

    year: int
    realised_pence: int
    baseline_pence: int

    @property
    def part(self) -> int:
        """Realised as hundredths of a per cent of the baseline."""
        return portion(self.realised_pence, self.baseline_pence) or 0

    @property
    def passes(self) -> bool:
        return self.realised_pence * 100 >= self.baseline_pence * TEST_PER_CENT

    @property
    def short_pence(self) -> int:
        """What is missing for the test; below 0, what is over."""
        return -(-self.baseline_pence * TEST_PER_CENT // 100) - self.realised_pence

    def __str__(self) -> str:
        points = format_percent(abs(TEST_PER_CENT * 100 - self.part)).rstrip("%")
        verb = "meets" if self.passes else "fails"
        by = (
            ""
            if self.passes and not self.short_pence
            else (f" by {points} percentage points ({format_pounds(abs(self.short_pence))})")
        )
        return (
            f"{year_name(self.year)}: {format_pounds(self.realised_pence)} of cashable savings is "
            f"{format_percent(self.part)} of the baseline of {format_pounds(self.baseline_pence)}. "
            f"It {verb} a {TEST_PER_CENT}% test{by}."
        )


def ten_per_cent_tests(found: Figures, baseline: Baseline | None) -> list[TenPerCentTest]:
    """The test for each year with realised cashable savings; none without a baseline."""
    if baseline is None or baseline.pence <= 0:
        return []
    realised = {year: line.amounts.realised for year, line in found.by_year(Kind.CASHABLE).items()}
    return [TenPerCentTest(year, pence, baseline.pence) for year, pence in realised.items() if pence]

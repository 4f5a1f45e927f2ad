"""The policy test of many partnerships: by how much a shared service reduces its combined budget."""

from dataclasses import dataclass
from fractions import Fraction

from partnership.money import format_percent, format_pounds, rounded
from workstreams.investment.terms import FULL

TEST_HUNDREDTHS, TEST_YEAR = 10_00, 2  # at least 10% by the second year, as East Kent asks of a shared service


@dataclass(frozen=True)
class Reduction:
    """What one year saves, in pence, as a part of what the service cost all partners together before.

    `hundredths` of a per cent, rounded; whether the test is met is decided on the exact amounts.
    """

    year: int
    saved_pence: int
    baseline_pence: int
    hundredths: int
    threshold_hundredths: int
    short_pence: int  # what is missing for the test; below 0, what is over

    @property
    def passes(self) -> bool:
        return self.short_pence <= 0

    @property
    def short_hundredths(self) -> int:
        """Percentage points missing, in hundredths; below 0, over."""
        return self.threshold_hundredths - self.hundredths

    def __str__(self) -> str:
        points = format_percent(abs(self.short_hundredths)).rstrip("%")
        by = f" by {points} percentage points ({format_pounds(abs(self.short_pence))})" if self.short_pence else ""
        return (
            f"Year {self.year}: {format_pounds(self.saved_pence)} is {format_percent(self.hundredths)} of the combined "
            f"cost of {format_pounds(self.baseline_pence)}. It {'meets' if self.passes else 'fails'} a test of "
            f"{format_percent(self.threshold_hundredths)}{by}."
        )


def reduction(
    saved_pence: int, baseline_pence: int, *, year: int = TEST_YEAR, threshold_hundredths: int = TEST_HUNDREDTHS
) -> Reduction:
    """What a year saves against what the service cost before, and how that stands against a threshold.

    Raises ValueError without a cost above 0 to compare with. Building control: £80,000 of £925,000 is 8.65%, and 10%
    would be £92,500: it fails by 1.35 points, £12,500.00.

    >>> found = reduction(80_000_00, 925_000_00)
    >>> found.hundredths, found.passes, found.short_hundredths, found.short_pence
    (865, False, 135, 1250000)
    """
    if baseline_pence <= 0:
        raise ValueError("A reduction is compared with a cost above £0.00.")
    needed = Fraction(baseline_pence * threshold_hundredths, FULL)
    short = -(-needed.numerator // needed.denominator) - saved_pence  # the last part of a penny is needed too
    hundredths = rounded(Fraction(saved_pence * FULL, baseline_pence))
    return Reduction(year, saved_pence, baseline_pence, hundredths, threshold_hundredths, short)

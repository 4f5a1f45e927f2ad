"""The policy test of many partnerships: by how much a shared service reduces its combined budget.

One function for it, whatever is judged: a business case, what is promised at a gate, or what a year realised. How much
is asked for, and by which year, is the partnership's policy; nothing here assumes it.
"""

from dataclasses import dataclass
from fractions import Fraction

from partnership.money import format_percent, format_pounds, rounded
from workstreams.investment.terms import FULL


@dataclass(frozen=True)
class Reduction:
    """What one year saves, in pence, as a part of what the service cost all partners together before.

    `hundredths` of a per cent, rounded; whether the test is met is decided on the exact amounts. A threshold of 0:
    nothing is asked for.
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

    @property
    def gap(self) -> str:
        """By how much it fails or is over, in points and pounds; empty where it is met exactly."""
        if not self.short_pence:
            return ""
        points = format_percent(abs(self.short_hundredths)).rstrip("%")
        points = points if points != "0" else "less than 0.01"
        return f"{points} percentage points ({format_pounds(abs(self.short_pence))})"

    def sentence(self, when: str, of: str = "cashable savings", claim: str = "") -> str:
        """What it is of, as a part of the baseline; and how that stands, where something is asked for."""
        said = (
            f"{when}: {format_pounds(self.saved_pence)} of {of}{f', {claim},' if claim else ''} is "
            f"{format_percent(self.hundredths)} of the baseline of {format_pounds(self.baseline_pence)}."
        )
        if not self.threshold_hundredths:
            return said
        by = f" by {self.gap}" if self.gap else ""
        verb = "meets" if self.passes else "fails"
        return f"{said} It {verb} a {format_percent(self.threshold_hundredths)} test{by}."


def reduction(saved_pence: int, baseline_pence: int, *, year: int, threshold_hundredths: int) -> Reduction:
    """What a year saves against what the service cost before, and how that stands against a threshold.

    The percentage is rounded to hundredths, half a hundredth away from 0; what is short is rounded up to the penny, so
    that with so much more the test is met. Raises ValueError without a cost above 0 to compare with. Building control:
    £80,000 of £925,000 is 8.65%, and 10% would be £92,500: it fails by 1.35 points, £12,500.00.

    >>> found = reduction(80_000_00, 925_000_00, year=1, threshold_hundredths=10_00)
    >>> found.hundredths, found.passes, found.short_hundredths, found.short_pence
    (865, False, 135, 1250000)
    >>> found.sentence("2007-08").partition(". ")[2]
    'It fails a 10% test by 1.35 percentage points (£12,500.00).'
    """
    if baseline_pence <= 0:
        raise ValueError("A reduction is compared with a cost above £0.00.")
    needed = Fraction(baseline_pence * threshold_hundredths, FULL)
    short = -(-needed.numerator // needed.denominator) - saved_pence  # the last part of a penny is needed too
    hundredths = rounded(Fraction(saved_pence * FULL, baseline_pence))
    return Reduction(year, saved_pence, baseline_pence, hundredths, threshold_hundredths, short)

"""Sensitivity: how far the net present value moves when one input at a time is another than assumed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from partnership.money import format_percent, rounded
from workstreams.investment.discounting import MONTHS
from workstreams.investment.terms import Group, Heading, Line, Terms


@dataclass(frozen=True)
class Swing:
    """The NPV, in pence, with one input less (or sooner) and more (or later), all else alike."""

    name: str
    less: str  # what less is, in words
    more: str
    npv_less: int
    npv_more: int

    @property
    def width(self) -> int:
        return abs(self.npv_more - self.npv_less)


def tornado(terms: Terms, npv: Callable[[Terms], int], *, vary: Decimal, delay_months: int) -> tuple[Swing, ...]:
    """Each heading of cost and of cashable benefit, the discount rate, and a delay of the benefits; widest first.

    Headings and the rate vary by `vary` (a part of one) of themselves, down and up. A delay knows one direction: each
    benefit comes `delay_months` (at most 12) later, and what then comes after the last year is lost to the case.
    """
    used = {line.heading for line in terms.lines if line.pence}
    headings = [h for h in Heading if h in used and (h.group.is_cost or h.group == Group.CASHABLE)]
    swings = [_of_heading(terms, npv, heading, vary) for heading in headings]
    swings.append(_of_rate(terms, npv, vary))
    if any(line.heading.group == Group.CASHABLE and line.pence for line in terms.lines):
        swings.append(_of_delay(terms, npv, delay_months))
    return tuple(sorted(swings, key=lambda swing: -swing.width))


def _of_heading(terms: Terms, npv: Callable[[Terms], int], heading: Heading, vary: Decimal) -> Swing:
    less, more = (npv(_scaled(terms, heading, 1 + part)) for part in (-vary, vary))
    return Swing(heading.label, f"−{_percent(vary)}", f"+{_percent(vary)}", less, more)


def _of_rate(terms: Terms, npv: Callable[[Terms], int], vary: Decimal) -> Swing:
    rates = [terms.rate * (1 + part) for part in (-vary, vary)]
    less, more = (npv(replace(terms, rate=rate)) for rate in rates)
    return Swing("Discount rate", _percent(rates[0]), _percent(rates[1]), less, more)


def _of_delay(terms: Terms, npv: Callable[[Terms], int], months: int) -> Swing:
    late = npv(replace(terms, lines=delayed(terms, months)))
    words = f"+{months} month{'' if months == 1 else 's'}"
    return Swing("Delay of benefits", "On time", words, npv(terms), late)


def _scaled(terms: Terms, heading: Heading, by: Decimal) -> Terms:
    lines = (
        replace(line, pence=rounded(line.pence * Fraction(by))) if line.heading == heading else line
        for line in terms.lines
    )
    return replace(terms, lines=tuple(lines))


def delayed(terms: Terms, months: int) -> tuple[Line, ...]:
    """The lines with each benefit so many months (0 to 12) later: that many twelfths of a year's benefit come in the
    year after it. £1,200.00 a year, 3 months late: £900.00 at first, then £1,200.00 a year.

    >>> lines = tuple(Line("BDC", Heading.STAFF, year, 1_200_00) for year in (1, 2))
    >>> [(line.year, line.pence) for line in delayed(Terms(2, Decimal("0.035"), lines), 3)]
    [(1, 90000), (2, 30000), (2, 90000)]
    """
    if not 0 <= months <= MONTHS:
        raise ValueError("A delay is of 0 to 12 months.")
    found: list[Line] = []
    for line in terms.lines:
        if not line.heading.group.is_benefit:
            found.append(line)
            continue
        later = rounded(Fraction(line.pence * months, MONTHS))
        found.append(replace(line, pence=line.pence - later))
        if line.year < terms.years:
            found.append(replace(line, year=line.year + 1, pence=later))
    return tuple(found)


def _percent(part: Decimal) -> str:
    return format_percent(rounded(part * 10_000))

"""Discounting and payback, as the Green Book has them (HM Treasury, 2022, annex A6)."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from partnership.money import rounded

MONTHS = 12


def discount_factor(rate: Decimal, year: int) -> Fraction:
    """1 / (1 + rate)^year, exactly; year 0 is not discounted.

    >>> [round(float(discount_factor(Decimal("0.035"), year)), 6) for year in range(4)]
    [1.0, 0.966184, 0.933511, 0.901943]
    """
    return 1 / (1 + Fraction(rate)) ** year


def present_value(pence: int, rate: Decimal, year: int) -> int:
    """The amount times the factor of its year, to the nearest penny.

    >>> present_value(100_000_00, Decimal("0.035"), 2)
    9335107
    """
    return rounded(pence * discount_factor(rate, year))


def payback(flows: Sequence[int]) -> int | None:
    """Months from the end of year 0 until what came in has made good what went out, for good; a month begun counts.

    `flows` are benefits less costs of years 0, 1, 2, ... in pence. None: not within these years. 0: by the end of the
    first.

    £4.54m in year 0 against £1,374,930 a year: after three years £415,210 is still out, which is 0.302 of the fourth
    year or 3.62 months of it. So in the fourth month of the fourth year: 3 years 4 months. Discounted at 3.5% it is
    £687,945.27 of the £1,198,172.06 that the fourth year is worth, 6.89 months: 3 years 7 months.

    >>> payback([-4_540_000_00] + [1_374_930_00] * 5)
    40
    >>> rate = Decimal("0.035")
    >>> payback([-4_540_000_00] + [present_value(1_374_930_00, rate, year) for year in range(1, 6)])
    43
    """
    running = list(accumulate(flows))
    if not running or running[-1] < 0:
        return None
    behind = max((year for year, total in enumerate(running) if total < 0), default=None)
    if behind is None:
        return 0
    months = MONTHS * (behind + Fraction(-running[behind], flows[behind + 1]))
    return -(-months.numerator // months.denominator)


def duration(months: int | None) -> str:
    """A payback in words.

    >>> duration(40), duration(24), duration(0), duration(None)
    ('3 years 4 months', '2 years', 'By the end of year 0', 'Not within its years')
    """
    if not months:
        return "Not within its years" if months is None else "By the end of year 0"
    years, rest = divmod(months, MONTHS)
    return " ".join(f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in ((years, "year"), (rest, "month")) if n)

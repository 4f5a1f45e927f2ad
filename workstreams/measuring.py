"""How a measured value stands: against its target, against another value, and per unit. Pure; no rounding but where
said.

Values, targets and tolerances are whole hundredths of the indicator's unit, so that 97.5 per cent is 9750.
"""

import re
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from django.core.exceptions import ValidationError

from partnership.money import MINUS, rounded

_NUMBER = re.compile(r"(?P<sign>-?)(?P<whole>[0-9]{1,10}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.(?P<part>[0-9]{1,2}))?")
WANTED = "a number with at most two digits after the point, such as 97.5"


class Better(StrEnum):
    """Which way is good."""

    HIGHER = "higher"
    LOWER = "lower"


class Status(StrEnum):
    """How a value stands against its target; the words are shown as they are."""

    MET = "met"
    WITHIN = "within tolerance"
    MISSED = "missed"
    NO_TARGET = "no target"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Trend(StrEnum):
    """How a value stands against another one of the same indicator."""

    BETTER = "better"
    SAME = "the same"
    WORSE = "worse"


def shortfall(value: int, target: int, better: str) -> int:
    """By how many hundredths the value misses the target; below 0, by how many it does better.

    >>> shortfall(92_00, 95_00, "higher"), shortfall(12_00, 10_00, "lower")
    (300, 200)
    """
    return target - value if better == Better.HIGHER else value - target


def status(value: int, target: int | None, tolerance: int, better: str) -> Status:
    """Met at the target or beyond; within tolerance up to and including the tolerance short of it; else missed.

    >>> [status(value, 95_00, 3_00, "higher").value for value in (95_00, 92_00, 91_99)]
    ['met', 'within tolerance', 'missed']
    """
    if target is None:
        return Status.NO_TARGET
    short = shortfall(value, target, better)
    if short <= 0:
        return Status.MET
    return Status.WITHIN if short <= tolerance else Status.MISSED


def severity(value: int, target: int | None, better: str) -> Fraction:
    """How badly a target is missed, as a part of it (of 1 unit, where the target is 0): the worst has the most."""
    if target is None:
        return Fraction(0)
    return Fraction(shortfall(value, target, better), abs(target) or 100)


def trend(value: int, other: int, better: str) -> Trend:
    """
    >>> trend(9_00, 12_00, "lower").value
    'better'
    """
    if value == other:
        return Trend.SAME
    return Trend.BETTER if (value > other) == (better == Better.HIGHER) else Trend.WORSE


def unit_cost(pence: int, hundredths: int) -> int:
    """Pence for one, of a cost and of hundredths of a volume above 0: to the nearest penny, half a penny away from 0.

    £925,000.00 over 2,400 applications is £385.42 each (385.4166…).

    >>> unit_cost(925_000_00, 2_400_00)
    38542
    """
    if hundredths <= 0:
        raise ValueError("A volume is above 0.")
    return rounded(Fraction(pence * 100, hundredths))


def plain(hundredths: int) -> str:
    """As people read it: 9750 is "97.5", 120000 is "1,200", with a real minus sign below 0."""
    whole, part = divmod(abs(hundredths), 100)
    decimals = f".{part:02d}".rstrip("0").rstrip(".")
    return f"{MINUS if hundredths < 0 else ''}{whole:,}{decimals}"


def decimal(hundredths: int) -> Decimal:
    """The exact number, for files: 9750 is Decimal("97.50")."""
    return Decimal(hundredths).scaleb(-2)


def hundredths_from_text(text: str, *, allow_negative: bool = True) -> int:
    """Whole hundredths from a number as typed: "97.5" gives 9750, "1,200" 120000. Never rounds.

    Raises ValidationError, as for "97,5".
    """
    bare = text.strip().replace(MINUS, "-").removesuffix("%").rstrip()
    match = _NUMBER.fullmatch(bare) if bare.isascii() else None
    if match is None:
        raise ValidationError(f"Enter {WANTED}.", code="invalid")
    found = int(match["whole"].replace(",", "")) * 100 + int((match["part"] or "").ljust(2, "0"))
    if match["sign"] and not allow_negative:
        raise ValidationError("The number must not be below 0. Take the minus sign away.", code="negative")
    return -found if match["sign"] else found

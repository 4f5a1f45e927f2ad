"""Money as people type it and read it. Inside the portal money is a whole number of pence, never a float.

What is typed is never rounded: an amount that is not a whole number of pence is refused, and said so. What is computed
is rounded by `rounded`, and by nothing else.
"""

import re
from decimal import Decimal
from fractions import Fraction

from django.core.exceptions import ValidationError

MAXIMUM_PENCE = 999_999_999_999  # £9,999,999,999.99: twelve digits, far inside a 64-bit column when summed
FULL_PERCENT = 10_000  # 100% in hundredths of a percent

MINUS = "\N{MINUS SIGN}"
_AMOUNT = re.compile(r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.(?P<part>[0-9]*))?")
_EXPONENT = re.compile(r"[0-9.]+[eE][+-]?[0-9]+")


def pence_from_text(text: str, *, allow_negative: bool = False, maximum: int = MAXIMUM_PENCE) -> int:
    """Whole pence from pounds as typed: "1234.50", "1,234.50", "£100", spaces around them.

    Raises ValidationError with one sentence that says what is wrong and how to mend it. Never rounds.
    """
    amount, negative = _bare(text, "£", "an amount in pounds, such as 1,234.50")
    if negative and not allow_negative:
        raise ValidationError("The amount must not be below zero. Take the minus sign away.", code="negative")
    match = _AMOUNT.fullmatch(amount)
    if match is None or amount == ".":
        raise ValidationError(_what_is_wrong(amount), code="invalid")
    pence = _hundredths(
        match, "An amount has at most two digits after the point, the pence. Round {shown} to the penny."
    )
    if pence is None or pence > maximum:
        raise ValidationError(
            f"The amount is too large. Enter {format_pounds(maximum)} or less, in pounds, not pence.", code="too_large"
        )
    return -pence if negative else pence


def hundredths_from_percent_text(text: str, *, maximum: int = FULL_PERCENT) -> int:
    """Hundredths of a percent from a percentage as typed: "33.33" or "33.33 %" gives 3333. Never rounds."""
    percentage, negative = _bare(text, "%", "a percentage, such as 33.33")
    if negative:
        raise ValidationError("The percentage must not be below zero. Take the minus sign away.", code="negative")
    match = _AMOUNT.fullmatch(percentage)
    if match is None or percentage == ".":
        raise ValidationError("Enter a percentage in the digits 0 to 9, such as 33.33.", code="invalid")
    hundredths = _hundredths(match, "A percentage has at most two digits after the point. Round {shown} to two digits.")
    if hundredths is None or hundredths > maximum:
        raise ValidationError(
            f"The percentage is too large. Enter {format_percent(maximum)} or less.", code="too_large"
        )
    return hundredths


def rounded(amount: Fraction | Decimal | int) -> int:
    """The nearest whole number, a half away from 0. For what is computed exactly and kept as whole pence.

    >>> rounded(Fraction(5, 2)), rounded(Fraction(-5, 2)), rounded(Fraction(7, 3))
    (3, -3, 2)
    """
    exact = Fraction(amount)
    whole = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return whole if exact >= 0 else -whole


def pounds(pence: int) -> Decimal:
    """Pounds, exactly: pounds(123450) is Decimal("1234.50"). For the edges (JSON, CSV) only."""
    return Decimal(f"{pence}e-2")


def format_pounds(pence: int) -> str:
    """Pounds as people read them, pence always shown: "£1,234.50", and "−£5.00" with a real minus sign."""
    whole, part = divmod(abs(pence), 100)
    return f"{MINUS if pence < 0 else ''}£{whole:,}.{part:02d}"


def format_percent(hundredths: int) -> str:
    """A percentage without idle noughts: 3333 is "33.33%", 5000 is "50%"."""
    whole, part = divmod(abs(hundredths), 100)
    decimals = f".{part:02d}".rstrip("0").rstrip(".")
    return f"{MINUS if hundredths < 0 else ''}{whole:,}{decimals}%"


def _bare(text: str, unit: str, wanted: str) -> tuple[str, bool]:
    """The digits, commas and point alone, and whether one minus sign stood before them or before the unit."""
    if not isinstance(text, str):  # a number in a JSON body has been through a float already
        raise ValidationError(f"Send {wanted}, as text in quotation marks.", code="not_text")
    bare = text.strip().removesuffix("%" if unit == "%" else "").removeprefix(unit).lstrip()
    negative = bare.startswith(("-", MINUS))
    if negative:
        bare = bare[1:].lstrip().removeprefix(unit)
    bare = bare.strip()
    if not bare:
        raise ValidationError(f"Enter {wanted}.", code="required")
    return bare, negative


def _hundredths(match: re.Match[str], too_fine: str) -> int | None:
    """The matched number times a hundred; None when it is too long to be worth computing."""
    whole, part = match["whole"].replace(",", "").lstrip("0"), match["part"] or ""
    if len(part) > 2:
        raise ValidationError(too_fine.format(shown=_shown(match[0])), code="too_fine")
    if len(whole) > 15:
        return None
    return int(whole or "0") * 100 + int(part.ljust(2, "0"))


def _what_is_wrong(amount: str) -> str:
    """One sentence for an amount that can not be read, by the commonest mistakes first."""
    shown = _shown(amount)
    if any(character.isdigit() and not character.isascii() for character in amount):
        return "Write the amount in the digits 0 to 9, such as 1,234.50."
    if _EXPONENT.fullmatch(amount):
        return f"Write the amount in full, without the letter e: {shown} can not be read as pounds and pence."
    if amount.lower().lstrip("+") in {"nan", "inf", "infinity"}:
        return f"“{shown}” is not an amount. Enter pounds and pence, such as 1,234.50."
    if "," in amount and re.fullmatch(r"[0-9,.]+", amount):
        return "Put commas between thousands and a point before the pence, such as 1,234.50, or leave the commas out."
    return f"“{shown}” can not be read as an amount. Use only digits, commas and a point, such as 1,234.50."


def _shown(typed: str) -> str:
    """What was typed, short and safe to repeat: an answer that carries a lone surrogate can not be sent."""
    short = typed if len(typed) <= 40 else typed[:40] + "…"
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in short)

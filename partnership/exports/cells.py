"""What a cell of an export can be: nothing, a text, a number, money, a day or a moment."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

# What XML can not hold. The ways to write it down are read by no spreadsheet, so a mark stands in its place.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_TEXT = 32_767  # of a cell in Excel, in UTF-16 units


class Pence(int):
    """A cell of money: a whole number of pence here, pounds with two decimals in every file."""

    __slots__ = ()


def pounds_text(pence: int) -> str:
    """Pounds as a plain number: 123450 is "1234.50", and -5 is "-0.05"."""
    whole, part = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{whole}.{part:02d}"


def known(value: Any) -> Any:
    """The value as exactly one of the types that the writers know: words of a choice as text, a moment as the portal's
    own time without its zone."""
    if isinstance(value, str):
        return str.__str__(value)  # of a choice or of safe HTML the text alone
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.replace(tzinfo=None, microsecond=0)
    if value is None or isinstance(value, int | Decimal | date):
        return value
    return str(value)


def for_sheet(text: str) -> str:
    """A text as a cell of a sheet may hold it: what is longer ends in a mark."""
    clean = _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)
    if len(clean) * 2 <= LONGEST_TEXT or _units(clean) <= LONGEST_TEXT:
        return clean
    cut = clean[: LONGEST_TEXT - 1]
    while _units(cut) > LONGEST_TEXT - 1:
        cut = cut[: len(cut) - max(1, (_units(cut) - LONGEST_TEXT) // 2)]
    return f"{cut}…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2

"""The periods that readings are of: a financial year, one of its quarters, or a month. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError

from partnership.dated import FIRST_YEAR, LAST_YEAR, Period, financial_year_of

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_YEAR = re.compile(r"([0-9]{4})\s*[-/–]\s*([0-9]{2}|[0-9]{4})")
_QUARTER = re.compile(r"([0-9]{4})\s*[-/–]\s*([0-9]{2}|[0-9]{4}),?\s*(?:q|quarter)\s*([1-4])", re.IGNORECASE)
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_NAMED = re.compile(r"([A-Za-z]{3,9})\s+([0-9]{4})")
WANTED = "Write a financial year as 2025-26, a quarter as 2025-26 Q1, a month as September 2025."


@dataclass(frozen=True, order=True)
class Span:
    """From its first to its last day; it is a month, a quarter or a financial year, and nothing else."""

    first_on: date
    last_on: date

    @property
    def frequency(self) -> str:
        """month, quarter or year."""
        days = (self.last_on - self.first_on).days + 1
        return "month" if days <= 31 else "quarter" if days <= 92 else "year"

    def __str__(self) -> str:
        if self.frequency == "month":
            return f"{MONTHS[self.first_on.month - 1]} {self.first_on.year}"
        year = financial_year_of(self.first_on)
        return str(Period(year, None if self.frequency == "year" else (self.first_on.month - 4) % 12 // 3 + 1))

    @property
    def before(self) -> "Span":
        """The period of the same length that ends the day before."""
        return span_of(self.first_on - timedelta(days=1), self.frequency)


def span_of(day: date, frequency: str) -> Span:
    """The month, quarter or financial year that a day is in.

    >>> str(span_of(date(2026, 2, 14), "quarter"))
    '2025-26 quarter 4'
    """
    if frequency == "month":
        first = day.replace(day=1)
        return Span(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))
    year = Period(financial_year_of(day))
    found = year if frequency == "year" else next(one for one in year.quarters if one.first_on <= day <= one.last_on)
    return Span(found.first_on, found.last_on)


def last_over(day: date, frequency: str) -> Span:
    """The last period that was over before this day."""
    return span_of(day, frequency).before


def span_from_text(text: str) -> Span:
    """The period that a person or a program wrote: 2025-26, 2025/26 Q1, 2025-26 quarter 1, 2025-09, September 2025.

    2008-09 is the financial year, as everywhere in the portal; 2025-09 can only be the month. Raises ValidationError
    with a sentence that says how to write one.
    """
    written = " ".join(text.split())
    if match := _QUARTER.fullmatch(written):
        found = Period(_begins(match), int(match[3]))
        return Span(found.first_on, found.last_on)
    if match := _YEAR.fullmatch(written):
        year = int(match[1])
        if int(match[2]) == (year + 1) % 10 ** len(match[2]):
            found = Period(_known(year))
            return Span(found.first_on, found.last_on)
    if match := _MONTH.fullmatch(written):
        return _month(int(match[1]), int(match[2]))
    if match := _NAMED.fullmatch(written):
        names = [name for name in MONTHS if name.lower().startswith(match[1].lower())]
        if len(names) == 1:
            return _month(int(match[2]), MONTHS.index(names[0]) + 1)
    raise ValidationError(f"“{written[:40]}” is not a period. {WANTED}", code="period")


def _begins(match: re.Match[str]) -> int:
    year = _known(int(match[1]))
    if int(match[2]) != (year + 1) % 10 ** len(match[2]):
        raise ValidationError(f"A financial year ends in the year after. {WANTED}", code="period")
    return year


def _known(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError(f"Choose a period from {FIRST_YEAR} to {LAST_YEAR}.", code="period")
    return year


def _month(year: int, month: int) -> Span:
    if not 1 <= month <= 12:
        raise ValidationError(f"There is no month {month}. {WANTED}", code="period")
    return span_of(date(_known(year), month, 1), "month")

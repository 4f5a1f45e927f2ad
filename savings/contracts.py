"""What a contract saves: by financial year and by organisation, to the penny. Pure; nothing here knows the database.

A contract saves its price before (the baseline) less its new price, both a year and for all organisations together.
A dearer contract saves less than nothing: a cost increase, computed the same way with the sign turned.

The rule for parts of a year, the same for the first and the last year of a contract:

- by months (the portal's default): every calendar month is a twelfth of a year, and part of a month counts by its days.
  Prices are agreed and invoiced by the month, a month in a contract is a calendar month (Law of Property Act 1925,
  section 61), and so a contract of twelve months saves one year's saving, whichever day it starts on (within February
  a leap day can make up to a 29th of a month's difference).
- by days: the days of the contract in a financial year, of the 365 or 366 days that this year has (periodical
  payments accrue from day to day: Apportionment Act 1870, section 2).

Either way a whole financial year saves exactly the saving a year.

Rounding is `apportionment.split`, three times, and nothing else. The whole life is what the contract's time takes of
the saving of all financial years that it touches (half a penny counts for the contract). That is split over the years
by their time, the largest remainder first; and each year over the organisations by their parts. So the years add up to
the whole life, the organisations to the year, and an organisation's whole life is the sum of its years.

By hand: £12,000.00 a year from 16 September 2024 to 31 December 2025. By months that is 15/30 + 6 = 6.5 months of
2024-25 and 9 months of 2025-26: £6,500.00 + £9,000.00 = £15,500.00. By days it is 197 of 365 and 275 of 365:
£6,476.71 + £9,041.10 = £15,517.81. Two organisations that buy two to one share £6,500.00 as £4,333.33 and £2,166.67.

>>> terms = Terms(date(2024, 9, 16), date(2025, 12, 31), 52_000_00, 40_000_00, (Part(1, 2), Part(2, 1)))
>>> [(str(each.period), each.pence, [part.pence for part in each.shares]) for each in schedule(terms).years]
[('2024-25', 650000, [433333, 216667]), ('2025-26', 900000, [600000, 300000])]
>>> by_days = Terms(terms.starts_on, terms.ends_on, 52_000_00, 40_000_00, terms.parts, Counting.DAYS)
>>> [each.pence for each in schedule(by_days).years]
[647671, 904110]
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from math import lcm

from partnership.apportionment import Part, Split, split
from partnership.dated import Period, financial_year_of

LONGEST_MONTHS = 20 * 12  # of a contract: as far ahead as savings are stated


class Counting(StrEnum):
    MONTHS = "months"
    DAYS = "days"


@dataclass(frozen=True)
class Terms:
    """A contract as far as its saving goes. Both days are included; prices are pence a year; only the proportions of
    the parts matter."""

    starts_on: date
    ends_on: date
    baseline_pence: int
    price_pence: int
    parts: tuple[Part, ...]
    counting: Counting = Counting.MONTHS

    @property
    def yearly_pence(self) -> int:
        """The saving a year; below 0, a cost increase."""
        return self.baseline_pence - self.price_pence


@dataclass(frozen=True)
class Year:
    """What a contract saves in one financial year. `time`: how much of a year it runs in it, over 0, at most 1."""

    year: int
    time: Fraction
    pence: int
    shares: tuple[Split, ...]

    @property
    def period(self) -> Period:
        return Period(self.year)


@dataclass(frozen=True)
class Schedule:
    """The saving a year, and that of each financial year, for all and for each organisation."""

    yearly_pence: int
    yearly: tuple[Split, ...]
    years: tuple[Year, ...]

    @property
    def length(self) -> Fraction:
        """In years, by the rule."""
        return sum((each.time for each in self.years), Fraction(0))

    @property
    def whole_life_pence(self) -> int:
        return sum(each.pence for each in self.years)

    @property
    def whole_life(self) -> dict[int, int]:
        """Pence of each party over the whole life, in the order of the parts."""
        return {
            part.party: sum(each.shares[index].pence for each in self.years) for index, part in enumerate(self.yearly)
        }

    @property
    def amounts(self) -> dict[Period, int]:
        """What there is to state: the pence of each financial year that saves or costs anything."""
        return {each.period: each.pence for each in self.years if each.pence}


def schedule(terms: Terms) -> Schedule:
    """The saving of each financial year and organisation by the rule above, in pence.

    Raises ValueError when the contract ends before it starts, runs longer than 20 years, or its parts can not share
    anything (see `apportionment.split`).
    """
    if terms.ends_on < terms.starts_on:
        raise ValueError("A contract ends on or after the day it starts.")
    if terms.ends_on > last_day(terms.starts_on, LONGEST_MONTHS):
        raise ValueError(f"A contract runs for at most {LONGEST_MONTHS // 12} years.")
    years = range(financial_year_of(terms.starts_on), financial_year_of(terms.ends_on) + 1)
    times = {year: _time(terms, Period(year)) for year in years}
    pence = _over_years(terms.yearly_pence, times)
    return Schedule(
        terms.yearly_pence,
        tuple(split(terms.yearly_pence, terms.parts)),
        tuple(Year(year, times[year], pence[year], tuple(split(pence[year], terms.parts))) for year in years),
    )


def _over_years(yearly_pence: int, times: Mapping[int, Fraction]) -> dict[int, int]:
    """The pence of each year: the whole life first, then its parts. Weights are whole numbers of a common fraction."""
    unit = lcm(*(time.denominator for time in times.values()))
    weights = {year: int(time * unit) for year, time in times.items()}
    inside, all_time = sum(weights.values()), len(times) * unit
    whole_life, _ = split(yearly_pence * len(times), [Part(0, inside), Part(1, all_time - inside)])
    parts = split(whole_life.pence, [Part(year, weight) for year, weight in weights.items()])
    return {part.party: part.pence for part in parts}


def _time(terms: Terms, period: Period) -> Fraction:
    """How much of a year the contract runs in this financial year."""
    first, last = max(terms.starts_on, period.first_on), min(terms.ends_on, period.last_on)
    if terms.counting == Counting.DAYS:
        return Fraction(_days(first, last), _days(period.first_on, period.last_on))
    return _months(first, last) / 12


def _days(first: date, last: date) -> int:
    return (last - first).days + 1


def _months(first: date, last: date) -> Fraction:
    """Calendar months from one day to another, both included; part of a month by its days."""
    days_first, days_last = (monthrange(day.year, day.month)[1] for day in (first, last))
    apart = 12 * (last.year - first.year) + last.month - first.month
    return apart + Fraction(last.day, days_last) - Fraction(first.day - 1, days_first)


def last_day(starts_on: date, months: int) -> date:
    """The last day of so many months from a day on: the day before the corresponding date, or, where that month has
    no such date, its own last day (Dodds v Walker [1981] 1 WLR 1027).

    >>> last_day(date(2024, 4, 1), 36), last_day(date(2024, 2, 29), 12), last_day(date(2023, 1, 31), 1)
    (datetime.date(2027, 3, 31), datetime.date(2025, 2, 28), datetime.date(2023, 2, 28))
    """
    year, month = divmod(12 * starts_on.year + starts_on.month - 1 + months, 12)
    days = monthrange(year, month + 1)[1]
    if starts_on.day > days:
        return date(year, month + 1, days)
    return date(year, month + 1, starts_on.day) - timedelta(days=1)


@dataclass(frozen=True)
class Grid:
    """Pence in rows and columns that add up both ways. A row is (name, cells, its total); None: no part in it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...], int], ...]
    totals: tuple[int, ...]
    total: int


def grid(columns: Mapping[int, str], rows: Iterable[tuple[str, Mapping[int, int]]]) -> Grid:
    """From the headings of columns by key, and (name, pence by key). Every cell stands in one of the columns."""
    found = list(rows)
    totals = tuple(sum(cells.get(key, 0) for _, cells in found) for key in columns)
    return Grid(
        tuple(columns.values()),
        tuple((name, tuple(cells.get(key) for key in columns), sum(cells.values())) for name, cells in found),
        totals,
        sum(totals),
    )

"""By when a meeting is to be announced, its agenda published, its pack made and sent. Pure: no database.

Days are clear working days: Mondays to Fridays that are no bank holiday in England, counting neither the day on which
something is done nor the day of the meeting (schedule 12 to the Local Government Act 1972 asks for clear days).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

DAY = timedelta(days=1)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England in a year.

    >>> date(2007, 8, 27) in bank_holidays(2007)
    True
    """
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working(day: date) -> bool:
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def last_day_before(meeting_on: date, clear_days: int) -> date:
    """The last day that leaves so many clear working days before a meeting: itself a working day. With 0 it is the
    working day before the meeting.

    Tuesday 31 July 2007 with 5: Monday 30 and Friday 27 to Tuesday 24 July lie between, so Monday 23 July. Monday 3
    September 2007 with 5: the bank holiday of 27 August does not count, so Thursday 23 August.

    >>> last_day_before(date(2007, 7, 31), 5)
    datetime.date(2007, 7, 23)
    >>> last_day_before(date(2007, 9, 3), 5)
    datetime.date(2007, 8, 23)

    Raises ValueError below 0.
    """
    if clear_days < 0:
        raise ValueError("There is no such number of days.")
    day = meeting_on - DAY
    for _ in range(clear_days):
        day = _working_on_or_before(day) - DAY
    return _working_on_or_before(day)


def _working_on_or_before(day: date) -> date:
    while not is_working(day):
        day -= DAY
    return day


@dataclass(frozen=True)
class Days:
    """How many clear working days before a meeting each thing is due."""

    notice: int
    publication: int
    pack: int
    making: int | None = None  # the pack is made by itself; none: somebody asks for it


@dataclass(frozen=True)
class Due:
    """The last day for each of them, and the day on which the pack is made by itself."""

    notice_by: date
    publish_by: date
    pack_by: date
    make_on: date | None = None


def due(meeting_on: date, days: Days) -> Due:
    """
    >>> due(date(2007, 7, 31), Days(notice=10, publication=5, pack=5)).notice_by
    datetime.date(2007, 7, 16)
    """
    numbers = (days.notice, days.publication, days.pack, days.making)
    return Due(*(last_day_before(meeting_on, number) for number in numbers if number is not None))

"""Months, and until when a report of one is due. Pure."""

from datetime import date, timedelta

from partnership.dated import FIRST_YEAR, LAST_YEAR


def month_of(day: date) -> date:
    """A month is named by its first day.

    >>> month_of(date(2007, 7, 31))
    datetime.date(2007, 7, 1)
    """
    return day.replace(day=1)


def shifted(month: date, by: int) -> date:
    """So many months later, or earlier.

    >>> shifted(date(2007, 12, 1), 1), shifted(date(2007, 3, 1), -4)
    (datetime.date(2008, 1, 1), datetime.date(2006, 11, 1))
    """
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


def last_over(today: date) -> date:
    """The last month that is over.

    >>> last_over(date(2007, 8, 1)), last_over(date(2007, 8, 31))
    (datetime.date(2007, 7, 1), datetime.date(2007, 7, 1))
    """
    return shifted(month_of(today), -1)


def last_day(month: date) -> date:
    """
    >>> last_day(date(2008, 2, 1))
    datetime.date(2008, 2, 29)
    """
    return shifted(month, 1) - timedelta(days=1)


def due_on(month: date, days: int) -> date:
    """The last day on which the report of a month is not late, where it may take so many days after the month's end.

    >>> due_on(date(2007, 7, 1), 10)
    datetime.date(2007, 8, 10)
    """
    return last_day(month) + timedelta(days=days)


def between(first: date, last: date) -> list[date]:
    """All months from the first to the last, the newest first; none where the last is before the first.

    >>> [f"{month:%b %Y}" for month in between(date(2007, 11, 1), date(2008, 1, 1))]
    ['Jan 2008', 'Dec 2007', 'Nov 2007']
    """
    months = (last.year - first.year) * 12 + last.month - first.month
    return [shifted(last, -back) for back in range(months + 1)]


def of_text(text: str) -> date | None:
    """The month that an address names, of the years that the portal knows.

    >>> of_text("2007-07"), of_text("2007-13"), of_text("July"), of_text("9999-12")
    (datetime.date(2007, 7, 1), None, None, None)
    """
    try:
        found = date.fromisoformat(f"{text}-01") if len(text) == 7 else None
    except ValueError:
        return None
    return found if found and FIRST_YEAR <= found.year <= LAST_YEAR else None

"""The one place that says what time it is.

Every moment the portal records comes from `now()`. Demonstration data tells the story of 2005 to 2014, so `load_demo`
(and tests) may set the clock back with `travel`; a portal that is not a demonstration refuses.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The present moment, in UTC; or the moment travelled to."""
    return _moment.get() or timezone.now()


def today() -> date:
    """The present date in the portal's time zone."""
    return timezone.localdate(now())


def end_of(day: date) -> datetime:
    """The moment at which a day of the portal's time zone is over; at the calendar's very end, the last that it has."""
    following = min(day, date.max - timedelta(days=2)) + timedelta(days=1)
    return datetime.combine(following, time(), tzinfo=timezone.get_default_timezone())


@contextmanager
def travel(moment: datetime) -> Iterator[None]:
    """Within this context it is `moment`. Refused outside demonstrations: nobody writes the past of a real ledger."""
    if not settings.DEMONSTRATION:
        raise ImproperlyConfigured("The clock can be set only in a demonstration.")
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)

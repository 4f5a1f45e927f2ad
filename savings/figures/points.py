"""A point of a partnership's ledger, and what people call it: now, a day, a moment, a sequence, a meeting, a pack."""

import re
from calendar import month_name
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from partnership import clock
from partnership.dated import FIRST_YEAR
from partnership.models import Partnership, User
from savings import ledger
from savings.models import Ledger, Posting

RECENT_DAYS = 30
_NAMED = re.compile(r"(?P<word>[a-z]+) +(?P<pk>[0-9]{1,18})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/. ]([0-9]{1,2}|[a-z]{3,9})[/. ]([0-9]{4})", re.IGNORECASE)
_NO_POINT = "Enter a day such as 31 March 2026, 31/3/2026 or 2026-03-31, or choose a meeting or a board pack."


@dataclass(frozen=True)
class AsAt:
    """A point of a partnership's ledger, and the day on which what is due by it is judged."""

    sequence: int
    on: date
    is_now: bool = False
    called: str = field(default="", compare=False)  # the meeting or the pack that it was named by

    def __str__(self) -> str:
        place = f"{self.on:%-d %B %Y}, ledger sequence {self.sequence}"
        return f"{self.called} ({place})" if self.called else place


@dataclass(frozen=True)
class Choice:
    """A point that a person may choose: what `as_at` takes for it, and what people call it."""

    text: str
    label: str


@dataclass(frozen=True)
class Calendar:
    """Points that an app above this one knows by name (governance: its meetings and board packs), for a reader."""

    words: frozenset[str]
    find: Callable[[Partnership, str, int, User], AsAt]  # raises ValidationError
    recent: Callable[[Partnership, User], list[Choice]]
    reported: Callable[[Partnership, AsAt, User], AsAt | None]  # what the members were last given, by a point


_calendars: list[Calendar] = []


def know(calendar: Calendar) -> None:
    """From now on points may be called by the calendar's words. Said once, when the app that has it is loaded."""
    _calendars.append(calendar)


def choices(partnership: Partnership, user: User) -> list[Choice]:
    """The latest meetings and board packs that the reader may see. One query."""
    return [choice for calendar in _calendars for choice in calendar.recent(partnership, user)]


def since(partnership: Partnership, at: AsAt, user: User) -> AsAt:
    """What a point is compared with unless a person says otherwise: what the members were last given by then, else the
    day 30 days before. One to three queries."""
    return reported(partnership, at, user) or days_before(partnership, at)


def reported(partnership: Partnership, at: AsAt, user: User) -> AsAt | None:
    """The point of the last board pack that was released by a point, if the reader may see it. One query."""
    found = (calendar.reported(partnership, at, user) for calendar in _calendars)
    return next((point for point in found if point), None)


def days_before(partnership: Partnership, at: AsAt) -> AsAt:
    """The end of the day 30 days before a point. At most two queries."""
    day = max(at.on - timedelta(days=RECENT_DAYS), date(FIRST_YEAR, 1, 1))
    then = as_at(partnership, day.isoformat())
    return AsAt(min(then.sequence, at.sequence), day)


def as_at(partnership: Partnership, text: str = "", on: str = "", *, user: User | None = None) -> AsAt:
    """The point that a person means by `text`: empty for now, a day (its end; 2026-03-31, or day first with the month
    as a number or a word), a moment, `#123` for a sequence, or for a `user` `meeting 5` (its beginning) and `pack 12`,
    as far as that user may see it.

    What is due is judged on that day; for a sequence, `on` may name a later one (a pack's, say). Raises
    ValidationError with a sentence for anything else, for the future and for a sequence not reached yet.
    """
    text = text.strip()
    if on.strip():
        return _judged(as_at(partnership, text), text, on.strip())
    if not text:
        return now(partnership)
    if text.startswith("#"):
        return _at_sequence(partnership, text[1:])
    if user and (named := _NAMED.fullmatch(text.lower())):
        return _by_name(partnership, named["word"], int(named["pk"]), user)
    moment = _moment(text)
    if moment is None:
        raise ValidationError(_NO_POINT, code="as_at")
    if timezone.localdate(moment) > clock.today():
        raise ValidationError("Choose a day that is not in the future.", code="as_at")
    return AsAt(ledger.sequence_at(partnership, moment), timezone.localdate(moment))


def _by_name(partnership: Partnership, word: str, pk: int, user: User) -> AsAt:
    for calendar in _calendars:
        if word in calendar.words:
            return calendar.find(partnership, word, pk, user)
    known = " or ".join(f"{word} 12" for calendar in _calendars for word in sorted(calendar.words))
    raise ValidationError(f"There are no points of this name. Name one as {known}.", code="as_at")


def now(partnership: Partnership) -> AsAt:
    """The last point of the ledger. One query."""
    sequence = Ledger.objects.filter(partnership=partnership).values_list("sequence", flat=True).first()
    return AsAt(sequence or 0, clock.today(), is_now=True)


def _at_sequence(partnership: Partnership, text: str) -> AsAt:
    if text.isascii() and text.isdigit() and len(text) < 19:
        moment = (
            Posting.objects.filter(partnership=partnership, sequence=int(text)).values_list("at", flat=True).first()
        )
        if moment or int(text) == 0:
            return AsAt(int(text), timezone.localdate(moment) if moment else clock.today())
    raise ValidationError("This partnership's ledger has not reached that sequence.", code="as_at")


def _judged(at: AsAt, text: str, on: str) -> AsAt:
    try:
        day = parse_date(on)
    except ValueError:
        day = None
    earliest = at.on if at.sequence else date(FIRST_YEAR, 1, 1)  # before the first posting every day is alike
    if not text.startswith("#") or day is None or not earliest <= day <= clock.today():
        raise ValidationError(
            f"Give a sequence, such as #{at.sequence}, and judge it on a day from {at.on} to today.", code="as_at"
        )
    return AsAt(at.sequence, day)


def _moment(text: str) -> datetime | None:
    try:
        day = parse_date(text) or _day_first(text)
        moment = datetime.combine(day, time.max) if day else parse_datetime(text)
        if moment is None or not 1990 <= moment.year <= 2100:
            return None
        return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
    except (ValueError, OverflowError):
        return None


def _day_first(text: str) -> date | None:
    """31/3/2026 or 31 March 2026. Raises ValueError for a day that does not exist."""
    if not (found := _DAY_FIRST.fullmatch(text)):
        return None
    day, month, year = found.groups()
    if month.isdigit():
        return date(int(year), int(month), int(day))
    names = [name for name in month_name[1:] if name.lower().startswith(month.lower())]
    return date(int(year), list(month_name).index(names[0]), int(day)) if names else None

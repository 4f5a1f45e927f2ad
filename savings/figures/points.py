"""A point of a partnership's ledger, and what people call it: now, a day, a moment, a sequence."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from partnership import clock
from partnership.models import Partnership
from savings import ledger
from savings.models import Ledger, Posting


@dataclass(frozen=True)
class AsAt:
    """A point of a partnership's ledger, and the day on which what is due by it is judged."""

    sequence: int
    on: date
    is_now: bool = False

    def __str__(self) -> str:
        return f"{self.on:%-d %B %Y}, ledger sequence {self.sequence}"


def as_at(partnership: Partnership, text: str = "", on: str = "") -> AsAt:
    """The point that a person means by `text`: empty for now, a day (its end), a moment, or `#123` for a sequence.

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
    moment = _moment(text)
    if moment is None:
        raise ValidationError("Enter the date as year, month and day, for example 2007-07-31.", code="as_at")
    if timezone.localdate(moment) > clock.today():
        raise ValidationError("Choose a day that is not in the future.", code="as_at")
    return AsAt(ledger.sequence_at(partnership, moment), timezone.localdate(moment))


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
    if not text.startswith("#") or day is None or not at.on <= day <= clock.today():
        raise ValidationError(
            f"Give a sequence, such as #{at.sequence}, and judge it on a day from {at.on} to today.", code="as_at"
        )
    return AsAt(at.sequence, day)


def _moment(text: str) -> datetime | None:
    try:
        day = parse_date(text)
        moment = datetime.combine(day, time.max) if day else parse_datetime(text)
        if moment is None or not 1990 <= moment.year <= 2100:
            return None
        return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
    except (ValueError, OverflowError):
        return None

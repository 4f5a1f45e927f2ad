"""Meetings as iCalendar (RFC 5545), for calendar programs. Nothing of an agenda is in it, so nothing exempt can be."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, IntegerField, Max, Model, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest
from icalendar import Calendar, Event, Timezone, vText

from governance.models import AgendaItem, Body, CalendarFeed, Meeting
from partnership import clock

PAST = timedelta(days=365)  # how far back a feed goes
USUAL_MINUTES = 120  # of a meeting whose agenda has no times
REFRESH = timedelta(hours=1)
ZONE = "Europe/London"
LONDON = ZoneInfo(ZONE)
# As the law has had it since 1996 (the Summer Time Order 2002): from one o'clock on the last Sunday of March to two
# o'clock, by summer time, on the last Sunday of October.
SUMMER_TIME = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""
_STATUS = {
    Meeting.State.DRAFT: "TENTATIVE",
    Meeting.State.CANCELLED: "CANCELLED",
    Meeting.State.POSTPONED: "CANCELLED",
}


def meetings(feed: CalendarFeed) -> QuerySet[Meeting]:
    """What its owner may see of it today: of a body all, else where the person sits or may stand in on that day."""
    rows = Meeting.objects.visible_to(feed.user).filter(starts_at__gte=clock.now() - PAST)
    rows = rows.filter(body=feed.body) if feed.body_id else rows.attended_by(feed.user)
    rows = rows.select_related("body", "partnership", "taken_over_by").order_by("starts_at", "pk")
    items = AgendaItem.objects.filter(meeting=OuterRef("pk")).order_by().values("meeting")
    planned = Subquery(items.annotate(n=Sum("minutes")).values("n"), output_field=IntegerField())
    return rows.annotate(
        planned_minutes=planned,
        changes=_told_by(Meeting, "id", Count("history_id")) + _told_by(AgendaItem, "meeting_id", Count("history_id")),
        changed_at=Greatest(
            Coalesce(_last(Meeting, "id"), "starts_at"),
            Coalesce(_last(AgendaItem, "meeting_id"), _last(Meeting, "id"), "starts_at"),
        ),
    )


def reads_nothing(feed: CalendarFeed) -> bool:
    """Whether the roles of its owner ended: those for the body's partnership, or all of them."""
    user = feed.user
    if feed.body_id:
        return not Body.objects.visible_to(user).filter(pk=feed.body_id).exists()
    return not user.current_grants


def _told_by(of: type[Model], path: str, what: Count) -> Coalesce:
    rows = of.history.filter(**{path: OuterRef("pk")}).order_by().values(path)  # type: ignore[attr-defined]
    return Coalesce(Subquery(rows.annotate(n=what).values("n")), 0)


def _last(of: type[Model], path: str) -> Subquery:
    rows = of.history.filter(**{path: OuterRef("pk")}).order_by().values(path)  # type: ignore[attr-defined]
    return Subquery(rows.annotate(n=Max("history_date")).values("n"))


# --- As a file --------------------------------------------------------------------------------------------------------
def written(name: str, rows: Iterable[Meeting]) -> bytes:
    """The file: the same bytes for the same meetings."""
    calendar = Calendar()
    calendar.add("prodid", "-//Shared services portal//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(name))  # else what the standard does not know is not escaped
    calendar.add("x-wr-timezone", ZONE)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add_component(Timezone.from_ical(SUMMER_TIME))
    for row in rows:
        calendar.add_component(event(row))
    return calendar.to_ical()


def event(meeting: Meeting) -> Event:
    """One meeting, of `meetings`. A number that rises with each change lets a program see that it changed."""
    starts: datetime = meeting.starts_at.astimezone(LONDON)
    planned, changes = getattr(meeting, "planned_minutes", None), getattr(meeting, "changes", 0)
    changed_at = getattr(meeting, "changed_at", None) or meeting.starts_at
    link = f"{settings.SITE_ADDRESS}{meeting.get_absolute_url()}"
    found = Event()
    found.add("uid", f"meeting-{meeting.pk}@{urlsplit(settings.SITE_ADDRESS).hostname}")
    found.add("sequence", max(0, changes - 1))
    found.add("dtstamp", changed_at)
    found.add("last-modified", changed_at)
    found.add("dtstart", starts)
    found.add("dtend", starts + timedelta(minutes=planned or USUAL_MINUTES))
    found.add("summary", f"{meeting.body.name}, {meeting.partnership.name}")
    found.add("location", meeting.place_name)
    found.add("description", f"{_standing(meeting)}\n{link}")
    found.add("url", link)
    found.add("status", _STATUS.get(Meeting.State(meeting.state), "CONFIRMED"))
    found.add("transp", "TRANSPARENT" if meeting.state in ("cancelled", "postponed") else "OPAQUE")
    return found


def _standing(meeting: Meeting) -> str:
    following = getattr(meeting, "taken_over_by", None)
    if following is not None:
        return f"Postponed to {following.starts_at.astimezone(LONDON):%-d %B %Y, %H:%M}."
    return f"{meeting.get_state_display()}."

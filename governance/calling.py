"""What is due before a meeting, by its body's rule: notice, agenda and pack; what is late, and what was done late."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from governance.models import BodyRule, Meeting, Pack, PackRelease
from governance.notice import Due, due
from partnership import clock
from partnership.templatetags.portal import date_words


def with_pack(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Meetings with `has_pack`: whether one was made that every reader of packs may read. In the same query."""
    made = PackRelease.objects.filter(pack__in=Pack.objects.open_and_whole(), pack__meeting=OuterRef("pk"))
    return rows.annotate(has_pack=Exists(made))


@dataclass(frozen=True)
class Calling:
    """`late`: what is overdue today, in sentences. Without a rule nothing is due."""

    due: Due | None
    late: tuple[str, ...]
    notice: str
    publication: str


def calling(meeting: Meeting, rule: BodyRule | None, *, has_pack: bool) -> Calling:
    days = due(meeting.on, rule.days) if rule else None
    return Calling(
        days,
        tuple(_late(meeting, days, has_pack)),
        _said(meeting, meeting.noticed_at, days.notice_by if days else None),
        _said(meeting, meeting.published_at, days.publish_by if days else None),
    )


def _late(meeting: Meeting, days: Due | None, has_pack: bool) -> list[str]:
    today = clock.today()
    if not meeting.is_ahead:
        return []
    if meeting.on < today:
        return ["It was not opened: open, postpone or cancel it."]
    if days is None:
        return ["The body has no rule on that day: set it."]
    found = []
    if meeting.noticed_at is None and today > days.notice_by:
        found.append(f"Notice was due by {date_words(days.notice_by)}.")
    if meeting.state == Meeting.State.DRAFT and today > days.publish_by:
        found.append(f"The agenda was due by {date_words(days.publish_by)}.")
    if not has_pack and today > days.pack_by:
        found.append(f"The board pack was due by {date_words(days.pack_by)}.")
    return found


def _said(meeting: Meeting, at: datetime | None, by: date | None) -> str:
    """ "20 July 2007, due by 23 July 2007"; of something late how it was late."""
    due_words = f"due by {date_words(by)}" if by else ""
    if at is None:
        return due_words.capitalize() if meeting.is_ahead else "Not given"
    late = " (late)" if by and timezone.localdate(at) > by else ""
    return f"{date_words(at)}{late}{', ' if due_words else ''}{due_words}"

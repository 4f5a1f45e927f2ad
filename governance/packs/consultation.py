"""The section “Consultation and communications”: what is open, whose reply is awaited, what was done, what was told,
and what was learned since the last pack of the same body."""

from functools import partial
from typing import Any

from governance.packs import tables
from governance.packs.content import Content, Source
from governance.packs.moves import since_last
from partnership.templatetags.portal import date_words
from workstreams.models import Communication, Consultation, Consultee, Lesson

MOST = 15  # rows of one table: the portal lists all
_OPEN = ("Consultation", "Workstream", "Open", "Replies", "How it stands")
_AWAITED = ("Who", "Consultation", "Asked", "Due")
_CLOSED = ("Consultation", "Workstream", "Closed", "What became of it", "What was done")
_TOLD = ("Day", "What it was", "Title", "For whom", "Workstream")
_LEARNED = ("Lesson", "Workstream", "What was learned", "Recommendation")
_frozen = partial(tables.listed, "consultation", most=MOST)


def section(source: Source, what: str) -> Content:
    """As at the pack's day; what is new since the day of the last pack. Six queries."""
    on = source.at.on
    since, words = since_last(source)
    here = {"partnership": source.partnership}
    consultations = Consultation.objects.visible_to(source.user).filter(**here).select_related("workstream")
    is_open = list(consultations.open(on).with_replies(on).order_by("closes_on", "pk"))
    closed = consultations.filter(closed_on__gt=since.on, closed_on__lte=on).order_by("closed_on", "pk")
    told = Communication.objects.visible_to(source.user).filter(**here, on__gt=since.on, on__lte=on)
    learned = Lesson.objects.visible_to(source.user).filter(**here, learned_on__gt=since.on, learned_on__lte=on)
    return {
        "as_at": source.day,
        "since": words,
        "open": _frozen("Open consultations", _OPEN, [_open(each, source) for each in is_open], (30, 18, 22, 15, 15)),
        "awaited": _frozen("Replies awaited", _AWAITED, _awaited(source, is_open), (32, 36, 16, 16)),
        "closed": _frozen("Closed since the last pack", _CLOSED, map(_closed, closed), (22, 15, 13, 18, 32)),
        "told": _frozen(
            "Communications since the last pack",
            _TOLD,
            map(_told, told.select_related("workstream").order_by("on", "pk")),
            (14, 16, 34, 18, 18),
        ),
        "learned": _frozen(
            "Lessons since the last pack",
            _LEARNED,
            map(_learned, learned.select_related("workstream").order_by("learned_on", "pk")),
            (24, 16, 30, 30),
        ),
    }


def _open(row: Any, source: Source) -> tuple[str, ...]:
    days = f"{date_words(row.opened_on)} to {date_words(row.closes_on)}"
    standing = "Replies overdue" if row.state_on(source.at.on) == "overdue" else "Open"
    return (row.title, row.where, days, f"{row.answered} of {row.asked}", standing)


def _awaited(source: Source, is_open: list[Any]) -> list[tuple[str, ...]]:
    """Who had been asked by the pack's day, and had not answered by it."""
    by_pk = {row.pk: row for row in is_open}
    rows = Consultee.objects.filter(consultation__in=by_pk, asked_on__lte=source.at.on)
    rows = rows.exclude(answered_on__lte=source.at.on).select_related("organisation")
    found = []
    for each in rows.order_by("consultation__closes_on", "asked_on", "pk"):
        of = by_pk[each.consultation_id]
        late = " (overdue)" if of.closes_on < source.at.on else ""
        found.append((str(each), of.title, date_words(each.asked_on), f"{date_words(of.closes_on)}{late}"))
    return found


def _closed(row: Consultation) -> tuple[str, ...]:
    return (row.title, row.where, date_words(row.closed_on), row.get_result_display(), row.outcome)


def _told(row: Communication) -> tuple[str, ...]:
    return (date_words(row.on), row.get_kind_display(), row.title, row.get_audience_display(), row.where)


def _learned(row: Lesson) -> tuple[str, ...]:
    return (row.title, row.where, row.learned, row.recommendation)

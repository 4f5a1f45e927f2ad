"""What of governance is found by the search: of what is exempt its title, and its text where the reader may read it."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from governance.models import AgendaItem, Decision, Delegation, Meeting, Report
from governance.models.reports import READ
from governance.reports.content import parts_in_order
from partnership import trigrams
from partnership.models import Partnership, User
from partnership.search import Hit, Kind, Words, having, text_of
from workstreams.models import Action

# What is long and much: on PostgreSQL its words are indexed, by a migration.
TEXTS = (trigrams.Words("governance_reportpart", "text"), trigrams.Words("governance_reportrecommendation", "text"))


def reports(user: User, partnership: Partnership, words: Words) -> QuerySet:
    """Three queries: a hit reads the parts and recommendations as well."""
    rows = Report.objects.visible_to(user).filter(partnership=partnership).with_exempt_opened(user)
    for word in words:
        rows = rows.about(word, user)
    return rows.select_related("partnership").prefetch_related("parts", "recommendations").order_by("-number")


def _said(row: Any) -> str:
    """What this reader may read of a report, in its order."""
    parts = [part.text for part in parts_in_order(row) if row.opens_exempt or not part.exempt_reason]
    return text_of(row.reference, parts[0], *(each.text for each in row.recommendations.all()), *parts[1:])


def decisions(user: User, partnership: Partnership, words: Words) -> QuerySet:
    rows = Decision.objects.visible_to(user).filter(partnership=partnership).for_reader(user)
    rows = rows.select_related("partnership", "item", "meeting__body")
    return having(rows, words, "reference", "item__title", "shown_motion", "shown_original").order_by(
        "-taken_at", "-pk"
    )


def agenda_items(user: User, partnership: Partnership, words: Words) -> QuerySet:
    meetings = Meeting.objects.visible_to(user).filter(partnership=partnership)
    rows = AgendaItem.objects.for_reader(user).filter(meeting__in=meetings)
    rows = rows.select_related("meeting__body", "meeting__partnership")
    return having(rows, words, "title", "shown_matter").order_by("-meeting__starts_at", "order", "pk")


def meetings(user: User, partnership: Partnership, words: Words) -> QuerySet:
    rows = Meeting.objects.visible_to(user).filter(partnership=partnership).select_related("body", "partnership")
    return having(rows, words, "body__name", "place_name", "reason").order_by("-starts_at", "-pk")


def delegations(user: User, partnership: Partnership, words: Words) -> QuerySet:
    rows = Delegation.objects.visible_to(user).filter(decision__partnership=partnership)
    return having(rows.select_related("decision__partnership"), words, "matter", "post").order_by("-from_on", "-pk")


def actions(user: User, partnership: Partnership, words: Words) -> QuerySet:
    rows = Action.objects.visible_to(user).filter(partnership=partnership).select_related("partnership")
    return having(rows, words, "title", "origin", "owner_title").order_by("-due_on", "-pk")


def _meeting_of(row: AgendaItem) -> str:
    return reverse("meeting", kwargs={"partnership": row.meeting.partnership.slug, "pk": row.meeting_id})


KINDS = (
    Kind(
        "reports",
        "Reports",
        reports,
        lambda row: Hit(
            row.title,
            row.get_absolute_url(),
            _said(row),
            timezone.localdate(row.published_at) if row.published_at else None,
        ),
        READ,
    ),
    Kind(
        "decisions",
        "Decisions",
        decisions,
        lambda row: Hit(
            f"{row.reference}: {row.subject}",
            row.get_absolute_url(),
            text_of(row.shown_motion, row.shown_original),
            timezone.localdate(row.taken_at),
        ),
    ),
    Kind(
        "agenda",
        "Agenda items",
        agenda_items,
        lambda row: Hit(row.title, _meeting_of(row), text_of(row.meeting, row.shown_matter), row.meeting.on),
    ),
    Kind(
        "meetings",
        "Meetings",
        meetings,
        lambda row: Hit(str(row), row.get_absolute_url(), text_of(row.place_name, row.reason), row.on),
    ),
    Kind(
        "delegations",
        "Delegations",
        delegations,
        lambda row: Hit(row.matter[:100], row.get_absolute_url(), text_of(row.decision, row.post), row.from_on),
    ),
    Kind(
        "actions",
        "Actions",
        actions,
        lambda row: Hit(row.title, row.get_absolute_url(), text_of(row.origin, row.owner_title), row.due_on),
    ),
)

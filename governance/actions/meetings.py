"""Meetings and their agendas: the clerk's work."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from governance.models import AgendaItem, Body, Meeting
from partnership import history
from partnership.actions.facts import write
from partnership.models import Partnership, User
from partnership.permissions import require


class MeetingFacts(TypedDict, total=False):
    body: Body
    starts_at: datetime
    place_name: str
    state: str


class AgendaFacts(TypedDict, total=False):
    title: str
    lead: str
    minutes: int | None


@transaction.atomic
def add_meeting(*, by: User, partnership: Partnership, **facts: Unpack[MeetingFacts]) -> Meeting:
    return _write_meeting(Meeting(partnership=partnership), facts, by=by)


@transaction.atomic
def edit_meeting(*, by: User, meeting: Meeting, **facts: Unpack[MeetingFacts]) -> Meeting:
    return _write_meeting(meeting, facts, by=by)


def _write_meeting(meeting: Meeting, facts: MeetingFacts, *, by: User) -> Meeting:
    require(by, "governance.edit_meeting", meeting)
    if "body" in facts and facts["body"].partnership_id != meeting.partnership_id:
        raise ValidationError({"body": "Choose a body of this partnership."})
    return write(meeting, facts, by=by)


@transaction.atomic
def add_agenda_item(
    *, by: User, meeting: Meeting, position: int | None = None, **facts: Unpack[AgendaFacts]
) -> AgendaItem:
    """Put an item on the agenda, last or at this position (from 1); those behind it move on."""
    item = AgendaItem(meeting=meeting)
    require(by, "governance.edit_meeting", item)
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    others = list(meeting.items.all())
    position = len(others) + 1 if position is None else position
    return _place(item, others, position, facts, by=by)


@transaction.atomic
def edit_agenda_item(
    *, by: User, item: AgendaItem, position: int | None = None, **facts: Unpack[AgendaFacts]
) -> AgendaItem:
    """Change an item, and perhaps its position."""
    require(by, "governance.edit_meeting", item)
    Meeting.objects.select_for_update().get(pk=item.meeting_id)
    items = list(item.meeting.items.all())
    now = items.index(item) + 1
    others = [other for other in items if other != item]
    return _place(item, others, now if position is None else position, facts, by=by)


@transaction.atomic
def remove_agenda_item(*, by: User, item: AgendaItem) -> None:
    """Take an item off; those behind it move up. Its history stays."""
    require(by, "governance.edit_meeting", item)
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    history.delete(item, by=by)
    _number(list(meeting.items.all()), by=by)


def _place(item: AgendaItem, others: list[AgendaItem], position: int, facts: AgendaFacts, *, by: User) -> AgendaItem:
    if not 1 <= position <= len(others) + 1:
        raise ValidationError({"position": f"Choose a position from 1 to {len(others) + 1}."})
    write(item, {**facts, "order": position}, by=by)
    _number([*others[: position - 1], item, *others[position - 1 :]], by=by)
    return item


def _number(items: list[AgendaItem], *, by: User) -> None:
    """Give the items the numbers 1, 2, 3 …, and history only to those that move."""
    for order, item in enumerate(items, start=1):
        if item.order != order:
            write(item, {"order": order}, by=by)

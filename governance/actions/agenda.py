"""The items of an agenda: added, changed, moved and taken off; after publication only supplements come, last."""

from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from governance.actions.bodies import MAY_KEEP
from governance.actions.states import locked
from governance.models import AgendaItem, Meeting, RatificationReturn, Report
from governance.models.routes import not_arrived
from governance.telling import tell_supplement
from partnership import history
from partnership.actions.facts import write
from partnership.models import User
from partnership.permissions import require

PUBLISHED = "The agenda is published: of this item only who leads it and its minutes still change."
ORDERED = "The agenda is published, with its numbers: an item stays where it is, and a supplement comes last."
KEPT = ("kind", "title", "matter", "is_exempt", "exempt_reason", "report")  # once published
OVER = "The agenda of a meeting that is over, postponed or cancelled stays as it is."


class AgendaFacts(TypedDict, total=False):
    kind: str
    title: str
    matter: str
    lead: str
    minutes: int | None
    is_exempt: bool
    exempt_reason: str
    report: Report | None
    brings_back: RatificationReturn | None


@transaction.atomic
def add_agenda_item(
    *, by: User, meeting: Meeting, position: int | None = None, **facts: Unpack[AgendaFacts]
) -> AgendaItem:
    """Put an item on the agenda, last or at this position (from 1); those behind it move on. After publication it is
    a supplement, comes last and gets the next number: packs and minutes name items by their numbers."""
    require(by, MAY_KEEP, meeting)
    meeting = _open(meeting, by)
    item = AgendaItem(meeting=meeting)
    if meeting.state != Meeting.State.DRAFT:
        item.supplement = 1 + (meeting.items.aggregate(last=Max("supplement"))["last"] or 0)
    others = list(meeting.items.all())
    position = len(others) + 1 if position is None else position
    if item.supplement and position != len(others) + 1:
        raise ValidationError({"position": ORDERED})
    report = facts.get("report")
    if item.supplement and report is not None and (said := not_arrived(report, meeting.body)):
        raise ValidationError(said)
    item = _place(item, others, position, facts, by=by)
    if said := item.lays_open:
        raise ValidationError({"is_exempt": said})
    if item.supplement:
        tell_supplement(item)
    return item


@transaction.atomic
def edit_agenda_item(
    *, by: User, item: AgendaItem, position: int | None = None, **facts: Unpack[AgendaFacts]
) -> AgendaItem:
    """Change an item, and perhaps its position."""
    require(by, MAY_KEEP, item)
    meeting = _open(item.meeting, by)
    items = list(meeting.items.all())
    now = items.index(item) + 1
    if meeting.state != Meeting.State.DRAFT:
        stored = items[now - 1]
        wrong = {name: PUBLISHED for name in KEPT if name in facts and facts.get(name) != getattr(stored, name)}
        if position not in (None, now):
            wrong["position"] = ORDERED
        if wrong:
            raise ValidationError(wrong)
    others = [other for other in items if other != item]
    return _place(item, others, now if position is None else position, facts, by=by)


@transaction.atomic
def move_agenda_item(*, by: User, item: AgendaItem, up: bool) -> AgendaItem:
    """One place up or down; the first and the last stay where they are."""
    require(by, MAY_KEEP, item)
    items = list(item.meeting.items.all())
    now = items.index(item) + 1
    position = max(1, now - 1) if up else min(len(items), now + 1)
    return edit_agenda_item(by=by, item=item, position=position)


@transaction.atomic
def remove_agenda_item(*, by: User, item: AgendaItem) -> None:
    """Take an item off a draft; those behind it move up. Its history stays."""
    require(by, MAY_KEEP, item)
    meeting = _open(item.meeting, by)
    if meeting.state != Meeting.State.DRAFT:
        raise ValidationError("The agenda is published, so no item is taken off. At the meeting it can be deferred.")
    history.delete(item, by=by)
    _number(list(meeting.items.all()), by=by)


def _open(meeting: Meeting, by: User) -> Meeting:
    meeting = locked(meeting, by)
    if not meeting.is_ahead and meeting.state != Meeting.State.OPEN:
        raise ValidationError(OVER)
    return meeting


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

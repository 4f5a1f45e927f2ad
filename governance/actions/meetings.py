"""Meetings are called, given notice of, published, put off or called off: the clerk's work before they are held."""

from copy import copy
from datetime import datetime
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from governance import telling
from governance.actions.bodies import MAY_KEEP
from governance.actions.packs import stop_scheduled
from governance.actions.returns import put_waiting
from governance.actions.states import locked, refuse_unless, state_words
from governance.models import AgendaItem, Body, Meeting
from governance.models.routes import not_arrived
from partnership import clock, history
from partnership.actions.facts import write
from partnership.models import Partnership, User
from partnership.permissions import require

State = Meeting.State
STANDING = (
    (AgendaItem.Kind.APOLOGIES, "Apologies for absence", 2),
    (AgendaItem.Kind.DECLARATIONS, "Declarations of interest", 3),
    (AgendaItem.Kind.MINUTES, "Minutes of the last meeting", 5),
)


class MeetingFacts(TypedDict, total=False):
    body: Body
    starts_at: datetime
    place_name: str


@transaction.atomic
def add_meeting(
    *, by: User, partnership: Partnership, standing: bool = False, **facts: Unpack[MeetingFacts]
) -> Meeting:
    """Plan a meeting; its agenda may begin with the standing items. What waits to be brought back to the body comes
    onto its next agenda that is a draft."""
    meeting = Meeting(partnership=partnership)
    require(by, MAY_KEEP, meeting)
    _refuse_foreign_body(meeting, facts)
    meeting = write(meeting, facts, by=by)
    _refuse_twice(meeting)
    for order, (kind, title, minutes) in enumerate(STANDING if standing else (), start=1):
        history.save(AgendaItem(meeting=meeting, order=order, kind=kind, title=title, minutes=minutes), by=by)
    put_waiting(by=by, body=meeting.body)
    return meeting


@transaction.atomic
def edit_meeting(*, by: User, meeting: Meeting, **facts: Unpack[MeetingFacts]) -> Meeting:
    """Change it. Once its agenda is published only the place still changes: another day is a postponement."""
    meeting = locked(meeting, by)
    _refuse_foreign_body(meeting, facts)
    if not meeting.is_ahead:
        raise ValidationError(f"This meeting is {state_words(meeting)}, so it is not changed any more.")
    if meeting.state == State.PUBLISHED:
        said = "The agenda is published. Postpone the meeting to move it, or cancel it."
        wrong = {name: said for name in ("body", "starts_at") if _changes(meeting, facts, name)}
        if wrong:
            raise ValidationError(wrong)
    was = copy(meeting)
    meeting = write(meeting, facts, by=by)
    _refuse_twice(meeting)
    telling.tell_moved(meeting, was)
    return meeting


def _refuse_twice(meeting: Meeting) -> None:
    """A body meets once at a time: a form that is sent twice does not make two meetings."""
    same = Meeting.objects.going_on().filter(body=meeting.body_id, starts_at=meeting.starts_at)
    if same.exclude(pk=meeting.pk).exists():
        raise ValidationError({"starts_at": f"{meeting.body} has a meeting at that time already."})


def _changes(meeting: Meeting, facts: MeetingFacts, name: str) -> bool:
    return name in facts and facts.get(name) != getattr(meeting, name)


def _refuse_foreign_body(meeting: Meeting, facts: MeetingFacts) -> None:
    if "body" in facts and facts["body"].partnership_id != meeting.partnership_id:
        raise ValidationError({"body": "Choose a body of this partnership."})


# --- Moves before it is held ------------------------------------------------------------------------------------------
@transaction.atomic
def give_notice(*, by: User, meeting: Meeting) -> Meeting:
    """Announce that the body is to meet on that day."""
    meeting = locked(meeting, by)
    refuse_unless(meeting, State.DRAFT, "be given notice of")
    if meeting.noticed_at is not None:
        raise ValidationError(f"Notice was given on {meeting.noticed_at:%-d %B %Y}.")
    meeting = write(meeting, {"noticed_at": clock.now()}, by=by)
    telling.tell_called(meeting)
    return meeting


@transaction.atomic
def publish_agenda(*, by: User, meeting: Meeting) -> Meeting:
    """From now on its items stay as they are, and others are supplements. Notice is given with it, if it was not."""
    meeting = locked(meeting, by)
    refuse_unless(meeting, State.DRAFT, "have its agenda published")
    missing = []
    if not meeting.items.exists():
        missing.append("The agenda has no items. Add them first.")
    for item in meeting.items.exclude(report=None).select_related("report__rule"):
        if item.report and (said := not_arrived(item.report, meeting.body)):
            missing.append(said)
        if said := item.lays_open:
            missing.append(said)
    if meeting.body.rule_on(meeting.on) is None:
        missing.append(f"{meeting.body} has no rule on {meeting.on:%-d %B %Y}. Set it on the page of the body first.")
    if missing:
        raise ValidationError(missing)
    now = clock.now()
    facts = {"state": State.PUBLISHED, "published_at": now, "noticed_at": meeting.noticed_at or now}
    meeting = write(meeting, facts, by=by)
    telling.tell_published(meeting)
    return meeting


@transaction.atomic
def postpone_meeting(*, by: User, meeting: Meeting, starts_at: datetime, reason: str) -> Meeting:
    """Put it off to another moment: a new meeting in draft takes its place, with the same agenda. Returns that one."""
    meeting = locked(meeting, by)
    _refuse_begun(meeting, "postponed")
    errors = {}
    if not reason.strip():
        errors["reason"] = "Say why it is postponed."
    if starts_at <= clock.now():
        errors["starts_at"] = "Choose a day and time still to come."
    elif starts_at == meeting.starts_at:
        errors["starts_at"] = "It is to be then already. Choose another day or time."
    if errors:
        raise ValidationError(errors)
    write(meeting, {"state": State.POSTPONED, "reason": reason.strip()}, by=by, reason=reason.strip()[:100])
    stop_scheduled(meeting)
    facts = {"body": meeting.body, "place_name": meeting.place_name, "instead_of": meeting, "starts_at": starts_at}
    following = write(Meeting(partnership=meeting.partnership), facts, by=by)
    _refuse_twice(following)
    for item in meeting.items.all():
        again = copy(item)
        again.pk, again.meeting, again.supplement = None, following, None
        again._state = type(item._state)()
        history.save(again, by=by)
    telling.tell_postponed(meeting, following)
    return following


@transaction.atomic
def cancel_meeting(*, by: User, meeting: Meeting, reason: str) -> Meeting:
    """Call it off. It stays in the calendar, with the reason."""
    meeting = locked(meeting, by)
    _refuse_begun(meeting, "cancelled")
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is cancelled."})
    facts = {"state": State.CANCELLED, "reason": reason.strip()}
    meeting = write(meeting, facts, by=by, reason=reason.strip()[:100])
    stop_scheduled(meeting)
    telling.tell_cancelled(meeting)
    return meeting


def _refuse_begun(meeting: Meeting, done: str) -> None:
    if not meeting.is_ahead:
        raise ValidationError(f"This meeting is {state_words(meeting)}, so it can not be {done}.")

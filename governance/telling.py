"""Who is told of a meeting, and of what: that it is called, moved or called off, that its agenda or a supplement is
published, and that it is tomorrow; and whose actions are due.

An e-mail leaves the portal, so it names nothing that is exempt: of an item only its title, which everybody may read.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from governance.models import AgendaItem, Attendance, Meeting, SeatHolding
from governance.notice import last_day_before
from partnership import actions, clock, notices
from partnership.models import Grant, User
from partnership.models.notices import Way
from partnership.templatetags.portal import date_words, moment_words
from workstreams.models import Action

CALLS = notices.Kind(
    "meetings",
    "Meetings",
    "When one of yours is called, moved, postponed or cancelled, or you are to stand in.",
    Way.AT_ONCE,
)
AGENDAS = notices.Kind("agendas", "Agendas", "When the agenda of a meeting or a supplement is published.", Way.AT_ONCE)
REMINDERS = notices.Kind("reminders", "Meetings to come", "On the working day before each.", Way.AT_ONCE)
ACTIONS = notices.Kind(
    "actions", "Your actions", "A week before one is due, and each week while it is overdue.", Way.DIGEST
)
KINDS = (CALLS, AGENDAS, REMINDERS, ACTIONS)
SOON = timedelta(days=7)


# --- What the clerk does ----------------------------------------------------------------------------------------------
def tell_called(meeting: Meeting) -> None:
    _tell(meeting, CALLS, "called", f"Meeting called: {meeting}", f"{meeting.body} is to meet on {_when(meeting)}.")


def tell_published(meeting: Meeting) -> None:
    items = "\n".join(str(item) for item in meeting.items.all())
    text = f"The agenda is published of the meeting on {_when(meeting)}.\n\n{items}"
    _tell(meeting, AGENDAS, "published", f"Agenda: {meeting}", text)


def tell_supplement(item: AgendaItem) -> None:
    meeting, words = item.meeting, item.supplement_words
    text = f"{words} came to the agenda of the meeting on {_when(meeting)}.\n\n{item}"
    _tell(meeting, AGENDAS, f"supplement:{item.supplement}", f"{words}: {meeting}", text)


def tell_moved(meeting: Meeting, was: Meeting) -> None:
    """Of a meeting that people know of, when its body, day, hour or place is another than `was`."""
    same = all(getattr(was, name) == getattr(meeting, name) for name in ("body_id", "starts_at", "place_name"))
    if not is_known(was) or same:
        return
    change = meeting.history.order_by("-history_id").values_list("history_id", flat=True)[0]
    text = f"{meeting.body} now meets on {_when(meeting)}. Before, {was.body} was to meet on {_when(was)}."
    _tell(meeting, CALLS, f"moved:{change}", f"Meeting moved: {meeting}", text, also=was)


def tell_postponed(meeting: Meeting, following: Meeting) -> None:
    if is_known(meeting):
        text = f"{meeting.body} does not meet on {_when(meeting)}. It meets on {_when(following)} instead."
        _tell(following, CALLS, "postponed", f"Meeting postponed: {meeting}", text, also=meeting)


def tell_cancelled(meeting: Meeting) -> None:
    if is_known(meeting):
        text = f"{meeting.body} does not meet on {_when(meeting)}: the meeting is cancelled."
        _tell(meeting, CALLS, "cancelled", f"Meeting cancelled: {meeting}", text)


def is_known(meeting: Meeting) -> bool:
    """Whether people were told that it is to be."""
    return meeting.noticed_at is not None or meeting.instead_of_id is not None


def _when(meeting: Meeting) -> str:
    return f"{moment_words(meeting.starts_at)}, {meeting.place_name}"


def _tell(
    meeting: Meeting, kind: notices.Kind, what: str, subject: str, text: str, *, also: Meeting | None = None
) -> int:
    """Each person once. `also`: whoever sits at that meeting hears of it too."""
    message = actions.Message(
        kind, key=f"meeting:{meeting.pk}:{what}", subject=subject, text=text, path=meeting.get_absolute_url()
    )
    people = concerned(meeting, *([also] if also else []))
    return actions.notify(message=message, to=people, partnership=meeting.partnership)


def concerned(meeting: Meeting, *others: Meeting) -> QuerySet[User]:
    """Who holds a seat of the body on the day of the meeting or may stand in, and who keeps its meetings; of those who
    may see the partnership today. One query."""
    here = {"partnership": meeting.partnership_id}
    readers = Grant.objects.carrying("partnership.view_partnership").filter(**here)
    clerks = Grant.objects.carrying("governance.edit_meeting").filter(**here)
    sitting = Q(pk__in=clerks.values("user"))
    for each in (meeting, *others):
        held = SeatHolding.objects.current(each.on).filter(seat__body=each.body_id, person__isnull=False)
        sitting |= Q(pk__in=held.values("person"))
    return User.objects.filter(sitting, pk__in=readers.values("user"))


def tell_apologies(row: Attendance) -> None:
    """Whoever keeps meetings, and whoever may stand in on that seat on the day."""
    meeting, here = row.meeting, {"partnership": row.meeting.partnership_id}
    readers = Grant.objects.carrying("partnership.view_partnership").filter(**here)
    clerks = Grant.objects.carrying("governance.edit_meeting").filter(**here)
    stand_ins = SeatHolding.objects.current(meeting.on).filter(
        seat=row.seat_id, capacity=SeatHolding.Capacity.SUBSTITUTE, person__isnull=False
    )
    told = Q(pk__in=clerks.values("user")) | Q(pk__in=stand_ins.values("person"))
    message = actions.Message(
        CALLS,
        key=f"meeting:{meeting.pk}:apologies:{row.pk}",
        subject=f"Apologies: {meeting}",
        text=f"{row.who} does not come on {_when(meeting)}. A substitute of this seat is asked to stand in.",
        path=reverse("meeting-mine", kwargs={"partnership": meeting.partnership.slug, "pk": meeting.pk}),
    )
    people = User.objects.filter(told, pk__in=readers.values("user")).exclude(pk=row.recorded_by_id)
    actions.notify(message=message, to=people, partnership=meeting.partnership)


# --- What the calendar does -------------------------------------------------------------------------------------------
def remind(on: date) -> int:
    """Once a day: of the meetings of the next working day, and of actions. Run twice it tells once. Counts whom it
    told."""
    told = sum(_remind_of(meeting) for meeting in _next(on))
    return told + sum(_remind_owner(action, on) for action in _due(on))


def _next(on: date) -> Iterator[Meeting]:
    """Those before which there is no further working day. A day on which nobody asked is made up for on the next."""
    known = Q(noticed_at__isnull=False) | Q(instead_of__isnull=False)
    ahead = Meeting.objects.filter(known, state__in=(Meeting.State.DRAFT, Meeting.State.PUBLISHED))
    near = ahead.filter(starts_at__gt=clock.now(), starts_at__date__lte=on + timedelta(days=14))
    for meeting in near.select_related("body", "partnership").order_by("pk"):
        if last_day_before(meeting.on, 0) <= on < meeting.on:
            yield meeting


def _remind_of(meeting: Meeting) -> int:
    text = f"{meeting.body} meets on {_when(meeting)}."
    message = actions.Message(
        REMINDERS,
        key=f"meeting:{meeting.pk}:reminder:{meeting.on}",
        subject=f"Reminder: {meeting}",
        text=text,
        path=reverse("meeting-mine", kwargs={"partnership": meeting.partnership.slug, "pk": meeting.pk}),
    )
    return actions.notify(message=message, to=concerned(meeting), partnership=meeting.partnership)


def _due(on: date) -> QuerySet[Action]:
    """Open ones whose owner signs in here and still has a role there. One query."""
    rows = Action.objects.open().filter(due_on__lte=on + SOON, owner__is_active=True)
    return rows.select_related("owner", "partnership").order_by("pk")


def _remind_owner(action: Action, on: date) -> int:
    grants = Grant.objects.carrying("partnership.view_partnership").filter(partnership=action.partnership_id)
    if not grants.filter(user=action.owner_id).exists():
        return 0
    year, week, _ = on.isocalendar()
    late = action.due_on < on
    key = f"overdue:{year}-{week}" if late else f"due:{action.due_on}"
    title = "One that came out of an exempt decision" if action.is_exempt else action.title
    days = (on - action.due_on).days
    said = f"It was due on {date_words(action.due_on)}, {days} day{'' if days == 1 else 's'} ago."
    message = actions.Message(
        ACTIONS,
        key=f"action:{action.pk}:{key}",
        subject=f"{'Overdue' if late else 'Due soon'}: {title}",
        text=said if late else f"It is due on {date_words(action.due_on)}.",
        path=action.get_absolute_url(),
    )
    return actions.notify(message=message, to=[action.owner], partnership=action.partnership)

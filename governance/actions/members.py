"""What a member says of themselves before and at a meeting: apologies, and interests. The clerk can strike it out."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from governance.actions.sittings import refuse_faults
from governance.attendance import What
from governance.models import AgendaItem, Attendance, Interest, Meeting, Seat, SeatHolding
from governance.room import Room
from governance.telling import tell_apologies
from partnership import clock
from partnership.models import User
from partnership.permissions import require

State = Meeting.State


def require_seat(*, by: User, meeting: Meeting) -> list[tuple[Seat, SeatHolding]]:
    """Raises PermissionDenied for who has no seat at the meeting."""
    require(by, "partnership.view_partnership", meeting)
    if found := Room(meeting).seats_of(by):
        return found
    raise PermissionDenied("This is for those who sit on the body on the day of the meeting.")


def _locked(meeting: Meeting) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("body", "partnership")
    return rows.get(pk=meeting.pk)


@transaction.atomic
def send_apologies(*, by: User, meeting: Meeting) -> list[Attendance]:
    """The holder of a seat does not come; the clerk and whoever may stand in are told.

    Raises PermissionDenied, ValidationError.
    """
    meeting = _locked(meeting)
    held = [(seat, holding) for seat, holding in require_seat(by=by, meeting=meeting) if not holding.is_substitute]
    if meeting.state != State.PUBLISHED:
        raise ValidationError("Apologies are sent once the agenda is published, and before the meeting is opened.")
    if not held:
        raise ValidationError("You stand in for somebody else, who sends the apologies. Tell the clerk.")
    known = {row.seat_id for row in Room(meeting).attendance}
    facts = {"meeting": meeting, "what": What.APOLOGY.value, "at": clock.now(), "recorded_by": by}
    rows = [Attendance(seat=seat, holding=holding, **facts) for seat, holding in held if seat.pk not in known]
    if not rows:
        raise ValidationError("Your apologies are recorded already.")
    for row in rows:
        row.recorded_at = clock.now()
        row.save()
        tell_apologies(row)
    return rows


@transaction.atomic
def declare_own_interest(
    *, by: User, meeting: Meeting, item: AgendaItem, nature: str, leaves: bool, seat: Seat | None = None
) -> Interest:
    """In an item of the agenda, for one's own seat (which, where there are more than one).

    Raises PermissionDenied, ValidationError.
    """
    meeting = _locked(meeting)
    held = dict(require_seat(by=by, meeting=meeting))
    seat = seat or next(iter(held))
    errors = {}
    if seat not in held:
        raise PermissionDenied("This seat is not yours.")
    if meeting.state not in (State.PUBLISHED, State.OPEN):
        errors["item"] = "Interests are declared once the agenda is published and until the meeting ends."
    elif item.meeting_id != meeting.pk:
        errors["item"] = "Choose an item of this meeting."
    if not nature.strip():
        errors["nature"] = "Say what the interest is."
    if errors:
        raise ValidationError(errors)
    row = Interest(item=item, seat=seat, holding=held[seat], nature=nature.strip(), leaves=leaves, recorded_by=by)
    row.full_clean(exclude=["recorded_by"])
    row.save()
    refuse_faults(meeting, "leaves")
    return row

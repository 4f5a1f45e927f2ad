"""What every move of a meeting asks first: that nobody else moves it meanwhile, and that it is in the right state."""

from django.core.exceptions import ValidationError

from governance.actions.bodies import MAY_KEEP
from governance.models import Meeting
from partnership.models import User
from partnership.permissions import require

State = Meeting.State


def locked(meeting: Meeting, by: User) -> Meeting:
    """As it is by now, and nobody else moves it meanwhile, nor changes the rules and seats of its body; if the user
    keeps meetings."""
    rows = Meeting.objects.select_for_update(of=("self", "body"), no_key=True).select_related("body", "partnership")
    found = rows.get(pk=meeting.pk)
    require(by, MAY_KEEP, found)
    return found


def refuse_unless(meeting: Meeting, state: str, to: str) -> None:
    if meeting.state != state:
        wanted = State(state).label.lower()
        raise ValidationError(f"This meeting is {state_words(meeting)}. Only one that is {wanted} can {to}.")


def state_words(meeting: Meeting) -> str:
    words = {State.PUBLISHED: "published", State.MINUTES: "over", State.AGREED: "over", State.DRAFT: "a draft"}
    return words.get(State(meeting.state), State(meeting.state).label.lower())

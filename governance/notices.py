"""The notices of governance: who is told of what."""

from django.db.models import Q, QuerySet

from governance.models import MinutesEdition, Pack, SeatHolding
from governance.models.meetings import EXEMPT
from partnership import actions, clock, notices
from partnership.models import Grant, User
from partnership.models.notices import Way

PACKS = notices.Kind(
    "packs", "Board packs", "When one is released, was made by itself, or could not be made.", Way.AT_ONCE
)
MINUTES = notices.Kind("minutes", "Minutes", "When they are circulated for corrections, and agreed.", Way.AT_ONCE)


def tell_minutes(edition: MinutesEdition) -> None:
    """Everybody who sat on the body, or stood in, on the day of the meeting, and who does so today; once for each."""
    meeting = edition.meeting
    agreed = "They were agreed." if edition.is_agreed else "Read them, and propose corrections on their page."
    message = actions.Message(
        MINUTES,
        key=f"minutes:{edition.pk}",
        subject=f"Minutes: {meeting}, {edition.called}",
        text=agreed,
        path=edition.get_absolute_url(),
    )
    seats = SeatHolding.objects.filter(seat__body=meeting.body_id, person__isnull=False)
    sitting = seats.current(meeting.on) | seats.current()
    people = User.objects.filter(pk__in=sitting.values("person"))
    actions.notify(message=message, to=people, partnership=meeting.partnership)


# --- Board packs ------------------------------------------------------------------------------------------------------
# An exempt edition is told to nobody but those who may see what is exempt: not even that it is there.
def tell_released(pack: Pack) -> None:
    """Everybody who may download the pack, once for each version."""
    text = f"Version {pack.version} of the board pack was released. It has {pack.pages} pages."
    _tell(pack, "", "Board pack", text, pack.duties.download)


def tell_made(pack: Pack) -> None:
    """Of one that a body's rule had made: those who may read it before it is released."""
    if pack.is_scheduled:
        text = f"The board pack was made by itself, by the rule of the {pack.meeting.body}. It has {pack.pages} pages."
        _tell(pack, ":made", "Board pack made", f"{text} It waits for its release.", *pack.duties.view)


def tell_failed(pack: Pack) -> None:
    """Those who may try again, each time that it failed for good. Of an annual statement nobody is told."""
    if not pack.is_statement:
        words = "Board pack not made"
        _tell(pack, f":failed:{clock.now().isoformat()}", words, pack.problem, pack.duties.request)


def _tell(pack: Pack, what: str, words: str, text: str, *permissions: str) -> None:
    message = actions.Message(
        PACKS,
        key=f"pack:{pack.pk}{what}",
        subject=f"{words}: {', '.join(filter(None, [pack.subject, pack.called.lower()]))}",
        text=text,
        path=pack.get_absolute_url(),
    )
    actions.notify(message=message, to=_holding(pack, permissions), partnership=pack.partnership)


def _holding(pack: Pack, permissions: tuple[str, ...]) -> QuerySet[User]:
    """Whoever has one of these, and may see the edition."""
    grants = Grant.objects.filter(partnership=pack.partnership_id)
    may = Q()
    for permission in permissions:
        may |= Q(pk__in=grants.carrying(permission).values("user"))
    people = User.objects.filter(may)
    return people.filter(pk__in=grants.carrying(EXEMPT).values("user")) if pack.is_exempt else people

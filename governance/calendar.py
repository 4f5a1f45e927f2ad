"""Meetings and board packs as points of the ledger: what the pages of figures offer beside days and sequences."""

from django.core.exceptions import ValidationError
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from governance.models import Meeting, Pack
from partnership import clock
from partnership.models import Partnership, User
from savings import ledger
from savings.figures.points import AsAt, Calendar, Choice

OFFERED = 8


def find(partnership: Partnership, word: str, pk: int, user: User) -> AsAt:
    """`pack 12`: the point that its figures are as at. `meeting 5`: the moment it began. Raises ValidationError."""
    return _of_pack(partnership, pk, user) if word == "pack" else _of_meeting(partnership, pk, user)


def recent(partnership: Partnership, user: User) -> list[Choice]:
    """The latest meetings, each by its newest board pack if the reader may see one. One query."""
    newest = _packs(partnership, user).filter(meeting=OuterRef("pk")).order_by("supplement", "is_exempt", "-version")
    rows = Meeting.objects.visible_to(user).filter(partnership=partnership).exclude(state=Meeting.State.CANCELLED)
    rows = rows.annotate(pack=Subquery(newest.values("pk")[:1]), version=Subquery(newest.values("version")[:1]))
    rows = rows.filter(Q(starts_at__lte=clock.now()) | Q(pack__isnull=False)).select_related("body")
    return [_choice(meeting) for meeting in rows.order_by("-starts_at", "-pk")[:OFFERED]]


def reported(partnership: Partnership, at: AsAt, user: User) -> AsAt | None:
    """The last released pack whose figures are not later than a point. One query."""
    released = _packs(partnership, user).filter(release__isnull=False, sequence__lte=at.sequence, as_at_on__lte=at.on)
    if at.is_now:
        found = released.order_by("-release__released_at", "-pk").first()
    else:
        found = released.filter(release__released_at__date__lte=at.on).order_by("-sequence", "-pk").first()
    return _point(found) if found else None


def last_of_body(pack: Pack) -> Pack | None:
    """The newest pack of an earlier meeting of the same body: of its versions the released one, if one was.

    An open one: what it is called is printed where everybody reads it."""
    earlier = (
        Pack.objects.open_and_whole()
        .finished()
        .filter(
            meeting__body=pack.meeting.body_id,
            meeting__starts_at__lt=pack.meeting.starts_at,
            sequence__lte=pack.sequence,
        )
    )
    newest = earlier.order_by("-meeting__starts_at", F("release__released_at").desc(nulls_last=True), "-version")
    return newest.select_related("meeting__body").first()


def _packs(partnership: Partnership, user: User) -> QuerySet[Pack]:
    rows = Pack.objects.visible_to(user).of_meetings().finished().filter(partnership=partnership)
    return rows.select_related("meeting__body")


def _of_pack(partnership: Partnership, pk: int, user: User) -> AsAt:
    found = _packs(partnership, user).filter(pk=pk).first()
    if found is None:
        raise ValidationError(f"There is no finished board pack {pk} that you may see.", code="as_at")
    return _point(found)


def _point(pack: Pack) -> AsAt:
    return AsAt(pack.sequence, pack.as_at_on, called=called(pack))


def called(pack: Pack) -> str:
    which = f" ({pack.called[:1].lower()}{pack.called[1:]})" if pack.called else ""
    return f"Board pack{which} of the {_named(pack.meeting)}, version {pack.version}"


def _of_meeting(partnership: Partnership, pk: int, user: User) -> AsAt:
    rows = Meeting.objects.visible_to(user).filter(partnership=partnership).select_related("body")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise ValidationError(f"There is no meeting {pk} that you may see.", code="as_at")
    if found.starts_at > clock.now():
        raise ValidationError("This meeting has not begun yet. Choose one that has.", code="as_at")
    sequence = ledger.sequence_at(partnership, found.starts_at)
    return AsAt(sequence, timezone.localdate(found.starts_at), called=f"Meeting of the {_named(found)}")


def _named(meeting: Meeting) -> str:
    return f"{meeting.body.name}, {timezone.localdate(meeting.starts_at):%-d %B %Y}"


def _choice(meeting: Meeting) -> Choice:
    pack, version = getattr(meeting, "pack", None), getattr(meeting, "version", None)
    if pack is None:
        return Choice(f"meeting {meeting.pk}", f"{_named(meeting)}: the meeting")
    return Choice(f"pack {pack}", f"{_named(meeting)}: board pack, version {version}")


CALENDAR = Calendar(frozenset({"meeting", "pack"}), find, recent, reported)

"""Tell people something, once; and choose how to be told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from celery import current_app
from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import clock, history, notices
from partnership.jobs import BROKER_ERRORS
from partnership.models import Notice, NoticeChoice, Partnership, User
from partnership.models.notices import Way

SEND = "partnership.tasks.send_notices"
_STATES = {Way.AT_ONCE: Notice.State.QUEUED, Way.DIGEST: Notice.State.HELD, Way.HERE: Notice.State.HERE}


@dataclass(frozen=True)
class Message:
    """What is told. `key` says what it is about: whoever was told it already is not told again. `text` is plain text
    without anything exempt; `path` the page to go to."""

    kind: notices.Kind
    key: str
    subject: str
    text: str
    path: str = ""


@transaction.atomic
def notify(*, message: Message, to: Iterable[User], partnership: Partnership | None = None) -> int:
    """Write the message to each of these people, in the way that each has chosen; the portal's own act, by nobody.

    Counts those who had not been told before. Two queries, whatever their number; the e-mails go out once the
    transaction is committed, or when the broker is back.
    """
    people = {person.pk: person for person in to if person.is_active}
    told = Notice.objects.filter(to__in=people, key=message.key).values_list("to", flat=True)
    new = people.keys() - set(told)
    chosen = dict(NoticeChoice.objects.filter(user__in=new, kind=message.kind.key).values_list("user", "way"))
    rows = [
        Notice(
            to_id=pk,
            partnership=partnership,
            kind=message.kind.key,
            key=message.key,
            subject=" ".join(message.subject.split())[:200],  # a header has one line
            text=message.text,
            path=message.path,
            state=_STATES[Way(chosen.get(pk, message.kind.default))],
            written_at=clock.now(),
        )
        for pk in sorted(new)
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)  # a copy of this act at the same time tells once
    if any(row.state == Notice.State.QUEUED for row in rows):
        transaction.on_commit(offer)
    return len(rows)


def offer() -> None:
    """Ask a worker to send what waits. Without a broker beat asks later."""
    try:
        current_app.send_task(SEND)
    except BROKER_ERRORS:
        return


@transaction.atomic
def resend_notice(*, by: User, notice: Notice) -> None:
    """Try again to send what could not be delivered to this person."""
    taken = Notice.objects.filter(pk=notice.pk, to=by, state=Notice.State.FAILED).update(
        state=Notice.State.QUEUED, attempts=0, problem="", lease=None, leased_until=None
    )
    if not taken:
        raise ValidationError("This notice does not wait to be sent again.")
    transaction.on_commit(offer)


@transaction.atomic
def choose_notices(*, by: User, ways: Mapping[str, str]) -> None:
    """How this person wants each kind from now on."""
    if unknown := ways.keys() - notices.KINDS.keys():
        raise ValidationError(f"There are no notices “{min(unknown)}”.")
    User.objects.select_for_update().get(pk=by.pk)
    kept = {choice.kind: choice for choice in NoticeChoice.objects.filter(user=by)}
    for kind, way in ways.items():
        choice = kept.get(kind) or NoticeChoice(user=by, kind=kind)
        if choice.way != way:
            choice.way = way
            choice.full_clean(validate_unique=False, validate_constraints=False)
            history.save(choice, by=by)

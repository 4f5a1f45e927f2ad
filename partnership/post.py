"""From notices to e-mails: one each, or one a day for all that a person wants together; and who is reminded of what."""

from datetime import date, timedelta

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from partnership import clock, duties, notices
from partnership.actions.notices import Message, notify, offer
from partnership.jobs import Queue
from partnership.models import Grant, Notice, Partnership, User

QUEUE = Queue(
    Notice,
    "partnership.tasks.send_notice",
    takes={Notice.State.QUEUED: Notice.State.SENDING},
    stopped="The worker stopped whenever it sent this.",
    passing="The mail server did not take this message for a day. Ask your administrator whether it works.",
    related=("to", "partnership"),
    most_attempts=13,
    pause=lambda attempts: min(timedelta(minutes=2**attempts), timedelta(hours=4)),  # a day and 14 minutes in all
)
MOST_LINES = 100  # of a daily message: the newest
HOPELESS: dict[type[BaseException], str] = {ValueError: "This message can not be sent as it is written."}
GONE = "It was not sent: by then you had no role there."
log = structlog.get_logger(__name__)


def send(pk: int) -> None:
    """Send one notice, unless it is sent or in somebody else's hands.

    A worker that dies between the mail server and the row sends it again, with the same Message-ID, by which a mail
    program tells that it is the same.
    """
    QUEUE.work(pk, _send, HOPELESS)


def _send(notice: Notice) -> None:
    if not _still_concerns(notice):
        QUEUE.write(notice, state=Notice.State.HERE, lease=None, leased_until=None, problem=GONE)
        return
    with QUEUE.held(notice):
        _email(notice).send()
    QUEUE.write(notice, state=Notice.State.SENT, sent_at=clock.now(), lease=None, leased_until=None, problem="")


def _still_concerns(notice: Notice) -> bool:
    """A message leaves the portal, so it is asked now whether the person still belongs where it comes from."""
    grants = Grant.objects.approved().current().filter(user=notice.to)
    return notice.to.is_active and (
        notice.partnership is None or grants.filter(partnership=notice.partnership).exists()
    )


def _email(notice: Notice) -> EmailMessage:
    where = f"{settings.SITE_ADDRESS}{notice.path}" if notice.path else ""
    choose = f"{settings.SITE_ADDRESS}{reverse('notice-choices')}"
    parts = [notice.text, where, f"--\nThe shared services portal. Choose what it sends you: {choose}"]
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    headers = {"Message-ID": f"<notice-{notice.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(notice.subject, "\n\n".join(filter(None, parts)), to=[notice.to.email], headers=headers)


# --- Once a day -------------------------------------------------------------------------------------------------------
def gather(on: date) -> int:
    """Put what each person wants once a day into one notice of the day. Run twice it does the same once."""
    people = User.objects.filter(notices__state=Notice.State.HELD, is_active=True).distinct()
    return sum(_gathered(person, on) for person in people)


@transaction.atomic
def _gathered(person: User, on: date) -> bool:
    User.objects.select_for_update().get(pk=person.pk)
    rows = Notice.objects.filter(to=person, state=Notice.State.HELD)
    mine = Grant.objects.approved().current().filter(user=person).values("partnership")
    rows.exclude(Q(partnership=None) | Q(partnership__in=mine)).update(state=Notice.State.HERE, problem=GONE)
    held = list(rows.order_by("pk"))
    key = f"digest:{on}"
    if not held or Notice.objects.filter(to=person, key=key).exists():
        return False
    lines = [f"{each.subject}\n{each.text}\n{settings.SITE_ADDRESS}{each.path}" for each in held[-MOST_LINES:]]
    if len(held) > MOST_LINES:
        lines.append(f"And {len(held) - MOST_LINES} more, on the page of your notices.")
    daily = Notice.objects.create(
        to=person,
        kind=notices.DIGEST.key,
        key=key,
        subject=f"{len(held)} notice{'' if len(held) == 1 else 's'} of the shared services portal",
        text="\n\n".join(lines),
        path=reverse("notice-list"),
        state=Notice.State.QUEUED,
        written_at=clock.now(),
    )
    pks = [each.pk for each in held]
    Notice.objects.filter(pk__in=pks).update(state=Notice.State.GATHERED, gathered_in=daily)
    transaction.on_commit(offer)
    return True


# --- Reminders --------------------------------------------------------------------------------------------------------
def remind(on: date) -> int:
    """Tell each person, once in each week, what waits for them in each partnership. Counts those told.

    What fails for one person is logged, keeps nobody else waiting, and is tried again the next day.
    """
    told = 0
    for partnership in Partnership.objects.order_by("pk"):
        holders = Grant.objects.approved().current().filter(partnership=partnership).values("user")
        for person in User.objects.filter(pk__in=holders, is_active=True).order_by("pk"):
            try:
                told += _reminded(person, partnership, on)
            except Exception:
                log.exception("reminder_failed", user=person.pk, partnership=partnership.slug)
    return told


def _reminded(person: User, partnership: Partnership, on: date) -> int:
    groups = duties.waiting(person, partnership)
    message = _reminder(partnership, groups, on)
    return notify(message=message, to=[person], partnership=partnership) if groups else 0


def _reminder(partnership: Partnership, groups: list[duties.Waiting], on: date) -> Message:
    year, week, _ = on.isocalendar()
    overdue = sum(duty.is_overdue for group in groups for duty in group.duties)
    lines = [f"{group.title}: {group.number}{' or more' if group.is_cut else ''}" for group in groups]
    if overdue:
        lines.append(f"Overdue: {overdue}")
    return Message(
        notices.DUTIES,
        key=f"duties:{partnership.pk}:{year}-{week}",
        subject=f"What waits for you: {partnership.name}",
        text="\n".join(lines),
        path=reverse("queue", kwargs={"partnership": partnership.slug}),
    )

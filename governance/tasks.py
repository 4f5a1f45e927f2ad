"""What workers do for board packs and minutes, and for those who are reminded."""

import structlog
from celery import shared_task

from governance import actions, minutes_files, scheduling, telling, telling_decisions
from governance.models import Meeting, RatificationNeed
from governance.packs import build, queue, store
from partnership import clock

log = structlog.get_logger(__name__)


@shared_task
def render_pack(pk: int) -> None:
    """Make one pack, unless it is made, cancelled or in somebody else's hands."""
    build.build(pk)


@shared_task
def requeue_packs() -> None:
    """Offer again what was lost on the way; beat asks for it."""
    queue.resend()


@shared_task
def request_scheduled_packs() -> None:
    """Ask for the packs whose day has come, by the rules of the bodies; beat asks for it every ten minutes."""
    for due in list(scheduling.overdue(state=Meeting.State.PUBLISHED)):
        try:
            actions.request_scheduled(meeting=due.meeting)
        except Exception:  # of one meeting: no other waits for it, and beat asks again
            log.exception("scheduled_pack_not_requested", meeting=due.meeting.pk)


@shared_task
def bring_back() -> None:
    """What organisations refused, or did not answer in time, goes back to its board; beat asks for it every ten
    minutes."""
    for need in list(RatificationNeed.objects.to_return().select_related("decision")):
        try:
            actions.return_to_board(need=need)
        except Exception:  # of one decision: no other waits for it, and beat asks again
            log.exception("decision_not_brought_back", need=need.pk)


@shared_task
def throw_away_pack_parts() -> None:
    """Forget printed sections that no pack has used for long; beat asks for it each night."""
    store.throw_away()


@shared_task
def remind() -> None:
    """Once a day: of meetings on the next working day, of actions that are due, and of ratifications."""
    telling.remind(clock.today())
    telling_decisions.remind(clock.today())


@shared_task
def render_minutes(pk: int) -> None:
    """Make one file of minutes, likewise."""
    minutes_files.build(pk)


@shared_task
def requeue_minutes() -> None:
    """Offer again what was lost on the way; beat asks for it."""
    minutes_files.QUEUE.resend()

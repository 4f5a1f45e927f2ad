"""What workers do for board packs."""

from celery import shared_task

from governance.packs import build, queue


@shared_task
def render_pack(pk: int) -> None:
    """Make one pack, unless it is made, cancelled or in somebody else's hands."""
    build.build(pk)


@shared_task
def requeue_packs() -> None:
    """Offer again what was lost on the way; beat asks for it."""
    queue.resend()

"""Board packs: asked for, tried again, given up, released."""

from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from governance.models import Meeting, Pack, PackRelease, PackSection
from governance.packs import queue
from governance.packs.sections import plan
from partnership.models import User
from partnership.permissions import require
from savings import figures


@transaction.atomic
def request_pack(
    *,
    by: User,
    meeting: Meeting,
    sections: Collection[str],
    request_key: UUID,
    as_at: figures.AsAt | None = None,
) -> Pack:
    """Ask for a new version of a meeting's pack. The same `request_key` always gives the same pack.

    Its figures are as at `as_at`, else as at now. A worker makes it; a broker that does not answer only delays that.
    Raises PermissionDenied, ValidationError.
    """
    require(by, "governance.request_pack", meeting)
    meeting = Meeting.objects.select_for_update().select_related("partnership").get(pk=meeting.pk)
    if asked := Pack.objects.filter(request_key=request_key).first():
        return _the_same(asked, meeting, by)
    at = as_at or figures.now(meeting.partnership)
    if at.on < meeting.partnership.started_on:
        began = f"{meeting.partnership.started_on:%-d %B %Y}"
        raise ValidationError({"as_at": f"The partnership began on {began}. Choose that day or a later one."})
    newest = Pack.objects.filter(meeting=meeting).order_by("-version").values_list("version", flat=True).first()
    pack = Pack.objects.create(
        partnership=meeting.partnership,
        meeting=meeting,
        version=(newest or 0) + 1,
        request_key=request_key,
        sequence=at.sequence,
        as_at_on=at.on,
        requested_by=by,
    )
    planned = plan(sections, meeting.partnership, by)
    PackSection.objects.bulk_create(
        PackSection(pack=pack, order=order, key=key, title=title) for order, (key, title) in enumerate(planned, start=1)
    )
    transaction.on_commit(lambda: queue.send(pack.pk), robust=True)
    return pack


def _the_same(asked: Pack, meeting: Meeting, by: User) -> Pack:
    if (asked.meeting_id, asked.requested_by_id) != (meeting.pk, by.pk):
        raise ValidationError("This form was used already. Open it again to ask for another pack.")
    return asked


@transaction.atomic
def retry_pack(*, by: User, pack: Pack) -> Pack:
    """Try a failed pack again, with three new attempts. What was frozen of it stays frozen."""
    pack = _locked(pack)
    require(by, "governance.request_pack", pack)
    if pack.state != Pack.State.FAILED:
        raise ValidationError("Only a pack that failed can be tried again.")
    pack.state, pack.attempts, pack.problem, pack.leased_until = Pack.State.QUEUED, 0, "", None
    pack.save(update_fields=["state", "attempts", "problem", "leased_until"])
    transaction.on_commit(lambda: queue.send(pack.pk), robust=True)
    return pack


@transaction.atomic
def cancel_pack(*, by: User, pack: Pack) -> Pack:
    """Give up a pack that is not finished. A worker that has it stops before its next section and stores nothing."""
    pack = _locked(pack)
    require(by, "governance.request_pack", pack)
    if not pack.is_under_way:
        raise ValidationError("Only a pack that is being made can be cancelled.")
    pack.state, pack.lease, pack.leased_until = Pack.State.CANCELLED, None, None
    pack.save(update_fields=["state", "lease", "leased_until"])
    return pack


@transaction.atomic
def release_pack(*, by: User, pack: Pack) -> Pack:
    """Give a finished pack to the members: from then on everybody who may download packs sees it."""
    pack = _locked(pack)
    require(by, "governance.release_pack", pack)
    if pack.state != Pack.State.FINISHED:
        raise ValidationError("Only a finished pack can be released.")
    if pack.is_released:
        raise ValidationError("This pack was released already.")
    PackRelease.objects.create(pack=pack, released_by=by)
    return pack


def _locked(pack: Pack) -> Pack:
    return Pack.objects.select_for_update().get(pk=pack.pk)

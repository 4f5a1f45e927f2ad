"""Board packs and annual statements: asked for, tried again, given up, released or signed off."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from governance import scheduling
from governance.models import Meeting, Pack, PackRelease, PackSection
from governance.models.meetings import EXEMPT
from governance.notices import tell_released
from governance.packs import queue
from governance.packs.composing import has_exempt
from governance.packs.sections import CHOICES, STATEMENT, plan
from partnership.dated import Period, year_name
from partnership.models import Organisation, Partnership, User
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
    is_exempt: bool = False,
    supplement: int = 0,
    is_scheduled: bool = False,
) -> Pack:
    """Ask for a new version of a meeting's pack. The same `request_key` always gives the same pack.

    Its figures are as at `as_at`, else as at now. The exempt edition is for those alone who may see what is exempt; a
    supplement is of the item that came after publication with that number. A worker makes it; a broker that does not
    answer only delays that. Raises PermissionDenied, ValidationError.
    """
    require(by, "governance.request_pack", meeting)
    if is_exempt:
        require(by, EXEMPT, meeting)
    meeting = Meeting.objects.select_for_update().select_related("partnership").get(pk=meeting.pk)
    subject: dict[str, Any] = {"meeting": meeting, "is_exempt": is_exempt, "supplement": supplement}
    if asked := Pack.objects.filter(request_key=request_key).first():
        return _the_same(asked, by, **subject)
    if supplement and not meeting.items.filter(supplement=supplement).exists():
        raise ValidationError({"supplement": f"The agenda has no supplement {supplement}. Choose from the list."})
    at = as_at or figures.now(meeting.partnership)
    _refuse_before_the_beginning(meeting.partnership, at)
    planned = plan(sections, Pack(partnership=meeting.partnership, requested_by=by, **subject))
    subject |= {"is_scheduled": is_scheduled}
    return _queued(planned, at, partnership=meeting.partnership, request_key=request_key, by=by, **subject)


@transaction.atomic
def request_scheduled(*, meeting: Meeting) -> list[Pack]:
    """Ask for the packs that the rule of the meeting's body has made by itself, once its day has come: the open
    edition, and the exempt one where the agenda holds something exempt.

    The portal's own act, in the name of whoever set the rule: the pack holds what that person may see. Run twice, or
    twice at once, it asks once; nothing where it is not due, or not any more. Raises PermissionDenied where nobody is
    left who may ask.
    """
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    due = next(scheduling.overdue(pk=meeting.pk, state=Meeting.State.PUBLISHED), None)
    if due is None:
        return []
    meeting, by = due.meeting, scheduling.in_whose_name(due.meeting, due.rule)
    if by is None:
        raise PermissionDenied("Nobody may ask for packs in this partnership any more.")
    exempt = Pack(meeting=meeting, partnership=meeting.partnership, requested_by=by, is_exempt=True)
    return [
        request_pack(
            by=by, meeting=meeting, sections=CHOICES, request_key=uuid4(), is_exempt=is_exempt, is_scheduled=True
        )
        for is_exempt in ([False, True] if has_exempt(exempt) else [False])
    ]


def stop_scheduled(meeting: Meeting) -> None:
    """Give up what is under way of a meeting that is called off or put off, if nobody asked for it."""
    rows = Pack.objects.filter(meeting=meeting, is_scheduled=True, state__in=(Pack.State.QUEUED, Pack.State.RENDERING))
    rows.update(state=Pack.State.CANCELLED, lease=None, leased_until=None)


@transaction.atomic
def request_statement(
    *,
    by: User,
    partnership: Partnership,
    organisation: Organisation,
    year: int,
    request_key: UUID,
    as_at: figures.AsAt | None = None,
) -> Pack:
    """Ask for a new version of an organisation's annual statement. Made and kept like a board pack.

    Raises PermissionDenied, ValidationError.
    """
    require(by, "governance.request_statement", Pack(partnership=partnership, organisation=organisation, year=year))
    partnership = Partnership.objects.select_for_update().get(pk=partnership.pk)
    subject: dict[str, Any] = {"organisation": organisation, "year": year}
    if asked := Pack.objects.filter(request_key=request_key).first():
        return _the_same(asked, by, partnership=partnership, **subject)
    at = as_at or figures.now(partnership)
    _refuse_before_the_beginning(partnership, at)
    errors = {}
    if not partnership.memberships.filter(organisation=organisation).exists():
        errors["organisation"] = "Choose an organisation of this partnership."
    if Period(year).first_on > at.on:
        errors["year"] = f"{year_name(year)} had not begun on {at.on:%-d %B %Y}. Choose an earlier year or a later day."
    if Period(year).last_on < partnership.started_on:
        errors["year"] = f"{year_name(year)} was over before the partnership began. Choose a later year."
    if errors:
        raise ValidationError(errors)
    return _queued(STATEMENT, at, partnership=partnership, request_key=request_key, by=by, **subject)


def _refuse_before_the_beginning(partnership: Partnership, at: figures.AsAt) -> None:
    if at.on < partnership.started_on:
        began = f"{partnership.started_on:%-d %B %Y}"
        raise ValidationError({"as_at": f"The partnership began on {began}. Choose that day or a later one."})


def _queued(
    planned: Sequence[tuple[str, str]],
    at: figures.AsAt,
    *,
    partnership: Partnership,
    request_key: UUID,
    by: User,
    is_scheduled: bool = False,
    **subject: Any,
) -> Pack:
    """The next version of a subject's packs, with its sections. Under a lock that everybody who asks for them takes."""
    before = Pack.objects.filter(partnership=partnership, **subject).order_by("-version")
    newest = before.values_list("version", flat=True).first()
    pack = Pack.objects.create(
        partnership=partnership,
        version=(newest or 0) + 1,
        request_key=request_key,
        sequence=at.sequence,
        as_at_on=at.on,
        requested_by=by,
        is_scheduled=is_scheduled,
        **subject,
    )
    PackSection.objects.bulk_create(
        PackSection(pack=pack, order=order, key=key, title=title) for order, (key, title) in enumerate(planned, start=1)
    )
    transaction.on_commit(lambda: queue.send(pack.pk), robust=True)
    return pack


def _the_same(asked: Pack, by: User, **subject: Any) -> Pack:
    if asked.requested_by_id != by.pk or any(getattr(asked, name) != value for name, value in subject.items()):
        raise ValidationError(f"This form was used already. Open it again to ask for another {asked.noun}.")
    return asked


@transaction.atomic
def retry_pack(*, by: User, pack: Pack) -> Pack:
    """Try a failed pack again, with three new attempts. What was frozen of it stays frozen."""
    pack = _locked(pack)
    _require(by, pack.duties.request, pack)
    if pack.state != Pack.State.FAILED:
        raise ValidationError(f"Only a {pack.noun} that failed can be tried again.")
    pack.state, pack.attempts, pack.problem, pack.leased_until = Pack.State.QUEUED, 0, "", None
    pack.save(update_fields=["state", "attempts", "problem", "leased_until"])
    transaction.on_commit(lambda: queue.send(pack.pk), robust=True)
    return pack


@transaction.atomic
def cancel_pack(*, by: User, pack: Pack) -> Pack:
    """Give up a pack that is not finished. A worker that has it stops before its next section and stores nothing."""
    pack = _locked(pack)
    _require(by, pack.duties.request, pack)
    if not pack.is_under_way:
        raise ValidationError(f"Only a {pack.noun} that is being made can be cancelled.")
    pack.state, pack.lease, pack.leased_until = Pack.State.CANCELLED, None, None
    pack.save(update_fields=["state", "lease", "leased_until"])
    return pack


@transaction.atomic
def release_pack(*, by: User, pack: Pack) -> Pack:
    """Give a finished board pack to the members: from then on everybody who may download packs sees it."""
    if pack.is_statement:
        raise ValidationError("An annual statement is signed off, not released.")
    pack = _locked(pack)
    _require(by, pack.duties.release, pack)
    _given_out(pack, by, "released")
    tell_released(pack)
    return pack


@transaction.atomic
def sign_off_statement(*, by: User, pack: Pack) -> Pack:
    """Sign off an organisation's finished annual statement, as its verifier who did not ask for it.

    The file stays as it is; the row says who signed, in which post, when, and the hash of the file that was signed.
    """
    if not pack.is_statement:
        raise ValidationError("A board pack is released, not signed off.")
    pack = _locked(pack)
    _require(by, pack.duties.release, pack)
    same = Pack.objects.filter(partnership=pack.partnership, organisation=pack.organisation, year=pack.year)
    if newer := same.filter(version__gt=pack.version, release__isnull=False).first():
        raise ValidationError(f"Version {newer.version} of this statement was signed off already. It is the newer one.")
    return _given_out(pack, by, "signed off")


def _given_out(pack: Pack, by: User, done: str) -> Pack:
    if pack.state != Pack.State.FINISHED:
        raise ValidationError(f"Only a finished {pack.noun} can be {done}.")
    if pack.is_released:
        raise ValidationError(f"This {pack.noun} was {done} already.")
    PackRelease.objects.create(pack=pack, released_by=by, post_title=by.post_title, sha256=pack.sha256)
    return pack


def _require(by: User, permission: str, pack: Pack) -> None:
    require(by, permission, pack)
    if pack.is_exempt:
        require(by, EXEMPT, pack)


def _locked(pack: Pack) -> Pack:
    return Pack.objects.select_for_update().get(pk=pack.pk)

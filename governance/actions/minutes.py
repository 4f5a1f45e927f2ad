"""Minutes are drafted, edited, circulated, corrected and agreed."""

from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from governance import minutes, minutes_files
from governance.actions.sittings import agree_minutes as agree
from governance.actions.states import locked, refuse_unless
from governance.models import (
    CorrectionAnswer,
    Meeting,
    MinutesAgreement,
    MinutesCorrection,
    MinutesEdition,
    MinutesFile,
    MinutesPart,
    SeatHolding,
)
from governance.models.meetings import EXEMPT
from governance.models.minutes import digest
from governance.notices import tell_minutes
from partnership import clock, history
from partnership.actions.facts import write
from partnership.models import User
from partnership.permissions import require

State = Meeting.State


@transaction.atomic
def draft_minutes(*, by: User, meeting: Meeting) -> list[MinutesPart]:
    """Draft them from what was recorded. Until they are circulated this can be done again: what was typed is then
    replaced, and stays in the history."""
    meeting = locked(meeting, by)
    refuse_unless(meeting, State.MINUTES, "have its minutes drafted")
    if meeting.minutes_editions.exists():
        raise ValidationError("The minutes were circulated, so they are edited part by part.")
    for former in meeting.minutes_parts.all():
        history.delete(former, by=by, reason="Drafted again")
    found = []
    for order, draft in enumerate(minutes.drafted(meeting), start=1):
        facts = {"order": order, "heading": draft.heading[:250], "text": draft.text, "item": draft.item}
        facts |= {"is_exempt": draft.is_exempt, "exempt_reason": draft.exempt_reason}
        found.append(write(MinutesPart(meeting=meeting), facts, by=by))
    return found


@transaction.atomic
def edit_part(*, by: User, part: MinutesPart, heading: str, text: str, seen: int | None = None) -> MinutesPart:
    """Change what a part says. `seen` is the edition that the person was shown: what somebody else has saved since is
    not overwritten unread."""
    meeting = locked(part.meeting, by)
    refuse_unless(meeting, State.MINUTES, "have its minutes edited")
    part = MinutesPart.objects.select_for_update(of=("self",)).get(pk=part.pk)
    if part.is_exempt:
        require(by, EXEMPT, part)
    if seen is not None and seen != part.edition:
        said = f"Somebody saved this part meanwhile. It now says: “{part.text}” Bring both together, and save again."
        raise ValidationError({"text": ValidationError(said, code="changed")})
    return write(part, {"heading": heading.strip(), "text": text.strip(), "edition": part.edition + 1}, by=by)


@transaction.atomic
def circulate_minutes(*, by: User, meeting: Meeting) -> MinutesEdition:
    """Send them to the members as they are now, for corrections. May be done again after corrections."""
    meeting = locked(meeting, by)
    refuse_unless(meeting, State.MINUTES, "have its minutes circulated")
    if not meeting.minutes_parts.exists():
        raise ValidationError("Draft the minutes first.")
    last = meeting.minutes_editions.first()
    content = _frozen(meeting)
    if last is not None and last.content["parts"] == content["parts"]:
        raise ValidationError("Nothing has changed since they were circulated.")
    edition = _freeze(by, meeting, content)
    tell_minutes(edition)
    return edition


def _frozen(meeting: Meeting) -> dict[str, Any]:
    return {"meeting": str(meeting), "parts": [part.frozen for part in meeting.minutes_parts.all()]}


def _freeze(by: User, meeting: Meeting, content: dict[str, Any], **how: Any) -> MinutesEdition:
    """`how`: who agreed them, if somebody did."""
    last = meeting.minutes_editions.first()
    edition = MinutesEdition.objects.create(
        meeting=meeting,
        number=1 + (last.number if last else 0),
        **how,
        content=content,
        sha256=digest(content),
        made_by=by,
        made_at=clock.now(),
    )
    for is_open in (True, False) if edition.has_exempt else (True,):
        file = MinutesFile.objects.create(edition=edition, is_open=is_open)
        transaction.on_commit(partial(minutes_files.QUEUE.send, file.pk), robust=True)
    return edition


# --- Corrections ------------------------------------------------------------------------------------------------------
def may_correct(user: User, meeting: Meeting) -> bool:
    """Whether the user held a seat at the meeting, or stood in, or does so today. One query."""
    seats = SeatHolding.objects.filter(seat__body=meeting.body_id, person=user)
    return (seats.current(meeting.on) | seats.current()).exists()


@transaction.atomic
def propose_correction(*, by: User, part: MinutesPart, text: str) -> MinutesCorrection:
    """A member of the body says what a part should say. Raises PermissionDenied, ValidationError."""
    require(by, "partnership.view_partnership", part)
    if part.is_exempt:
        require(by, EXEMPT, part)
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=part.meeting_id)
    if not may_correct(by, meeting):
        raise PermissionDenied("Corrections are proposed by the members of the body.")
    edition = meeting.minutes_editions.first()
    if edition is None or meeting.state != State.MINUTES:
        raise ValidationError("Corrections are proposed once the minutes are circulated, and until they are agreed.")
    row = MinutesCorrection(part=part, edition=edition, text=text.strip(), proposed_by=by, proposed_at=clock.now())
    row.full_clean(exclude=["proposed_by"])
    row.save()
    return row


@transaction.atomic
def answer_correction(
    *, by: User, correction: MinutesCorrection, taken: bool, reason: str, text: str, seen: int | None = None
) -> CorrectionAnswer:
    """Take it, with what the part says from now on; or leave it, and say why."""
    part = correction.part
    meeting = locked(part.meeting, by)
    refuse_unless(meeting, State.MINUTES, "have its minutes corrected")
    if part.is_exempt:
        require(by, EXEMPT, part)
    if CorrectionAnswer.objects.filter(correction=correction).exists():
        raise ValidationError("This correction was answered already.")
    row = CorrectionAnswer(correction=correction, is_taken=taken, reason=reason.strip(), answered_by=by)
    errors: dict[str, Any] = {}
    if not taken and not row.reason:
        errors["reason"] = "Say why it is not taken."
    if taken:
        before = MinutesPart.objects.get(pk=part.pk)
        if text.strip() == before.text and seen in (None, before.edition):
            errors["text"] = "The part still says what it said. Enter what it says now."
    if errors:
        raise ValidationError(errors)
    if taken:
        edit_part(by=by, part=part, heading=part.heading, text=text, seen=seen)
    row.answered_at = clock.now()
    row.save()
    return row


# --- Agreement --------------------------------------------------------------------------------------------------------
@transaction.atomic
def agree_minutes(*, by: User, meeting: Meeting, at: Meeting) -> Meeting:
    """A later meeting of the same body agreed them: as they are now, with the corrections that were taken since they
    were last circulated. From then on nothing of them changes. Minutes kept outside the portal are only said to be
    agreed."""
    meeting = locked(meeting, by)
    _refuse_unready(meeting)
    agreed = agree(by=by, meeting=meeting, at=at)
    _freeze_agreed(by, meeting, {"meeting": str(at), "on": at.on.isoformat()}, agreed_by=at)
    return agreed


@transaction.atomic
def agree_otherwise(
    *,
    by: User,
    meeting: Meeting,
    way: str,
    reason: str,
    who: str = "",
    on: date | None = None,
    at: Meeting | None = None,
) -> MinutesAgreement:
    """They were agreed without a later meeting of the same body: `who` did so and when, and why not there. By the body
    above it: `at` which of its meetings. Raises ValidationError with all that is wrong, by field."""
    meeting = locked(meeting, by)
    _refuse_unready(meeting)
    said: dict[str, Any] = {"way": way, "at": at, "on": on, "who": who.strip(), "reason": reason.strip()}
    row = MinutesAgreement(meeting=meeting, recorded_by=by, **said)
    if at is not None:
        row.on, row.who = at.on, str(at.body)
    _check_agreement(row)
    row.save()
    write(meeting, {"state": State.AGREED}, by=by)
    _freeze_agreed(by, meeting, {"words": row.words, "on": row.on.isoformat()}, agreement=row)
    return row


def _check_agreement(row: MinutesAgreement) -> None:
    errors: dict[str, list[ValidationError]] = {}
    try:
        row.full_clean(exclude=["recorded_by"], validate_constraints=False)
    except ValidationError as error:
        errors = error.update_error_dict(errors)
    meeting, at = row.meeting, row.at
    if row.on and not meeting.on <= row.on <= clock.today():
        said = f"The meeting was on {meeting.on:%-d %B %Y}. Enter that day or a later one that has come."
        errors["on"] = [ValidationError(said)]
    is_above = row.way == MinutesAgreement.Way.PARENT
    if is_above and (at is None or not _is_above(at, meeting)):
        said = "Choose a later meeting, which was opened, of the body that it reported to on that day."
        errors["at"] = [ValidationError(said)]
    elif at is not None and not is_above:
        errors["at"] = [ValidationError("Only the body above agrees them at a meeting. Clear this.")]
    if errors:
        raise ValidationError(errors)


def _is_above(at: Meeting, meeting: Meeting) -> bool:
    remit = meeting.body.remit_on(at.on)
    return at.was_held and at.starts_at > meeting.starts_at and remit is not None and remit.parent_id == at.body_id


def _refuse_unready(meeting: Meeting) -> None:
    """What is kept in the portal is agreed once it was circulated and every correction is answered."""
    refuse_unless(meeting, State.MINUTES, "have its minutes agreed")
    if not meeting.minutes_parts.exists():
        return
    if not meeting.minutes_editions.exists():
        raise ValidationError("Circulate the minutes first.")
    waiting = MinutesCorrection.objects.filter(part__meeting=meeting, answer=None).count()
    if waiting:
        raise ValidationError(f"{waiting} correction{'s' * (waiting > 1)} not answered yet: answer each first.")


def _freeze_agreed(by: User, meeting: Meeting, agreed: dict[str, str], **how: Any) -> None:
    if meeting.minutes_parts.exists():
        content = _frozen(meeting) | {"corrections": _taken(meeting), "agreed": agreed}
        tell_minutes(_freeze(by, meeting, content, **how))


def _taken(meeting: Meeting) -> list[dict[str, Any]]:
    """The corrections that were taken, of all circulations, as they were proposed."""
    rows = MinutesCorrection.objects.filter(part__meeting=meeting, answer__is_taken=True).order_by("pk")
    return [
        {
            "heading": row.part.heading,
            "text": row.text,
            "exempt": row.part.is_exempt,
            "by": row.proposed_by.name,
            "on": timezone.localdate(row.proposed_at).isoformat(),
        }
        for row in rows.select_related("part", "proposed_by")
    ]

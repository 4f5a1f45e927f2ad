"""The parts of a report: written by several people at once without losing a word, and cleared."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from governance.actions.reports import refuse_blind, to_write
from governance.models import Clearance, Report, ReportDraft, ReportPart
from governance.models.reports import LONGEST_PART, WRITE
from governance.reports import references
from partnership import clock
from partnership.actions.facts import write
from partnership.models import User
from partnership.permissions import require

CONFLICT = "conflict"


@transaction.atomic
def write_part(
    *, by: User, part: ReportPart, base: int, text: str, is_none: bool = False, exempt_reason: str = ""
) -> ReportPart:
    """Save a part that was read at the stamp `base`. Another part changed meanwhile is no matter; this one changed
    meanwhile is refused with the code "conflict", and nothing is saved over. Ends the writer's unsaved draft.

    Raises PermissionDenied, and ValidationError with all that is wrong, broken references included.
    """
    _to_write(by, part)
    text, reason = text.replace("\r\n", "\n").strip(), exempt_reason.strip()
    now = (part.text, part.is_none, part.exempt_reason)
    if part.stamp != base and now != (text, is_none, reason):
        raise ValidationError({"text": ValidationError(_changed(part), code=CONFLICT)})
    refuse_blind(by, part.report, reason)
    _refuse_faulty(by, part, text, is_none)
    if now != (text, is_none, reason):
        facts = {"text": text, "is_none": is_none, "exempt_reason": reason, "stamp": part.stamp + 1}
        write(part, facts | {"written_at": clock.now(), "written_by": by}, by=by)
    ReportDraft.objects.filter(part=part, user=by).delete()
    return part


def _to_write(by: User, part: ReportPart) -> None:
    to_write(by, part.report)
    part.refresh_from_db(fields=["text", "is_none", "exempt_reason", "stamp", "written_at", "written_by"])
    if not part.opens_to(by):
        raise PermissionDenied("This part is exempt, and your roles do not open exempt matter.")


def _changed(part: ReportPart) -> str:
    return (
        f"{part.written_by.name} changed this part while you were writing. Nothing is lost: both texts are below. "
        "Bring them together in yours, and save again."
    )


def _refuse_faulty(by: User, part: ReportPart, text: str, is_none: bool) -> None:
    errors: dict[str, list[str]] = {}
    if is_none and not part.heading.may_be_none:
        errors["is_none"] = [f"“{part}” can not be none. Write it."]
    elif is_none and text:
        errors["is_none"] = ["Write the text or say that there is none, not both."]
    stands_for = references.Resolver(part.report.partnership, by).stands_for
    if broken := references.problems(text, stands_for):
        errors["text"] = broken
    if errors:
        raise ValidationError(errors)


# --- Typing that is not saved yet -------------------------------------------------------------------------------------
@transaction.atomic
def keep_draft(*, by: User, part: ReportPart, base: int, text: str) -> ReportDraft:
    """Remember what somebody has typed, for them alone: it outlasts a crash and the end of a session."""
    require(by, WRITE, part.report)
    if not part.opens_to(by):
        raise PermissionDenied("This part is exempt, and your roles do not open exempt matter.")
    if not part.report.is_editable:
        raise ValidationError("This report can not be changed now. Copy what you have typed to a place of your own.")
    if len(text) > LONGEST_PART:
        raise ValidationError(f"A part has at most {LONGEST_PART:,} characters; this is {len(text):,}. Shorten it.")
    facts = {"text": text.replace("\r\n", "\n"), "base": base, "saved_at": clock.now()}
    draft, _ = ReportDraft.objects.update_or_create(part=part, user=by, defaults=facts)
    return draft


@transaction.atomic
def discard_draft(*, by: User, part: ReportPart) -> None:
    """Throw away one's own unsaved typing in a part."""
    require(by, WRITE, part.report)
    ReportDraft.objects.filter(part=part, user=by).delete()


# --- Clearing ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def clear_part(*, by: User, part: ReportPart, post: str, digest: str) -> Clearance:
    """Record that a post has cleared the words with this digest: those that were shown, or it is refused.

    Finance is cleared by a finance officer who did not write it; all else is recorded by the programme manager.
    """
    part.report.refresh_from_db(from_queryset=Report.objects.select_for_update())
    part.refresh_from_db(fields=["text", "is_none", "exempt_reason", "stamp", "written_by"])
    require(by, part.clears, part)
    if not part.opens_to(by):
        raise PermissionDenied("This part is exempt, and your roles do not open exempt matter.")
    errors = {}
    if part.report.state not in (Report.State.DRAFT, Report.State.ON_ROUTE):
        errors["__all__"] = f"This report is {part.report.get_state_display().lower()}. Nothing is cleared any more."
    elif not part.heading.is_implication:
        errors["__all__"] = f"“{part}” needs no clearance."
    elif not part.is_written:
        errors["__all__"] = f"“{part}” is not written yet. Write it, or say that there is none."
    elif part.digest != digest:
        errors["__all__"] = "The words changed while you were reading. Read them again below, and clear those."
    if not post.strip():
        errors["post"] = "Say by post who cleared it, for example Head of Legal Services."
    if errors:
        raise ValidationError(errors)
    clearance = Clearance(part=part, post=post.strip(), digest=digest, cleared_by=by)
    clearance.full_clean()
    clearance.save()
    return clearance

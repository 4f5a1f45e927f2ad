"""What is decided of two statements that look alike. A decision changes neither of them."""

from django.core.exceptions import ValidationError

from partnership import clock
from partnership.models import User
from partnership.permissions import require
from savings import ledger
from savings.models import DuplicateDecision, LikelyPair, Seal, Statement


def decide_duplicate(
    *,
    by: User,
    pair: LikelyPair,
    verdict: str,
    reason: str,
    stands: Statement | None = None,
    seen: int | None = None,
) -> DuplicateDecision:
    """Record a decision of a pair; earlier ones stay on record. `seen` is how many the person was shown.

    Merged ones name the statement that stands. Nothing is reversed by it: that is for the officers of the other one.
    """
    with ledger.locked(pair.partnership) as head:
        require(by, "savings.decide_duplicate", pair)
        if verdict != DuplicateDecision.Verdict.MERGED:
            stands = None
        if errors := _errors(pair, verdict, reason, stands, seen):
            raise ValidationError(errors)
        decided = DuplicateDecision.objects.create(
            pair=pair, verdict=verdict, stands=stands, reason=reason.strip(), by=by, at=clock.now()
        )
        ledger.seal(head, Seal.What.DUPLICATE, decided.pk)
        return decided


def _errors(pair: LikelyPair, verdict: str, reason: str, stands: Statement | None, seen: int | None) -> dict[str, str]:
    errors = {}
    if verdict not in DuplicateDecision.Verdict.values:
        errors["verdict"] = "Choose what was decided."
    if not reason.strip():
        errors["reason"] = "Enter the reason, so that others need not ask again."
    merged = verdict == DuplicateDecision.Verdict.MERGED
    if merged and (stands is None or stands.pk not in (pair.first_id, pair.second_id)):
        errors["stands"] = "Choose which of the two statements stands."
    if seen is not None and seen != pair.decisions.count():
        errors["__all__"] = "Somebody decided on this pair since you opened this page. Read that first."
    return errors

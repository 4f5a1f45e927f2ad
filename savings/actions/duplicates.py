"""What is decided of two statements that look alike. A decision changes neither of them."""

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import clock
from partnership.models import User
from partnership.permissions import require
from savings.models import DuplicateDecision, LikelyPair, Statement


@transaction.atomic
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
    pair = LikelyPair.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=pair.pk)
    require(by, "savings.decide_duplicate", pair)
    errors = {}
    if verdict not in DuplicateDecision.Verdict.values:
        errors["verdict"] = "Choose what was decided."
    if not reason.strip():
        errors["reason"] = "Enter the reason, so that others need not ask again."
    if verdict == DuplicateDecision.Verdict.MERGED:
        if stands is None or stands.pk not in (pair.first_id, pair.second_id):
            errors["stands"] = "Choose which of the two statements stands."
    else:
        stands = None
    if seen is not None and seen != pair.decisions.count():
        errors["__all__"] = "Somebody decided on this pair since you opened this page. Read that first."
    if errors:
        raise ValidationError(errors)
    return DuplicateDecision.objects.create(
        pair=pair, verdict=verdict, stands=stands, reason=reason.strip(), by=by, at=clock.now()
    )

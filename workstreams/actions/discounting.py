"""The discount rate that a partnership works with, from a day on."""

from datetime import date

from django.db import transaction

from partnership.models import Partnership, User
from partnership.permissions import require
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.models import DiscountRate


@transaction.atomic
def record_discount_rate(
    *, by: User, partnership: Partnership, from_on: date, rate_hundredths: int, reason: str
) -> DiscountRate:
    """Record it. Cases that are submitted keep the rate that they were worked out with."""
    rate = DiscountRate(
        partnership=partnership,
        from_on=from_on,
        rate_hundredths=rate_hundredths,
        reason=reason.strip(),
        recorded_by=by,
    )
    require(by, MAY_EDIT, rate)
    rate.full_clean()
    rate.save()
    return rate

"""What is measured of a service, and what it should come to."""

from collections.abc import Iterable
from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership.actions.facts import STRANGERS, change_of_parties, lock, strangers, write
from partnership.models import Organisation, User
from partnership.permissions import require
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.models import Indicator, Workstream


class IndicatorFacts(TypedDict, total=False):
    """Target and tolerance in hundredths of the unit."""

    name: str
    kind: str
    question: str
    definition: str
    unit: str
    better: str
    target_hundredths: int | None
    tolerance_hundredths: int
    frequency: str
    measured: str
    from_on: date
    to_on: date | None


@transaction.atomic
def add_indicator(
    *, by: User, workstream: Workstream, organisations: Iterable[Organisation] = (), **facts: Unpack[IndicatorFacts]
) -> Indicator:
    """A new indicator. `organisations` are those that it is measured for, where it is for certain ones."""
    return _write(Indicator(workstream=workstream), list(organisations), facts, by=by)


@transaction.atomic
def edit_indicator(
    *,
    by: User,
    indicator: Indicator,
    organisations: Iterable[Organisation] | None = None,
    **facts: Unpack[IndicatorFacts],
) -> Indicator:
    """Change it. Readings of before keep the target that they were judged by; a last day ends it."""
    lock(indicator)
    chosen = list(indicator.organisations.all()) if organisations is None else list(organisations)
    return _write(indicator, chosen, facts, by=by)


def _write(row: Indicator, organisations: list[Organisation], facts: IndicatorFacts, *, by: User) -> Indicator:
    require(by, MAY_EDIT, row.workstream)
    certain = facts.get("measured", row.measured) == Indicator.Measured.CERTAIN
    if certain and not organisations:
        raise ValidationError({"organisations": "Choose at least one organisation that it is measured for."})
    if certain and strangers(row.workstream.partnership, organisations):
        raise ValidationError({"organisations": STRANGERS})
    wanted = organisations if certain else []
    row = write(row, facts, by=by, reason=change_of_parties("Measured for", row, wanted))
    row.organisations.set(wanted)
    return row

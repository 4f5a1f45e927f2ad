"""Organisations dissolved into successors, with the percentages that these agreed."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import history
from partnership.actions.facts import STRANGER, write
from partnership.apportionment import Part
from partnership.lineage import Dissolved, leads_to
from partnership.models import Organisation, Partnership, Succession, Successor, User
from partnership.money import FULL_PERCENT, format_percent
from partnership.permissions import require

MAY_RECORD = "workstreams.edit_workstream"  # who runs the whole programme


@transaction.atomic
def record_succession(
    *,
    by: User,
    partnership: Partnership,
    organisation: Organisation,
    dissolved_on: date,
    percentages: Mapping[int, int],
    agreement: str,
    reference: str = "",
) -> Succession:
    """Record who carries on what an organisation was. `percentages`: hundredths of a per cent by organisation id.

    Nothing else changes: memberships end and begin, and participations change, by their own actions.
    """
    succession = Succession(partnership=partnership, organisation=organisation)
    return _write(succession, dissolved_on, percentages, agreement, reference, by=by)


@transaction.atomic
def edit_succession(
    *,
    by: User,
    succession: Succession,
    dissolved_on: date,
    percentages: Mapping[int, int],
    agreement: str,
    reference: str = "",
) -> Succession:
    """Change what was agreed; history keeps what it was."""
    return _write(succession, dissolved_on, percentages, agreement, reference, by=by)


def _write(
    row: Succession, dissolved_on: date, percentages: Mapping[int, int], agreement: str, reference: str, *, by: User
) -> Succession:
    require(by, MAY_RECORD, row)
    parts = {party: hundredths for party, hundredths in percentages.items() if hundredths}
    _check(row, dissolved_on, parts)
    facts = {"dissolved_on": dissolved_on, "agreement": agreement.strip(), "reference": reference.strip()}
    row = write(row, facts, by=by)
    standing = {each.organisation_id: each for each in row.successors.all()}
    for party, each in standing.items():
        if party not in parts:
            history.delete(each, by=by)
    for party, hundredths in parts.items():
        each = standing.get(party) or Successor(succession=row, organisation_id=party)
        if each.hundredths != hundredths:
            write(each, {"hundredths": hundredths}, by=by)
    return row


def _check(row: Succession, dissolved_on: date, parts: Mapping[int, int]) -> None:
    """All that is wrong with the percentages, and a circle in the line."""
    errors: dict[str, str] = {}
    members = set(row.partnership.memberships.values_list("organisation", flat=True))
    if row.organisation_id not in members:
        errors["organisation"] = STRANGER
    if (whole := sum(parts.values())) != FULL_PERCENT:
        errors["percentages"] = f"The percentages add up to {format_percent(whole)}. They must add up to 100%."
    elif parts.keys() - members:
        errors["percentages"] = "A successor is a member of this partnership first. Ask your administrator to add it."
    elif row.organisation_id in parts:
        errors["percentages"] = "An organisation is not its own successor. Take its percentage away."
    else:
        others = Succession.objects.filter(partnership=row.partnership).exclude(pk=row.pk).dissolved()
        this = Dissolved(row.organisation_id, dissolved_on, tuple(Part(*part) for part in parts.items()))
        if row.organisation_id in leads_to([*others, this], row.organisation_id):
            errors["percentages"] = f"One of these was itself carried on by {row.organisation}. Check who came first."
    if errors:
        raise ValidationError(errors)

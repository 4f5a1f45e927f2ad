"""Grants to the partnership, and what sharing costs each organisation."""

from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import history
from partnership.actions.facts import lock, refuse_stranger, write
from partnership.models import Organisation, Partnership, User
from partnership.permissions import require
from workstreams import gates
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.models import Contribution, Funding, GateRequirement, Workstream


class FundingFacts(TypedDict, total=False):
    funder: str
    amount_pence: int
    awarded_on: date
    purpose: str
    conditions: str
    use_until_on: date | None
    reference: str


class ContributionFacts(TypedDict, total=False):
    workstream: Workstream | None
    organisation: Organisation
    year: int
    kind: str
    amount_pence: int
    purpose: str


@transaction.atomic
def add_funding(
    *, by: User, partnership: Partnership, workstream: Workstream | None = None, **facts: Unpack[FundingFacts]
) -> Funding:
    """Money awarded to one workstream, which has as many partners as the policy asks for; or to the partnership as a
    whole."""
    if workstream and workstream.partnership_id != partnership.pk:
        raise ValidationError({"workstream": "Choose a workstream of this partnership."})
    funding = Funding(partnership=partnership, workstream=workstream)
    require(by, MAY_EDIT, funding)
    return _write_funding(funding, facts, by=by)


@transaction.atomic
def edit_funding(*, by: User, funding: Funding, **facts: Unpack[FundingFacts]) -> Funding:
    require(by, MAY_EDIT, lock(funding))
    return _write_funding(funding, facts, by=by)


def _write_funding(row: Funding, facts: FundingFacts, *, by: User) -> Funding:
    awarded_on, until = facts.get("awarded_on", row.awarded_on), facts.get("use_until_on", row.use_until_on)
    if until and awarded_on and until < awarded_on:
        raise ValidationError({"use_until_on": "The money can not lapse before it is awarded. Check the dates."})
    if awarded_on and (row._state.adding or facts.get("amount_pence", 0) > row.amount_pence):
        refuse_too_few(row.workstream, awarded_on)
    return write(row, facts, by=by)


def refuse_too_few(workstream: Workstream | None, on: date) -> None:
    """Partnership money goes only to a workstream with as many partners as the policy of that day asks for, at any
    gate. Raises ValidationError. At most two queries."""
    asked = GateRequirement.objects.asked(workstream.partnership, gates.PARTNERS, on) if workstream else None
    if workstream is None or asked is None:
        return
    rows = workstream.participations.current(on).order_by("organisation__code")
    names = list(dict.fromkeys(rows.values_list("organisation__short_name", flat=True)))
    found = gates.number_of_partners(names, asked.terms)
    if not found.met:
        day = f"{on.day} {on:%B %Y}"
        said = f"On {day} {workstream} has too few partners for money of the partnership. {found.sentence}"
        mend = "Record first who takes part, or have each organisation pay from its own budget."
        raise ValidationError({"workstream": f"{said} {asked.policy}, asks for it. {mend}"})


@transaction.atomic
def add_contribution(*, by: User, partnership: Partnership, **facts: Unpack[ContributionFacts]) -> Contribution:
    """What one organisation pays or spends in a financial year, for one workstream or for the programme as a whole."""
    return _write_contribution(Contribution(partnership=partnership), facts, by=by)


@transaction.atomic
def edit_contribution(*, by: User, contribution: Contribution, **facts: Unpack[ContributionFacts]) -> Contribution:
    """Change it. Who moves it to another workstream must be allowed to edit both."""
    require(by, MAY_EDIT, lock(contribution))
    return _write_contribution(contribution, facts, by=by)


@transaction.atomic
def remove_contribution(*, by: User, contribution: Contribution) -> None:
    """Delete it; its history stays, and so do the statements that print it."""
    require(by, MAY_EDIT, lock(contribution))
    history.delete(contribution, by=by)


def _write_contribution(row: Contribution, facts: ContributionFacts, *, by: User) -> Contribution:
    partnership, organisation = row.partnership, facts.get("organisation")
    workstream = facts.get("workstream", row.workstream)
    if workstream and workstream.partnership_id != partnership.pk:
        raise ValidationError({"workstream": "Choose a workstream of this partnership."})
    require(by, MAY_EDIT, Contribution(partnership=partnership, workstream=workstream))
    refuse_stranger(partnership, organisation)
    return write(row, facts, by=by)

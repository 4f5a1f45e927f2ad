"""Organisations, their dated sizes, and their membership of a partnership."""

from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from partnership.actions.facts import lock, refuse_overlap, write
from partnership.actions.telling import tell_of_change
from partnership.memberships import refuse_rewriting
from partnership.models import Membership, Organisation, OrganisationSize, Partnership, User
from partnership.permissions import require

# These words stand where an organisation's code stands in an address.
RESERVED_CODES = frozenset({"add"})


class OrganisationFacts(TypedDict, total=False):
    name: str
    short_name: str
    kind: str
    ons_code: str


class SizeFacts(TypedDict, total=False):
    from_on: date
    population: int | None
    net_budget_pence: int | None
    source: str


class MembershipFacts(TypedDict, total=False):
    from_on: date
    to_on: date | None
    votes: bool


@transaction.atomic
def add_organisation(
    *,
    by: User,
    partnership: Partnership,
    code: str,
    from_on: date,
    to_on: date | None = None,
    votes: bool = True,
    **facts: Unpack[OrganisationFacts],
) -> Organisation:
    """Add an organisation as a member from this day.

    One that the installation knows by the same code and name joins as it is: organisations are shared, never copied.
    """
    require(by, "partnership.manage_people", partnership)
    if code.lower() in RESERVED_CODES:
        raise ValidationError({"code": "Choose another code. The portal needs this word itself."})
    organisation = Organisation.objects.filter(code__iexact=code, name__iexact=facts["name"]).first()
    if organisation is None:
        if Organisation.objects.filter(code__iexact=code).exists():
            raise ValidationError({"code": "Another organisation has this code. Choose another, or check the name."})
        organisation = write(Organisation(code=code), facts, by=by)
    add_membership(by=by, partnership=partnership, organisation=organisation, from_on=from_on, to_on=to_on, votes=votes)
    return organisation


@transaction.atomic
def edit_organisation(
    *, by: User, partnership: Partnership, organisation: Organisation, **facts: Unpack[OrganisationFacts]
) -> Organisation:
    """Change a member. Its code stays: it stands in addresses and decides who gets the odd penny. The administrators
    of other partnerships that it is in are told."""
    _require_member(by, partnership, organisation)
    written = write(organisation, facts, by=by)
    tell_of_change(written, organisation=written, here=partnership)
    return written


@transaction.atomic
def record_size(
    *, by: User, partnership: Partnership, organisation: Organisation, **facts: Unpack[SizeFacts]
) -> OrganisationSize:
    """Record population and net revenue budget (pence) from a day on. Shares of the past keep their weights. The
    administrators of other partnerships that the organisation is in are told."""
    _require_member(by, partnership, organisation)
    return _write_size(OrganisationSize(organisation=organisation), facts, by=by, partnership=partnership)


@transaction.atomic
def edit_size(
    *, by: User, partnership: Partnership, size: OrganisationSize, **facts: Unpack[SizeFacts]
) -> OrganisationSize:
    _require_member(by, partnership, size.organisation)
    return _write_size(size, facts, by=by, partnership=partnership)


@transaction.atomic
def add_membership(
    *, by: User, partnership: Partnership, organisation: Organisation, **facts: Unpack[MembershipFacts]
) -> Membership:
    """Make the organisation a member from one day to another, with or without a vote."""
    return _write_membership(Membership(partnership=partnership, organisation=organisation), facts, by=by)


@transaction.atomic
def edit_membership(*, by: User, membership: Membership, **facts: Unpack[MembershipFacts]) -> Membership:
    """Change a membership; giving it a last day ends it."""
    return _write_membership(membership, facts, by=by)


def _require_member(by: User, partnership: Partnership, organisation: Organisation) -> None:
    require(by, "partnership.manage_people", partnership)
    if not partnership.memberships.filter(organisation=organisation).exists():
        raise PermissionDenied("You may change only organisations that are or were members of this partnership.")


def _write_size(size: OrganisationSize, facts: SizeFacts, *, by: User, partnership: Partnership) -> OrganisationSize:
    known = (facts.get("population", size.population), facts.get("net_budget_pence", size.net_budget_pence))
    if known == (None, None):
        raise ValidationError({"population": "Enter the population, the net revenue budget, or both."})
    same_day = size.organisation.sizes.filter(from_on=facts.get("from_on", size.from_on)).exclude(pk=size.pk)
    if same_day.exists():
        raise ValidationError({"from_on": "There are figures from this day already. Change those instead."})
    written = write(size, facts, by=by)
    tell_of_change(written, organisation=written.organisation, here=partnership)
    return written


def _write_membership(membership: Membership, facts: MembershipFacts, *, by: User) -> Membership:
    require(by, "partnership.manage_people", lock(membership.partnership))
    before = Membership.objects.filter(pk=membership.pk).first()
    membership = write(membership, facts, by=by)
    refuse_rewriting(before, membership)
    others = Membership.objects.filter(partnership=membership.partnership, organisation=membership.organisation)
    refuse_overlap(
        membership, others, f"{membership.organisation} is a member on some of these days already. Change that instead."
    )
    return membership

"""Every write to workstreams: who takes part, who hosts, the plan, what it cost before, and who paid for the change."""

from datetime import date, timedelta
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from partnership import history
from partnership.actions.facts import refuse_overlap, write
from partnership.models import Organisation, Partnership, User
from partnership.permissions import require
from workstreams.models import BaselineCost, Contribution, Funding, Hosting, Milestone, Participation, Workstream

MAY_EDIT = "workstreams.edit_workstream"
# These words stand where a workstream's slug stands in an address.
RESERVED_SLUGS = frozenset({"add"})


class WorkstreamFacts(TypedDict, total=False):
    name: str
    purpose: str
    delivery: str
    basis: str


class ParticipationFacts(TypedDict, total=False):
    organisation: Organisation
    from_on: date
    to_on: date | None
    form_signed_on: date | None


class HostingFacts(TypedDict, total=False):
    organisation: Organisation
    from_on: date
    to_on: date | None


class MilestoneFacts(TypedDict, total=False):
    title: str
    planned_on: date
    forecast_on: date | None
    actual_on: date | None


class BaselineFacts(TypedDict, total=False):
    organisation: Organisation | None
    year: int
    cost_pence: int
    source: str


class FundingFacts(TypedDict, total=False):
    funder: str
    amount_pence: int
    awarded_on: date
    purpose: str


class ContributionFacts(TypedDict, total=False):
    workstream: Workstream | None
    organisation: Organisation
    year: int
    kind: str
    amount_pence: int
    purpose: str


@transaction.atomic
def add_workstream(
    *, by: User, partnership: Partnership, slug: str = "", stage: str = "", **facts: Unpack[WorkstreamFacts]
) -> Workstream:
    """A new workstream, at the stage of an idea unless told otherwise. Its slug is made of its name, once."""
    workstream = Workstream(partnership=partnership, slug=slug or slugify(facts["name"])[:60])
    require(by, MAY_EDIT, workstream)
    if not workstream.slug or workstream.slug in RESERVED_SLUGS:
        raise ValidationError({"name": "Choose another name. The address of the page is made of its letters."})
    return write(workstream, {**facts, "stage": stage or Workstream.Stage.IDEA}, by=by)


@transaction.atomic
def edit_workstream(*, by: User, workstream: Workstream, **facts: Unpack[WorkstreamFacts]) -> Workstream:
    require(by, MAY_EDIT, workstream)
    return write(workstream, facts, by=by)


@transaction.atomic
def move_stage(*, by: User, workstream: Workstream, stage: str, reason: str = "") -> Workstream:
    """Move to another stage. Anything but the next one wants a reason, which history keeps."""
    require(by, MAY_EDIT, workstream)
    stages = Workstream.Stage.values
    if stage == workstream.stage:
        raise ValidationError({"stage": "The workstream is at this stage already. Choose another."})
    if stages.index(stage) != stages.index(workstream.stage) + 1 and not reason:
        raise ValidationError({"reason": "Say why the workstream goes back or leaves a stage out."})
    return write(workstream, {"stage": stage}, by=by, reason=reason)


# --- Who takes part, who hosts ---------------------------------------------------------------------------------------
@transaction.atomic
def add_participation(*, by: User, workstream: Workstream, **facts: Unpack[ParticipationFacts]) -> Participation:
    return _write_participation(Participation(workstream=workstream), facts, by=by)


@transaction.atomic
def edit_participation(*, by: User, participation: Participation, **facts: Unpack[ParticipationFacts]) -> Participation:
    """Change a participation; giving it a last day ends it."""
    return _write_participation(participation, facts, by=by)


def _write_participation(row: Participation, facts: ParticipationFacts, *, by: User) -> Participation:
    require(by, MAY_EDIT, row.workstream)
    _refuse_strangers(row.workstream, facts.get("organisation"))
    row = write(row, facts, by=by)
    others = row.workstream.participations.filter(organisation=row.organisation)
    refuse_overlap(row, others, f"{row.organisation} takes part on some of these days already. Change that instead.")
    return row


@transaction.atomic
def add_hosting(*, by: User, workstream: Workstream, **facts: Unpack[HostingFacts]) -> Hosting:
    """A new host. The one before hosts until the day before."""
    require(by, MAY_EDIT, workstream)
    from_on = facts["from_on"]
    for former in workstream.hostings.overlapping(from_on, from_on).filter(from_on__lt=from_on):
        write(former, {"to_on": from_on - timedelta(days=1)}, by=by)
    return _write_hosting(Hosting(workstream=workstream), facts, by=by)


@transaction.atomic
def edit_hosting(*, by: User, hosting: Hosting, **facts: Unpack[HostingFacts]) -> Hosting:
    require(by, MAY_EDIT, hosting)
    return _write_hosting(hosting, facts, by=by)


def _write_hosting(row: Hosting, facts: HostingFacts, *, by: User) -> Hosting:
    _refuse_strangers(row.workstream, facts.get("organisation"))
    row = write(row, facts, by=by)
    refuse_overlap(
        row, row.workstream.hostings.all(), "Another organisation hosts on some of these days. Change the dates."
    )
    return row


def _refuse_strangers(workstream: Workstream, organisation: Organisation | None) -> None:
    """An organisation is named here only if it is or was a member; a host that is no partner joins without a vote."""
    if organisation and not workstream.partnership.memberships.filter(organisation=organisation).exists():
        raise ValidationError({"organisation": "Choose an organisation of this partnership."})


# --- Milestones ------------------------------------------------------------------------------------------------------
@transaction.atomic
def add_milestone(*, by: User, workstream: Workstream, **facts: Unpack[MilestoneFacts]) -> Milestone:
    require(by, MAY_EDIT, workstream)
    return write(Milestone(workstream=workstream), facts, by=by)


@transaction.atomic
def edit_milestone(*, by: User, milestone: Milestone, **facts: Unpack[MilestoneFacts]) -> Milestone:
    require(by, MAY_EDIT, milestone)
    return write(milestone, facts, by=by)


@transaction.atomic
def remove_milestone(*, by: User, milestone: Milestone) -> None:
    """Delete a milestone; its history stays."""
    require(by, MAY_EDIT, milestone)
    history.delete(milestone, by=by)


# --- Money before and for the change ---------------------------------------------------------------------------------
@transaction.atomic
def add_baseline(*, by: User, workstream: Workstream, **facts: Unpack[BaselineFacts]) -> BaselineCost:
    return _write_baseline(BaselineCost(workstream=workstream), facts, by=by)


@transaction.atomic
def edit_baseline(*, by: User, baseline: BaselineCost, **facts: Unpack[BaselineFacts]) -> BaselineCost:
    return _write_baseline(baseline, facts, by=by)


def _write_baseline(row: BaselineCost, facts: BaselineFacts, *, by: User) -> BaselineCost:
    require(by, MAY_EDIT, row)
    _refuse_strangers(row.workstream, facts.get("organisation"))
    return write(row, facts, by=by)


@transaction.atomic
def add_funding(
    *, by: User, partnership: Partnership, workstream: Workstream | None = None, **facts: Unpack[FundingFacts]
) -> Funding:
    """Money awarded to one workstream, or to the partnership as a whole."""
    if workstream and workstream.partnership_id != partnership.pk:
        raise ValidationError({"workstream": "Choose a workstream of this partnership."})
    funding = Funding(partnership=partnership, workstream=workstream)
    require(by, MAY_EDIT, funding)
    return write(funding, facts, by=by)


@transaction.atomic
def edit_funding(*, by: User, funding: Funding, **facts: Unpack[FundingFacts]) -> Funding:
    require(by, MAY_EDIT, funding)
    return write(funding, facts, by=by)


# --- What sharing costs each organisation ----------------------------------------------------------------------------
@transaction.atomic
def add_contribution(*, by: User, partnership: Partnership, **facts: Unpack[ContributionFacts]) -> Contribution:
    """What one organisation pays or spends in a financial year, for one workstream or for the programme as a whole."""
    return _write_contribution(Contribution(partnership=partnership), facts, by=by)


@transaction.atomic
def edit_contribution(*, by: User, contribution: Contribution, **facts: Unpack[ContributionFacts]) -> Contribution:
    """Change it. Who moves it to another workstream must be allowed to edit both."""
    require(by, MAY_EDIT, contribution)
    return _write_contribution(contribution, facts, by=by)


@transaction.atomic
def remove_contribution(*, by: User, contribution: Contribution) -> None:
    """Delete it; its history stays, and so do the statements that print it."""
    require(by, MAY_EDIT, contribution)
    history.delete(contribution, by=by)


def _write_contribution(row: Contribution, facts: ContributionFacts, *, by: User) -> Contribution:
    partnership, organisation = row.partnership, facts.get("organisation")
    workstream = facts.get("workstream", row.workstream)
    if workstream and workstream.partnership_id != partnership.pk:
        raise ValidationError({"workstream": "Choose a workstream of this partnership."})
    require(by, MAY_EDIT, Contribution(partnership=partnership, workstream=workstream))
    if organisation and not partnership.memberships.filter(organisation=organisation).exists():
        raise ValidationError({"organisation": "Choose an organisation of this partnership."})
    return write(row, facts, by=by)

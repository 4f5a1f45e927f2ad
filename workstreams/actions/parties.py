"""Who takes part in a workstream, and who hosts it."""

from datetime import date, timedelta
from typing import TypedDict, Unpack

from django.db import transaction

from partnership.actions.facts import lock, refuse_overlap, refuse_stranger, write
from partnership.models import Organisation, User
from partnership.permissions import require
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.models import Hosting, Participation, Workstream


class ParticipationFacts(TypedDict, total=False):
    organisation: Organisation
    from_on: date
    to_on: date | None
    form_signed_on: date | None


class HostingFacts(TypedDict, total=False):
    organisation: Organisation
    from_on: date
    to_on: date | None


@transaction.atomic
def add_participation(*, by: User, workstream: Workstream, **facts: Unpack[ParticipationFacts]) -> Participation:
    return _write_participation(Participation(workstream=workstream), facts, by=by)


@transaction.atomic
def edit_participation(*, by: User, participation: Participation, **facts: Unpack[ParticipationFacts]) -> Participation:
    """Change a participation; giving it a last day ends it."""
    return _write_participation(participation, facts, by=by)


def _write_participation(row: Participation, facts: ParticipationFacts, *, by: User) -> Participation:
    require(by, MAY_EDIT, lock(row.workstream))
    refuse_stranger(row.workstream.partnership, facts.get("organisation"))
    row = write(row, facts, by=by)
    others = row.workstream.participations.filter(organisation=row.organisation)
    refuse_overlap(row, others, f"{row.organisation} takes part on some of these days already. Change that instead.")
    return row


@transaction.atomic
def add_hosting(*, by: User, workstream: Workstream, **facts: Unpack[HostingFacts]) -> Hosting:
    """A new host. The one before hosts until the day before."""
    require(by, MAY_EDIT, lock(workstream))
    from_on = facts["from_on"]
    for former in workstream.hostings.overlapping(from_on, from_on).filter(from_on__lt=from_on):
        write(former, {"to_on": from_on - timedelta(days=1)}, by=by)
    return _write_hosting(Hosting(workstream=workstream), facts, by=by)


@transaction.atomic
def edit_hosting(*, by: User, hosting: Hosting, **facts: Unpack[HostingFacts]) -> Hosting:
    require(by, MAY_EDIT, lock(hosting.workstream))
    return _write_hosting(hosting, facts, by=by)


def _write_hosting(row: Hosting, facts: HostingFacts, *, by: User) -> Hosting:
    refuse_stranger(row.workstream.partnership, facts.get("organisation"))
    row = write(row, facts, by=by)
    refuse_overlap(
        row, row.workstream.hostings.all(), "Another organisation hosts on some of these days. Change the dates."
    )
    return row

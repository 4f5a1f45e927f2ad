"""The milestones of a workstream."""

from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction

from partnership import history
from partnership.actions.facts import write
from partnership.models import User
from partnership.permissions import require
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.models import Milestone, Workstream


class MilestoneFacts(TypedDict, total=False):
    title: str
    planned_on: date
    forecast_on: date | None
    actual_on: date | None


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

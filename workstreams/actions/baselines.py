"""What a service cost before it was shared."""

from typing import TypedDict, Unpack

from django.db import transaction

from partnership.actions.facts import write
from partnership.models import Organisation, User
from partnership.permissions import require
from workstreams.actions.parties import refuse_strangers
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.models import BaselineCost, Workstream


class BaselineFacts(TypedDict, total=False):
    organisation: Organisation | None
    year: int
    cost_pence: int
    source: str


@transaction.atomic
def add_baseline(*, by: User, workstream: Workstream, **facts: Unpack[BaselineFacts]) -> BaselineCost:
    return _write_baseline(BaselineCost(workstream=workstream), facts, by=by)


@transaction.atomic
def edit_baseline(*, by: User, baseline: BaselineCost, **facts: Unpack[BaselineFacts]) -> BaselineCost:
    return _write_baseline(baseline, facts, by=by)


def _write_baseline(row: BaselineCost, facts: BaselineFacts, *, by: User) -> BaselineCost:
    require(by, MAY_EDIT, row)
    refuse_strangers(row.workstream, facts.get("organisation"))
    return write(row, facts, by=by)

"""A workstream is added, changed, and moved from stage to stage."""

from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from partnership.actions.facts import write
from partnership.models import Partnership, User
from partnership.permissions import require
from workstreams.models import Workstream

MAY_EDIT = "workstreams.edit_workstream"


# These words stand where a workstream's slug stands in an address.
RESERVED_SLUGS = frozenset({"add"})


class WorkstreamFacts(TypedDict, total=False):
    name: str
    purpose: str
    delivery: str
    basis: str


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

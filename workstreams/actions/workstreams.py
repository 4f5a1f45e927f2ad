"""A workstream is added and changed. How it moves from stage to stage is in `stages`."""

from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from partnership import clock
from partnership.actions.facts import write
from partnership.models import Partnership, User
from partnership.permissions import require
from workstreams.models import StageMove, Workstream

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
    workstream = write(workstream, {**facts, "stage": stage or Workstream.Stage.IDEA}, by=by)
    StageMove.objects.create(
        workstream=workstream, to_stage=workstream.stage, way=StageMove.Way.BEGUN, moved_by=by, moved_at=clock.now()
    )
    return workstream


@transaction.atomic
def edit_workstream(*, by: User, workstream: Workstream, **facts: Unpack[WorkstreamFacts]) -> Workstream:
    require(by, MAY_EDIT, workstream)
    return write(workstream, facts, by=by)

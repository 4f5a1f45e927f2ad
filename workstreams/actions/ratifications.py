"""An organisation records what its own executive or council decided about a workstream."""

from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import clock
from partnership.models import Organisation, User
from partnership.permissions import require
from workstreams import stages
from workstreams.models import Ratification, Workstream

MAY_RATIFY = "workstreams.ratify"


class RatificationFacts(TypedDict):
    stage: str
    decision: str
    decided_on: date
    body: str
    minute: str
    conditions: str


@transaction.atomic
def ratify(
    *, by: User, workstream: Workstream, organisation: Organisation, **facts: Unpack[RatificationFacts]
) -> Ratification:
    """Record it, for the own organisation alone. A later record of the same stage takes the place of this one."""
    row = Ratification(
        workstream=workstream, organisation=organisation, recorded_by=by, recorded_at=clock.now(), **facts
    )
    require(by, MAY_RATIFY, row)
    errors: dict[str, list[ValidationError]] = {}
    try:
        row.full_clean(exclude=["recorded_by"])
    except ValidationError as error:
        errors = error.update_error_dict(errors)
    if row.stage not in stages.GATED:
        errors.setdefault("stage", []).append(ValidationError("Choose the stage that it is about."))
    if not workstream.participations.current().filter(organisation=organisation).exists():
        said = f"{organisation} does not take part in {workstream}, so it has nothing to ratify."
        errors.setdefault("organisation", []).append(ValidationError(said))
    if row.decided_on and row.decided_on > clock.today():
        errors.setdefault("decided_on", []).append(ValidationError("A decision is recorded once it was taken."))
    if errors:
        raise ValidationError(errors)
    row.save()
    return row

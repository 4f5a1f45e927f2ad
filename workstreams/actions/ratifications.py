"""An organisation records what its own executive or council decided: about a workstream, or about a decision."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from partnership import clock, files
from partnership.actions.facts import lock
from partnership.models import Organisation, Partnership, User
from partnership.permissions import require
from workstreams import stages
from workstreams.models import Ratification, RatificationPaper, Workstream

MAY_RATIFY = "workstreams.ratify"


class RatificationFacts(TypedDict):
    decision: str
    decided_on: date
    body: str
    minute: str
    conditions: str


def stored_ratification_papers(
    partnership: Partnership, uploads: Iterable[UploadedFile]
) -> AbstractContextManager[list[RatificationPaper]]:
    """Files in storage that are not attached yet: see `partnership.files`."""
    return files.stored_files(RatificationPaper, partnership, uploads)


@transaction.atomic
def ratify(
    *,
    by: User,
    workstream: Workstream,
    organisation: Organisation,
    stage: str,
    papers: Sequence[RatificationPaper] = (),
    **facts: Unpack[RatificationFacts],
) -> Ratification:
    """Record it, for the own organisation alone. A later record of the same stage takes the place of this one."""
    lock(workstream)  # so that it is recorded before or after a step back, and never beside one
    row = Ratification(
        partnership=workstream.partnership, workstream=workstream, organisation=organisation, stage=stage, **facts
    )
    errors: dict[str, list[ValidationError]] = {}
    if stage not in stages.GATED:
        errors["stage"] = [ValidationError("Choose the stage that it is about.")]
    if not workstream.participations.current().filter(organisation=organisation).exists():
        said = f"{organisation} does not take part in {workstream}, so it has nothing to ratify."
        errors["organisation"] = [ValidationError(said)]
    return record_ratification(by=by, row=row, papers=papers, errors=errors)


def record_ratification(
    *, by: User, row: Ratification, papers: Sequence[RatificationPaper], errors: dict[str, list[ValidationError]]
) -> Ratification:
    """Save it with its papers, unless something is wrong: `errors` is what was found already."""
    row.recorded_by, row.recorded_at = by, clock.now()
    require(by, MAY_RATIFY, row)
    try:
        row.full_clean(exclude=["recorded_by", *errors])
    except ValidationError as error:
        errors = error.update_error_dict(errors)
    if row.decided_on and row.decided_on > clock.today():
        errors.setdefault("decided_on", []).append(ValidationError("A decision is recorded once it was taken."))
    if errors:
        raise ValidationError(errors)
    row.save()
    for paper in papers:
        paper.ratification, paper.uploaded_by = row, by
        paper.save()
    return row

"""What belongs to a workstream, or to the programme as a whole, is kept by whoever edits the place where it stands."""

from typing import Any

from partnership import editions
from partnership.models import User
from partnership.permissions import require
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.models.programme import OfProgramme


def hold(row: OfProgramme, *, by: User, seen: int | None = None) -> None:
    """As `editions.hold`, for whoever may edit it where it stands by now. Raises PermissionDenied, ValidationError."""
    require(by, MAY_EDIT, row)
    editions.hold(row, seen)
    require(by, MAY_EDIT, row)


def require_place(row: OfProgramme, facts: Any, *, by: User) -> None:
    """Raise PermissionDenied unless the user may edit the place where these facts put it. A workstream of another
    partnership is no place of it: its own check says so."""
    stream = facts.get("workstream", row.workstream)
    if stream is None or stream.partnership_id == row.partnership_id:
        require(by, MAY_EDIT, type(row)(partnership=row.partnership, workstream=stream))

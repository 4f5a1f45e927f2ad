"""What a partnership shows to anybody is switched on and off. Who may is asked by whom calls this."""

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import clock
from partnership.actions.facts import write
from partnership.models import Partnership, User
from partnership.models.publications import Published

Row = TypeVar("Row", bound=Published)


@transaction.atomic
def switch_on(of: type[Row], called: str, *, by: User, partnership: Partnership) -> Row:
    """Put it at its public address, from now on. Raises ValidationError where it is there."""
    if _locked(of, partnership):
        raise ValidationError(f"{called} is switched on already.")
    facts = {"partnership": partnership, "published_at": clock.now(), "published_by": by}
    return write(of(), facts, by=by)


@transaction.atomic
def switch_off(of: type[Row], called: str, *, by: User, partnership: Partnership) -> Row:
    """Take it away again: the address answers that there is nothing. Raises ValidationError where it does so."""
    row = _locked(of, partnership)
    if row is None:
        raise ValidationError(f"{called} is switched off already.")
    return write(row, {"withdrawn_at": clock.now(), "withdrawn_by": by}, by=by)


def _locked(of: type[Row], partnership: Partnership) -> Row | None:
    """What is open, under the partnership's row: of two who switch at once the second sees what the first did."""
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    found: Row | None = of._default_manager.filter(partnership=partnership, withdrawn_at=None).first()  # type: ignore[assignment]
    return found

"""What most actions end with: a record is given facts, checked as a whole and saved with its history."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet

from partnership import history
from partnership.models import User

Row = TypeVar("Row", bound=Model)


@transaction.atomic
def write(row: Row, facts: Any, *, by: User | None, reason: str = "") -> Row:
    """Give the record these facts and save it in the name of `by`. Raises ValidationError for all that is wrong.

    What is not among the facts stays as it is in the database by now, whatever it was when the record was read.
    """
    if not row._state.adding:
        row.refresh_from_db(from_queryset=type(row)._base_manager.select_for_update())
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    return history.save(row, by=by, reason=reason)


def refuse_overlap(row: Any, others: QuerySet, message: str) -> None:
    """Raise ValidationError on `from_on` when another of these dated records holds on a day of this one."""
    others = others.exclude(pk=row.pk).exclude(to_on__lt=row.from_on)
    if row.to_on:
        others = others.filter(from_on__lte=row.to_on)
    if others.exists():
        raise ValidationError({"from_on": message})

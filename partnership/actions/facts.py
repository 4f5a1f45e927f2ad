"""What most actions end with: a record is given facts, checked as a whole and saved with its history."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from partnership import history
from partnership.editions import Row
from partnership.editions import lock as lock
from partnership.models import Organisation, Partnership, User

STRANGER = "Choose an organisation of this partnership."
STRANGERS = "Choose organisations of this partnership."


def write(row: Row, facts: Any, *, by: User | None, reason: str = "") -> Row:
    """Give the record these facts and save it in the name of `by`. Raises ValidationError for all that is wrong.

    What is not among the facts stays as it is in the database by now, whatever it was when the record was read. Of
    two who enter the same at once, the second is told so as if the first had been there before.
    """
    try:
        return _write(row, facts, by=by, reason=reason)
    except IntegrityError:
        row.full_clean()
        raise


@transaction.atomic
def _write(row: Row, facts: Any, *, by: User | None, reason: str) -> Row:
    if not row._state.adding:
        lock(row)
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    return history.save(row, by=by, reason=reason)


def refuse_overlap(row: Any, others: QuerySet, message: str) -> None:
    """Raise ValidationError on `from_on` when another of these dated records holds on a day of this one.

    What they all belong to is locked before: else two at once would each see nothing of the other.
    """
    others = others.exclude(pk=row.pk).exclude(to_on__lt=row.from_on)
    if row.to_on:
        others = others.filter(from_on__lte=row.to_on)
    if others.exists():
        raise ValidationError({"from_on": message})


def strangers(partnership: Partnership, organisations: Iterable[Organisation | None]) -> set[int]:
    """The ids of those that never were in the partnership; none is no stranger. A member of before is named for what
    it did, and a host that is no partner joins without a vote. One query."""
    asked = {each.pk for each in organisations if each is not None}
    return asked and asked - set(partnership.memberships.values_list("organisation", flat=True))


def refuse_stranger(partnership: Partnership, organisation: Organisation | None, field: str = "organisation") -> None:
    if strangers(partnership, [organisation]):
        raise ValidationError({field: STRANGER})


def change_of_parties(words: str, row: Any, wanted: Iterable[Organisation]) -> str:
    """What a change of the record's `organisations` says in its history: whom it names now, and whom before. Empty
    where they stay. One query for a record that is there already."""
    now = sorted(each.short_name for each in wanted)
    before = [] if row._state.adding else sorted(row.organisations.values_list("short_name", flat=True))
    if now == before:
        return ""
    said = f"{words} {', '.join(now) or 'no organisation by name'}"
    return f"{said}; before, {', '.join(before)}." if before else f"{said}."

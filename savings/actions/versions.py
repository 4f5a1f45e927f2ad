"""What a person was shown, so that nothing else is done in that person's name."""

import hashlib
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError

from savings.models import Evidence, Saving, Statement

Changes = tuple[list[tuple[int, int]], ...]


def version_of(statements: Iterable[Statement]) -> str:
    """Names what statements say: it changes with every change of them, their savings and evidence. Three queries."""
    rows = list(statements)
    return _digest(rows, _changes(rows))


def versions_of(statements: Iterable[Statement]) -> dict[int, str]:
    """The version of each alone, by its id. Three queries for any number of them."""
    rows = list(statements)
    changes = _changes(rows)
    return {row.pk: _digest([row], changes) for row in rows}


def _changes(statements: Sequence[Statement]) -> Changes:
    """What was changed and what that left in the records: of statements, of their savings, of their evidence."""
    savings = {statement.saving_id for statement in statements}
    stated = Statement.history.filter(id__in={statement.pk for statement in statements}).order_by("history_id")
    described = Saving.history.filter(id__in=savings).order_by("history_id")
    proved = Evidence.objects.filter(saving__in=savings).order_by("pk")
    return (
        list(stated.values_list("id", "history_id")),
        list(described.values_list("id", "history_id")),
        list(proved.values_list("saving_id", "pk")),
    )


def _digest(statements: Sequence[Statement], changes: Changes) -> str:
    drafts = {statement.pk for statement in statements}
    savings = {statement.saving_id for statement in statements}
    said = [
        record
        for changed, among in zip(changes, (drafts, savings, savings), strict=True)
        for changed_id, record in changed
        if changed_id in among
    ]
    return hashlib.sha256(f"{sorted(drafts)} {said}".encode()).hexdigest()[:16]


def check_version(drafts: Iterable[Statement], version: str | None) -> None:
    """`version` is what a person was shown; drafts that have changed since are not what that person means."""
    if version is not None and version != version_of(drafts):
        raise ValidationError(
            "This draft was changed since you opened this page. Check what it says now before you go on.",
            code="changed",
        )

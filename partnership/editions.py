"""What somebody else changed since a person was shown it is not overwritten unread.

The edition of a record is the number of the last row of its history: a form carries it, and an action compares it.
"""

from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Model

from partnership.templatetags.portal import moment_words

Row = TypeVar("Row", bound=Model)
GONE = "This {} is gone: somebody removed it meanwhile."


def of(model: type[Model], **lookup: Any) -> int:
    """The edition of all records of a model that fit the lookup, those deleted since included. One query."""
    newest = model.history.filter(**lookup).order_by("-history_id").values_list("history_id", flat=True)  # type: ignore[attr-defined]
    return newest.first() or 0


def lock(row: Row) -> Row:
    """The same record, as it is by now; nobody else changes it until this transaction ends.

    An action locks what it judges by before it judges: what was true when the record was read may be true no more.
    Raises ValidationError where the record is gone.
    """
    try:
        row.refresh_from_db(from_queryset=type(row)._base_manager.select_for_update())
    except ObjectDoesNotExist:
        raise ValidationError(GONE.format(row._meta.verbose_name), code="gone") from None
    return row


def hold(row: Model, seen: int | None = None) -> None:
    """Nobody else changes the record until this transaction ends, and it is read as it is by now.

    Raises ValidationError where it is gone, or is another edition than the one that was `seen`.
    """
    lock(row)
    refuse_unseen(type(row), seen, pk_of(row))


def pk_of(row: Model) -> dict[str, Any]:
    return {row._meta.pk.name: row.pk}


def refuse_unseen(model: type[Model], seen: int | None, lookup: dict[str, Any]) -> None:
    """Raise ValidationError where records were changed since `seen`. None: nobody was shown them."""
    if seen is None or seen == of(model, **lookup):
        return
    last = model.history.filter(**lookup).select_related("history_user").latest("history_id")  # type: ignore[attr-defined]
    raise changed(last.history_user.name if last.history_user else "Somebody", last.history_date)


def changed(who: str, when: Any) -> ValidationError:
    """What is said to whoever would overwrite it: pages then show what is saved now, and keep what was typed."""
    return ValidationError(
        f"{who} changed this on {moment_words(when)}, since you opened this page. What you typed is kept here. Read "
        "what is saved now, then save again: yours takes its place.",
        code="changed",
    )

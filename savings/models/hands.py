"""Four eyes: where it is on record who had a hand in a statement. The rule and the lists ask here alike."""

from typing import Any

from django.apps import apps
from django.db.models import Exists, QuerySet

from savings.models.savings import Saving


def _records(statement: Any, saving: Any) -> list[tuple[QuerySet, str]]:
    """The rows of a statement and its saving that name such a person, and the column that does.

    Who stated the amount; who wrote or changed what every statement of the saving rests on (its words, its method, its
    contract), be it through an import that another person confirmed; who supplied evidence.
    """
    evidence, contract, imported = (apps.get_model("savings", name) for name in ("Evidence", "Contract", "ImportedRow"))
    authors = apps.get_model("savings", "Statement").authors.through
    return [
        (authors.objects.filter(statement=statement), "user"),
        (Saving.history.filter(id=saving), "history_user"),
        (contract.history.filter(saving=saving), "history_user"),
        (imported.objects.filter(saving=saving, statement=None), "of__uploaded_by"),
        (evidence.objects.filter(saving=saving), "uploaded_by"),
    ]


def hands_in(statement: int, saving: int) -> frozenset[int]:
    """The ids of all who had a hand in a statement of a saving, both by their ids. One query."""
    first, *others = (rows.order_by().values_list(who, flat=True) for rows, who in _records(statement, saving))
    return frozenset(first.union(*others))


def hands_of(user: Any, *, statement: Any, saving: Any) -> list[Exists]:
    """Conditions on rows, each of which says that this person had a hand; with `OuterRef`s to statement and saving."""
    return [Exists(rows.filter(**{who: user})) for rows, who in _records(statement, saving)]

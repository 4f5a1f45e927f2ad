"""The chain of a statement: what it replaced, what replaced it, its reversal and its restatement, as a list to read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from partnership.models import User
from savings.models import Statement

LINKS = ("replaces_id", "reverses_id", "restates_id")


@dataclass(frozen=True)
class Link:
    """One statement of a chain, and what it is in it."""

    statement: Statement
    words: str
    at: datetime


def chain(statement: Statement, user: User) -> list[Link]:
    """All statements that hang together with this one, this one too, in the order in which they were made, as far as
    the user may see them. Three queries; nothing when it stands alone."""
    rows = Statement.objects.filter(saving=statement.saving_id).values_list("pk", *LINKS)
    together = _connected(statement.pk, rows)
    if len(together) == 1:
        return []
    seen = Statement.objects.visible_to(user).filter(pk__in=together).for_list()
    links = [Link(each, _words(each), each.submitted_at or each.drafted_at) for each in seen]
    return sorted(links, key=lambda link: (link.at, link.statement.pk))


def _connected(pk: int, rows: Iterable[tuple]) -> set[int]:
    neighbours: dict[int, set[int]] = {}
    for this, *others in rows:
        for other in filter(None, others):
            neighbours.setdefault(this, set()).add(other)
            neighbours.setdefault(other, set()).add(this)
    found, waiting = {pk}, [pk]
    while waiting:
        new = neighbours.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def _words(statement: Statement) -> str:
    if statement.reverses_id:
        return "Reversal, asked for" if statement.is_draft else "Reversal"
    if statement.restates_id:
        return "Restatement, a draft" if statement.is_draft else "Restatement after the reversal"
    if statement.replaces_id:
        return "Replacement, a draft" if statement.is_draft else "Replacement"
    return "First stated"

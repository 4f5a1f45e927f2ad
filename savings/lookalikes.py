"""What an officer is told before submitting: which statements look like the drafts, as far as this person may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from partnership.models import Partnership, User
from savings.duplicates import Claim, likely
from savings.models import Statement


@dataclass(frozen=True)
class Lookalikes:
    """Of one draft. Of what its reader may not see it says only that there is something (`hidden`)."""

    draft: Statement
    seen: tuple[Statement, ...]
    hidden: bool


def of_drafts(partnership: Partnership, drafts: Sequence[Statement], *, user: User) -> list[Lookalikes]:
    """Of drafts with their savings and shares loaded. At most four queries for each year, and three for all."""
    found = likely(partnership, [Claim.of(draft) for draft in drafts])
    alike = {one.claim.statement for each in found for one in each}
    if not alike:
        return []
    visible = Statement.objects.visible_to(user).for_list().in_bulk([pk for pk in alike if pk])
    told = []
    for draft, each in zip(drafts, found, strict=True):
        pks = [one.claim.statement for one in each]
        seen = tuple(visible[pk] for pk in pks if pk in visible)
        if pks:
            told.append(Lookalikes(draft, seen, hidden=len(seen) < len(pks)))
    return told

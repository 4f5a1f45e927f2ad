"""Many shares before one verifier: which of those chosen can be verified, why not the others, what they come to."""

from collections.abc import Iterable
from dataclasses import dataclass

from partnership.models import Partnership, User
from savings.actions.versions import versions_of
from savings.models import Share, Statement
from savings.models.words import MONEY_KINDS, Kind, Stage, State
from savings.rules import FOUR_EYES

WITH = ("statement__saving__workstream", "statement__organisation", "statement__partnership", "organisation")


@dataclass(frozen=True)
class Total:
    """What the shares of one kind and stage of claim are worth together. Kinds and stages are never added to each
    other, nor benefits in units."""

    kind: Kind
    stage: Stage
    number: int
    pence: int | None


@dataclass(frozen=True)
class Choice:
    """Shares that a person chose. `key` of a ready one names it and what its statement said when it was shown."""

    ready: list[tuple[Share, str]]
    refused: list[tuple[Share, str]]
    hidden: int  # chosen, but not to be seen by this person

    @property
    def totals(self) -> list[Total]:
        return totals(share for share, _ in self.ready)


def choose(pks: set[int], *, user: User, partnership: Partnership) -> Choice:
    """Sort the chosen shares. Eight queries for any number of them."""
    rows = Share.objects.visible_to(user).filter(partnership=partnership, pk__in=pks).select_related(*WITH)
    rows = rows.prefetch_related("statement__saving__evidence")
    shares = list(rows.order_by("statement__submitted_at", "pk"))
    waiting = set(Share.objects.filter(pk__in=pks).waiting_for(user, partnership).values_list("pk", flat=True))
    touched = Statement.objects.filter(pk__in={share.statement_id for share in shares}).touched_by(user)
    mine = set(touched.values_list("pk", flat=True))
    versions = versions_of(share.statement for share in shares)
    return Choice(
        [(share, f"{share.pk}:{versions[share.statement_id]}") for share in shares if share.pk in waiting],
        [(share, _why_not(share, is_mine=share.statement_id in mine)) for share in shares if share.pk not in waiting],
        len(pks) - len(shares),
    )


def _why_not(share: Share, *, is_mine: bool) -> str:
    if share.state != State.SUBMITTED:
        return f"It does not wait for you: it is {share.get_state_display().lower()}."
    if is_mine:
        return FOUR_EYES
    return f"It is a share of {share.organisation.name}, for which you do not verify."


def totals(shares: Iterable[Share]) -> list[Total]:
    """By kind and stage of claim: how many, and of money how much."""
    found: dict[tuple[str, str], list[int]] = {}
    for share in shares:
        statement = share.statement
        found.setdefault((statement.saving.kind, statement.stage), []).append(share.pence)
    return [
        Total(kind, stage, len(pence), sum(pence) if kind in MONEY_KINDS else None)
        for kind in Kind
        for stage in Stage
        if (pence := found.get((kind, stage)))
    ]

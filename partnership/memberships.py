"""What memberships others rely on. An app that keeps records by who was a member on a day says which memberships may
not be changed any more for that day; organisations and their pages need know nothing of meetings."""

from collections.abc import Callable

from partnership.models import Membership

Keeper = Callable[[Membership | None, Membership], None]
_keepers: list[Keeper] = []


def know(keeper: Keeper) -> None:
    """From now on this is asked too, with a membership before (None: a new one) and after a change: it raises
    ValidationError. Said once, when the app that has it is loaded."""
    _keepers.append(keeper)


def refuse_rewriting(before: Membership | None, after: Membership) -> None:
    for keeper in _keepers:
        keeper(before, after)

"""The kinds of notice that the portal sends. Each app registers its own, so a person can choose how to get each."""

from dataclasses import dataclass

from partnership.models import User
from partnership.models.notices import NoticeChoice, Way


@dataclass(frozen=True)
class Kind:
    """A kind of notice. `default` is how those get it who have not chosen."""

    key: str
    title: str
    hint: str
    default: Way


DUTIES = Kind("duties", "What waits for you", "Once a week, while something does.", Way.AT_ONCE)
DIGEST = Kind("digest", "The daily message", "The notices that you get once a day.", Way.AT_ONCE)  # nobody chooses it
SHARED = Kind(
    "shared", "Organisations in several partnerships", "When another partnership changes one of yours.", Way.AT_ONCE
)
KINDS: dict[str, Kind] = {kind.key: kind for kind in (DUTIES, SHARED)}


def register(*kinds: Kind) -> None:
    """Once for each kind, when the apps are ready."""
    KINDS.update({kind.key: kind for kind in kinds})


def ways(user: User) -> dict[str, Way]:
    """How this person gets each kind. One query."""
    chosen = dict(NoticeChoice.objects.filter(user=user).values_list("kind", "way"))
    return {key: Way(chosen.get(key, kind.default)) for key, kind in KINDS.items()}

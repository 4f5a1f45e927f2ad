"""What waits for a person: each app says what of its rows does, and one page lists it all, the oldest first.

An app registers a kind of duty with whom it concerns and the function that finds the rows. So the page, and whoever
reminds people, need know nothing of packs, agreements or roles.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache

from partnership import clock
from partnership.models import Partnership, User

MOST = 100  # of each kind: the oldest
KEPT_SECONDS = 60  # how long the number in the menu may be behind what others do


@dataclass(frozen=True)
class Duty:
    """What is to be done: `act` and `what` make its sentence ("Sign off", "the annual statement of …"); since when it
    waits, or by which day it has to be done, or both. `number`: of how many things, where one line stands for more."""

    act: str
    what: str
    url: str
    since: date | None = None
    due_on: date | None = None
    number: int = 1

    @property
    def days(self) -> int | None:
        """For how many days it has waited."""
        return max(0, (clock.today() - self.since).days) if self.since else None

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < clock.today()


@dataclass(frozen=True)
class Kind:
    """`find` gives the duties of one person in one partnership, the most urgent first and at most `MOST` + 1, in a
    fixed number of queries; it is asked only where the person holds the permission."""

    title: str
    permission: str
    find: Callable[[User, Partnership], Iterable[Duty]]
    has_table: bool = False  # on the page it stands in a table of its own


@dataclass(frozen=True)
class Waiting:
    """The duties of one kind; `is_cut` when there are more than are listed."""

    title: str
    duties: list[Duty]
    is_cut: bool

    @property
    def number(self) -> int:
        return sum(duty.number for duty in self.duties)


_KINDS: list[Kind] = []


def register(*kinds: Kind) -> None:
    """Once for each kind, when the apps are ready; asked again, nothing is listed twice."""
    _KINDS.extend(kind for kind in kinds if kind not in _KINDS)


def waiting(user: User, partnership: Partnership, *, tables: bool = True) -> list[Waiting]:
    """What waits for this person, by kind; a kind with nothing is left out. `tables`: also those with a table of
    their own."""
    found = []
    for kind in _KINDS:
        if (kind.has_table and not tables) or not user.has_perm(kind.permission, partnership):
            continue
        if duties := list(kind.find(user, partnership)):
            found.append(Waiting(kind.title, duties[:MOST], len(duties) > MOST))
    return found


def count(user: User, partnership: Partnership) -> int:
    """Of how many things `waiting` tells this person, as the menu shows it until the person changes something. Costs
    what `waiting` costs."""
    number = sum(kind.number for kind in waiting(user, partnership))
    cache.set(_key(user, partnership), number, KEPT_SECONDS)
    return number


def counted(user: User, partnership: Partnership) -> int | None:
    """What `count` said less than a minute ago. No query."""
    return cache.get(_key(user, partnership))


def forget(user: User, partnership: Partnership) -> None:
    """This person changes something: the next page counts anew."""
    cache.delete(_key(user, partnership))


def _key(user: User, partnership: Partnership) -> str:
    return f"waiting:{partnership.pk}:{user.pk}"

"""How far each section of a pack is: noted by whoever prints, and told to the database now and then."""

import time
from collections import deque

from governance.models import Pack, PackSection
from governance.packs import queue

EVERY = 0.5  # seconds: a pack that is made quicker is told of once, at its end
State = PackSection.State


class Progress:
    """Of a pack that a worker has. Threads only note; the one that has the job tells, and stops when it has it no
    more: `look` and `tell` raise LeaseLost once the pack was cancelled or went to another worker."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._news: deque[tuple[str, State]] = deque()
        self._told = time.monotonic()
        stopped = pack.sections.filter(state__in=(State.PRINTING, State.REUSED, State.READY))
        stopped.update(state=State.FROZEN)  # an earlier worker was further

    def began(self, key: str) -> None:
        self._news.append((key, State.PRINTING))

    def done(self, key: str) -> None:
        self._news.append((key, State.READY))

    def reused(self, key: str) -> None:
        self._news.append((key, State.REUSED))

    def look(self) -> None:
        if time.monotonic() - self._told >= EVERY:
            self.tell()

    def tell(self) -> None:
        """One query, and one for each state that is news."""
        queue.check(self._pack)
        self._told = time.monotonic()
        newest = dict(self._news.popleft() for _ in range(len(self._news)))
        for state in sorted(set(newest.values())):
            keys = [key for key, value in newest.items() if value == state]
            self._pack.sections.filter(key__in=keys).update(state=state)

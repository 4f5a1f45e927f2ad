"""The critical path of a plan: forward and backward pass over tasks that wait for each other. Pure.

Time is counted in whole days, as numbers of days that have ended: a task from 5 March to 9 March begins when 4 March
has ended (`begins` is the number of 4 March) and lasts 5 days; a milestone on 31 March is the moment at which 31 March
has ended and lasts 0 days. So what waits for something that ends on 31 March may be a milestone of that same day, or a
task whose first day is 1 April. Dependencies are finish-to-start without a lag (PMI, Practice Standard for Scheduling).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Task:
    """`begins` is when it is meant to begin, at the earliest; `days` how long it lasts, 0 for a milestone.

    What is `done` stays where it was, whatever it waited for.
    """

    begins: int
    days: int = 0
    done: bool = False


@dataclass(frozen=True)
class Slot:
    """When a task can begin and end at the earliest, and may at the latest without moving the end of its network.

    `total_float` is the days between the two. `network` is the smallest key of the tasks that it hangs together with.
    """

    earliest_begin: int
    earliest_end: int
    latest_begin: int
    latest_end: int
    network: int
    alone: bool

    @property
    def total_float(self) -> int:
        return self.latest_begin - self.earliest_begin

    @property
    def is_critical(self) -> bool:
        """A day later here is a day later at the end. What hangs together with nothing open is on no path."""
        return not self.alone and self.total_float == 0


class Loop(ValueError):
    """Tasks that wait for themselves, by way of each other. `keys`: in the order of waiting, the first not repeated."""

    def __init__(self, keys: list[int]) -> None:
        super().__init__("Tasks wait for themselves.")
        self.keys = keys


def task_of(first: date | None, last: date, *, done: bool = False) -> Task:
    """The task from its first day to its last, both included; without a first day, the milestone of its last.

    >>> task_of(date(2026, 3, 5), date(2026, 3, 9)).days, task_of(None, date(2026, 3, 31)).days
    (5, 0)
    """
    if first is None:
        return Task(last.toordinal(), 0, done)
    return Task(first.toordinal() - 1, max(last.toordinal() - first.toordinal() + 1, 0), done)


def day_of(moment: int) -> date:
    """The last day that has ended at a moment: the last day of what ends then; of what the calendar has no day for, its
    last."""
    return date.fromordinal(min(moment, date.max.toordinal()))


def schedule(tasks: Mapping[int, Task], waits: Iterable[tuple[int, int]]) -> dict[int, Slot]:
    """When each task can and may begin and end. `waits`: pairs of what is waited for and what waits for it.

    Each network (open tasks that hang together) ends with the last of its own tasks. What is done holds up what waits
    for it until its end, and is in no network. Pairs that name an unknown task, and those whose second task is done,
    bind nothing. Raises Loop. Time grows with the number of tasks and pairs.

    Design of 10 days from day 0, then build of 20; beside them, training of 5 from day 3; both before launch:

    >>> found = schedule({1: Task(0, 10), 2: Task(0, 20), 3: Task(3, 5), 4: Task(0)}, [(1, 2), (2, 4), (3, 4)])
    >>> [(slot.earliest_begin, slot.earliest_end, slot.total_float, slot.is_critical) for slot in found.values()]
    [(0, 10, 0, True), (10, 30, 0, True), (3, 8, 22, False), (30, 30, 0, True)]
    """
    pairs = {(a, b) for a, b in waits if a in tasks and b in tasks and not tasks[b].done}
    before, after = _neighbours(tasks, pairs)
    order = _in_order(tasks, before, after)
    begins = _earliest(order, tasks, before)
    ends = {key: begin + tasks[key].days for key, begin in begins.items()}
    still_open = {(a, b) for a, b in pairs if not tasks[a].done}
    _, after = _neighbours(tasks, still_open)
    network = _networks(tasks, still_open)
    in_company = {key for pair in still_open for key in pair}
    last: dict[int, int] = {}
    for key in order:
        last[network[key]] = max(last.get(network[key], ends[key]), ends[key])
    latest: dict[int, int] = {}  # end
    for key in reversed(order):
        latest[key] = min((latest[each] - tasks[each].days for each in after[key]), default=last[network[key]])
    return {
        key: Slot(
            begins[key],
            ends[key],
            latest[key] - task.days,
            latest[key],
            network[key],
            alone=key not in in_company,
        )
        for key, task in tasks.items()
    }


def _earliest(order: Iterable[int], tasks: Mapping[int, Task], before: Mapping[int, list[int]]) -> dict[int, int]:
    """When each can begin: not before its own day, nor before the end of what it waits for."""
    begins: dict[int, int] = {}
    for key in order:
        begins[key] = max([tasks[key].begins, *(begins[each] + tasks[each].days for each in before[key])])
    return begins


def loop_with(waits: Iterable[tuple[int, int]]) -> list[int]:
    """Keys that wait for each other in a circle, each for the one before it; empty, where there is no circle.

    >>> loop_with([(1, 2), (2, 3), (3, 1), (3, 4)]), loop_with([(1, 2), (1, 3), (2, 3)])
    ([1, 2, 3], [])
    """
    pairs = set(waits)
    keys = {key: Task(0) for pair in sorted(pairs) for key in pair}
    try:
        _in_order(keys, *_neighbours(keys, pairs))
    except Loop as loop:
        return loop.keys
    return []


def _neighbours(
    keys: Collection[int], pairs: Iterable[tuple[int, int]]
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """What each waits for, and what waits for each, in the order of their keys."""
    before: dict[int, list[int]] = {key: [] for key in keys}
    after: dict[int, list[int]] = {key: [] for key in keys}
    for first, second in sorted(pairs):
        before[second].append(first)
        after[first].append(second)
    return before, after


def _in_order(keys: Collection[int], before: Mapping[int, list[int]], after: Mapping[int, list[int]]) -> list[int]:
    """Each behind all that it waits for (Kahn's way). Raises Loop."""
    left = {key: len(before[key]) for key in keys}
    order = [key for key in keys if not left[key]]
    for key in order:  # grows while it is walked through
        for each in after[key]:
            left[each] -= 1
            if not left[each]:
                order.append(each)
    if len(order) < len(left):
        raise Loop(_circle({key for key in keys if left[key]}, before))
    return order


def _circle(stuck: set[int], before: Mapping[int, list[int]]) -> list[int]:
    """One circle among those that are never free: each of them waits for another of them. From its smallest key on."""
    walked: list[int] = []
    key = min(stuck)
    while key not in walked:
        walked.append(key)
        key = next(each for each in before[key] if each in stuck)
    circle = walked[walked.index(key) :][::-1]
    start = circle.index(min(circle))
    return circle[start:] + circle[:start]


def _networks(keys: Iterable[int], pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """For each key the smallest key of those that it hangs together with."""
    root = {key: key for key in keys}

    def find(key: int) -> int:
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    for pair in pairs:
        first, second = sorted(map(find, pair))
        root[second] = first
    return {key: find(key) for key in root}

"""Measuring in rounds: each thing once a round, in turn, so that all meet the same disturbances."""

import gc
import time
from collections.abc import Callable, Mapping

WARM_UP = 2


def seconds(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def best(things: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The fewest seconds that each thing took, after two rounds that do not count.

    The fewest, not the median: whatever else the machine does makes a thing slower and never faster.
    """
    for _ in range(WARM_UP):
        for do in things.values():
            do()
    taken: dict[str, list[float]] = {name: [] for name in things}
    for _ in range(rounds):
        gc.collect()
        for name, do in things.items():
            taken[name].append(seconds(do))
    return {name: min(values) for name, values in taken.items()}

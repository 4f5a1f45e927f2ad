"""How often somebody may call: so many calls in each minute of the clock."""

import math
import time

from django.core.cache import cache

WINDOW = 60  # seconds


def is_within(limit: int, key: str) -> bool:
    """Count a call of this key, and say whether it is within the limit. One small counter in the cache, whatever the
    limit (a list of moments would grow with it)."""
    counter = f"{key}:{int(time.time() // WINDOW)}"
    if cache.add(counter, 1, timeout=2 * WINDOW):
        return limit >= 1
    try:
        return bool(cache.incr(counter) <= limit)
    except ValueError:  # the counter was evicted between the two calls: a call too many is no harm
        return True


def wait() -> int:
    """Seconds until the next minute of the clock begins."""
    return math.ceil(WINDOW - time.time() % WINDOW)

"""How often one person's programs may call."""

import math
import time
from typing import Any

from django.core.cache import cache
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle

WINDOW = 60  # seconds


class PerMinute(BaseThrottle):
    """So many calls in each minute of the clock, counted for each user: one small counter in the cache, whatever the
    rate (a list of moments, as the framework's own throttle keeps, grows with it)."""

    def allow_request(self, request: Any, view: Any) -> bool:
        limit = int(api_settings.DEFAULT_THROTTLE_RATES["minute"])
        key = f"api-calls:{request.user.pk}:{int(time.time() // WINDOW)}"
        if cache.add(key, 1, timeout=2 * WINDOW):
            return limit >= 1
        try:
            return cache.incr(key) <= limit
        except ValueError:  # the counter was evicted between the two calls: a call too many is no harm
            return True

    def wait(self) -> float:
        return math.ceil(WINDOW - time.time() % WINDOW)

"""How often one person's programs may call."""

from typing import Any

from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle

from partnership import rates


class PerMinute(BaseThrottle):
    """So many calls in each minute of the clock, counted for each user."""

    def allow_request(self, request: Any, view: Any) -> bool:
        limit = int(api_settings.DEFAULT_THROTTLE_RATES["minute"])
        return rates.is_within(limit, f"api-calls:{request.user.pk}")

    def wait(self) -> float:
        return rates.wait()

"""The cache in production: Redis, and each process's own memory while Redis can not be reached."""

import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

RETRY_SECONDS = 5


def _either(name: str) -> Callable[..., Any]:
    """A method of the cache: that of Redis or, while it is away, that of the process's memory."""

    def method(self: "RedisOrMemoryCache", *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= RedisOrMemoryCache.away_until:
            try:
                return getattr(RedisCache, name)(self, *args, **kwargs)
            except RedisError:
                RedisOrMemoryCache.away_until = time.monotonic() + RETRY_SECONDS
        return getattr(self.memory, name)(*args, **kwargs)

    return method


def is_away() -> bool:
    """Whether Redis could not be reached some seconds ago, so that this process knows nothing of the others."""
    return time.monotonic() < RedisOrMemoryCache.away_until


class RedisOrMemoryCache(RedisCache):
    """What is cached can be made again, so nobody is kept out because Redis is away: pages work, and how often somebody
    may try to sign in is counted in each process. Redis is asked again after some seconds, not by every call: each
    would wait for its timeout."""

    away_until = 0.0  # for the whole process

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.memory = LocMemCache("while-redis-is-away", {})

    add, delete, delete_many = _either("add"), _either("delete"), _either("delete_many")
    get, get_many, has_key = _either("get"), _either("get_many"), _either("has_key")
    incr, set, set_many, touch = _either("incr"), _either("set"), _either("set_many"), _either("touch")

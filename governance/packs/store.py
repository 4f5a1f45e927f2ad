"""Where printed parts are kept between packs: in the database, which every worker reaches. Bounded, safe to lose."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import TypeVar

import structlog
from django.conf import settings
from django.db import DatabaseError

from governance.models import PackPart
from partnership import clock

KEPT_FOR = timedelta(days=60)
_FRESH = timedelta(days=1)  # how exactly it is known when a part was last used
log = structlog.get_logger(__name__)
Thing = TypeVar("Thing")


class Kept:
    """The parts in the database. What can not be read or written is made again, or not kept."""

    def found(self, digests: Sequence[str], read: Callable[[bytes], Thing]) -> dict[str, Thing]:
        """Those of these that are kept, as `read` reads them, which raises ValueError for what it can not read. One
        query, and sometimes a second."""
        found, stale = {}, []
        try:
            for row in PackPart.objects.filter(digest__in=digests):
                found[row.digest] = read(bytes(row.data))
                if row.used_at < clock.now() - _FRESH:
                    stale.append(row.digest)
            if stale:
                PackPart.objects.filter(digest__in=stale).update(used_at=clock.now())
        except (DatabaseError, ValueError):
            log.warning("pack_parts_not_read", exc_info=True)
        return found

    def keep(self, made: Mapping[str, bytes]) -> None:
        rows = [PackPart(digest=digest, data=data, size=len(data)) for digest, data in made.items()]
        try:
            PackPart.objects.bulk_create(rows, ignore_conflicts=True)
        except DatabaseError:
            log.warning("pack_parts_not_kept", exc_info=True)


def throw_away() -> int:
    """Forget what was not used for two months, and what was not used longest of more than may be kept. Gives how many.

    Safe to run twice or at once with another copy, and while packs are made.
    """
    gone, _ = PackPart.objects.filter(used_at__lt=clock.now() - KEPT_FOR).delete()
    kept, too_many = 0, []
    for digest, size in PackPart.objects.order_by("-used_at", "digest").values_list("digest", "size").iterator():
        kept += size
        if kept > settings.PACK_PARTS_BYTES:
            too_many.append(digest)
    for start in range(0, len(too_many), 500):
        gone += PackPart.objects.filter(digest__in=too_many[start : start + 500]).delete()[0]
    return gone

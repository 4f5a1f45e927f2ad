"""Baselines as tables: by year and organisation, and two versions against each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from workstreams.models import BaselineCost, BaselineLock, Workstream
from workstreams.models.baselines import HEADINGS, NOT_BROKEN_DOWN

NAMES = (*(heading.label for heading in HEADINGS), NOT_BROKEN_DOWN, "Net cost")


@dataclass(frozen=True)
class OfYear:
    """The baselines of one financial year. Added up are the organisations; a joint cost stands beside them."""

    year: int
    rows: tuple[BaselineCost, ...]
    total: list[int] = field(default_factory=list)  # net, then by heading; empty where there is nothing to add up


def by_year(rows: Iterable[BaselineCost]) -> list[OfYear]:
    """The newest year first, in it the organisations by code and then all together."""
    years: dict[int, list[BaselineCost]] = {}
    for row in sorted(rows, key=lambda row: row.organisation.code if row.organisation else "~"):
        years.setdefault(row.year, []).append(row)
    return [OfYear(year, tuple(of_year), _total(of_year)) for year, of_year in sorted(years.items(), reverse=True)]


def _total(rows: Sequence[BaselineCost]) -> list[int]:
    own = [[row.cost_pence, *row.by_heading] for row in rows if row.organisation_id is not None]
    return [sum(column) for column in zip(*own, strict=True)] if len(own) > 1 else []


@dataclass(frozen=True)
class Difference:
    """One heading of two versions, in pence."""

    name: str
    old: int
    new: int

    @property
    def more(self) -> int:
        return self.new - self.old


def compared(old: BaselineCost, new: BaselineCost) -> list[Difference]:
    return [Difference(*each) for each in zip(NAMES, old.amounts, new.amounts, strict=True)]


@dataclass(frozen=True)
class Locked:
    """The last lock, and what the newest year's rows came to then and come to now, each in pence."""

    lock: BaselineLock
    changed: list[tuple[BaselineCost | None, BaselineCost | None]]

    @property
    def is_changed(self) -> bool:
        return bool(self.changed)


def since_lock(workstream: Workstream, now: Sequence[BaselineCost]) -> Locked | None:
    """What changed since the baseline was locked: pairs of what was in force then and is now. Two queries."""
    lock = workstream.baseline_locks.select_related("locked_by").last()
    if lock is None:
        return None
    before = lock.locked_at + timedelta(microseconds=1)
    then = workstream.baseline_costs.in_force(before).select_related("organisation")
    was = {(row.year, row.organisation_id): row for row in then}
    is_now = {(row.year, row.organisation_id): row for row in now}
    keys = sorted(was.keys() | is_now.keys(), key=lambda key: (-key[0], key[1] or 0))
    pairs = [(was.get(key), is_now.get(key)) for key in keys]
    return Locked(lock, [(a, b) for a, b in pairs if (a and a.pk) != (b and b.pk)])

"""What was done to baselines and readings, as sentences: each version says who recorded it, when and why."""

from collections.abc import Iterable

from partnership.dated import year_name
from partnership.history import Event, newest_first
from partnership.money import format_pounds
from workstreams.models import BaselineCost, BaselineLock, Reading, Workstream


def of_baselines(workstream: Workstream) -> list[Event]:
    """All versions of a workstream's baselines and its locks, newest first. Two queries."""
    rows = BaselineCost.objects.filter(workstream=workstream).select_related("organisation", "recorded_by")
    locks = BaselineLock.objects.filter(workstream=workstream).select_related("locked_by")
    found = [Event(row.recorded_at, row.recorded_by.name, _of_baseline(row), row.reason) for row in rows]
    found += [Event(lock.locked_at, lock.locked_by.name, "locked the baseline", lock.reason) for lock in locks]
    return newest_first(found)


def _of_baseline(row: BaselineCost) -> str:
    what = f"baseline of {row.whose}, {year_name(row.year)}"
    if row.withdrawn:
        return f"withdrew the {what}"
    verb = "recorded" if row.version == 1 else f"recorded version {row.version} of"
    return f"{verb} the {what}: {format_pounds(row.cost_pence)}"


def of_readings(rows: Iterable[Reading]) -> list[Event]:
    """All versions of readings, newest first."""
    return newest_first(Event(row.recorded_at, row.recorded_by.name, _of_reading(row), row.reason) for row in rows)


def _of_reading(row: Reading) -> str:
    what = f"the reading of {row.span}, {row.whose}"
    if row.withdrawn:
        return f"withdrew {what}"
    return f"{'recorded' if row.version == 1 else 'put right'} {what}: {row.words}"

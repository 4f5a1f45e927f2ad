"""What a service cost all who share it, before they did: the combined revenue budget that a reduction is a part of.

That is of one financial year: the last one that is complete, by a joint cost or by the cost of every organisation that
takes part. A year in which one of several has a cost is no combined budget, however new it is.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from partnership.dated import year_name
from partnership.money import format_pounds
from workstreams.models import BaselineCost, Participation

NONE_TAKEN = "No baseline was taken, so nobody can say what part of the combined revenue budget the savings are."


@dataclass(frozen=True)
class Budget:
    """What the service cost one organisation, or (none) all together, in pence."""

    organisation: int | None
    name: str
    pence: int


@dataclass(frozen=True)
class Baseline:
    """The cost of one financial year, all organisations together, in pence, and what it is made of."""

    year: int
    pence: int
    parts: tuple[Budget, ...] = ()

    def __str__(self) -> str:
        return f"{format_pounds(self.pence)} ({year_name(self.year)})"

    @property
    def frozen(self) -> list[dict[str, Any]]:
        """As JSON keeps it: what is corrected later changes no test of before."""
        return [{"of": part.name, "pence": part.pence} for part in self.parts]


@dataclass(frozen=True)
class Combined:
    """The combined budget; without one, a sentence that says what is missing."""

    baseline: Baseline | None
    missing: str = ""


def by_year(costs: Iterable[BaselineCost]) -> list[Baseline]:
    """Of each year recorded: the joint cost if there is one, else the organisations' costs added up."""
    years: dict[int, list[BaselineCost]] = {}
    for row in costs:
        years.setdefault(row.year, []).append(row)
    return [_of_year(year, rows) for year, rows in sorted(years.items())]


def _of_year(year: int, rows: list[BaselineCost]) -> Baseline:
    used = [row for row in rows if row.organisation_id is None] or rows
    parts = tuple(
        Budget(row.organisation_id, row.organisation.short_name if row.organisation else "All together", row.cost_pence)
        for row in used
    )
    return Baseline(year, sum(part.pence for part in parts), parts)


def combined(costs: Iterable[BaselineCost], partners: Mapping[int, str]) -> Combined:
    """That of the last year that is complete for the partners (names by organisation); `costs` are versions in force.

    Where nobody takes part, everybody who has a cost in any year counts as a partner.
    """
    years = by_year(costs)
    if not years:
        return Combined(None, NONE_TAKEN)
    wanted = dict(partners) or {part.organisation or 0: part.name for year in years for part in year.parts}
    lacking = {year.year: _lacking(year, wanted) for year in years}
    if whole := [year for year in years if not lacking[year.year]]:
        return (
            Combined(whole[-1])
            if whole[-1].pence > 0
            else Combined(None, f"The baseline {whole[-1]} is not above £0.00.")
        )
    nearest = min(reversed(lacking), key=lambda year: len(lacking[year]))
    return Combined(
        None,
        "No year has the baseline of every organisation that takes part, so there is no combined revenue budget. "
        f"{year_name(nearest)} lacks that of {', '.join(lacking[nearest])}: record it, or a joint cost of the year.",
    )


def _lacking(year: Baseline, wanted: Mapping[int, str]) -> list[str]:
    have = {part.organisation for part in year.parts}
    return [] if None in have else [name for organisation, name in wanted.items() if organisation not in have]


def combined_of(workstreams: Collection[int], on: date, *, at: datetime | None = None) -> dict[int, Combined]:
    """Of each workstream, for those who take part on the day, as recorded by a moment (default: now). Two queries."""
    costs: dict[int, list[BaselineCost]] = {pk: [] for pk in workstreams}
    rows = BaselineCost.objects.in_force(at).filter(workstream__in=workstreams).select_related("organisation")
    for row in rows:
        costs[row.workstream_id].append(row)
    names = partners(workstreams, on)
    return {pk: combined(costs[pk], names[pk]) for pk in workstreams}


def partners(workstreams: Collection[int], on: date) -> dict[int, dict[int, str]]:
    """Who takes part in each workstream on the day: short names by organisation, in the order of codes. One query."""
    found: dict[int, dict[int, str]] = {pk: {} for pk in workstreams}
    rows = Participation.objects.current(on).filter(workstream__in=workstreams).order_by("organisation__code")
    for pk, organisation, name in rows.values_list("workstream", "organisation", "organisation__short_name"):
        found[pk][organisation] = name
    return found

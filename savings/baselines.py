"""What a workstream cost before it was shared, and what savings are as a part of that: one function for every page.

The workstream's page judges each year's realised savings by `reduction`, a gate the year that its policy names.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from partnership import clock
from partnership.dated import year_name
from partnership.models import Partnership
from partnership.money import format_percent, format_pounds
from savings import figures
from savings.figures import Amounts, AsAt, Figures, portion
from savings.models import Statement
from savings.models.words import Kind
from workstreams import gates
from workstreams.gates import Asked, Counts, Outcome, Terms
from workstreams.models import BaselineCost, GatePolicy, GateRequirement
from workstreams.models.baselines import BaselineCostQuerySet

TEST_PER_CENT = 10  # of the combined cost, as councils have asked of a shared service before going on with it
KEY = "reduction"  # of the kind of requirement


@dataclass(frozen=True)
class Baseline:
    """The cost of one financial year, all organisations together, in pence: the last year that was recorded.

    That is the combined revenue budget of the service, which a policy asks to be reduced. `parts` are the costs by
    organisation (or of all together) that it is made of.
    """

    year: int
    pence: int
    parts: tuple[tuple[str, int], ...] = ()

    def __str__(self) -> str:
        return f"{format_pounds(self.pence)} ({year_name(self.year)})"


def in_force(costs: BaselineCostQuerySet, at: AsAt) -> BaselineCostQuerySet:
    """The versions that were in force at a point: those of the end of its day, or those of now."""
    return costs.in_force(None if at.is_now else clock.end_of(at.on))


def by_year(costs: Iterable[BaselineCost]) -> list[Baseline]:
    """Of each year recorded: the joint cost if there is one, else the organisations' costs added up."""
    years: dict[int, list[BaselineCost]] = {}
    for row in costs:
        years.setdefault(row.year, []).append(row)
    return [_of_year(year, rows) for year, rows in sorted(years.items())]


def _of_year(year: int, rows: list[BaselineCost]) -> Baseline:
    used = [row for row in rows if row.organisation_id is None] or rows
    parts = tuple((row.organisation.short_name if row.organisation else "All together", row.cost_pence) for row in used)
    return Baseline(year, sum(pence for _, pence in parts), parts)


def baseline(costs: Iterable[BaselineCost]) -> Baseline | None:
    """That of the last year recorded; `costs` are versions in force."""
    return next(reversed(by_year(costs)), None)


def part_of(statement: Statement, before: Baseline | None) -> int | None:
    """What a statement is worth, in hundredths of a per cent of a year's baseline; none of what is no money."""
    is_money = statement.saving.kind != Kind.QUALITATIVE
    return portion(statement.amount_pence, before.pence) if before and is_money else None


def reduction(
    saved_pence: int, budget_pence: int, *, year: int, per_cent: int = TEST_PER_CENT * 100, claim: str = ""
) -> Outcome:
    """Whether a year's cashable savings are at least so much (hundredths of a per cent) of the combined budget.

    Judged exactly, on pence; the percentage shown is rounded to hundredths, half a hundredth away from 0. What is
    short is rounded up to the penny: with so much more it is met.

    >>> outcome = reduction(80_000_00, 925_000_00, year=2007)
    >>> outcome.met, outcome.value, outcome.difference
    (False, '8.65%', '1.35 percentage points (£12,500.00) short')
    >>> outcome.sentence.partition(". ")[2]
    'It fails a 10% test by 1.35 percentage points (£12,500.00).'
    """
    part = portion(saved_pence, budget_pence) or 0
    met = saved_pence * 100_00 >= budget_pence * per_cent
    short_pence = -(-budget_pence * per_cent // 100_00) - saved_pence
    points = format_percent(abs(per_cent - part)).rstrip("%")
    by = f"{points if points != '0' else 'less than 0.01'} percentage points ({format_pounds(abs(short_pence))})"
    exact = met and not short_pence
    sentence = (
        f"{year_name(year)}: {format_pounds(saved_pence)} of cashable savings{f', {claim},' if claim else ''} is "
        f"{format_percent(part)} of the baseline of {format_pounds(budget_pence)}. "
        f"It {'meets' if met else 'fails'} a {format_percent(per_cent)} test{'' if exact else f' by {by}'}."
    )
    facts = {"year": year, "saved_pence": saved_pence, "budget_pence": budget_pence, "per_cent_hundredths": per_cent}
    facts |= {"part_hundredths": part, "short_pence": max(short_pence, 0)}
    difference = "" if exact else f"{by} {'over' if met else 'short'}"
    return Outcome(KEY, met, format_percent(part), f"at least {format_percent(per_cent)}", difference, sentence, facts)


def reductions(found: Figures, baseline: Baseline | None, *, per_cent: int = TEST_PER_CENT * 100) -> list[Outcome]:
    """The test for each year with realised cashable savings; none without a baseline."""
    if baseline is None or baseline.pence <= 0:
        return []
    realised = {year: line.amounts.realised for year, line in found.by_year(Kind.CASHABLE).items()}
    return [reduction(pence, baseline.pence, year=year, per_cent=per_cent) for year, pence in realised.items() if pence]


def asked_per_cent(partnership: Partnership, on: date) -> int:
    """What the partnership's policy of that day asks, in hundredths of a per cent; 10% where it asks nothing. One
    query."""
    policies = GatePolicy.objects.current(on).filter(partnership=partnership)
    asked = GateRequirement.objects.filter(policy__in=policies, kind=KEY).order_by("pk")
    return asked.values_list("threshold", flat=True).first() or TEST_PER_CENT * 100


# --- As a requirement of a gate ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Promised:
    """The baseline of a workstream, and what its cashable savings are to come to by financial year, in pence."""

    baseline: Baseline | None
    by_year: dict[int, Amounts]


def read_promised(asked: Asked) -> dict[int, Promised]:
    """Five queries for any number of workstreams. Raises PermissionDenied."""
    found = figures.figures(asked.partnership, figures.now(asked.partnership), user=asked.user)
    years: dict[int, dict[int, Amounts]] = {pk: {} for pk in asked.workstreams}
    for cell in found.streams:
        if cell.kind == Kind.CASHABLE and cell.workstream in years and (cell.amounts.target or cell.amounts.forecast):
            years[cell.workstream][cell.year] = cell.amounts
    costs: dict[int, list[BaselineCost]] = {}
    recorded = BaselineCost.objects.in_force(clock.end_of(asked.on)).filter(workstream__in=asked.workstreams)
    for row in recorded.select_related("organisation"):
        costs.setdefault(row.workstream_id, []).append(row)
    return {pk: Promised(baseline(costs.get(pk, ())), by_year) for pk, by_year in years.items()}


def promised_reduction(promised: Promised | None, terms: Terms) -> Outcome:
    """The reduction by year N: year 1 is the first financial year with a target or a forecast of cashable savings.

    Of year N the forecast counts, the best estimate there is; where there is none, the target.
    """
    per_cent = terms.threshold or 0
    before = promised.baseline if promised else None
    wanted = f"at least {format_percent(per_cent)}"
    if before is None or before.pence <= 0:
        said = "No baseline was taken, so nobody can say what part of the combined revenue budget the savings are."
        return Outcome(KEY, False, "not known", wanted, "the baseline is missing", said)
    by_year = promised.by_year if promised else {}
    if not by_year:
        said = f"No target and no forecast of cashable savings is recorded; {wanted} of {before} is asked for."
        return Outcome(KEY, False, "nothing recorded", wanted, "the savings are missing", said, _budgets(before))
    year = min(by_year) + (terms.by_year or 1) - 1
    amounts = by_year.get(year, Amounts())
    measure, pence = ("forecast", amounts.forecast) if amounts.forecast else ("target", amounts.target)
    claim = f"the {measure} for year {terms.by_year or 1}"
    outcome = reduction(pence, before.pence, year=year, per_cent=per_cent, claim=claim)
    return Outcome(
        outcome.kind,
        outcome.met,
        outcome.value,
        outcome.threshold,
        outcome.difference,
        outcome.sentence,
        dict(outcome.facts) | {"measure": measure} | _budgets(before),
    )


def _budgets(before: Baseline) -> dict[str, Any]:
    """The budgets used, to be frozen: what is corrected later changes no test of before."""
    return {"budget_year": before.year, "budgets": [{"of": name, "pence": pence} for name, pence in before.parts]}


REDUCTION = gates.Kind(
    KEY,
    "Reduction of the combined revenue budget",
    lambda terms: (
        f"At least {format_percent(terms.threshold or 0)} off the combined revenue budget by year "
        f"{terms.by_year} of the savings"
    ),
    read_promised,
    promised_reduction,
    counts=Counts.PER_CENT,
    by_year=True,
)

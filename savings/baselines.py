"""What savings are as a part of what a workstream cost before it was shared: for pages, and as a test at a gate.

The budget is that of `workstreams.baselines`, the test that of `workstreams.investment.reduction`: a business case is
judged by the same two.
"""

from dataclasses import dataclass, field
from datetime import date

from partnership import clock
from partnership.dated import year_name
from partnership.models import Partnership
from partnership.money import format_percent
from savings import figures
from savings.figures import Amounts, AsAt, Figures, portion
from savings.models import Share, Statement
from savings.models.words import Kind, Stage, State
from workstreams import gates
from workstreams.baselines import NONE_TAKEN, Baseline, Combined, combined_of
from workstreams.gates import REDUCTION as KEY
from workstreams.gates import Asked, Counts, Outcome, Terms
from workstreams.investment import Reduction, reduction
from workstreams.models import GateRequirement
from workstreams.models.baselines import BaselineCostQuerySet


def in_force(costs: BaselineCostQuerySet, at: AsAt) -> BaselineCostQuerySet:
    """The versions that were in force at a point: those of the end of its day, or those of now."""
    return costs.in_force(None if at.is_now else clock.end_of(at.on))


def part_of(statement: Statement, before: Baseline | None) -> int | None:
    """What a statement is worth, in hundredths of a per cent of a year's baseline; none of what is no money."""
    is_money = statement.saving.kind != Kind.QUALITATIVE
    return portion(statement.amount_pence, before.pence) if before and is_money else None


def reductions(found: Figures, baseline: Baseline | None, *, per_cent: int) -> list[Reduction]:
    """The test for each year with realised cashable savings; none without a baseline."""
    if baseline is None:
        return []
    realised = {year: line.amounts.realised for year, line in found.by_year(Kind.CASHABLE).items()}
    return [
        reduction(pence, baseline.pence, year=year, threshold_hundredths=per_cent)
        for year, pence in realised.items()
        if pence
    ]


def asked_per_cent(partnership: Partnership, on: date) -> int:
    """What the partnership's policy of that day asks, in hundredths of a per cent; 0 where it asks nothing. One
    query."""
    asked = GateRequirement.objects.asked(partnership, KEY, on)
    return (asked.threshold or 0) if asked else 0


# --- As a requirement of a gate ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Promised:
    """The combined budget of a workstream, what its cashable savings are to come to by financial year, in pence, and
    for which years there is a forecast: one that was taken back to £0.00 is a forecast too."""

    combined: Combined
    by_year: dict[int, Amounts]
    forecast: frozenset[int] = field(default_factory=frozenset)


def read_promised(asked: Asked) -> dict[int, Promised]:
    """Seven queries for any number of workstreams. Raises PermissionDenied."""
    found = figures.figures(asked.partnership, figures.now(asked.partnership), user=asked.user)
    years: dict[int, dict[int, Amounts]] = {pk: {} for pk in asked.workstreams}
    for cell in found.streams:
        if cell.kind == Kind.CASHABLE and cell.workstream in years and (cell.amounts.target or cell.amounts.forecast):
            years[cell.workstream][cell.year] = cell.amounts
    forecast = _forecast(asked)
    budgets = combined_of(asked.workstreams, asked.on, at=clock.end_of(asked.on))
    return {pk: Promised(budgets[pk], by_year, frozenset(forecast[pk])) for pk, by_year in years.items()}


def _forecast(asked: Asked) -> dict[int, set[int]]:
    """For which years a forecast of cashable savings was posted, whatever stands of it by now. One query."""
    found: dict[int, set[int]] = {pk: set() for pk in asked.workstreams}
    rows = Share.objects.filter(
        statement__saving__workstream__in=asked.workstreams,
        statement__saving__kind=Kind.CASHABLE,
        statement__stage=Stage.FORECAST,
    ).exclude(state=State.DRAFT)
    for pk, year in rows.order_by().values_list("statement__saving__workstream", "statement__year").distinct():
        found[pk].add(year)
    return found


def promised_reduction(promised: Promised | None, terms: Terms) -> Outcome:
    """The reduction by year N: year 1 is the first financial year with a target or a forecast of cashable savings.

    Of year N the forecast counts, the best estimate there is, also where nothing of it stands because it was returned
    or reversed; where none was ever made, the target.
    """
    per_cent = terms.threshold or 0
    budget = promised.combined if promised else Combined(None, NONE_TAKEN)
    wanted = f"at least {format_percent(per_cent)}"
    before = budget.baseline
    if before is None:
        return Outcome(KEY, False, "not known", wanted, "the baseline is missing", budget.missing)
    frozen = {"budget_year": before.year, "budgets": before.frozen}
    if promised is None or not promised.by_year:
        said = f"No target and no forecast of cashable savings is recorded; {wanted} of {before} is asked for."
        return Outcome(KEY, False, "nothing recorded", wanted, "the savings are missing", said, frozen)
    year = min(promised.by_year) + (terms.by_year or 1) - 1
    amounts = promised.by_year.get(year, Amounts())
    measure, pence = ("forecast", amounts.forecast) if year in promised.forecast else ("target", amounts.target)
    found = reduction(pence, before.pence, year=year, threshold_hundredths=per_cent)
    return _outcome(found, f"the {measure} for year {terms.by_year or 1}", frozen | {"measure": measure})


def _outcome(found: Reduction, claim: str, facts: dict[str, object]) -> Outcome:
    gap = found.gap and f"{found.gap} {'over' if found.passes else 'short'}"
    frozen = {
        "year": found.year,
        "saved_pence": found.saved_pence,
        "budget_pence": found.baseline_pence,
        "per_cent_hundredths": found.threshold_hundredths,
        "part_hundredths": found.hundredths,
        "short_pence": max(found.short_pence, 0),
    }
    value, wanted = format_percent(found.hundredths), f"at least {format_percent(found.threshold_hundredths)}"
    said = found.sentence(year_name(found.year), claim=claim)
    return Outcome(KEY, found.passes, value, wanted, gap, said, frozen | facts)


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

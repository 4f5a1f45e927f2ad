"""From the rows of a business case to what the formulas take, and back to its results."""

from dataclasses import dataclass
from decimal import Decimal

from partnership import clock
from workstreams.investment import (
    FORMULAS,
    Assumptions,
    Heading,
    Line,
    Range,
    Results,
    Score,
    Shape,
    Terms,
    appraise,
    as_json,
)
from workstreams.models import BusinessCase, CaseHeading, DiscountRate
from workstreams.policy_tests import asked_of


def results_of(case: BusinessCase) -> Results:
    """What was stored when it was submitted; of a draft, worked out from what it says now. At most nine queries."""
    return case.stored or worked_out(case)


def worked_out(case: BusinessCase) -> Results:
    """From its rows, whatever is stored: of a submitted case the two are equal, which `verify_cases` checks."""
    headings = {Heading(row.heading): row for row in case.headings.all()}
    return appraise(_terms(case, headings), _assumptions(case, headings))


def differing() -> tuple[int, list[BusinessCase]]:
    """How many submitted cases there are of this version of the formulas, and those whose stored results are not what
    their rows work out to. Five queries for each case."""
    frozen = BusinessCase.objects.exclude(state=BusinessCase.State.DRAFT).filter(formulas=FORMULAS)
    cases = list(frozen.select_related("workstream__partnership"))
    return len(cases), [case for case in cases if as_json(worked_out(case)) != case.results]


@dataclass(frozen=True)
class Worth:
    """What a case costs and brings, in pence, and in words what that is."""

    cost_pence: int
    benefit_pence: int
    basis: str


def worth_of(case: BusinessCase, years: int) -> Worth:
    """Cost before grants, with optimism bias, and cashable benefits: of year 0 and of so many years after it, or of as
    many as the case has. Not discounted."""
    found = [year for year in results_of(case).combined.years if year.year <= years]
    counted = f"years 0 to {found[-1].year}, costs before grants with optimism bias, cashable benefits"
    return Worth(
        sum(year.flow.cost for year in found),
        sum(year.flow.cashable for year in found),
        f"Business case, version {case.version}: {counted}.",
    )


def rate_of(case: BusinessCase) -> int:
    """The discount rate it is worked out with, in hundredths of a per cent: frozen, or the one in force today."""
    if case.rate_hundredths is not None:
        return case.rate_hundredths
    return DiscountRate.objects.in_force(case.workstream.partnership, clock.today())


def _terms(case: BusinessCase, headings: dict[Heading, CaseHeading]) -> Terms:
    lines = (
        Line(row.organisation.code, Heading(row.heading), row.year, row.pence)
        for row in case.lines.select_related("organisation")
    )
    bias = {heading: row.bias for heading, row in headings.items() if row.bias_hundredths}
    return Terms(case.years, Decimal(rate_of(case)).scaleb(-4), tuple(lines), bias)


def _assumptions(case: BusinessCase, headings: dict[Heading, CaseHeading]) -> Assumptions:
    scores = (
        Score(
            row.criterion,
            row.organisation.code if row.organisation else "",
            row.weight,
            row.before_hundredths,
            row.after_hundredths,
        )
        for row in case.scores.select_related("organisation")
    )
    asked = asked_of(case)
    return Assumptions(
        vary=Decimal(case.vary_hundredths).scaleb(-4),
        delay_months=case.delay_months,
        ranges={heading: Range(row.low_hundredths, row.high_hundredths) for heading, row in headings.items()},
        shape=Shape(case.shape),
        seed=case.seed,
        baseline_pence=asked.baseline_pence,
        threshold_hundredths=asked.per_cent,
        scores=tuple(scores),
    )

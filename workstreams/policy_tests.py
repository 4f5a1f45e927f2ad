"""What the partnership's policy asks of the savings of a business case, and how the case stands against it.

Threshold and year are those that the policy in force asks for at a gate (the most, where it asks at several), the
budget is the combined one of the workstream's baseline. All of it is frozen when the case is submitted, so that neither
a later policy nor a later baseline changes what was tested then.
"""

from dataclasses import asdict, dataclass
from typing import Any

from partnership import clock
from partnership.dated import year_name
from partnership.money import format_percent
from workstreams.baselines import Combined, combined_of
from workstreams.gates import REDUCTION
from workstreams.investment import Reduction, Results
from workstreams.models import BusinessCase, GateRequirement

OF = "cashable benefits less running costs"
NOT_ASKED = "The partnership’s policy asks for no reduction of the combined revenue budget."
OF_NO_PROGRAMME = "The test is of one workstream’s budget: a case of the whole programme is not tested."


@dataclass(frozen=True)
class PolicyTest:
    """`per_cent` in hundredths, 0 where nothing is asked; `by_year` counts the years of the savings. Without a baseline
    `missing` says why."""

    policy: str = ""
    per_cent: int = 0
    by_year: int = 1
    baseline_year: int | None = None
    baseline_pence: int | None = None
    budgets: tuple[dict[str, Any], ...] = ()
    missing: str = ""

    @property
    def frozen(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self) | {"budgets": list(self.budgets)}

    @property
    def asks(self) -> str:
        if not self.per_cent:
            return NOT_ASKED
        return f"{self.policy}, asks for {format_percent(self.per_cent)} by year {self.by_year} of the savings."

    @property
    def baseline_words(self) -> str:
        """What the budget is made of: by organisation, where there is no joint cost."""
        return ", ".join(part["of"] for part in self.budgets)


def asked_of(case: BusinessCase) -> PolicyTest:
    """Of a submitted case what was frozen; of a draft what holds today. At most three queries."""
    return PolicyTest(**case.asked) if case.asked else asked_now(case)


def asked_now(case: BusinessCase) -> PolicyTest:
    """Three queries."""
    today, stream = clock.today(), case.workstream
    budget = combined_of([stream.pk], today)[stream.pk]
    if case.whole_programme:
        budget = Combined(None, OF_NO_PROGRAMME)
    before = budget.baseline
    asked = GateRequirement.objects.asked(stream.partnership, REDUCTION, today)
    return PolicyTest(
        policy=str(asked.policy) if asked else "",
        per_cent=(asked.threshold or 0) if asked else 0,
        by_year=(asked.by_year or 1) if asked else 1,
        baseline_year=before.year if before else None,
        baseline_pence=before.pence if before else None,
        budgets=tuple(before.frozen) if before else (),
        missing=budget.missing,
    )


def judged(test: PolicyTest, results: Results) -> Reduction | None:
    """The reduction of the year that the policy names: year 1 is the first with cashable benefits. None: nothing is
    asked for, the baseline is missing, the case has no cashable benefits, or it ends before that year."""
    first = _first_year(results)
    if first is None or not test.per_cent:
        return None
    return next((each for each in results.reductions if each.year == first + test.by_year - 1), None)


def _first_year(results: Results) -> int | None:
    return next((year.year for year in results.combined.years if year.flow.cashable), None)


def said(case: BusinessCase, test: PolicyTest, results: Results) -> str:
    """How the case stands, in sentences."""
    if test.missing or not test.per_cent:
        return " ".join(filter(None, (test.asks, test.missing)))
    if _first_year(results) is None:
        return f"{test.asks} The case has no cashable benefits."
    found = judged(test, results)
    if found is None:
        return f"{test.asks} The case ends before that year."
    return f"{test.asks} {words(case, found)}"


def words(case: BusinessCase, found: Reduction) -> str:
    return found.sentence(f"Year {found.year} ({year_name(case.first_year + found.year)})", OF)

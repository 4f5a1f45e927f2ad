"""Business cases and discount rates."""

from datetime import date

from tests import cases
from tests.isolation.answers import at
from workstreams import actions


def fill(world):
    """A version that was superseded, one that waits for approval, a draft, and a discount rate."""
    manager = world.person("manager")
    cases.submitted(world)
    world.case = cases.submitted(world)
    world.draft_case = actions.draft_case(by=manager, workstream=world.workstream)
    world.rate = actions.record_discount_rate(
        by=manager, partnership=world.partnership, from_on=date(2024, 4, 1), rate_hundredths=3_50, reason="Standard."
    )


ROWS = {
    "case": lambda world: world.case,
    "case-edit": lambda world: world.draft_case,
    "case-lines": lambda world: world.draft_case,
    "case-scores": lambda world: world.draft_case,
    "case-assumptions": lambda world: world.draft_case,
    "case-submit": lambda world: world.draft_case,
    "case-discard": lambda world: world.draft_case,
    "api-business-cases": lambda world: world.case,
    "api-discount-rates": lambda world: world.rate,
}

at(
    "cases",
    "cases-delivered",
    "discount-rates",
    "case-delivered",
    "case-list",
    "case",
    "case-cash-flow",
    "case-compare",
    "case-method",
    "case-tornado",
    get=".........x ..... ---------- ?",
)

at(
    "case-add",
    get="xxx..xxxxx xxxxx ---------- ?",
    post="xxx..xxxxx xxxxx ---------- ?",
)

at(  # a draft: of who may edit it, and of who audits
    "case-assumptions",
    "case-discard",
    "case-edit",
    "case-lines",
    "case-scores",
    "case-submit",
    get="---..---x- ----- ---------- ?",
    post="---..---x- ----- ---------- ?",
)

at(
    "case-withdraw",
    get="xxx..xxxx- xxxxx ---------- ?",
    post="xxx..xxxx- xxxxx ---------- ?",
)

at(
    "case-approve",
    get="xxxxx..xx- xxx.x ---------- ?",
    post="xxxxx..xx- xxx.x ---------- ?",
)

at(
    "discount-rate-add",
    get="xxxx.xxxxx xxxxx ---------- ?",
    post="xxxx.xxxxx xxxxx ---------- ?",
)

at(
    "api-business-cases-list",
    "api-discount-rates-list",
    get=".......... ..... .......... ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-business-cases-detail",
    "api-discount-rates-detail",
    get=".........- ..... ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

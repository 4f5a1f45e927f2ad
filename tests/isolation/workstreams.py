"""Workstreams and what belongs to them."""

from tests.isolation.answers import at

at(
    "programme-funding-add",
    "workstream-add",
    get="xxxx.xxxxx xxxxx ---------- ?",
    post="xxxx.xxxxx xxxxx ---------- ?",
)

at(  # an administrator sees no money
    "programme-funding-edit",
    get="xxxx.xxxx- xxxxx ---------- ?",
    post="xxxx.xxxx- xxxxx ---------- ?",
)

at(
    "baseline-add",
    "baseline-edit",
    "contribution-add",
    "funding-add",
    "funding-edit",
    "hosting-add",
    "hosting-edit",
    "milestone-add",
    "milestone-edit",
    "participation-add",
    "participation-edit",
    "workstream-edit",
    get="xxx..xxxxx xxxxx ---------- ?",
    post="xxx..xxxxx xxxxx ---------- ?",
)

at(
    "contribution-list",
    get=".........x ..... ---------- ?",
)

at(
    "workstream-list",
    get=".......... ..... ---------- ?",
)

at(  # an administrator sees no money
    "contribution-edit",
    "contribution-remove",
    get="xxx..xxxx- xxxxx ---------- ?",
    post="xxx..xxxx- xxxxx ---------- ?",
)

at(
    "contribution-history",
    get="xxx...xx.- xxxxx ---------- ?",
)

at(
    "workstream-history",
    get="xxx...xx.x xxxxx ---------- ?",
)

"""Risks and issues, and what is done about them."""

from datetime import date

from tests.isolation.answers import at
from tests.risks import raised
from workstreams.models import RiskEscalation


def fill(world):
    world.risk = raised(world)
    world.escalation = RiskEscalation.objects.create(
        risk=world.risk, to_programme=False, reason="Small.", on=date(2026, 12, 1), recorded_by=world.person("lead")
    )


ROWS = {
    "risk": lambda world: world.risk,
    "risk-action-add": lambda world: world.risk,
    "api-risks": lambda world: world.risk,
    "api-risk-escalations": lambda world: world.escalation,
}

at(  # an administrator reads no register
    "risk-register",
    "risk-list",
    get=".........x ..... ---------- ?",
)

at(
    "risk",
    get=".........x ..... ---------- ?",
)

at(
    "risk-add",
    get="xxx..xxxxx xxxxx ---------- ?",
    post="xxx..xxxxx xxxxx ---------- ?",
)

at(
    "risk-action-add",
    "risk-close",
    "risk-edit",
    "risk-escalate",
    "risk-hand-back",
    "risk-issue",
    "risk-review",
    get="xxx..xxxx- xxxxx ---------- ?",
    post="xxx..xxxx- xxxxx ---------- ?",
)

at(
    "api-risks-list",
    get=".......... ..... .......... ?",
    post="bbbbbbbbbb bbbbb bbbbbbbbbb ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-risks-detail",
    get=".........- ..... ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    patch="xxxbbxxxx- xxxxx ---------- ?",
)

at(
    "api-risks-review",
    get="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    post="xxxbbxxxx- xxxxx ---------- ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-risk-escalations-list",
    get=".......... ..... .......... ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-risk-escalations-detail",
    get=".........- ..... ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

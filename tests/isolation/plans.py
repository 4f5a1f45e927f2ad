"""Plans of workstreams, and the baselines of a plan."""

from datetime import date

from tests.isolation.answers import at
from workstreams.models import BaselinedDate, PlanBaseline


def fill(world):
    world.plan_baseline = PlanBaseline.objects.create(
        workstream=world.workstream, version=1, reason="Agreed.", set_by=world.person("manager")
    )
    BaselinedDate.objects.create(
        baseline=world.plan_baseline, milestone=world.milestone, title="Launch", planned_on=date(2024, 4, 1)
    )


ROWS = {
    "milestone-baseline": lambda world: world.plan_baseline,
    "api-milestones": lambda world: world.milestone,
}

at(
    "milestone",
    "milestone-baseline",
    "milestone-list",
    "milestone-list-chart",
    "milestone-plan",
    "milestone-plan-chart",
    get=".......... ..... ---------- ?",
)

at(
    "milestone-dependencies",
    get="xxx..xxxxx xxxxx ---------- ?",
    post="xxx..xxxxx xxxxx ---------- ?",
)

at(
    "milestone-baseline-add",
    get="xxxx.xxxxx xxxxx ---------- ?",
    post="xxxx.xxxxx xxxxx ---------- ?",
)

at(
    "api-milestones-list",
    get=".......... ..... .......... ?",
    post="bbbbbbbbbb bbbbb bbbbbbbbbb ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-milestones-detail",
    get=".......... ..... ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    patch="xxxbbxxxxx xxxxx ---------- ?",
)

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
    "api-plan-baselines": lambda world: world.plan_baseline,
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

at(  # what a baseline holds is the programme manager's alone
    "milestone-baseline-add",
    "milestone-remove",
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

at(
    "api-plan-baselines-list",
    get=".......... ..... .......... ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-plan-baselines-detail",
    get=".......... ..... ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

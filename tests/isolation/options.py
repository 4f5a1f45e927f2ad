"""Options appraisals: one that is being scored, in which an officer has not finished, and a draft."""

from tests import appraisals
from tests.isolation.answers import at
from workstreams import actions


def fill(world):
    manager = world.person("manager")
    world.appraisal = appraisals.opened(world)
    world.scorer = actions.add_scorer(by=manager, appraisal=world.appraisal, person=world.person("officer"))
    appraisals.scored(world, world.appraisal)
    world.draft_appraisal = appraisals.drafted(world, title="Suppliers")


ROWS = {
    "appraisal": lambda world: world.appraisal,
    "appraisal-criteria": lambda world: world.draft_appraisal,
    "appraisal-discard": lambda world: world.draft_appraisal,
    "appraisal-edit": lambda world: world.draft_appraisal,
    "appraisal-open": lambda world: world.draft_appraisal,
    "appraisal-option-add": lambda world: world.draft_appraisal,
    "appraisal-option-edit": lambda world: world.draft_appraisal.options.get(name="Host"),
    "appraisal-option-remove": lambda world: world.draft_appraisal.options.get(name="Host"),
    "appraisal-scorer-remove": lambda world: world.scorer,
    "appraisal-sheet": lambda world: world.scorer,
    "api-options-appraisals": lambda world: world.appraisal,
}

at(
    "appraisals",
    "appraisal",
    "appraisal-list",
    "appraisal-scores",
    get=".........x ..... ---------- ?",
)

at(  # while it is being scored, the manager alone sees a result: the lead is a scorer
    "appraisal-chart",
    get="xxxx.xxxxx xxxxx ---------- ?",
)

at(
    "appraisal-add",
    get="xxx..xxxxx xxxxx ---------- ?",
    post="xxx..xxxxx xxxxx ---------- ?",
)

at(  # a draft: of who may edit it, and of who audits
    "appraisal-criteria",
    "appraisal-discard",
    "appraisal-edit",
    "appraisal-open",
    "appraisal-option-add",
    "appraisal-option-edit",
    "appraisal-option-remove",
    get="---..---x- ----- ---------- ?",
    post="---..---x- ----- ---------- ?",
)

at(
    "appraisal-close",
    "appraisal-decide",
    "appraisal-rescore",
    "appraisal-scorer-add",
    "appraisal-scorer-remove",
    get="xxx..xxxx- xxxxx ---------- ?",
    post="xxx..xxxx- xxxxx ---------- ?",
)

at(  # everybody scores for themselves
    "appraisal-sheet",
    "appraisal-sheet-import",
    get="x.xxxxxxx- xxxxx ---------- ?",
    post="x.xxxxxxx- xxxxx ---------- ?",
)

at(
    "appraisal-sheet-template",
    get="x.xxxxxxx- xxxxx ---------- ?",
)

at(
    "api-options-appraisals-list",
    get=".......... ..... .......... ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-options-appraisals-detail",
    get=".........- ..... ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

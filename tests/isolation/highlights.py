"""Highlight reports: one that is submitted, and a draft of the month after."""

from partnership import clock
from savings.highlights import months
from tests import highlights
from tests.isolation.answers import at


def fill(world):
    last = months.last_over(clock.today())
    world.highlight = highlights.submitted(world, months.shifted(last, -1))
    world.draft_highlight = highlights.drafted(world, last)


ROWS = {
    "highlight": lambda world: world.highlight,
    "highlight-edit": lambda world: world.draft_highlight,
    "highlight-submit": lambda world: world.draft_highlight,
    "highlight-discard": lambda world: world.draft_highlight,
    "api-highlights": lambda world: world.highlight,
}

at(
    "highlight-list",
    "highlight-month",
    "highlight-reports",
    "highlight",
    get=".........x ..... ---------- ?",
)

at(
    "highlight-add",
    get="xxx..xxxxx xxxxx ---------- ?",
    post="xxx..xxxxx xxxxx ---------- ?",
)

at(
    "highlight-correct",
    get="xxx..xxxx- xxxxx ---------- ?",
    post="xxx..xxxx- xxxxx ---------- ?",
)

at(  # a draft: of who may write it, and of who audits
    "highlight-discard",
    "highlight-edit",
    "highlight-submit",
    get="---..---x- ----- ---------- ?",
    post="---..---x- ----- ---------- ?",
)

at(
    "api-highlights-list",
    get=".......... ..... .......... ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-highlights-detail",
    get=".........- ..... ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

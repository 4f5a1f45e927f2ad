"""The API and its documentation."""

from tests.isolation.answers import at

at(
    "api",
    "api-agreements-list",
    "api-baskets-list",
    "api-comments-list",
    "api-contracts-list",
    "api-contributions-list",
    "api-docs",
    "api-bodies-list",
    "api-decisions-list",
    "api-delegations-list",
    "api-meetings-list",
    "api-minutes-list",
    "api-organisations-list",
    "api-packs-list",
    "api-ratification-needs-list",
    "api-partnerships-list",
    "api-schema",
    "api-shares-list",
    "api-statements-list",
    "api-workstreams-list",
    get=".......... ..... .......... ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-agreements-detail",
    "api-contributions-detail",
    get=".........- ..... ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-bridge",
    "api-contributions-due",
    "api-delivered",
    "api-figures",
    "api-net-benefit",
    "api-periods",
    get=".........x ..... ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-bodies-detail",
    "api-decisions-detail",
    "api-delegations-detail",
    "api-meetings-detail",
    "api-minutes-detail",
    "api-organisations-detail",
    "api-partnerships-detail",
    "api-ratification-needs-detail",
    "api-workstreams-detail",
    get=".......... ..... ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-nothing-here",
    get="---------- ----- ---------- -",
    post="---------- ----- ---------- -",
    put="---------- ----- ---------- -",
)

at(
    "api-packs-detail",
    "api-packs-file",
    get="----...--- ---.- ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-baskets-detail",
    "api-contracts-detail",
    "api-savings-detail",
    get="-...----.- ----- ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-savings-list",
    get=".......... ..... .......... ?",
    post="bbbbbbbbbb bbbbb bbbbbbbbbb ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-savings-submit",
    get="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    post="-.xx----x- ----- ---------- ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-comments-detail",
    "api-shares-detail",
    "api-statements-detail",
    get=".........- ----- ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

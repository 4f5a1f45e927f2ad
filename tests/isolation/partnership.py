"""Partnerships, organisations, people, tokens, and pages of no partnership."""

from tests.isolation.answers import at

at(
    "accessibility",
    get=".......... ..... .......... .",
)

at(
    "gallery",
    get=".......... ..... .......... ?",
    post=".......... ..... .......... ?",
    put=".......... ..... .......... ?",
)

at(
    "organisation-list",
    get=".......... ..... ---------- ?",
)

at(
    "grant-add",
    "grant-approve",
    "grant-end",
    "membership-add",
    "membership-edit",
    "organisation-add",
    "organisation-edit",
    "person-add",
    "size-add",
    "size-edit",
    get="xxxxxxxxx. xxxxx ---------- ?",
    post="xxxxxxxxx. xxxxx ---------- ?",
)

at(
    "healthz",
    get="503503503503503503503503503503 503503503503503 503503503503503503503503503503 503",
)

at(
    "home",
    "roles",
    get=".......... ..... .......... ?",
)

at(
    "people-list",
    "person",
    get="xxxxxxxxx. xxxxx ---------- ?",
)

at(
    "token-list",
    get=".......... ..... .......... ?",
    post=".......... ..... .......... ?",
)

at(
    "token-revoke",
    get="---------- ----- ---------- ?",
    post="---------- ----- ---------- ?",
)

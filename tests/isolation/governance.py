"""Bodies, meetings, packs and annual statements."""

from tests.isolation.answers import at

at(
    "agenda-add",
    "agenda-edit",
    "agenda-remove",
    "body-add",
    "body-edit",
    "meeting-add",
    "meeting-edit",
    "pack-request",
    "seat-add",
    "seat-edit",
    get="xxxx.xxxxx xxxxx ---------- ?",
    post="xxxx.xxxxx xxxxx ---------- ?",
)

at(
    "annual-rows",
    get="-..-.-.-.- ----- ---------- ?",
)

at(
    "annual-list",
    get="...x.....x ..... ---------- ?",
)

at(
    "annual-request",
    get="x.xx.xxxxx x.xxx ---------- ?",
    post="x.xx.xxxxx x.xxx ---------- ?",
)

at(
    "body",
    "body-list",
    "meeting",
    "meeting-list",
    get=".......... ..... ---------- ?",
)

at(
    "pack",
    "pack-file",
    "pack-progress",
    get="----...--- ---.- ---------- ?",
)

at(
    "pack-cancel",
    "pack-retry",
    get="----.xx--- ---x- ---------- ?",
    post="----.xx--- ---x- ---------- ?",
)

at(
    "pack-list",
    get=".......x.x ....x ---------- ?",
)

at(
    "pack-release",
    get="----x..--- ---.- ---------- ?",
    post="----x..--- ---.- ---------- ?",
)

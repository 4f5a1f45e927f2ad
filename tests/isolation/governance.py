"""Bodies, meetings, packs and annual statements."""

from tests.isolation.answers import at

at(
    "agenda-add",
    "agenda-edit",
    "agenda-remove",
    "body-add",
    "body-edit",
    "body-remit",
    "body-rule",
    "decision-action",
    "decision-bring-back",
    "decision-delegate",
    "decision-planned-drop",
    "decision-ratify",
    "delegation-end",
    "delegation-report",
    "delegation-use",
    "meeting-action",
    "meeting-decide",
    "meeting-add",
    "meeting-agree",
    "meeting-agree-otherwise",
    "meeting-cancel",
    "meeting-edit",
    "meeting-interest",
    "meeting-minutes-answer",
    "meeting-minutes-circulate",
    "meeting-minutes-draft",
    "meeting-minutes-edit",
    "meeting-move",
    "meeting-movement",
    "meeting-postpone",
    "meeting-preside",
    "meeting-roll",
    "meeting-strike",
    "meeting-strike-interest",
    "meeting-strike-presiding",
    "pack-request",
    "seat-add",
    "seat-edit",
    "seat-fill",
    "seat-holding",
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
    "decision",
    "decision-list",
    "decision-ratifications",
    "delegation",
    "delegation-list",
    "meeting",
    "meeting-list",
    "meeting-mine",
    "meeting-minutes",
    "meeting-minutes-file",
    "meeting-next",
    "meeting-plan",
    "meeting-record",
    "seat-list",
    get=".......... ..... ---------- ?",
)

at(  # the only seat is a post's, so nobody speaks for it
    "meeting-declare",
    "meeting-excuse",
    get="xxxxxxxxxx xxxxx ---------- ?",
    post="xxxxxxxxxx xxxxx ---------- ?",
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
    "pack-compare",
    "pack-list",
    get=".......x.x ....x ---------- ?",
)

at(
    "pack-release",
    get="----x..--- ---.- ---------- ?",
    post="----x..--- ---.- ---------- ?",
)

at(
    "agenda-move",
    post="xxxx.xxxxx xxxxx ---------- ?",
)

at(  # a workstream's lead lets a decision move that workstream
    "decision-effect",
    "decision-planned-do",
    get="xxx..xxxxx xxxxx ---------- ?",
    post="xxx..xxxxx xxxxx ---------- ?",
)

at(  # each for its own organisation: Bolsover alone was asked
    "decision-answer",
    get="xx.xxx.xxx xxxxx ---------- ?",
    post="xx.xxx.xxx xxxxx ---------- ?",
)

at(  # those who sit on the body: nobody here
    "meeting-minutes-correct",
    get="xxxxxxxxxx xxxxx ---------- ?",
    post="xxxxxxxxxx xxxxx ---------- ?",
)

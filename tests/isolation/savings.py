"""Savings, statements, figures, imports, periods, contracts, and what proves the ledger."""

from tests.isolation.answers import at

at(
    "open-data",
    "open-data-file",
    get=".......... ..... .......... .",
)

at(
    "agreement",
    "agreement-list",
    "basket-list",
    "behind",
    "bridge",
    "bridge-chart",
    "chart",
    "contract-list",
    "figures-table",
    "organisation",
    "overview",
    "period",
    "period-list",
    "saving-list",
    "workstream",
    get=".........x ..... ---------- ?",
)

at(
    "queue",
    "queue-count",
    get=".......... ..... ---------- ?",
)

at(
    "agreement-approve",
    get="xx.xxxxxx- xx.xx ---------- ?",
    post="xx.xxxxxx- xx.xx ---------- ?",
)

at(
    "agreement-propose",
    get="xxx..xxxxx xxxxx ---------- ?",
    post="xxx..xxxxx xxxxx ---------- ?",
)

at(
    "agreement-withdraw",
    get="xxx..xxxx- xxxxx ---------- ?",
    post="xxx..xxxx- xxxxx ---------- ?",
)

at(
    "duplicate",
    get="xxxx..xx.x xxxxx ---------- ?",
    post="xxxx.xxxxx xxxxx ---------- ?",
)

at(
    "duplicate-list",
    get="xxxx..xx.x xxxxx ---------- ?",
)

at(
    "saving-reshare",
    get="-...----.- ----- ---------- ?",
    post="-.xx----x- ----- ---------- ?",
)

at(
    "statement-reshare",
    get=".........- ----- ---------- ?",
    post="x.xxxxxxx- ----- ---------- ?",
)

at(
    "basket",
    "evidence",
    "saving",
    get="-...----.- ----- ---------- ?",
)

at(
    "basket-edit",
    "contract-edit",
    "contract-place",
    "evidence-add",
    "evidence-remove",
    "saving-edit",
    "saving-submit",
    "saving-withdraw",
    "statement-edit",
    "statement-submit",
    "statement-withdraw",
    get="-.xx----x- ----- ---------- ?",
    post="-.xx----x- ----- ---------- ?",
)

at(  # what proves the ledger: for who runs the programme and who audits it
    "check",
    "check-list",
    "check-progress",
    get="xxxx.xxx.x xxxxx ---------- ?",
)

at(
    "check-ask",
    post="xxxx.xxx.x xxxxx ---------- ?",
)

at(
    "import",
    "import-file",
    "import-problems",
    "import-progress",
    "import-rows",
    get="-.------.- ----- ---------- ?",
)

at(
    "basket-add",
    "contract-add",
    "import-add",
    "saving-add",
    get="x.xxxxxxxx x.xxx ---------- ?",
    post="x.xxxxxxxx x.xxx ---------- ?",
)

at(
    "import-template",
    "import-template-savings",
    "import-template-statements",
    get="x.xxxxxxxx x.xxx ---------- ?",
)

at(
    "import-cancel",
    "import-confirm",
    "import-retry",
    get="-.------x- ----- ---------- ?",
    post="-.------x- ----- ---------- ?",
)

at(
    "import-list",
    get="x.xxxxxx.x x.xxx ---------- ?",
)

at(  # an administrator may stop a publication but not begin one
    "publication",
    get="xxxx.xxxx. xxxxx ---------- ?",
)

at(
    "period-close",
    "period-reopen",
    "period-take-back",
    "publication-publish",
    get="xxxx.xxxxx xxxxx ---------- ?",
    post="xxxx.xxxxx xxxxx ---------- ?",
)

at(
    "publication-withdraw",
    get="xxxx.xxxx. xxxxx ---------- ?",
    post="xxxx.xxxx. xxxxx ---------- ?",
)

at(  # any organisation's verifier may close a period
    "period-close-approve",
    "period-close-refuse",
    "shares-verify",
    get="xx.xxxxxxx xx.xx ---------- ?",
    post="xx.xxxxxxx xx.xx ---------- ?",
)

at(  # a reopening is approved by each for its own organisation
    "period-reopen-approve",
    "period-reopen-refuse",
    get="xx.xxxxxxx xxxxx ---------- ?",
    post="xx.xxxxxxx xxxxx ---------- ?",
)

at(
    "contract-preview",
    "saving-preview",
    post="x.xxxxxxxx x.xxx ---------- ?",
)

at(
    "share-return",
    "share-verify",
    "statement-reverse-approve",
    "statement-reverse-refuse",
    get="xx.xxxxxx- ----- ---------- ?",
    post="xx.xxxxxx- ----- ---------- ?",
)

at(
    "statement",
    get=".........- ----- ---------- ?",
)

at(
    "statement-add",
    "statement-replace",
    "statement-restate",
    get="x.xxxxxxx- ----- ---------- ?",
    post="x.xxxxxxx- ----- ---------- ?",
)

at(
    "statement-comment",
    post="x......xx- ----- ---------- ?",
)

at(
    "statement-reverse",
    get="x.x.xxxxx- ----- ---------- ?",
    post="x.x.xxxxx- ----- ---------- ?",
)

at(
    "withdrawn-list",
    get="x...xxxx.x x..xx ---------- ?",
)

at(
    "check-retry",
    get="xxxx.xxx.x xxxxx ---------- ?",
    post="xxxx.xxx.x xxxxx ---------- ?",
)

"""What everyone gets at every address: one sign a person, as `tests/test_isolation.py` explains them.

`.` shown or done, `b` a request that lacks something (400), `x` not allowed (403), `-` out of scope (404), `n` no such
method (405), `?` asked to sign in; a number is another status. The four groups are the people of Bolsover by role,
Chesterfield's whose role is for one organisation, the people of another partnership, and nobody signed in. What is
asked for belongs to Bolsover alone, so the second group meets another council's rows.

The roles, in order: viewer, officer, verifier, lead, manager, steering, chief, api, auditor, administrator; in the
second group viewer, officer, verifier, chief, api.
"""

TABLE: dict[str, dict[str, str]] = {}
NEVER = "nnnnnnnnnn nnnnn nnnnnnnnnn n"


def at(*names: str, get: str = NEVER, post: str = NEVER, put: str = NEVER, patch: str = "", delete: str = "") -> None:
    """The same for all these addresses; `patch` and `delete` like `put` unless given."""
    answers = {"get": get, "post": post, "put": put, "patch": patch or put, "delete": delete or put}
    TABLE.update(dict.fromkeys(names, answers))


at(
    "accessibility",
    "account_inactive",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "open-data",
    "open-data-file",
    get=".......... ..... .......... .",
)

at(
    "account_change_password",
    "gallery",
    "mfa_authenticate",
    get=".......... ..... .......... ?",
    post=".......... ..... .......... ?",
    put=".......... ..... .......... ?",
)

at(
    "account_login",
    get=".......... ..... .......... .",
    post=".......... ..... .......... .",
    put=".......... ..... .......... .",
    patch=".......... ..... .......... n",
    delete=".......... ..... .......... n",
)

at(
    "account_logout",
    get=".......... ..... .......... ?",
    post="?????????? ????? ?????????? ?",
)

at(
    "account_reauthenticate",
    "mfa_reauthenticate",
    get="xxxxxxxxxx xxxxx xxxxxxxxxx ?",
    post="xxxxxxxxxx xxxxx xxxxxxxxxx ?",
    put="xxxxxxxxxx xxxxx xxxxxxxxxx ?",
)

at(
    "account_reset_password",
    get=".......... ..... .......... .",
    post=".......... ..... .......... .",
    put=".......... ..... .......... .",
    patch="nnnnnnnnnn nnnnn nnnnnnnnnn n",
    delete="nnnnnnnnnn nnnnn nnnnnnnnnn n",
)

at(
    "account_reset_password_from_key",
    "account_set_password",
    get=".......... ..... .......... .",
    post=".......... ..... .......... .",
    put=".......... ..... .......... .",
)

at(
    "agenda-add",
    "agenda-edit",
    "agenda-remove",
    "body-add",
    "body-edit",
    "meeting-add",
    "meeting-edit",
    "pack-request",
    "programme-funding-add",
    "seat-add",
    "seat-edit",
    "workstream-add",
    get="xxxx.xxxxx xxxxx ---------- ?",
    post="xxxx.xxxxx xxxxx ---------- ?",
)

at(  # an administrator sees no money
    "programme-funding-edit",
    get="xxxx.xxxx- xxxxx ---------- ?",
    post="xxxx.xxxx- xxxxx ---------- ?",
)

at(
    "agreement",
    "agreement-list",
    get=".........x ..... ---------- ?",
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
    "api-agreements-list",
    get=".......... ..... .......... ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-agreements-detail",
    get=".........- ..... ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "annual-csv",
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
    "api",
    "api-baskets-list",
    "api-contracts-list",
    "api-comments-list",
    "api-contributions-list",
    "api-docs",
    "api-meetings-list",
    "api-organisations-list",
    "api-packs-list",
    "api-partnerships-list",
    "api-schema",
    "api-shares-list",
    "api-statements-list",
    "api-workstreams-list",
    "mfa_index",
    get=".......... ..... .......... ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-bridge",
    "api-figures",
    "api-periods",
    get=".........x ..... ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-contributions-detail",
    get=".........- ..... ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-meetings-detail",
    "api-organisations-detail",
    "api-partnerships-detail",
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

at(
    "baseline-add",
    "baseline-edit",
    "funding-add",
    "funding-edit",
    "hosting-add",
    "hosting-edit",
    "milestone-add",
    "milestone-edit",
    "milestone-remove",
    "participation-add",
    "participation-edit",
    "workstream-edit",
    "workstream-stage",
    get="xxx..xxxxx xxxxx ---------- ?",
    post="xxx..xxxxx xxxxx ---------- ?",
)

at(
    "basket-list",
    "behind",
    "bridge",
    "bridge-chart",
    "chart",
    "contract-list",
    "contribution-list",
    "figures-table",
    "organisation",
    "overview",
    "period",
    "period-list",
    "queue",
    "saving-list",
    "workstream",
    get=".........x ..... ---------- ?",
)

at(
    "body",
    "body-list",
    "meeting",
    "meeting-list",
    "organisation-list",
    "workstream-list",
    get=".......... ..... ---------- ?",
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
    "contribution-add",
    get="xxx..xxxxx xxxxx ---------- ?",
    post="xxx..xxxxx xxxxx ---------- ?",
)

at(  # an administrator sees no money
    "contribution-edit",
    "contribution-remove",
    get="xxx..xxxx- xxxxx ---------- ?",
    post="xxx..xxxx- xxxxx ---------- ?",
)

at(
    "contribution-history",
    get="xxx...xx.- xxxxx ---------- ?",
)

at(
    "evidence",
    "saving",
    "basket",
    get="-...----.- ----- ---------- ?",
)

at(
    "basket-edit",
    "contract-edit",
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
    "mfa_activate_totp",
    "mfa_generate_recovery_codes",
    get=".......... ..... .......... ?",
    post=".......... ..... .......... ?",
    put=".......... ..... .......... ?",
    patch="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    delete="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    get="---------- ----- ---------- ?",
    post="---------- ----- ---------- ?",
    put="---------- ----- ---------- ?",
)

at(
    "mfa_view_recovery_codes",
    get="---------- ----- ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "import",
    "import-file",
    "import-problems",
    "import-progress",
    "import-rows",
    get="-.--.---.- ----- ---------- ?",
)

at(
    "import-add",
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
    get="-.--x---x- ----- ---------- ?",
    post="-.--x---x- ----- ---------- ?",
)

at(
    "import-list",
    get="x.xx.xxx.x x.xxx ---------- ?",
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

at(
    "people-list",
    "person",
    get="xxxxxxxxx. xxxxx ---------- ?",
)

at(  # an administrator may stop a publication but not begin one
    "publication",
    get="xxxx.xxxx. xxxxx ---------- ?",
)

at(
    "publication-publish",
    get="xxxx.xxxxx xxxxx ---------- ?",
    post="xxxx.xxxxx xxxxx ---------- ?",
)

at(
    "publication-withdraw",
    get="xxxx.xxxx. xxxxx ---------- ?",
    post="xxxx.xxxx. xxxxx ---------- ?",
)

at(
    "period-close",
    "period-reopen",
    get="xxxx.xxxxx xxxxx ---------- ?",
    post="xxxx.xxxxx xxxxx ---------- ?",
)

at(  # any organisation's verifier may close a period
    "period-close-approve",
    "period-close-refuse",
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
    "basket-add",
    "contract-add",
    "saving-add",
    get="x.xxxxxxxx x.xxx ---------- ?",
    post="x.xxxxxxxx x.xxx ---------- ?",
)

at(
    "contract-preview",
    "saving-preview",
    post="x.xxxxxxxx x.xxx ---------- ?",
)

at(
    "shares-verify",
    get="xx.xxxxxxx xx.xx ---------- ?",
    post="xx.xxxxxxx xx.xx ---------- ?",
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
    "token-list",
    get=".......... ..... .......... ?",
    post=".......... ..... .......... ?",
)

at(
    "token-revoke",
    get="---------- ----- ---------- ?",
    post="---------- ----- ---------- ?",
)

at(
    "workstream-history",
    get="xxx...xx.x xxxxx ---------- ?",
)

at(
    "withdrawn-list",
    get="x...xxxx.x x..xx ---------- ?",
)

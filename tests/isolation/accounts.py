"""Signing in, passwords and one-time codes."""

from tests.isolation.answers import at

at(
    "account_inactive",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    get=".......... ..... .......... .",
)

at(
    "account_change_password",
    "mfa_authenticate",
    get=".......... ..... .......... ?",
    post=".......... ..... .......... ?",
    put=".......... ..... .......... ?",
)

at(  # there only where mail goes into files of the demonstration
    "mail-list",
    get="---------- ----- ---------- ?",
)

at(
    "notice-list",
    get=".......... ..... .......... ?",
)

at(
    "notice-choices",
    get=".......... ..... .......... ?",
    post=".......... ..... .......... ?",
)

at(
    "notice",
    get=".--------- ----- ---------- ?",
)

at(
    "notice-resend",
    get=".--------- ----- ---------- ?",
    post=".--------- ----- ---------- ?",
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
    "mfa_index",
    get=".......... ..... .......... ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
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

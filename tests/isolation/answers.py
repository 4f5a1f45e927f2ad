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

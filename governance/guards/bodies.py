"""What is known of bodies and seats stays known; a rule is never changed but for its last day."""

from partnership.guards import Guard, append_only

_STAYS = "A rule of a body is never changed but for its last day: a new one ends it."
_KEPT = ("body_id", "from_on", "quorum_kind", "voters", "needed", "tie", "notice_days", "publication_days", "pack_days")
_NUMBERS = ("quorum_number", "quorum_per_cent", "making_days")
_CHANGED = [f"NEW.{name} <> OLD.{name}" for name in (*_KEPT, "reason", "entered_at", "entered_by_id")]
# NULL equals nothing in SQL.
_CHANGED += [f"COALESCE(NEW.{name}, -1) <> COALESCE(OLD.{name}, -1)" for name in _NUMBERS]

GUARDS = (
    Guard("governance_bodyrule", "UPDATE", "frozen", _STAYS, " OR ".join(_CHANGED)),
    Guard("governance_bodyrule", "DELETE", "kept", _STAYS),
    *append_only("governance_historicalbody"),
    *append_only("governance_historicalseat"),
    *append_only("governance_historicalseatholding"),
)

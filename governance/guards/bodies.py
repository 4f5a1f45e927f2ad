"""What is known of bodies and seats stays known; a rule is never changed but for its last day."""

from partnership.guards import Guard, append_only

_STAYS = "A rule of a body is never changed but for its last day: a new one ends it."
_KEPT = ("body_id", "from_on", "quorum_kind", "voters", "needed", "tie", "notice_days", "publication_days", "pack_days")
_NUMBERS = ("quorum_number", "quorum_per_cent", "making_days")
_CHANGED = [f"NEW.{name} <> OLD.{name}" for name in (*_KEPT, "reason", "entered_at", "entered_by_id")]
# NULL equals nothing in SQL.
_CHANGED += [f"COALESCE(NEW.{name}, -1) <> COALESCE(OLD.{name}, -1)" for name in _NUMBERS]

_REMIT = "What a body may do is never changed but for its last day: a new remit ends it."
_RESAID = [f"NEW.{name} <> OLD.{name}" for name in ("body_id", "from_on", "powers", "reason", "entered_at")]
_RESAID += ["NEW.entered_by_id <> OLD.entered_by_id", "COALESCE(NEW.parent_id, -1) <> COALESCE(OLD.parent_id, -1)"]

GUARDS = (
    Guard("governance_remit", "UPDATE", "frozen", _REMIT, " OR ".join(_RESAID)),
    Guard("governance_remit", "DELETE", "kept", _REMIT),
    Guard("governance_bodyrule", "UPDATE", "frozen", _STAYS, " OR ".join(_CHANGED)),
    Guard("governance_bodyrule", "DELETE", "kept", _STAYS),
    *append_only("governance_historicalbody"),
    *append_only("governance_historicalseat"),
    *append_only("governance_historicalseatholding"),
)

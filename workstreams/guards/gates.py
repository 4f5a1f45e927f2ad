"""Policies and reported reviews stay. Who approves a policy after its first day moves that to the day of approval."""

from partnership.guards import Guard

_POLICY_STAYS = "A policy is never changed but for its last day: a new version ends it."
_DECIDED = "OLD.approved_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL"

GUARDS = (
    Guard(
        "workstreams_gatepolicy",
        "UPDATE",
        "frozen",
        _POLICY_STAYS,
        f"NEW.from_on < OLD.from_on OR NEW.from_on > OLD.from_on AND ({_DECIDED}) OR NEW.reason <> OLD.reason "
        "OR NEW.partnership_id <> OLD.partnership_id "
        "OR NEW.highlight_days <> OLD.highlight_days OR NEW.amber_days <> OLD.amber_days "
        f"OR NEW.entered_by_id <> OLD.entered_by_id OR ({_DECIDED}) AND (COALESCE(NEW.version, 0) <> "
        "COALESCE(OLD.version, 0) OR COALESCE(NEW.approved_by_id, 0) <> COALESCE(OLD.approved_by_id, 0) "
        "OR COALESCE(NEW.withdrawn_by_id, 0) <> COALESCE(OLD.withdrawn_by_id, 0))",
    ),
    Guard("workstreams_gatepolicy", "DELETE", "kept", _POLICY_STAYS),
    Guard(
        "workstreams_gatewayreview",
        "UPDATE",
        "frozen",
        "A reported review is never changed.",
        "OLD.reported_on IS NOT NULL",
    ),
    Guard(
        "workstreams_gatewayreview",
        "DELETE",
        "kept",
        "A reported review is never deleted.",
        "OLD.reported_on IS NOT NULL",
    ),
)

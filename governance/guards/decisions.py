"""Decisions, votes and what they did are written once; of a delegation only the last day changes."""

from partnership.guards import Guard, append_only

_STAYS = "Of a delegation only the last day changes."
_KEPT = ("decision_id", "matter", "from_on", "post", "recorded_at", "recorded_by_id")
_CHANGED = [f"NEW.{name} <> OLD.{name}" for name in _KEPT]
# NULL equals nothing in SQL.
_CHANGED += [f"COALESCE(NEW.{name}, 0) <> COALESCE(OLD.{name}, 0)" for name in ("person_id", "limit_pence")]
_USED = [f"NEW.{name} <> OLD.{name}" for name in ("delegation_id", "what", "recorded_at", "recorded_by_id")]
_USED += ['NEW."on" <> OLD."on"', "COALESCE(NEW.amount_pence, -1) <> COALESCE(OLD.amount_pence, -1)"]
_USED += ["OLD.reported_to_id IS NOT NULL"]
_USE_STAYS = "The use of a delegation stays as it was recorded; it is reported once."

_PLAN = "What a decision is to do stays as it was said; once it was done or dropped nothing more happens to it."
_SAID = ("decision_id", "kind", "target_key", "more", "words", "asked_at", "asked_by_id")
_RESAID = [f"NEW.{name} <> OLD.{name}" for name in _SAID]
_RESAID += ["OLD.effect_id IS NOT NULL", "OLD.dropped_at IS NOT NULL"]

GUARDS = (
    *append_only("governance_decision"),
    *append_only("governance_vote"),
    *append_only("governance_decisioneffect"),
    *append_only("governance_meetingaction"),
    *append_only("governance_ratificationneed"),
    *append_only("governance_ratificationasked"),
    *append_only("governance_ratificationanswer"),
    *append_only("governance_ratificationreturn"),
    Guard("governance_delegation", "UPDATE", "frozen", _STAYS, " OR ".join(_CHANGED)),
    Guard("governance_delegation", "DELETE", "kept", _STAYS),
    Guard("governance_delegationuse", "UPDATE", "frozen", _USE_STAYS, " OR ".join(_USED)),
    Guard("governance_delegationuse", "DELETE", "kept", _USE_STAYS),
    *append_only("governance_historicaldelegation"),
    Guard("governance_plannedeffect", "UPDATE", "frozen", _PLAN, " OR ".join(_RESAID)),
    Guard("governance_plannedeffect", "DELETE", "kept", _PLAN),
    *append_only("governance_historicalplannedeffect"),
)

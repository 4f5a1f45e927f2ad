"""Moves, policies, ratifications and reported reviews stay."""

from partnership.guards import Guard, append_only

_POLICY_STAYS = "A policy is never changed but for its last day: a new version ends it."

GUARDS = (
    *append_only("workstreams_stagemove"),
    *append_only("workstreams_ratification"),
    *append_only("workstreams_gaterequirement"),
    Guard(
        "workstreams_gatepolicy",
        "UPDATE",
        "frozen",
        _POLICY_STAYS,
        "NEW.from_on <> OLD.from_on OR NEW.version <> OLD.version OR NEW.reason <> OLD.reason "
        "OR NEW.partnership_id <> OLD.partnership_id",
    ),
    Guard("workstreams_gatepolicy", "DELETE", "kept", _POLICY_STAYS),
    *append_only("workstreams_recommendation"),
    *append_only("workstreams_actionnote"),
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
    *append_only("workstreams_historicalgatewayreview"),
    *append_only("workstreams_historicalaction"),
)

"""What was committed and spent stays as it was entered: a mistake is taken back by another row."""

from partnership.guards import Guard

_KEPT = ("head_id", "organisation_id", "kind", "amount_pence", "reason")
_CHANGED = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in _KEPT)
_COMMITMENT = "COALESCE(NEW.commitment_id, 0) <> COALESCE(OLD.commitment_id, 0)"

GUARDS = (
    Guard(
        "workstreams_spend",
        "UPDATE",
        "frozen",
        "What was committed or spent keeps its amount: correct it by another row.",
        f"{_CHANGED} OR {_COMMITMENT}",
    ),
    Guard("workstreams_spend", "DELETE", "kept", "What was committed or spent is taken back by another row."),
)

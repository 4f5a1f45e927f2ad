"""What the database refuses about packs: a finished pack, its sections and its release stay as they are."""

from partnership.guards import Guard, append_only

_FINISHED = "EXISTS (SELECT 1 FROM governance_pack p WHERE p.id = OLD.pack_id AND p.state = 'finished')"

GUARDS = (
    Guard("governance_pack", "UPDATE", "frozen", "A finished pack is never changed.", "OLD.state = 'finished'"),
    Guard("governance_pack", "DELETE", "kept", "A pack is never deleted."),
    Guard("governance_packsection", "UPDATE", "frozen", "The sections of a finished pack never change.", _FINISHED),
    Guard("governance_packsection", "DELETE", "kept", "The sections of a finished pack stay.", _FINISHED),
    *append_only("governance_packrelease"),
)

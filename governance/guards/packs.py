"""What the database refuses about packs: a finished pack, its sections and its release stay as they are."""

from partnership.guards import Guard, append_only


def _of_finished(event: str, name: str, message: str) -> Guard:
    row = "NEW" if event == "INSERT" else "OLD"
    finished = f"EXISTS (SELECT 1 FROM governance_pack p WHERE p.id = {row}.pack_id AND p.state = 'finished')"
    return Guard("governance_packsection", event, name, message, finished)


GUARDS = (
    Guard("governance_pack", "UPDATE", "frozen", "A finished pack is never changed.", "OLD.state = 'finished'"),
    Guard("governance_pack", "DELETE", "kept", "A pack is never deleted."),
    _of_finished("INSERT", "whole", "A finished pack never gets another section."),
    _of_finished("UPDATE", "frozen", "The sections of a finished pack never change."),
    _of_finished("DELETE", "kept", "The sections of a finished pack stay."),
    *append_only("governance_packrelease"),
)

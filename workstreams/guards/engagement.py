"""A closed consultation stays as it is, with all that belongs to it; and so does every history."""

from partnership.guards import Guard, append_only

_STAYS = "A closed consultation is never changed. Open a new one."
_CLOSED = (
    "EXISTS (SELECT 1 FROM workstreams_consultation c WHERE c.id = {}.consultation_id AND c.closed_on IS NOT NULL)"
)


def _closed_with_its_consultation(table: str) -> tuple[Guard, ...]:
    """Once the consultation is closed, no row of the table is added to it, changed, moved or deleted."""
    return (
        Guard(table, "INSERT", "before_closing", _STAYS, _CLOSED.format("NEW")),
        Guard(table, "UPDATE", "closed", _STAYS, f"{_CLOSED.format('OLD')} OR {_CLOSED.format('NEW')}"),
        Guard(table, "DELETE", "kept", _STAYS, _CLOSED.format("OLD")),
    )


GUARDS = (
    Guard("workstreams_consultation", "UPDATE", "closed", _STAYS, "OLD.closed_on IS NOT NULL"),
    Guard("workstreams_consultation", "DELETE", "kept", "A consultation is never deleted: it is closed."),
    *_closed_with_its_consultation("workstreams_consultee"),
    Guard(
        "workstreams_consultee",
        "DELETE",
        "answered",
        "Somebody who answered stays in the record.",
        "OLD.answered_on IS NOT NULL",
    ),
    *_closed_with_its_consultation("workstreams_attachment"),
    *append_only("workstreams_historicalattachment"),
    *append_only("workstreams_historicalcommunication"),
    *append_only("workstreams_historicalconsultation"),
    *append_only("workstreams_historicalconsultee"),
    *append_only("workstreams_historicallesson"),
    *append_only("workstreams_historicallessontag"),
    *append_only("workstreams_historicallessonspublication"),
    *append_only("workstreams_historicalservicespublication"),
)

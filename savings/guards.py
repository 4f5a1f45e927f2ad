"""What the database refuses about savings: the ledger is append-only, and what was submitted stays as it was."""

from partnership.guards import Guard, append_only

_POSTED = "EXISTS (SELECT 1 FROM savings_posting p WHERE p.share_id = OLD.id)"
_LEFT_IN = (
    "COALESCE((SELECT CASE WHEN p.entering THEN p.state ELSE p.cause END FROM savings_posting p "
    "WHERE p.share_id = OLD.id ORDER BY p.sequence DESC LIMIT 1), 'draft')"
)
_MOVED = " OR ".join(
    f"NEW.{column} <> OLD.{column}"
    for column in ("id", "statement_id", "partnership_id", "organisation_id", "weight", "pence")
)
_SUBMITTED_SAVING = "EXISTS (SELECT 1 FROM savings_statement s WHERE s.saving_id = OLD.{} AND s.sequence IS NOT NULL)"
_SHARED = "COALESCE((SELECT SUM(h.pence) FROM savings_share h WHERE h.statement_id = NEW.id), -1)"

GUARDS = (
    *append_only("savings_posting"),
    Guard(
        "savings_posting",
        "INSERT",
        "gapless",
        "A posting takes the next sequence of its partnership.",
        "NEW.sequence <> 1 + COALESCE((SELECT MAX(p.sequence) FROM savings_posting p "
        "WHERE p.partnership_id = NEW.partnership_id), 0)",
    ),
    Guard("savings_ledger", "UPDATE", "forward", "A ledger never goes back.", "NEW.sequence < OLD.sequence"),
    Guard("savings_ledger", "DELETE", "no_delete", "A ledger is never deleted."),
    Guard("savings_subtotal", "UPDATE", "no_update", "A subtotal is thrown away and made again, never changed."),
    Guard("savings_subtotalcell", "UPDATE", "no_update", "A subtotal is thrown away and made again, never changed."),
    Guard(
        "savings_statement", "UPDATE", "frozen", "A submitted statement is never changed.", "OLD.sequence IS NOT NULL"
    ),
    Guard("savings_statement", "DELETE", "kept", "A submitted statement is never deleted.", "OLD.sequence IS NOT NULL"),
    Guard(
        "savings_statement",
        "UPDATE",
        "adds_up",
        "The shares of a statement must add up to it.",
        f"NEW.sequence IS NOT NULL AND OLD.sequence IS NULL AND {_SHARED} <> NEW.amount_pence",
    ),
    Guard(
        "savings_statement",
        "INSERT",
        "begins_as_draft",
        "A statement begins as a draft.",
        "NEW.sequence IS NOT NULL",
    ),
    Guard(
        "savings_share",
        "INSERT",
        "before_submission",
        "A submitted statement gets no more shares.",
        "EXISTS (SELECT 1 FROM savings_statement s WHERE s.id = NEW.statement_id AND s.sequence IS NOT NULL)",
    ),
    Guard("savings_share", "UPDATE", "frozen", "A posted share is never changed.", f"({_MOVED}) AND {_POSTED}"),
    Guard(
        "savings_share",
        "UPDATE",
        "state_follows_postings",
        "The state of a share is what its postings say.",
        f"NEW.state <> OLD.state AND NEW.state <> {_LEFT_IN}",
    ),
    Guard("savings_share", "DELETE", "kept", "A posted share is never deleted.", _POSTED),
    Guard(
        "savings_statement_authors",
        "DELETE",
        "kept",
        "Authors of a submitted statement stay its authors.",
        "EXISTS (SELECT 1 FROM savings_statement s WHERE s.id = OLD.statement_id AND s.sequence IS NOT NULL)",
    ),
    Guard("savings_statement_authors", "UPDATE", "no_update", "Authors are added, never changed."),
    Guard(
        "savings_saving",
        "UPDATE",
        "frozen",
        "A saving with a submitted statement is never changed.",
        _SUBMITTED_SAVING.format("id"),
    ),
    Guard(
        "savings_saving",
        "DELETE",
        "kept",
        "A saving with a submitted statement is never deleted.",
        _SUBMITTED_SAVING.format("id"),
    ),
    Guard("savings_evidence", "UPDATE", "no_update", "Evidence is never changed."),
    Guard(
        "savings_evidence",
        "DELETE",
        "kept",
        "Evidence of a submitted statement is never deleted.",
        _SUBMITTED_SAVING.format("saving_id"),
    ),
    *append_only("savings_historicalsaving"),
    *append_only("savings_historicalstatement"),
)

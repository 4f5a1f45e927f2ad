"""What the database refuses about savings: the ledger is append-only, and what was submitted stays as it was."""

from partnership.guards import Guard, OfApp, append_only

_POSTED = "EXISTS (SELECT 1 FROM savings_posting p WHERE p.share_id = OLD.id)"
# The same words as `savings.models.ledger.LEFT_BY`, which can not be imported before the apps are loaded.
_LEFT_BY = "WHEN p.cause = 'reapportioned' THEN 'restated' WHEN p.cause = 'corrected' THEN 'reversed'"
_LEFT_IN = (
    f"COALESCE((SELECT CASE WHEN p.entering THEN p.state {_LEFT_BY} ELSE p.cause END FROM savings_posting p "
    "WHERE p.share_id = OLD.id ORDER BY p.sequence DESC LIMIT 1), 'draft')"
)
_MOVED = " OR ".join(
    f"NEW.{column} <> OLD.{column}"
    for column in ("id", "statement_id", "partnership_id", "organisation_id", "weight", "pence")
)
_SUBMITTED_SAVING = "EXISTS (SELECT 1 FROM savings_statement s WHERE s.saving_id = OLD.{} AND s.sequence IS NOT NULL)"
_SHARED = "COALESCE((SELECT SUM(h.pence) FROM savings_share h WHERE h.statement_id = NEW.id), -1)"

_SAVING_OF_CONTRACT = "(SELECT c.saving_id FROM savings_contract c WHERE c.id = {}.contract_id)"


# All of a contract but the joint procurement that it is shown with: nothing is computed or posted from that.
_CONTRACT_CHANGED = " OR ".join(
    f"NEW.{column} <> OLD.{column}"
    for column in (
        *("id", "partnership_id", "saving_id", "supplier", "reference", "starts_on", "ends_on"),
        *("baseline_pence", "price_pence", "counted", "stage"),
    )
)


def _frozen_with_its_saving(table: str, saving: str, changed: str = "1 = 1") -> tuple[Guard, ...]:
    """Once a statement of the saving is submitted, no row of the table is added to it, changed or deleted. An update
    counts where `changed` holds."""
    submitted = "EXISTS (SELECT 1 FROM savings_statement s WHERE s.saving_id = {} AND s.sequence IS NOT NULL)"
    message = "The contract of a saving with a submitted statement is never changed."
    return tuple(
        Guard(table, event, name, message, f"{submitted.format(saving.format(row))} AND ({condition})")
        for event, name, row, condition in (
            ("INSERT", "before_submission", "NEW", "1 = 1"),
            ("UPDATE", "frozen", "OLD", changed),
            ("DELETE", "kept", "OLD", "1 = 1"),
        )
    )


_CLOSED = (
    "COALESCE((SELECT c.step FROM savings_periodstep c WHERE c.partnership_id = NEW.partnership_id "
    "AND c.year = NEW.year AND {} AND c.step IN ('closed', 'reopened') ORDER BY c.id DESC LIMIT 1), '') = 'closed'"
)
# An empty line leaves a state and moves nothing; it may stand in a closed period.
_MOVES = "(NEW.entering OR NEW.pence <> 0 OR COALESCE(NEW.measure_hundredths, 0) <> 0)"
_WAITS = (
    "EXISTS (SELECT 1 FROM savings_share h JOIN savings_statement s ON s.id = h.statement_id "
    "WHERE h.partnership_id = NEW.partnership_id AND h.state = 'submitted' AND s.year = NEW.year "
    "AND (NEW.quarter IS NULL OR s.quarter = NEW.quarter))"
)

_BECOMES_REVERSAL = "NEW.reverses_id IS NOT NULL AND NEW.sequence IS NOT NULL AND OLD.sequence IS NULL"
# What still stands in the ledger of the statement that is reversed, by now that its shares have left: what the opposite
# takes away again. Of a qualitative benefit no pence stand, and the opposite's measure is minus the statement's own.
_STANDS = "COALESCE((SELECT SUM(p.pence) FROM savings_posting p WHERE p.statement_id = NEW.reverses_id{}), 0)"
_NOT_OPPOSITE = (
    f"NEW.amount_pence + {_STANDS.format('')} <> 0 "
    "OR EXISTS (SELECT 1 FROM savings_share h WHERE h.statement_id = NEW.id AND "
    f"h.pence + {_STANDS.format(' AND p.organisation_id = h.organisation_id')} <> 0) "
    "OR EXISTS (SELECT 1 FROM savings_share o WHERE o.statement_id = NEW.reverses_id "
    "AND o.state NOT IN ('reversed', 'restated')) "
    "OR NOT EXISTS (SELECT 1 FROM savings_statement o WHERE o.id = NEW.reverses_id "
    "AND o.sequence IS NOT NULL AND o.reverses_id IS NULL "
    "AND o.saving_id = NEW.saving_id AND o.organisation_id = NEW.organisation_id AND o.stage = NEW.stage "
    "AND COALESCE(o.measure_hundredths, 0) = -COALESCE(NEW.measure_hundredths, 0))"
)

_SUBMITTED_STATEMENT = "EXISTS (SELECT 1 FROM savings_statement s WHERE s.id = {} AND s.sequence IS NOT NULL)"
_APPROVED = "EXISTS (SELECT 1 FROM savings_sharingagreement a WHERE a.id = {} AND a.approved_at IS NOT NULL)"
_AGREED = "COALESCE((SELECT SUM(p.hundredths) FROM savings_agreedpart p WHERE p.agreement_id = NEW.id), 0)"
_HIGHLIGHT_STAYS = "A submitted highlight report is never changed: a correction is a further version."
_AGREEMENT_STAYS = "An approved agreement is never changed: a new version ends it."

_OWN = (
    *append_only("savings_posting"),
    Guard(
        "savings_posting",
        "INSERT",
        "gapless",
        "A posting takes the next sequence of its partnership.",
        "NEW.sequence <> 1 + COALESCE((SELECT MAX(p.sequence) FROM savings_posting p "
        "WHERE p.partnership_id = NEW.partnership_id), 0)",
    ),
    Guard(
        "savings_posting",
        "INSERT",
        "period_open",
        "Nothing is posted into a closed period.",
        f"{_MOVES} AND ({_CLOSED.format('c.quarter IS NULL')} OR {_CLOSED.format('c.quarter = NEW.quarter')})",
    ),
    *append_only("savings_periodstep"),
    Guard(
        "savings_periodstep",
        "INSERT",
        "nothing_waits",
        "A period is not closed while submitted shares wait in it.",
        f"NEW.step = 'closed' AND {_WAITS}",
    ),
    Guard(
        "savings_periodstep",
        "INSERT",
        "four_eyes",
        "Who asks to close or reopen a period does not approve it.",
        "NEW.step IN ('closed', 'reopening_approved', 'reopened') AND EXISTS (SELECT 1 FROM savings_periodstep a "
        "WHERE a.id = NEW.answers_id AND a.by_id = NEW.by_id)",
    ),
    *append_only("savings_seal"),
    Guard(
        "savings_seal",
        "INSERT",
        "gapless",
        "A seal takes the next number of its partnership.",
        "NEW.number <> 1 + COALESCE((SELECT MAX(s.number) FROM savings_seal s "
        "WHERE s.partnership_id = NEW.partnership_id), 0)",
    ),
    Guard(
        "savings_ledger",
        "UPDATE",
        "forward",
        "A ledger never goes back.",
        "NEW.sequence < OLD.sequence OR NEW.sealed < OLD.sealed",
    ),
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
        "UPDATE",
        "opposite",
        "A reversal is minus what it reverses.",
        f"{_BECOMES_REVERSAL} AND ({_NOT_OPPOSITE})",
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
    Guard(
        "savings_share",
        "UPDATE",
        "frozen",
        "A posted share is never changed.",
        f"({_MOVED}) AND ({_POSTED} OR {_SUBMITTED_STATEMENT.format('OLD.statement_id')})",
    ),
    Guard(
        "savings_share",
        "UPDATE",
        "stays",
        "A share stays with its statement.",
        "NEW.statement_id <> OLD.statement_id",
    ),
    Guard(
        "savings_share",
        "UPDATE",
        "state_follows_postings",
        "The state of a share is what its postings say.",
        f"NEW.state <> OLD.state AND NEW.state <> {_LEFT_IN}",
    ),
    Guard(
        "savings_share",
        "DELETE",
        "kept",
        "A posted share is never deleted.",
        f"{_POSTED} OR {_SUBMITTED_STATEMENT.format('OLD.statement_id')}",
    ),
    Guard(
        "savings_statement_authors",
        "DELETE",
        "kept",
        "Authors of a submitted statement stay its authors.",
        "EXISTS (SELECT 1 FROM savings_statement s WHERE s.id = OLD.statement_id AND s.sequence IS NOT NULL)",
    ),
    Guard(
        "savings_statement_authors",
        "INSERT",
        "before_submission",
        "A submitted statement gets no more authors.",
        _SUBMITTED_STATEMENT.format("NEW.statement_id"),
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
    *_frozen_with_its_saving("savings_contract", "{}.saving_id", _CONTRACT_CHANGED),
    *_frozen_with_its_saving("savings_contractpart", _SAVING_OF_CONTRACT),
    Guard("savings_comment", "UPDATE", "no_update", "A comment is never changed."),
    Guard(
        "savings_comment",
        "DELETE",
        "kept",
        "Comments on a submitted statement are never deleted.",
        "EXISTS (SELECT 1 FROM savings_statement s WHERE s.id = OLD.statement_id AND s.sequence IS NOT NULL)",
    ),
    Guard("savings_evidence", "UPDATE", "no_update", "Evidence is never changed."),
    Guard(
        "savings_evidence",
        "DELETE",
        "kept",
        "Evidence of a submitted statement is never deleted.",
        _SUBMITTED_SAVING.format("saving_id"),
    ),
    Guard("savings_ledgercheck", "UPDATE", "frozen", "A finished check never changes.", "OLD.state = 'finished'"),
    Guard("savings_ledgercheck", "DELETE", "kept", "A check of a ledger is never deleted."),
    Guard(
        "savings_sharingagreement",
        "INSERT",
        "begins_as_proposal",
        "An agreement begins as a proposal.",
        "NEW.approved_at IS NOT NULL",
    ),
    Guard("savings_sharingagreement", "UPDATE", "frozen", _AGREEMENT_STAYS, "OLD.approved_at IS NOT NULL"),
    Guard("savings_sharingagreement", "DELETE", "kept", _AGREEMENT_STAYS, "OLD.approved_at IS NOT NULL"),
    Guard(
        "savings_sharingagreement",
        "UPDATE",
        "adds_up",
        "The percentages of an agreement must add up to 100.",
        f"NEW.approved_at IS NOT NULL AND {_AGREED} <> 10000",
    ),
    Guard("savings_agreedpart", "INSERT", "before_approval", _AGREEMENT_STAYS, _APPROVED.format("NEW.agreement_id")),
    Guard("savings_agreedpart", "UPDATE", "no_update", "A part of an agreement is never changed."),
    Guard("savings_agreedpart", "DELETE", "kept", _AGREEMENT_STAYS, _APPROVED.format("OLD.agreement_id")),
    Guard(
        "savings_likelypair",
        "UPDATE",
        "no_update",
        "A pair of statements is found or thrown away, never changed.",
    ),
    *append_only("savings_duplicatedecision"),
    *append_only("savings_historicalsharingagreement"),
    Guard("savings_import", "UPDATE", "frozen", "A finished import is never changed.", "OLD.state = 'finished'"),
    Guard("savings_import", "DELETE", "kept", "An import is never deleted."),
    Guard("savings_importproblem", "UPDATE", "no_update", "What was found in an import is never changed."),
    Guard(
        "savings_importproblem",
        "DELETE",
        "kept",
        "What was found in a finished import stays.",
        "EXISTS (SELECT 1 FROM savings_import i WHERE i.id = OLD.of_id AND i.state = 'finished')",
    ),
    Guard("savings_importedrow", "UPDATE", "no_update", "The row that a saving came from is never changed."),
    *append_only("savings_historicalsaving"),
    *append_only("savings_historicalstatement"),
    *append_only("savings_historicalcontract"),
    *append_only("savings_historicalcontractpart"),
    *append_only("savings_withdrawalanalysis"),
    Guard(
        "savings_highlightreport",
        "INSERT",
        "begins_as_draft",
        "A highlight report begins as a draft.",
        "NEW.state <> 'draft'",
    ),
    Guard("savings_highlightreport", "UPDATE", "frozen", _HIGHLIGHT_STAYS, "OLD.state <> 'draft'"),
    Guard(
        "savings_highlightreport",
        "UPDATE",
        "stays",
        "A highlight report stays with its workstream, month and version.",
        "NEW.workstream_id <> OLD.workstream_id OR NEW.month <> OLD.month OR NEW.version <> OLD.version",
    ),
    Guard("savings_highlightreport", "DELETE", "kept", _HIGHLIGHT_STAYS, "OLD.state <> 'draft'"),
    *append_only("savings_historicalhighlightreport"),
)

# A subtotal can be thrown away and made again; a comment goes with the draft that it is on.
GUARDS = OfApp("savings", _OWN, but=frozenset({"savings_subtotal", "savings_subtotalcell", "savings_comment"}))

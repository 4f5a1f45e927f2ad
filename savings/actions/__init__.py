"""Every write to savings: page, API, import, command and task call these."""

from savings.actions.drafts import (
    SavingDetails,
    StatementDetails,
    discard_draft,
    discard_statement,
    draft_saving,
    draft_statements,
    edit_saving,
    edit_statement,
)
from savings.actions.evidence import attach_evidence, remove_evidence, stored_files
from savings.actions.life import return_share, submit_saving, submit_statement, verify_share

__all__ = [
    "SavingDetails",
    "StatementDetails",
    "attach_evidence",
    "discard_draft",
    "discard_statement",
    "draft_saving",
    "draft_statements",
    "edit_saving",
    "edit_statement",
    "remove_evidence",
    "return_share",
    "stored_files",
    "submit_saving",
    "submit_statement",
    "verify_share",
]

"""Every write to savings: page, API, import, command and task call these."""

from savings.actions.agreements import approve_agreement, propose_agreement, withdraw_agreement
from savings.actions.checks import keep_proof, request_check, retry_check, schedule_check
from savings.actions.comments import comment
from savings.actions.contracts import (
    ContractDetails,
    add_basket,
    draft_contract,
    edit_basket,
    edit_contract,
    place_contract,
)
from savings.actions.details import SavingDetails, StatementDetails
from savings.actions.drafts import draft_saving, draft_statements, edit_saving, edit_statement
from savings.actions.duplicates import decide_duplicate
from savings.actions.evidence import attach_evidence, remove_evidence, stored_files
from savings.actions.highlights import (
    correct_highlight,
    discard_highlight,
    draft_highlight,
    edit_highlight,
    submit_highlight,
)
from savings.actions.imports import cancel_import, confirm_import, retry_import, upload_import
from savings.actions.leaving import analyse_withdrawal
from savings.actions.life import (
    MOST_AT_ONCE,
    return_share,
    submit_saving,
    submit_statement,
    verify_share,
    verify_shares,
)
from savings.actions.periods import (
    approve_reopening,
    ask_to_close,
    ask_to_reopen,
    close_period,
    refuse_closing,
    refuse_reopening,
    take_back,
)
from savings.actions.publications import publish_open_data, withdraw_open_data
from savings.actions.resharing import draft_resharing
from savings.actions.reversals import approve_reversal, refuse_reversal, request_reversal
from savings.actions.withdrawals import withdraw_draft, withdraw_statement

__all__ = [
    "ContractDetails",
    "MOST_AT_ONCE",
    "SavingDetails",
    "StatementDetails",
    "add_basket",
    "analyse_withdrawal",
    "approve_reopening",
    "ask_to_close",
    "ask_to_reopen",
    "approve_reversal",
    "approve_agreement",
    "attach_evidence",
    "cancel_import",
    "close_period",
    "comment",
    "confirm_import",
    "correct_highlight",
    "decide_duplicate",
    "discard_highlight",
    "draft_contract",
    "draft_highlight",
    "draft_resharing",
    "draft_saving",
    "draft_statements",
    "edit_basket",
    "edit_contract",
    "edit_highlight",
    "edit_saving",
    "edit_statement",
    "publish_open_data",
    "keep_proof",
    "refuse_closing",
    "refuse_reopening",
    "refuse_reversal",
    "place_contract",
    "propose_agreement",
    "remove_evidence",
    "request_check",
    "request_reversal",
    "retry_check",
    "retry_import",
    "return_share",
    "schedule_check",
    "stored_files",
    "submit_highlight",
    "submit_saving",
    "submit_statement",
    "take_back",
    "upload_import",
    "verify_share",
    "withdraw_open_data",
    "verify_shares",
    "withdraw_draft",
    "withdraw_statement",
    "withdraw_agreement",
]

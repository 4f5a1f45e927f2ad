"""Savings, statements and shares, contracts, evidence, imports, the ledger, and the periods that bind it."""

from savings.models.agreements import AgreedPart, SharingAgreement
from savings.models.checks import LedgerCheck
from savings.models.comments import Comment
from savings.models.contracts import Basket, Contract, ContractPart
from savings.models.duplicates import DuplicateDecision, DuplicateSearch, LikelyPair
from savings.models.evidence import Evidence
from savings.models.highlights import HighlightReport
from savings.models.imports import Import, ImportedRow, ImportProblem
from savings.models.leaving import WithdrawalAnalysis
from savings.models.ledger import Cause, Ledger, Posting, Subtotal, SubtotalCell
from savings.models.periods import PeriodStep
from savings.models.publications import Publication
from savings.models.savings import Saving
from savings.models.seals import Seal
from savings.models.statements import Share, Statement

__all__ = [
    "AgreedPart",
    "Basket",
    "Cause",
    "Comment",
    "Contract",
    "ContractPart",
    "DuplicateDecision",
    "DuplicateSearch",
    "Evidence",
    "HighlightReport",
    "Import",
    "ImportProblem",
    "ImportedRow",
    "Ledger",
    "LedgerCheck",
    "LikelyPair",
    "PeriodStep",
    "Posting",
    "Publication",
    "Saving",
    "Seal",
    "Share",
    "SharingAgreement",
    "Statement",
    "Subtotal",
    "SubtotalCell",
    "WithdrawalAnalysis",
]

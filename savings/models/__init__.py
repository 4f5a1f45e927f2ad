"""Savings, their statements and shares, the evidence, and the ledger of postings."""

from savings.models.evidence import Evidence
from savings.models.ledger import Cause, Ledger, Posting, Subtotal, SubtotalCell
from savings.models.savings import Saving
from savings.models.statements import Share, Statement

__all__ = ["Cause", "Evidence", "Ledger", "Posting", "Saving", "Share", "Statement", "Subtotal", "SubtotalCell"]

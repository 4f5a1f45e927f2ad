"""Savings, their statements and shares, and figures over the API."""

from savings.api.figures import FiguresView
from savings.api.savings import SavingResource
from savings.api.statements import ShareResource, StatementResource

__all__ = ["FiguresView", "SavingResource", "ShareResource", "StatementResource"]

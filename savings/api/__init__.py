"""Savings, their statements and shares, contracts, and figures over the API."""

from savings.api.agreements import AgreementResource
from savings.api.bridge import BridgeView
from savings.api.comments import CommentResource
from savings.api.contracts import BasketResource, ContractResource
from savings.api.costs import ContributionsDueView, DeliveredView, NetBenefitView
from savings.api.figures import FiguresView
from savings.api.periods import PeriodsView
from savings.api.savings import SavingResource
from savings.api.statements import ShareResource, StatementResource

__all__ = [
    "AgreementResource",
    "BasketResource",
    "BridgeView",
    "CommentResource",
    "ContractResource",
    "ContributionsDueView",
    "DeliveredView",
    "FiguresView",
    "NetBenefitView",
    "PeriodsView",
    "SavingResource",
    "ShareResource",
    "StatementResource",
]

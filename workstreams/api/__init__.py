"""Workstreams over the API."""

from workstreams.api.baselines import BaselineResource
from workstreams.api.budgets import BudgetResource, FundingResource, ReserveResource, SpendResource
from workstreams.api.cases import BusinessCaseResource, DiscountRateResource
from workstreams.api.changes import ContributionRuleResource, PartnerChangeResource
from workstreams.api.contributions import ContributionResource
from workstreams.api.directory import ServicesView
from workstreams.api.gates import GatePolicyResource, GatesView, RatificationResource, StageMoveResource
from workstreams.api.indicators import IndicatorResource, ReadingResource
from workstreams.api.milestones import MilestoneResource
from workstreams.api.reviews import ActionResource, ReviewResource
from workstreams.api.risks import RiskResource
from workstreams.api.workstreams import WorkstreamResource

__all__ = [
    "ActionResource",
    "BaselineResource",
    "BudgetResource",
    "BusinessCaseResource",
    "ContributionResource",
    "ContributionRuleResource",
    "DiscountRateResource",
    "FundingResource",
    "GatePolicyResource",
    "GatesView",
    "IndicatorResource",
    "MilestoneResource",
    "PartnerChangeResource",
    "RatificationResource",
    "ReadingResource",
    "ReserveResource",
    "ReviewResource",
    "RiskResource",
    "ServicesView",
    "SpendResource",
    "StageMoveResource",
    "WorkstreamResource",
]

"""Workstreams over the API."""

from workstreams.api.baselines import BaselineLockResource, BaselineResource
from workstreams.api.budgets import BudgetResource, FundingResource, ReserveResource, SpendResource
from workstreams.api.cases import BusinessCaseResource, DiscountRateResource
from workstreams.api.changes import ContributionRuleResource, PartnerChangeResource
from workstreams.api.contributions import ContributionResource
from workstreams.api.directory import ServicesView
from workstreams.api.engagement import CommunicationResource, ConsultationResource, LessonResource
from workstreams.api.escalations import RiskEscalationResource
from workstreams.api.gates import GatePolicyResource, GatesView, RatificationResource, StageMoveResource
from workstreams.api.indicators import IndicatorResource, ReadingResource
from workstreams.api.milestones import MilestoneResource
from workstreams.api.options import OptionsAppraisalResource
from workstreams.api.plan_baselines import PlanBaselineResource
from workstreams.api.reviews import ActionResource, ReviewResource
from workstreams.api.risks import RiskResource
from workstreams.api.surveys import SurveyResource
from workstreams.api.workstreams import WorkstreamResource

__all__ = [
    "ActionResource",
    "BaselineLockResource",
    "BaselineResource",
    "BudgetResource",
    "BusinessCaseResource",
    "CommunicationResource",
    "ConsultationResource",
    "ContributionResource",
    "ContributionRuleResource",
    "DiscountRateResource",
    "FundingResource",
    "GatePolicyResource",
    "GatesView",
    "IndicatorResource",
    "LessonResource",
    "MilestoneResource",
    "OptionsAppraisalResource",
    "PartnerChangeResource",
    "PlanBaselineResource",
    "RatificationResource",
    "ReadingResource",
    "ReserveResource",
    "ReviewResource",
    "RiskEscalationResource",
    "RiskResource",
    "ServicesView",
    "SpendResource",
    "StageMoveResource",
    "SurveyResource",
    "WorkstreamResource",
]

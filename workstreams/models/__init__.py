"""Shared services as projects: who takes part, who hosts, how far it is, what it cost before and costs its partners."""

from workstreams.models.attachments import Attachment
from workstreams.models.baselines import BaselineCost, BaselineLock, BaselineVolume
from workstreams.models.budgets import BudgetHead, ReserveTransfer, Spend
from workstreams.models.cases import BusinessCase, CaseHeading, CaseLine, CaseRisk, CaseScore
from workstreams.models.changes import PartnerChange
from workstreams.models.communications import Communication
from workstreams.models.consultations import Consultation, Consultee
from workstreams.models.contribution_rules import ContributionRule, ContributionWeight
from workstreams.models.directory import ServiceEntry, ServicesPublication
from workstreams.models.discounting import DiscountRate
from workstreams.models.indicators import Indicator, Reading
from workstreams.models.lessons import Lesson, LessonsPublication, LessonTag
from workstreams.models.money import Contribution, Funding
from workstreams.models.options import (
    AppraisalCriterion,
    AppraisalOption,
    AppraisalScorer,
    OptionsAppraisal,
    OptionScore,
    OptionsDecision,
)
from workstreams.models.parties import Hosting, Participation
from workstreams.models.plan import BaselinedDate, Dependency, Milestone, PlanBaseline
from workstreams.models.policies import GatePolicy, GateRequirement
from workstreams.models.ratifications import Ratification, RatificationPaper
from workstreams.models.reviews import GatewayReview, Recommendation, ReviewGate
from workstreams.models.risks import Risk, RiskEscalation, RiskReview
from workstreams.models.stages import StageMove
from workstreams.models.surveys import Survey, SurveyQuestion
from workstreams.models.tasks import Action, ActionNote, ActionProof
from workstreams.models.workstreams import Workstream

__all__ = [
    "Action",
    "ActionNote",
    "ActionProof",
    "Attachment",
    "AppraisalCriterion",
    "AppraisalOption",
    "AppraisalScorer",
    "BaselineCost",
    "BaselineLock",
    "BaselineVolume",
    "BaselinedDate",
    "BudgetHead",
    "BusinessCase",
    "CaseHeading",
    "CaseLine",
    "CaseRisk",
    "CaseScore",
    "Communication",
    "Consultation",
    "Consultee",
    "Contribution",
    "ContributionRule",
    "ContributionWeight",
    "Dependency",
    "DiscountRate",
    "Funding",
    "GatePolicy",
    "GateRequirement",
    "GatewayReview",
    "Hosting",
    "Indicator",
    "Lesson",
    "LessonTag",
    "LessonsPublication",
    "Milestone",
    "OptionScore",
    "OptionsAppraisal",
    "OptionsDecision",
    "Participation",
    "PartnerChange",
    "PlanBaseline",
    "Ratification",
    "RatificationPaper",
    "Reading",
    "Recommendation",
    "ReserveTransfer",
    "ReviewGate",
    "Risk",
    "RiskEscalation",
    "RiskReview",
    "ServiceEntry",
    "ServicesPublication",
    "Spend",
    "StageMove",
    "Survey",
    "SurveyQuestion",
    "Workstream",
]

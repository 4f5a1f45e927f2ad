"""The forms of workstreams. Choices of organisations are those that are or were members of the partnership."""

from workstreams.forms.baselines import BaselineForm, LockForm, WithdrawForm
from workstreams.forms.budgets import BudgetForm, ReserveForm, SpendForm, SpendWordsForm
from workstreams.forms.cases import (
    ApproveCaseForm,
    AssumptionsForm,
    CaseForm,
    WithdrawCaseForm,
    lines_form,
    scores_form,
)
from workstreams.forms.changes import ConsequencesForm, JoiningForm, PartnerChangeForm
from workstreams.forms.contribution_rules import ContributionRuleForm
from workstreams.forms.directory import SearchForm, ServiceForm
from workstreams.forms.discounting import DiscountRateForm
from workstreams.forms.indicators import IndicatorForm, ReadingForm
from workstreams.forms.money import ContributionForm, FundingForm
from workstreams.forms.parties import HostingForm, ParticipationForm
from workstreams.forms.plan import DependenciesForm, MilestoneForm, PlanBaselineForm
from workstreams.forms.policies import PolicyForm, ReviewGatesForm
from workstreams.forms.ratifications import RatificationForm
from workstreams.forms.reviews import RecommendationForm, ReportForm, ReviewForm
from workstreams.forms.risks import IssueForm, NewRiskForm, RiskActionForm, RiskForm, RiskReasonForm, RiskReviewForm
from workstreams.forms.stages import AdvanceForm, BackForm, ReasonForm
from workstreams.forms.tasks import DoneForm, NewActionForm, NoteForm
from workstreams.forms.workstreams import WorkstreamForm

__all__ = [
    "AdvanceForm",
    "ApproveCaseForm",
    "AssumptionsForm",
    "BackForm",
    "BaselineForm",
    "BudgetForm",
    "CaseForm",
    "ConsequencesForm",
    "ContributionForm",
    "ContributionRuleForm",
    "DependenciesForm",
    "DiscountRateForm",
    "DoneForm",
    "FundingForm",
    "HostingForm",
    "IndicatorForm",
    "IssueForm",
    "JoiningForm",
    "LockForm",
    "MilestoneForm",
    "NewActionForm",
    "NewRiskForm",
    "NoteForm",
    "ParticipationForm",
    "PartnerChangeForm",
    "PlanBaselineForm",
    "PolicyForm",
    "RatificationForm",
    "ReadingForm",
    "ReasonForm",
    "RecommendationForm",
    "ReportForm",
    "ReserveForm",
    "ReviewForm",
    "ReviewGatesForm",
    "RiskActionForm",
    "RiskForm",
    "RiskReasonForm",
    "RiskReviewForm",
    "SearchForm",
    "ServiceForm",
    "SpendForm",
    "SpendWordsForm",
    "WithdrawCaseForm",
    "WithdrawForm",
    "WorkstreamForm",
    "lines_form",
    "scores_form",
]

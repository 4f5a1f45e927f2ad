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
from workstreams.forms.engagement import (
    CloseConsultationForm,
    CommunicationForm,
    ConsultationForm,
    ConsulteeForm,
    LessonForm,
    NewCommunicationForm,
    NewConsultationForm,
    PapersForm,
)
from workstreams.forms.indicators import IndicatorForm, ReadingForm
from workstreams.forms.money import ContributionForm, FundingForm
from workstreams.forms.options import (
    AppraisalForm,
    DecisionForm,
    OptionForm,
    RescoreForm,
    ScorerForm,
    SheetForm,
    criteria_form,
)
from workstreams.forms.parties import HostingForm, ParticipationForm
from workstreams.forms.plan import DependenciesForm, MilestoneForm, PlanBaselineForm
from workstreams.forms.policies import PolicyForm, ReviewGatesForm
from workstreams.forms.ratifications import OwnDecisionForm, RatificationForm
from workstreams.forms.reviews import RecommendationForm, ReportForm, ReviewForm
from workstreams.forms.risks import IssueForm, NewRiskForm, RiskForm, RiskReasonForm, RiskReviewForm
from workstreams.forms.stages import AdvanceForm, BackForm, ReasonForm, WhyForm
from workstreams.forms.surveys import SurveyForm
from workstreams.forms.tasks import DoneForm, NewActionForm, NoteForm
from workstreams.forms.workstreams import WorkstreamForm

__all__ = [
    "AppraisalForm",
    "DecisionForm",
    "OptionForm",
    "RescoreForm",
    "ScorerForm",
    "SheetForm",
    "criteria_form",
    "AdvanceForm",
    "ApproveCaseForm",
    "AssumptionsForm",
    "BackForm",
    "BaselineForm",
    "BudgetForm",
    "CaseForm",
    "CloseConsultationForm",
    "CommunicationForm",
    "ConsequencesForm",
    "ConsultationForm",
    "ConsulteeForm",
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
    "LessonForm",
    "LockForm",
    "MilestoneForm",
    "NewActionForm",
    "NewCommunicationForm",
    "NewConsultationForm",
    "NewRiskForm",
    "NoteForm",
    "PapersForm",
    "ParticipationForm",
    "PartnerChangeForm",
    "PlanBaselineForm",
    "PolicyForm",
    "OwnDecisionForm",
    "RatificationForm",
    "ReadingForm",
    "ReasonForm",
    "SurveyForm",
    "WhyForm",
    "RecommendationForm",
    "ReportForm",
    "ReserveForm",
    "ReviewForm",
    "ReviewGatesForm",
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

"""Every address below `/api/`."""

from typing import Any

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import DefaultRouter

from governance.api import (
    BodyResource,
    DecisionResource,
    DelegationResource,
    MeetingResource,
    MinutesResource,
    PackResource,
    RatificationNeedResource,
)
from governance.report_api import ReportResource
from partnership.rest import schema  # noqa: F401 - tells the schema how tokens sign in
from partnership.rest.organisations import OrganisationResource, PartnershipResource
from partnership.rest.reference import documentation
from partnership.rest.resources import NothingHere
from partnership.rest.search import SearchView
from partnership.rest.successions import SuccessionResource
from savings.api import (
    AgreementResource,
    BasketResource,
    BridgeView,
    CommentResource,
    ContractResource,
    ContributionsDueView,
    DeliveredView,
    FiguresView,
    NetBenefitView,
    PeriodsView,
    SavingResource,
    ShareResource,
    StatementResource,
)
from savings.api.highlights import HighlightResource
from savings.api.leaving import WithdrawalResource
from workstreams.api import (
    ActionResource,
    BaselineLockResource,
    BaselineResource,
    BudgetResource,
    BusinessCaseResource,
    CommunicationResource,
    ConsultationResource,
    ContributionResource,
    ContributionRuleResource,
    DiscountRateResource,
    FundingResource,
    GatePolicyResource,
    GatesView,
    IndicatorResource,
    LessonResource,
    MilestoneResource,
    OptionsAppraisalResource,
    PartnerChangeResource,
    PlanBaselineResource,
    RatificationResource,
    ReadingResource,
    ReserveResource,
    ReviewResource,
    RiskEscalationResource,
    RiskResource,
    ServicesView,
    SpendResource,
    StageMoveResource,
    SurveyResource,
    WorkstreamResource,
)

RESOURCES = {
    "organisations": OrganisationResource,
    "partnerships": PartnershipResource,
    "workstreams": WorkstreamResource,
    "contributions": ContributionResource,
    "milestones": MilestoneResource,
    "lessons": LessonResource,
    "communications": CommunicationResource,
    "consultations": ConsultationResource,
    "plan-baselines": PlanBaselineResource,
    "risks": RiskResource,
    "risk-escalations": RiskEscalationResource,
    "highlights": HighlightResource,
    "stage-moves": StageMoveResource,
    "gate-policies": GatePolicyResource,
    "ratifications": RatificationResource,
    "gateway-reviews": ReviewResource,
    "actions": ActionResource,
    "business-cases": BusinessCaseResource,
    "options-appraisals": OptionsAppraisalResource,
    "discount-rates": DiscountRateResource,
    "budgets": BudgetResource,
    "fundings": FundingResource,
    "spend": SpendResource,
    "reserves": ReserveResource,
    "contribution-rules": ContributionRuleResource,
    "partner-changes": PartnerChangeResource,
    "successions": SuccessionResource,
    "withdrawals": WithdrawalResource,
    "baselines": BaselineResource,
    "baseline-locks": BaselineLockResource,
    "indicators": IndicatorResource,
    "readings": ReadingResource,
    "surveys": SurveyResource,
    "savings": SavingResource,
    "statements": StatementResource,
    "shares": ShareResource,
    "contracts": ContractResource,
    "baskets": BasketResource,
    "comments": CommentResource,
    "agreements": AgreementResource,
    "bodies": BodyResource,
    "meetings": MeetingResource,
    "minutes": MinutesResource,
    "decisions": DecisionResource,
    "delegations": DelegationResource,
    "ratification-needs": RatificationNeedResource,
    "packs": PackResource,
    "reports": ReportResource,
}


class Router(DefaultRouter):
    include_format_suffixes = False
    root_view_name = "api"

    def __init__(self, **resources: Any) -> None:
        super().__init__(use_regex_path=False)
        for name, resource in resources.items():
            self.register(name, resource, basename=f"api-{name}")

    def get_api_root_view(self, api_urls: Any = None) -> Any:
        names = {prefix: f"{basename}-list" for prefix, _, basename in self.registry}
        views = {"figures": "api-figures", "bridge": "api-bridge", "periods": "api-periods", "gates": "api-gates"}
        views |= {"services": "api-services", "contributions-due": "api-contributions-due", "search": "api-search"}
        views |= {"net-benefit": "api-net-benefit", "delivered": "api-delivered"}
        return self.APIRootView.as_view(api_root_dict=names | views)


urlpatterns = [
    path("v1/bridge/", BridgeView.as_view(), name="api-bridge"),
    path("v1/contributions-due/", ContributionsDueView.as_view(), name="api-contributions-due"),
    path("v1/delivered/", DeliveredView.as_view(), name="api-delivered"),
    path("v1/net-benefit/", NetBenefitView.as_view(), name="api-net-benefit"),
    path("v1/figures/", FiguresView.as_view(), name="api-figures"),
    path("v1/periods/", PeriodsView.as_view(), name="api-periods"),
    path("v1/gates/", GatesView.as_view(), name="api-gates"),
    path("v1/search/", SearchView.as_view(), name="api-search"),
    path("v1/services/", ServicesView.as_view(), name="api-services"),
    path("v1/", include(Router(**RESOURCES).urls)),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", documentation, name="api-docs"),
    re_path("", NothingHere.as_view(), name="api-nothing-here"),
]

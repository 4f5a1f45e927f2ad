"""Every address below `/api/`."""

from typing import Any

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import DefaultRouter

from governance.api import MeetingResource, PackResource
from partnership.rest import schema  # noqa: F401 - tells the schema how tokens sign in
from partnership.rest.organisations import OrganisationResource, PartnershipResource
from partnership.rest.reference import documentation
from partnership.rest.resources import NothingHere
from partnership.rest.successions import SuccessionResource
from savings.api import (
    AgreementResource,
    BasketResource,
    BridgeView,
    CommentResource,
    ContractResource,
    FiguresView,
    PeriodsView,
    SavingResource,
    ShareResource,
    StatementResource,
)
from savings.api.leaving import WithdrawalResource
from workstreams.api import (
    ActionResource,
    BaselineResource,
    BudgetResource,
    BusinessCaseResource,
    ContributionResource,
    ContributionRuleResource,
    DiscountRateResource,
    FundingResource,
    GatePolicyResource,
    GatesView,
    IndicatorResource,
    MilestoneResource,
    PartnerChangeResource,
    RatificationResource,
    ReadingResource,
    ReserveResource,
    ReviewResource,
    RiskResource,
    ServicesView,
    SpendResource,
    StageMoveResource,
    WorkstreamResource,
)

RESOURCES = {
    "organisations": OrganisationResource,
    "partnerships": PartnershipResource,
    "workstreams": WorkstreamResource,
    "contributions": ContributionResource,
    "milestones": MilestoneResource,
    "risks": RiskResource,
    "stage-moves": StageMoveResource,
    "gate-policies": GatePolicyResource,
    "ratifications": RatificationResource,
    "gateway-reviews": ReviewResource,
    "actions": ActionResource,
    "business-cases": BusinessCaseResource,
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
    "indicators": IndicatorResource,
    "readings": ReadingResource,
    "savings": SavingResource,
    "statements": StatementResource,
    "shares": ShareResource,
    "contracts": ContractResource,
    "baskets": BasketResource,
    "comments": CommentResource,
    "agreements": AgreementResource,
    "meetings": MeetingResource,
    "packs": PackResource,
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
        views |= {"services": "api-services"}
        return self.APIRootView.as_view(api_root_dict=names | views)


urlpatterns = [
    path("v1/bridge/", BridgeView.as_view(), name="api-bridge"),
    path("v1/figures/", FiguresView.as_view(), name="api-figures"),
    path("v1/periods/", PeriodsView.as_view(), name="api-periods"),
    path("v1/gates/", GatesView.as_view(), name="api-gates"),
    path("v1/services/", ServicesView.as_view(), name="api-services"),
    path("v1/", include(Router(**RESOURCES).urls)),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", documentation, name="api-docs"),
    re_path("", NothingHere.as_view(), name="api-nothing-here"),
]

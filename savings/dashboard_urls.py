"""Addresses of the pages of figures, below `/p/<partnership>/`."""

from django.urls import path

from savings.views import bridges, dashboards, indicators, leaving, net_benefit

urlpatterns = [
    path("", dashboards.overview, name="overview"),
    path("figures/", dashboards.figures_table, name="figures-table"),
    path("figures/behind/", dashboards.behind, name="behind"),
    path("figures/bridge/", bridges.bridge, name="bridge"),
    path("figures/bridge/chart.svg", bridges.bridge_chart, name="bridge-chart"),
    path("net-benefit/", net_benefit.net_benefit_page, name="net-benefit"),
    path("withdrawals/", leaving.withdrawal_list, name="withdrawal-list"),
    path("withdrawals/add/", leaving.withdrawal_add, name="withdrawal-add"),
    path("withdrawals/<int:pk>/", leaving.withdrawal, name="withdrawal"),
    path("charts/<str:name>.svg", dashboards.chart, name="chart"),
    path("organisations/<slug:code>/", dashboards.organisation, name="organisation"),
    path("workstreams/<slug:workstream>/", dashboards.workstream, name="workstream"),
    path("workstreams/<slug:workstream>/indicators/<int:pk>/", indicators.indicator, name="indicator"),
    path(
        "workstreams/<slug:workstream>/indicators/<int:pk>/chart.svg",
        indicators.indicator_chart,
        name="indicator-chart",
    ),
    path("readings/import/", indicators.reading_import, name="reading-import"),
    path("readings/template.csv", indicators.reading_template, name="reading-template"),
]

"""Addresses of the pages of figures, below `/p/<partnership>/`."""

from django.urls import path

from savings.views import bridges, dashboards

urlpatterns = [
    path("", dashboards.overview, name="overview"),
    path("figures/", dashboards.figures_table, name="figures-table"),
    path("figures/behind/", dashboards.behind, name="behind"),
    path("figures/bridge/", bridges.bridge, name="bridge"),
    path("figures/bridge/chart.svg", bridges.bridge_chart, name="bridge-chart"),
    path("charts/<str:name>.svg", dashboards.chart, name="chart"),
    path("organisations/<slug:code>/", dashboards.organisation, name="organisation"),
    path("workstreams/<slug:workstream>/", dashboards.workstream, name="workstream"),
]

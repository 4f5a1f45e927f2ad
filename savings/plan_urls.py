"""Addresses of the plans, below `/p/<partnership>/`."""

from django.urls import path

from savings.views import plans

urlpatterns = [
    path("plan/", plans.milestone_plan, name="milestone-plan"),
    path("plan/timeline.svg", plans.milestone_plan_chart, name="milestone-plan-chart"),
    path("workstreams/<slug:workstream>/milestones/", plans.milestone_list, name="milestone-list"),
    path(
        "workstreams/<slug:workstream>/milestones/timeline.svg",
        plans.milestone_list_chart,
        name="milestone-list-chart",
    ),
]

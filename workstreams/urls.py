"""Addresses below `/p/<partnership>/`. A workstream's own page, `workstreams/<name>/`, is in `savings`."""

from django.urls import include, path

from workstreams import contribution_views as contributions
from workstreams import views

_OF_ONE = [
    path("edit/", views.workstream_edit, name="workstream-edit"),
    path("stage/", views.workstream_stage, name="workstream-stage"),
    path("history/", views.workstream_history, name="workstream-history"),
    path("participations/add/", views.participation_add, name="participation-add"),
    path("participations/<int:pk>/edit/", views.participation_edit, name="participation-edit"),
    path("hostings/add/", views.hosting_add, name="hosting-add"),
    path("hostings/<int:pk>/edit/", views.hosting_edit, name="hosting-edit"),
    path("milestones/add/", views.milestone_add, name="milestone-add"),
    path("milestones/<int:pk>/edit/", views.milestone_edit, name="milestone-edit"),
    path("milestones/<int:pk>/remove/", views.milestone_remove, name="milestone-remove"),
    path("baselines/add/", views.baseline_add, name="baseline-add"),
    path("baselines/<int:pk>/edit/", views.baseline_edit, name="baseline-edit"),
    path("fundings/add/", views.funding_add, name="funding-add"),
    path("fundings/<int:pk>/edit/", views.funding_edit, name="funding-edit"),
]

urlpatterns = [
    path("workstreams/", views.workstream_list, name="workstream-list"),
    path("workstreams/add/", views.workstream_add, name="workstream-add"),
    path("workstreams/<slug:workstream>/", include(_OF_ONE)),
    path("fundings/add/", views.programme_funding_add, name="programme-funding-add"),
    path("fundings/<int:pk>/edit/", views.programme_funding_edit, name="programme-funding-edit"),
    path("contributions/", contributions.contribution_list, name="contribution-list"),
    path("contributions/add/", contributions.contribution_add, name="contribution-add"),
    path("contributions/<int:pk>/edit/", contributions.contribution_edit, name="contribution-edit"),
    path("contributions/<int:pk>/remove/", contributions.contribution_remove, name="contribution-remove"),
    path("contributions/<int:pk>/history/", contributions.contribution_history, name="contribution-history"),
]

"""Addresses below `/p/<partnership>/`. A workstream's own page, `workstreams/<name>/`, is in `savings`."""

from django.urls import include, path

from workstreams.views import baselines, contributions, fundings, parties, plan, workstreams

_OF_ONE = [
    path("edit/", workstreams.workstream_edit, name="workstream-edit"),
    path("stage/", workstreams.workstream_stage, name="workstream-stage"),
    path("history/", workstreams.workstream_history, name="workstream-history"),
    path("participations/add/", parties.participation_add, name="participation-add"),
    path("participations/<int:pk>/edit/", parties.participation_edit, name="participation-edit"),
    path("hostings/add/", parties.hosting_add, name="hosting-add"),
    path("hostings/<int:pk>/edit/", parties.hosting_edit, name="hosting-edit"),
    path("milestones/add/", plan.milestone_add, name="milestone-add"),
    path("milestones/<int:pk>/edit/", plan.milestone_edit, name="milestone-edit"),
    path("milestones/<int:pk>/remove/", plan.milestone_remove, name="milestone-remove"),
    path("baselines/add/", baselines.baseline_add, name="baseline-add"),
    path("baselines/<int:pk>/edit/", baselines.baseline_edit, name="baseline-edit"),
    path("fundings/add/", fundings.funding_add, name="funding-add"),
    path("fundings/<int:pk>/edit/", fundings.funding_edit, name="funding-edit"),
]

urlpatterns = [
    path("workstreams/", workstreams.workstream_list, name="workstream-list"),
    path("workstreams/add/", workstreams.workstream_add, name="workstream-add"),
    path("workstreams/<slug:workstream>/", include(_OF_ONE)),
    path("fundings/add/", fundings.programme_funding_add, name="programme-funding-add"),
    path("fundings/<int:pk>/edit/", fundings.programme_funding_edit, name="programme-funding-edit"),
    path("contributions/", contributions.contribution_list, name="contribution-list"),
    path("contributions/add/", contributions.contribution_add, name="contribution-add"),
    path("contributions/<int:pk>/edit/", contributions.contribution_edit, name="contribution-edit"),
    path("contributions/<int:pk>/remove/", contributions.contribution_remove, name="contribution-remove"),
    path("contributions/<int:pk>/history/", contributions.contribution_history, name="contribution-history"),
]

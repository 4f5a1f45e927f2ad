"""Addresses of options appraisals, below `/p/<partnership>/`. The pages that show one are in `savings`."""

from django.urls import include, path

from workstreams.views import options, scores

_OF_WORKSTREAM = [
    path("", options.appraisal_list, name="appraisal-list"),
    path("add/", options.appraisal_add, name="appraisal-add"),
    path("<int:pk>/edit/", options.appraisal_edit, name="appraisal-edit"),
    path("<int:pk>/options/add/", options.option_add, name="appraisal-option-add"),
    path("<int:pk>/criteria/", options.criteria, name="appraisal-criteria"),
    path("<int:pk>/scorers/add/", options.scorer_add, name="appraisal-scorer-add"),
    path("<int:pk>/open/", options.appraisal_open, name="appraisal-open"),
    path("<int:pk>/scores/", scores.scores, name="appraisal-scores"),
    path("<int:pk>/close/", options.appraisal_close, name="appraisal-close"),
    path("<int:pk>/decide/", options.appraisal_decide, name="appraisal-decide"),
    path("<int:pk>/rescore/", options.appraisal_rescore, name="appraisal-rescore"),
    path("<int:pk>/discard/", options.appraisal_discard, name="appraisal-discard"),
    path("options/<int:pk>/edit/", options.option_edit, name="appraisal-option-edit"),
    path("options/<int:pk>/remove/", options.option_remove, name="appraisal-option-remove"),
    path("scorers/<int:pk>/remove/", options.scorer_remove, name="appraisal-scorer-remove"),
    path("scorers/<int:pk>/sheet/", scores.sheet, name="appraisal-sheet"),
]

urlpatterns = [
    path("appraisals/", options.appraisals, name="appraisals"),
    path("workstreams/<slug:workstream>/appraisals/", include(_OF_WORKSTREAM)),
]

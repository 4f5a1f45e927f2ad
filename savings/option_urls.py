"""Addresses of the pages that show options appraisals, below `/p/<partnership>/`."""

from django.urls import include, path

from savings.views import options

_OF_WORKSTREAM = [
    path("<int:pk>/", options.appraisal, name="appraisal"),
    path("<int:pk>/chart.svg", options.appraisal_chart, name="appraisal-chart"),
    path("scorers/<int:pk>/import/", options.sheet_import, name="appraisal-sheet-import"),
    path("scorers/<int:pk>/template/", options.sheet_template, name="appraisal-sheet-template"),
]

urlpatterns = [path("workstreams/<slug:workstream>/appraisals/", include(_OF_WORKSTREAM))]

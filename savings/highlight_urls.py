"""Addresses of highlight reports, below `/p/<partnership>/`."""

from django.urls import path

from savings.views import highlight_lists, highlights

_OF = "workstreams/<slug:workstream>/highlights/"
urlpatterns = [
    path("highlights/", highlight_lists.highlight_month, name="highlight-month"),
    path("highlights/all/", highlight_lists.highlight_reports, name="highlight-reports"),
    path(_OF, highlight_lists.highlight_list, name="highlight-list"),
    path(f"{_OF}add/", highlights.highlight_add, name="highlight-add"),
    path(f"{_OF}<int:pk>/", highlights.highlight, name="highlight"),
    path(f"{_OF}<int:pk>/edit/", highlights.highlight_edit, name="highlight-edit"),
    path(f"{_OF}<int:pk>/submit/", highlights.highlight_submit, name="highlight-submit"),
    path(f"{_OF}<int:pk>/correct/", highlights.highlight_correct, name="highlight-correct"),
    path(f"{_OF}<int:pk>/discard/", highlights.highlight_discard, name="highlight-discard"),
]

"""Addresses of business cases, below `/p/<partnership>/`. The pages that show one are in `savings`."""

from django.urls import include, path

from workstreams.views import case_tables, cases, discounting

_OF_WORKSTREAM = [
    path("", cases.case_list, name="case-list"),
    path("add/", cases.case_add, name="case-add"),
    path("<int:pk>/edit/", cases.case_edit, name="case-edit"),
    path("<int:pk>/lines/<slug:code>/", case_tables.case_lines, name="case-lines"),
    path("<int:pk>/assumptions/", case_tables.case_assumptions, name="case-assumptions"),
    path("<int:pk>/scores/", case_tables.case_scores, name="case-scores"),
    path("<int:pk>/submit/", cases.case_submit, name="case-submit"),
    path("<int:pk>/approve/", cases.case_approve, name="case-approve"),
    path("<int:pk>/withdraw/", cases.case_withdraw, name="case-withdraw"),
    path("<int:pk>/discard/", cases.case_discard, name="case-discard"),
]

urlpatterns = [
    path("cases/", cases.cases, name="cases"),
    path("cases/discount-rates/", discounting.discount_rates, name="discount-rates"),
    path("cases/discount-rates/add/", discounting.discount_rate_add, name="discount-rate-add"),
    path("workstreams/<slug:workstream>/cases/", include(_OF_WORKSTREAM)),
]

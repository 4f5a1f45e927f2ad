"""Addresses of the pages that show business cases, below `/p/<partnership>/`."""

from django.urls import path

from savings.views import cases

urlpatterns = [
    path("cases/delivered/", cases.cases_delivered, name="cases-delivered"),
    path("workstreams/<slug:workstream>/cases/delivered/", cases.case_delivered, name="case-delivered"),
    path("workstreams/<slug:workstream>/cases/<int:pk>/", cases.case, name="case"),
    path("workstreams/<slug:workstream>/cases/<int:pk>/method/", cases.case_method, name="case-method"),
    path("workstreams/<slug:workstream>/cases/<int:pk>/compare/", cases.case_compare, name="case-compare"),
    path("workstreams/<slug:workstream>/cases/<int:pk>/tornado.svg", cases.case_tornado, name="case-tornado"),
    path("workstreams/<slug:workstream>/cases/<int:pk>/cash-flow.svg", cases.case_cash_flow, name="case-cash-flow"),
]

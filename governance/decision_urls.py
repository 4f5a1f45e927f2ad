"""Addresses of decisions and delegations, below `/p/<partnership>/`."""

from django.urls import path

from governance.views import decisions, delegations, effects, ratifications

urlpatterns = [
    path("decisions/", decisions.decision_list, name="decision-list"),
    path("decisions/ratifications/", ratifications.ratification_list, name="decision-ratifications"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("decisions/<int:pk>/ratify/", ratifications.decision_ratify, name="decision-ratify"),
    path("decisions/<int:pk>/answer/", ratifications.decision_answer, name="decision-answer"),
    path("decisions/<int:pk>/bring-back/", ratifications.decision_bring_back, name="decision-bring-back"),
    path("decisions/<int:pk>/action/", decisions.decision_action, name="decision-action"),
    path("decisions/<int:pk>/delegate/", delegations.decision_delegate, name="decision-delegate"),
    path("decisions/<int:pk>/effects/<slug:kind>/", effects.decision_effect, name="decision-effect"),
    path("decisions/<int:pk>/planned/<int:row>/do/", effects.decision_planned_do, name="decision-planned-do"),
    path("decisions/<int:pk>/planned/<int:row>/drop/", effects.decision_planned_drop, name="decision-planned-drop"),
    path("delegations/", delegations.delegation_list, name="delegation-list"),
    path("delegations/<int:pk>/", delegations.delegation, name="delegation"),
    path("delegations/<int:pk>/use/", delegations.delegation_use, name="delegation-use"),
    path("delegations/<int:pk>/end/", delegations.delegation_end, name="delegation-end"),
    path("delegations/<int:pk>/uses/<int:row>/report/", delegations.delegation_report, name="delegation-report"),
]

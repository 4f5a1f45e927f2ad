"""Addresses of gates, policies, gateway reviews and actions: of one workstream, and of the programme."""

from django.urls import path

from workstreams.views import gates, policies, reviews, tasks

OF_ONE = [
    path("gate/", gates.gate, name="gate"),
    path("gate/advance/", gates.gate_advance, name="gate-advance"),
    path("gate/override/", gates.gate_override, name="gate-override"),
    path("gate/back/", gates.gate_back, name="gate-back"),
    path("gate/pause/", gates.gate_pause, name="gate-pause"),
    path("gate/stop/", gates.gate_stop, name="gate-stop"),
    path("gate/resume/", gates.gate_resume, name="gate-resume"),
    path("moves/<int:pk>/", gates.move, name="move"),
    path("ratifications/add/", gates.ratification_add, name="ratification-add"),
    path("reviews/", reviews.review_history, name="review-history"),
    path("reviews/add/", reviews.review_add, name="review-add"),
    path("reviews/<int:pk>/", reviews.review, name="review"),
    path("reviews/<int:pk>/edit/", reviews.review_edit, name="review-edit"),
    path("reviews/<int:pk>/report/", reviews.review_report, name="review-report"),
    path("reviews/<int:pk>/remove/", reviews.review_remove, name="review-remove"),
    path("reviews/<int:pk>/recommendations/add/", reviews.recommendation_add, name="recommendation-add"),
]

OF_ALL = [
    path("moves/", gates.move_list, name="move-list"),
    path("gate-policies/", policies.policy_list, name="policy-list"),
    path("gate-policies/add/", policies.policy_add, name="policy-add"),
    path("gate-policies/<int:pk>/", policies.policy, name="policy"),
    path("gate-policies/<int:pk>/approve/", policies.policy_approve, name="policy-approve"),
    path("gate-policies/<int:pk>/withdraw/", policies.policy_withdraw, name="policy-withdraw"),
    path("gate-policies/reviews/", policies.review_gates, name="review-gates"),
    path("ratifications/papers/<int:pk>/", gates.ratification_paper, name="ratification-paper"),
    path("reviews/", reviews.review_list, name="review-list"),
    path("actions/", tasks.action_list, name="action-list"),
    path("actions/add/", tasks.action_add, name="action-add"),
    path("actions/<int:pk>/", tasks.action, name="action"),
    path("actions/<int:pk>/edit/", tasks.action_edit, name="action-edit"),
    path("actions/<int:pk>/done/", tasks.action_complete, name="action-complete"),
    path("actions/proofs/<int:pk>/", tasks.action_proof, name="action-proof"),
    path("actions/<int:pk>/reopen/", tasks.action_reopen, name="action-reopen"),
    path("actions/<int:pk>/remove/", tasks.action_remove, name="action-remove"),
]

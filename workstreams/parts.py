"""What a workstream, and the programme as a whole, has pages about."""

from functools import partial

from partnership.parts import Part

_FIGURES = "savings.view_figures"
# Below /p/<partnership>/workstreams/<workstream>/, in the order of a workstream's life.
OF_WORKSTREAM = (
    Part("Figures and partners", "workstream", _FIGURES),
    Part("Baseline", "baseline-home", _FIGURES),
    Part("Business case", "case-list", _FIGURES),
    Part("Gate", "gate", _FIGURES),
    Part("Gateway reviews", "review-history"),
    Part("Plan", "milestone-list"),
    Part("Risks", "risk-list", _FIGURES),
    Part("Budget", "budget-workstream", _FIGURES),
    Part("Service quality", "indicator-home"),
)
_Delivery, _Gates, _Money, _Partners = (
    partial(Part, group=group) for group in ("Delivery", "Gates and cases", "Money", "Partners")
)
# Below /p/<partnership>/: the same for all workstreams together.
OF_PROGRAMME = (
    _Delivery("Workstreams", "workstream-list"),
    _Delivery("Plan", "milestone-plan"),
    _Delivery("Risks", "risk-register", _FIGURES),
    _Delivery("Service quality", "indicator-list"),
    _Delivery("Readings", "reading-list"),
    _Delivery("A-Z of services", "service-list"),
    _Gates("Business cases", "cases", _FIGURES),
    _Gates("Gateway reviews", "review-list"),
    _Gates("Actions", "action-list"),
    _Gates("Moves from stage to stage", "move-list", _FIGURES),
    _Gates("Policy of gates", "policy-list"),
    _Money("Baselines", "baseline-list", _FIGURES),
    _Money("Budgets", "budget-list", _FIGURES),
    _Money("Commitments and spend", "spend-list", _FIGURES),
    _Money("Grants", "funding-list", _FIGURES),
    _Money("Contributions due", "dues", _FIGURES),
    _Money("Net benefit", "net-benefit", _FIGURES),
    _Partners("Changes of partners", "partner-list"),
    _Partners("Withdrawal analyses", "withdrawal-list", _FIGURES),
    _Partners("Successors", "succession-list"),
)

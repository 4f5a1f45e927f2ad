"""What a workstream, and the programme as a whole, has pages about."""

from functools import partial

from partnership.parts import Part

_FIGURES = "savings.view_figures"
# Below /p/<partnership>/workstreams/<workstream>/, in the order of a workstream's life.
OF_WORKSTREAM = (
    Part("Figures and partners", "workstream", _FIGURES),
    Part("Baseline", "baseline-home", _FIGURES),
    Part("Options", "appraisal-list", _FIGURES),
    Part("Business case", "case-list", _FIGURES),
    Part("Gate", "gate", _FIGURES),
    Part("Gateway reviews", "review-history", _FIGURES),
    Part("Plan", "milestone-list"),
    Part("Risks", "risk-list", _FIGURES),
    Part("Budget", "budget-workstream", _FIGURES),
    Part("Service quality", "indicator-home", _FIGURES),
    Part("Highlights", "highlight-list", _FIGURES),
    Part("Reports", "report-workstream", "governance.read_report"),
    Part("Consultation", "consultation-list", _FIGURES),
    Part("Communications", "communication-list"),
    Part("Lessons", "lesson-list"),
)
_Delivery, _Gates, _Money, _Partners, _People = (
    partial(Part, group=group)
    for group in ("Delivery", "Gates and cases", "Money", "Partners", "Consultation and lessons")
)
# Below /p/<partnership>/: the same for all workstreams together.
OF_PROGRAMME = (
    _Delivery("Workstreams", "workstream-list"),
    _Delivery("Highlights", "highlight-month", _FIGURES),
    _Delivery("Plan", "milestone-plan"),
    _Delivery("Risks", "risk-register", _FIGURES),
    _Delivery("Service quality", "indicator-list", _FIGURES),
    _Delivery("Satisfaction surveys", "survey-list", _FIGURES),
    _Delivery("Readings", "reading-list", _FIGURES),
    _Delivery("A-Z of services", "service-list"),
    _Gates("Options appraisals", "appraisals", _FIGURES),
    _Gates("Business cases", "cases", _FIGURES),
    _Gates("Discount rates", "discount-rates", _FIGURES),
    _Gates("Gateway reviews", "review-list", _FIGURES),
    _Gates("Actions", "action-list"),
    _Gates("Moves from stage to stage", "move-list", _FIGURES),
    _Gates("Policy of gates", "policy-list"),
    _Money("Baselines", "baseline-list", _FIGURES),
    _Money("Budgets", "budget-list", _FIGURES),
    _Money("Commitments and spend", "spend-list", _FIGURES),
    _Money("Grants", "funding-list", _FIGURES),
    _Money("Contributions due", "dues", _FIGURES),
    _Money("Contributions and costs", "contribution-list", _FIGURES),
    _Money("Net benefit", "net-benefit", _FIGURES),
    _Partners("Changes of partners", "partner-list"),
    _Partners("Withdrawal analyses", "withdrawal-list", _FIGURES),
    _Partners("Successors", "succession-list"),
    _People("Consultations", "consultation-log", _FIGURES),
    _People("Communications", "communication-log"),
    _People("Lessons", "lesson-log"),
)

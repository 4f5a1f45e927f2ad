"""What a workstream, and the programme as a whole, has pages about: the row of links on each of those pages."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from partnership.context import Place
from workstreams.models import Workstream


@dataclass(frozen=True)
class Part:
    """Words, the name of the address, and the permission without which the link is not offered.

    A page whose address has a name with the same first word (risk-list, risk-edit) belongs to the part.
    """

    text: str
    name: str
    permission: str = "partnership.view_partnership"


# Below /p/<partnership>/workstreams/<workstream>/, in the order of a workstream's life.
OF_WORKSTREAM = (
    Part("Figures and partners", "workstream", "savings.view_figures"),
    Part("Plan", "milestone-list"),
    Part("Risks", "risk-list", "savings.view_figures"),
    Part("Gate", "gate", "savings.view_figures"),
    Part("Gateway reviews", "review-history"),
    Part("Business case", "case-list", "savings.view_figures"),
    Part("Budget", "budget-workstream", "savings.view_figures"),
    Part("Baseline", "baseline-home", "savings.view_figures"),
    Part("Service quality", "indicator-home"),
)
# Below /p/<partnership>/: the same for all workstreams together.
OF_PROGRAMME = (
    Part("Workstreams", "workstream-list"),
    Part("Plan", "milestone-plan"),
    Part("Risks", "risk-register", "savings.view_figures"),
    Part("Moves from stage to stage", "move-list", "savings.view_figures"),
    Part("Policy of gates", "policy-list"),
    Part("Gateway reviews", "review-list"),
    Part("Actions", "action-list"),
    Part("Business cases", "cases", "savings.view_figures"),
    Part("Budgets", "budget-list", "savings.view_figures"),
    Part("Commitments and spend", "spend-list", "savings.view_figures"),
    Part("Grants", "funding-list", "savings.view_figures"),
    Part("Contributions due", "dues", "savings.view_figures"),
    Part("Net benefit", "net-benefit", "savings.view_figures"),
    Part("Changes of partners", "partner-list"),
    Part("Withdrawal analyses", "withdrawal-list", "savings.view_figures"),
    Part("Successors", "succession-list"),
    Part("Baselines", "baseline-list", "savings.view_figures"),
    Part("Service quality", "indicator-list"),
    Part("Readings", "reading-list"),
    Part("A-Z of services", "service-list"),
)


def of_workstream(request: HttpRequest, workstream: Workstream) -> list[Place]:
    where = {"partnership": workstream.partnership.slug, "workstream": workstream.slug}
    return _places(request, OF_WORKSTREAM, workstream, where)


def of_programme(request: HttpRequest) -> list[Place]:
    partnership = request.partnership  # type: ignore[attr-defined]
    return _places(request, OF_PROGRAMME, partnership, {"partnership": partnership.slug})


def _places(request: HttpRequest, parts: tuple[Part, ...], thing: object, where: dict[str, str]) -> list[Place]:
    match = request.resolver_match
    here = (match.url_name or "") if match else ""
    allowed = [part for part in parts if request.user.has_perm(part.permission, thing)]
    exact = any(part.name == here for part in allowed)
    return [
        Place(part.text, reverse(part.name, kwargs=where), _is_here(part.name, here, exact=exact)) for part in allowed
    ]


def _is_here(name: str, here: str, *, exact: bool) -> bool:
    return name == here if exact else _family(name) == _family(here)


def _family(name: str) -> str:
    return name.partition("-")[0]

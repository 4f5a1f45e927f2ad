"""The policy of gates, version by version, and the gateway reviews that the partnership holds."""

from functools import partial

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnership.listing import Column, Listing
from partnership.permissions import require
from partnership.templatetags.portal import tag
from partnership.views.pages import Page, Step, form_page
from partnership.views.scope import ScopedRequest, find, in_partnership
from workstreams import actions, gates, stages
from workstreams.actions import MAY_EDIT
from workstreams.forms import PolicyForm, ReviewGatesForm
from workstreams.models import GatePolicy, ReviewGate
from workstreams.views.finding import form_methods, trail

_COLUMNS = (
    Column("Version", lambda row: f"Version {row.version}", sort="version", link=GatePolicy.get_absolute_url),
    Column("State", lambda row: row.state, shown=tag),
    Column("From", lambda row: row.from_on, sort="from_on"),
    Column("Until", lambda row: row.to_on or "No end in sight", plain=lambda row: row.to_on),
    Column("Requirements", lambda row: row.asked_for, numeric=True),
    Column("Who decided it, and why", lambda row: row.reason),
)


@require_safe
@in_partnership()
def policy_list(request: ScopedRequest) -> HttpResponse:
    rows = GatePolicy.objects.visible_to(request.user).filter(partnership=request.partnership)
    rows = rows.select_related("partnership").annotate(asked_for=Count("requirements"))
    listing = Listing(request, rows, _COLUMNS, sort="-version", caption="Versions of the policy of gates")
    if listing.is_download:
        return listing.download("gate-policies")
    context = {
        "listing": listing,
        "may_add": request.user.has_perm(MAY_EDIT, GatePolicy(partnership=request.partnership)),
        "gates": ReviewGate.objects.of(request.partnership),
        "trail": trail(request),
    }
    return render(request, "workstreams/policy_list.html", context)


@require_safe
@in_partnership()
def policy(request: ScopedRequest, pk: int) -> HttpResponse:
    found = find(request, GatePolicy.objects.select_related("partnership", "entered_by"), pk=pk)
    asked = list(found.requirements.order_by("pk"))
    by_stage = [
        (stage.label, [gates.KINDS[each.kind].describe(each.terms) for each in asked if each.stage == stage])
        for stage in stages.GATED
    ]
    context = {"policy": found, "by_stage": by_stage, "trail": _trail(request)}
    return render(request, "workstreams/policy.html", context)


@form_methods
@in_partnership()
def policy_add(request: ScopedRequest) -> HttpResponse:
    """A new version, which starts with what the last one asks for."""
    require(request.user, MAY_EDIT, GatePolicy(partnership=request.partnership))
    last = GatePolicy.objects.visible_to(request.user).filter(partnership=request.partnership).first()
    more = 6 if request.GET.get("more") else 0
    form = PolicyForm(request.POST or None, last=last, more=more)
    act = partial(actions.add_policy, by=request.user, partnership=request.partnership)
    steps = _trail(request)
    words = {"action": "Add version", "done": "The new version of the policy was added."}
    page = Page("Add a version of the policy of gates", back=steps[-1].url, trail=steps, **words)
    return form_page(request, form, act, page, "workstreams/policy_form.html")


@form_methods
@in_partnership()
def review_gates(request: ScopedRequest) -> HttpResponse:
    require(request.user, MAY_EDIT, ReviewGate(partnership=request.partnership))
    form = ReviewGatesForm(request.POST or None, partnership=request.partnership)
    act = partial(actions.name_review_gates, by=request.user, partnership=request.partnership)
    steps = _trail(request)
    text = "Reviews that were planned or held before keep the name that they had."
    page = Page("Gateway reviews held here", back=steps[-1].url, trail=steps, text=text, done="Saved.")
    return form_page(request, form, act, page)


def _trail(request: ScopedRequest) -> list[Step]:
    return [*trail(request), Step("Policy of gates", reverse("policy-list", args=[request.partnership.slug]))]

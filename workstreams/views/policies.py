"""The policy of gates, version by version, and the gateway reviews that the partnership holds."""

from functools import partial
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnership.listing import Column, Listing
from partnership.permissions import require
from partnership.templatetags.portal import tag
from partnership.views.pages import Page, Step, confirm_page, form_page
from partnership.views.scope import ScopedRequest, find, in_partnership
from workstreams import actions, gates, stages
from workstreams.actions import MAY_APPROVE, MAY_EDIT
from workstreams.forms import PolicyForm, ReviewGatesForm, WhyForm
from workstreams.models import GatePolicy, ReviewGate
from workstreams.rules import FOUR_EYES_POLICY, has_proposed, require_approval
from workstreams.views.finding import form_methods, trail

_COLUMNS = (
    Column("Version", lambda row: row.version_words.capitalize(), sort="version", link=GatePolicy.get_absolute_url),
    Column("State", lambda row: row.state, shown=tag),
    Column("From", lambda row: row.from_on, sort="from_on"),
    Column("Until", lambda row: row.to_on or "No end date", plain=lambda row: row.to_on),
    Column("Requirements", lambda row: row.asked_for, numeric=True),
    Column("Who decided it, and why", lambda row: row.reason),
)

_WITH = GatePolicy.objects.select_related("partnership", "entered_by", "approved_by", "withdrawn_by")


@require_safe
@in_partnership()
def policy_list(request: ScopedRequest) -> HttpResponse:
    rows = GatePolicy.objects.visible_to(request.user).filter(partnership=request.partnership)
    rows = rows.select_related("partnership").annotate(asked_for=Count("requirements"))
    listing = Listing(request, rows, _COLUMNS, caption="Versions of the policy of gates")
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
    found = find(request, _WITH, pk=pk)
    asked = list(found.requirements.order_by("pk"))
    by_stage = [
        (stage.label, [gates.KINDS[each.kind].describe(each.terms) for each in asked if each.stage == stage])
        for stage in stages.GATED
    ]
    context = {"policy": found, "by_stage": by_stage, "trail": _trail(request), **_what_may_be_done(request, found)}
    return render(request, "workstreams/policy.html", context)


def _what_may_be_done(request: ScopedRequest, found: GatePolicy) -> dict[str, Any]:
    may_approve = found.is_proposed and request.user.has_perm(MAY_APPROVE, found)
    may_edit = found.is_proposed and request.user.has_perm(MAY_EDIT, found)
    return {
        "may_approve": may_approve,
        "may_withdraw": may_approve or may_edit,
        "four_eyes": FOUR_EYES_POLICY if found.is_proposed and has_proposed(request.user, found) else "",
    }


@form_methods
@in_partnership()
def policy_approve(request: ScopedRequest, pk: int) -> HttpResponse:
    found = find(request, _WITH, pk=pk)
    require_approval(request.user, found)
    steps = [*_trail(request), Step(str(found), found.get_absolute_url())]
    text = (
        "From its first day on, today at the earliest, the gates ask what it says. It ends the version before, and is "
        "never changed."
    )
    words = {"action": "Approve", "done": "The policy was approved."}
    page = Page("Approve the policy of gates", back=steps[-1].url, trail=steps, text=text, **words)
    return confirm_page(request, lambda: actions.approve_policy(by=request.user, policy=found), page)


@form_methods
@in_partnership()
def policy_withdraw(request: ScopedRequest, pk: int) -> HttpResponse:
    found = find(request, _WITH, pk=pk)
    if not request.user.has_perm(MAY_APPROVE, found):
        require(request.user, MAY_EDIT, found)
    steps = [*_trail(request), Step(str(found), found.get_absolute_url())]
    words = {"action": "Withdraw", "done": "The proposal was withdrawn.", "text": "It stays to be read."}
    page = Page("Withdraw or refuse the proposal", back=steps[-1].url, trail=steps, **words)
    sent = request.POST if request.method == "POST" else None
    return form_page(request, WhyForm(sent), partial(actions.withdraw_policy, by=request.user, policy=found), page)


@form_methods
@in_partnership()
def policy_add(request: ScopedRequest) -> HttpResponse:
    """A new version, which starts with what the last one asks for."""
    require(request.user, MAY_EDIT, GatePolicy(partnership=request.partnership))
    mine = GatePolicy.objects.visible_to(request.user).filter(partnership=request.partnership)
    last = mine.filter(withdrawn_at=None).first()
    more = 6 if request.GET.get("more") else 0
    form = PolicyForm(request.POST or None, last=last, more=more)
    act = partial(actions.propose_policy, by=request.user, partnership=request.partnership)
    steps = _trail(request)
    words = {"action": "Propose", "done": "The new version was proposed. The steering group approves it."}
    page = Page("Propose a version of the policy of gates", back=steps[-1].url, trail=steps, **words)
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

"""Agreements on sharing: the list, one of them, and how it is proposed, approved or withdrawn."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from partnership.listing import Column, Listing
from partnership.permissions import granted, require
from partnership.templatetags.portal import tag
from partnership.views.pages import Page, Step, confirm_page
from partnership.views.scope import ScopedRequest, find, in_partnership
from savings import actions, trail
from savings.filters import AgreementFilter
from savings.forms import AgreementForm
from savings.models import SharingAgreement
from savings.rules import has_proposed
from savings.views.found import METHODS

FOUR_EYES = "You proposed this agreement, so another person approves it: the finance officer of an organisation in it."
_reaches = granted("savings.approve_agreement")
_COLUMNS = (
    Column("For", lambda row: row.scope_name, link=SharingAgreement.get_absolute_url),
    Column("Version", lambda row: row.version_words.capitalize(), sort="version"),
    Column("State", lambda row: row.state, shown=tag),
    Column("From", lambda row: row.from_on, sort="from_on"),
    Column("Until", lambda row: row.ends_on or "No end date", plain=lambda row: row.ends_on),
    Column("Proposed by", lambda row: row.proposed_by.name),
    Column("Approved by", lambda row: row.approved_by.name if row.approved_by else "–"),
)


@require_safe
@in_partnership("savings.view_figures")
def agreement_list(request: ScopedRequest) -> HttpResponse:
    rows = SharingAgreement.objects.visible_to(request.user).filter(partnership=request.partnership).with_end()
    listing = Listing(
        request,
        rows.select_related("workstream", "partnership", "proposed_by", "approved_by"),
        _COLUMNS,
        filterset=AgreementFilter,
        partnership=request.partnership,
        caption="Agreements on sharing",
    )
    if listing.is_download:
        return listing.download("agreements")
    return render(request, "savings/agreements/list.html", {"listing": listing})


@require_safe
@in_partnership("savings.view_figures")
def agreement(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    may_read_history = request.user.has_perm("partnership.view_history", found)
    context = {
        "agreement": found,
        "parts": found.parts.select_related("organisation"),
        "trail": _trail(request),
        "is_proposal": found.approved_at is None,
        "may_approve": request.user.has_perm("savings.approve_agreement", found),
        "four_eyes": _reaches(request.user, found) and has_proposed(request.user, found),
        "may_propose": request.user.has_perm("savings.propose_agreement", found),
        "statements": found.statements.visible_to(request.user).submitted().for_list()[:10],
        "events": trail.of_agreement(found) if may_read_history else None,
    }
    return render(request, "savings/agreements/agreement.html", context)


@require_http_methods(METHODS)
@in_partnership("savings.propose_agreement")
def agreement_propose(request: ScopedRequest) -> HttpResponse:
    """A new one, or (`after`) a new version of one, which starts with its percentages."""
    after = request.GET.get("after", "")
    former = _find(request, int(after)) if after.isascii() and after.isdigit() and len(after) < 19 else None
    form = AgreementForm(request.POST or None, user=request.user, partnership=request.partnership, after=former)
    if form.is_valid() and (proposed := form.save(by=request.user)):
        messages.success(request, "The agreement is proposed. It holds once the finance officer of a partner approves.")
        return redirect(proposed)
    return render(request, "savings/agreements/form.html", {"form": form, "trail": _trail(request), "former": former})


@require_http_methods(METHODS)
@in_partnership()
def agreement_approve(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    if _reaches(request.user, found) and has_proposed(request.user, found):
        raise PermissionDenied(FOUR_EYES)
    require(request.user, "savings.approve_agreement", found)
    page = _page(
        request,
        found,
        "Approve this agreement",
        action="Approve",
        done="The agreement is approved. Statements for periods that end in its time can be shared by it.",
        text="It gets the next version and never changes again. What was stated before stays as it is.",
    )
    return confirm_page(request, lambda: actions.approve_agreement(by=request.user, agreement=found), page)


@require_http_methods(METHODS)
@in_partnership()
def agreement_withdraw(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    require(request.user, "savings.propose_agreement", found)
    words = {"done": "The proposal is withdrawn.", "text": "It leaves the list. Its history stays.", "danger": True}
    page = _page(request, found, "Withdraw this proposal", action="Withdraw", **words)
    page = replace(page, back=page.trail[-2].url)  # the proposal itself will be gone
    return confirm_page(request, lambda: actions.withdraw_agreement(by=request.user, agreement=found), page)


def _find(request: ScopedRequest, pk: int) -> SharingAgreement:
    rows = SharingAgreement.objects.with_end()
    return find(request, rows.select_related("workstream", "partnership", "proposed_by", "approved_by"), pk=pk)


def _trail(request: ScopedRequest) -> list[Step]:
    slug = request.partnership.slug
    savings = Step("Savings", reverse("saving-list", args=[slug]))
    return [savings, Step("Sharing agreements", reverse("agreement-list", args=[slug]))]


def _page(request: ScopedRequest, found: SharingAgreement, title: str, **words: Any) -> Page:
    return Page(
        title,
        back=found.get_absolute_url(),
        trail=[*_trail(request), Step(str(found), found.get_absolute_url())],
        **words,
    )

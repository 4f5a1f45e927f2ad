"""Delegations: the list, one with its uses, and what is recorded of it."""

from functools import partial
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from governance import actions
from governance.forms import DelegationForm, EndDelegationForm, ReportUseForm, UseForm
from governance.models import Decision, Delegation
from governance.models.delegations import FIGURES
from governance.views.finding import decision_page, form_methods, to_meetings
from partnership import history
from partnership.listing import Column, Listing
from partnership.permissions import require
from partnership.templatetags.portal import date_words, pounds, tag
from partnership.views.pages import Page, Step, form_page
from partnership.views.scope import ScopedRequest, find, in_partnership

_COLUMNS = (
    Column("To", lambda row: row.to, link=lambda row: row.get_absolute_url()),
    Column("Decision", lambda row: row.decision.reference, sort="decision__reference"),
    Column("What may be decided", lambda row: row.matter),
    Column("State", lambda row: row.state, shown=tag),
    Column("From", lambda row: row.from_on, sort="from_on", shown=date_words),
    Column("Until", lambda row: row.to_on, sort="to_on", shown=date_words),
)
_MONEY = (
    Column("Limit", lambda row: pounds(row.limit_pence), plain=lambda row: row.limit_pence, numeric=True),
    Column("Used", lambda row: pounds(row.used_pence), plain=lambda row: row.used_pence, numeric=True),
)


class DelegationFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        choices=[("force", "In force"), ("ended", "Ended")], label="State", empty_label="All", method="in_state"
    )

    class Meta:
        model = Delegation
        fields: list[str] = []

    def in_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.in_force() if value == "force" else rows.ended()


def _rows() -> QuerySet:
    rows = Delegation.objects.with_use().select_related("person", "decision__partnership", "decision__meeting__body")
    return rows.select_related("decision__corrected_by__partnership")


@require_safe
@in_partnership()
def delegation_list(request: ScopedRequest) -> HttpResponse:
    """Who may decide what alone, and how much of it is used. Fixed number of queries."""
    rows = _rows().visible_to(request.user).filter(decision__partnership=request.partnership)
    columns = (*_COLUMNS, *_MONEY) if request.user.has_perm(FIGURES, request.partnership) else _COLUMNS
    listing = Listing(request, rows, columns, filterset=DelegationFilter, sort="-from", caption="Delegations")
    if listing.is_download:
        return listing.download("delegations")
    return render(request, "governance/delegation_list.html", {"listing": listing, "trail": to_meetings(request)})


@require_safe
@in_partnership()
def delegation(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    user = request.user
    may_keep = user.has_perm("governance.edit_meeting", found)
    context = {
        "delegation": found,
        "sees_figures": user.has_perm(FIGURES, found),
        "left": None if found.limit_pence is None else found.limit_pence - found.used_pence,
        "uses": found.uses.select_related("recorded_by", "reported_to__body", "reported_to__partnership"),
        "may_use": found.person_id == user.pk or may_keep,
        "may_keep": may_keep,
        "events": history.events(found) if user.has_perm("partnership.view_history", found) else None,
        "trail": _trail(request),
    }
    return render(request, "governance/delegation.html", context)


@form_methods
@in_partnership("governance.edit_meeting")
def decision_delegate(request: ScopedRequest, pk: int) -> HttpResponse:
    found = find(request, Decision.objects.select_related("partnership", "meeting"), pk=pk)
    act = partial(actions.delegate, by=request.user, decision=found)
    page = decision_page(request, found, "Delegate", action="Delegate", done="The delegation is recorded.")
    return form_page(request, DelegationForm(request.POST or None, partnership=request.partnership), act, page)


@form_methods
@in_partnership()
def delegation_use(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    if found.person_id != request.user.pk:
        require(request.user, "governance.edit_meeting", found)
    act = partial(actions.use_delegation, by=request.user, delegation=found)
    page = _page(request, found, "Record a use", action="Record it", done="The use is recorded.")
    return form_page(request, UseForm(request.POST or None), act, page)


@form_methods
@in_partnership("governance.edit_meeting")
def delegation_end(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    act = partial(actions.end_delegation, by=request.user, delegation=found)
    page = _page(request, found, "End the delegation", action="End it", done="Its last day is recorded.")
    return form_page(request, EndDelegationForm(request.POST or None), act, page)


@form_methods
@in_partnership("governance.edit_meeting")
def delegation_report(request: ScopedRequest, pk: int, row: int) -> HttpResponse:
    found = _find(request, pk)
    use = get_object_or_404(found.uses.select_related("delegation__decision"), pk=row)
    act = partial(actions.report_use, by=request.user, use=use)
    page = _page(request, found, "The use was reported", action="It was reported", done="That is recorded.")
    return form_page(request, ReportUseForm(request.POST or None, use=use, partnership=request.partnership), act, page)


def _find(request: ScopedRequest, pk: int) -> Delegation:
    rows = _rows().visible_to(request.user).filter(decision__partnership=request.partnership)
    return get_object_or_404(rows, pk=pk)


def _trail(request: ScopedRequest) -> list[Step]:
    return [*to_meetings(request), Step("Delegations", reverse("delegation-list", args=[request.partnership.slug]))]


def _page(request: ScopedRequest, found: Delegation, title: str, **words: Any) -> Page:
    own = Step(str(found), found.get_absolute_url())
    return Page(title, back=own.url, trail=[*_trail(request), own], **words)

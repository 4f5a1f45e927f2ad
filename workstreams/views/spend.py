"""Pages of what is committed and spent: the list of all rows, and the forms that record one."""

from dataclasses import replace
from functools import partial

import django_filters
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnership.dated import year_name
from partnership.listing import Column, Listing
from partnership.page_forms import year_choices
from partnership.permissions import require
from partnership.templatetags.portal import tag
from partnership.views.pages import Page, Step, form_page
from partnership.views.scope import ScopedRequest, find, in_partnership
from workstreams import actions
from workstreams.actions import MAY_SPEND
from workstreams.forms import SpendForm, SpendWordsForm
from workstreams.models import BudgetHead, Spend
from workstreams.views.budgets import pence_column
from workstreams.views.choosing import fundings, organisations, workstreams
from workstreams.views.finding import form_methods

_COLUMNS = (
    Column("Supplier, and what for", lambda row: row.what, sort="what", link=lambda row: row.head.get_absolute_url()),
    Column("Date", lambda row: row.on, sort="on"),
    Column("Organisation", lambda row: row.organisation.short_name, sort="organisation__short_name"),
    Column("Workstream", lambda row: row.head.scope_name, sort="head__workstream__name"),
    Column("Budget head", lambda row: row.head.name, sort="head__kind"),
    Column(
        "Financial year",
        lambda row: row.head.year,
        sort="head__year",
        plain=lambda row: year_name(row.head.year),
        shown=year_name,
    ),
    Column("Paid from", lambda row: row.head.source_name, sort="head__source"),
    Column("Kind", lambda row: Spend.Kind(row.kind), sort="kind", plain=lambda row: row.get_kind_display(), shown=tag),
    Column("Reference", lambda row: row.reference or "–", sort="reference", plain=lambda row: row.reference),
    pence_column("Amount", "amount_pence"),
)
# A file says why an amount was taken back as well.
_OF_FILES = (*_COLUMNS, Column("Reason", lambda row: row.reason))


class SpendFilter(django_filters.FilterSet):
    organisation = django_filters.ModelChoiceFilter(queryset=organisations, to_field_name="code", empty_label="All")
    workstream = django_filters.ModelChoiceFilter(
        "head__workstream", queryset=workstreams, to_field_name="slug", label="Workstream", empty_label="All"
    )
    year = django_filters.ChoiceFilter(
        "head__year", label="Financial year", choices=lambda: year_choices()[1:], empty_label="All"
    )
    kind = django_filters.ChoiceFilter(choices=Spend.Kind.choices, label="Kind", empty_label="All")
    source = django_filters.ChoiceFilter(
        "head__source", choices=BudgetHead.Source.choices, label="Paid from", empty_label="All"
    )
    funding = django_filters.ModelChoiceFilter("head__funding", queryset=fundings, label="Grant", empty_label="All")

    class Meta:
        model = Spend
        fields: list[str] = []


@require_safe
@in_partnership("savings.view_figures")
def spend_list(request: ScopedRequest) -> HttpResponse:
    """Every commitment and every payment, the newest on top. Fixed number of queries."""
    rows = Spend.objects.visible_to(request.user).filter(head__partnership=request.partnership)
    rows = rows.select_related("organisation", "head__workstream", "head__funding", "head__partnership")
    listing = Listing(request, rows, _COLUMNS, filterset=SpendFilter, sort="-date", caption="Commitments and spend")
    if listing.is_download:
        return listing.download("spend", columns=_OF_FILES)
    return render(request, "workstreams/budgets/spend_list.html", {"listing": listing, "trail": _trail(request)})


@form_methods
@in_partnership()
def spend_add(request: ScopedRequest, pk: int) -> HttpResponse:
    head = find(request, BudgetHead.objects.select_related("partnership", "workstream"), pk=pk)
    form = SpendForm(request.POST or None, head=head, user=request.user)
    if not form.may_record:
        raise PermissionDenied("Your roles do not let you record spend on this budget head.")
    act = partial(actions.record_spend, by=request.user, head=head)
    text = f"On {head.name}, {year_name(head.year)}. Amounts are not changed later: a row below £0.00 takes one back."
    page = _page(request, "Record a commitment or spend", head, done="It was recorded.", action="Record", text=text)
    return form_page(request, form, act, page)


@form_methods
@in_partnership()
def spend_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    rows = Spend.objects.visible_to(request.user).filter(head__partnership=request.partnership)
    row = get_object_or_404(rows.select_related("head__partnership", "head__workstream", "organisation"), pk=pk)
    require(request.user, MAY_SPEND, row)
    act = partial(actions.edit_spend, by=request.user, spend=row)
    text = "The amount stays as it was recorded: a row below £0.00 takes it back. History keeps what the words were."
    page = replace(_page(request, "Change the words of a row", row.head, done="The row was changed."), text=text)
    return form_page(request, SpendWordsForm(request.POST or None, instance=row), act, page)


def _trail(request: ScopedRequest) -> list[Step]:
    return [Step("Budgets", reverse("budget-list", args=[request.partnership.slug]))]


def _page(request: ScopedRequest, title: str, head: BudgetHead, **words: str) -> Page:
    back = head.get_absolute_url()
    return Page(title, back=back, trail=[*_trail(request), Step(head.name, back)], **words)

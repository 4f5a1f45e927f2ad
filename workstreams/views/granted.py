"""Pages of grants: what is left of each grant and until when, one with its heads, and money put in a reserve."""

from functools import partial

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnership import clock, history
from partnership.listing import Column, Listing
from partnership.permissions import require
from partnership.views.pages import Page, Step, form_page
from partnership.views.scope import ScopedRequest, find, in_partnership
from workstreams import actions
from workstreams.actions import MAY_EDIT
from workstreams.forms import ReserveForm
from workstreams.models import Funding
from workstreams.models.budgets import with_use
from workstreams.spending import GrantPosition
from workstreams.views.budgets import heads, pence_column
from workstreams.views.choosing import workstreams
from workstreams.views.finding import form_methods

_COLUMNS = (
    Column("Funder", lambda row: row.funder, sort="funder", link=Funding.get_absolute_url),
    Column("Workstream", lambda row: row.scope_name, sort="workstream__name"),
    Column("Awarded", lambda row: row.awarded_on, sort="awarded_on"),
    Column(
        "Use until",
        lambda row: row.use_until_on or "No day is set",
        sort="use_until_on",
        plain=lambda r: r.use_until_on,
    ),
    pence_column("Amount", "amount_pence"),
    pence_column("Spent", "spent"),
    pence_column("Committed, not paid", "committed"),
    pence_column("In a reserve", "reserved"),
    pence_column("Left", "left"),
    pence_column("Spent after its last day", "late"),
    Column("Warning", lambda row: " ".join(row.position.warnings(clock.today()))),
)
_OF_FILES = (
    *_COLUMNS,
    Column("Purpose", lambda row: row.purpose),
    Column("Conditions", lambda row: row.conditions),
    Column("Scheme reference", lambda row: row.reference),
)


class FundingFilter(django_filters.FilterSet):
    workstream = django_filters.ModelChoiceFilter(queryset=workstreams, to_field_name="slug", empty_label="All")
    funder = django_filters.CharFilter(lookup_expr="icontains", label="Funder has")
    standing = django_filters.ChoiceFilter(
        label="Position",
        choices=[("left", "Something is left"), ("lapsed", "Lapsed with something left")],
        empty_label="All",
        method="by_standing",
    )

    class Meta:
        model = Funding
        fields: list[str] = []

    def by_standing(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        rows = rows.filter(left__gt=0)
        return rows.filter(use_until_on__lt=clock.today()) if value == "lapsed" else rows


def grants(request: ScopedRequest) -> QuerySet:
    rows = with_use(Funding.objects.visible_to(request.user)).filter(partnership=request.partnership)
    return rows.select_related("partnership", "workstream")


@require_safe
@in_partnership("savings.view_figures")
def funding_list(request: ScopedRequest) -> HttpResponse:
    """All grants, the newest on top. Fixed number of queries."""
    listing = Listing(request, grants(request), _COLUMNS, filterset=FundingFilter, sort="-awarded", caption="Grants")
    if listing.is_download:
        return listing.download("grants", columns=_OF_FILES)
    context = {"listing": listing, "may_add": request.user.has_perm(MAY_EDIT, Funding(partnership=request.partnership))}
    return render(request, "workstreams/budgets/funding_list.html", context)


@require_safe
@in_partnership()
def funding(request: ScopedRequest, pk: int) -> HttpResponse:
    """One grant: its conditions, the heads it pays for, and what was put in a reserve. Six queries."""
    row = find(request, with_use(Funding.objects).select_related("partnership", "workstream"), pk=pk)
    context = {
        "funding": row,
        "amounts": _amounts(row.position),
        "warnings": row.position.warnings(clock.today()),
        "heads": heads(request).filter(funding=row).order_by("year", "pk"),
        "transfers": row.transfers.select_related("organisation", "recorded_by"),
        "may_edit": request.user.has_perm(MAY_EDIT, row),
        "edit_url": _edit_address(row),
        "events": history.events(row) if request.user.has_perm("partnership.view_history", row) else None,
        "trail": _trail(request),
    }
    return render(request, "workstreams/budgets/funding.html", context)


def _amounts(position: GrantPosition) -> list[tuple[str, int]]:
    late = [("Spent after its last day", position.late)] if position.late else []
    return [
        ("Amount", position.amount),
        ("Spent", position.spent),
        ("Committed, not paid", position.committed),
        ("In a reserve", position.reserved),
        ("Left", position.left),
        *late,
    ]


def _edit_address(row: Funding) -> str:
    slug = row.partnership.slug
    if row.workstream is None:
        return reverse("programme-funding-edit", args=[slug, row.pk])
    return reverse("funding-edit", args=[slug, row.workstream.slug, row.pk])


@form_methods
@in_partnership()
def reserve_add(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find(request, Funding.objects.select_related("partnership", "workstream"), pk=pk)
    require(request.user, MAY_EDIT, row)
    form = ReserveForm(request.POST or None, funding=row, user=request.user)
    act = partial(actions.put_in_reserve, by=request.user, funding=row)
    page = Page(
        "Put unspent grant in a reserve",
        back=row.get_absolute_url(),
        trail=[*_trail(request), Step(row.funder, row.get_absolute_url())],
        action="Record",
        done="It was recorded.",
        text="What is recorded here stays: a row below £0.00 takes some back out.",
    )
    return form_page(request, form, act, page)


def _trail(request: ScopedRequest) -> list[Step]:
    return [Step("Grants", reverse("funding-list", args=[request.partnership.slug]))]

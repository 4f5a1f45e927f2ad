"""Pages of what sharing costs each organisation: its contributions to the partnership, and its own costs."""

from dataclasses import replace
from functools import partial
from typing import Any

import django_filters
from django.core.validators import slug_re
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnership import history
from partnership.dated import year_name
from partnership.exports import Pence
from partnership.listing import Column, Listing
from partnership.models import Organisation
from partnership.money import format_pounds
from partnership.page_forms import year_choices
from partnership.permissions import require
from partnership.views.pages import Page, Step, confirm_page, form_page
from partnership.views.scope import ScopedRequest, find, in_partnership
from workstreams import actions
from workstreams.actions import MAY_EDIT
from workstreams.forms import ContributionForm
from workstreams.models import Contribution
from workstreams.views import choosing
from workstreams.views.finding import form_methods

_COLUMNS = (
    Column("What it is", lambda row: row.purpose, sort="purpose"),
    Column("Organisation", lambda row: row.organisation.short_name, sort="organisation__short_name"),
    Column("Financial year", lambda row: row.year, sort="year", plain=lambda row: year_name(row.year), shown=year_name),
    Column(
        "Workstream",
        lambda row: row.workstream.name if row.workstream else "The programme as a whole",
        sort="workstream__name",
    ),
    Column("Kind", lambda row: row.get_kind_display(), sort="kind"),
    Column(
        "Amount",
        lambda row: format_pounds(row.amount_pence),
        sort="amount_pence",
        plain=lambda row: Pence(row.amount_pence),
        numeric=True,
    ),
)


class ContributionFilter(django_filters.FilterSet):
    organisation = django_filters.ModelChoiceFilter(
        queryset=lambda request: _organisations(request), to_field_name="code", empty_label="All"
    )
    year = django_filters.ChoiceFilter(label="Financial year", choices=lambda: year_choices()[1:], empty_label="All")
    workstream = django_filters.ModelChoiceFilter(
        queryset=choosing.workstreams,
        to_field_name="slug",
        empty_label="All",
    )
    kind = django_filters.ChoiceFilter(choices=Contribution.Kind.choices, label="Kind", empty_label="All")

    class Meta:
        model = Contribution
        fields: list[str] = []


def _organisations(request: ScopedRequest) -> QuerySet:
    return request.partnership.organisations.distinct() if request else Organisation.objects.none()


@require_safe
@in_partnership("savings.view_figures")
def contribution_list(request: ScopedRequest) -> HttpResponse:
    """Contributions and costs, the newest year on top. Fixed number of queries."""
    rows = Contribution.objects.visible_to(request.user).filter(partnership=request.partnership)
    rows = rows.select_related("organisation", "workstream")
    columns = [replace(_COLUMNS[0], link=partial(_edit_address, request)), *_COLUMNS[1:]]
    caption = "Contributions and costs"
    listing = Listing(request, rows, columns, filterset=ContributionFilter, sort="-financial-year", caption=caption)
    if listing.is_download:
        return listing.download("contributions")
    may_add = request.user.has_perm(MAY_EDIT, request.partnership)
    context = {"listing": listing, "may_add": may_add, "trail": _trail(request)[:1]}
    return render(request, "workstreams/contribution_list.html", context)


def _edit_address(request: ScopedRequest, row: Contribution) -> str:
    """Nothing for what is not this reader's to edit: another workstream's, say."""
    may_edit = request.user.has_perm(MAY_EDIT, row)
    return reverse("contribution-edit", args=[request.partnership.slug, row.pk]) if may_edit else ""


@form_methods
@in_partnership(MAY_EDIT)
def contribution_add(request: ScopedRequest) -> HttpResponse:
    """The address may name the organisation, as the link on that organisation's page does."""
    form = _form(request, initial={"organisation": _asked(request)})
    act = partial(actions.add_contribution, by=request.user, partnership=request.partnership)
    page = _page(request, "Add a contribution or cost", action="Add", done="It was added.", text=_TEXT)
    return form_page(request, form, act, page)


_TEXT = "A grant is no organisation’s contribution: record it as a grant."


def _asked(request: ScopedRequest) -> Organisation | None:
    code = request.GET.get("organisation", "")
    return request.partnership.organisations.filter(code=code).first() if slug_re.match(code) else None


@form_methods
@in_partnership()
def contribution_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    row = _find_to_edit(request, pk)
    act = partial(actions.edit_contribution, by=request.user, contribution=row)
    more = [
        Step("Remove it", reverse("contribution-remove", args=[request.partnership.slug, pk])),
        Step("See who changed it", reverse("contribution-history", args=[request.partnership.slug, pk])),
    ]
    page = _page(request, "Change a contribution or cost", done="It was changed.", more=more)
    return form_page(request, _form(request, instance=row), act, page)


@form_methods
@in_partnership()
def contribution_remove(request: ScopedRequest, pk: int) -> HttpResponse:
    row = _find_to_edit(request, pk)
    page = _page(
        request,
        f"Remove “{row}”",
        action="Remove",
        done="It was removed.",
        text="It leaves the annual statements to come. Those made before keep it, and so does its history.",
        danger=True,
    )
    return confirm_page(request, lambda: actions.remove_contribution(by=request.user, contribution=row), page)


@require_safe
@in_partnership()
def contribution_history(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find(request, _rows(), pk=pk)
    require(request.user, "partnership.view_history", row)
    context = {"contribution": row, "events": history.events(row), "trail": _trail(request)}
    return render(request, "workstreams/contribution_history.html", context)


def _rows() -> QuerySet:
    return Contribution.objects.select_related("partnership", "organisation", "workstream")


def _find_to_edit(request: ScopedRequest, pk: int) -> Contribution:
    row = find(request, _rows(), pk=pk)
    require(request.user, MAY_EDIT, row)
    return row


def _form(request: ScopedRequest, **given: Any) -> ContributionForm:
    return ContributionForm(request.POST or None, partnership=request.partnership, user=request.user, **given)


def _trail(request: ScopedRequest) -> list[Step]:
    slug = request.partnership.slug
    return [
        Step("Organisations", reverse("organisation-list", args=[slug])),
        Step("Contributions and costs", reverse("contribution-list", args=[slug])),
    ]


def _page(request: ScopedRequest, title: str, **words: Any) -> Page:
    trail = _trail(request)
    return Page(title, back=trail[-1].url, trail=trail, **words)

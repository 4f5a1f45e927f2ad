"""Pages of budget heads: all of them, those of one workstream, and one with what is committed and spent on it."""

from functools import partial
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnership import history
from partnership.dated import year_name
from partnership.exports import Pence
from partnership.listing import Column, Listing
from partnership.money import format_pounds
from partnership.page_forms import year_choices
from partnership.permissions import require
from partnership.views.pages import Page, Step, form_page
from partnership.views.scope import ScopedRequest, find, in_partnership
from workstreams import actions, spending
from workstreams.actions import MAY_EDIT, MAY_SPEND
from workstreams.forms import BudgetForm
from workstreams.models import BudgetHead, Funding, Spend, Workstream
from workstreams.models.budgets import with_use
from workstreams.views.choosing import fundings, workstreams
from workstreams.views.finding import find_workstream, form_methods, named_workstream, trail


def pence_column(heading: str, name: str) -> Column:
    """An amount of the row's column or annotation `name`: sorted by the database, a number in a file."""
    return Column(
        heading,
        lambda row: format_pounds(getattr(row, name)),
        sort=name,
        plain=lambda row: Pence(getattr(row, name)),
        numeric=True,
    )


_COLUMNS = (
    Column("Budget head", lambda row: row.name, sort="kind", link=BudgetHead.get_absolute_url),
    Column("Workstream", lambda row: row.scope_name, sort="workstream__name"),
    Column("Financial year", lambda row: row.year, sort="year", plain=lambda row: year_name(row.year), shown=year_name),
    Column("Paid from", lambda row: row.source_name, sort="source"),
    pence_column("Budget", "amount_pence"),
    pence_column("Spent", "spent"),
    pence_column("Committed, not paid", "committed"),
    pence_column("Remaining", "remaining"),
    Column("Warning", lambda row: " ".join(row.warnings)),
)


class BudgetFilter(django_filters.FilterSet):
    workstream = django_filters.ModelChoiceFilter(queryset=workstreams, to_field_name="slug", empty_label="All")
    year = django_filters.ChoiceFilter(label="Financial year", choices=lambda: year_choices()[1:], empty_label="All")
    kind = django_filters.ChoiceFilter(choices=BudgetHead.Kind.choices, label="Head", empty_label="All")
    source = django_filters.ChoiceFilter(choices=BudgetHead.Source.choices, label="Paid from", empty_label="All")
    funding = django_filters.ModelChoiceFilter(queryset=fundings, label="Grant", empty_label="All")
    standing = django_filters.ChoiceFilter(
        label="Position", choices=[("over", "Over the budget")], empty_label="All", method="only_over"
    )

    class Meta:
        model = BudgetHead
        fields: list[str] = []

    def only_over(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(remaining__lt=0)


def heads(request: ScopedRequest) -> QuerySet:
    """The budget heads of the partnership that the user may see, with their position."""
    rows = BudgetHead.objects.visible_to(request.user).filter(partnership=request.partnership)
    return rows.with_position().select_related("partnership", "workstream", "funding")


@require_safe
@in_partnership("savings.view_figures")
def budget_list(request: ScopedRequest) -> HttpResponse:
    """All budget heads, the newest year on top. Fixed number of queries."""
    listing = Listing(
        request, heads(request), _COLUMNS, filterset=BudgetFilter, sort="-financial-year", caption="Budget heads"
    )
    if listing.is_download:
        return listing.download("budgets")
    context = {"listing": listing, "may_add": request.user.has_perm(MAY_EDIT, request.partnership)}
    return render(request, "workstreams/budgets/list.html", context)


@require_safe
@in_partnership("savings.view_figures")
def budget_workstream(request: ScopedRequest, workstream: str) -> HttpResponse:
    """The budget of one workstream: its heads, their sum, and the grants that are for it. Five queries."""
    found = find_workstream(request, workstream)
    rows = list(heads(request).filter(workstream=found))
    context = {
        "workstream": found,
        "heads": rows,
        "total": sum((row.position for row in rows), spending.NOTHING),
        "fundings": with_use(Funding.objects.visible_to(request.user)).filter(workstream=found),
        "may_edit": request.user.has_perm(MAY_EDIT, found),
        "trail": trail(request, found),
    }
    return render(request, "workstreams/budgets/workstream.html", context)


@require_safe
@in_partnership()
def budget(request: ScopedRequest, pk: int) -> HttpResponse:
    """One head with every row on it, the newest on top. Six queries."""
    head = find(
        request, BudgetHead.objects.with_position().select_related("partnership", "workstream", "funding"), pk=pk
    )
    rows = head.rows.select_related("organisation", "commitment").order_by("-on", "-pk")
    context = {
        "head": head,
        "amounts": _amounts(head.position),
        "rows": [(row, request.user.has_perm(MAY_SPEND, _stood(row, head))) for row in rows],
        "may_edit": request.user.has_perm(MAY_EDIT, head),
        "may_record": _may_record(request, head),
        "events": _events(head) if request.user.has_perm("partnership.view_history", head) else None,
        "trail": _trail(request, head.workstream),
    }
    return render(request, "workstreams/budgets/budget.html", context)


def _amounts(position: spending.Position) -> list[tuple[str, int]]:
    return [
        ("Budget", position.budget),
        ("Spent", position.spent),
        ("Committed, not paid", position.committed),
        ("Remaining", position.remaining),
    ]


def _stood(row: Spend, head: BudgetHead) -> Spend:
    row.head = head  # found already, with its partnership and workstream
    return row


def _may_record(request: ScopedRequest, head: BudgetHead) -> bool:
    """Whether there is an organisation whose spend on this head the user may record. At most one query."""
    members = request.partnership.organisations.distinct()
    return any(request.user.has_perm(MAY_SPEND, Spend(head=head, organisation=each)) for each in members)


def _events(head: BudgetHead) -> list[history.Event]:
    rows = history.events_of(Spend, called=lambda row: f"row “{row.what}”", head=head.pk)
    return history.newest_first([*history.events(head), *rows])


@form_methods
@in_partnership(MAY_EDIT)
def budget_add(request: ScopedRequest) -> HttpResponse:
    """The address may name the workstream, as the link on that workstream's page does."""
    asked = named_workstream(request)
    act = partial(actions.add_budget, by=request.user, partnership=request.partnership)
    form = _form(request, initial={"workstream": asked})
    return form_page(request, form, act, _page(request, "Add a budget head", done="The budget head was added."))


@form_methods
@in_partnership()
def budget_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    head = find(request, BudgetHead.objects.select_related("partnership", "workstream", "funding"), pk=pk)
    require(request.user, MAY_EDIT, head)
    act = partial(actions.edit_budget, by=request.user, budget=head)
    page = _page(request, "Change the budget head", head, done="The budget head was changed.")
    return form_page(request, _form(request, instance=head), act, page)


def _form(request: ScopedRequest, **given: Any) -> BudgetForm:
    return BudgetForm(request.POST or None, partnership=request.partnership, user=request.user, **given)


def _trail(request: ScopedRequest, workstream: Workstream | None = None) -> list[Step]:
    steps = [Step("Budgets", reverse("budget-list", args=[request.partnership.slug]))]
    if workstream is None:
        return steps
    address = reverse("budget-workstream", args=[request.partnership.slug, workstream.slug])
    return [*steps, Step(workstream.name, address)]


def _page(request: ScopedRequest, title: str, head: BudgetHead | None = None, **words: Any) -> Page:
    steps = _trail(request)
    back = head.get_absolute_url() if head else steps[-1].url
    return Page(title, back=back, trail=[*steps, Step(head.name, back)] if head else steps, **words)

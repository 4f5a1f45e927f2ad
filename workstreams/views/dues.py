"""Pages of contribution rules, and of what each partner has to pay in a year beside what it has paid."""

from dataclasses import replace
from functools import partial

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnership import clock, history
from partnership.dated import FIRST_YEAR, LAST_YEAR, financial_year_of, year_name
from partnership.exports import Export, Fact, Pence, addresses, asked, download
from partnership.listing import Column, Listing
from partnership.money import format_percent
from partnership.page_forms import year_choices
from partnership.permissions import require
from partnership.views.pages import Page, Step, form_page
from partnership.views.scope import ScopedRequest, find, in_partnership
from workstreams import actions
from workstreams.actions import MAY_EDIT
from workstreams.contributing import Contributions, contributions
from workstreams.forms import ContributionRuleForm
from workstreams.models import BudgetHead, ContributionRule, ContributionWeight
from workstreams.views.finding import form_methods


@require_safe
@in_partnership("savings.view_figures")
def dues(request: ScopedRequest) -> HttpResponseBase:
    """One financial year: what has to be raised, of whom by the rule, and what was paid."""
    found = contributions(request.partnership, _year(request))
    if asked(request):
        return download(request, _export(request, found))
    context = {
        "found": found,
        "years": [(year, name, year == found.year) for year, name in year_choices()[1:]],
        "downloads": addresses(request),
        "may_edit": request.user.has_perm(MAY_EDIT, ContributionRule(partnership=request.partnership)),
    }
    return render(request, "workstreams/budgets/due.html", context)


def _year(request: ScopedRequest) -> int:
    """The year asked for; else the last with something to raise, else the one under way."""
    text = request.GET.get("year", "")
    if text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text)
    heads = BudgetHead.objects.filter(partnership=request.partnership, source=BudgetHead.Source.CONTRIBUTIONS)
    now = financial_year_of(clock.today())
    last = heads.filter(year__lte=now).order_by("-year").values_list("year", flat=True).first()
    return last or now


def _export(request: ScopedRequest, found: Contributions) -> Export:
    rows = ([each.organisation.name, *map(Pence, (each.due, each.paid, each.outstanding))] for each in found.payers)
    facts = [
        Fact("Partnership", request.partnership.name),
        Fact("Financial year", year_name(found.year)),
        Fact("Rule", str(found.rule) if found.rule else "None is in force"),
        Fact("To be raised", Pence(found.needed)),
        Fact("As at", clock.now()),
    ]
    name = f"{request.partnership.slug}-contributions-due-{year_name(found.year)}"
    return Export(name, "Contributions due", ["Organisation", "Due", "Paid", "Still due"], rows, facts)


_COLUMNS = (
    Column("Who pays", lambda row: row.get_basis_display(), sort="basis"),
    Column("From", lambda row: row.from_on, sort="from_on"),
    Column("Until", lambda row: row.to_on or "No end date", sort="to_on", plain=lambda row: row.to_on),
    Column("Weights", lambda row: _weights(row)),
    Column("Decision", lambda row: row.decision),
)


def weight_words(hundredths: int) -> str:
    """150 is 1.5: a weight has no sign."""
    return format_percent(hundredths).removesuffix("%")


def _weights(rule: ContributionRule) -> str:
    rows = rule.weights.all()
    return ", ".join(f"{row.organisation.short_name} {weight_words(row.hundredths)}" for row in rows) or "None"


@require_safe
@in_partnership("savings.view_figures")
def rule_list(request: ScopedRequest) -> HttpResponse:
    rows = ContributionRule.objects.visible_to(request.user).filter(partnership=request.partnership)
    rows = rows.select_related("partnership").prefetch_related("weights__organisation")
    may_edit = request.user.has_perm(MAY_EDIT, ContributionRule(partnership=request.partnership))
    address = partial(_edit_address, request) if may_edit else None
    columns = [replace(_COLUMNS[0], link=address), *_COLUMNS[1:]]
    listing = Listing(request, rows, columns, sort="-from", caption="Contribution rules")
    if listing.is_download:
        return listing.download("contribution-rules")
    may_see_history = request.user.has_perm(
        "partnership.view_history", ContributionRule(partnership=request.partnership)
    )
    events = _events(request) if may_see_history else None
    context = {"listing": listing, "may_edit": may_edit, "events": events, "trail": _trail(request)[:1]}
    return render(request, "workstreams/budgets/rule_list.html", context)


def _events(request: ScopedRequest) -> list[history.Event]:
    """Of all rules and their weights. Four queries at most."""
    rules = history.events_of(ContributionRule, called=lambda row: "contribution rule", partnership=request.partnership)
    weights = history.events_of(
        ContributionWeight,
        called=lambda row: f"weight of {row.organisation.short_name}",
        rule__partnership=request.partnership,
    )
    return history.newest_first([*rules, *weights])


def _edit_address(request: ScopedRequest, row: ContributionRule) -> str:
    return reverse("dues-rule-edit", args=[request.partnership.slug, row.pk])


@form_methods
@in_partnership()
def rule_add(request: ScopedRequest) -> HttpResponse:
    require(request.user, MAY_EDIT, ContributionRule(partnership=request.partnership))
    form = ContributionRuleForm(request.POST or None, partnership=request.partnership)
    act = partial(actions.add_contribution_rule, by=request.user, partnership=request.partnership)
    return form_page(request, form, act, _page(request, "Add a contribution rule", "The rule was added."))


@form_methods
@in_partnership()
def rule_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    rule = find(request, ContributionRule.objects.select_related("partnership"), pk=pk)
    require(request.user, MAY_EDIT, rule)
    form = ContributionRuleForm(request.POST or None, partnership=request.partnership, rule=rule)
    act = partial(actions.edit_contribution_rule, by=request.user, rule=rule)
    text = "For mistakes alone. What the partners agree anew is a new rule, so that the years before keep theirs."
    page = replace(_page(request, "Change the contribution rule", "The rule was changed."), text=text)
    return form_page(request, form, act, page)


def _trail(request: ScopedRequest) -> list[Step]:
    slug = request.partnership.slug
    return [
        Step("Contributions due", reverse("dues", args=[slug])),
        Step("Contribution rules", reverse("dues-rule-list", args=[slug])),
    ]


def _page(request: ScopedRequest, title: str, done: str) -> Page:
    steps = _trail(request)
    return Page(title, back=steps[-1].url, trail=steps, done=done)

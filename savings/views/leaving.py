"""Pages of withdrawal analyses: those that were made, one of them, and the form that makes one."""

from functools import partial

import django_filters
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from partnership.exports import Export, Fact, addresses, asked, download
from partnership.listing import Column, Listing
from partnership.money import format_pounds
from partnership.views.pages import Step, done
from partnership.views.scope import ScopedRequest, find, in_partnership
from savings import actions
from savings.actions.leaving import MAY_ANALYSE
from savings.forms.leaving import WithdrawalForm
from savings.leaving.telling import Telling
from savings.models import WithdrawalAnalysis
from workstreams.views.choosing import organisations, workstreams
from workstreams.views.finding import named_workstream

_COLUMNS = (
    Column("Analysis", str, link=WithdrawalAnalysis.get_absolute_url),
    Column("Workstream", lambda row: row.workstream.name, sort="workstream__name"),
    Column("Who leaves", lambda row: row.organisation.short_name, sort="organisation__short_name"),
    Column("Last day", lambda row: row.last_on, sort="last_on"),
    Column("What the leaver gains", lambda row: format_pounds(row.results["gain"]), numeric=True),
    Column("What the others lose", lambda row: format_pounds(row.results["loss"]), numeric=True),
    Column("Made", lambda row: row.made_at.date(), sort="made_at", plain=lambda row: row.made_at),
    Column("By", lambda row: row.made_by.name, sort="made_by__name"),
)


class WithdrawalFilter(django_filters.FilterSet):
    workstream = django_filters.ModelChoiceFilter(queryset=workstreams, to_field_name="slug", empty_label="All")
    organisation = django_filters.ModelChoiceFilter(
        queryset=organisations, to_field_name="code", label="Who leaves", empty_label="All"
    )

    class Meta:
        model = WithdrawalAnalysis
        fields: list[str] = []


@require_safe
@in_partnership("savings.view_figures")
def withdrawal_list(request: ScopedRequest) -> HttpResponse:
    rows = WithdrawalAnalysis.objects.visible_to(request.user).filter(partnership=request.partnership)
    rows = rows.select_related("partnership", "workstream", "organisation", "made_by")
    listing = Listing(request, rows, _COLUMNS, filterset=WithdrawalFilter, sort="-made", caption="Withdrawal analyses")
    if listing.is_download:
        return listing.download("withdrawals")
    context = {"listing": listing, "may_add": request.user.has_perm(MAY_ANALYSE, request.partnership)}
    return render(request, "savings/leaving/list.html", context)


@require_safe
@in_partnership()
def withdrawal(request: ScopedRequest, pk: int) -> HttpResponseBase:
    """One analysis as it was made; its tables as a file. Two queries besides the request's own."""
    rows = WithdrawalAnalysis.objects.select_related("partnership", "workstream", "organisation", "made_by")
    analysis = find(request, rows, pk=pk)
    told = Telling(analysis)
    if asked(request):
        return download(request, _export(request, analysis, told))
    context = {"analysis": analysis, "told": told, "downloads": addresses(request), "trail": _trail(request)}
    return render(request, "savings/leaving/analysis.html", context)


def _export(request: ScopedRequest, analysis: WithdrawalAnalysis, told: Telling) -> Export:
    """Every cell of every table as a row: table, row, heading, value. The sentences are among the facts."""
    rows = (
        [table.caption, row[0].text, heading, cell.value]
        for table in told.tables
        for row in ((*table.rows, table.total) if table.total else table.rows)
        for heading, cell in zip(table.headings[1:], row[1:], strict=True)
    )
    facts = [
        Fact("Partnership", request.partnership.name),
        Fact("Analysis", str(analysis)),
        Fact("Ledger sequence", analysis.sequence),
        Fact("Made at", analysis.made_at),
        *(Fact(name, words) for name, words in told.set_up),
        Fact("Rules", " ".join(told.rules_said)),
        Fact("Balance", " ".join(told.balance)),
        Fact("Compensation", " ".join(told.compensation)),
    ]
    name = f"{request.partnership.slug}-withdrawal-{analysis.pk}"
    return Export(name, "Withdrawal analysis", ["Table", "Row", "Column", "Value"], rows, facts)


@require_http_methods(["GET", "HEAD", "POST"])
@in_partnership(MAY_ANALYSE)
def withdrawal_add(request: ScopedRequest) -> HttpResponse:
    """The address may name the workstream."""
    named = named_workstream(request)
    form = WithdrawalForm(request.POST or None, partnership=request.partnership, user=request.user, workstream=named)
    made: list[WithdrawalAnalysis] = []
    act = partial(actions.analyse_withdrawal, by=request.user)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda **given: made.append(act(**given)), **form.facts)
    ):
        messages.success(request, "The analysis was made and kept.")
        return redirect(made[0].get_absolute_url())
    return render(request, "savings/leaving/form.html", {"form": form, "trail": _trail(request)})


def _trail(request: ScopedRequest) -> list[Step]:
    return [Step("Withdrawal analyses", reverse("withdrawal-list", args=[request.partnership.slug]))]

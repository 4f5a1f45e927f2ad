"""The page of net benefit: savings realised less contributions and costs, by organisation and by financial year."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnership.dated import FIRST_YEAR, LAST_YEAR, year_name
from partnership.exports import Export, Fact, addresses, asked, download
from partnership.views.scope import ScopedRequest, in_partnership
from savings import exporting, figures, net_benefit, tables
from savings.net_benefit import Choice
from savings.views.points import Point, point


@require_safe
@in_partnership("savings.view_figures")
def net_benefit_page(request: ScopedRequest) -> HttpResponseBase:
    """All years and organisations, unless the address asks for some. At most fifteen queries."""
    at = point(request, label="Savings as at")
    names = tables.names(request.partnership, user=request.user, on=None if at.at.is_now else at.at.on)
    choice = _choice(request, names)
    found = net_benefit.net_benefit(request.partnership, at.at, choice, user=request.user)
    if asked(request) and not at.error:
        return download(request, _export(request, net_benefit.by_both(found, names), choice, names, at.at))
    return _page(request, found, choice, names, at)


def _page(
    request: ScopedRequest, found: net_benefit.Found, choice: Choice, names: tables.Names, at: Point
) -> HttpResponse:
    years = sorted({year for _, year in found} | ({choice.year} if choice.year else set()), reverse=True)
    context = {
        "sections": [net_benefit.by_organisation(found, names), net_benefit.by_year(found)] if found else [],
        "years": [(year, year_name(year), year == choice.year) for year in years],
        "organisations": [
            (name.code, name.text, pk == choice.organisation) for pk, name in names.organisations.items()
        ],
        "workstreams": [(name.code, name.text, pk == choice.workstream) for pk, name in names.workstreams.items()],
        "is_filtered": choice != Choice() or at.typed,
        "downloads": addresses(request),
        "point": at,
    }
    return render(request, "savings/net_benefit.html", context)


def _choice(request: ScopedRequest, names: tables.Names) -> Choice:
    """What is asked for; anything that is not a year, an organisation or a workstream here is taken for all."""
    year = request.GET.get("year", "")
    is_year = year.isascii() and year.isdigit() and FIRST_YEAR <= int(year) <= LAST_YEAR
    return Choice(
        int(year) if is_year else None,
        _pk(names.organisations, request.GET.get("organisation", "")),
        _pk(names.workstreams, request.GET.get("workstream", "")),
    )


def _pk(named, code: str) -> int | None:
    return next((pk for pk, name in named.items() if name.code == code), None)


def _export(
    request: ScopedRequest, table: tables.Table, choice: Choice, names: tables.Names, at: figures.AsAt
) -> Export:
    shown = [
        f"Financial year: {year_name(choice.year)}" if choice.year else "",
        f"Organisation: {names.organisations[choice.organisation].text}" if choice.organisation else "",
        f"Workstream: {names.workstreams[choice.workstream].text}" if choice.workstream else "",
    ]
    facts = [
        Fact("Partnership", request.partnership.name),
        Fact("Shown", "; ".join(filter(None, shown)) or "All rows"),
        *exporting.point(at),
    ]
    name = f"{request.partnership.slug}-net-benefit-{at.sequence}"
    return Export(name, table.caption, table.headings_for_files, table.for_files(), facts)

"""Joint procurements: several contracts that were bought together, in one table that adds up both ways."""

from django.contrib import messages
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from partnership import clock, history
from partnership.exports import Export, Fact, addresses, asked, download
from partnership.listing import Column, Listing
from partnership.permissions import require
from partnership.views.scope import ScopedRequest, find, in_partnership
from savings import contract_tables
from savings.filters import BasketFilter
from savings.forms import BasketForm
from savings.models import Basket, Contract
from savings.views.contracts import short_day
from savings.views.found import METHODS, sent

_COLUMNS = (
    Column("Joint procurement", lambda row: row.name, sort="name", link=Basket.get_absolute_url),
    Column("Workstream", lambda row: row.workstream.name, sort="workstream__name"),
    Column("Added by", lambda row: row.organisation.short_name, sort="organisation__short_name"),
    Column("Contracts", lambda row: row.number, sort="number", numeric=True),
    Column("Last day", lambda row: row.last_on, sort="last_on", shown=short_day),
)


@require_safe
@in_partnership("savings.view_statement")
def basket_list(request: ScopedRequest) -> HttpResponseBase:
    """With the number of contracts that the reader may see, and the last day of the last of them."""
    seen = Q(contracts__in=Contract.objects.visible_to(request.user).values("pk"))
    rows = request.partnership.baskets.visible_to(request.user)
    rows = rows.select_related("workstream", "organisation", "partnership").annotate(
        number=Count("contracts", filter=seen), last_on=Max("contracts__ends_on", filter=seen)
    )
    listing = Listing(
        request,
        rows,
        _COLUMNS,
        filterset=BasketFilter,
        partnership=request.partnership,
        sort="joint-procurement",
        caption="Joint procurements",
    )
    if listing.is_download:
        return listing.download("joint-procurements")
    return render(request, "savings/baskets/list.html", {"listing": listing})


@require_safe
@in_partnership()
def basket(request: ScopedRequest, pk: int) -> HttpResponseBase:
    basket = find(request, Basket.objects.select_related("workstream", "organisation", "partnership"), pk=pk)
    contracts = list(_contracts(request, basket))
    if asked(request):
        return download(request, _export(basket, contracts))
    may_read_history = request.user.has_perm("partnership.view_history", basket)
    context = {
        "basket": basket,
        "tables": contract_tables.of_basket(contracts) if contracts else None,
        "downloads": addresses(request),
        "drafts": sum(not contract.frozen for contract in contracts),
        "events": history.events(basket) if may_read_history else None,
    }
    return render(request, "savings/baskets/basket.html", context)


def _export(basket: Basket, contracts: list[Contract]) -> Export:
    facts = [
        Fact("Partnership", basket.partnership.name),
        Fact("Shown", f"Joint procurement: {basket.name}"),
        Fact("As at", clock.now()),
    ]
    name = f"{basket.partnership.slug}-joint-procurement-{basket.pk}"
    lines = contract_tables.lines(contracts)
    return Export(name, basket.name, contract_tables.LINE_HEADINGS, lines, facts)


def _contracts(request: ScopedRequest, basket: Basket) -> QuerySet:
    """Those of the basket that the reader may see, in the order of their first day."""
    return basket.contracts.visible_to(request.user).for_list().order_by("starts_on", "reference", "pk")


@require_http_methods(METHODS)
@in_partnership("savings.draft_saving")
def basket_add(request: ScopedRequest) -> HttpResponseBase:
    form = BasketForm(sent(request)[0], user=request.user, partnership=request.partnership)
    if form.is_valid() and (basket := form.save(by=request.user)):
        messages.success(request, "The joint procurement is added. Now add its contracts.")
        return redirect(basket)
    back = reverse("basket-list", kwargs={"partnership": request.partnership.slug})
    return render(request, "savings/baskets/form.html", {"form": form, "back": back})


@require_http_methods(METHODS)
@in_partnership()
def basket_edit(request: ScopedRequest, pk: int) -> HttpResponseBase:
    basket = find(request, Basket.objects.select_related("partnership", "workstream"), pk=pk)
    require(request.user, "savings.draft_saving", basket)
    form = BasketForm(sent(request)[0], user=request.user, partnership=request.partnership, basket=basket)
    if form.is_valid() and form.save(by=request.user):
        messages.success(request, "Saved.")
        return redirect(basket)
    context = {"form": form, "basket": basket, "back": basket.get_absolute_url()}
    return render(request, "savings/baskets/form.html", context)

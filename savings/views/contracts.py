"""Contracts: the list that says which are to be renewed, and the one page that adds or changes one."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnership.exports import Pence
from partnership.listing import Column, Listing
from partnership.models import Partnership
from partnership.money import format_pounds
from partnership.permissions import require
from partnership.templatetags.portal import tag
from partnership.views.scope import ScopedRequest, find, in_partnership
from savings.filters import ContractFilter
from savings.forms import ContractForm, PlaceForm
from savings.models import Contract, Saving
from savings.views.found import METHODS, sent, shown_version
from savings.wording import few

_SORTED = {
    "Contract": "saving__title",
    "Supplier": "supplier",
    "Reference": "reference",
    "Workstream": "saving__workstream__name",
    "First day": "starts_on",
    "Last day": "ends_on",
    "Price before": "baseline_pence",
    "New price": "price_pence",
    "Saving a year": "yearly",
}


def _column(heading: str, value: Callable[[Any], object], **options: Any) -> Column:
    return Column(heading, value, sort=_SORTED.get(heading, ""), **options)


def _money(heading: str, pence: Callable[[Any], int]) -> Column:
    return _column(heading, lambda row: format_pounds(pence(row)), plain=lambda row: Pence(pence(row)), numeric=True)


def _day(heading: str, day: Callable[[Any], date]) -> Column:
    return _column(heading, day, plain=day, shown=short_day)


def short_day(day: date | None) -> str:
    return f"{day.day} {day:%b %Y}" if day else ""


def _columns(partnership: Partnership) -> tuple[Column, ...]:
    """What there is room for on a page; a file has more."""
    address = reverse("saving", args=[partnership.slug, 0]).removesuffix("0/")
    return (
        _column("Contract", lambda row: row.saving.title, link=lambda row: f"{address}{row.saving_id}/"),
        _day("Last day", lambda row: row.ends_on),
        Column("Supplier, reference", _supplier, sort="supplier"),
        _column("State", lambda row: row.state, shown=tag),
        _money("Saving a year", lambda row: row.yearly),
        _column("For", _for_whom),
        _column("Workstream", lambda row: row.saving.workstream.name),
    )


def _supplier(row: Contract) -> SafeString:
    return format_html("{}<br>{}", row.supplier, row.reference)


def _for_whom(row: Contract) -> str:
    return few([part.organisation.code for part in row.parts.all()])


def _columns_of_files() -> tuple[Column, ...]:
    return (
        _column("Contract", lambda row: row.saving.title),
        _day("Last day", lambda row: row.ends_on),
        _column("Supplier", lambda row: row.supplier),
        _column("Reference", lambda row: row.reference),
        _column("State", lambda row: row.state),
        _money("Saving a year", lambda row: row.yearly),
        _money("Whole life", lambda row: row.schedule.whole_life_pence),
        _column("For", lambda row: ", ".join(part.organisation.code for part in row.parts.all())),
        _column("Workstream", lambda row: row.saving.workstream.name),
        _column("Joint procurement", lambda row: row.basket.name if row.basket else ""),
        _day("First day", lambda row: row.starts_on),
        _money("Price before", lambda row: row.baseline_pence),
        _money("New price", lambda row: row.price_pence),
    )


@require_safe
@in_partnership("savings.view_statement")
def contract_list(request: ScopedRequest) -> HttpResponse:
    """The contracts, first those that end first: filtered by their last day, a list of what is to be renewed."""
    rows = request.partnership.contracts.visible_to(request.user)
    listing = Listing(
        request,
        rows.for_list(),
        _columns(request.partnership),
        filterset=ContractFilter,
        partnership=request.partnership,
        sort="last-day",
        caption="Contracts",
    )
    if listing.is_download:
        return listing.download("contracts", columns=_columns_of_files())
    return render(request, "savings/contracts/list.html", {"listing": listing})


@require_http_methods(METHODS)
@in_partnership("savings.draft_saving")
def contract_add(request: ScopedRequest) -> HttpResponse:
    form = ContractForm(*sent(request), user=request.user, partnership=request.partnership, initial=_asked_for(request))
    if _is_to_be_kept(request, form) and (contract := form.save(by=request.user)):
        return _drafted(request, contract.saving)
    if form.has_error(NON_FIELD_ERRORS, code="sent"):
        return _drafted(request, get_object_or_404(Saving, request_key=form.request_key, created_by=request.user))
    key = request.POST.get("request_key") or uuid4()
    return render(request, "savings/contracts/form.html", {"form": form, "request_key": key})


def _asked_for(request: ScopedRequest) -> dict[str, str]:
    """The page of a joint procurement leads here with its number."""
    return {name: request.GET[name] for name in ("basket", "workstream") if name in request.GET}


@require_http_methods(METHODS)
@in_partnership()
def contract_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    contract = _contract_to_draft(request, pk)
    saving = contract.saving
    if saving.is_frozen:
        messages.info(request, "A statement of this contract was submitted, so the contract can no longer be changed.")
        return redirect(saving)
    form = ContractForm(*sent(request), user=request.user, partnership=request.partnership, contract=contract)
    if _is_to_be_kept(request, form) and form.save(by=request.user):
        return _drafted(request, saving)
    version = shown_version(request, form, saving.statements.all())
    return render(request, "savings/contracts/form.html", {"form": form, "saving": saving, "version": version})


@require_http_methods(METHODS)
@in_partnership()
def contract_place(request: ScopedRequest, pk: int) -> HttpResponse:
    """The one thing that may be changed of a submitted contract: with which joint procurement it is shown."""
    contract = _contract_to_draft(request, pk)
    form = PlaceForm(sent(request)[0], user=request.user, contract=contract)
    if form.is_valid() and (placed := form.save(by=request.user)):
        done = (
            f"The contract is part of {placed.basket}." if placed.basket else "The contract is in no joint procurement."
        )
        messages.success(request, done)
        return redirect(contract.saving)
    context = {"form": form, "contract": contract, "saving": contract.saving}
    return render(request, "savings/contracts/place.html", context)


def _contract_to_draft(request: ScopedRequest, pk: int) -> Contract:
    rows = Contract.objects.select_related("saving__workstream", "saving__organisation", "saving__partnership")
    contract = find(request, rows, pk=pk)
    require(request.user, "savings.draft_saving", contract)
    return contract


def _is_to_be_kept(request: ScopedRequest, form: ContractForm) -> bool:
    """Valid, and sent by a button that keeps it: one only asks for the table, for browsers without JavaScript."""
    return form.is_valid() and request.POST.get("next") != "table"


def _drafted(request: ScopedRequest, saving: Saving) -> HttpResponse:
    if request.POST.get("next") == "submit":
        return redirect("saving-submit", partnership=request.partnership.slug, pk=saving.pk)
    messages.success(request, "The draft is saved. It counts in no figure until it is submitted.")
    return redirect("saving", partnership=request.partnership.slug, pk=saving.pk)


@require_POST
@in_partnership("savings.draft_saving")
def contract_preview(request: ScopedRequest) -> HttpResponse:
    """The table as it would be, of a form that may be half filled in; nothing is saved."""
    form = ContractForm(request.POST, user=request.user, partnership=request.partnership)
    form.full_clean()
    return render(request, "savings/contracts/preview.html", {"form": form})

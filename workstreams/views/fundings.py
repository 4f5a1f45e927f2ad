"""Pages of grants: of one workstream, or of the partnership as a whole."""

from functools import partial

from django.http import HttpResponse

from partnership.permissions import require
from partnership.views.pages import form_page
from partnership.views.scope import ScopedRequest, find, in_partnership
from workstreams import actions
from workstreams.actions import MAY_EDIT
from workstreams.forms import (
    FundingForm,
)
from workstreams.models import Funding
from workstreams.views.finding import find_to_edit, form_methods, list_page, page_of


@form_methods
@in_partnership()
def funding_add(request: ScopedRequest, workstream: str) -> HttpResponse:
    found = find_to_edit(request, workstream)
    act = partial(actions.add_funding, by=request.user, partnership=request.partnership, workstream=found)
    page = page_of(request, found, "Add a grant")
    return form_page(request, FundingForm(request.POST or None), act, page)


@form_methods
@in_partnership()
def funding_edit(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    found = find_to_edit(request, workstream)
    row = find(request, Funding.objects, workstream=found, pk=pk)
    act = partial(actions.edit_funding, by=request.user, funding=row)
    return form_page(
        request, FundingForm(request.POST or None, instance=row), act, page_of(request, found, "Change a grant")
    )


@form_methods
@in_partnership()
def programme_funding_add(request: ScopedRequest) -> HttpResponse:
    require(request.user, MAY_EDIT, Funding(partnership=request.partnership))
    act = partial(actions.add_funding, by=request.user, partnership=request.partnership)
    page = list_page(request, "Add a grant to the partnership", done="The grant was added.")
    return form_page(request, FundingForm(request.POST or None), act, page)


@form_methods
@in_partnership()
def programme_funding_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find(request, Funding.objects, workstream=None, pk=pk)
    require(request.user, MAY_EDIT, row)
    act = partial(actions.edit_funding, by=request.user, funding=row)
    page = list_page(request, "Change a grant to the partnership", done="The grant was changed.")
    return form_page(request, FundingForm(request.POST or None, instance=row), act, page)

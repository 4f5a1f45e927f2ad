"""Pages of who takes part in a workstream, and who hosts it."""

from functools import partial

from django.http import HttpResponse

from partnership.views.scope import ScopedRequest, in_partnership
from workstreams import actions
from workstreams.forms import (
    HostingForm,
    ParticipationForm,
)
from workstreams.models import Hosting, Participation
from workstreams.views.finding import add, edit, find_of, form_methods


@form_methods
@in_partnership()
def participation_add(request: ScopedRequest, workstream: str) -> HttpResponse:
    return add(request, workstream, ParticipationForm, actions.add_participation, "Add a participant")


@form_methods
@in_partnership()
def participation_edit(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = find_of(request, Participation, workstream, pk)
    act = partial(actions.edit_participation, participation=row)
    return edit(request, row, ParticipationForm, act, "Change the participation")


@form_methods
@in_partnership()
def hosting_add(request: ScopedRequest, workstream: str) -> HttpResponse:
    text = (
        "The host before it hosts until the day before. A host that is no partner joins the partnership without a vote."
    )
    return add(request, workstream, HostingForm, actions.add_hosting, "Change the host", text=text)


@form_methods
@in_partnership()
def hosting_edit(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = find_of(request, Hosting, workstream, pk)
    return edit(request, row, HostingForm, partial(actions.edit_hosting, hosting=row), "Change the hosting")

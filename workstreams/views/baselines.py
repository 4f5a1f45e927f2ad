"""Pages of what a service cost before it was shared."""

from functools import partial

from django.http import HttpResponse

from partnership.views.scope import ScopedRequest, in_partnership
from workstreams import actions
from workstreams.forms import (
    BaselineForm,
)
from workstreams.models import BaselineCost
from workstreams.views.finding import add, edit, find_of, form_methods


@form_methods
@in_partnership()
def baseline_add(request: ScopedRequest, workstream: str) -> HttpResponse:
    return add(request, workstream, BaselineForm, actions.add_baseline, "Add a baseline cost")


@form_methods
@in_partnership()
def baseline_edit(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = find_of(request, BaselineCost, workstream, pk)
    return edit(request, row, BaselineForm, partial(actions.edit_baseline, baseline=row), "Change the baseline cost")

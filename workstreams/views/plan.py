"""Pages of milestones."""

from functools import partial

from django.http import HttpResponse

from partnership.views.pages import Step, confirm_page
from partnership.views.scope import ScopedRequest, in_partnership
from workstreams import actions
from workstreams.forms import (
    MilestoneForm,
)
from workstreams.models import Milestone
from workstreams.views.finding import add, edit, find_of, form_methods, of, page_of


@form_methods
@in_partnership()
def milestone_add(request: ScopedRequest, workstream: str) -> HttpResponse:
    return add(request, workstream, MilestoneForm, actions.add_milestone, "Add a milestone")


@form_methods
@in_partnership()
def milestone_edit(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = find_of(request, Milestone, workstream, pk)
    more = [Step("Remove this milestone", of(request, row.workstream, "milestone-remove", pk=pk))]
    act = partial(actions.edit_milestone, milestone=row)
    return edit(request, row, MilestoneForm, act, "Change the milestone", more=more)


@form_methods
@in_partnership()
def milestone_remove(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = find_of(request, Milestone, workstream, pk)
    page = page_of(
        request,
        row.workstream,
        f"Remove the milestone “{row.title}”",
        action="Remove milestone",
        done="The milestone was removed.",
        text="It leaves the plan and the board packs to come. Its history stays.",
        danger=True,
    )
    return confirm_page(request, lambda: actions.remove_milestone(by=request.user, milestone=row), page)

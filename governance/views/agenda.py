"""The items of a meeting's agenda."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from governance import actions
from governance.forms import AgendaForm
from governance.models import AgendaItem
from governance.views.finding import find_meeting, form_methods, page_of_meeting
from partnership.views.pages import confirm_page, form_page
from partnership.views.scope import ScopedRequest, in_partnership


@form_methods
@in_partnership("governance.edit_meeting")
def agenda_add(request: ScopedRequest, pk: int) -> HttpResponse:
    found = find_meeting(request, pk)
    act = partial(actions.add_agenda_item, by=request.user, meeting=found)
    text = "" if found.state == found.State.DRAFT else "The agenda is published, so this item will be a supplement."
    page = page_of_meeting(
        request, found, "Add an agenda item", action="Add item", done="The item was added.", text=text
    )
    return form_page(request, AgendaForm(request.POST or None, meeting=found), act, page)


@form_methods
@in_partnership("governance.edit_meeting")
def agenda_edit(request: ScopedRequest, pk: int, item: int) -> HttpResponse:
    row = _find_item(request, pk, item)
    act = partial(actions.edit_agenda_item, by=request.user, item=row)
    page = page_of_meeting(request, row.meeting, "Change the agenda item", done="The item was changed.")
    return form_page(request, AgendaForm(request.POST or None, instance=row, meeting=row.meeting), act, page)


@require_POST
@in_partnership("governance.edit_meeting")
def agenda_move(request: ScopedRequest, pk: int, item: int) -> HttpResponse:
    """One place up, or down."""
    row = _find_item(request, pk, item)
    try:
        actions.move_agenda_item(by=request.user, item=row, up=request.POST.get("to") == "up")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{row.meeting.get_absolute_url()}#agenda")


@form_methods
@in_partnership("governance.edit_meeting")
def agenda_remove(request: ScopedRequest, pk: int, item: int) -> HttpResponse:
    row = _find_item(request, pk, item)
    page = page_of_meeting(
        request,
        row.meeting,
        f"Remove “{row.title}” from the agenda",
        action="Remove item",
        done="The item was removed.",
        text="The items behind it move up. Board packs made before keep it.",
        danger=True,
    )
    return confirm_page(request, lambda: actions.remove_agenda_item(by=request.user, item=row), page)


def _find_item(request: ScopedRequest, pk: int, item: int) -> AgendaItem:
    rows = AgendaItem.objects.select_related("meeting__body", "meeting__partnership")
    return get_object_or_404(rows, meeting=find_meeting(request, pk), pk=item)

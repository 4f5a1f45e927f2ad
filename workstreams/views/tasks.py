"""Actions: the list over the programme, one of them with its progress, and how it is changed and done."""

from functools import partial
from typing import Any

import django_filters
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnership import history
from partnership.listing import Column, Listing
from partnership.models import User
from partnership.permissions import require
from partnership.templatetags.portal import date_words, tag
from partnership.views.files import download_stored
from partnership.views.pages import Page, Step, confirm_page, form_page
from partnership.views.scope import ScopedRequest, find, in_partnership
from workstreams import actions
from workstreams.actions import MAY_EDIT, MAY_PROGRESS
from workstreams.forms import DoneForm, NewActionForm, NoteForm, ReasonForm
from workstreams.models import Action, ActionProof, Recommendation
from workstreams.views import choosing
from workstreams.views.finding import form_methods, named_workstream, trail

_STATES = [("open", "Open"), ("overdue", "Overdue"), ("done", "Done")]


class ActionFilter(django_filters.FilterSet):
    whose = django_filters.ChoiceFilter(choices=[("mine", "Mine")], label="Whose", empty_label="All", method="of_mine")
    state = django_filters.ChoiceFilter(choices=_STATES, label="State", empty_label="All", method="in_state")
    workstream = django_filters.ModelChoiceFilter(
        queryset=choosing.workstreams, to_field_name="slug", empty_label="All", label="Workstream"
    )
    organisation = django_filters.ModelChoiceFilter(
        queryset=choosing.organisations, to_field_name="code", empty_label="All"
    )
    source = django_filters.ChoiceFilter(choices=Action.Source.choices, label="Comes out of", empty_label="All")
    priority = django_filters.ChoiceFilter(
        "priority",
        choices=Recommendation.Priority.choices,
        label="Priority of the recommendation",
        empty_label="All",
    )
    owner = django_filters.CharFilter(label="Owner has", method="with_owner")

    class Meta:
        model = Action
        fields: list[str] = []

    def in_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.exclude(done_on=None) if value == "done" else rows.overdue() if value == "overdue" else rows.open()

    def of_mine(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(owner=self.request.user)

    def with_owner(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        named = (
            Q(owner_title__icontains=value) | Q(owner__post_title__icontains=value) | Q(owner__name__icontains=value)
        )
        return rows.filter(named)


_COLUMNS = (
    Column("Action", lambda row: row.title, sort="title", link=Action.get_absolute_url),
    Column("State", lambda row: row.state, shown=tag),
    Column("Due", lambda row: row.due_on, sort="due_on"),
    Column("Owner", lambda row: row.owner_words, sort="owner_title"),
    Column(
        "Organisation",
        lambda row: row.organisation.short_name if row.organisation else "–",
        plain=lambda row: row.organisation.code if row.organisation else "",
        sort="organisation__code",
    ),
    Column(
        "Workstream",
        lambda row: row.workstream.name if row.workstream else "The programme as a whole",
        sort="workstream__name",
    ),
    Column("Priority", lambda row: row.priority or "", shown=lambda value: tag(value) or "–"),
    Column("Comes out of", lambda row: row.origin or row.get_source_display(), sort="source"),
    Column("Done", lambda row: row.done_on, sort="done_on", shown=date_words),
)


@require_safe
@in_partnership()
def action_list(request: ScopedRequest) -> HttpResponse:
    """Everything undertaken in the partnership, what is due first on top. Fixed number of queries."""
    rows = Action.objects.visible_to(request.user).filter(partnership=request.partnership)
    rows = rows.select_related("partnership", "workstream", "organisation", "owner")
    rows = rows.annotate(priority=Recommendation.objects.priorities(request.user))
    listing = Listing(request, rows, _COLUMNS, filterset=ActionFilter, sort="due", caption="Actions")
    if listing.is_download:
        return listing.download("actions")
    may_add = request.user.has_perm(MAY_EDIT, request.partnership)
    return render(
        request, "workstreams/action_list.html", {"listing": listing, "may_add": may_add, "trail": trail(request)}
    )


@form_methods
@in_partnership()
def action(request: ScopedRequest, pk: int) -> HttpResponse:
    """One action; sent, the form adds a note on its progress."""
    found = _find(request, pk)
    may_progress = request.user.has_perm(MAY_PROGRESS, found)
    may_see_source = request.user.has_perm("savings.view_figures", found)
    if request.method == "POST":
        require(request.user, MAY_PROGRESS, found)
    context = {
        "action": found,
        "recommendation": getattr(found, "recommendation", None) if may_see_source else None,
        "risk": found.risk if may_see_source else None,
        "proofs": found.proofs.visible_to(request.user).select_related("partnership", "uploaded_by"),
        "notes": found.notes.select_related("written_by"),
        "events": history.events(found) if request.user.has_perm("partnership.view_history", found) else None,
        "may_edit": request.user.has_perm(MAY_EDIT, found),
        "may_progress": may_progress,
    }
    page = Page(found.title, back=found.get_absolute_url(), trail=_trail(request), done="The note was added.")
    act = partial(actions.note_progress, by=request.user, action=found)
    return form_page(request, NoteForm(request.POST or None), act, page, "workstreams/action.html", **context)


@form_methods
@in_partnership(MAY_EDIT)
def action_add(request: ScopedRequest) -> HttpResponse:
    """The address may name the workstream, as the link on its page does."""
    named = named_workstream(request)
    form = _form(request, initial={"workstream": named})
    act = partial(actions.add_action, by=request.user, partnership=request.partnership)
    steps = _trail(request)
    page = Page("Add an action", back=steps[-1].url, trail=steps, action="Add action", done="The action was added.")
    return form_page(request, form, act, page)


@form_methods
@in_partnership()
def action_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _find_to(request, pk, MAY_EDIT)
    act = partial(actions.edit_action, by=request.user, action=found)
    more = [Step("Remove this action", reverse("action-remove", args=[request.partnership.slug, pk]))]
    return form_page(
        request, _form(request, instance=found), act, _page(request, found, "Change the action", more=more)
    )


@form_methods
@in_partnership()
def action_remove(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _find_to(request, pk, MAY_EDIT)
    steps = _trail(request)
    words = {"action": "Remove action", "done": "The action was removed.", "text": "Its history stays."}
    page = Page(f"Remove the action “{found.title}”", back=steps[-1].url, trail=steps, danger=True, **words)
    return confirm_page(request, lambda: actions.remove_action(by=request.user, action=found), page)


@form_methods
@in_partnership()
def action_complete(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _find_to(request, pk, MAY_PROGRESS)
    act = partial(_complete, by=request.user, action=found)
    page = _page(request, found, "Say that it is done", action="It is done", done="The action is done.")
    return form_page(request, DoneForm(request.POST or None, request.FILES or None), act, page)


def _complete(*, by: User, action: Action, files: list[UploadedFile], **facts: Any) -> None:
    with actions.stored_proofs(action.partnership, files) as stored:
        actions.complete_action(by=by, action=action, files=stored, **facts)


@require_safe
@in_partnership()
def action_proof(request: ScopedRequest, pk: int) -> HttpResponseBase:
    return download_stored(find(request, ActionProof.objects.all(), pk=pk))


@form_methods
@in_partnership()
def action_reopen(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _find_to(request, pk, MAY_EDIT)
    act = partial(actions.reopen_action, by=request.user, action=found)
    words = {"action": "Open it again", "done": "The action is open again."}
    text = "What was said to prove it stays in its history."
    page = _page(request, found, "Open the action again", text=text, **words)
    return form_page(request, ReasonForm(request.POST or None), act, page)


def _find(request: ScopedRequest, pk: int) -> Action:
    rows = Action.objects.select_related(
        "partnership",
        "workstream",
        "organisation",
        "owner",
        "risk__partnership",
        "recommendation__review__workstream__partnership",
    )
    return find(request, rows, pk=pk)


def _find_to(request: ScopedRequest, pk: int, permission: str) -> Action:
    found = _find(request, pk)
    require(request.user, permission, found)
    return found


def _form(request: ScopedRequest, **given: Any) -> NewActionForm:
    return NewActionForm(request.POST or None, partnership=request.partnership, user=request.user, **given)


def _trail(request: ScopedRequest) -> list[Step]:
    return [*trail(request), Step("Actions", reverse("action-list", args=[request.partnership.slug]))]


def _page(request: ScopedRequest, found: Action, title: str, **words: Any) -> Page:
    own = Step(found.title[:60], found.get_absolute_url())
    return Page(title, back=own.url, trail=[*_trail(request), own], **words)

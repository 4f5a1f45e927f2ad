"""The gate of a workstream: what the next one needs and lacks, and every move from stage to stage."""

from dataclasses import replace
from functools import partial
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partnership.listing import Column, Listing
from partnership.models import Organisation, User
from partnership.permissions import require
from partnership.templatetags.portal import date_words, tag
from partnership.views.files import download_stored
from partnership.views.pages import Page, Step, form_page
from partnership.views.scope import ScopedRequest, find, in_partnership
from workstreams import actions, stages
from workstreams.actions import MAY_EDIT, MAY_OVERRIDE, MAY_RATIFY
from workstreams.forms import AdvanceForm, BackForm, RatificationForm, ReasonForm
from workstreams.models import Ratification, RatificationPaper, StageMove, Workstream
from workstreams.requirements import next_gate
from workstreams.views import choosing
from workstreams.views.finding import find_to_edit, find_workstream, form_methods, of, page_of, trail

OVERRIDE_TEXT = "The gate is not met. What is missing is kept with your reason, and shown on the workstream for ever."


@require_safe
@in_partnership("savings.view_figures")
def gate(request: ScopedRequest, workstream: str) -> HttpResponse:
    """A fixed number of queries, and those of the kinds that the policy asks for."""
    found = find_workstream(request, workstream)
    ratifications = Ratification.objects.visible_to(request.user).for_reader(request.user).filter(workstream=found)
    moves = StageMove.objects.visible_to(request.user).filter(workstream=found).select_related("moved_by")
    context = {
        "workstream": found,
        "gate": next_gate(found, user=request.user),
        "moves": moves,
        "ratifications": ratifications.select_related("organisation", "recorded_by").prefetch_related("papers"),
        "trail": trail(request, found),
        **_what_may_be_done(request, found),
    }
    return render(request, "workstreams/gate.html", context)


def _what_may_be_done(request: ScopedRequest, found: Workstream) -> dict[str, Any]:
    may_edit = request.user.has_perm(MAY_EDIT, found)
    rests = found.stage in stages.RESTING
    return {
        "may_edit": may_edit,
        "may_override": request.user.has_perm(MAY_OVERRIDE, found),
        "may_ratify": bool(_own_partners(request, found)),
        "may_pause": may_edit and stages.may_rest(found.stage, stages.Stage.PAUSED),
        "may_stop": may_edit and stages.may_rest(found.stage, stages.Stage.STOPPED),
        "may_go_back": may_edit and bool(stages.earlier(found.stage)),
        "may_resume": may_edit and rests,
    }


def _own_partners(request: ScopedRequest, found: Workstream) -> list[Organisation]:
    """The organisations taking part for which this person may record a ratification."""
    own = request.user.organisations_for(MAY_RATIFY, request.partnership)
    if not own:
        return []
    parts = found.participations.current().filter(organisation__in=own)
    return list(Organisation.objects.filter(pk__in=parts.values("organisation")).order_by("code"))


# --- Moving -----------------------------------------------------------------------------------------------------------
@form_methods
@in_partnership("savings.view_figures")
def gate_advance(request: ScopedRequest, workstream: str) -> HttpResponse:
    found = find_to_edit(request, workstream)
    following = stages.following(found.stage)
    title = f"Enter the stage {Workstream.Stage(following).label.lower()}" if following else "Enter the next stage"
    return _move(request, found, AdvanceForm, actions.advance, title, action="Go on", done="The workstream went on.")


@form_methods
@in_partnership("savings.view_figures")
def gate_override(request: ScopedRequest, workstream: str) -> HttpResponse:
    found = find_workstream(request, workstream)
    require(request.user, MAY_OVERRIDE, found)
    words = {"text": OVERRIDE_TEXT, "action": "Override the gate", "done": "The gate was overridden."}
    return _move(request, found, ReasonForm, actions.override_gate, "Override the gate", **words)


@form_methods
@in_partnership()
def gate_back(request: ScopedRequest, workstream: str) -> HttpResponse:
    found = find_to_edit(request, workstream)
    form = partial(BackForm, workstream=found)
    words = {"action": "Go back", "done": "The workstream went back."}
    return _move(request, found, form, actions.go_back, "Go back to an earlier stage", **words)


@form_methods
@in_partnership()
def gate_pause(request: ScopedRequest, workstream: str) -> HttpResponse:
    found = find_to_edit(request, workstream)
    words = {"text": "It can be resumed at the stage it is at now.", "action": "Pause", "done": "It is paused."}
    return _move(request, found, ReasonForm, actions.pause, "Pause the workstream", **words)


@form_methods
@in_partnership()
def gate_stop(request: ScopedRequest, workstream: str) -> HttpResponse:
    found = find_to_edit(request, workstream)
    text = "It is given up. What was recorded stays, and it can be resumed at the stage it is at now."
    words = {"text": text, "action": "Stop", "done": "It is stopped."}
    return _move(request, found, ReasonForm, actions.stop, "Stop the workstream", **words)


@form_methods
@in_partnership()
def gate_resume(request: ScopedRequest, workstream: str) -> HttpResponse:
    found = find_to_edit(request, workstream)
    words = {"text": "It goes on at the stage before.", "action": "Resume", "done": "It is resumed."}
    return _move(request, found, ReasonForm, actions.resume, "Resume the workstream", **words)


def _move(request: ScopedRequest, found: Workstream, form: Any, act: Any, title: str, **words: Any) -> HttpResponse:
    steps = _trail(request, found)
    page = Page(title, back=steps[-1].url, trail=steps, **words)
    sent = request.POST if request.method == "POST" else None  # a form without a word in it is sent too
    return form_page(request, form(sent), partial(act, by=request.user, workstream=found), page)


def _trail(request: ScopedRequest, found: Workstream) -> list[Step]:
    return [*trail(request, found), Step("Gate", of(request, found, "gate"))]


# --- Ratifications ----------------------------------------------------------------------------------------------------
@form_methods
@in_partnership()
def ratification_add(request: ScopedRequest, workstream: str) -> HttpResponse:
    """For the organisations that this person may record for, and nobody else's."""
    found = find_workstream(request, workstream)
    require(request.user, MAY_RATIFY, request.partnership)
    own = _own_partners(request, found)
    if not own:
        raise PermissionDenied(f"Your organisation does not take part in {found}, so it has nothing to ratify.")
    form = RatificationForm(request.POST or None, request.FILES or None, workstream=found, organisations=own)
    text = "What the organisation’s own executive or council decided. It is never changed; a later record replaces it."
    words = {"text": text, "action": "Record", "done": "The decision was recorded."}
    page = page_of(request, found, "Record a ratification", **words)
    if request.user.has_perm("savings.view_figures", found):
        page = replace(page, back=of(request, found, "gate"), trail=_trail(request, found))
    return form_page(request, form, partial(_ratify, by=request.user, workstream=found), page)


def _ratify(*, by: User, workstream: Workstream, papers: list[UploadedFile], **facts: Any) -> None:
    with actions.stored_ratification_papers(workstream.partnership, papers) as stored:
        actions.ratify(by=by, workstream=workstream, papers=stored, **facts)


@require_safe
@in_partnership()
def ratification_paper(request: ScopedRequest, pk: int) -> HttpResponseBase:
    return download_stored(find(request, RatificationPaper.objects.all(), pk=pk))


# --- Moves ------------------------------------------------------------------------------------------------------------
@require_safe
@in_partnership("savings.view_figures")
def move(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    """One move, with what its gate said at that moment."""
    found = find_workstream(request, workstream)
    rows = StageMove.objects.visible_to(request.user).select_related("moved_by")
    row = get_object_or_404(rows, workstream=found, pk=pk)
    context = {"move": row, "workstream": found, "trail": _trail(request, found)}
    return render(request, "workstreams/move.html", context)


class MoveFilter(django_filters.FilterSet):
    workstream = django_filters.ModelChoiceFilter(
        queryset=choosing.workstreams, to_field_name="slug", empty_label="All", label="Workstream"
    )
    way = django_filters.ChoiceFilter(choices=StageMove.Way.choices, label="How", empty_label="All")
    to_stage = django_filters.ChoiceFilter(choices=Workstream.Stage.choices, label="To the stage", empty_label="All")

    class Meta:
        model = StageMove
        fields: list[str] = []


_COLUMNS = (
    Column("Workstream", lambda row: row.workstream.name, sort="workstream__name", link=StageMove.get_absolute_url),
    Column("From", lambda row: row.get_from_stage_display() or "–"),
    Column("To", lambda row: Workstream.Stage(row.to_stage), plain=lambda row: row.get_to_stage_display(), shown=tag),
    Column(
        "How",
        lambda row: StageMove.Way(row.way),
        sort="way",
        plain=lambda row: row.get_way_display(),
        shown=tag,
    ),
    Column("When", lambda row: row.moved_at, sort="moved_at", shown=date_words),
    Column("By", lambda row: row.moved_by.name),
    Column("Reason", lambda row: row.reason or "–", plain=lambda row: row.reason),
    Column("Tests not met", lambda row: row.tests_not_met, numeric=True),
    Column("Mark", lambda row: ", ".join(row.marks) or "–", plain=lambda row: ", ".join(row.marks)),
)


@require_safe
@in_partnership("savings.view_figures")
def move_list(request: ScopedRequest) -> HttpResponse:
    """Every move of every workstream, the newest on top. Fixed number of queries."""
    rows = StageMove.objects.visible_to(request.user).filter(workstream__partnership=request.partnership)
    rows = rows.select_related("workstream__partnership", "moved_by")
    listing = Listing(request, rows, _COLUMNS, filterset=MoveFilter, caption="Moves from stage to stage")
    if listing.is_download:
        return listing.download("stage-moves")
    return render(request, "workstreams/move_list.html", {"listing": listing, "trail": trail(request)})

"""Ratifications: the grid of decisions and organisations, and what is said of one decision."""

from functools import partial
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from governance import actions
from governance.forms import AskingForm
from governance.models import Decision, Meeting, RatificationAsked, RatificationNeed
from governance.models.meetings import EXEMPT
from governance.ratifying import STATES
from governance.views.finding import decision_page, form_methods, to_meetings
from governance.views.meetings import bodies_of
from governance.views.ratifying import next_meeting, own_asked
from partnership.listing import Column, Listing
from partnership.models import Organisation, User
from partnership.permissions import require
from partnership.templatetags.portal import tag
from partnership.views.pages import confirm_page, form_page
from partnership.views.scope import ScopedRequest, find, in_partnership
from workstreams import actions as of_workstreams
from workstreams.actions import MAY_RATIFY
from workstreams.forms import OwnDecisionForm

_COLUMNS = (
    Column(
        "Decision", lambda row: row.decision.reference, sort="decision__number", link=lambda row: row.get_absolute_url()
    ),
    Column("Item", lambda row: row.decision.subject),
    Column("State", lambda row: row.state, sort="state", shown=tag),
    Column("Ratified", lambda row: f"{row.approved_count} of {row.asked_count}"),
    Column("Due", lambda row: row.due_on, sort="due_on"),
    Column("Taken", lambda row: row.decision.meeting.on, sort="decision__taken_at"),
    Column("Body", lambda row: row.decision.meeting.body.name, sort="decision__meeting__body__name"),
    Column("Brought back", lambda row: "; ".join(each.words for each in row.returns.all())),
)
_MORE = (Column("In words", lambda row: row.standing.sentence),)
NOT_ASKED, SILENT = "Not asked", "No answer"
_COLOURS = {SILENT: "awaited", NOT_ASKED: "", "Approved": "approved", "Approved with conditions": "conditions"}


class RatificationFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=STATES, label="State", empty_label="All")
    body = django_filters.ModelChoiceFilter(
        "decision__meeting__body", queryset=bodies_of, empty_label="All", label="Body"
    )
    organisation = django_filters.ModelChoiceFilter(
        queryset=lambda request: _organisations(request), empty_label="All", label="Waits for", method="waiting_for"
    )

    class Meta:
        model = RatificationNeed
        fields: list[str] = []

    def waiting_for(self, rows: QuerySet, name: str, value: Organisation) -> QuerySet:
        silent = RatificationAsked.objects.with_answer().filter(organisation=value, answer=None)
        return rows.filter(pk__in=silent.values("need"))


def _organisations(request: ScopedRequest) -> QuerySet:
    asked = RatificationAsked.objects.filter(need__decision__partnership=request.partnership)
    return Organisation.objects.filter(pk__in=asked.values("organisation")).order_by("code")


def _answer(organisation: int) -> Any:
    def of(row: RatificationNeed) -> str:
        asked = next((each for each in row.asked.all() if each.organisation_id == organisation), None)
        if asked is None:
            return NOT_ASKED
        return asked.last.get_decision_display() if asked.last else SILENT

    return of


def _coloured(words: str) -> Any:
    return tag(_COLOURS.get(words, words), words) or words


@require_safe
@in_partnership()
def ratification_list(request: ScopedRequest) -> HttpResponse:
    """Decisions by organisations. A fixed number of queries."""
    rows = RatificationNeed.objects.visible_to(request.user).filter(decision__partnership=request.partnership)
    columns = [Column(each.short_name, _answer(each.pk), shown=_coloured) for each in _organisations(request)]
    listing = Listing(
        request,
        rows.with_state().for_pages().with_returns(),
        (*_COLUMNS, *columns),
        filterset=RatificationFilter,
        sort="-taken",
        caption="Decisions by organisation",
    )
    if listing.is_download:
        return listing.download("ratifications", columns=(*_COLUMNS, *columns, *_MORE))
    return render(request, "governance/ratification_list.html", {"listing": listing, "trail": to_meetings(request)})


# --- Of one decision --------------------------------------------------------------------------------------------------
def _found(request: ScopedRequest, pk: int) -> Decision:
    return find(request, Decision.objects.select_related("meeting__body", "partnership", "item"), pk=pk)


def _need(request: ScopedRequest, found: Decision) -> RatificationNeed:
    rows = RatificationNeed.objects.visible_to(request.user).for_pages()
    return get_object_or_404(rows, decision=found)


@form_methods
@in_partnership("governance.edit_meeting")
def decision_ratify(request: ScopedRequest, pk: int) -> HttpResponse:
    """Say afterwards that it needs each organisation."""
    found = _found(request, pk)
    form = AskingForm(request.POST or None, partnership=request.partnership)
    text = "From then on it takes effect only once all of them have ratified it. This is said once."
    words = {"text": text, "action": "Ask them", "done": "The organisations are asked."}
    page = decision_page(request, found, "Have it ratified by each organisation", **words)
    return form_page(request, form, partial(actions.ask_to_ratify, by=request.user, decision=found), page)


@form_methods
@in_partnership()
def decision_answer(request: ScopedRequest, pk: int) -> HttpResponse:
    """For the organisations that this person may answer for, and nobody else's."""
    found = _found(request, pk)
    require(request.user, MAY_RATIFY, request.partnership)
    need = _need(request, found)
    if found.is_exempt:
        require(request.user, EXEMPT, found)
    own = own_asked(request, need)
    if not own.exists():
        raise PermissionDenied(f"Your organisation was not asked to ratify {found}.")
    form = OwnDecisionForm(request.POST or None, request.FILES or None, organisations=own)
    words = {"text": need.standing.sentence, "action": "Record", "done": "The answer was recorded."}
    page = decision_page(request, found, f"What your organisation decided about {found.reference}", **words)
    act = partial(_answer_with_papers, by=request.user, need=need)
    return form_page(request, form, act, page, "governance/ratification_form.html", decision=found, need=need)


def _answer_with_papers(*, by: User, need: RatificationNeed, papers: list[UploadedFile], **facts: Any) -> None:
    with of_workstreams.stored_ratification_papers(need.decision.partnership, papers) as stored:
        actions.answer_ratification(by=by, need=need, papers=stored, **facts)


@form_methods
@in_partnership("governance.edit_meeting")
def decision_bring_back(request: ScopedRequest, pk: int) -> HttpResponse:
    """Onto the agenda of the next meeting of the body."""
    found = _found(request, pk)
    need, meeting = _need(request, found), next_meeting(found)
    where = str(meeting) if meeting else f"No meeting of the {found.meeting.body} is planned yet"
    late = " Its agenda is published, so it comes as a supplement." if meeting and meeting.published_at else ""
    words = {
        "action": "Bring it back",
        "done": f"It is on the agenda: {where}.",
        "text": f"{need.standing.sentence} {where}.{late}",
    }
    page = decision_page(request, found, f"Bring {found.reference} back to the board", **words)
    return confirm_page(request, lambda: _bring_back(request.user, need, meeting), page)


def _bring_back(by: User, need: RatificationNeed, meeting: Meeting | None) -> None:
    if meeting is None:
        raise ValidationError(f"Plan a meeting of the {need.decision.meeting.body} first.")
    actions.bring_back(by=by, need=need, meeting=meeting)

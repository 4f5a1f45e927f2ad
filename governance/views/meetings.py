"""Meetings and their agendas."""

from functools import partial

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from governance import actions
from governance.forms import AgendaForm, MeetingForm
from governance.models import AgendaItem, Body, Meeting, Pack
from partnership import clock, history
from partnership.listing import Column, Listing
from partnership.templatetags.portal import moment_words, tag
from partnership.views.pages import Page, Step, confirm_page, form_page
from partnership.views.scope import ScopedRequest, find, in_partnership

form_methods = require_http_methods(["GET", "HEAD", "POST"])

_COLUMNS = (
    Column(
        "When",
        lambda row: row.starts_at,
        sort="starts_at",
        link=lambda row: row.get_absolute_url(),
        shown=moment_words,
    ),
    Column("Body", lambda row: row.body.name, sort="body__name"),
    Column("Place", lambda row: row.place_name, sort="place_name"),
    Column(
        "State",
        lambda row: Meeting.State(row.state),
        sort="state",
        plain=lambda row: row.get_state_display(),
        shown=tag,
    ),
)


class MeetingFilter(django_filters.FilterSet):
    body = django_filters.ModelChoiceFilter(queryset=lambda request: _bodies(request), empty_label="All")
    state = django_filters.ChoiceFilter(choices=Meeting.State.choices, label="State", empty_label="All")
    time = django_filters.ChoiceFilter(
        method="filter_time", label="When", choices=[("ahead", "Still to come"), ("past", "Past")], empty_label="All"
    )

    class Meta:
        model = Meeting
        fields: list[str] = []

    def filter_time(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        now = clock.now()
        return rows.filter(starts_at__gte=now) if value == "ahead" else rows.filter(starts_at__lt=now)


def _bodies(request: ScopedRequest) -> QuerySet:
    return request.partnership.bodies.all() if request else Body.objects.none()


@require_safe
@in_partnership()
def meeting_list(request: ScopedRequest) -> HttpResponse:
    """Meetings, the latest on top, and the next one above them. Fixed number of queries."""
    rows = Meeting.objects.visible_to(request.user).filter(partnership=request.partnership)
    rows = rows.select_related("body", "partnership")
    listing = Listing(request, rows, _COLUMNS, filterset=MeetingFilter, sort="-when", caption="Meetings")
    if listing.is_download:
        return listing.download("meetings")
    ahead = rows.filter(starts_at__gte=clock.now()).exclude(state=Meeting.State.CANCELLED)
    return render(
        request, "governance/meeting_list.html", {"listing": listing, "next": ahead.order_by("starts_at").first()}
    )


@require_safe
@in_partnership()
def meeting(request: ScopedRequest, pk: int) -> HttpResponse:
    """The agenda, the board packs the reader may see, and what was done to the meeting."""
    found = _find(request, pk)
    context = {
        "meeting": found,
        "items": found.items.all(),
        "packs": Pack.objects.visible_to(request.user).filter(meeting=found).select_related("release", "partnership"),
        "events": _events(found) if request.user.has_perm("partnership.view_history", found) else None,
        "trail": _trail(request),
    }
    return render(request, "governance/meeting.html", context)


def _events(found: Meeting) -> list[history.Event]:
    items = history.events_of(AgendaItem, called=lambda row: f"agenda item “{row.title}”", meeting=found)
    return history.newest_first([*history.events(found), *items])


@form_methods
@in_partnership("governance.edit_meeting")
def meeting_add(request: ScopedRequest) -> HttpResponse:
    act = partial(actions.add_meeting, by=request.user, partnership=request.partnership)
    trail = _trail(request)
    page = Page("Add a meeting", back=trail[-1].url, trail=trail, action="Add meeting", done="The meeting was added.")
    return form_page(request, MeetingForm(request.POST or None, partnership=request.partnership), act, page)


@form_methods
@in_partnership("governance.edit_meeting")
def meeting_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    act = partial(actions.edit_meeting, by=request.user, meeting=found)
    form = MeetingForm(request.POST or None, instance=found, partnership=request.partnership)
    return form_page(request, form, act, _page(request, found, "Change the meeting", done="The meeting was changed."))


@form_methods
@in_partnership("governance.edit_meeting")
def agenda_add(request: ScopedRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    act = partial(actions.add_agenda_item, by=request.user, meeting=found)
    page = _page(request, found, "Add an agenda item", action="Add item", done="The item was added.")
    return form_page(request, AgendaForm(request.POST or None, meeting=found), act, page)


@form_methods
@in_partnership("governance.edit_meeting")
def agenda_edit(request: ScopedRequest, pk: int, item: int) -> HttpResponse:
    row = _find_item(request, pk, item)
    act = partial(actions.edit_agenda_item, by=request.user, item=row)
    page = _page(request, row.meeting, "Change the agenda item", done="The item was changed.")
    return form_page(request, AgendaForm(request.POST or None, instance=row, meeting=row.meeting), act, page)


@form_methods
@in_partnership("governance.edit_meeting")
def agenda_remove(request: ScopedRequest, pk: int, item: int) -> HttpResponse:
    row = _find_item(request, pk, item)
    page = _page(
        request,
        row.meeting,
        f"Remove “{row.title}” from the agenda",
        action="Remove item",
        done="The item was removed.",
        text="The items behind it move up. Board packs made before keep it.",
        danger=True,
    )
    return confirm_page(request, lambda: actions.remove_agenda_item(by=request.user, item=row), page)


def _find(request: ScopedRequest, pk: int) -> Meeting:
    return find(request, Meeting.objects.select_related("body", "partnership"), pk=pk)


def _find_item(request: ScopedRequest, pk: int, item: int) -> AgendaItem:
    rows = AgendaItem.objects.select_related("meeting__body", "meeting__partnership")
    return get_object_or_404(rows, meeting=_find(request, pk), pk=item)


def _trail(request: ScopedRequest) -> list[Step]:
    return [Step("Meetings", reverse("meeting-list", args=[request.partnership.slug]))]


def _page(request: ScopedRequest, found: Meeting, title: str, **words) -> Page:
    url = found.get_absolute_url()
    return Page(title, back=url, trail=[*_trail(request), Step(str(found), url)], **words)

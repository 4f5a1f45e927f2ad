"""Meetings: the list, the page of one, and how it is planned and changed."""

from functools import partial

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance import actions, scheduling
from governance.calling import calling, with_pack
from governance.forms import MeetingForm, NewMeetingForm
from governance.models import AgendaItem, Body, Interest, Meeting, Pack, SeatHolding
from governance.models.meetings import EXEMPT, timed
from governance.views.finding import find_meeting, form_methods, page_of_meeting, to_meetings
from governance.views.ratifying import brought_back
from partnership import clock, history
from partnership.listing import Column, Listing
from partnership.models import User
from partnership.templatetags.portal import moment_words, tag
from partnership.views.pages import Page, form_page
from partnership.views.scope import ScopedRequest, in_partnership

STATE = Column(
    "State",
    lambda row: Meeting.State(row.state),
    sort="state",
    plain=lambda row: row.get_state_display(),
    shown=tag,
)
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
    STATE,
)


class MeetingFilter(django_filters.FilterSet):
    body = django_filters.ModelChoiceFilter(queryset=lambda request: bodies_of(request), empty_label="All")
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


def bodies_of(request: ScopedRequest | None) -> QuerySet:
    """What a list's filter by body offers."""
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
    ahead = rows.filter(starts_at__gte=clock.now()).going_on()
    context = {
        "listing": listing,
        "next": ahead.order_by("starts_at").first(),
        "mine": Meeting.objects.ahead_of(request.user, request.partnership).select_related("body").first(),
    }
    return render(request, "governance/meeting_list.html", context)


@require_safe
@in_partnership()
def meeting(request: ScopedRequest, pk: int) -> HttpResponse:
    """The agenda with its times, what the body's rule asks of the days before, the packs the reader may see, and what
    was done to the meeting."""
    found = find_meeting(request, pk)
    user = request.user
    rule = found.body.rule_on(found.on)
    context = {
        "meeting": found,
        "calling": calling(found, rule, has_pack=_has_pack(found)),
        "making": scheduling.words(found, rule),
        "instead": Meeting.objects.filter(instead_of=found).select_related("body", "partnership").first(),
        "items": timed(found, list(found.items.for_reader(user).with_report(user))),
        "interests": Interest.objects.for_reader(user).filter(item__meeting=found) if found.published_at else [],
        "decisions": found.decisions.for_reader(user).select_related("partnership", "item").order_by("pk"),
        "actions": found.actions.visible_to(user).select_related("action__partnership"),
        "packs": Pack.objects.visible_to(user).filter(meeting=found).select_related("release", "partnership"),
        "sits": sits_on(found, user),
        **brought_back(request, found),
        "events": _events(found, user) if user.has_perm("partnership.view_history", found) else None,
        "trail": to_meetings(request),
    }
    return render(request, "governance/meeting.html", context)


def _has_pack(found: Meeting) -> bool:
    """Only of one that is ahead it can be late. At most one query."""
    return not found.is_ahead or with_pack(Meeting.objects.filter(pk=found.pk)).filter(has_pack=True).exists()


def sits_on(found: Meeting, user: User) -> bool:
    """Whether the user holds a seat at the meeting, or may stand in. One query."""
    return SeatHolding.objects.current(found.on).filter(seat__body=found.body_id, person=user).exists()


def _events(found: Meeting, user: User) -> list[history.Event]:
    """What was done to the items tells what they are about, so it is for those who may see what is exempt."""
    told = history.events(found)
    if user.has_perm(EXEMPT, found):
        told += history.events_of(AgendaItem, called=lambda row: f"agenda item “{row.title}”", meeting=found)
    return history.newest_first(told)


@form_methods
@in_partnership("governance.edit_meeting")
def meeting_add(request: ScopedRequest) -> HttpResponse:
    act = partial(actions.add_meeting, by=request.user, partnership=request.partnership)
    trail = to_meetings(request)
    page = Page("Add a meeting", back=trail[-1].url, trail=trail, action="Add meeting", done="The meeting was added.")
    return form_page(request, NewMeetingForm(request.POST or None, partnership=request.partnership), act, page)


@form_methods
@in_partnership("governance.edit_meeting")
def meeting_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    found = find_meeting(request, pk)
    act = partial(actions.edit_meeting, by=request.user, meeting=found)
    form = MeetingForm(request.POST or None, instance=found, partnership=request.partnership)
    page = page_of_meeting(request, found, "Change the meeting", done="The meeting was changed.")
    return form_page(request, form, act, page)

"""The forward plan of all bodies."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.calling import Calling, calling, with_pack
from governance.models import BodyRule, Meeting
from governance.views.finding import to_meetings
from governance.views.meetings import STATE, bodies_of
from governance.views.ratifying import brought_back
from partnership import clock
from partnership.listing import Column, Listing
from partnership.templatetags.portal import date_words, moment_words
from partnership.views.scope import ScopedRequest, in_partnership

AHEAD = timedelta(days=365)


def _calling(row: Meeting) -> Calling:
    """By the rule of its day; worked out once for a row."""
    found = getattr(row, "known_calling", None)
    if found is None:
        rule = next((rule for rule in row.body.rules.all() if rule.holds_on(row.on)), None)
        found = row.known_calling = calling(row, rule, has_pack=row.has_pack)
    return found


def _day(name: str) -> Any:
    return lambda row: getattr(_calling(row).due, name) if _calling(row).due else None


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
    Column("Notice by", _day("notice_by"), shown=date_words),
    Column("Agenda by", _day("publish_by"), shown=date_words),
    Column("Pack by", _day("pack_by"), shown=date_words),
    Column("Pack made by itself", _day("make_on"), shown=date_words),
    Column("Overdue", lambda row: " ".join(_calling(row).late)),
)


class PlanFilter(django_filters.FilterSet):
    body = django_filters.ModelChoiceFilter(queryset=bodies_of, empty_label="All")
    state = django_filters.ChoiceFilter(
        choices=[("draft", "Draft"), ("published", "Agenda published")], label="State", empty_label="All"
    )

    class Meta:
        model = Meeting
        fields: list[str] = []


def _rows(request: ScopedRequest) -> QuerySet:
    """What is ahead in the next twelve months, and what is past but was never opened."""
    rows = Meeting.objects.visible_to(request.user).filter(partnership=request.partnership).going_on()
    now, begun = clock.now(), (Meeting.State.DRAFT, Meeting.State.PUBLISHED, Meeting.State.OPEN)
    rows = rows.filter(Q(starts_at__gte=now) | Q(state__in=begun), starts_at__lte=now + AHEAD)
    rows = with_pack(rows).select_related("body", "partnership")
    return rows.prefetch_related(Prefetch("body__rules", BodyRule.objects.order_by("-from_on")))


@require_safe
@in_partnership()
def meeting_plan(request: ScopedRequest) -> HttpResponse:
    """The meetings of all bodies in the next twelve months, with what is due by when. Fixed number of queries."""
    listing = Listing(
        request, _rows(request), _COLUMNS, filterset=PlanFilter, sort="when", caption="Meetings in the next 12 months"
    )
    if listing.is_download:
        return listing.download("forward-plan")
    late = [row for row in listing.objects if _calling(row).late]
    context = {"listing": listing, "late": len(late), "trail": to_meetings(request), **brought_back(request)}
    return render(request, "governance/meeting_plan.html", context)

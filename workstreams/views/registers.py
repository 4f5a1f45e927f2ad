"""The registers of risks and issues: of the programme with all its workstreams, and of one workstream."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnership import clock
from partnership.exports import Fact
from partnership.listing import Column, Listing
from partnership.templatetags.portal import tag
from partnership.views.scope import ScopedRequest, in_partnership
from workstreams import registers
from workstreams.actions import MAY_EDIT
from workstreams.models import Risk, Workstream
from workstreams.ratings import IMPACTS, LIKELIHOODS, Band
from workstreams.views import choosing
from workstreams.views.finding import find_workstream, trail

_RISK = Column("Risk or issue", lambda entry: str(entry.risk), sort="number")
_WHERE = Column("Stands with", lambda entry: entry.where, sort="workstream__name")
_OWNER = Column("Owner", lambda entry: entry.risk.owner_words or "Nobody yet", sort="owner_text")
_COLUMNS = (
    _RISK,
    _WHERE,
    _OWNER,
    Column("Inherent", lambda entry: entry.risk.inherent_score, sort="inherent_score", numeric=True),
    Column("Now", lambda entry: entry.score_words, sort="score_now"),
    Column("Since last review", lambda entry: entry.movement),
    Column("Target", lambda entry: entry.risk.target_score, sort="target_score", numeric=True),
    Column("Next review", lambda entry: entry.review_words, sort="due_on"),
    Column("Status", lambda entry: entry.status, sort="standing", shown=lambda value: tag(value, _STATUS[value])),
)
_STATUS = dict(Risk.Status.choices)
_FILE = (
    Column("Reference", lambda entry: entry.risk.reference),
    Column("Kind", lambda entry: entry.risk.get_kind_display()),
    Column("Title", lambda entry: entry.risk.title),
    _WHERE,
    Column("Cause", lambda entry: entry.risk.cause),
    Column("Event", lambda entry: entry.risk.event),
    Column("Effect", lambda entry: entry.risk.effect),
    _OWNER,
    Column("Response", lambda entry: entry.risk.get_response_display()),
    Column("Proximity", lambda entry: entry.risk.get_proximity_display()),
    Column("Inherent score", lambda entry: entry.risk.inherent_score),
    Column("Likelihood", lambda entry: entry.risk.likelihood_now),
    Column("Impact", lambda entry: entry.risk.impact_now),
    Column("Score", lambda entry: entry.score),
    Column("Band", lambda entry: entry.band.label),
    Column("Score before", lambda entry: entry.risk.score_before),
    Column("Since last review", lambda entry: entry.movement),
    Column("Target score", lambda entry: entry.risk.target_score),
    Column("Raised", lambda entry: entry.risk.raised_on),
    Column("Reviewed", lambda entry: entry.risk.reviewed_on),
    Column("Next review", lambda entry: entry.risk.due_on),
    Column("Overdue", lambda entry: entry.is_overdue),
    Column("Status", lambda entry: _STATUS[entry.status]),
)
_ALL = "all"


class RegisterFilter(django_filters.FilterSet):
    """What is open, unless asked otherwise."""

    status = django_filters.ChoiceFilter(
        choices=[*Risk.Status.choices[1:], (_ALL, "All")], label="Status", empty_label="Open", method="of_status"
    )
    kind = django_filters.ChoiceFilter(choices=Risk.Kind.choices, label="Kind", empty_label="All")
    band = django_filters.ChoiceFilter(
        choices=[(each.value, each.words) for each in Band], label="Band", empty_label="All", method="of_band"
    )
    owner = django_filters.CharFilter(label="Owner has", method="of_owner")
    review = django_filters.ChoiceFilter(
        choices=[("overdue", "Overdue")], label="Review", empty_label="All", method="of_review"
    )
    on = django_filters.DateFilter(
        label="As at (empty: today)", widget=forms.DateInput(attrs={"type": "date"}), method="as_it_is"
    )

    class Meta:
        model = Risk
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.form.cleaned_data.get("status"):
            queryset = queryset.filter(standing=Risk.Status.OPEN)
        return super().filter_queryset(queryset)

    def of_status(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows if value == _ALL else rows.filter(standing=value)

    def of_band(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(registers.in_band(value))

    def of_owner(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Risk.owner_is(value))

    def of_review(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(registers.overdue(asked_day(self.request)))

    def as_it_is(self, rows: QuerySet, name: str, value: date) -> QuerySet:
        """The rows are those of this day already."""
        return rows


class ProgrammeRegisterFilter(RegisterFilter):
    workstream = django_filters.ModelChoiceFilter(
        queryset=choosing.workstreams,
        to_field_name="slug",
        empty_label="All",
    )
    level = django_filters.ChoiceFilter(
        choices=[("programme", "The programme"), ("workstream", "A workstream")],
        label="Stands with",
        empty_label="All",
        method="of_level",
    )

    def of_level(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        with_programme = Q(workstream=None) | Q(escalated_then=True)
        return rows.filter(with_programme) if value == "programme" else rows.exclude(with_programme)


def asked_day(request: HttpRequest) -> date:
    """The day that the register is asked for; today where none, or none that is a day."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return clock.today()


@require_safe
@in_partnership("savings.view_figures")
def risk_register(request: ScopedRequest) -> HttpResponseBase:
    """All risks and issues of the partnership: those with the programme, and those with its workstreams."""
    return _page(request, None)


@require_safe
@in_partnership("savings.view_figures")
def risk_list(request: ScopedRequest, workstream: str) -> HttpResponseBase:
    """Those of one workstream, the escalated ones included."""
    return _page(request, find_workstream(request, workstream))


def _page(request: ScopedRequest, stream: Workstream | None) -> HttpResponseBase:
    """The list, and the heat map of all that it lists. Fixed number of queries."""
    on = asked_day(request)
    listing = _listing(request, stream, on)
    if listing.is_download:
        name = f"{stream.slug}-risks" if stream else "risks"
        return listing.download(name, columns=_FILE, as_at=[Fact("As at", on)], stream=partial(_stream, on))
    context = {
        "listing": listing,
        "workstream": stream,
        "picture": registers.picture(registers.entries(listing.ordered, on)),
        "likelihoods": LIKELIHOODS,
        "impacts": IMPACTS.items(),
        "bands": list(Band),
        "on": on,
        "is_today": on == clock.today(),
        "may_add": request.user.has_perm(MAY_EDIT, stream or request.partnership),
        "trail": trail(request, stream),
    }
    return render(request, "workstreams/risks/register.html", context)


def _stream(on: date, rows: QuerySet[Risk]) -> Iterator[registers.Entry]:
    return (registers.Entry(row, on) for row in rows.iterator(chunk_size=2_000))


def _listing(request: ScopedRequest, stream: Workstream | None, on: date) -> Listing:
    rows = Risk.objects.visible_to(request.user).filter(partnership=request.partnership)
    if stream:
        rows = rows.filter(workstream=stream)
    rows = registers.as_at(rows.select_related("partnership", "workstream", "owner"), on)
    columns: list[Any] = [replace(_RISK, link=partial(_address, request.partnership.slug)), *_COLUMNS[1:]]
    of = stream.name if stream else "the programme"
    what = "Open risks and issues" if not request.GET.get("status") else "Risks and issues"
    return Listing(
        request,
        rows,
        columns,
        filterset=RegisterFilter if stream else ProgrammeRegisterFilter,
        sort="-now",
        caption=f"{what} of {of}",
        read=lambda found: registers.entries(found, on),
    )


def _address(partnership: str, entry: registers.Entry) -> str:
    return reverse("risk", args=[partnership, entry.risk.pk])

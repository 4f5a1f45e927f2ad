"""Pages of what is measured of the shared services. An indicator's own page, with its chart, is in `savings`."""

from functools import partial

import django_filters
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from partnership import history
from partnership.exports import Export, Fact, addresses, asked, download
from partnership.listing import Column, Listing
from partnership.permissions import require
from partnership.templatetags.portal import date_words, tag
from partnership.views.pages import Page, Step, form_page
from partnership.views.scope import ScopedRequest, in_partnership
from workstreams import actions, quality, trail
from workstreams.forms import IndicatorForm
from workstreams.measuring import Status
from workstreams.models import Indicator, Workstream
from workstreams.quality import Quality
from workstreams.views import choosing
from workstreams.views.finding import find_of, find_to_edit, find_workstream, form_methods, of
from workstreams.views.finding import trail as crumbs

NEWEST = {Status.MISSED: 0, Status.WITHIN: 1, Status.MET: 2, Status.NO_TARGET: 3}


class IndicatorFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(lookup_expr="icontains", label="Name has")
    workstream = django_filters.ModelChoiceFilter(
        queryset=choosing.workstreams,
        to_field_name="slug",
        empty_label="All",
    )
    kind = django_filters.ChoiceFilter(choices=Indicator.Kind.choices, label="Kind", empty_label="All")
    frequency = django_filters.ChoiceFilter(choices=Indicator.Frequency.choices, label="Frequency", empty_label="All")

    class Meta:
        model = Indicator
        fields: list[str] = []


def _columns(request: ScopedRequest, found: Quality) -> tuple[Column, ...]:
    """The worst of an indicator's newest readings stands for it: a good one never hides a bad one."""
    worst = {
        pk: min(found.of_indicator(pk), key=lambda one: (NEWEST[one.status], -one.severity), default=None)  # type: ignore[operator]
        for pk in (indicator.pk for indicator in found.indicators)
    }

    def newest(row: Indicator) -> str:
        one = worst.get(row.pk)
        return f"{one.reading.words} ({one.reading.span}, {one.reading.whose})" if one else "No reading yet"

    def target(row: Indicator) -> str:
        one = worst.get(row.pk)
        return one.reading.target_words if one else "–"

    def status(row: Indicator) -> str:
        one = worst.get(row.pk)
        return one.status.value if one else ""

    def previous(row: Indicator) -> str:
        one = worst.get(row.pk)
        return one.previous.words if one and one.previous else "–"

    return (
        Column("Indicator", lambda row: row.name, sort="name", link=lambda row: address(request, row)),
        Column("Workstream", lambda row: row.workstream.name, sort="workstream__name"),
        Column("Kind", lambda row: row.get_kind_display(), sort="kind"),
        Column("Target now", lambda row: row.target_words),
        Column("Newest reading", newest),
        Column("Judged by", target),
        Column("Status", status, shown=_tagged),
        Column("Against the one before", previous),
        Column("Frequency", lambda row: row.get_frequency_display(), sort="frequency"),
    )


def _tagged(status: str) -> SafeString | str:
    return tag(status) if status else "–"


def address(request: ScopedRequest, row: Indicator) -> str:
    return of(request, row.workstream, "indicator", pk=row.pk)


@require_safe
@in_partnership("savings.view_figures")
def indicator_list(request: ScopedRequest) -> HttpResponseBase:
    """The indicators of all workstreams, with the worst of the newest readings. Fixed number of queries."""
    return _listed(request, None)


@require_safe
@in_partnership("savings.view_figures")
def indicator_home(request: ScopedRequest, workstream: str) -> HttpResponseBase:
    return _listed(request, find_workstream(request, workstream))


def _listed(request: ScopedRequest, workstream: Workstream | None) -> HttpResponseBase:
    rows = Indicator.objects.visible_to(request.user).filter(workstream__partnership=request.partnership)
    if workstream:
        rows = rows.filter(workstream=workstream)
    found = quality.quality(request.partnership, user=request.user, workstream=workstream.pk if workstream else None)
    listing = Listing(
        request,
        rows.select_related("workstream"),
        _columns(request, found),
        filterset=IndicatorFilter,
        sort="indicator",
        caption=f"Indicators of {workstream.name}" if workstream else "Indicators of the workstreams",
    )
    if listing.is_download:
        return listing.download("indicators")
    context = {
        "listing": listing,
        "workstream": workstream,
        "quality": found,
        "counts": [(status.label, status.value, number) for status, number in found.counts.items()],
        "trail": crumbs(request, workstream),
    }
    return render(request, "workstreams/indicators/list.html", context)


@form_methods
@in_partnership()
def indicator_add(request: ScopedRequest, workstream: str) -> HttpResponse:
    found = find_to_edit(request, workstream)
    form = IndicatorForm(request.POST or None, workstream=found)
    act = partial(actions.add_indicator, by=request.user, workstream=found)
    home = of(request, found, "indicator-home")
    page = Page(
        "Add an indicator", back=home, trail=_above(request, found), action="Add", done="The indicator was added."
    )
    return form_page(request, form, act, page)


@form_methods
@in_partnership()
def indicator_edit(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = find_of(request, Indicator, workstream, pk)
    chosen = list(row.organisations.all())
    form = IndicatorForm(
        request.POST or None, instance=row, workstream=row.workstream, initial={"organisations": chosen}
    )
    act = partial(actions.edit_indicator, by=request.user, indicator=row)
    here = address(request, row)
    text = "Readings that are recorded keep the target that was set when they were recorded."
    steps = [*_above(request, row.workstream), Step(row.name, here)]
    return form_page(request, form, act, Page("Change the indicator", back=here, trail=steps, text=text))


@require_safe
@in_partnership()
def indicator_history(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    found = find_workstream(request, workstream)
    row = find_indicator(request, found, pk)
    require(request.user, "partnership.view_history", row)
    readings = row.readings.visible_to(request.user).select_related("indicator", "organisation", "recorded_by")
    events = history.newest_first([*history.events(row), *trail.of_readings(readings)])
    steps = [*_above(request, found), Step(row.name, address(request, row))]
    return render(request, "workstreams/indicators/history.html", {"indicator": row, "events": events, "trail": steps})


@require_safe
@in_partnership("savings.view_figures")
def reading_overdue(request: ScopedRequest) -> HttpResponseBase:
    """Readings that should have arrived. Five queries for the table; as a file too."""
    found = quality.quality(request.partnership, user=request.user)
    if asked(request):
        return download(request, _overdue_file(request, found))
    context = {"overdue": found.overdue, "grace": quality.GRACE_DAYS, "downloads": addresses(request)}
    return render(request, "workstreams/indicators/overdue.html", context | {"trail": crumbs(request)})


def _overdue_file(request: ScopedRequest, found: Quality) -> Export:
    rows = (
        [one.indicator.workstream.name, one.indicator.name, one.whose, str(one.span), date_words(one.since_on)]
        for one in found.overdue
    )
    headings = ["Workstream", "Indicator", "Of whom", "Period", "Overdue since"]
    facts = [Fact("Partnership", request.partnership.name)]
    return Export(f"{request.partnership.slug}-overdue-readings", "Overdue readings", headings, rows, facts)


def find_indicator(request: ScopedRequest, workstream: Workstream, pk: int) -> Indicator:
    row = get_object_or_404(Indicator.objects.visible_to(request.user), workstream=workstream, pk=pk)
    row.workstream = workstream
    return row


def _above(request: ScopedRequest, workstream: Workstream) -> list[Step]:
    return [*crumbs(request, workstream), Step("Service quality", of(request, workstream, "indicator-home"))]

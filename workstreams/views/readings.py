"""Pages of what was measured: all readings, and those that record, put right or withdraw one."""

from functools import partial

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partnership.listing import Column, Listing
from partnership.permissions import require
from partnership.templatetags.portal import tag
from partnership.views.pages import Page, Step, form_page
from partnership.views.scope import ScopedRequest, in_partnership
from workstreams import actions, measuring
from workstreams.actions import MAY_RECORD
from workstreams.forms import ReadingForm, WithdrawForm
from workstreams.measuring import Status
from workstreams.models import Indicator, Reading
from workstreams.views import choosing
from workstreams.views.finding import find_workstream, form_methods, of
from workstreams.views.finding import trail as crumbs
from workstreams.views.indicators import address, find_indicator

BASELINE = "baseline"


def _standing(row: Reading) -> str:
    if row.comparator:
        return "comparator"
    return BASELINE if row.before_sharing else str(row.judged)  # type: ignore[attr-defined]


_COLUMNS = (
    Column("Indicator", lambda row: row.indicator.name, sort="indicator__name"),
    Column("Workstream", lambda row: row.indicator.workstream.name, sort="indicator__workstream__name"),
    Column("Of whom", lambda row: row.whose),
    Column("Period", lambda row: str(row.span), sort="last_on"),
    Column(
        "Value",
        lambda row: measuring.plain(row.value_hundredths),
        plain=lambda row: measuring.decimal(row.value_hundredths),
        numeric=True,
    ),
    Column("Unit", lambda row: row.indicator.unit),
    Column(
        "Target",
        lambda row: "–" if row.target_hundredths is None else measuring.plain(row.target_hundredths),
        plain=lambda row: None if row.target_hundredths is None else measuring.decimal(row.target_hundredths),
        numeric=True,
    ),
    Column("Status", _standing, sort="judged", shown=tag),
    Column("Respondents", lambda row: row.respondents, sort="respondents", numeric=True),
    Column("Source", lambda row: row.source),
    Column("Version", lambda row: row.version, sort="version", numeric=True),
)


class ReadingFilter(django_filters.FilterSet):
    indicator = django_filters.CharFilter(field_name="indicator__name", lookup_expr="icontains", label="Indicator has")
    workstream = django_filters.ModelChoiceFilter(
        field_name="indicator__workstream",
        queryset=choosing.workstreams,
        to_field_name="slug",
        empty_label="All",
        label="Workstream",
    )
    organisation = django_filters.ModelChoiceFilter(
        queryset=choosing.organisations,
        to_field_name="code",
        empty_label="All",
    )
    of = django_filters.ChoiceFilter(
        label="What",
        choices=[("sharing", "Since sharing"), (BASELINE, "Before sharing"), ("comparator", "Comparators")],
        empty_label="All readings",
        method="of_sort",
    )
    status = django_filters.ChoiceFilter(
        field_name="judged",
        label="Status",
        choices=[(status.value, status.label) for status in (Status.MET, Status.WITHIN, Status.MISSED)],
        empty_label="All",
    )

    class Meta:
        model = Reading
        fields: list[str] = []

    def of_sort(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == "comparator":
            return rows.exclude(comparator="")
        return rows.filter(comparator="", before_sharing=value == BASELINE)


@require_safe
@in_partnership("savings.view_figures")
def reading_list(request: ScopedRequest) -> HttpResponseBase:
    """All readings that stand, the newest period on top. Fixed number of queries."""
    rows = Reading.objects.visible_to(request.user).filter(partnership=request.partnership).in_force().judged()
    rows = rows.select_related("indicator__workstream__partnership", "organisation")
    first = Column(
        _COLUMNS[0].heading, _COLUMNS[0].value, sort=_COLUMNS[0].sort, link=lambda row: address(request, row.indicator)
    )
    caption = "Readings of the indicators"
    columns = [first, *_COLUMNS[1:]]
    listing = Listing(request, rows, columns, filterset=ReadingFilter, sort="-period", caption=caption)
    if listing.is_download:
        return listing.download("readings")
    return render(request, "workstreams/indicators/readings.html", {"listing": listing, "trail": crumbs(request)})


@form_methods
@in_partnership()
def reading_add(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = find_indicator(request, find_workstream(request, workstream), pk)
    require(request.user, MAY_RECORD, request.partnership)
    form = ReadingForm(request.POST or None, indicator=row, user=request.user)
    page = _page(request, row, "Record a reading", action="Record", done="The reading was recorded.")
    return form_page(request, form, partial(actions.record_reading, by=request.user), page)


@form_methods
@in_partnership("savings.view_figures")
def reading_correct(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = _find(request, workstream, pk)
    form = ReadingForm(request.POST or None, indicator=row.indicator, user=request.user, reading=row)
    where = of(request, row.indicator.workstream, "reading-withdraw", pk=pk)
    text = f"{row.whose}, {row.span}: {row.words}. What was recorded stays readable."
    more = [Step("Withdraw this reading", where)]
    page = _page(request, row.indicator, "Put a reading right", done="It was put right.", text=text, more=more)
    return form_page(request, form, partial(actions.correct_reading, by=request.user, reading=row), page)


@form_methods
@in_partnership("savings.view_figures")
def reading_withdraw(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    row = _find(request, workstream, pk)
    text = f"{row.whose}, {row.span}: {row.words}. For one that was recorded by mistake. It stays readable."
    page = _page(request, row.indicator, "Withdraw a reading", action="Withdraw", done="It was withdrawn.", text=text)
    act = partial(actions.withdraw_reading, by=request.user, reading=row)
    return form_page(request, WithdrawForm(request.POST or None), act, page)


def _find(request: ScopedRequest, workstream: str, pk: int) -> Reading:
    stream = find_workstream(request, workstream)
    rows = Reading.objects.visible_to(request.user).select_related("indicator__workstream__partnership", "organisation")
    row: Reading = get_object_or_404(rows, indicator__workstream=stream, pk=pk)
    require(request.user, MAY_RECORD, row)
    return row


def _page(request: ScopedRequest, indicator: Indicator, title: str, **words) -> Page:
    here = address(request, indicator)
    home = of(request, indicator.workstream, "indicator-home")
    steps = [*crumbs(request, indicator.workstream), Step("Service quality", home), Step(indicator.name, here)]
    return Page(title, back=here, trail=steps, **words)

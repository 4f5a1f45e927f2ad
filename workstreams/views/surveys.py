"""Satisfaction surveys: a list of all, each with its answers, and the form that records one."""

from functools import partial

import django_filters
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnership.listing import Column, Listing
from partnership.permissions import require
from partnership.templatetags.portal import tag
from partnership.views.pages import Page, Step, form_page
from partnership.views.scope import ScopedRequest, in_partnership
from workstreams import actions
from workstreams.actions import MAY_RECORD
from workstreams.forms import SurveyForm
from workstreams.measuring import decimal
from workstreams.models import Survey
from workstreams.views import choosing
from workstreams.views.finding import find_workstream, form_methods, of, trail
from workstreams.views.indicators import address, find_indicator

_WITH = ("reading__indicator__workstream__partnership", "reading__organisation", "reading__partnership")
_COLUMNS = (
    Column("Survey", lambda row: row.title, sort="title", link=Survey.get_absolute_url),
    Column(
        "Workstream", lambda row: row.reading.indicator.workstream.name, sort="reading__indicator__workstream__name"
    ),
    Column("Indicator", lambda row: row.reading.indicator.name, sort="reading__indicator__name"),
    Column("Of whom", lambda row: row.reading.whose),
    Column("Period", lambda row: str(row.reading.span), sort="reading__last_on"),
    Column("Answered", lambda row: row.response_words, plain=lambda row: decimal(row.response_rate), sort="answered"),
    Column("Result", lambda row: row.reading.words, sort="reading__value_hundredths"),
    Column("Judged by", lambda row: row.reading.target_words),
    Column("Status", lambda row: row.reading.status.value, shown=tag),
)


class SurveyFilter(django_filters.FilterSet):
    title = django_filters.CharFilter(lookup_expr="icontains", label="Title has")
    workstream = django_filters.ModelChoiceFilter(
        field_name="reading__indicator__workstream",
        queryset=choosing.workstreams,
        to_field_name="slug",
        empty_label="All",
        label="Workstream",
    )

    class Meta:
        model = Survey
        fields: list[str] = []


@require_safe
@in_partnership("savings.view_figures")
def survey_list(request: ScopedRequest) -> HttpResponseBase:
    """The surveys whose readings stand, the newest period on top. Fixed number of queries."""
    rows = Survey.objects.visible_to(request.user).in_force().filter(reading__partnership=request.partnership)
    rows = rows.select_related(*_WITH)
    listing = Listing(request, rows, _COLUMNS, filterset=SurveyFilter, sort="-period", caption="Satisfaction surveys")
    if listing.is_download:
        return listing.download("surveys")
    return render(request, "workstreams/surveys/list.html", {"listing": listing, "trail": trail(request)})


@require_safe
@in_partnership("savings.view_figures")
def survey(request: ScopedRequest, pk: int) -> HttpResponse:
    rows = Survey.objects.visible_to(request.user).select_related(*_WITH, "recorded_by")
    found = get_object_or_404(rows, reading__partnership=request.partnership, pk=pk)
    steps = [*trail(request), Step("Satisfaction surveys", reverse("survey-list", args=[request.partnership.slug]))]
    context = {"survey": found, "reading": found.reading, "questions": list(found.questions.all()), "trail": steps}
    return render(request, "workstreams/surveys/survey.html", context)


@form_methods
@in_partnership("savings.view_figures")
def survey_add(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    """Of an indicator that is measured by surveys, by who may record its readings."""
    stream = find_workstream(request, workstream)
    row = find_indicator(request, stream, pk)
    require(request.user, MAY_RECORD, request.partnership)
    form = SurveyForm(request.POST or None, indicator=row, user=request.user)
    here = address(request, row)
    steps = [
        *trail(request, stream),
        Step("Service quality", of(request, stream, "indicator-home")),
        Step(row.name, here),
    ]
    page = Page(
        "Record a survey", back=here, trail=steps, action="Record", done="The survey and its reading were recorded."
    )
    act = partial(actions.record_survey, by=request.user, indicator=row)
    return form_page(request, form, act, page, "workstreams/surveys/form.html")

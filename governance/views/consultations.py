"""The consultation trail: which report went to which consulted body, when, what it said, and what was replied; and of
one report the whole of it, with the consultations that it points to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from governance import consulting
from governance.actions.evidence import point_to_consultation, take_consultation_out
from governance.forms import PointForm
from governance.models import Report, ReportConsultation, RouteStep
from governance.models.appendices import has_exempt_matter
from governance.models.reports import READ, WRITE
from governance.models.routes import OUTCOMES
from governance.views.finding import form_methods
from governance.views.report_finding import find_report, find_row, find_to_write, trail
from partnership.listing import Column, Listing
from partnership.templatetags.portal import date_words
from partnership.views.pages import Page, Step, confirm_page, form_page
from partnership.views.scope import ScopedRequest, in_partnership

Word = RouteStep.Word
WITHHELD = "Withheld: the report has exempt matter"


@dataclass(frozen=True)
class Consultation:
    """One time that a body was consulted on a report, or was not and why."""

    step: RouteStep
    response: RouteStep | None
    replies: tuple[RouteStep, ...]
    is_open: bool

    @property
    def response_words(self) -> str:
        if self.step.word == Word.SKIPPED:
            return "Not consulted"
        return self.response.get_word_display() if self.response else "Awaited"

    @property
    def remarks(self) -> str:
        said = self.step.text if self.step.word == Word.SKIPPED else self.response.text if self.response else ""
        return said if self.is_open or not said else WITHHELD

    @property
    def responded_on(self) -> date | None:
        return self.response.on if self.response else None

    @property
    def reply(self) -> str:
        said = " ".join(f"{each.on:%-d %B %Y}: {each.text}" for each in self.replies)
        return said if self.is_open or not said else WITHHELD


def consultations(found: QuerySet[RouteStep]) -> list[Consultation]:
    """The occasions that a query of steps names, with what followed each. Two queries, for any number."""
    steps = list(found)
    later = RouteStep.objects.filter(report__in={step.report_id for step in steps}, stop__is_consulted=True)
    followed: dict[tuple[int, int], list[RouteStep]] = {}
    for each in later.order_by("pk"):
        followed.setdefault((each.report_id, each.stop_id), []).append(each)
    return [_consultation(step, followed[step.report_id, step.stop_id]) for step in steps]


def _consultation(step: RouteStep, there: list[RouteStep]) -> Consultation:
    """What happened at the stop from this step to the next time that it was asked."""
    after: list[RouteStep] = []
    for each in there:
        if each.pk > step.pk:
            if each.word in (Word.SENT, Word.SKIPPED):
                break
            after.append(each)
    response = next((each for each in after if each.word in OUTCOMES), None)
    replies = tuple(each for each in after if each.word == Word.REPLIED)
    is_open = bool(getattr(step, "opens", True)) or not getattr(step, "has_exempt", False)
    return Consultation(step, response, replies, is_open)


def trail_of(user: Any) -> QuerySet[RouteStep]:
    """The occasions on reports that the user may see; whether their remarks are open to the user goes along."""
    own = Report.objects.filter(pk=OuterRef("report"))
    opened = own.filter(Report.objects.exempt_open_to(user))
    return (
        RouteStep.objects.visible_to(user)
        .filter(stop__is_consulted=True, word__in=[Word.SENT, Word.SKIPPED])
        .select_related("report__partnership", "stop__body", "meeting")
        .annotate(opens=Exists(opened), has_exempt=Exists(own.filter(has_exempt_matter())))
    )


_COLUMNS = (
    Column(
        "Report",
        lambda row: row.step.report.title,
        sort="report__title",
        link=lambda row: row.step.report.get_absolute_url(),
    ),
    Column("Who", lambda row: row.step.stop.body.name, sort="stop__body__name"),
    Column("Consulted", lambda row: row.step.on, sort="on", shown=date_words),
    Column("Response", lambda row: row.response_words),
    Column("Responded", lambda row: row.responded_on, shown=date_words),
    Column("Remarks", lambda row: row.remarks),
    Column("Reply", lambda row: row.reply),
)


class ConsultationFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(field_name="report__title", lookup_expr="icontains", label="Report’s title has")
    body = django_filters.ModelChoiceFilter(
        field_name="stop__body",
        queryset=lambda request: request.partnership.bodies.with_remit().filter(powers="consulted"),
        label="Who",
        empty_label="All",
    )
    way = django_filters.ChoiceFilter(
        field_name="word",
        choices=[(Word.SENT.value, "Consulted"), (Word.SKIPPED.value, "Not consulted, with a reason")],
        label="Consulted or not",
        empty_label="All",
    )

    class Meta:
        model = RouteStep
        fields: list[str] = []


def _stream(found: QuerySet) -> Iterator[Consultation]:
    return iter(consultations(found))


@require_safe
@in_partnership(READ)
def consultation_list(request: ScopedRequest) -> HttpResponse:
    found = trail_of(request.user).filter(report__partnership=request.partnership)
    listing = Listing(
        *(request, found, _COLUMNS),
        filterset=ConsultationFilter,
        sort="-consulted",
        caption="Consultation on reports",
        read=consultations,
    )
    if listing.is_download:
        return listing.download("consultations", stream=_stream)
    return render(request, "governance/reports/consultations.html", {"listing": listing, "trail": trail(request)})


# --- Of one report ----------------------------------------------------------------------------------------------------
@require_safe
@in_partnership(READ)
def report_consultation(request: ScopedRequest, pk: int) -> HttpResponse:
    """Everybody who was consulted on it, when, what they said and what was replied; and how that stands with what the
    board and the next gate ask for."""
    row = find_report(request, pk)
    occasions = consultations(trail_of(request.user).filter(report=row).order_by("pk"))
    context = {
        "report": row,
        "voices": consulting.voices(row, occasions, request.user),
        "evidence": consulting.evidence(row),
        "gate": consulting.gate(row, request.user),
        "pointed": _pointed(request).filter(report=row),
        "may_write": request.user.has_perm(WRITE, row) and row.is_editable,
        "trail": trail(request, row),
    }
    return render(request, "governance/reports/consultation.html", context)


def _pointed(request: ScopedRequest) -> QuerySet[ReportConsultation]:
    rows = ReportConsultation.objects.visible_to(request.user).filter(report__partnership=request.partnership)
    return rows.select_related("consultation__partnership", "consultation__workstream")


@form_methods
@in_partnership()
def report_point(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find_to_write(request, pk)
    form = PointForm(request.POST or None, report=row, user=request.user)
    act = partial(point_to_consultation, by=request.user, report=row)
    text = "The report then reaches the board once that consultation is closed."
    return form_page(
        request, form, act, _page(request, row, "Point to a consultation", action="Point to it", text=text)
    )


@form_methods
@in_partnership()
def report_point_no_more(request: ScopedRequest, pk: int) -> HttpResponse:
    found = find_row(request, ReportConsultation, pk)
    act = partial(take_consultation_out, by=request.user, row=found)
    words = {"action": "Take it out", "text": "The consultation stays. Only the report points to it no more."}
    page = _page(request, found.report, f"Take “{found}” out of the report", danger=True, **words)
    return confirm_page(request, act, page)


def _page(request: ScopedRequest, row: Report, title: str, **words: Any) -> Page:
    back = Step("Consultation", reverse("report-consultation", args=[request.partnership.slug, row.pk]))
    return Page(title, back=back.url, trail=[*trail(request, row), back], done="The trail was changed.", **words)

"""Highlight reports: those of a workstream, all of them, and the programme in one month."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from partnership import clock
from partnership.exports import Fact, Pence
from partnership.listing import Column, Listing
from partnership.templatetags.portal import date_words, rag, tag
from partnership.views.pages import Step
from partnership.views.scope import ScopedRequest, in_partnership
from savings.highlights import months, standing
from savings.highlights.months import last_over
from savings.models import HighlightReport
from savings.models.highlights import ASPECTS
from savings.models.words import MONEY_KINDS, Kind, Rating
from workstreams.actions import MAY_EDIT
from workstreams.models import Workstream
from workstreams.views import choosing
from workstreams.views.finding import find_workstream, trail


def _shown_rating(value: str) -> Any:
    return rag(value) if value else "–"


def _rating_column(aspect: str, label: str) -> Column:
    sort = "severity" if aspect == "overall" else ""
    words = dict(Rating.choices)
    return Column(
        label,
        lambda row: row.rating(aspect),
        sort=sort,
        shown=_shown_rating,
        plain=lambda row: words.get(row.rating(aspect), ""),
    )


def _submitted_on(row: HighlightReport) -> date | None:
    return timezone.localdate(row.submitted_at) if row.submitted_at else None


_RATINGS = tuple(_rating_column(aspect, label) for aspect, label in ASPECTS.items())
_MONTH = Column("Month", lambda row: f"{row.month:%B %Y}", sort="month", plain=lambda row: row.month)
_COLUMNS = (
    replace(_MONTH, link=HighlightReport.get_absolute_url),
    Column("Version", lambda row: row.version, sort="version", numeric=True),
    Column("State", lambda row: HighlightReport.State(row.state), sort="state", shown=tag, plain=lambda r: r.state),
    *_RATINGS,
    Column("Submitted", _submitted_on, sort="submitted_at", shown=date_words),
    Column("By", lambda row: (row.submitted_by or row.drafted_by).name),
)
_STREAM = Column("Workstream", lambda row: row.workstream.name, sort="workstream__name")
_WORDS = (
    *(Column(f"{label}: reason", partial(HighlightReport.reason, aspect=aspect)) for aspect, label in ASPECTS.items()),
    Column("Done", lambda row: row.done),
    Column("Next steps", lambda row: row.next),
    Column("Decisions needed", lambda row: row.decisions),
    Column("Reason for the correction", lambda row: row.correction),
)


def _money(kind: str, name: str, row: HighlightReport) -> Pence | None:
    """Of what was frozen with a report; of a draft nothing."""
    found = next((each for each in (row.figures or {}).get("money", []) if each["kind"] == kind), None)
    return Pence(found[f"{name}_pence"]) if found else None


_AMOUNTS = ("target", "due", "forecast", "contracted", "realised", "verified")
_OF_FILE = (
    *_WORDS,
    *(Column(f"{Kind(kind).label}: {name}", partial(_money, kind, name)) for kind in MONEY_KINDS for name in _AMOUNTS),
)


# --- Lists ------------------------------------------------------------------------------------------------------------
class ReportFilter(django_filters.FilterSet):
    """What is in force, and drafts; with former versions if asked."""

    state = django_filters.ChoiceFilter(choices=HighlightReport.State.choices, label="State", empty_label="All")
    overall = django_filters.ChoiceFilter(choices=Rating.choices, label="Overall", empty_label="All")
    versions = django_filters.ChoiceFilter(
        choices=[("all", "With those that were corrected")],
        label="Versions",
        empty_label="The newest",
        method="as_it_is",
    )

    class Meta:
        model = HighlightReport
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.form.cleaned_data.get("versions"):
            queryset = queryset.standing()
        return super().filter_queryset(queryset)

    def as_it_is(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows


class ProgrammeReportFilter(ReportFilter):
    workstream = django_filters.ModelChoiceFilter(
        queryset=choosing.workstreams, to_field_name="slug", empty_label="All", label="Workstream"
    )
    month = django_filters.ChoiceFilter(label="Month", empty_label="All", method="of_month")

    def __init__(self, *args: Any, months: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["month"].extra["choices"] = month_choices(months)

    def of_month(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(month=months.of_text(value))


def month_choices(found: list[date]) -> list[tuple[str, str]]:
    return [(f"{month:%Y-%m}", f"{month:%B %Y}") for month in found]


def highlights_of(request: ScopedRequest) -> QuerySet[HighlightReport]:
    rows = HighlightReport.objects.visible_to(request.user).filter(workstream__partnership=request.partnership)
    return rows.select_related("workstream__partnership", "drafted_by", "submitted_by")


@require_safe
@in_partnership("savings.view_figures")
def highlight_list(request: ScopedRequest, workstream: str) -> HttpResponseBase:
    """The reports of one workstream, the newest month on top. Fixed number of queries."""
    stream = find_workstream(request, workstream)
    rows = highlights_of(request).filter(workstream=stream).ranked()
    caption = f"Highlight reports of {stream}"
    listing = Listing(request, rows, _COLUMNS, filterset=ReportFilter, sort="-month", caption=caption)
    if listing.is_download:
        return listing.download(f"{stream.slug}-highlights", columns=(*_COLUMNS, *_OF_FILE))
    context = {
        "listing": listing,
        "workstream": stream,
        "may_add": request.user.has_perm(MAY_EDIT, stream),
        "trail": trail(request, stream),
    }
    return render(request, "savings/highlights/list.html", context)


@require_safe
@in_partnership("savings.view_figures")
def highlight_reports(request: ScopedRequest) -> HttpResponseBase:
    """All reports of all workstreams. Fixed number of queries."""
    columns = (replace(_STREAM, link=HighlightReport.get_absolute_url), _MONTH, *_COLUMNS[1:])
    listing = Listing(
        request,
        highlights_of(request).ranked(),
        columns,
        filterset=ProgrammeReportFilter,
        sort="-month",
        caption="Highlight reports",
        months=standing.offered(request.partnership),
    )
    if listing.is_download:
        return listing.download("highlights", columns=(*columns, *_OF_FILE))
    steps = [*trail(request), Step("Highlights", reverse("highlight-month", args=[request.partnership.slug]))]
    return render(request, "savings/highlights/reports.html", {"listing": listing, "trail": steps})


# --- The programme in a month -----------------------------------------------------------------------------------------
class MonthFilter(django_filters.FilterSet):
    month = django_filters.ChoiceFilter(label="Month", method="as_it_is")
    report = django_filters.ChoiceFilter(
        label="Report", choices=[("there", "Submitted"), ("missing", "Missing")], empty_label="All", method="of_report"
    )
    overall = django_filters.ChoiceFilter(
        choices=Rating.choices, label="Overall", empty_label="All", method="of_overall"
    )
    any = django_filters.ChoiceFilter(
        choices=Rating.choices, label="Any of the five", empty_label="All", method="of_any"
    )

    class Meta:
        model = Workstream
        fields: list[str] = []

    def __init__(self, *args: Any, months: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked_by_itself, others = last_over(clock.today()), month_choices(months)
        usual = (f"{asked_by_itself:%Y-%m}", f"{asked_by_itself:%B %Y}")
        self.filters["month"].extra |= {"choices": [each for each in others if each != usual], "empty_label": usual[1]}

    def as_it_is(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """The rows are those of this month already."""
        return rows

    def of_report(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(report__isnull=value == "missing")

    def of_overall(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return _rated_as(rows, value, ("overall",))

    def of_any(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return _rated_as(rows, value, tuple(ASPECTS))


def _rated_as(rows: QuerySet, value: str, aspects: tuple[str, ...]) -> QuerySet:
    found = HighlightReport.objects.none()
    for aspect in aspects:
        found = found | HighlightReport.objects.filter(**{aspect: value})
    return rows.filter(Exists(found.filter(pk=OuterRef("report"))))


def _cell(aspect: str, row: standing.Row) -> Any:
    return row.rating(aspect)


def _shown(value: standing.Rated | None) -> Any:
    """The word with its colour; what it was in the month before, if it moved; and what the portal says, if worse."""
    if value is None:
        return "–"
    was = [f"was {value.before}"] if value.moved in ("Better", "Worse") else []
    beside = [*was, *([f"portal: {value.said}"] if value.is_better else [])]
    return format_html("{} {}", rag(value.rating), f"({'; '.join(beside)})") if beside else rag(value.rating)


def _plain(aspect: str, row: standing.Row) -> str:
    found = row.rating(aspect)
    return found.rating.capitalize() if found else ""


_GRID = (
    Column("Workstream", lambda row: row.workstream.name, sort="name", link=lambda row: row.url),
    *(
        Column(
            label,
            partial(_cell, aspect),
            sort="severity" if aspect == "overall" else "",
            shown=_shown,
            plain=partial(_plain, aspect),
        )
        for aspect, label in ASPECTS.items()
    ),
    Column("Report", lambda row: row, shown=lambda row: tag(row.state, row.state_words), plain=lambda r: r.state_words),
)


def _moved_of_file(aspect: str, row: standing.Row) -> str:
    found = row.rating(aspect)
    return found.moved if found else ""


_GRID_OF_FILE = (
    *_GRID,
    *(Column(f"{label}: since the month before", partial(_moved_of_file, a)) for a, label in ASPECTS.items()),
)


@require_safe
@in_partnership("savings.view_figures")
def highlight_month(request: ScopedRequest) -> HttpResponseBase:
    """Every workstream in one month: its five ratings, how they moved, and whose report is missing. Fixed number of
    queries."""
    offered = standing.offered(request.partnership)
    month = months.of_text(request.GET.get("month", "")) or months.last_over(clock.today())
    streams = Workstream.objects.visible_to(request.user).filter(partnership=request.partnership)
    expected = standing.with_report(streams.select_related("partnership"), month)
    due = standing.due_on(request.partnership, month)
    listing = Listing(
        request,
        expected,
        _GRID,
        filterset=MonthFilter,
        sort="workstream",
        caption=f"Highlights of {month:%B %Y}",
        read=lambda found: standing.rows(found, month, due=due, user=request.user),
        months=offered,
    )
    if listing.is_download:
        facts = [Fact("Month", f"{month:%B %Y}")]
        read = lambda rows: iter(standing.rows(rows, month, due=due, user=request.user))  # noqa: E731 - one expression
        return listing.download(f"highlights-{month:%Y-%m}", columns=_GRID_OF_FILE, as_at=facts, stream=read)
    context = {
        "listing": listing,
        "month": month,
        "conclusion": standing.conclusion(expected, month, due),
        "earlier": next((each for each in offered if each < month), None),
        "later": next((each for each in reversed(offered) if each > month), None),
        "due_on": due,
        "trail": trail(request),
    }
    return render(request, "savings/highlights/month.html", context)

"""Reports: the list, the report as it is read, the workbench of those who write it, and what is written in rows."""

from functools import partial
from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from governance.actions import reports as actions
from governance.actions.routes import lacks
from governance.models import (
    BackgroundPaper,
    Decision,
    Pack,
    Report,
    ReportConsultation,
    ReportPart,
    ReportRecommendation,
    ReportVersion,
)
from governance.models.reports import READ, ROUTE, WRITE
from governance.models.routes import glance
from governance.report_forms import NewReportForm, PaperForm, ReasonForm, RecommendationForm, ReportForm
from governance.reports import content
from governance.reports.printing import Printed
from governance.routing import Stop
from governance.views.finding import form_methods
from governance.views.report_finding import (
    find_report,
    find_row,
    find_to_write,
    opens_remarks,
    page,
    route_of,
    trail,
    with_route,
)
from partnership import history
from partnership.listing import Column, Listing
from partnership.permissions import require
from partnership.templatetags.portal import date_words, tag
from partnership.views.pages import Page, Step, confirm_page, done, form_page
from partnership.views.scope import ScopedRequest, in_partnership
from workstreams.models import Workstream

_COLUMNS = (
    Column("Report", lambda row: row.title, sort="title", link=lambda row: row.get_absolute_url()),
    Column("Number", lambda row: row.number, sort="number", numeric=True),
    Column("Workstream", lambda row: row.workstream.name if row.workstream else "Programme", sort="workstream__name"),
    Column(
        "State", lambda row: Report.State(row.state), sort="state", plain=lambda row: row.get_state_display(), shown=tag
    ),
    Column("Where it is", lambda row: glance(row).where, sort="stands_before__name"),
    Column("Report of", lambda row: row.author_post, sort="author_post"),
    Column("Openness", lambda row: "Exempt" if row.exempt_reason else "Open", sort="exempt_reason"),
    Column("Published", lambda row: row.published_at, sort="published_at", shown=date_words),
)


class ReportFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(method="of_search", label="Title or text has")
    state = django_filters.ChoiceFilter(choices=Report.State.choices, label="State", empty_label="All")
    stands_before = django_filters.ModelChoiceFilter(
        queryset=lambda request: request.partnership.bodies.all(), label="Before", empty_label="All bodies"
    )
    workstream = django_filters.ModelChoiceFilter(
        queryset=lambda request: request.partnership.workstreams.all(), label="Workstream", empty_label="All"
    )
    openness = django_filters.ChoiceFilter(
        method="of_openness", label="Openness", choices=[("open", "Open"), ("exempt", "Exempt")], empty_label="All"
    )

    class Meta:
        model = Report
        fields: list[str] = []

    def of_search(self, found: Any, name: str, value: str) -> QuerySet:
        return found.about(value, self.request.user)

    def of_openness(self, found: QuerySet, name: str, value: str) -> QuerySet:
        return found.exclude(exempt_reason="") if value == "exempt" else found.filter(exempt_reason="")


@require_safe
@in_partnership(READ)
def report_list(request: ScopedRequest) -> HttpResponse:
    """Reports, the newest on top. Fixed number of queries."""
    visible = Report.objects.visible_to(request.user).filter(partnership=request.partnership)
    found = with_route(visible.select_related("workstream", "partnership", "rule"))
    listing = Listing(request, found, _COLUMNS, filterset=ReportFilter, sort="-number", caption="Reports")
    if listing.is_download:
        return listing.download("reports")
    return render(request, "governance/reports/list.html", {"listing": listing})


@require_safe
@in_partnership(READ)
def workstream_reports(request: ScopedRequest, workstream: str) -> HttpResponse:
    """Those of one workstream. Fixed number of queries."""
    streams = Workstream.objects.visible_to(request.user).filter(partnership=request.partnership)
    stream = get_object_or_404(streams.select_related("partnership"), slug=workstream)
    request.family = "workstream"
    visible = Report.objects.visible_to(request.user).filter(workstream=stream)
    found = with_route(visible.select_related("workstream", "partnership", "rule"))
    columns = [column for column in _COLUMNS if column.heading != "Workstream"]
    listing = Listing(request, found, columns, sort="-number", caption=f"Reports on {stream.name}")
    if listing.is_download:
        return listing.download(f"reports-{stream.slug}")
    slug = request.partnership.slug
    steps = [Step("Workstreams", reverse("workstream-list", args=[slug]))]
    steps.append(Step(stream.name, reverse("workstream", args=[slug, stream.slug])))
    context = {"listing": listing, "workstream": stream, "trail": steps}
    return render(request, "governance/reports/of_workstream.html", context)


@require_safe
@in_partnership(READ)
def report(request: ScopedRequest, pk: int) -> HttpResponse:
    """The report as it reads: as published where it was, else as it is now, with its figures as at now."""
    row = find_report(request, pk)
    version = row.versions.filter(kind=ReportVersion.Kind.PUBLISHED).first() if row.is_published else None
    document = content.for_reader(version.content if version else content.live(row), row, request.user)
    stood = version.figures if version else content.figures_of(row, document, request.user)
    at_work = row.is_at_work_for(request.user)
    context = {
        "report": row,
        "document": document,
        "printed": Printed(document, stood),
        "version": version,
        "route": route_of(row) if at_work or row.rule else None,
        "agenda": row.agenda_items.select_related("meeting__body", "meeting__partnership"),
        "decisions": _decisions(request, row),
        "packs": Pack.objects.visible_to(request.user)
        .finished()
        .filter(meeting__items__report=row)
        .for_pages()
        .distinct(),
        "remarks": at_work and opens_remarks(row, request.user),
        "at_work": at_work,
        "may": _may(request, row),
        "replies": _replies(request, row),
        "events": _events(row) if _sees_history(request, row) else None,
        "trail": trail(request),
    }
    return render(request, "governance/reports/report.html", context)


def _decisions(request: ScopedRequest, row: Report) -> QuerySet[Decision]:
    """What was decided under its items, as far as the reader may read it."""
    found = Decision.objects.visible_to(request.user).for_reader(request.user).filter(item__report=row)
    return found.select_related("partnership", "item").order_by("pk")


def _may(request: ScopedRequest, row: Report) -> dict[str, bool]:
    """What is offered to this reader."""
    user, under_way = request.user, row.state in (Report.State.DRAFT, Report.State.ON_ROUTE)
    writes, routes = user.has_perm(WRITE, row), user.has_perm(ROUTE, row)
    return {
        "write": writes and under_way,
        "send": writes and row.is_editable,
        "outcome": routes and row.stands_before_id is not None,
        "publish": routes and under_way,
        "agenda": routes and row.state != Report.State.WITHDRAWN and user.has_perm("governance.edit_meeting", row),
        "withdraw": row.state != Report.State.WITHDRAWN
        and (routes or (writes and row.author_id == user.pk and not row.is_published)),
        "copy": writes,
        "clear": under_way
        and any(user.has_perm(each, row) for each in ("governance.clear_report", "governance.clear_finance")),
    }


def _replies(request: ScopedRequest, row: Report) -> list[Stop]:
    """The consulted bodies that have responded, where this reader may record what was replied."""
    if row.rule is None or not request.user.has_perm(ROUTE if row.is_published else WRITE, row):
        return []
    return [each.stop for each in glance(row).standings if each.stop.is_consulted and each.has_responded]


def _sees_history(request: ScopedRequest, row: Report) -> bool:
    """Its sentences may tell what an exempt part said once: so only to those to whom exempt matter is open for good."""
    open_to = row.author_id == request.user.pk or request.user.has_perm("governance.view_exempt", row)
    return open_to and request.user.has_perm("partnership.view_history", row)


def _events(row: Report) -> list[history.Event]:
    """That a report was begun with all its parts is told once."""
    parts = history.events_of(ReportPart, called=lambda part: f"part “{part.get_key_display()}”", report=row)
    return history.newest_first(
        [
            *history.events(row),
            *(event for event in parts if not event.sentence.startswith("created the part ")),
            *history.events_of(ReportRecommendation, called=lambda each: f"recommendation {each.order}", report=row),
            *history.events_of(BackgroundPaper, called=lambda each: f"background paper “{each.title}”", report=row),
            *history.events_of(ReportConsultation, called=lambda each: f"link to “{each.consultation}”", report=row),
            *history.events_of(row.appendices.model, called=lambda each: f"appendix “{each.title}”", report=row),
        ]
    )


# --- Writing ----------------------------------------------------------------------------------------------------------
@form_methods
@in_partnership(WRITE)
def report_add(request: ScopedRequest) -> HttpResponse:
    form = NewReportForm(request.POST or None, partnership=request.partnership, user=request.user)
    steps = trail(request)
    words = Page("Begin a report", back=steps[-1].url, trail=steps, action="Begin", done="The report was begun.")
    made: list[Report] = []

    def begin(**facts: Any) -> None:
        made.append(actions.begin_report(by=request.user, partnership=request.partnership, **facts))

    if request.method == "POST" and form.is_valid() and done(form, begin, **form.facts):
        return redirect("report-write", request.partnership.slug, made[0].pk)
    return render(request, "partnership/form.html", {"form": form, "page": words})


@form_methods
@in_partnership()
def report_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find_to_write(request, pk)
    form = ReportForm(request.POST or None, instance=row, partnership=request.partnership, user=request.user)
    act = partial(actions.edit_report, by=request.user, report=row)
    return form_page(
        request, form, act, page(request, row, "Change the report’s facts", done="The facts were changed.")
    )


@require_safe
@in_partnership()
def report_write(request: ScopedRequest, pk: int) -> HttpResponse:
    """What is written, by whom, what is cleared, and what is still missing before it can be published."""
    row = find_report(request, pk)
    may = _may(request, row)
    if not may["clear"]:
        require(request.user, WRITE, row)
    context = {
        "report": row,
        "parts": [(part, _doing(request, part)) for part in content.parts_of(row)],
        "recommendations": row.recommendations.all(),
        "papers": row.papers.all(),
        "appendices": row.appendices.standing(),
        "opens_exempt": row.opens_exempt_to(request.user),
        "drafts": set(row.parts.filter(drafts__user=request.user).values_list("key", flat=True)),
        "lacks": lacks(row, by=request.user) if row.state in (Report.State.DRAFT, Report.State.ON_ROUTE) else [],
        "route": route_of(row),
        "may": may,
        "trail": trail(request, row),
    }
    return render(request, "governance/reports/write.html", context)


def _doing(request: ScopedRequest, part: ReportPart) -> dict[str, bool]:
    opens = part.opens_to(request.user)
    under_way = part.report.state in (Report.State.DRAFT, Report.State.ON_ROUTE)
    waits = part.heading.is_implication and part.is_written and part.clearance is None
    clears = waits and request.user.has_perm(part.clears, part)
    return {
        "opens": opens,
        "write": opens and part.report.is_editable and request.user.has_perm(WRITE, part.report),
        "clear": opens and clears and under_way,
    }


@form_methods
@in_partnership()
def report_withdraw(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find_report(request, pk)
    if not (row.author_id == request.user.pk and not row.is_published and request.user.has_perm(WRITE, row)):
        require(request.user, ROUTE, row)
    text = "It goes no further. Who could read it before still can, with the reason."
    words = page(
        request, row, "Withdraw the report", back=row.get_absolute_url(), action="Withdraw it", done="It is withdrawn.",
        text=text, danger=True,
    )  # fmt: skip
    act = partial(actions.withdraw_report, by=request.user, report=row)
    return form_page(request, ReasonForm(request.POST or None), act, words)


@form_methods
@in_partnership()
def report_copy(request: ScopedRequest, pk: int) -> HttpResponse:
    """An officer's copy is of the organisation that the report was written for."""
    row = find_to_write(request, pk)
    if request.method == "POST":
        new = actions.copy_report(by=request.user, report=row, organisation=row.organisation)
        messages.success(request, f"{new.reference} was begun with the words of {row.reference}.")
        return redirect("report-write", request.partnership.slug, new.pk)
    text = "A new draft with its words, recommendations and papers. Clearances and appendices are not copied."
    words = page(
        request, row, "Begin a new report from this one", back=row.get_absolute_url(), action="Begin", text=text
    )
    return render(request, "partnership/confirm.html", {"page": words})


# --- Recommendations and background papers ----------------------------------------------------------------------------
@form_methods
@in_partnership()
def recommendation_add(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find_to_write(request, pk)
    act = partial(actions.add_recommendation, by=request.user, report=row)
    words = page(request, row, "Add a recommendation", action="Add", done="The recommendation was added.")
    return form_page(request, RecommendationForm(request.POST or None, report=row), act, words)


@form_methods
@in_partnership()
def recommendation_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find_row(request, ReportRecommendation, pk)
    act = partial(actions.edit_recommendation, by=request.user, row=row)
    words = page(request, row.report, f"Change recommendation {row.order}", done="The recommendation was changed.")
    return form_page(request, RecommendationForm(request.POST or None, report=row.report, row=row), act, words)


@form_methods
@in_partnership()
def recommendation_remove(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find_row(request, ReportRecommendation, pk)
    words = {"action": "Remove it", "done": "The recommendation was removed.", "text": row.text, "danger": True}
    act = partial(actions.remove_recommendation, by=request.user, row=row)
    return confirm_page(request, act, page(request, row.report, f"Remove recommendation {row.order}", **words))


@form_methods
@in_partnership()
def paper_add(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find_to_write(request, pk)
    act = partial(actions.add_paper, by=request.user, report=row)
    words = page(request, row, "Add a background paper", action="Add", done="The paper was added.")
    return form_page(request, PaperForm(request.POST or None), act, words)


@form_methods
@in_partnership()
def paper_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find_row(request, BackgroundPaper, pk)
    act = partial(actions.edit_paper, by=request.user, paper=row)
    words = page(request, row.report, "Change the background paper", done="The paper was changed.")
    return form_page(request, PaperForm(request.POST or None, instance=row), act, words)


@form_methods
@in_partnership()
def paper_remove(request: ScopedRequest, pk: int) -> HttpResponse:
    row = find_row(request, BackgroundPaper, pk)
    words = {"action": "Remove it", "done": "The paper was removed.", "danger": True}
    act = partial(actions.remove_paper, by=request.user, paper=row)
    return confirm_page(request, act, page(request, row.report, f"Remove “{row.title}”", **words))

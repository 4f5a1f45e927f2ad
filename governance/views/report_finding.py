"""How the pages of reports find a report, and where they stand."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from governance.models import Report, ReportPart, RouteRule
from governance.models.appendices import has_exempt_matter
from governance.models.reports import WRITE
from governance.models.routes import glance
from governance.routing import Glance
from partnership import clock
from partnership.permissions import require
from partnership.views.pages import Page, Step
from partnership.views.scope import ScopedRequest, find


def rows() -> QuerySet[Report]:
    return Report.objects.select_related(
        "partnership", "workstream__partnership", "organisation", "author", "stands_before", "rule"
    )


def with_route(found: QuerySet[Report]) -> QuerySet[Report]:
    """With all that `glance` reads. Four queries more, for any number of reports."""
    return found.prefetch_related("rule__stops__body", "steps__stop")


def find_report(request: ScopedRequest, pk: int) -> Report:
    return find(request, rows(), pk=pk)


def find_to_write(request: ScopedRequest, pk: int) -> Report:
    report = find_report(request, pk)
    require(request.user, WRITE, report)
    return report


def find_part(request: ScopedRequest, pk: int, key: str) -> ReportPart:
    report = find_report(request, pk)
    part = get_object_or_404(ReportPart.objects.select_related("written_by"), report=report, key=key)
    part.report = report
    return part


def find_row(request: ScopedRequest, model: Any, pk: int) -> Any:
    """A row of a report of this partnership that the user may write."""
    visible = model.objects.visible_to(request.user).filter(report__partnership=request.partnership)
    found = visible.select_related("report__partnership", "report__workstream", "report__stands_before")
    row = get_object_or_404(found, pk=pk)
    require(request.user, WRITE, row.report)
    return row


def route_of(report: Report) -> Glance:
    """Where it is; before it is sent along for the first time, the route that it would take today."""
    if report.rule is None:
        report.rule = RouteRule.objects.prefetch_related("stops__body").of(report, clock.today())
        found = glance(report)
        report.rule = None
        return found
    return glance(report)


def opens_remarks(report: Report, user: Any) -> bool:
    """Whether the user may read what bodies said of it: remarks may tell of exempt matter."""
    return report.opens_exempt_to(user) or not Report.objects.filter(has_exempt_matter(), pk=report.pk).exists()


def trail(request: ScopedRequest, report: Report | None = None) -> list[Step]:
    steps = [Step("Reports", reverse("report-list", args=[request.partnership.slug]))]
    return [*steps, Step(report.reference, report.get_absolute_url())] if report else steps


def workbench(report: Report) -> str:
    return reverse("report-write", args=[report.partnership.slug, report.pk])


def to_write(request: ScopedRequest, report: Report) -> list[Step]:
    return [*trail(request, report), Step("Write", workbench(report))]


def page(request: ScopedRequest, report: Report, title: str, *, back: str = "", **words: Any) -> Page:
    """A page of one form about a report; afterwards to the workbench where `back` says nothing."""
    steps = trail(request, report) if back else to_write(request, report)
    return Page(title, back=back or workbench(report), trail=steps, **words)

"""Versions of a report: what it said at each named step, and two of them side by side."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from governance.actions import reports as actions
from governance.models import Report, ReportVersion
from governance.report_forms import VersionForm
from governance.reports import content
from governance.reports.printing import Printed
from governance.reports.versions import compared
from governance.views.finding import form_methods
from governance.views.report_finding import find_report, find_to_write, page, trail
from partnership.views.pages import Step, form_page
from partnership.views.scope import ScopedRequest, in_partnership

NOW = "now"


def _find(request: ScopedRequest, pk: int) -> Report:
    report = find_report(request, pk)
    if not report.is_at_work_for(request.user):
        raise PermissionDenied("Versions are for those who work on the report.")
    return report


def _trail(request: ScopedRequest, report: Report) -> list[Step]:
    versions = Step("Versions", reverse("report-versions", args=[request.partnership.slug, report.pk]))
    return [*trail(request, report), versions]


@require_safe
@in_partnership()
def versions(request: ScopedRequest, pk: int) -> HttpResponse:
    report = _find(request, pk)
    found = list(report.versions.for_lists())
    choices = [*([] if report.is_published else [(NOW, "As it is now")]), *[(str(v.number), str(v)) for v in found]]
    context = {"report": report, "versions": found, "choices": choices, "trail": trail(request, report)}
    return render(request, "governance/reports/versions.html", context)


@form_methods
@in_partnership()
def keep(request: ScopedRequest, pk: int) -> HttpResponse:
    report = find_to_write(request, pk)
    act = partial(actions.keep_version, by=request.user, report=report)
    back = reverse("report-versions", args=[request.partnership.slug, pk])
    text = "The whole report as it reads now, with its figures of this moment."
    words = page(request, report, "Keep a version", back=back, action="Keep it", done="The version is kept.", text=text)
    return form_page(request, VersionForm(request.POST or None), act, words)


@require_safe
@in_partnership()
def version(request: ScopedRequest, pk: int) -> HttpResponse:
    visible = ReportVersion.objects.visible_to(request.user).filter(report__partnership=request.partnership)
    row = get_object_or_404(visible.select_related("report__partnership", "made_by"), pk=pk)
    document = content.for_reader(row.content, row.report, request.user)
    context = {
        "report": row.report,
        "version": row,
        "document": document,
        "digest": row.digest if document == row.content else "",  # by it a guess at what is withheld could be proved
        "printed": Printed(document, row.figures),
        "trail": _trail(request, row.report),
    }
    return render(request, "governance/reports/version.html", context)


@require_safe
@in_partnership()
def compare(request: ScopedRequest, pk: int) -> HttpResponse:
    """Two versions, or one and the report as it is now: by default the last one and now, or the last two."""
    report = _find(request, pk)
    numbers = [str(number) for number in report.versions.values_list("number", flat=True)[:2]]
    newest = [*([] if report.is_published else [NOW]), *numbers, NOW]
    after = request.GET.get("after") or newest[0]
    before = request.GET.get("before") or newest[1]
    old, new = (_document(request, report, number) for number in (before, after))
    context = {
        "report": report,
        "before": old[0],
        "after": new[0],
        "compared": compared(old[1], new[1]),
        "trail": _trail(request, report),
    }
    return render(request, "governance/reports/compare.html", context)


def _document(request: ScopedRequest, report: Report, number: str) -> tuple[str, content.Document]:
    """What it is called, and what it said, as this reader may see it."""
    if number == NOW:
        return "As it is now", content.for_reader(content.live(report), report, request.user)
    if not (number.isascii() and number.isdigit() and len(number) < 9):
        raise Http404
    row = get_object_or_404(report.versions, number=int(number))
    return str(row), content.for_reader(row.content, report, request.user)

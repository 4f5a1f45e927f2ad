"""The pages of figures: overview, workstream, organisation, the tables and charts, and what is behind a number."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from partnership import history
from partnership.dated import quarters_ended
from partnership.exports import csv_response
from partnership.models import Organisation
from partnership.views.scope import ScopedRequest, find, in_partnership
from savings import baselines, charts, dashboards, drawing, figures, fragments, milestones, tables
from savings.behind import Asked
from savings.models.words import Kind
from savings.views.points import Point, point, reading
from workstreams.models import Funding, Workstream

PAGE_SIZE = 50
HISTORY_SHOWN = 10
CHART_POLICY = "default-src 'none'; sandbox"


def _page(request: ScopedRequest, template: str, at: Point, context: dict[str, Any]) -> HttpResponse:
    """A page of figures, with its point."""
    return render(request, f"savings/dashboards/{template}.html", context | {"point": at})


PARTS = {name: f"savings/dashboards/{name}.html" for name in ("headlines", "details", "qualities")}


@require_safe
@in_partnership("savings.view_figures")
def overview(request: ScopedRequest) -> HttpResponse:
    at = point(request)
    read = reading(request, at)
    parts = PARTS | {"changes": "savings/dashboards/changes.html"}
    shown = fragments.kept(read, "overview", parts, partial(dashboards.overview, read), "is_empty")
    beside = {"reading": read, "milestones": milestones.ahead(read)}
    return _page(request, "overview", at, beside | shown | _grants(request, at))


def _grants(request: ScopedRequest, at: Point) -> dict[str, Any]:
    """The grants of the partnership and of its workstreams, and what they come to. One query."""
    rows = _awarded(request, at).filter(partnership=request.partnership)
    fundings = list(rows.select_related("workstream"))
    return {
        "fundings": fundings,
        "granted": sum(funding.amount_pence for funding in fundings),
        "may_add_grant": request.user.has_perm("workstreams.edit_workstream", Funding(partnership=request.partnership)),
    }


def _awarded(request: ScopedRequest, at: Point) -> QuerySet[Funding]:
    """The grants that had been awarded by a day gone by; now, all that are recorded."""
    rows = Funding.objects.visible_to(request.user)
    return rows if at.at.is_now else rows.filter(awarded_on__lte=at.at.on)


@require_safe
@in_partnership("savings.view_figures")
def workstream(request: ScopedRequest, workstream: str) -> HttpResponse:
    stream = find(request, Workstream.objects, slug=workstream)
    stream.partnership = request.partnership
    at = point(request)
    read = reading(request, at, workstream=stream.pk)
    costs = list(stream.baseline_costs.select_related("organisation"))
    before = baselines.baseline(costs)
    build = partial(dashboards.of_workstream, read, before)
    shown = fragments.kept(read, f"workstream {before}", PARTS, build, "is_empty", "tests")
    about = {"reading": read, "workstream": stream, "costs": costs, "baseline": before} | _about(request, stream, at)
    return _page(request, "workstream", at, about | shown)


def _about(request: ScopedRequest, stream: Workstream, at: Point) -> dict[str, Any]:
    """What is recorded of the workstream besides figures. Six queries."""
    hostings = list(stream.hostings.select_related("organisation"))
    may_see_history = request.user.has_perm("partnership.view_history", stream)
    return {
        "hostings": hostings,
        "hosts": [row.organisation for row in hostings if row.holds_on(at.at.on)],
        "participations": list(stream.participations.select_related("organisation")),
        "steps": [milestones.step(row, at.at.on) for row in stream.milestones.all()],
        "fundings": _awarded(request, at).filter(workstream=stream),
        "events": history.events(stream)[:HISTORY_SHOWN] if may_see_history else None,
    }


@require_safe
@in_partnership("savings.view_figures")
def organisation(request: ScopedRequest, code: str) -> HttpResponse:
    members = Organisation.objects.visible_to(request.user).filter(memberships__partnership=request.partnership)
    member = get_object_or_404(members.distinct(), code=code)
    at = point(request)
    read = reading(request, at, organisation=member.pk)
    shown = fragments.kept(read, "organisation", PARTS, partial(dashboards.of_organisation, read), "is_empty")
    about = {
        "reading": read,
        "organisation": member,
        "memberships": member.memberships.filter(partnership=request.partnership).order_by("from_on"),
        "sizes": member.sizes.all(),
        "joint": dashboards.joint_statements(read),
    }
    return _page(request, "organisation", at, about | shown)


@require_safe
@in_partnership("savings.view_figures")
def figures_table(request: ScopedRequest) -> HttpResponse:
    name = request.GET.get("table", "workstreams")
    if name not in dashboards.TABLES:
        raise Http404
    at = point(request)
    read = reading(request, at)
    table = dashboards.TABLES[name](read)
    if request.GET.get("format") == "csv" and not at.error:
        kind = Kind.QUALITATIVE if name == "qualities" else read.kind
        return csv_response(table.csv_rows(at.at, kind), f"{request.partnership.slug}-{name}-{at.at.sequence}.csv")
    context = {"reading": read, "all": dashboards.TABLE_NAMES, "csv": read.links().csv(name), "rows": len(table.rows)}
    return _page(request, "table", at, context | {"table": replace(table, rows=table.rows[: dashboards.MOST_ROWS])})


@require_safe
@in_partnership("savings.view_figures")
def behind(request: ScopedRequest) -> HttpResponse:
    at = point(request)
    read = reading(request, at)
    asked = Asked.of(request.GET, read)
    if asked.is_variance:
        return _page(request, "workings", at, {"reading": read, "asked": asked} | _workings(read, asked))
    found = figures.behind(request.partnership, at.at, asked.which, user=request.user)
    page = Paginator(asked.largest_first(found), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"reading": read, "asked": asked, "behind": found, "page": page, "lines": asked.lines(page.object_list)}
    return _page(request, "behind", at, context)


def _workings(read: dashboards.Reading, asked: Asked) -> dict[str, Any]:
    found = dashboards.of_year(read.figures(), asked.which.year)
    table = tables.workings(found, read.kind, lambda year: quarters_ended(year, read.at.on), read.links())
    return {"table": table, "headline": dashboards.headline(found, read.kind, read.links())}


@require_safe
@in_partnership("savings.view_figures")
def chart(request: ScopedRequest, name: str) -> HttpResponse:
    """The picture alone. Named by its version it never changes; without, a browser asks again each time."""
    at = point(request)
    if name not in charts.CHARTS or at.error:
        raise Http404
    read = reading(request, at)
    width = drawing.NARROW if request.GET.get("width") == "narrow" else drawing.WIDE
    picture = fragments.picture(read, name, width)
    if picture is None:
        raise Http404
    etag = f'"{picture.digest}"'
    unchanged = request.headers.get("If-None-Match") == etag
    response = HttpResponseNotModified() if unchanged else HttpResponse(picture.svg, "image/svg+xml")
    return _kept(request, response, etag)


def _kept(request: HttpRequest, response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    response["Content-Security-Policy"] = CHART_POLICY
    fixed = request.GET.get("v") and request.GET.get("as_at", "").startswith("#")
    if fixed:
        patch_cache_control(response, private=True, max_age=31_536_000, immutable=True)
    else:
        patch_cache_control(response, private=True, no_cache=True)
    return response

"""The pages of figures: overview, workstream, organisation, the tables and charts, and what is behind a number."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from partnership import clock, history
from partnership.dated import quarters_ended
from partnership.exports import addresses, asked, download
from partnership.models import Organisation
from partnership.views.scope import ScopedRequest, find, in_partnership
from savings import (
    baselines,
    carried,
    charts,
    dashboards,
    drawing,
    exporting,
    figures,
    fragments,
    milestones,
    rendering,
    tables,
)
from savings.behind import Asked
from savings.models import Publication
from savings.models.words import Kind
from savings.views.points import Point, point, reading
from workstreams import plans, quality
from workstreams.baselines import combined
from workstreams.late_actions import LateActions, late_actions
from workstreams.models import Action, Funding, Workstream

PAGE_SIZE = 50
HISTORY_SHOWN = 10
CHART_POLICY = "default-src 'none'; sandbox"


def _page(request: ScopedRequest, template: str, at: Point, context: dict[str, Any]) -> HttpResponse:
    """A page of figures, with its point."""
    return render(request, f"savings/dashboards/{template}.html", context | {"point": at})


QUALITY = {"quality": "savings/dashboards/quality.html"}
PARTS = {name: f"savings/dashboards/{name}.html" for name in ("headlines", "details", "qualities")}


@require_safe
@in_partnership("savings.view_figures")
def overview(request: ScopedRequest) -> HttpResponse:
    at = point(request)
    read = reading(request, at)
    pack = figures.reported(request.partnership, at.at, request.user)
    parts = PARTS | {"changes": "savings/dashboards/changes.html", "bridge": "savings/dashboards/moved.html"}
    page = f"overview since {pack.sequence} {pack}" if pack else "overview"
    page = f"{page} {quality.marker(request.partnership)}"
    parts |= QUALITY
    shown = fragments.kept(read, page, parts, partial(dashboards.overview, read, pack), "is_empty")
    publication = Publication.objects.open().filter(partnership=request.partnership).first()
    late = _late_actions(request, at)
    beside = {"reading": read, "milestones": milestones.ahead(read), "late": late, "publication": publication}
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


def _late_actions(request: ScopedRequest, at: Point, **of: Any) -> LateActions:
    """Of the partnership, or of one place there. One query."""
    rows = Action.objects.visible_to(request.user).filter(partnership=request.partnership, **of)
    return late_actions(rows, at.at.on)


@require_safe
@in_partnership("savings.view_figures")
def workstream(request: ScopedRequest, workstream: str) -> HttpResponse:
    stream = find(request, Workstream.objects, slug=workstream)
    stream.partnership = request.partnership
    at = point(request)
    read = reading(request, at, workstream=stream.pk)
    costs = list(baselines.in_force(stream.baseline_costs.select_related("organisation"), at.at))
    about = _about(request, stream, at)
    partners = [row.organisation for row in about["participations"] if row.holds_on(at.at.on)]
    budget = combined(costs, {each.pk: each.short_name for each in partners})
    before = budget.baseline
    asked = baselines.asked_per_cent(request.partnership, at.at.on)
    build = partial(dashboards.of_workstream, read, before, asked)
    page = f"workstream {before} {asked} {quality.marker(request.partnership)}"
    shown = fragments.kept(read, page, PARTS | QUALITY, build, "is_empty", "tests")
    about |= {"reading": read, "workstream": stream, "costs": costs, "budget": budget, "per_cent": asked}
    return _page(request, "workstream", at, about | shown)


def _about(request: ScopedRequest, stream: Workstream, at: Point) -> dict[str, Any]:
    """What is recorded of the workstream besides figures. Eight queries."""
    hostings = list(stream.hostings.select_related("organisation"))
    may_see_history = request.user.has_perm("partnership.view_history", stream)
    return {
        "hostings": hostings,
        "hosts": [row.organisation for row in hostings if row.holds_on(at.at.on)],
        "participations": list(stream.participations.select_related("organisation")),
        "steps": [plans.step(row, at.at.on) for row in plans.as_at(stream.milestones.all(), at.at.on)],
        "late": _late_actions(request, at, workstream=stream),
        "fundings": _awarded(request, at).filter(workstream=stream),
        "lock": stream.baseline_locks.filter(**_recorded(at)).last(),
        "events": history.events(stream)[:HISTORY_SHOWN] if may_see_history else None,
    }


def _recorded(at: Point) -> dict[str, Any]:
    """The condition that a baseline was locked by then."""
    return {} if at.at.is_now else {"locked_at__lt": clock.end_of(at.at.on)}


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
        "late": _late_actions(request, at, organisation=member),
        "standing": carried.standing(read),
    }
    return _page(request, "organisation", at, about | shown)


@require_safe
@in_partnership("savings.view_figures")
def figures_table(request: ScopedRequest) -> HttpResponseBase:
    name = request.GET.get("table", "workstreams")
    if name not in dashboards.TABLES:
        raise Http404
    at = point(request)
    read = reading(request, at)
    table = dashboards.TABLES[name](read)
    if asked(request) and not at.error:
        kind = Kind.QUALITATIVE if name == "qualities" else read.kind
        return download(request, exporting.table(read, table, kind))
    shown = replace(table, rows=table.rows[: dashboards.MOST_ROWS])
    context = {"downloads": read.links().downloads(name), "all": dashboards.TABLE_NAMES, "rows": len(table.rows)}
    context |= {"reading": read, "table": shown, "carried": {"table": name} | read.scope}
    return _page(request, "table", at, context)


@require_safe
@in_partnership("savings.view_figures")
def behind(request: ScopedRequest) -> HttpResponseBase:
    at = point(request)
    read = reading(request, at)
    figure = Asked.of(request.GET, read)
    context = {"reading": read, "asked": figure, "downloads": addresses(request)}
    if figure.is_variance:
        return _variance(request, at, figure, context)
    found = figures.behind(request.partnership, at.at, figure.which, user=request.user)
    if asked(request) and not at.error:
        return download(request, exporting.behind(figure, found))
    page = Paginator(figure.largest_first(found), PAGE_SIZE).get_page(request.GET.get("page"))
    lines = figure.lines(page.object_list)
    return _page(request, "behind", at, context | {"behind": found, "page": page, "lines": lines})


def _variance(request: ScopedRequest, at: Point, figure: Asked, context: dict[str, Any]) -> HttpResponseBase:
    workings = _workings(figure.reading, figure)
    if asked(request) and not at.error:
        return download(request, exporting.table(figure.reading, workings["table"], figure.which.kind, str(figure)))
    return _page(request, "workings", at, context | workings)


def _workings(read: dashboards.Reading, asked: Asked) -> dict[str, Any]:
    found, year = read.figures(), asked.which.year
    found = found if year is None else found.of_year(year)
    table = tables.workings(found, read.kind, lambda year: quarters_ended(year, read.at.on), read.links(), of_year=year)
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
    return picture_response(request, picture, "as_at")


def picture_response(request: HttpRequest, picture: rendering.Picture, *points: str) -> HttpResponse:
    """The SVG, kept for ever by a browser where its version and the sequences of its `points` stand in the address."""
    etag = f'"{picture.digest}"'
    unchanged = request.headers.get("If-None-Match") == etag
    response = HttpResponseNotModified() if unchanged else HttpResponse(picture.svg, "image/svg+xml")
    response["ETag"] = etag
    response["Content-Security-Policy"] = CHART_POLICY
    if request.GET.get("v") and all(request.GET.get(name, "").startswith("#") for name in points):
        patch_cache_control(response, private=True, max_age=31_536_000, immutable=True)
    else:
        patch_cache_control(response, private=True, no_cache=True)
    return response

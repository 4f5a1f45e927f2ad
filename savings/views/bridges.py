"""The bridge: why a figure moved between two points of the ledger, as a page, a chart and a file."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnership.exports import addresses, asked, download
from partnership.views.scope import ScopedRequest, in_partnership
from savings import bridges, charts, dashboards, drawing, exporting, figures, fragments
from savings.bridges import Span
from savings.dashboards import Reading
from savings.figures import Bridge, Measure
from savings.models.words import MONEY_KINDS, Kind
from savings.views.dashboards import picture_response
from savings.views.points import Point, point, reading

SINCE = "A day, a meeting or a board pack. Empty for the last pack released by then, or 30 days before."
ORDER = "Choose a first point that is not after the second."


@require_safe
@in_partnership("savings.view_figures")
def bridge(request: ScopedRequest) -> HttpResponseBase:
    since, upto = _points(request)
    read = reading(request, upto)
    measure = _measure(request, read)
    span = Span(since.at, upto.at)
    found = None if since.error or upto.error else _bridge(read, span, measure)
    if found and asked(request):
        return download(request, exporting.bridge(read, found, span))
    context = {"downloads": addresses(request), "since": since, "upto": upto, "reading": read, "measure": measure}
    return render(request, "savings/dashboards/bridge.html", context | _choices(read) | _shown(found, span, read))


@require_safe
@in_partnership("savings.view_figures")
def bridge_chart(request: ScopedRequest) -> HttpResponse:
    """The waterfall alone."""
    since, upto = _points(request)
    if since.error or upto.error:
        raise Http404
    read, span = reading(request, upto), Span(since.at, upto.at)
    measure = _measure(request, read)
    width = drawing.NARROW if request.GET.get("width") == "narrow" else drawing.WIDE

    def make() -> charts.Chart | None:
        return bridges.chart(_bridge(read, span, measure), span, width)

    began = f"{span.since.sequence} {span.since.on}"
    picture = fragments.drawn(read, make, "bridge", began, measure.value, str(width))
    if picture is None:
        raise Http404
    return picture_response(request, picture, "from", "to")


def _points(request: ScopedRequest) -> tuple[Point, Point]:
    """From where and to where: by itself from what the members were last given, to now."""
    upto = point(request, "to", "to_on", label="To")
    since = point(request, "from", "from_on", label="From", help_text=SINCE)
    if not since.typed:
        since = replace(since, at=figures.since(request.partnership, upto.at, request.user))
    in_order = since.error or upto.error or since.at.sequence <= upto.at.sequence
    return (since if in_order else replace(since, error=ORDER)), upto


def _measure(request: ScopedRequest, read: Reading) -> Measure:
    """The one asked for; else the firmest claim that there is."""
    named = request.GET.get("measure", "")
    if named and named not in set(Measure):
        raise Http404
    return Measure(named) if named else bridges.firmest(read.figures(), (), read.kind)


def _bridge(read: Reading, span: Span, measure: Measure) -> Bridge:
    return figures.bridge_between(
        read.partnership,
        span.since,
        span.upto,
        measure,
        read.kind,
        user=read.user,
        workstream=read.workstream,
        organisation=read.organisation,
    )


def _choices(read: Reading) -> dict[str, Any]:
    """What the page can be asked for."""
    return {
        "measures": list(Measure),
        "kinds": [Kind(kind) for kind in MONEY_KINDS],
        "workstreams": read.names.workstreams.values(),
        "organisations": read.names.organisations.values(),
        "scope": read.scope,
    }


def _shown(found: Bridge | None, span: Span, read: Reading) -> dict[str, Any]:
    """Nothing, where what was asked for is no span."""
    if found is None:
        return {}
    links = read.links()
    return {
        "bridge": found,
        "said": bridges.conclusion(found, span),
        "chart": dashboards.shown_bridge(found, span, read),
        "table": bridges.table(found, span, links),
        "verified": links.behind(Measure.VERIFIED, cause="verified", since=span.since.sequence),
    }

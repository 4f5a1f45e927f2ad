"""A report on its route: sent along, answered, published; and the routes themselves."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from governance.actions import routes as actions
from governance.models import Report, RouteRule, RouteStop
from governance.models.reports import ROUTE, WRITE
from governance.report_forms import AgendaOfReportForm, OutcomeForm, ReplyForm, RouteForm, SendForm
from governance.views.finding import form_methods
from governance.views.report_finding import find_report, find_to_write, page, route_of, trail
from partnership import clock, history
from partnership.permissions import require
from partnership.views.pages import Page, Step, confirm_page, form_page
from partnership.views.scope import ScopedRequest, find, in_partnership


@form_methods
@in_partnership()
def send(request: ScopedRequest, pk: int) -> HttpResponse:
    report = find_to_write(request, pk)
    rule = report.rule or RouteRule.objects.of(report, clock.today())
    if rule is None or not report.is_editable:
        said = "It can not be sent along now." if rule else "No route is in force yet. The programme manager adds one."
        messages.error(request, said)
        return redirect(report)
    form = SendForm(request.POST or None, report=report, rule=rule)
    act = partial(actions.send_report, by=request.user, report=report)
    text = "A version is kept: what that body is given. Until its outcome the report is not changed."
    words = page(
        *(request, report, "Send it along"),
        back=report.get_absolute_url(),
        action="Send it",
        done="It was sent along.",
        text=text,
    )
    return form_page(request, form, act, words, "governance/reports/send.html", route=route_of(report), report=report)


@form_methods
@in_partnership()
def outcome(request: ScopedRequest, pk: int) -> HttpResponse:
    report = _find_on_route(request, pk)
    if report.stands_before is None:
        messages.error(request, "It is before no body now. Send it along first.")
        return redirect(report)
    form = OutcomeForm(request.POST or None, report=report)
    act = partial(actions.record_outcome, by=request.user, report=report)
    title = f"What the {report.stands_before} said"
    words = page(
        request, report, title, back=report.get_absolute_url(), action="Record", done="The outcome is recorded."
    )
    return form_page(request, form, act, words)


def _find_on_route(request: ScopedRequest, pk: int) -> Report:
    report = find_report(request, pk)
    require(request.user, ROUTE, report)
    return report


@form_methods
@in_partnership()
def reply(request: ScopedRequest, pk: int, stop: int) -> HttpResponse:
    report = find_report(request, pk)
    require(request.user, ROUTE if report.is_published else WRITE, report)
    where = get_object_or_404(RouteStop.objects.select_related("body"), rule=report.rule_id, order=stop)
    act = partial(actions.reply_to_body, by=request.user, report=report, stop=where)
    words = page(
        *(request, report, f"Reply to the {where.body}"),
        back=report.get_absolute_url(),
        action="Record the reply",
        done="The reply is recorded.",
    )
    return form_page(request, ReplyForm(request.POST or None), act, words)


@form_methods
@in_partnership()
def publish(request: ScopedRequest, pk: int) -> HttpResponse:
    report = _find_on_route(request, pk)
    lacks = actions.lacks(report, by=request.user)
    readers = "those who may see exempt matter" if report.exempt_reason else "all readers"
    words = page(
        *(request, report, "Publish the report"),
        back=report.get_absolute_url(),
        action="Publish it",
        done="The report is published.",
        text=f"It opens to {readers}. Its words and figures are frozen as they are now, for good.",
    )
    if lacks and request.method != "POST":
        return render(request, "governance/reports/lacks.html", {"page": words, "lacks": lacks, "report": report})
    return confirm_page(request, partial(actions.publish_report, by=request.user, report=report), words)


@form_methods
@in_partnership("governance.edit_meeting")
def agenda(request: ScopedRequest, pk: int) -> HttpResponse:
    report = _find_on_route(request, pk)
    act = partial(actions.put_on_agenda, by=request.user, report=report)
    words = page(
        *(request, report, "Put it on an agenda"),
        back=report.get_absolute_url(),
        action="Add to the agenda",
        done="It is on the agenda.",
    )
    return form_page(request, AgendaOfReportForm(request.POST or None, report=report), act, words)


# --- Routes -----------------------------------------------------------------------------------------------------------
def _routes_trail(request: ScopedRequest) -> list[Step]:
    return [*trail(request), Step("Routes", reverse("report-routes", args=[request.partnership.slug]))]


@require_safe
@in_partnership()
def routes(request: ScopedRequest) -> HttpResponse:
    """The routes in force, those to come and those that ended. Three queries."""
    rules = RouteRule.objects.visible_to(request.user).filter(partnership=request.partnership)
    today = clock.today()
    found = list(rules.select_related("workstream", "partnership").prefetch_related("stops__body"))
    context = {
        "in_force": [rule for rule in found if rule.holds_on(today)],
        "to_come": [rule for rule in found if rule.from_on > today],
        "ended": [rule for rule in found if rule.to_on and rule.to_on < today],
        "trail": trail(request),
    }
    return render(request, "governance/reports/routes.html", context)


@require_safe
@in_partnership()
def route(request: ScopedRequest, pk: int) -> HttpResponse:
    rule = find(request, RouteRule.objects.select_related("workstream", "partnership", "entered_by"), pk=pk)
    sees_history = request.user.has_perm("partnership.view_history", rule)
    context = {
        "rule": rule,
        "stops": rule.stops.select_related("body"),
        "events": history.events(rule, called="route") if sees_history else None,
        "trail": _routes_trail(request),
    }
    return render(request, "governance/reports/route.html", context)


@form_methods
@in_partnership(ROUTE)
def route_add(request: ScopedRequest) -> HttpResponse:
    form = RouteForm(request.POST or None, partnership=request.partnership, user=request.user)
    act = partial(actions.add_route, by=request.user, partnership=request.partnership)
    steps = _routes_trail(request)
    text = "It ends the one before. Reports on their way keep the route that they began with."
    words = Page(
        "Add a route", back=steps[-1].url, trail=steps, action="Add route", done="The route was added.", text=text
    )
    return form_page(request, form, act, words)

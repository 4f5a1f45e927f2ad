"""The plans: of one workstream, and of all of them together. With a timeline, filters, sort and files."""

from dataclasses import dataclass
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnership import clock
from partnership.listing import Column, Listing
from partnership.templatetags.portal import tag
from partnership.views.scope import ScopedRequest, find, in_partnership
from savings import drawing, rendering, timeline
from savings.dashboards import ShownChart
from savings.views.dashboards import picture_response
from workstreams import plans
from workstreams.actions import MAY_BASELINE, MAY_EDIT
from workstreams.models import Milestone, PlanBaseline, Workstream
from workstreams.models.owners import OWNER_WORDS
from workstreams.views import choosing
from workstreams.views.finding import trail

_STATES = (*plans.STATES, ("critical", "On the critical path"))
_TITLE = Column(
    "Milestone",
    lambda step: step.milestone.title,
    sort="title",
    link=lambda step: step.milestone.get_absolute_url(),
)
_WORKSTREAM = Column("Workstream", lambda step: step.milestone.workstream.name, sort="workstream__name")
_STATE = Column("State", lambda step: step.state, sort="standing", plain=lambda step: step.state_words, shown=tag)
_PLANNED = Column("Planned", lambda step: step.milestone.planned_on, sort="planned_on", shown=timeline.short)
_EXPECTED = Column("Expected", lambda step: step.expected_on, sort="expected", shown=timeline.short)
_OWNER = Column("Owner", lambda step: step.milestone.owner_words or "–", sort="owner_text")
_COLUMNS = (
    _TITLE,
    _WORKSTREAM,
    _STATE,
    _PLANNED,
    _EXPECTED,
    Column("Slip", lambda step: step.slip, sort="slip_time"),
    Column("Against first", lambda step: step.original_slip),
    Column("Float", lambda step: step.float_words),
    _OWNER,
)
# A file has the numbers behind the words, and every date.
_FILE = (
    _TITLE,
    _WORKSTREAM,
    _STATE,
    Column("Planned start", lambda step: step.milestone.planned_start_on),
    _PLANNED,
    Column("Planned in first baseline", lambda step: step.original_on),
    Column("Forecast start", lambda step: step.milestone.forecast_start_on),
    Column("Forecast", lambda step: step.milestone.forecast_on),
    Column("Actual start", lambda step: step.milestone.actual_start_on),
    Column("Actual", lambda step: step.milestone.actual_on),
    Column("Slip in days", lambda step: step.slip_days),
    Column("Slip in days against first baseline", lambda step: step.original_slip_days),
    Column("Float in days", lambda step: step.float_days),
    Column("Critical", lambda step: step.is_critical),
    Column("Waits for", lambda step: "; ".join(step.waits_for)),
    _OWNER,
)


class MilestoneFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="State", choices=_STATES, empty_label="All", method="of_state")
    owner = django_filters.CharFilter(label="Owner has", method="of_owner")

    class Meta:
        model = Milestone
        fields: list[str] = []

    def __init__(self, *args: Any, critical: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.critical = critical

    def of_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == "critical":
            return rows.filter(pk__in=self.critical).exclude(standing="met")
        return rows.filter(standing=value)

    def of_owner(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Milestone.owner_is(value))


class ProgrammeMilestoneFilter(MilestoneFilter):
    workstream = django_filters.ModelChoiceFilter(
        queryset=choosing.workstreams,
        to_field_name="slug",
        empty_label="All",
    )


@dataclass(frozen=True)
class Plan:
    """What a page and its timeline are made of: the list asked for, and the steps that it has."""

    listing: Listing
    steps: list[plans.Step]
    chart: Any  # savings.charts.Chart or None


def _plan(request: ScopedRequest, stream: Workstream | None, width: int = drawing.WIDE) -> Plan:
    """The plan of a workstream or, without one, of the programme. Six queries, for any number of milestones."""
    on = clock.today()
    programme = Milestone.objects.visible_to(request.user).filter(workstream__partnership=request.partnership)
    whole = plans.network(programme, on)
    rows = programme.select_related("workstream__partnership", "owner").annotate(owner_text=OWNER_WORDS)
    rows = plans.with_standing(rows, on)
    listing = Listing(
        request,
        rows.filter(workstream=stream) if stream else rows,
        [column for column in _COLUMNS if not (stream and column is _WORKSTREAM)],
        filterset=MilestoneFilter if stream else ProgrammeMilestoneFilter,
        sort="planned",
        caption=f"Plan of {stream.name}" if stream else "Plan of the programme",
        read=lambda found: plans.steps(found, whole, on),
        critical=whole.critical(),
    )
    steps = plans.steps(listing.ordered, whole, on)
    steps.sort(key=lambda each: ("" if stream else each.milestone.workstream.name, each.milestone.planned_on))
    of = stream.name if stream else "the programme"
    return Plan(listing, steps, timeline.chart(steps, on, of=of, programme=stream is None, width=width))


def _page(request: ScopedRequest, stream: Workstream | None) -> HttpResponseBase:
    plan = _plan(request, stream)
    if plan.listing.is_download:
        on = clock.today()
        by_pk = {step.milestone.pk: step for step in plan.steps}
        return plan.listing.download(
            f"{stream.slug}-plan" if stream else "plan",
            columns=_FILE,
            stream=lambda rows: (by_pk.get(row.pk) or plans.step(row, on) for row in rows),
        )
    context = {"listing": plan.listing, "chart": _shown(request, plan, stream), "workstream": stream}
    template = "savings/plans/workstream.html" if stream else "savings/plans/programme.html"
    return render(request, template, context | _also(request, stream))


def _also(request: ScopedRequest, stream: Workstream | None) -> dict[str, Any]:
    """Of a workstream: its baselines, and what the reader may do."""
    if stream is None:
        return {"trail": trail(request)}
    baselines = PlanBaseline.objects.visible_to(request.user).filter(workstream=stream).select_related("set_by")
    return {
        "trail": trail(request, stream),
        "baselines": list(baselines.order_by("-version")),
        "may_edit": request.user.has_perm(MAY_EDIT, stream),
        "may_baseline": request.user.has_perm(MAY_BASELINE, stream),
    }


def _shown(request: ScopedRequest, plan: Plan, stream: Workstream | None) -> ShownChart | None:
    if plan.chart is None:
        return None
    query = request.GET.copy()
    for name in ("page", "sort", "format"):
        query.pop(name, None)
    query["v"] = rendering.digest(plan.chart)[:16]
    src = f"{_address(request, stream)}?{query.urlencode()}"
    chart = plan.chart
    return ShownChart(chart.name, chart.title, chart.conclusion, src, f"{src}&width=narrow", chart.headings, chart.rows)


def _address(request: ScopedRequest, stream: Workstream | None) -> str:
    if stream is None:
        return reverse("milestone-plan-chart", args=[request.partnership.slug])
    return reverse("milestone-list-chart", args=[request.partnership.slug, stream.slug])


def _picture(request: ScopedRequest, stream: Workstream | None) -> HttpResponse:
    width = drawing.NARROW if request.GET.get("width") == "narrow" else drawing.WIDE
    plan = _plan(request, stream, width)
    if plan.chart is None:
        raise Http404
    return picture_response(request, rendering.picture(plan.chart))


def _stream(request: ScopedRequest, slug: str) -> Workstream:
    found = find(request, Workstream.objects, slug=slug)
    found.partnership = request.partnership
    return found


@require_safe
@in_partnership()
def milestone_plan(request: ScopedRequest) -> HttpResponseBase:
    return _page(request, None)


@require_safe
@in_partnership()
def milestone_list(request: ScopedRequest, workstream: str) -> HttpResponseBase:
    return _page(request, _stream(request, workstream))


@require_safe
@in_partnership()
def milestone_plan_chart(request: ScopedRequest) -> HttpResponse:
    return _picture(request, None)


@require_safe
@in_partnership()
def milestone_list_chart(request: ScopedRequest, workstream: str) -> HttpResponse:
    return _picture(request, _stream(request, workstream))

"""Gateway reviews: those of a workstream and of the programme, one of them, and how it is planned and reported."""

from functools import partial
from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partnership.listing import Column, Listing
from partnership.permissions import require
from partnership.templatetags.portal import tag
from partnership.views.pages import Page, Step, confirm_page, form_page
from partnership.views.scope import ScopedRequest, in_partnership
from workstreams import actions
from workstreams.actions import MAY_EDIT
from workstreams.forms import RecommendationForm, ReportForm, ReviewForm
from workstreams.gates import LAST_REVIEW, Confidence
from workstreams.models import GatewayReview, Recommendation, ReviewGate, Workstream
from workstreams.views import choosing
from workstreams.views.finding import find_to_edit, find_workstream, form_methods, of, trail


class ReviewFilter(django_filters.FilterSet):
    workstream = django_filters.ModelChoiceFilter(
        queryset=choosing.workstreams, to_field_name="slug", empty_label="All", label="Workstream"
    )
    number = django_filters.ChoiceFilter(
        choices=[(n, f"Gate {n}") for n in range(LAST_REVIEW + 1)], label="Gate", empty_label="All"
    )
    confidence = django_filters.ChoiceFilter(
        choices=Confidence.choices(), label="Delivery confidence", empty_label="All"
    )
    recommendations = django_filters.ChoiceFilter(
        choices=[("open", "Some open"), ("critical", "Critical ones open"), ("overdue", "Some overdue")],
        label="Recommendations",
        empty_label="All",
        method="with_recommendations",
    )

    class Meta:
        model = GatewayReview
        fields: list[str] = []

    def with_recommendations(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        column = {"critical": "open_critical"}.get(value, value)
        return rows.filter(**{f"{column}__gt": 0})


def _confidence(row: GatewayReview) -> Any:
    return tag(row.confidence, row.get_confidence_display()) if row.is_reported else "–"


_COLUMNS = (
    Column("Workstream", lambda row: row.workstream.name, sort="workstream__name", link=GatewayReview.get_absolute_url),
    Column("Gate", str, sort="number"),
    Column("First day", lambda row: row.from_on, sort="from_on"),
    Column("State", lambda row: row.state, shown=str.capitalize),
    Column("Delivery confidence", _confidence, plain=lambda row: row.get_confidence_display()),
    Column("Recommendations", lambda row: row.recommended, numeric=True),
    Column("Open", lambda row: row.open, sort="open", numeric=True),
    Column("Critical open", lambda row: row.open_critical, sort="open_critical", numeric=True),
    Column("Overdue", lambda row: row.overdue, sort="overdue", numeric=True),
)


@require_safe
@in_partnership("savings.view_figures")
def review_list(request: ScopedRequest) -> HttpResponse:
    """The gateway reviews of all workstreams, the newest on top. Fixed number of queries."""
    rows = GatewayReview.objects.visible_to(request.user).filter(workstream__partnership=request.partnership)
    rows = rows.select_related("workstream__partnership").with_open()
    listing = Listing(request, rows, _COLUMNS, filterset=ReviewFilter, sort="-first-day", caption="Gateway reviews")
    if listing.is_download:
        return listing.download("gateway-reviews")
    return render(request, "workstreams/review_list.html", {"listing": listing, "trail": trail(request)})


@require_safe
@in_partnership("savings.view_figures")
def review_history(request: ScopedRequest, workstream: str) -> HttpResponse:
    """The reviews of one workstream, with what each recommends."""
    found = find_workstream(request, workstream)
    reviews = GatewayReview.objects.visible_to(request.user).filter(workstream=found).with_open()
    context = {
        "workstream": found,
        "reviews": reviews.select_related("workstream__partnership").prefetch_related(_recommendations()),
        "may_edit": request.user.has_perm(MAY_EDIT, found),
        "is_held": any(gate.is_held for gate in ReviewGate.objects.of(request.partnership)),
        "trail": trail(request, found),
    }
    return render(request, "workstreams/review_history.html", context)


def _recommendations() -> Prefetch:
    rows = Recommendation.objects.select_related("action__partnership", "action__owner", "action__organisation")
    return Prefetch("recommendations", rows)


@require_safe
@in_partnership("savings.view_figures")
def review(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    found = _find(request, find_workstream(request, workstream), pk)
    context = {
        "review": found,
        "workstream": found.workstream,
        "confidence": Confidence.of(found.confidence) if found.is_reported else None,
        "recommendations": found.recommendations.all(),
        "may_edit": request.user.has_perm(MAY_EDIT, found),
        "trail": _trail(request, found.workstream),
    }
    return render(request, "workstreams/review.html", context)


@form_methods
@in_partnership()
def review_add(request: ScopedRequest, workstream: str) -> HttpResponse:
    found = find_to_edit(request, workstream)
    form = ReviewForm(request.POST or None, workstream=found)
    act = partial(actions.plan_review, by=request.user, workstream=found)
    steps = _trail(request, found)
    page = Page("Plan a gateway review", back=steps[-1].url, trail=steps, action="Plan review", done="It is planned.")
    return form_page(request, form, act, page)


@form_methods
@in_partnership()
def review_edit(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    found = _find_to_edit(request, workstream, pk)
    form = ReviewForm(request.POST or None, instance=found, workstream=found.workstream)
    act = partial(actions.edit_review, by=request.user, review=found)
    more = [Step("Take it out of the plan", of(request, found.workstream, "review-remove", pk=pk))]
    return form_page(request, form, act, _page(request, found, "Change the review", more=more))


@form_methods
@in_partnership()
def review_report(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    found = _find_to_edit(request, workstream, pk)
    act = partial(actions.report_review, by=request.user, review=found)
    words = {"action": "Report", "done": "The review is reported. Add its recommendations now."}
    text = "From then on the review never changes. Its recommendations follow one by one."
    return form_page(
        request, ReportForm(request.POST or None), act, _page(request, found, "Report the review", text=text, **words)
    )


@form_methods
@in_partnership()
def review_remove(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    found = _find_to_edit(request, workstream, pk)
    steps = _trail(request, found.workstream)
    page = Page(
        f"Take “{found}” out of the plan",
        back=steps[-1].url,
        trail=steps,
        action="Take it out",
        done="The review was taken out of the plan.",
        text="Its history stays.",
        danger=True,
    )
    return confirm_page(request, lambda: actions.remove_review(by=request.user, review=found), page)


@form_methods
@in_partnership()
def recommendation_add(request: ScopedRequest, workstream: str, pk: int) -> HttpResponse:
    found = _find_to_edit(request, workstream, pk)
    form = RecommendationForm(request.POST or None, partnership=request.partnership)
    act = partial(actions.recommend, by=request.user, review=found)
    words = {"action": "Add recommendation", "done": "The recommendation was added, and is an action now."}
    return form_page(request, form, act, _page(request, found, "Add a recommendation", **words))


def _find(request: ScopedRequest, workstream: Workstream, pk: int) -> GatewayReview:
    rows = GatewayReview.objects.visible_to(request.user).select_related("workstream__partnership")
    return get_object_or_404(rows.prefetch_related(_recommendations()), workstream=workstream, pk=pk)


def _find_to_edit(request: ScopedRequest, workstream: str, pk: int) -> GatewayReview:
    found = _find(request, find_to_edit(request, workstream), pk)
    require(request.user, MAY_EDIT, found)
    return found


def _trail(request: ScopedRequest, workstream: Workstream) -> list[Step]:
    return [*trail(request, workstream), Step("Gateway reviews", of(request, workstream, "review-history"))]


def _page(request: ScopedRequest, found: GatewayReview, title: str, **words: Any) -> Page:
    own = Step(str(found), found.get_absolute_url())
    return Page(title, back=own.url, trail=[*_trail(request, found.workstream), own], **words)

"""Pages of one risk or issue: its words, ratings, reviews, escalation, and what is done about it."""

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnership import clock, history
from partnership.permissions import require
from partnership.views.pages import Page, Step, form_page
from partnership.views.scope import ScopedRequest, find, in_partnership
from workstreams import actions, registers
from workstreams.actions import MAY_EDIT
from workstreams.forms import IssueForm, NewActionForm, NewRiskForm, RiskForm, RiskReasonForm, RiskReviewForm
from workstreams.models import Action, Risk
from workstreams.ratings import band, movement
from workstreams.views.finding import form_methods, named_workstream


def _rows() -> QuerySet[Risk]:
    return Risk.objects.select_related("partnership", "workstream__partnership", "owner", "arose_from")


def _find(request: ScopedRequest, pk: int) -> Risk:
    return find(request, _rows(), pk=pk)


def _find_to_edit(request: ScopedRequest, pk: int) -> Risk:
    row = _find(request, pk)
    require(request.user, MAY_EDIT, row)
    return row


# --- Reading ----------------------------------------------------------------------------------------------------------
@require_safe
@in_partnership("savings.view_figures")
def risk(request: ScopedRequest, pk: int) -> HttpResponse:
    row = _find(request, pk)
    on = clock.today()
    entry = registers.Entry(registers.as_at(_rows(), on).get(pk=pk), on)
    reviews = list(row.reviews.select_related("recorded_by").order_by("-on", "-pk"))
    context = {
        "risk": row,
        "workstream": row.workstream,
        "entry": entry,
        "ratings": _ratings(row),
        "reviews": [(each, band(each.residual), _moved(reviews, number)) for number, each in enumerate(reviews)],
        "escalations": row.escalations.select_related("recorded_by").order_by("-pk"),
        "actions": row.actions.visible_to(request.user).select_related("owner").with_progress(),
        "issue": Risk.objects.filter(arose_from=row).select_related("partnership").first(),
        "today": on,
        "events": _events(row) if request.user.has_perm("partnership.view_history", row.workstream or row) else None,
        "may_edit": row.is_open and request.user.has_perm(MAY_EDIT, row),
        "trail": _trail(request, row),
    }
    return render(request, "workstreams/risks/risk.html", context)


def _ratings(row: Risk) -> list[tuple[str, str, str, int, str]]:
    """A line for each rating: what, likelihood and impact in words, score, band."""
    named = {"inherent": "Inherent: before any response", "residual": "Residual: as it is now", "target": "Target"}
    return [
        (
            words,
            getattr(row, f"get_{name}_likelihood_display")(),
            getattr(row, f"get_{name}_impact_display")(),
            getattr(row, name),
            band(getattr(row, name)).label,
        )
        for name, words in named.items()
    ]


def _moved(reviews: list[Any], number: int) -> str:
    """Against the review before, which stands behind it."""
    before = reviews[number + 1].residual if number + 1 < len(reviews) else None
    return movement(reviews[number].residual, before)


def _events(row: Risk) -> list[history.Event]:
    named = history.events_of(Action, called=lambda action: f"action “{action.title}”", risk=row)
    return history.newest_first([*history.events(row), *named])


# --- Writing ----------------------------------------------------------------------------------------------------------
@form_methods
@in_partnership(MAY_EDIT)
def risk_add(request: ScopedRequest) -> HttpResponse:
    """The address may name the workstream, as the link on that workstream's register does."""
    asked = named_workstream(request)
    form = NewRiskForm(
        request.POST or None, partnership=request.partnership, user=request.user, initial={"workstream": asked}
    )
    act = partial(actions.raise_risk, by=request.user, partnership=request.partnership)
    steps = _trail(request)
    if asked:
        steps = _trail(request, Risk(partnership=request.partnership, workstream=asked))
    page = Page("Raise a risk or an issue", back=steps[-1].url, trail=steps, action="Raise it", done="It was raised.")
    return form_page(request, form, act, page)


@form_methods
@in_partnership()
def risk_edit(request: ScopedRequest, pk: int) -> HttpResponse:
    row = _find_to_edit(request, pk)
    form = RiskForm(request.POST or None, instance=row, partnership=request.partnership)
    act = partial(actions.edit_risk, by=request.user, risk=row)
    text = "Ratings are changed by a review."
    return form_page(request, form, act, _page(request, row, "Change it", done="It was changed.", text=text))


@form_methods
@in_partnership()
def risk_review(request: ScopedRequest, pk: int) -> HttpResponse:
    row = _find_to_edit(request, pk)
    act = partial(actions.review_risk, by=request.user, risk=row)
    page = _page(request, row, f"Review {row.reference}", action="Record the review", done="The review was recorded.")
    return form_page(request, RiskReviewForm(request.POST or None, risk=row), act, page)


@form_methods
@in_partnership()
def risk_escalate(request: ScopedRequest, pk: int) -> HttpResponse:
    text = "From then on it stands with the programme, whose manager alone changes it. Your register still shows it."
    words = {"action": "Escalate", "done": "It stands with the programme now.", "text": text}
    return _reason_page(request, pk, actions.escalate_risk, "Escalate {} to the programme", **words)


@form_methods
@in_partnership()
def risk_hand_back(request: ScopedRequest, pk: int) -> HttpResponse:
    words = {"action": "Hand back", "done": "It stands with its workstream again."}
    return _reason_page(request, pk, actions.hand_back_risk, "Hand {} back to its workstream", **words)


@form_methods
@in_partnership()
def risk_close(request: ScopedRequest, pk: int) -> HttpResponse:
    text = (
        "What is closed is not changed any more. It stays in the register, under “Closed”. Its open actions stay to be "
        "done: say how they ended."
    )
    return _reason_page(request, pk, actions.close_risk, "Close {}", action="Close it", done="It is closed.", text=text)


def _reason_page(request: ScopedRequest, pk: int, do: Any, title: str, **words: str) -> HttpResponse:
    row = _find_to_edit(request, pk)
    page = _page(request, row, title.format(row.reference), **words)
    return form_page(request, RiskReasonForm(request.POST or None), partial(do, by=request.user, risk=row), page)


@form_methods
@in_partnership()
def risk_issue(request: ScopedRequest, pk: int) -> HttpResponse:
    row = _find_to_edit(request, pk)
    text = "The risk is closed, and an issue with the same words, owner and open actions takes its place."
    title = f"{row.reference} has become an issue"
    page = _page(request, row, title, action="Make it an issue", done="The issue was raised.", text=text)
    act = partial(actions.turn_into_issue, by=request.user, risk=row)
    return form_page(request, IssueForm(request.POST or None), act, page)


@form_methods
@in_partnership()
def action_add(request: ScopedRequest, pk: int) -> HttpResponse:
    row = _find_to_edit(request, pk)
    act = partial(actions.add_risk_action, by=request.user, risk=row)
    page = _page(request, row, "Add an action", action="Add action", done="The action was added.")
    form = NewActionForm(request.POST or None, partnership=request.partnership, user=request.user)
    form.leave_out("workstream", "source", "origin")
    return form_page(request, form, act, page)


# --- Where we are -----------------------------------------------------------------------------------------------------
def _trail(request: ScopedRequest, row: Risk | None = None) -> list[Step]:
    """Down to the register that it stands in, and to itself where it is recorded."""
    slug = request.partnership.slug
    steps = [Step("Workstreams", reverse("workstream-list", args=[slug]))]
    if row is None or row.workstream is None:
        steps.append(Step("Risks", reverse("risk-register", args=[slug])))
    else:
        steps.append(Step(row.workstream.name, reverse("workstream", args=[slug, row.workstream.slug])))
        steps.append(Step("Risks", reverse("risk-list", args=[slug, row.workstream.slug])))
    return steps


def _page(request: ScopedRequest, row: Risk, title: str, **words: Any) -> Page:
    steps = [*_trail(request, row), Step(row.reference, row.get_absolute_url())]
    return Page(title, back=steps[-1].url, trail=steps, **words)

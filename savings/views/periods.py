"""The periods of a partnership: which are open and which closed, and the steps from one to the other."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partnership import clock
from partnership.dated import period_of_slug
from partnership.exports import Export, Fact, addresses, asked, download
from partnership.history import Event
from partnership.models import Grant, Organisation
from partnership.permissions import granted, require
from partnership.views.pages import Page, Step, confirm_page, form_page
from partnership.views.scope import ScopedRequest, in_partnership
from savings import actions, period_tables, periods
from savings.forms.periods import AskToCloseForm, WhyForm
from savings.models import PeriodStep, Statement
from savings.models.periods import PeriodState
from savings.models.periods import Step as Taken
from savings.periods import PeriodLife, Waiting
from savings.views.found import METHODS

SHOWN = 100  # late claims, the newest
FOUR_EYES = "You asked for this, so you may not decide it. Another person with the verifier's role can."
_SENTENCES = {
    Taken.ASKED: "asked to close {}",
    Taken.REFUSED: "refused to close {}",
    Taken.TAKEN_BACK: "took back the request to close {}",
    Taken.CLOSED: "closed {}",
    Taken.REOPENING_ASKED: "asked to reopen {}",
    Taken.REOPENING_APPROVED: "approved the reopening of {}",
    Taken.REOPENING_REFUSED: "refused the reopening of {}",
    Taken.REOPENING_TAKEN_BACK: "took back the request to reopen {}",
    Taken.REOPENED: "opened {} again, with the last approval",
}
_may_approve = granted("savings.approve_closing")


# --- Looking ----------------------------------------------------------------------------------------------------------
@require_safe
@in_partnership("savings.view_figures")
def period_list(request: ScopedRequest) -> HttpResponseBase:
    """Every year since the partnership began, with its quarters. A fixed number of queries."""
    waits = periods.waiting(request.partnership, user=request.user)
    rows = [(life, waits.get(life.period, Waiting())) for life in periods.lives(request.partnership)]
    if asked(request):
        return download(request, _file(request, rows))
    years = [
        {"life": life, "waits": waiting, "quarters": rows[place + 1 : place + 5]}
        for place, (life, waiting) in enumerate(rows)
        if life.period.quarter is None
    ]
    return render(request, "savings/periods/list.html", {"years": years, "downloads": addresses(request)})


_HEADINGS = (
    *("Period", "Year", "Quarter", "State", "Last step", "By", "At", "Reason"),
    *("Submitted shares", "Drafts that you may see", "Returned shares"),
)


def _file(request: ScopedRequest, rows: list[tuple[PeriodLife, Waiting]]) -> Export:
    name = f"{request.partnership.slug}-periods-{clock.today():%Y-%m-%d}"
    facts = [Fact("Partnership", request.partnership.name), Fact("As at", clock.now())]
    return Export(name, "Periods", _HEADINGS, _rows(rows), facts)


def _rows(rows: list[tuple[PeriodLife, Waiting]]) -> Iterator[list[Any]]:
    for life, waits in rows:
        last = life.last
        told = [last.step, last.by.name, last.at, last.reason] if last else [None] * 4
        named = [str(life.period), life.period.year, life.period.quarter, life.state.value]
        yield [*named, *told, waits.submitted, waits.drafts, waits.returned]


@require_safe
@in_partnership("savings.view_figures")
def period(request: ScopedRequest, period: str) -> HttpResponse:
    life = _life(request, period)
    late = Statement.objects.visible_to(request.user).filter(partnership=request.partnership)
    waits = periods.waiting_by_organisation(request.partnership, life.period, user=request.user)
    context = {
        **_locked(request, life),
        "waits": waits,
        "total": sum(waits.values(), Waiting()),
        "sees_drafts": request.user.has_perm("savings.view_draft", request.partnership),
        "quarters": [] if life.period.quarter else periods.lives_of_quarters(request.partnership, life.period),
        "late": late.late_for(life.period).for_list()[:SHOWN],
        "trail": _trail(request, life)[:-1],
        "events": [_event(step) for step in reversed(life.steps)],
        "open_period": periods.open_period_for(request.partnership, life.period, timezone.localdate()),
        **_what_may_be_done(request, life, waits),
    }
    return render(request, "savings/periods/period.html", context)


def _what_may_be_done(request: ScopedRequest, life: PeriodLife, waits: dict[Organisation, Waiting]) -> dict[str, Any]:
    user, partnership = request.user, request.partnership
    may_ask = user.has_perm("savings.request_closing", partnership)
    asked_by_me = life.asked is not None and life.asked.by_id == user.pk
    may_answer = life.asked is not None and _may_approve(user, partnership)
    is_open = not life.is_closed and life.state != PeriodState.CLOSING
    can_close = is_open and life.is_over and not sum(waits.values(), Waiting()).submitted
    return {
        "may_ask_to_close": may_ask and can_close,
        "may_ask_to_reopen": may_ask and life.state == PeriodState.CLOSED and life.year_closing is None,
        "may_close": may_answer and not asked_by_me and life.state == PeriodState.CLOSING,
        "four_eyes": may_answer and asked_by_me,
        "may_take_back": may_ask and asked_by_me,
        **(_reopening(request, life) if life.state == PeriodState.REOPENING else {}),
    }


def _reopening(request: ScopedRequest, life: PeriodLife) -> dict[str, Any]:
    affected = life.affected()
    missing = periods.without_verifier(life, affected, asked_by=life.asked.by)
    return {
        "approvals": _approvals(request, life, affected, missing),
        "missing": periods.missing_words(missing) if missing else "",
        "administrators": _administrators(request) if missing else [],
    }


def _administrators(request: ScopedRequest) -> list[str]:
    grants = Grant.objects.carrying("partnership.manage_people").filter(partnership=request.partnership)
    return list(grants.order_by("user__name").values_list("user__name", flat=True))


def _approvals(
    request: ScopedRequest, life: PeriodLife, affected: list[Organisation], missing: list[Organisation]
) -> list[dict[str, Any]]:
    """Whose verifier has to approve the reopening, and whether it was; where nobody is affected, who of mine may."""
    mine = request.user.organisations_for("savings.approve_closing", request.partnership)
    own = {each.pk for each in periods.approvers(affected, mine)} if life.asked.by_id != request.user.pk else set()
    return [
        {
            "organisation": each,
            "given": life.approvals.get(each.pk),
            "mine": each.pk in own,
            "missing": each in missing,
        }
        for each in affected or mine
    ]


def _event(step: PeriodStep) -> Event:
    whose = f" for {step.organisation.short_name}" if step.organisation else ""
    return Event(step.at, step.by.name, _SENTENCES[Taken(step.step)].format(step.period) + whose, step.reason)


# --- Doing ------------------------------------------------------------------------------------------------------------
@require_http_methods(METHODS)
@in_partnership("savings.request_closing")
def period_close(request: ScopedRequest, period: str) -> HttpResponse:
    life = _life(request, period)
    waits = periods.waiting(request.partnership, user=request.user).get(life.period, Waiting())
    text = (
        f"In {life.period} there waits, but for drafts that you may not see: {waits}. A period is not closed while "
        "submitted shares wait in it. Drafts and returned shares are left behind: after the closing they can only be "
        f"stated in an open period, as late claims that belong to {life.period}. Until a verifier approves, the period "
        "stays open."
    )
    page = _page(request, life, f"Ask to close {life.period}", "Ask to close", "The closing was asked for.", text)
    act = partial(actions.ask_to_close, by=request.user, partnership=request.partnership, period=life.period)
    return form_page(request, AskToCloseForm(request.POST or None), act, page)


@require_http_methods(METHODS)
@in_partnership("savings.approve_closing")
def period_close_approve(request: ScopedRequest, period: str) -> HttpResponse:
    life = _to_decide(request, period)
    text = (
        f"{_request(life)} From then on nothing is posted into it by any way. What belongs to it is stated in an open "
        "period. It can be opened again only for a reason, with the approval of every organisation that has a share "
        "in it."
    )
    page = _page(request, life, f"Close {life.period}", "Close the period", f"{life.period} is closed.", text)
    act = partial(actions.close_period, by=request.user, partnership=request.partnership, period=life.period)
    return confirm_page(request, act, page, "savings/periods/close.html", partial(_locked, request, life))


def _locked(request: ScopedRequest, life: PeriodLife) -> dict[str, Any]:
    """What is to be closed, in figures: nobody closes what they have not seen."""
    realised = period_tables.realised(request.partnership, life.period, user=request.user)
    return {"realised": realised, "life": life}


@require_http_methods(METHODS)
@in_partnership("savings.approve_closing")
def period_close_refuse(request: ScopedRequest, period: str) -> HttpResponse:
    life = _to_decide(request, period)
    text = f"{_request(life)} The period stays open, and its closing can be asked for again."
    page = _page(request, life, f"Refuse to close {life.period}", "Refuse", "The period stays open.", text)
    act = partial(actions.refuse_closing, by=request.user, partnership=request.partnership, period=life.period)
    return form_page(request, WhyForm(request.POST or None), act, page)


@require_http_methods(METHODS)
@in_partnership("savings.request_closing")
def period_reopen(request: ScopedRequest, period: str) -> HttpResponse:
    life = _life(request, period)
    affected = life.affected()
    names = ", ".join(each.short_name for each in affected)
    who = f"a verifier of each organisation with a share in it: {names}" if names else "one verifier"
    text = (
        f"It stays closed until it is approved by {who}. Board packs made before show on their pages that "
        f"{life.period} was opened again, why, and what was posted into it since."
    )
    if missing := periods.without_verifier(life, affected, asked_by=request.user):
        text = f"{periods.missing_words(missing)} {text}"
    page = _page(request, life, f"Ask to reopen {life.period}", "Ask to reopen", "The reopening was asked for.", text)
    act = partial(actions.ask_to_reopen, by=request.user, partnership=request.partnership, period=life.period)
    return form_page(request, WhyForm(request.POST or None), act, page)


@require_http_methods(METHODS)
@in_partnership("savings.request_closing")
def period_take_back(request: ScopedRequest, period: str) -> HttpResponse:
    life = _life(request, period)
    if life.asked is not None and life.asked.by_id != request.user.pk:
        raise PermissionDenied(periods.ONLY_WHO_ASKED.format(name=life.asked.by.name))
    text = f"{_request(life)} What was approved of it so far counts no more. It can be asked for again."
    page = _page(request, life, f"Take back the request for {life.period}", "Take it back", "It was taken back.", text)
    act = partial(actions.take_back, by=request.user, partnership=request.partnership, period=life.period)
    return form_page(request, WhyForm(request.POST or None), act, page)


@require_http_methods(METHODS)
@in_partnership("savings.approve_closing")
def period_reopen_approve(request: ScopedRequest, period: str, code: str) -> HttpResponse:
    life, organisation = _to_decide_for(request, period, code)
    title = f"Approve reopening {life.period} for {organisation.short_name}"
    text = f"{_request(life)} With the last approval the period is open again."
    page = _page(request, life, title, "Approve", f"You approved it for {organisation.short_name}.", text)
    act = partial(actions.approve_reopening, **_answer(request, life, organisation))
    return confirm_page(request, act, page)


@require_http_methods(METHODS)
@in_partnership("savings.approve_closing")
def period_reopen_refuse(request: ScopedRequest, period: str, code: str) -> HttpResponse:
    life, organisation = _to_decide_for(request, period, code)
    title = f"Refuse reopening {life.period} for {organisation.short_name}"
    text = f"{_request(life)} The period stays closed, and its reopening can be asked for again."
    page = _page(request, life, title, "Refuse", "The period stays closed.", text)
    act = partial(actions.refuse_reopening, **_answer(request, life, organisation))
    return form_page(request, WhyForm(request.POST or None), act, page)


# --- Finding ----------------------------------------------------------------------------------------------------------
def _life(request: ScopedRequest, slug: str) -> PeriodLife:
    named = period_of_slug(slug)
    if named is None or not periods.exists(request.partnership, named):
        raise Http404
    return periods.life_of(request.partnership, named)


def _to_decide(request: ScopedRequest, slug: str) -> PeriodLife:
    """A period whose closing or reopening is asked for by somebody else."""
    life = _life(request, slug)
    if life.asked is not None and life.asked.by_id == request.user.pk:
        raise PermissionDenied(FOUR_EYES)
    return life


def _to_decide_for(request: ScopedRequest, slug: str, code: str) -> tuple[PeriodLife, Organisation]:
    life = _to_decide(request, slug)
    organisation = get_object_or_404(request.partnership.organisations.distinct(), code=code)
    answer = PeriodStep(partnership=request.partnership, organisation=organisation)
    require(request.user, "savings.approve_closing", answer)
    return life, organisation


def _answer(request: ScopedRequest, life: PeriodLife, organisation: Organisation) -> dict[str, Any]:
    given = {"by": request.user, "partnership": request.partnership}
    return given | {"period": life.period, "organisation": organisation}


def _request(life: PeriodLife) -> str:
    """What was asked, by whom and why; empty when nothing is asked any more."""
    if life.asked is None:
        return ""
    event = _event(life.asked)
    if not event.reason:
        return f"{event.who} {event.sentence}."
    stop = "" if event.reason[-1] in ".!?" else "."  # a reason may be a sentence of its own
    return f"{event.who} {event.sentence}: “{event.reason}{stop}”"


def _page(request: ScopedRequest, life: PeriodLife, title: str, action: str, done: str, text: str) -> Page:
    trail = _trail(request, life)
    return Page(title, back=trail[-1].url, trail=trail, action=action, done=done, text=text)


def _trail(request: ScopedRequest, life: PeriodLife) -> list[Step]:
    """Down to the period's own page."""
    slug = request.partnership.slug
    above = [life.period.whole_year] if life.period.quarter else []
    steps = [Step(str(each), reverse("period", args=[slug, each.slug])) for each in (*above, life.period)]
    return [Step("Periods", reverse("period-list", args=[slug])), *steps]

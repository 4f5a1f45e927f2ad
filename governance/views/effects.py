"""What a decision does: offered, done, kept until it may be done, and what became of it."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from governance import actions
from governance.actions.effects import wanted_of
from governance.effects import KEEPS_MEETINGS, KINDS, Kind
from governance.forms import EffectForm
from governance.models import Decision, DecisionEffect, PlannedEffect
from governance.models.meetings import EXEMPT
from governance.views.finding import decision_page, form_methods
from partnership.models import User
from partnership.permissions import require
from partnership.views.pages import confirm_page, form_page
from partnership.views.scope import ScopedRequest, find, in_partnership
from workstreams.forms import ReasonForm


def effects_of(request: ScopedRequest, found: Decision) -> dict[str, Any]:
    """What the decision did and is to do, with who may do what about it. Each kind that is waited for costs queries,
    and each that the user may add costs one."""
    user, of_it = request.user, {"decision": found}
    done = DecisionEffect.objects.visible_to(user).filter(**of_it).seen_with_figures(user).select_related("done_by")
    planned = PlannedEffect.objects.visible_to(user).filter(**of_it, effect=None).seen_with_figures(user)
    return {
        "effects": [(each, address(each.thing)) for each in done],
        "planned": [(each, _may_do(user, each)) for each in planned.select_related("asked_by", "dropped_by")],
        "kinds": _offered(found, user),
    }


def address(thing: Model) -> str:
    """The page of what a decision did: of a transfer that of its grant, of a preference that of its appraisal."""
    shown: Any = getattr(thing, "appraisal", None) or thing
    return (shown if hasattr(shown, "get_absolute_url") else shown.funding).get_absolute_url()


def _may_do(user: User, planned: PlannedEffect) -> bool:
    """Whether the user may do it, once the decision has taken effect."""
    wanted = wanted_of(planned)
    if planned.state == "dropped" or wanted.target is None:
        return False
    return user.has_perm(KINDS[planned.kind].needs(wanted.target), wanted.target)


def _offered(found: Decision, user: User) -> list[Kind]:
    """The kinds of effect that the user may let the decision have, or have kept for who may, and that have something
    to work on. A query for each that the user may."""
    if not found.may_act or not found.may_read or hasattr(found, "corrected_by"):  # type: ignore[attr-defined]
        return []
    mine = (kind for kind in KINDS.values() if _may_offer(user, kind, found))
    return [kind for kind in mine if kind.choices(found.partnership, user).exists()]


def _may_offer(user: User, kind: Kind, found: Decision) -> bool:
    return user.has_perm(KEEPS_MEETINGS, found) or user.has_perm(kind.permission, found.partnership)


@form_methods
@in_partnership()
def decision_effect(request: ScopedRequest, pk: int, kind: str) -> HttpResponse:
    """Let the decision do something: by whoever may do it without a decision, or kept until somebody does."""
    found, chosen = _find(request, pk), KINDS.get(kind)
    if chosen is None:
        raise Http404
    if not _may_offer(request.user, chosen, found):
        require(request.user, chosen.permission, request.partnership)
    form = EffectForm(request.POST or None, kind=chosen, decision=found, user=request.user)
    act = partial(actions.let_do, by=request.user, decision=found)
    words = {
        "action": "Let the decision do it",
        "done": "It is done, or kept until it may be: see what the decision does.",
        "text": f"{chosen.hint} It happens at once, or once every organisation has ratified the decision.",
    }
    return form_page(request, form, act, decision_page(request, found, chosen.title, **words))


@form_methods
@in_partnership()
def decision_planned_do(request: ScopedRequest, pk: int, row: int) -> HttpResponse:
    """Do what waits for somebody who may, or try again what failed."""
    found = _find(request, pk)
    planned = _planned(found, row)
    wanted = wanted_of(planned)
    if wanted.target is not None:
        require(request.user, KINDS[planned.kind].needs(wanted.target), wanted.target)
    else:
        require(request.user, KEEPS_MEETINGS, found)
    words = {"action": "Do it now", "done": "It is done, and linked with the decision.", "text": planned.words}
    page = decision_page(request, found, f"Do what {found.reference} decided", **words)
    return confirm_page(request, partial(_do, request.user, planned), page)


def _do(by: User, planned: PlannedEffect) -> None:
    """That it failed is kept, and told."""
    done = actions.do_planned(by=by, planned=planned)
    if done.why:
        raise ValidationError(done.why)


@form_methods
@in_partnership("governance.edit_meeting")
def decision_planned_drop(request: ScopedRequest, pk: int, row: int) -> HttpResponse:
    found = _find(request, pk)
    planned = _planned(found, row)
    words = {"action": "It is not to be done", "done": "It is not to be done.", "text": planned.words}
    page = decision_page(request, found, "Drop what the decision was to do", danger=True, **words)
    act = partial(actions.drop_planned, by=request.user, planned=planned)
    return form_page(request, ReasonForm(request.POST or None), act, page)


def _find(request: ScopedRequest, pk: int) -> Decision:
    found = find(request, Decision.objects.select_related("partnership", "meeting__body", "item"), pk=pk)
    if found.is_exempt:
        require(request.user, EXEMPT, found)
    return found


def _planned(found: Decision, row: int) -> PlannedEffect:
    return get_object_or_404(found.planned.filter(effect=None, dropped_at=None).select_related("decision"), pk=row)

"""A decision does things: at once; or with the last ratification; or when somebody does it who may.

All of it under the lock of the decision, so that nothing happens twice, or before the decision has taken effect.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model

from governance.actions.bodies import MAY_KEEP
from governance.actions.standing import locked_decision, refuse_unratified, unratified
from governance.effects import KINDS, Doing, Kind, rehearse
from governance.models import Decision, DecisionEffect, PlannedEffect
from governance.models.meetings import EXEMPT
from partnership import clock, history
from partnership.actions.facts import lock
from partnership.models import User
from partnership.money import format_pounds
from partnership.permissions import require

logger = logging.getLogger(__name__)
NOT_OFFERED = "Choose one that is offered here: another may have been changed, closed or decided meanwhile."
BROKEN = "The portal could not do it, and has kept a note of why for whoever runs it. Try again later."


@dataclass(frozen=True)
class Wanted:
    """What a decision is to do: its kind, what it works on, and what else the kind asks for."""

    kind: str
    target: Any
    more: Mapping[str, Any] = field(default_factory=dict)


@contextmanager
def under(wanted: Wanted) -> Iterator[None]:
    """What is refused is named as the form does where several kinds are offered: `<kind>_target`, `<kind>_<field>`."""
    try:
        yield
    except ValidationError as error:
        found: dict[str, list[ValidationError]] = {}
        by_name = error.error_dict if hasattr(error, "error_dict") else {"target": error.error_list}
        for name, errors in by_name.items():
            own = name if name in wanted.more else "target"
            found.setdefault(f"{wanted.kind}_{own}", []).extend(errors)
        raise ValidationError(found) from error


@transaction.atomic
def let_do(*, by: User, decision: Decision, wanted: Wanted) -> DecisionEffect | PlannedEffect:
    """Do it at once, if the decision has taken effect and the user may; else keep it to be done."""
    if not unratified(locked_decision(decision)):
        try:
            with transaction.atomic():
                return apply_effect(by=by, decision=decision, wanted=wanted)
        except PermissionDenied:
            if not by.has_perm(MAY_KEEP, decision):
                raise
    return plan_effect(by=by, decision=decision, wanted=wanted)


@transaction.atomic
def apply_effect(*, by: User, decision: Decision, wanted: Wanted) -> DecisionEffect:
    """Let a decision do something, by the right of the user to do it; the link is kept. Raises ValidationError with
    what the action itself refuses, such as what a gate still lacks; PermissionDenied if the user may not."""
    kind, decision = _checked(by, decision, wanted)
    refuse_unratified(decision)
    require(by, kind.needs(wanted.target), wanted.target)
    thing = kind.act(Doing(by, decision, wanted.target, wanted.more))
    words = kind.words(thing)
    if DecisionEffect.objects.filter(decision=decision, **{kind.link: thing}).exists():
        raise ValidationError({"target": "This is linked with the decision already."})
    if _made_before(decision, kind, thing, words):
        raise ValidationError({"target": f"The decision has done this already: {words}."})
    facts = {"kind": kind.key, "words": words, "done_by": by, "done_at": clock.now(), kind.link: thing}
    return DecisionEffect.objects.create(decision=decision, **facts)


def _made_before(decision: Decision, kind: Kind, thing: Model, words: str) -> bool:
    """Whether the decision made the same of what was asked for: a form that is sent twice does it once. Of kinds that
    ask for nothing the link tells."""
    same = {f"{kind.link}__{name}": getattr(thing, name) for name in kind.fields}
    return bool(same) and decision.effects.filter(kind=kind.key, words=words, **same).exists()


@transaction.atomic
def plan_effect(*, by: User, decision: Decision, wanted: Wanted) -> PlannedEffect:
    """Keep what a decision is to do: by the clerk, or by who may do it without a decision. It is tried now and taken
    back, as far as this person may, so that what can not happen is refused at once."""
    kind, decision = _checked(by, decision, wanted)
    if not by.has_perm(MAY_KEEP, decision):
        require(by, kind.needs(wanted.target), wanted.target)
    is_later = bool(unratified(decision))
    more, words = {**kind.keeps(wanted.target), **wanted.more}, _words(kind, wanted)
    with suppress(PermissionDenied):
        rehearse(kind, Doing(by, decision, wanted.target, more, is_later))
    row = PlannedEffect(
        decision=decision,
        kind=kind.key,
        target_key=wanted.target.pk,
        more={name: value.pk if isinstance(value, Model) else value for name, value in more.items()},
        words=words,
        asked_by=by,
        asked_at=clock.now(),
    )
    same = decision.planned.open().filter(kind=row.kind, target_key=row.target_key)
    if any(each.more == row.more for each in same):
        raise ValidationError({"target": "The decision is to do this already."})
    row.full_clean(exclude=["asked_by"])
    return history.save(row, by=by)


def _checked(by: User, decision: Decision, wanted: Wanted) -> tuple[Kind, Decision]:
    """The kind, and the decision under its lock, if it can do things and this is offered to the user."""
    kind = KINDS.get(wanted.kind)
    if kind is None:
        raise ValidationError("Choose what the decision does.")
    if decision.is_exempt:
        require(by, EXEMPT, decision)
    if wanted.target is None:
        raise ValidationError({"target": "Choose one."})
    if not decision.may_act:
        raise ValidationError("Only a decision that was carried, by a body that decides, can do something.")
    decision = locked_decision(decision)
    if Decision.objects.filter(corrects=decision).exists():
        raise ValidationError(f"{decision} was corrected by another decision. Let that one do it.")
    if not kind.offered(wanted.target, decision.partnership, by):
        raise ValidationError({"target": NOT_OFFERED})
    return kind, decision


def _words(kind: Kind, wanted: Wanted) -> str:
    """ "Put unspent grant in a reserve: Efficiency Grant, May 2025; £60.00; Efficiency"."""
    told = [
        format_pounds(value) if name.endswith("_pence") else str(value)
        for name, value in wanted.more.items()
        if value not in (None, "")
    ]
    return f"{kind.title}: {'; '.join([str(wanted.target), *told])}"[:300]


# --- What was kept to be done -----------------------------------------------------------------------------------------
def carry_out(decision: Decision) -> None:
    """The decision, which the caller has locked, has just taken effect: do what waits for that, each by the right of
    who asked for it. What is refused is kept as failed, with why; what another person has to do waits for that one.
    Whatever happens, what made the decision take effect stays."""
    for row in decision.planned.open().select_for_update(of=("self",)).select_related("asked_by"):
        try:
            _try(row, by=row.asked_by)
        except PermissionDenied:
            continue


@transaction.atomic
def do_planned(*, by: User, planned: PlannedEffect) -> PlannedEffect:
    """Do what waits for somebody who may, or failed before. What is refused is kept with why, and not raised."""
    decision = locked_decision(planned.decision)
    _refuse_closed(lock(planned))
    if decision.is_exempt:
        require(by, EXEMPT, decision)
    refuse_unratified(decision)
    return _try(planned, by=by)


@transaction.atomic
def drop_planned(*, by: User, planned: PlannedEffect, reason: str) -> PlannedEffect:
    """It is not to be done: by the clerk, with a reason."""
    decision = locked_decision(planned.decision)
    require(by, MAY_KEEP, decision)
    if decision.is_exempt:
        require(by, EXEMPT, decision)
    _refuse_closed(lock(planned))
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is not to be done."})
    planned.dropped_at, planned.dropped_by, planned.dropped_why = clock.now(), by, reason.strip()
    planned.full_clean(exclude=["asked_by", "dropped_by"])
    return history.save(planned, by=by, reason=reason.strip()[:100])


def _refuse_closed(planned: PlannedEffect) -> None:
    if planned.effect_id:
        raise ValidationError("This was done already.")
    if planned.dropped_at:
        raise ValidationError("Somebody said meanwhile that this is not to be done.")


def _try(planned: PlannedEffect, *, by: User) -> PlannedEffect:
    """Do it by the right of this person. Raises PermissionDenied alone."""
    try:
        with transaction.atomic():
            wanted = wanted_of(planned)
            planned.effect = apply_effect(by=by, decision=planned.decision, wanted=wanted)
            planned.failed_at, planned.why = None, ""
    except PermissionDenied:
        raise
    except ValidationError as error:
        planned.failed_at, planned.why = clock.now(), " ".join(error.messages)
    except Exception:  # whatever it is, the ratification that led here stays
        logger.exception("Planned effect %s failed", planned.pk)
        planned.failed_at, planned.why = clock.now(), BROKEN
    return history.save(planned, by=by)


def wanted_of(planned: PlannedEffect) -> Wanted:
    """What was kept, as records again. What is gone by now is None."""
    kind = KINDS[planned.kind]
    more = {name: _record(kind, name, value) for name, value in planned.more.items()}
    ((_, target),) = targets_of([planned])
    return Wanted(kind.key, target, more)


def targets_of(rows: Sequence[PlannedEffect]) -> list[tuple[PlannedEffect, Any]]:
    """Each with what it works on, or None if that is gone. One query for each kind."""
    found: dict[tuple[str, int], Model] = {}
    for key in {row.kind for row in rows}:
        keys = [row.target_key for row in rows if row.kind == key]
        found |= {(key, pk): target for pk, target in KINDS[key].model._default_manager.in_bulk(keys).items()}
    return [(row, found.get((row.kind, row.target_key))) for row in rows]


def _record(kind: Kind, name: str, value: Any) -> Any:
    if kind.asks is None or name not in kind.fields or value is None:
        return value
    model = kind.asks._meta.get_field(name).related_model
    return model._default_manager.filter(pk=value).first() if model else value

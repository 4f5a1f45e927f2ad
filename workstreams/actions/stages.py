"""A workstream goes on through a gate, past one that is overridden, back, or aside; every step is kept for ever."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import clock, history
from partnership.models import User
from partnership.permissions import require
from workstreams import stages
from workstreams.actions.baselines import lock_as_it_stands
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.gates import Gate
from workstreams.models import StageMove, Workstream
from workstreams.requirements import gate_before_change, next_gate

MAY_OVERRIDE = "workstreams.override_gate"
Way = StageMove.Way


@transaction.atomic
def advance(*, by: User, workstream: Workstream, reason: str = "") -> StageMove:
    """Enter the next stage. Raises ValidationError with a sentence for each thing that the gate still lacks."""
    stream = _locked(workstream)
    require(by, MAY_EDIT, stream)
    gate = _gate_before(stream, by)
    if not gate.met:
        raise ValidationError(gate.missing)
    return _move(stream, gate.stage, Way.ADVANCED, reason, by=by, gate=gate)


@transaction.atomic
def override_gate(*, by: User, workstream: Workstream, reason: str) -> StageMove:
    """Enter the next stage although its gate is not met. What was missing is kept with the reason."""
    stream = _locked(workstream)
    require(by, MAY_OVERRIDE, stream)
    gate = _gate_before(stream, by)
    if gate.met:
        raise ValidationError("The gate is met, so there is nothing to override.")
    return _move(stream, gate.stage, Way.OVERRIDDEN, _given(reason), by=by, gate=gate)


@transaction.atomic
def go_back(*, by: User, workstream: Workstream, stage: str, reason: str) -> StageMove:
    """Back to an earlier stage."""
    stream = _locked(workstream)
    require(by, MAY_EDIT, stream)
    if stage not in stages.earlier(stream.stage):
        raise ValidationError({"stage": "Choose a stage before the one that the workstream is at."})
    return _move(stream, stage, Way.BACK, _given(reason), by=by)


@transaction.atomic
def pause(*, by: User, workstream: Workstream, reason: str) -> StageMove:
    """Set aside for a while."""
    return _rest(workstream, stages.Stage.PAUSED, Way.PAUSED, reason, by=by)


@transaction.atomic
def stop(*, by: User, workstream: Workstream, reason: str) -> StageMove:
    """Given up, before it is closed."""
    return _rest(workstream, stages.Stage.STOPPED, Way.STOPPED, reason, by=by)


@transaction.atomic
def resume(*, by: User, workstream: Workstream, reason: str) -> StageMove:
    """Back to the stage at which it was paused or stopped. No gate is asked again: that stage was entered before."""
    stream = _locked(workstream)
    require(by, MAY_EDIT, stream)
    if stream.stage not in stages.RESTING:
        raise ValidationError("The workstream is neither paused nor stopped.")
    return _move(stream, stage_before(stream), Way.RESUMED, _given(reason), by=by)


def stage_before(workstream: Workstream) -> str:
    """Of a workstream that rests: the stage of the path at which it was. One query."""
    last = workstream.moves.filter(to_stage__in=stages.RESTING).exclude(from_stage__in=stages.RESTING).first()
    return last.from_stage if last else stages.Stage.IDEA


def _rest(workstream: Workstream, stage: str, way: str, reason: str, *, by: User) -> StageMove:
    stream = _locked(workstream)
    require(by, MAY_EDIT, stream)
    if not stages.may_rest(stream.stage, stage):
        at = stream.get_stage_display().lower()
        raise ValidationError(f"A workstream that is {at} can not be {Workstream.Stage(stage).label.lower()}.")
    return _move(stream, stage, way, _given(reason), by=by)


def _locked(workstream: Workstream) -> Workstream:
    """As it is by now, and nobody else moves it meanwhile."""
    rows = Workstream.objects.select_for_update(of=("self",)).select_related("partnership")
    return rows.get(pk=workstream.pk)


def _gate_before(stream: Workstream, by: User) -> Gate:
    gate = next_gate(stream, user=by)
    if gate is None:
        at = stream.get_stage_display().lower()
        raise ValidationError(f"The workstream is {at}, so there is no next stage. Resume it, or go back, first.")
    return gate


def _given(reason: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": "Say why."})
    return reason.strip()


def _move(stream: Workstream, stage: str, way: str, reason: str, *, by: User, gate: Gate | None = None) -> StageMove:
    outcome = _outcome(stream, gate, by) if gate else {}
    before, stream.stage = stream.stage, stage
    history.save(stream, by=by, reason=reason)
    move = StageMove.objects.create(
        workstream=stream,
        from_stage=before,
        to_stage=stage,
        way=way,
        reason=reason,
        outcome=outcome,
        moved_at=clock.now(),
        moved_by=by,
    )
    if outcome.get("has_baseline"):
        lock_as_it_stands(stream, reason=f"The workstream entered {move.get_to_stage_display().lower()}.", by=by)
    return move


def _outcome(stream: Workstream, gate: Gate, by: User) -> dict[str, Any]:
    """What the gate says, to be kept for ever; also by the policy before, where another took its place while the
    workstream stood here; and, past approval, whether a baseline was taken."""
    said = gate.frozen()
    if former := gate_before_change(stream, gate, user=by):
        said["before"] = former.frozen()
    if stream.stage == stages.Stage.APPROVAL:
        said["has_baseline"] = stream.baseline_costs.in_force().exists()
    return said

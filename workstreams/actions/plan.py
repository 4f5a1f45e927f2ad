"""The milestones of a workstream, what they wait for, and the baselines of its plan."""

from collections.abc import Iterable
from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from partnership import history
from partnership.actions.facts import lock, write
from partnership.models import Partnership, User
from partnership.permissions import require
from workstreams import schedule
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.models import BaselinedDate, Dependency, Milestone, PlanBaseline, Workstream

MAY_BASELINE = "workstreams.baseline_plan"
PLANNED = ("planned_start_on", "planned_on")


class MilestoneFacts(TypedDict, total=False):
    title: str
    planned_start_on: date | None
    planned_on: date
    forecast_start_on: date | None
    forecast_on: date | None
    actual_start_on: date | None
    actual_on: date | None
    owner: User | None
    owner_post: str


@transaction.atomic
def add_milestone(*, by: User, workstream: Workstream, **facts: Unpack[MilestoneFacts]) -> Milestone:
    require(by, MAY_EDIT, workstream)
    refuse_unknown_owner(workstream.partnership, facts.get("owner"))
    return write(Milestone(workstream=workstream), facts, by=by)


@transaction.atomic
def edit_milestone(*, by: User, milestone: Milestone, **facts: Unpack[MilestoneFacts]) -> Milestone:
    """Change it. What a baseline holds stays as planned until a new baseline is set."""
    require(by, MAY_EDIT, lock(milestone))
    refuse_unknown_owner(milestone.workstream.partnership, facts.get("owner"))
    _refuse_to_replan(milestone, facts)
    return write(milestone, facts, by=by)


def _refuse_to_replan(milestone: Milestone, facts: MilestoneFacts) -> None:
    moved = [name for name in PLANNED if name in facts and facts[name] != getattr(milestone, name)]  # type: ignore[literal-required]
    if moved and (last := last_baseline_of(milestone)):
        sentence = f"This date is in baseline {last} of the plan. Change the forecast, or have a new baseline set."
        raise ValidationError(dict.fromkeys(moved, sentence))


def last_baseline_of(milestone: Milestone) -> int | None:
    """The number of the newest baseline that has it. One query."""
    of_it = BaselinedDate.objects.filter(milestone=milestone)
    found: int | None = of_it.aggregate(last=Max("baseline__version"))["last"]
    return found


@transaction.atomic
def remove_milestone(*, by: User, milestone: Milestone, reason: str = "") -> None:
    """Delete a milestone with what waits for it and what it waits for; their history stays, and so do baselines.

    What a baseline holds is a promise: to take it out wants a reason and who may set baselines, else the dates could
    be changed by taking the milestone out and adding it anew.
    """
    require(by, MAY_EDIT, lock(milestone))
    if last_baseline_of(milestone):
        require(by, MAY_BASELINE, milestone)
        if not reason.strip():
            raise ValidationError({"reason": "It is in a baseline of the plan. Say why it is taken out."})
    for dependency in Dependency.objects.filter(milestone=milestone) | Dependency.objects.filter(waits_for=milestone):
        history.delete(dependency, by=by, reason=reason.strip())
    history.delete(milestone, by=by, reason=reason.strip())


def refuse_unknown_owner(partnership: Partnership, owner: User | None) -> None:
    """An owner is somebody who has or had a role in the partnership."""
    if owner and not User.objects.of_partnership(partnership).filter(pk=owner.pk).exists():
        raise ValidationError({"owner": "Choose somebody who has a role in this partnership."})


# --- What waits for what ----------------------------------------------------------------------------------------------
@transaction.atomic
def set_dependencies(*, by: User, milestone: Milestone, waits_for: Iterable[Milestone]) -> list[Dependency]:
    """Let the milestone wait for these and no others. Raises ValidationError, naming the loop that this would make.

    One at a time in a partnership: two changes, each without a loop, could make one together.
    """
    require(by, MAY_EDIT, milestone)
    partnership = lock(milestone.workstream.partnership)
    wanted = {each.pk: each for each in waits_for}
    _refuse_strangers_and_itself(milestone, wanted, partnership)
    here = {"milestone__workstream__partnership": partnership}
    others = Dependency.objects.filter(**here).exclude(milestone=milestone)
    pairs = [*others.values_list("waits_for", "milestone"), *((pk, milestone.pk) for pk in wanted)]
    if loop := schedule.loop_with(pairs):
        raise ValidationError({"waits_for": loop_sentence(loop)})
    kept = {}
    for dependency in milestone.dependencies.all():
        if dependency.waits_for_id in wanted:
            kept[dependency.waits_for_id] = dependency
        else:
            history.delete(dependency, by=by)
    new = (Dependency(milestone=milestone, waits_for=each) for pk, each in wanted.items() if pk not in kept)
    return [*kept.values(), *(history.save(dependency, by=by) for dependency in new)]


def _refuse_strangers_and_itself(milestone: Milestone, wanted: dict[int, Milestone], partnership: Partnership) -> None:
    if milestone.pk in wanted:
        raise ValidationError({"waits_for": "A milestone can not wait for itself."})
    known = Milestone.objects.filter(pk__in=wanted, workstream__partnership=partnership).count()
    if known != len(wanted):
        raise ValidationError({"waits_for": "Choose milestones of this partnership."})


def loop_sentence(loop: list[int]) -> str:
    """Who waits for whom, all the way round: “Launch” waits for “Approval”, which waits for “Launch”."""
    titles = dict(Milestone.objects.filter(pk__in=loop).values_list("pk", "title"))
    named = [f"“{titles[pk]}”" for pk in reversed(loop)]
    waiting = ", which waits for ".join([*named[1:], named[0]])
    return f"That would be a loop: {named[0]} waits for {waiting}. Take one of them out."


# --- Baselines --------------------------------------------------------------------------------------------------------
@transaction.atomic
def set_plan_baseline(*, by: User, workstream: Workstream, reason: str) -> PlanBaseline:
    """Keep the plan as it is now as its next baseline; baselines of before stay.

    The first takes the planned dates as they are. Each later one takes the forecast of what is not done yet as the new
    plan: from then on slip is counted from there, and from the first baseline beside it.
    """
    require(by, MAY_BASELINE, lock(workstream))
    milestones = list(workstream.milestones.select_for_update())
    if not milestones:
        raise ValidationError({"reason": "There is no milestone to set a baseline of. Add the milestones first."})
    version = (workstream.plan_baselines.aggregate(last=Max("version"))["last"] or 0) + 1
    baseline = PlanBaseline(workstream=workstream, version=version, reason=reason.strip(), set_by=by)
    baseline.full_clean()
    if version > 1:
        for milestone in milestones:
            _replan(milestone, by=by, reason=f"Baseline {version}: {baseline.reason}")
    baseline.save()
    for milestone in milestones:
        dates = {name: getattr(milestone, name) for name in PLANNED}
        BaselinedDate.objects.create(baseline=baseline, milestone=milestone, title=milestone.title, **dates)
    return baseline


def _replan(milestone: Milestone, *, by: User, reason: str) -> None:
    """The forecast of what is not done becomes the plan. Without a forecast the plan stays."""
    if milestone.actual_on is not None or not (milestone.forecast_on or milestone.forecast_start_on):
        return
    milestone.planned_on = milestone.forecast_on or milestone.planned_on
    start = milestone.forecast_start_on or milestone.planned_start_on
    milestone.planned_start_on = min(start, milestone.planned_on) if start else None
    history.save(milestone, by=by, reason=reason)

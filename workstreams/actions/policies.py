"""What a partnership asks of its gates, and which gateway reviews it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import clock, history
from partnership.actions.facts import write
from partnership.models import Partnership, User
from partnership.permissions import require
from workstreams import stages
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.gates import KINDS, Terms
from workstreams.models import GatePolicy, GateRequirement, ReviewGate


@dataclass(frozen=True)
class Requirement:
    """One thing asked for before a stage is entered, by the key of its kind."""

    stage: str
    kind: str
    terms: Terms = Terms()


@transaction.atomic
def add_policy(
    *,
    by: User,
    partnership: Partnership,
    from_on: date,
    reason: str,
    requirements: Sequence[Requirement],
    to_on: date | None = None,
) -> GatePolicy:
    """A new version, which ends the one before on the day before its own first. Raises ValidationError with all that
    is wrong; what is wrong with a requirement stands under "requirements"."""
    policy = GatePolicy(
        partnership=partnership, from_on=from_on, to_on=to_on, reason=reason.strip(), entered_by=by, version=1
    )
    require(by, MAY_EDIT, policy)
    Partnership.objects.select_for_update().get(pk=partnership.pk)  # one version after the other
    last = GatePolicy.objects.filter(partnership=partnership).first()
    _check(policy, last, requirements)
    if last is not None:
        policy.version = last.version + 1
        if last.to_on is None or last.to_on >= from_on:
            write(last, {"to_on": from_on - timedelta(days=1)}, by=by)
    policy.entered_at = clock.now()
    history.save(policy, by=by)
    for each in requirements:
        terms = {"threshold": each.terms.threshold, "by_year": each.terms.by_year, "review": each.terms.review}
        GateRequirement.objects.create(policy=policy, stage=each.stage, kind=each.kind, **terms)
    return policy


def _check(policy: GatePolicy, last: GatePolicy | None, requirements: Sequence[Requirement]) -> None:
    errors: dict[str, list[ValidationError]] = {}
    try:
        policy.full_clean(exclude=["version", "entered_by"], validate_constraints=False)
    except ValidationError as error:
        errors = error.update_error_dict(errors)
    if last is not None and policy.from_on <= last.from_on:
        said = f"Version {last.version} began on {last.from_on:%-d %B %Y}. A new version begins after it."
        errors.setdefault("from_on", []).append(ValidationError(said))
    if wrong := _wrong(requirements):
        errors["requirements"] = [ValidationError(sentence) for sentence in wrong]
    if errors:
        raise ValidationError(errors)


def _wrong(requirements: Sequence[Requirement]) -> list[str]:
    """A sentence for each mistake, with the number of its requirement."""
    found, seen = [] if requirements else ["Add at least one requirement."], dict[tuple[object, ...], int]()
    for number, each in enumerate(requirements, start=1):
        kind = KINDS.get(each.kind)
        if each.stage not in stages.GATED:
            found.append(f"Requirement {number}: choose the stage before which it is asked for.")
        if kind is None:
            found.append(f"Requirement {number}: choose what is asked for.")
            continue
        found += [f"Requirement {number}: {sentence}" for sentence in kind.problems(each.terms).values()]
        same = seen.setdefault((each.stage, each.kind, each.terms.review), number)
        if same != number:
            found.append(f"Requirement {number} asks for the same as requirement {same}. Take one away.")
    return found


@transaction.atomic
def name_review_gates(*, by: User, partnership: Partnership, names: Mapping[int, tuple[str, bool]]) -> list[ReviewGate]:
    """What the partnership calls its gateway reviews, and which of them it holds: a name and yes or no by number."""
    changed = []
    for gate in ReviewGate.objects.of(partnership):
        require(by, MAY_EDIT, gate)
        name, is_held = names.get(gate.number, (gate.name, gate.is_held))
        if (gate.name, gate.is_held) != (name.strip(), is_held):
            changed.append(write(gate, {"name": name.strip(), "is_held": is_held}, by=by))
    return changed

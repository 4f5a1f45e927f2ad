"""What a partnership asks of its gates, and which gateway reviews it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from partnership import clock, history
from partnership.actions.facts import lock, write
from partnership.models import Partnership, User
from partnership.permissions import require
from workstreams import stages
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.gates import KINDS, Terms
from workstreams.models import GatePolicy, GateRequirement, ReviewGate
from workstreams.models.policies import REPORT_DAYS, SLIP_DAYS
from workstreams.rules import require_approval

MAY_APPROVE = "workstreams.approve_policy"


@dataclass(frozen=True)
class Requirement:
    """One thing asked for before a stage is entered, by the key of its kind."""

    stage: str
    kind: str
    terms: Terms = Terms()


@transaction.atomic
def propose_policy(
    *,
    by: User,
    partnership: Partnership,
    from_on: date,
    reason: str,
    requirements: Sequence[Requirement],
    to_on: date | None = None,
    highlight_days: int = REPORT_DAYS,
    amber_days: int = SLIP_DAYS,
) -> GatePolicy:
    """Propose a new version. Nothing is asked by it until the steering group has approved it.

    Raises ValidationError with all that is wrong; what is wrong with a requirement stands under "requirements".
    """
    policy = GatePolicy(partnership=partnership, from_on=from_on, to_on=to_on, reason=reason.strip(), entered_by=by)
    policy.highlight_days, policy.amber_days = highlight_days, amber_days
    require(by, MAY_EDIT, policy)
    lock(partnership)
    _check(policy, requirements)
    policy.entered_at = clock.now()
    history.save(policy, by=by)
    for each in requirements:
        terms = {"threshold": each.terms.threshold, "by_year": each.terms.by_year, "review": each.terms.review}
        GateRequirement.objects.create(policy=policy, stage=each.stage, kind=each.kind, **terms)
    return policy


@transaction.atomic
def approve_policy(*, by: User, policy: GatePolicy) -> GatePolicy:
    """Approve a proposal, never one's own: it gets the next version, which ends the one before on the day before its
    own first. What may have changed since it was proposed is checked again.

    It holds from today on at the earliest: nobody was bound by it on a day on which it was only proposed.
    """
    lock(policy.partnership)  # one version after the other
    require_approval(by, lock(policy))
    _require_proposed(policy)
    policy.from_on = max(policy.from_on, clock.today())
    asked = [Requirement(row.stage, row.kind, row.terms) for row in policy.requirements.order_by("pk")]
    _check(policy, asked)
    last = _last(policy.partnership)
    if last is not None and (last.to_on is None or last.to_on >= policy.from_on):
        write(last, {"to_on": policy.from_on - timedelta(days=1)}, by=by)
    version = last.version + 1 if last is not None and last.version else 1
    facts = {"from_on": policy.from_on, "version": version, "approved_at": clock.now(), "approved_by": by}
    return write(policy, facts, by=by)


@transaction.atomic
def withdraw_policy(*, by: User, policy: GatePolicy, reason: str) -> GatePolicy:
    """Take a proposal back, or refuse it; it stays to be read, with the reason in its history."""
    lock(policy)
    if not by.has_perm(MAY_APPROVE, policy):
        require(by, MAY_EDIT, policy)
    _require_proposed(policy)
    if not reason.strip():
        raise ValidationError({"reason": "Say why."})
    return write(policy, {"withdrawn_at": clock.now(), "withdrawn_by": by}, by=by, reason=reason.strip())


def _require_proposed(policy: GatePolicy) -> None:
    if not policy.is_proposed:
        raise ValidationError(f"This is {policy.state}, so there is nothing to decide. Propose another version.")


def _last(partnership: Partnership) -> GatePolicy | None:
    found: GatePolicy | None = (
        GatePolicy.objects.approved().filter(partnership=partnership).order_by("-version").first()
    )
    return found


def _check(policy: GatePolicy, requirements: Sequence[Requirement]) -> None:
    errors: dict[str, list[ValidationError]] = {}
    try:
        policy.full_clean(exclude=["version", "entered_by"], validate_constraints=False)
    except ValidationError as error:
        errors = error.update_error_dict(errors)
    last = _last(policy.partnership)
    if last is not None and policy.from_on <= last.from_on:
        said = f"Version {last.version} began on {last.from_on:%-d %B %Y}. A new version begins after it."
        errors.setdefault("from_on", []).append(ValidationError(said))
    if wrong := [*_wrong(requirements), *_not_held(policy.partnership, requirements)]:
        errors["requirements"] = [ValidationError(sentence) for sentence in wrong]
    if errors:
        raise ValidationError(errors)


def _not_held(partnership: Partnership, requirements: Sequence[Requirement]) -> list[str]:
    """A sentence for each gateway review that is asked for and switched off: nobody could ever hold it."""
    off = {gate.number for gate in ReviewGate.objects.of(partnership) if not gate.is_held}
    return [
        f"Requirement {number}: gate {each.terms.review} is not held here. Switch it on first, or choose another."
        for number, each in enumerate(requirements, start=1)
        if each.terms.review in off
    ]


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
    """What the partnership calls its gateway reviews, and which of them it holds: a name and yes or no by number.

    Raises ValidationError where one is switched off that a policy asks for: the gate could only be overridden.
    """
    lock(partnership)
    gates_ = ReviewGate.objects.of(partnership)
    _refuse_asked_for(partnership, {gate.number for gate in gates_ if gate.is_held and not _wanted(gate, names)[1]})
    changed = []
    for gate in gates_:
        require(by, MAY_EDIT, gate)
        name, is_held = _wanted(gate, names)
        if (gate.name, gate.is_held) != (name.strip(), is_held):
            changed.append(write(gate, {"name": name.strip(), "is_held": is_held}, by=by))
    return changed


def _wanted(gate: ReviewGate, names: Mapping[int, tuple[str, bool]]) -> tuple[str, bool]:
    return names.get(gate.number, (gate.name, gate.is_held))


def _refuse_asked_for(partnership: Partnership, switched_off: set[int]) -> None:
    """What a policy asks for that is in force, has yet to begin, or waits to be approved."""
    ended = Q(policy__to_on__lt=clock.today()) | Q(policy__withdrawn_at__isnull=False)
    rows = GateRequirement.objects.filter(policy__partnership=partnership, review__in=switched_off).exclude(ended)
    asking = {row.review: str(row.policy) for row in rows.select_related("policy")}
    if asking:
        said = (
            f"Gate {number} is asked for by the {name.lower()}. Change the policy first."
            for number, name in asking.items()
        )
        raise ValidationError([*said])

"""What a service cost, and how much it did, before it was shared: each change is a new version."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import clock
from partnership.actions.facts import lock, refuse_stranger
from partnership.models import Organisation, User
from partnership.permissions import require
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.models import BaselineCost, BaselineLock, BaselineVolume, StageMove, Workstream
from workstreams.models.baselines import HEADINGS

WANTS_REASON = "The baseline is locked since it was approved. Say why it changes."
WANTS_REASON_AFTER = "The workstream was approved without a baseline. Say why one is recorded now."
CHANGED = "Somebody changed this baseline meanwhile. Open the newest version and change that."


@dataclass(frozen=True)
class Volume:
    """What was counted in the year, and how many, in hundredths of one."""

    counted: str
    hundredths: int


class BaselineAmounts(TypedDict, total=False):
    """In pence. Income is above 0 here, as people say it. `rest_pence` is what no heading explains; where only the net
    cost is known, `cost_pence` says it instead."""

    staff_pence: int
    premises_pence: int
    supplies_pence: int
    it_pence: int
    support_pence: int
    income_pence: int
    rest_pence: int
    cost_pence: int


@transaction.atomic
def add_baseline(
    *,
    by: User,
    workstream: Workstream,
    year: int,
    organisation: Organisation | None = None,
    volumes: Sequence[Volume] = (),
    source: str = "",
    reason: str = "",
    **amounts: Unpack[BaselineAmounts],
) -> BaselineCost:
    """Record what the service cost one organisation (none: all together) in a year. Wants a reason once it is locked.

    Raises ValidationError for all that is wrong, also where that organisation and year have a baseline already.
    """
    require(by, MAY_EDIT, lock(workstream))
    refuse_stranger(workstream.partnership, organisation)
    row = BaselineCost(workstream=workstream, organisation=organisation, year=year, source=source, reason=reason)
    former = BaselineCost.objects.heads().filter(workstream=workstream, organisation=organisation, year=year).first()
    if former and former.withdrawn:
        row.next_of(former)
    return _record(row, amounts, volumes, by=by)


@transaction.atomic
def edit_baseline(
    *,
    by: User,
    baseline: BaselineCost,
    volumes: Sequence[Volume] | None = None,
    source: str | None = None,
    reason: str = "",
    **amounts: Unpack[BaselineAmounts],
) -> BaselineCost:
    """A new version of it. What is not given stays as it was. Wants a reason once the workstream's is locked."""
    require(by, MAY_EDIT, lock(baseline.workstream))
    kept = [Volume(each.counted, each.hundredths) for each in baseline.volumes.all()]
    wanted = kept if volumes is None else list(volumes)
    row = _after(baseline, reason)
    row.source = baseline.source if source is None else source
    _set_amounts(row, _given(baseline) | amounts)
    if (row.amounts, row.source, wanted) == (baseline.amounts, baseline.source, kept):
        raise ValidationError("Nothing was changed.")
    return _write(row, wanted, by=by)


@transaction.atomic
def withdraw_baseline(*, by: User, baseline: BaselineCost, reason: str) -> BaselineCost:
    """Take it out, because it was recorded for the wrong organisation or year; what was recorded stays readable."""
    require(by, MAY_EDIT, lock(baseline.workstream))
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is withdrawn."})
    row = _after(baseline, reason)
    _set_amounts(row, _given(baseline))
    row.source, row.withdrawn = baseline.source, True
    return _write(row, [], by=by)


@transaction.atomic
def lock_baseline(*, by: User, workstream: Workstream, reason: str) -> BaselineLock:
    """Lock the baseline as it stands, at the workstream's approval: from now on a change wants a reason.

    Raises ValidationError where there is none yet, and where it is locked and was not changed since.
    """
    require(by, MAY_EDIT, lock(workstream))
    if not workstream.baseline_costs.in_force().exists():
        raise ValidationError("No baseline was taken. Record one before it is locked.")
    made = lock_as_it_stands(workstream, reason=reason.strip(), by=by)
    if made is None:
        raise ValidationError("The baseline is locked, and was not changed since.")
    return made


def lock_as_it_stands(workstream: Workstream, *, reason: str, by: User) -> BaselineLock | None:
    """The lock of a baseline that somebody may lock, or that its workstream's approval locks. None where the last lock
    holds still. Within the transaction, and under the lock, of who calls."""
    newest = workstream.baseline_costs.latest("recorded_at", "pk")
    last = workstream.baseline_locks.last()
    if last and last.locked_at >= newest.recorded_at:
        return None
    row = BaselineLock(workstream=workstream, reason=reason, locked_at=clock.now(), locked_by=by)
    row.full_clean()
    row.save()
    return row


def wants_reason(workstream: Workstream) -> str:
    """Why whatever is written to its baseline wants a reason now; empty before its approval. Two queries."""
    if workstream.baseline_locks.exists():
        return WANTS_REASON
    return WANTS_REASON_AFTER if StageMove.objects.without_baseline().filter(workstream=workstream).exists() else ""


def _after(baseline: BaselineCost, reason: str) -> BaselineCost:
    """An empty version to follow this one, which must be the newest."""
    if baseline.withdrawn or not BaselineCost.objects.heads().filter(pk=baseline.pk).exists():
        raise ValidationError(CHANGED)
    row = BaselineCost(
        workstream=baseline.workstream, organisation=baseline.organisation, year=baseline.year, reason=reason.strip()
    )
    row.next_of(baseline)
    return row


def _given(baseline: BaselineCost) -> BaselineAmounts:
    """The amounts of a version, as they would be given again."""
    return {
        "staff_pence": baseline.staff_pence,
        "premises_pence": baseline.premises_pence,
        "supplies_pence": baseline.supplies_pence,
        "it_pence": baseline.it_pence,
        "support_pence": baseline.support_pence,
        "income_pence": -baseline.income_pence,
        "rest_pence": baseline.rest_pence,
    }


def _record(row: BaselineCost, amounts: BaselineAmounts, volumes: Sequence[Volume], *, by: User) -> BaselineCost:
    if not amounts:
        raise ValidationError("Enter the cost under at least one heading, or as not broken down.")
    _set_amounts(row, amounts)
    return _write(row, volumes, by=by)


def _set_amounts(row: BaselineCost, amounts: BaselineAmounts) -> None:
    if amounts.get("income_pence", 0) < 0:
        raise ValidationError({"income_pence": "Enter the income without a minus sign. It is taken off the cost."})
    row.staff_pence = amounts.get("staff_pence", 0)
    row.premises_pence = amounts.get("premises_pence", 0)
    row.supplies_pence = amounts.get("supplies_pence", 0)
    row.it_pence = amounts.get("it_pence", 0)
    row.support_pence = amounts.get("support_pence", 0)
    row.income_pence = -amounts.get("income_pence", 0)
    explained = sum(row.pence_of(heading) for heading in HEADINGS)
    row.cost_pence = amounts["cost_pence"] if "cost_pence" in amounts else explained + amounts.get("rest_pence", 0)


def _write(row: BaselineCost, volumes: Sequence[Volume], *, by: User) -> BaselineCost:
    row.recorded_by = by
    errors: dict[str, list[ValidationError]] = {}
    if not row.reason and (wanted := wants_reason(row.workstream)):
        errors["reason"] = [ValidationError(wanted)]
    counted = [each.counted.casefold() for each in volumes]
    if len(set(counted)) != len(counted):
        errors["volumes"] = [ValidationError("Two volumes count the same. Put them together, or say how they differ.")]
    try:
        row.full_clean()
    except ValidationError as error:
        errors = error.update_error_dict(errors)
    if errors:
        raise ValidationError(errors)
    row.save()
    for each in volumes:
        volume = BaselineVolume(baseline=row, counted=each.counted, hundredths=each.hundredths)
        volume.full_clean()
        volume.save()
    return row

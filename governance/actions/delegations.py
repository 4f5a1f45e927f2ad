"""Powers handed down by a decision, what was done with them, and what is to be done after a meeting."""

from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Sum

from governance.actions.bodies import MAY_KEEP
from governance.actions.standing import locked_decision, refuse_unratified
from governance.models import Decision, Delegation, DelegationUse, Meeting, MeetingAction
from governance.telling_decisions import tell_delegated
from partnership import clock
from partnership.actions.facts import write
from partnership.models import User
from partnership.money import format_pounds
from partnership.permissions import require
from workstreams import actions as tasks
from workstreams.actions.tasks import ActionFacts
from workstreams.models import Action


class DelegationFacts(TypedDict, total=False):
    person: User | None
    post: str
    matter: str
    limit_pence: int | None
    from_on: date
    to_on: date | None


@transaction.atomic
def delegate(*, by: User, decision: Decision, **facts: Unpack[DelegationFacts]) -> Delegation:
    """A decision lets somebody decide alone, within limits, until a day."""
    row = Delegation(decision=decision, recorded_by=by, recorded_at=clock.now())
    require(by, MAY_KEEP, row)
    errors = {}
    if not decision.may_act:
        raise ValidationError("Only a decision that was carried, by a body that decides, can delegate.")
    refuse_unratified(locked_decision(decision))
    if anew := Decision.objects.filter(corrects=decision).first():
        raise ValidationError(f"{decision} was corrected by {anew}. Let that one delegate.")
    person, from_on = facts.get("person"), facts.get("from_on")
    if person and not User.objects.of_partnership(decision.partnership).filter(pk=person.pk).exists():
        errors["person"] = "Choose a person who has a role in this partnership."
    if from_on and from_on < decision.meeting.on:
        errors["from_on"] = f"It was decided on {decision.meeting.on:%-d %B %Y}. Enter that day or a later one."
    if errors:
        raise ValidationError(errors)
    row = write(row, facts, by=by)
    tell_delegated(row)
    return row


@transaction.atomic
def end_delegation(*, by: User, delegation: Delegation, to_on: date, reason: str) -> Delegation:
    """Bring its last day forward."""
    delegation = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    require(by, MAY_KEEP, delegation)
    errors = {}
    if not reason.strip():
        errors["reason"] = "Say why it ends."
    if delegation.to_on and to_on >= delegation.to_on:
        errors["to_on"] = f"It ends on {delegation.to_on:%-d %B %Y}. Enter an earlier day, or decide anew."
    elif used := delegation.uses.filter(on__gt=to_on).first():
        errors["to_on"] = f"It was used on {used.on:%-d %B %Y}. Enter that day or a later one."
    if errors:
        raise ValidationError(errors)
    return write(delegation, {"to_on": to_on}, by=by, reason=reason.strip()[:100])


@transaction.atomic
def use_delegation(
    *, by: User, delegation: Delegation, on: date, what: str, amount_pence: int | None = None
) -> DelegationUse:
    """What was decided under it, by who holds it or the clerk. Never beyond its days or its limit."""
    row = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    if row.person_id != by.pk and not by.has_perm(MAY_KEEP, row):
        raise PermissionDenied("Whoever holds the delegation records its use, or the programme manager.")
    errors = {}
    if on > clock.today():
        errors["on"] = "This day has not come yet."
    elif not row.holds_on(on):
        until = f" to {row.to_on:%-d %B %Y}" if row.to_on else ""
        errors["on"] = f"The delegation holds from {row.from_on:%-d %B %Y}{until}."
    elif (anew := Decision.objects.filter(corrects=row.decision_id).first()) and anew.meeting.on <= on:
        errors["on"] = f"{anew} took the place of the decision that delegates, on {anew.meeting.on:%-d %B %Y}."
    if not what.strip():
        errors["what"] = "Say what was decided."
    if row.limit_pence is not None:
        left = row.limit_pence - (row.uses.aggregate(sum=Sum("amount_pence"))["sum"] or 0)
        if amount_pence is None:
            errors["amount_pence"] = "Enter the amount: this delegation has a limit."
        elif amount_pence > left:
            errors["amount_pence"] = f"Only {format_pounds(left)} of {format_pounds(row.limit_pence)} is left."
    if errors:
        raise ValidationError(errors)
    use = DelegationUse(delegation=row, on=on, what=what.strip(), amount_pence=amount_pence, recorded_by=by)
    use.recorded_at = clock.now()
    use.full_clean(exclude=["recorded_by"])
    use.save()
    return use


@transaction.atomic
def report_use(*, by: User, use: DelegationUse, meeting: Meeting) -> DelegationUse:
    """It was reported back to a meeting. Once."""
    use = DelegationUse.objects.select_for_update(of=("self",)).select_related("delegation__decision").get(pk=use.pk)
    require(by, MAY_KEEP, use)
    if use.reported_to_id is not None:
        raise ValidationError("This use was reported already.")
    if meeting.partnership_id != use.delegation.decision.partnership_id or not meeting.was_held or meeting.on < use.on:
        raise ValidationError({"meeting": "Choose a meeting that was held on that day or later."})
    use.reported_to = meeting
    use.save(update_fields=["reported_to"])
    return use


@transaction.atomic
def add_meeting_action(
    *, by: User, meeting: Meeting, decision: Decision | None = None, **facts: Unpack[ActionFacts]
) -> Action:
    """Something to do that came out of a meeting, or of a decision there. The link is kept, and out of an exempt
    decision the action is exempt too."""
    require(by, MAY_KEEP, meeting)
    if decision is not None and decision.meeting_id != meeting.pk:
        raise ValidationError({"decision": "Choose a decision of this meeting."})
    source = Action.Source.DECISION if decision else Action.Source.MEETING
    origin = f"{decision.reference}, {meeting}" if decision else str(meeting)
    given: ActionFacts = {**facts, "source": source, "origin": origin[:200]}
    is_exempt = decision is not None and decision.is_exempt
    action = tasks.add_action(by=by, partnership=meeting.partnership, is_exempt=is_exempt, **given)
    MeetingAction.objects.create(action=action, meeting=meeting, decision=decision)
    return action

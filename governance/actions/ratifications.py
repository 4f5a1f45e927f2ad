"""A decision is put to each organisation, and answered by each for itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from governance.actions.bodies import MAY_KEEP
from governance.actions.effects import carry_out
from governance.actions.returns import return_to_board
from governance.actions.standing import locked_decision
from governance.models import (
    Decision,
    RatificationAnswer,
    RatificationAsked,
    RatificationNeed,
)
from governance.models.meetings import EXEMPT
from governance.ratifying import State
from governance.telling_decisions import tell_asked
from partnership import clock
from partnership.models import Organisation, Partnership, User
from partnership.permissions import require
from workstreams import stages
from workstreams.actions import record_ratification
from workstreams.actions.ratifications import RatificationFacts
from workstreams.models import Ratification, RatificationPaper, Workstream

Rule = RatificationNeed.Rule


@dataclass(frozen=True)
class Asking:
    """That a decision needs each organisation, by which rule, and by when."""

    rule: str
    due_on: date | None
    workstream: Workstream | None = None
    stage: str = ""


@transaction.atomic
def ask_to_ratify(*, by: User, decision: Decision, asking: Asking) -> RatificationNeed:
    """The decision takes effect once those asked have ratified it. Said once. Raises ValidationError with all that is
    wrong, by `rule`, `workstream`, `stage` and `due_on`."""
    decision = locked_decision(decision)
    require(by, MAY_KEEP, decision)
    if decision.is_exempt:
        require(by, EXEMPT, decision)
    refusals = _refused(decision)
    if refusals:
        raise ValidationError(refusals)
    wrong = problems(decision.partnership, asking, decision.meeting.on)
    if asking.due_on and asking.due_on < clock.today():
        wrong.setdefault("due_on", ["This day is over. Enter today or a later day."])
    if wrong:
        raise ValidationError(wrong)
    return write_need(by, decision, asking)


def _refused(decision: Decision) -> list[str]:
    found = []
    if not decision.may_act:
        found.append("Only a decision that was carried, by a body that decides, is ratified.")
    if RatificationNeed.objects.filter(decision=decision).exists():
        found.append(f"{decision} was put to the organisations already. Correct it by another decision.")
    if Decision.objects.filter(corrects=decision).exists():
        found.append(f"{decision} was corrected by another decision. Put that one to the organisations.")
    if decision.effects.exists() or decision.delegations.exists():
        found.append(f"{decision} has taken effect already, so it can not wait for ratification.")
    return found


def problems(partnership: Partnership, asking: Asking, decided_on: date) -> dict[str, list[str]]:
    """All that is wrong with what is asked, by field."""
    found: dict[str, list[str]] = {}
    stream = asking.workstream
    if asking.rule not in Rule.values:
        found["rule"] = ["Choose who is to ratify it."]
    if stream is None and (asking.rule == Rule.TAKING_PART or asking.stage):
        found["workstream"] = ["Choose the workstream."]
    elif stream is not None and stream.partnership_id != partnership.pk:
        found["workstream"] = ["Choose a workstream of this partnership."]
    elif stream is not None and asking.rule == Rule.TAKING_PART and not _asked(partnership, asking).exists():
        found["workstream"] = [f"No organisation takes part in {stream}. Choose another, or ask every member."]
    if asking.rule == Rule.MEMBERS and not _asked(partnership, asking).exists():
        found["rule"] = ["No member of the partnership has a vote, so nobody can ratify it."]
    if asking.stage and asking.stage not in stages.GATED:
        found["stage"] = ["Choose a stage that has a gate."]
    if asking.due_on is None:
        found["due_on"] = ["Enter the day by which they are to answer."]
    elif asking.due_on <= decided_on:
        found["due_on"] = [f"It was decided on {decided_on:%-d %B %Y}. Enter a later day."]
    return found


def _asked(partnership: Partnership, asking: Asking) -> QuerySet[Organisation]:
    """The members with a vote today; or those that take part today."""
    if asking.rule == Rule.TAKING_PART and asking.workstream is not None:
        parts = asking.workstream.participations.current()
        return Organisation.objects.filter(pk__in=parts.values("organisation")).order_by("code")
    voting = partnership.memberships.current().filter(votes=True)
    return Organisation.objects.filter(pk__in=voting.values("organisation")).order_by("code")


def write_need(by: User, decision: Decision, asking: Asking) -> RatificationNeed:
    """The need and who is asked, of what `problems` found nothing wrong with."""
    assert asking.due_on is not None
    need = RatificationNeed(
        decision=decision,
        rule=asking.rule,
        workstream=asking.workstream,
        stage=asking.stage,
        due_on=asking.due_on,
        said_by=by,
        said_at=clock.now(),
    )
    need.full_clean(exclude=["said_by", "decision"])
    need.save()
    for organisation in _asked(decision.partnership, asking):
        RatificationAsked.objects.create(need=need, organisation=organisation)
    tell_asked(need)
    return need


# --- Answers ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def answer_ratification(
    *,
    by: User,
    need: RatificationNeed,
    organisation: Organisation,
    papers: Sequence[RatificationPaper] = (),
    **facts: Unpack[RatificationFacts],
) -> RatificationAnswer:
    """What one organisation's own executive or council decided, entered by its own people. A later answer takes the
    place of an earlier one, until the decision is in force: with the last approval it does what it was to do."""
    decision = locked_decision(need.decision)
    need = RatificationNeed.objects.for_pages().get(pk=need.pk)
    row = Ratification(
        partnership=decision.partnership,
        organisation=organisation,
        workstream=need.workstream if need.stage else None,
        stage=need.stage,
        is_exempt=decision.is_exempt,
        **facts,
    )
    if decision.is_exempt:
        require(by, EXEMPT, decision)
    errors: dict[str, list[ValidationError]] = {}
    asked = next((each for each in need.asked.all() if each.organisation_id == organisation.pk), None)
    if asked is None:
        errors["organisation"] = [ValidationError(f"{organisation} was not asked to ratify {decision}.")]
    if not need.standing.is_open:
        errors["__all__"] = [ValidationError(f"{need.standing.sentence} Nothing more is answered.")]
    if row.decided_on and row.decided_on < decision.meeting.on:
        said = f"{decision} was taken on {decision.meeting.on:%-d %B %Y}. Enter that day or a later one."
        errors["decided_on"] = [ValidationError(said)]
    row = record_ratification(by=by, row=row, papers=papers, errors=errors)
    assert asked is not None  # else it is among the errors
    answer = RatificationAnswer.objects.create(asked=asked, ratification=row)
    need = RatificationNeed.objects.for_pages().get(pk=need.pk)
    if need.standing.state is State.IN_FORCE:
        carry_out(decision)
    elif need.standing.state is State.REFUSED:
        return_to_board(need=need)
    return answer

"""What a decision can do: kinds of effect, each with what it works on and the action that it calls.

A kind does its work by the action that a person would call, asked of the person who lets the decision do it: so a
stage is moved only through its gate, and a case is approved only by somebody who may. What was done, or what the
decision stands behind, is linked with the decision. An app that knows of something more registers another kind, once,
from its AppConfig.ready.

What a decision does only later is tried at once and taken back, so that it is refused while the form is still there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet

from governance.models import Decision
from partnership.models import Partnership, User
from partnership.money import format_pounds
from savings.actions import approve_agreement, submit_statement
from savings.models import SharingAgreement, Statement
from workstreams import actions, stages
from workstreams.actions import cases
from workstreams.models import (
    AppraisalOption,
    BudgetHead,
    BusinessCase,
    Funding,
    OptionsAppraisal,
    OptionsDecision,
    ReserveTransfer,
    StageMove,
    Workstream,
)
from workstreams.requirements import next_gate

KEEPS_MEETINGS = "governance.edit_meeting"
RATIFICATION = "ratification"  # what a gate asks for and a decision that waits for it can not have yet


@dataclass(frozen=True)
class Doing:
    """Who lets which decision do something, to what; `more` has what else was typed. `is_later`: it waits for the
    organisations, and is only tried."""

    by: User
    decision: Decision
    target: Any
    more: Mapping[str, Any] = field(default_factory=dict)
    is_later: bool = False

    @property
    def reason(self) -> str:
        return f"By decision {self.decision.reference} of the meeting of {self.decision.meeting}"


@dataclass(frozen=True)
class Kind:
    """A kind of effect.

    `model` and `choices`: what it works on, and which of them are open to it. `do`: the action, which needs
    `permission`; unless `is_done` says of the target that it was done already, and only the link is missing.
    `link`: the field of an effect that keeps what was done. `fields`: what is asked for besides the target, fields of
    `asks`. `keeps`: what is kept of the target with a plan.
    """

    key: str
    title: str
    target: str
    hint: str
    permission: str
    link: str
    model: type[Model]
    choices: Callable[[Partnership, User], QuerySet]
    do: Callable[[Doing], Model]
    words: Callable[[Any], str]
    is_done: Callable[[Any], bool] = lambda target: False
    fields: tuple[str, ...] = ()
    asks: type[Model] | None = None
    keeps: Callable[[Any], dict[str, Any]] = lambda target: {}

    def needs(self, target: Any) -> str:
        """The permission of who lets a decision do it to this target."""
        return KEEPS_MEETINGS if self.is_done(target) else self.permission

    def act(self, doing: Doing) -> Model:
        return doing.target if self.is_done(doing.target) else self.do(doing)

    def offered(self, target: Any, partnership: Partnership, user: User) -> bool:
        return self.choices(partnership, user).filter(pk=target.pk).exists()


KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known, once, when the program starts. Their order is that in which a decision offers them."""
    for kind in kinds:
        if kind.key in KINDS:
            raise ValueError(f"There is a kind of effect “{kind.key}” already.")
        KINDS[kind.key] = kind


class _TakenBack(Exception):
    pass


def rehearse(kind: Kind, doing: Doing) -> None:
    """Do it and take it back. Raises what the action refuses."""
    try:
        with transaction.atomic():
            kind.act(doing)
            raise _TakenBack
    except _TakenBack:
        pass


# --- Stages and cases -------------------------------------------------------------------------------------------------
def _moving(partnership: Partnership, user: User) -> QuerySet[Workstream]:
    return partnership.workstreams.editable_by(user).exclude(stage__in=(*stages.RESTING, stages.Stage.CLOSED))


def _move(doing: Doing) -> StageMove | Workstream:
    """Into the stage that was next when it was said; only tried, the gate may still lack the ratification alone."""
    stream = Workstream.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=doing.target.pk)
    meant = doing.more.get("stage")
    if meant and stages.following(stream.stage) != meant:
        wanted, at = Workstream.Stage(meant).label.lower(), stream.get_stage_display().lower()
        raise ValidationError(f"{stream} was to enter {wanted}, and is at {at} by now.")
    gate = next_gate(stream, user=doing.by) if doing.is_later else None
    if gate is None:
        return actions.advance(by=doing.by, workstream=stream, reason=doing.reason)
    if lacks := [test.sentence for test in gate.tests if not test.met and test.kind != RATIFICATION]:
        raise ValidationError(lacks)
    need = doing.decision.ratification
    asks = any(test.kind == RATIFICATION and not test.met for test in gate.tests)
    if asks and (need.workstream_id, need.stage) != (stream.pk, gate.stage):
        wanted = gate.title.lower()
        raise ValidationError(
            f"Its gate asks for ratification. Say that they ratify it for {stream} to enter {wanted}."
        )
    return stream


def _cases(partnership: Partnership, user: User) -> QuerySet[BusinessCase]:
    rows = BusinessCase.objects.visible_to(user).filter(workstream__partnership=partnership)
    return rows.filter(state=BusinessCase.State.SUBMITTED).select_related("workstream")


def _approve(doing: Doing) -> BusinessCase:
    return cases.approve_case(by=doing.by, case=doing.target, decision=doing.reason[:200])


def _options(partnership: Partnership, user: User) -> QuerySet[AppraisalOption]:
    undecided = (OptionsAppraisal.State.SCORING, OptionsAppraisal.State.SCORED)
    streams = partnership.workstreams.editable_by(user)
    rows = AppraisalOption.objects.filter(appraisal__workstream__in=streams, appraisal__state__in=undecided)
    return rows.select_related("appraisal__workstream").order_by("appraisal__workstream__name", "pk")


def _prefer(doing: Doing) -> OptionsDecision:
    said = doing.decision
    return actions.decide_options(
        by=doing.by,
        appraisal=doing.target.appraisal,
        option=doing.target,
        decided_on=said.meeting.on,
        body=said.meeting.body.name[:120],
        minute=said.reference,
        **doing.more,
    )


# --- Targets and agreements -------------------------------------------------------------------------------------------
def _targets(partnership: Partnership, user: User) -> QuerySet[Statement]:
    rows = Statement.objects.visible_to(user).filter(saving__workstream__partnership=partnership, stage="target")
    return rows.claims().select_related("saving__workstream__partnership").order_by("saving__title", "pk")


def _agreements(partnership: Partnership, user: User) -> QuerySet[SharingAgreement]:
    rows = SharingAgreement.objects.visible_to(user).filter(partnership=partnership)
    return rows.select_related("partnership", "workstream")


# --- Grants -----------------------------------------------------------------------------------------------------------
def _grants(partnership: Partnership, user: User) -> QuerySet[Funding]:
    return Funding.objects.visible_to(user).filter(partnership=partnership).select_related("partnership", "workstream")


def _allot(doing: Doing) -> BudgetHead:
    source, partnership = BudgetHead.Source.GRANT, doing.decision.partnership
    return actions.add_budget(by=doing.by, partnership=partnership, source=source, funding=doing.target, **doing.more)


def _reserve(doing: Doing) -> ReserveTransfer:
    said = doing.decision
    return actions.put_in_reserve(
        by=doing.by,
        funding=doing.target,
        on=said.meeting.on,
        decision=doing.reason,
        reference=said.reference,
        **doing.more,
    )


def _allotted(row: BudgetHead) -> str:
    return f"Allocated {format_pounds(row.amount_pence)} of {row.funding} to {row.name} of {row.scope_name}"


register(
    Kind(
        "stage",
        "Move a workstream to its next stage",
        "Workstream",
        "Through its gate: while something that the gate asks for is missing, the move is refused and says what.",
        actions.MAY_EDIT,
        "move",
        Workstream,
        _moving,
        _move,
        lambda row: f"Moved {row.workstream} to {row.get_to_stage_display().lower()}",
        keeps=lambda stream: {"stage": stages.following(stream.stage)},
    ),
    Kind(
        "option",
        "Record the preferred option",
        "Option",
        "Of an options appraisal that is being scored. With the decision its scoring ends.",
        actions.MAY_EDIT,
        "preference",
        AppraisalOption,
        _options,
        _prefer,
        lambda row: f"Preferred {row.option} for {row.appraisal.workstream}"[:300],
        fields=("reason",),
        asks=OptionsDecision,
    ),
    Kind(
        "case",
        "Approve a business case",
        "Business case",
        "One that is submitted. Whoever may approve it, and did not draft it, approves it by this decision.",
        "workstreams.approve_case",
        "case",
        BusinessCase,
        _cases,
        _approve,
        lambda row: f"Approved the {row}"[:300],
    ),
    Kind(
        "target",
        "Set a target",
        "Statement of the target",
        "A draft is submitted with the decision, by an officer. One that was submitted is linked with it.",
        "savings.draft_saving",
        "statement",
        Statement,
        _targets,
        lambda doing: submit_statement(by=doing.by, statement=doing.target),
        lambda row: f"Set the target of {row.saving.title}"[:300],
        is_done=lambda row: row.sequence is not None,
    ),
    Kind(
        "agreement",
        "Approve an agreement on sharing",
        "Agreement",
        "A proposal is approved by a finance officer with the decision. One that was approved is linked with it.",
        "savings.approve_agreement",
        "agreement",
        SharingAgreement,
        _agreements,
        lambda doing: approve_agreement(by=doing.by, agreement=doing.target),
        lambda row: f"Agreed on sharing: {row}"[:300],
        is_done=lambda row: row.approved_at is not None,
    ),
    Kind(
        "grant",
        "Accept a grant",
        "Grant",
        "The grant is entered on the page of grants. Here it is linked with the decision.",
        KEEPS_MEETINGS,
        "funding",
        Funding,
        _grants,
        lambda doing: doing.target,
        lambda row: f"Accepted {format_pounds(row.amount_pence)} from {row.funder}: {row.purpose}"[:300],
        is_done=lambda row: True,
    ),
    Kind(
        "budget",
        "Allocate a grant",
        "Grant",
        "To a new budget head of a workstream, or of the programme as a whole.",
        actions.MAY_EDIT,
        "head",
        Funding,
        _grants,
        _allot,
        lambda row: _allotted(row)[:300],
        fields=("workstream", "year", "kind", "words", "amount_pence"),
        asks=BudgetHead,
    ),
    Kind(
        "reserve",
        "Put unspent grant in a reserve",
        "Grant",
        "No more than is neither spent nor committed.",
        actions.MAY_EDIT,
        "transfer",
        Funding,
        _grants,
        _reserve,
        lambda row: f"Put {format_pounds(row.amount_pence)} in {row.reserve}"[:300],
        fields=("amount_pence", "reserve", "organisation"),
        asks=ReserveTransfer,
    ),
)

"""Consultations: opened, those who are consulted and what they answer, and closed with what was done."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import clock, editions, history
from partnership.actions.facts import write
from partnership.models import Organisation, Partnership, User
from partnership.permissions import require
from partnership.templatetags.portal import date_words
from workstreams.actions.attachments import attach, refuse_closed
from workstreams.actions.programme import require_place
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.models import Attachment, Consultation, Consultee, Workstream

PAST = "This day is over. Choose one on which people can still reply."


class ConsultationFacts(TypedDict, total=False):
    title: str
    stage: str
    proposal: str
    opened_on: date
    closes_on: date


class ConsulteeFacts(TypedDict, total=False):
    group: str
    organisation: Organisation | None
    name: str
    asked_on: date
    answered_on: date | None
    response: str
    done: str


@transaction.atomic
def open_consultation(
    *,
    by: User,
    partnership: Partnership,
    workstream: Workstream | None = None,
    groups: Iterable[str] = (),
    files: Sequence[Attachment] = (),
    **facts: Unpack[ConsultationFacts],
) -> Consultation:
    """On a proposal of a workstream, or of the programme without one. `groups` are asked on the day it opens."""
    row = Consultation(partnership=partnership, workstream=workstream)
    require_place(row, {}, by=by)
    if facts.get("closes_on", clock.today()) < clock.today():
        raise ValidationError({"closes_on": PAST})
    row = write(row, facts, by=by)
    for group in groups:
        write(Consultee(consultation=row), {"group": group, "asked_on": row.opened_on}, by=by)
    attach(row, files, by=by)
    return row


@transaction.atomic
def edit_consultation(
    *, by: User, consultation: Consultation, seen: int | None = None, **facts: Unpack[ConsultationFacts]
) -> Consultation:
    """Change it. What is proposed stays once somebody has answered: their answer is to those words. Whoever was asked
    keeps the time to reply that they were given."""
    require(by, MAY_EDIT, consultation)
    now = refuse_closed(consultation)
    editions.hold(consultation, seen)
    if wrong := _wrong_changes(now, facts):
        raise ValidationError(wrong)
    return write(consultation, facts, by=by)


def _wrong_changes(now: Consultation, facts: ConsultationFacts) -> dict[str, str]:
    wrong, closes_on = {}, facts.get("closes_on", now.closes_on)
    if facts.get("proposal", now.proposal) != now.proposal and now.consultees.exclude(answered_on=None).exists():
        said = "Somebody has answered this proposal, so its words stay. Open another consultation for another proposal."
        wrong["proposal"] = said
    if closes_on < now.closes_on and now.consultees.filter(asked_on__lte=clock.today()).exists():
        said = f"Somebody was asked to reply by {date_words(now.closes_on)}. Choose that day or a later one."
        wrong["closes_on"] = said
    elif closes_on != now.closes_on and closes_on < clock.today():
        wrong["closes_on"] = PAST
    return wrong


@transaction.atomic
def add_consultee(*, by: User, consultation: Consultation, **facts: Unpack[ConsulteeFacts]) -> Consultee:
    require(by, MAY_EDIT, consultation)
    refuse_closed(consultation)
    return _write(Consultee(consultation=consultation), facts, by=by)


@transaction.atomic
def edit_consultee(
    *, by: User, consultee: Consultee, seen: int | None = None, **facts: Unpack[ConsulteeFacts]
) -> Consultee:
    """Change who it is, say what they answered, or what was done about it."""
    require(by, MAY_EDIT, consultee)
    refuse_closed(consultee.consultation)
    editions.hold(consultee, seen)
    return _write(consultee, facts, by=by)


@transaction.atomic
def remove_consultee(*, by: User, consultee: Consultee) -> None:
    """Take out who was entered by mistake; the history stays. Who has answered stays."""
    require(by, MAY_EDIT, consultee)
    refuse_closed(consultee.consultation)
    editions.hold(consultee)
    if consultee.answered_on:
        raise ValidationError("They have answered, so they stay in the record.")
    history.delete(consultee, by=by)


@transaction.atomic
def close_consultation(*, by: User, consultation: Consultation, result: str, outcome: str) -> Consultation:
    """Close it for ever, with what was done about it as a whole.

    Raises ValidationError, all at once: while nobody is consulted, while it is not said what was done about a reply,
    and before the last day for replies while one is awaited. A proposal that is withdrawn waits for nobody.
    """
    require(by, MAY_EDIT, consultation)
    now = refuse_closed(consultation)
    errors: dict[str, list[str]] = {}
    if result not in Consultation.Result.values:
        errors["result"] = ["Say what became of the proposal."]
    if not outcome.strip():
        errors["outcome"] = ["Say what was done."]
    if result != Consultation.Result.WITHDRAWN and (open_ends := _open_ends(now)):
        errors["__all__"] = open_ends
    if errors:
        raise ValidationError(errors)
    facts = {"result": result, "outcome": outcome.strip(), "closed_on": clock.today()}
    return write(consultation, facts, by=by)


def _open_ends(consultation: Consultation) -> list[str]:
    rows = list(consultation.consultees.select_related("organisation"))
    if not rows:
        return ["Nobody was consulted. Add who was asked, and what they answered."]
    said = [f"Say what was done about the reply of {row}." for row in rows if row.answered_on and not row.done]
    if consultation.closes_on >= clock.today():
        said += [f"{row} may still reply. Wait until the last day for replies." for row in rows if not row.answered_on]
    return said


def _write(row: Consultee, facts: ConsulteeFacts, *, by: User) -> Consultee:
    organisation = facts.get("organisation")
    if organisation and not row.consultation.partnership.organisations.filter(pk=organisation.pk).exists():
        raise ValidationError({"organisation": "Choose an organisation of this partnership."})
    return write(row, facts, by=by)

"""What became of a statement, as sentences: its postings, joined with the history of its draft and of its reversal."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import prefetch_related_objects

from partnership import history
from partnership.dated import Period
from partnership.history import Event
from savings.models import Cause, Contract, ContractPart, Posting, Saving, SharingAgreement, Statement
from savings.models.ledger import REVERSING
from savings.models.statements import period_words
from savings.models.words import Stage, State
from savings.withdrawn import WITHDRAWN
from savings.wording import share_words

Told = Mapping[int, list[Event]]  # by statement
_VERBS = {Cause.SUBMITTED: "submitted", Cause.RESTATED: "restated", Cause.REAPPORTIONED: "shared anew"}


def postings_of(statement: Statement) -> list[Posting]:
    """Every posting of a statement's shares, oldest first, with share, organisation and person. One query."""
    return _postings([statement]).get(statement.pk, [])


def _postings(statements: Iterable[Statement]) -> dict[int, list[Posting]]:
    rows = Posting.objects.filter(statement__in=[statement.pk for statement in statements])
    found: dict[int, list[Posting]] = {}
    for posting in rows.select_related("by", "share__organisation", "statement__saving").order_by("sequence"):
        found.setdefault(posting.statement_id, []).append(posting)
    return found


def of_statement(statement: Statement, postings: Sequence[Posting]) -> list[Event]:
    """What was done, newest first, as in "Finance officer, Bolsover, verified £12,500.00 for 2025-26"."""
    return _of_statement(statement, postings, _drafting([statement]), _asked([statement]))


def _of_statement(statement: Statement, postings: Sequence[Posting], drafting: Told, asked: Told) -> list[Event]:
    told = [_event(statement, posting) for posting in postings if _is_told(posting)]
    if statement.is_reversal:
        request = f"asked for the {statement.name[0].lower()}{statement.name[1:]}"
        return [*told[::-1], Event(statement.drafted_at, statement.drafted_by.name, request, statement.note)]
    return history.newest_first(told[::-1] + asked.get(statement.pk, [])) + drafting.get(statement.pk, [])


def _drafting(statements: Iterable[Statement]) -> Told:
    """What was done to each statement while it was a draft. The submission itself is told better by the postings."""
    ids = [statement.pk for statement in statements]
    return history.events_by(Statement, called=_called, id__in=ids, sequence=None)


def _called(statement: Any) -> str:
    """Of a statement, or of a row of its history."""
    belongs_to = Period(statement.belongs_to_year, statement.belongs_to_quarter) if statement.belongs_to_year else None
    period = period_words(Period(statement.year, statement.quarter), belongs_to)
    return f"{Stage(statement.stage).label.lower()} statement for {period}"


def _asked(statements: Iterable[Statement]) -> Told:
    """Who asked for the reversal of each statement, who withdrew that and who refused it: also of requests now gone.
    One query."""
    submitted = {statement.pk: statement for statement in statements if not statement.is_draft}
    rows = Statement.history.filter(reverses_id__in=submitted).exclude(history_type="~").select_related("history_user")
    found: dict[int, list[Event]] = {}
    for row in rows.order_by("-history_id"):
        found.setdefault(row.reverses_id, []).append(_request(row, _called(submitted[row.reverses_id])))
    return found


def _request(row: Any, called: str) -> Event:
    if row.history_type == "+":
        what, reason = f"asked for the reversal of the {called}", row.note
    elif row.history_change_reason == WITHDRAWN:
        what, reason = f"withdrew the request to reverse the {called}", ""
    else:
        what, reason = f"refused to reverse the {called}", row.history_change_reason
    return Event(row.history_date, row.history_user.name, what, reason or "")


def of_saving(saving: Saving, statements: Sequence[Statement]) -> list[Event]:
    """What was done to a saving and to those of its statements that are given, newest first. As many queries for any
    number of statements, but for the names that an edited draft named before."""
    prefetch_related_objects(list(statements), "drafted_by")
    postings, drafting, asked = _postings(statements), _drafting(statements), _asked(statements)
    events = [event for each in statements for event in _of_statement(each, postings.get(each.pk, []), drafting, asked)]
    if (contract := getattr(saving, "contract", None)) is not None:
        events += _of_contract(contract)
    events += _withdrawn(saving)
    events += history.events(saving, called="saving")  # last: at the same moment it was made before it was submitted
    return sorted(events, key=lambda event: event.at, reverse=True)


def _of_contract(contract: Contract) -> list[Event]:
    """Of its parts, only what was done after it was created."""
    own = history.events(contract, called="contract")
    parts = history.events_of(
        ContractPart, called=lambda row: f"part of {row.organisation.short_name} in the contract", contract=contract
    )
    return own + [each for each in parts if each.at > own[-1].at]


def _withdrawn(saving: Saving) -> list[Event]:
    """Drafts of the saving that somebody withdrew. One query; requests of reversals are told by what they reverse."""
    rows = Statement.history.filter(saving_id=saving.pk, history_type="-", history_change_reason=WITHDRAWN)
    rows = rows.filter(reverses=None).select_related("history_user").order_by("-history_id")
    return [Event(row.history_date, row.history_user.name, f"withdrew the {_called(row)}") for row in rows]


def of_agreement(agreement: SharingAgreement) -> list[Event]:
    """What was done to an agreement, newest first. Its approval can be told by itself: it is the last thing done."""
    told = history.events(agreement, called="agreement")
    if agreement.approved_at is None or agreement.approved_by is None:
        return told
    sentence = f"approved the agreement as {agreement.version_words}"
    return [Event(agreement.approved_at, agreement.approved_by.name, sentence), *told]


def _is_told(posting: Posting) -> bool:
    """A verification leaves one state and enters another: its second line tells both. A line of nothing tells none,
    but of a reversal, where what was verified stands and is offset."""
    is_empty = not posting.pence and not posting.measure_hundredths
    if posting.cause in REVERSING and posting.state == State.VERIFIED:
        return True
    return posting.entering or (posting.cause != Cause.VERIFIED and not is_empty)


def _event(statement: Statement, posting: Posting) -> Event:
    # A line of nothing is about the whole share; the measure of a qualitative reversal counts backwards.
    worth = share_words(statement, abs(posting.pence or posting.share.pence)).removeprefix("−")
    whose = posting.share.organisation
    mine = f"{worth} for {statement.period_words}"
    theirs = f"{mine}, the share of {whose.short_name}"
    if posting.cause in REVERSING:
        who = _who(posting, statement.organisation.short_name)
        return Event(posting.at, who, _reversed(posting, theirs), posting.reason)
    if posting.state == State.VERIFIED and posting.entering:
        return Event(posting.at, _who(posting, whose.short_name), f"verified {mine}", posting.reason)
    if posting.cause == Cause.RETURNED:
        return Event(posting.at, _who(posting, whose.short_name), f"returned {mine}", posting.reason)
    who = _who(posting, statement.organisation.short_name)
    if not posting.entering:
        return Event(posting.at, who, f"took out {theirs}: it was {_VERBS[posting.cause]}", posting.reason)
    return Event(posting.at, who, f"{_VERBS[posting.cause]} {theirs}", posting.reason)


def _reversed(posting: Posting, theirs: str) -> str:
    if posting.entering:
        return f"approved the reversal of {theirs}"
    return f"reversed {theirs}" if posting.state == State.VERIFIED else f"took out {theirs}, with the reversal"


def _who(posting: Posting, organisation: str) -> str:
    """By post and council, as in "Finance officer, Bolsover,"; the page beside it names the people."""
    return f"{posting.by.post_title or posting.by.name}, {organisation},"

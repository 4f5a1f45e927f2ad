"""What became of a statement, as sentences: its postings, joined with the history of its draft."""

from collections.abc import Sequence

from partnership import history
from partnership.history import Event
from savings.models import Cause, Posting, Saving, Statement
from savings.models.words import State
from savings.wording import share_words


def postings_of(statement: Statement) -> list[Posting]:
    """Every posting of a statement's shares, oldest first, with share, organisation and person. One query."""
    rows = Posting.objects.filter(statement=statement).select_related("by", "share__organisation", "statement__saving")
    return list(rows.order_by("sequence"))


def of_statement(statement: Statement, postings: Sequence[Posting]) -> list[Event]:
    """What was done, newest first, as in "Finance officer, Bolsover, verified £12,500.00 for 2025-26"."""
    drafting = history.events(
        statement, called=f"{statement.get_stage_display().lower()} statement for {statement.period}"
    )
    if statement.submitted_at and drafting and drafting[0].at >= statement.submitted_at:
        drafting = drafting[1:]  # the submission itself, which the postings tell better
    told = [_event(statement, posting) for posting in postings if _is_told(posting)]
    return told[::-1] + drafting


def of_saving(saving: Saving, statements: Sequence[Statement]) -> list[Event]:
    """What was done to a saving and to those of its statements that are given, newest first."""
    events = [event for each in statements for event in of_statement(each, postings_of(each))]
    events += history.events(saving, called="saving")  # last: at the same moment it was made before it was submitted
    return sorted(events, key=lambda event: event.at, reverse=True)


def _is_told(posting: Posting) -> bool:
    """A verification leaves one state and enters another: its second line tells both. A line of nothing tells none."""
    is_empty = not posting.pence and not posting.measure_hundredths
    return posting.entering or (posting.cause != Cause.VERIFIED and not is_empty)


def _event(statement: Statement, posting: Posting) -> Event:
    worth = share_words(statement, abs(posting.pence))
    whose = posting.share.organisation
    mine = f"{worth} for {statement.period}"
    theirs = f"{mine}, the share of {whose.short_name}"
    if posting.state == State.VERIFIED and posting.entering:
        return Event(posting.at, _who(posting, whose.short_name), f"verified {mine}", posting.reason)
    if posting.cause == Cause.RETURNED:
        return Event(posting.at, _who(posting, whose.short_name), f"returned {mine}", posting.reason)
    who = _who(posting, statement.organisation.short_name)
    if not posting.entering:
        return Event(posting.at, who, f"took out {theirs}: it was restated", posting.reason)
    verb = "restated" if posting.cause == Cause.RESTATED else "submitted"
    return Event(posting.at, who, f"{verb} {theirs}", posting.reason)


def _who(posting: Posting, organisation: str) -> str:
    """By post and council, as in "Finance officer, Bolsover,"; the page beside it names the people."""
    return f"{posting.by.post_title or posting.by.name}, {organisation},"

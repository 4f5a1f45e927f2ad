"""Lessons, communications and consultations for tests."""

from datetime import UTC, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from partnership import clock
from tests.factories import World
from workstreams import actions
from workstreams.models import Communication, Consultation, Consultee, Lesson

WORDS = {
    "title": "Involve HR early",
    "situation": "Terms of three employers had to be brought together.",
    "learned": "It took longer than anything else.",
    "recommendation": "Have HR in the project team from the first day.",
}


def day(after: int = 0):
    return clock.today() + timedelta(days=after)


def moment(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def upload(name: str = "news.txt", content: bytes = b"News of the shared service") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def lesson(world: World, role: str = "manager", **facts) -> Lesson:
    """Of the workstream, learned today, unless told otherwise."""
    given = WORDS | {"workstream": world.workstream, "learned_on": day(), "tags": ["hr"]} | facts
    return actions.record_lesson(by=world.person(role), partnership=world.partnership, **given)


def communication(world: World, role: str = "manager", files=(), **facts) -> Communication:
    given = {
        "kind": "news",
        "title": "News sheet 1",
        "audience": "staff_unions",
        "on": day(),
        "said": "What is next.",
    }
    given |= {"workstream": world.workstream} | facts
    with actions.stored_papers(world.partnership, files) as papers:
        return actions.log_communication(by=world.person(role), partnership=world.partnership, files=papers, **given)


def consultation(world: World, role: str = "manager", files=(), **facts) -> Consultation:
    """Of the workstream, for the gate before its next stage; opened today for a fortnight. One whose last day is over
    was recorded on the day it opened."""
    given = {"title": "One audit team", "stage": "appraisal", "proposal": "One team, hosted by Chesterfield."}
    given |= {"workstream": world.workstream, "opened_on": day(), "closes_on": day(14)} | facts
    is_over = given["closes_on"] < day()
    then = clock.end_of(given["opened_on"]) - timedelta(hours=9) if is_over else clock.now()
    with clock.travel(then), actions.stored_papers(world.partnership, files) as papers:
        return actions.open_consultation(by=world.person(role), partnership=world.partnership, files=papers, **given)


def answered(world: World, consultee: Consultee, **facts) -> Consultee:
    given = {"answered_on": day(), "response": "They agree.", "done": "Noted."} | facts
    return actions.edit_consultee(by=world.person("manager"), consultee=consultee, **given)


def closed(world: World, row: Consultation, **facts) -> Consultation:
    given = {"result": "kept", "outcome": "The proposal goes to the board as it stands."} | facts
    return actions.close_consultation(by=world.person("manager"), consultation=row, **given)

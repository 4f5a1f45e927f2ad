"""The lessons-learned log: recorded, changed, removed; and the public page of what may be told to anybody."""

import re
from collections.abc import Iterable
from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import history
from partnership.actions.facts import write
from partnership.actions.publications import switch_off, switch_on
from partnership.models import Partnership, User
from partnership.permissions import require
from workstreams.actions.programme import hold, require_place
from workstreams.actions.workstreams import MAY_EDIT
from workstreams.models import Lesson, LessonsPublication, LessonTag, Workstream
from workstreams.models.lessons import LONGEST_TAG, MOST_TAGS

_CALLED = "The public page of lessons"
_WORDS = ("title", "situation", "learned", "recommendation")
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


class LessonFacts(TypedDict, total=False):
    workstream: Workstream | None
    title: str
    stage: str
    situation: str
    learned: str
    recommendation: str
    learned_on: date
    is_public: bool


@transaction.atomic
def record_lesson(
    *, by: User, partnership: Partnership, tags: Iterable[str] = (), **facts: Unpack[LessonFacts]
) -> Lesson:
    """A lesson of a workstream, or of the programme without one. Raises PermissionDenied, ValidationError."""
    return _write(Lesson(partnership=partnership), facts, tags, by=by)


@transaction.atomic
def edit_lesson(
    *,
    by: User,
    lesson: Lesson,
    tags: Iterable[str] | None = None,
    seen: int | None = None,
    **facts: Unpack[LessonFacts],
) -> Lesson:
    """Change it; what is not given stays as it is. `seen` is the edition that a person was shown: what was changed
    since is not overwritten unread."""
    hold(lesson, by=by, seen=seen)
    return _write(lesson, facts, tags, by=by)


@transaction.atomic
def remove_lesson(*, by: User, lesson: Lesson) -> None:
    """Delete it with its tags; their history stays."""
    hold(lesson, by=by)
    for tag in lesson.tags.all():
        history.delete(tag, by=by)
    history.delete(lesson, by=by)


def tags_from(words: Iterable[str]) -> list[str]:
    """Each tag once, in small letters and with single spaces; empty ones are left out.

    >>> tags_from(["HR ", "human   resources", "hr", ""])
    ['hr', 'human resources']
    """
    return list(dict.fromkeys(tag for word in words if (tag := " ".join(word.lower().split()))))


def publish_lessons(*, by: User, partnership: Partnership) -> LessonsPublication:
    """Put the public lessons at their public address, from now on."""
    require(by, MAY_EDIT, LessonsPublication(partnership=partnership))
    return switch_on(LessonsPublication, _CALLED, by=by, partnership=partnership)


def withdraw_lessons(*, by: User, partnership: Partnership) -> LessonsPublication:
    """Take them away again: the address answers that there is nothing."""
    require(by, MAY_EDIT, LessonsPublication(partnership=partnership))
    return switch_off(LessonsPublication, _CALLED, by=by, partnership=partnership)


def _write(row: Lesson, facts: LessonFacts, tags: Iterable[str] | None, *, by: User) -> Lesson:
    require_place(row, facts, by=by)
    wanted = None if tags is None else tags_from(tags)
    errors = _wrong_tags(wanted or [])
    if facts.get("is_public", row.is_public):
        words = {name: str(facts.get(name, getattr(row, name))) for name in _WORDS}
        kept = wanted if wanted is not None else row.tags.values_list("name", flat=True)
        named = _named_people(row.partnership, words | {"tags": " ".join(kept)})
        errors = {field: errors.get(field, []) + named.get(field, []) for field in errors | named}
    if errors:
        raise ValidationError(errors)
    row = write(row, facts, by=by)
    if wanted is not None:
        _tag(row, wanted, by=by)
    return row


def _wrong_tags(tags: list[str]) -> dict[str, list[str]]:
    wrong = [f"“{tag[:LONGEST_TAG]}…” is too long for a tag. Shorten it." for tag in tags if len(tag) > LONGEST_TAG]
    if len(tags) > MOST_TAGS:
        wrong.append(f"Enter at most {MOST_TAGS} tags; these are {len(tags)}.")
    return {"tags": wrong} if wrong else {}


def _named_people(partnership: Partnership, words: dict[str, str]) -> dict[str, list[str]]:
    """What may be told to anybody names nobody: no address, and no one who signs in to this partnership."""
    people = User.objects.of_partnership(partnership).values_list("name", flat=True)
    names = {" ".join(name.casefold().split()) for name in people}
    wrong: dict[str, list[str]] = {}
    for field, text in words.items():
        said = " ".join(text.casefold().split())
        if _ADDRESS.search(said):
            wrong[field] = ["An e-mail address stands here. Take it out, or do not tell the lesson to anybody."]
        elif any(re.search(rf"\b{re.escape(name)}\b", said) for name in names if name):
            wrong[field] = ["A person is named here. Write the post instead, or do not tell the lesson to anybody."]
    return wrong


def _tag(row: Lesson, wanted: list[str], *, by: User) -> None:
    there = {tag.name: tag for tag in row.tags.all()}
    for name, tag in there.items():
        if name not in wanted:
            history.delete(tag, by=by)
    for name in wanted:
        if name not in there:
            write(LessonTag(lesson=row), {"name": name}, by=by)

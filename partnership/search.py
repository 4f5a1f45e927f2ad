"""One search over all that a partnership knows: each app says what of its nouns is searched, and how a hit is shown.

A kind finds its rows through `visible_to`, and searches of them only the text that this reader may read: a hit on
hidden text would tell what it says.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from partnership.models import Partnership, User

Words = tuple[str, ...]
MOST_WORDS, LONGEST = 8, 200
AROUND = 240  # characters of a text that a hit shows


@dataclass(frozen=True)
class Hit:
    """A row that was found, in words: `text` is all of it that was searched besides the title."""

    title: str
    url: str
    text: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Kind:
    """`find` gives the rows of a partnership that a reader may see and that have all the words, the best first, in a
    fixed number of queries with whatever `hit` reads of a row. It is asked only where the reader holds the
    permission."""

    key: str
    title: str
    find: Callable[[User, Partnership, Words], QuerySet]
    hit: Callable[[Any], Hit]
    permission: str = "partnership.view_partnership"


_KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Once for each kind, when the apps are ready; asked again, nothing is searched twice."""
    _KINDS.update({kind.key: kind for kind in kinds})


def kinds(user: User, partnership: Partnership) -> list[Kind]:
    """What this reader can search here."""
    return [kind for kind in _KINDS.values() if user.has_perm(kind.permission, partnership)]


def words_of(text: str) -> Words:
    """The words to look for, each once; what stands in quotation marks is one.

    >>> words_of('joint "internal audit" Joint')
    ('joint', 'internal audit')

    Raises ValidationError when there are too many.
    """
    by_word: dict[str, str] = {}
    for quoted, single in re.findall(r'["“”]([^"“”]+)["“”]|([^\s"“”]+)', text):
        word = " ".join(quoted.split()) or single
        if word:
            by_word.setdefault(word.casefold(), word)
    words = tuple(by_word.values())
    if len(words) > MOST_WORDS:
        raise ValidationError(f"Search for {MOST_WORDS} words or fewer.")
    return words


def having(rows: QuerySet, words: Words, *fields: str) -> QuerySet:
    """The rows that have each of the words in one or another of these columns, in large or small letters alike."""
    for word in words:
        found = Q()
        for name in fields:
            found |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(found)
    return rows


def text_of(*parts: Any) -> str:
    """What was searched of a row, in one piece."""
    return " … ".join(str(part).strip() for part in parts if part and str(part).strip())


# --- What a page shows of it ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Shown:
    """A hit with its words marked."""

    hit: Hit
    words: Words

    @property
    def title(self) -> SafeString:
        return marked(self.hit.title, self.words)

    @cached_property
    def text(self) -> SafeString:
        return marked(around(self.hit.text, self.words), self.words)


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `more`: there is more than is shown."""

    kind: Kind
    hits: list[Shown]
    more: bool


def found(user: User, partnership: Partnership, words: Words, of: Iterable[Kind], first: int, most: int) -> list[Group]:
    """By kind, of each at most so many from the first on (counted from 0); a kind with nothing is left out. A fixed
    number of queries for each kind, for any number of rows."""
    groups = []
    for kind in of if words else ():
        rows = list(kind.find(user, partnership, words)[first : first + most + 1])
        if rows:
            hits = [Shown(kind.hit(row), words) for row in rows[:most]]
            groups.append(Group(kind, hits, len(rows) > most))
    return groups


def around(text: str, words: Words) -> str:
    """The piece of a text that has the first of the words, or its beginning.

    >>> len(around("a" * 300 + " audit " + "b" * 300, ("audit",))) < 260
    True
    """
    text = " ".join(text.split())
    match = _any_of(words).search(text)
    first = max(0, match.start() - AROUND // 3) if match and match.start() > AROUND // 2 else 0
    piece = text[first : first + AROUND]
    return f"{'…' if first else ''}{piece}{'…' if first + AROUND < len(text) else ''}"


def marked(text: str, words: Words) -> SafeString:
    """The text as HTML, all of it escaped, with the words marked.

    >>> marked("R&D audit", ("audit",))
    'R&amp;D <mark>audit</mark>'
    """
    done, at = [], 0
    for match in _any_of(words).finditer(text):
        done += [conditional_escape(text[at : match.start()]), f"<mark>{conditional_escape(match[0])}</mark>"]
        at = match.end()
    return mark_safe("".join([*done, conditional_escape(text[at:])]))


def _any_of(words: Words) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)", re.I)

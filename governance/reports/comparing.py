"""Two texts side by side, line by line and word by word: pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

AROUND = 2  # lines that stay around a change
_WORDS = re.compile(r"\s+|[^\s]+")
_LONG = 1_000  # from so many lines or words on, those that come again and again no longer lead the search
_TOO_LONG = 20_000_000  # pairs to look at; beyond, one text takes the place of the other
_ALIKE = 0.5  # below this two lines are one taken out and one put in, not one changed


@dataclass(frozen=True)
class Span:
    text: str
    mark: str = ""  # "added", "removed" or nothing


@dataclass(frozen=True)
class Row:
    """A line before and after. `kind` is same, changed, added, removed, or skipped (`count` lines that are alike)."""

    kind: str
    before: tuple[Span, ...] = ()
    after: tuple[Span, ...] = ()
    count: int = 0


def compare(before: str, after: str) -> tuple[Row, ...]:
    """The lines of both. Long stretches that are alike are told by their number alone; nothing at all if all is alike.

    >>> [row.kind for row in compare("a\\nb", "a\\nc")]
    ['same', 'removed', 'added']
    """
    if before == after:
        return ()
    return tuple(_folded(list(_rows(_lines(before), _lines(after)))))


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _opcodes(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """What is equal and what is not, within a second or two whatever was typed: the common beginning and end are found
    first, and what is between is searched as finely as its length allows."""
    short = min(len(before), len(after))
    head = next((n for n in range(short) if before[n] != after[n]), short)
    tail = next((n for n in range(short - head) if before[-1 - n] != after[-1 - n]), short - head)
    a, b = before[head : len(before) - tail], after[head : len(after) - tail]
    if head:
        yield "equal", 0, head, 0, head
    if len(a) * len(b) > _TOO_LONG:
        yield "replace", head, head + len(a), head, head + len(b)
    else:
        for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=len(b) > _LONG).get_opcodes():
            yield kind, head + i, head + j, head + k, head + m
    if tail:
        yield "equal", len(before) - tail, len(before), len(after) - tail, len(after)


def _rows(before: list[str], after: list[str]) -> Iterator[Row]:
    for kind, a, b, c, d in _opcodes(before, after):
        if kind == "equal":
            yield from (Row("same", (Span(line),), (Span(line),)) for line in before[a:b])
        else:
            yield from _replaced(before[a:b], after[c:d])


def _replaced(before: list[str], after: list[str]) -> Iterator[Row]:
    """Lines that took each other's place, in pairs where they are much alike; what is left is taken out or put in."""
    for number in range(max(len(before), len(after))):
        old = before[number] if number < len(before) else None
        new = after[number] if number < len(after) else None
        if old is not None and new is not None and (spans := _spans(old, new)) is not None:
            yield Row("changed", *spans)
            continue
        if old is not None:
            yield Row("removed", (Span(old, "removed"),))
        if new is not None:
            yield Row("added", (), (Span(new, "added"),))


def _spans(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]] | None:
    """Both lines with what changed marked; nothing where they have too little in common."""
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    opcodes = list(_opcodes(a, b))
    if 2 * sum(j - i for kind, i, j, _, _ in opcodes if kind == "equal") < _ALIKE * (len(a) + len(b)):
        return None
    before, after = list[Span](), list[Span]()
    for kind, i, j, k, m in opcodes:
        if i < j:
            before.append(Span("".join(a[i:j]), "" if kind == "equal" else "removed"))
        if k < m:
            after.append(Span("".join(b[k:m]), "" if kind == "equal" else "added"))
    return tuple(before), tuple(after)


def _folded(rows: list[Row]) -> Iterator[Row]:
    changed = [number for number, row in enumerate(rows) if row.kind != "same"]
    near = {near for number in changed for near in range(number - AROUND, number + AROUND + 1)}
    skipped = 0
    for number, row in enumerate(rows):
        if number in near:
            if skipped:
                yield Row("skipped", count=skipped)
            skipped = 0
            yield row
        else:
            skipped += 1
    if skipped:
        yield Row("skipped", count=skipped)

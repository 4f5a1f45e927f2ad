"""What is exported, whatever it is written as."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

SHEET_ROWS = 1_048_576  # the rows of a sheet in Excel, which Calc has taken over; the headings are the first
ABOUT = "About this file"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True)
class Fact:
    """Something that is true of the whole file."""

    heading: str
    value: Any


@dataclass
class Export:
    """A table to be written once. `name` is the file's without its ending, `title` names the sheet.

    `rows` is read once and in order. `counted` says afterwards how many there were.
    """

    name: str
    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]
    facts: Sequence[Fact] = ()
    counted: int = field(default=0, init=False)

    def sheets(self) -> Iterator[tuple[str, Iterator[Sequence[Any]]]]:
        """The names and rows of the sheets: one, and as many more as hold the rows that are left over."""
        rows, number = iter(self.rows), 1
        while (first := next(rows, None)) is not None or number == 1:
            part = chain([first], islice(rows, SHEET_ROWS - 2)) if first is not None else iter(())
            yield sheet_name(self.title, number), self._count(part)
            number += 1

    def _count(self, rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        for row in rows:
            self.counted += 1
            yield row

    def about(self) -> Iterator[tuple[str, Any]]:
        """The second sheet. Read after the rows, whose number it tells."""
        yield "Title", self.title
        yield from ((fact.heading, fact.value) for fact in self.facts)
        yield "Rows", self.counted
        if self.counted >= SHEET_ROWS:
            yield (
                "Sheets",
                f"A sheet holds {SHEET_ROWS - 1:,} rows; the others are on the sheets after the first.",
            )
        yield "Money", "Pounds, to the penny."
        yield "Times", "As the clock stood in the United Kingdom."


def sheet_name(title: str, number: int = 1) -> str:
    """A name that Excel accepts: 31 characters without []:*?/\\, no apostrophe at an end, not one of its own names."""
    tail = f" {number}" if number > 1 else ""
    name = " ".join(_FORBIDDEN.sub(" ", title).split()).strip("' ")
    name = name[: 31 - len(tail)].rstrip("' ") + tail
    return name if name.strip() and name.lower() not in ("history", ABOUT.lower()) else f"Table{tail}"

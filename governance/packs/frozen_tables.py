"""The tables that a section prints, read from what was frozen of it, and what stands in two of them: pure.

A table is known by its place in the frozen content, a row by its first words, a column by its place or its heading. So
two packs of different days, versions or meetings meet where they print the same thing.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from partnership.money import MINUS, format_pounds

Frozen = Any
# What charts draw stands in tables too; the text of reports is compared as text.
_LEFT_OUT = {"charts", "document", "squares"}
_FIGURE = re.compile(
    rf"(?P<sign>[{MINUS}-]?)(?P<pound>£?)(?P<number>\d{{1,3}}(?:,\d{{3}})*|\d+)(?P<part>\.\d+)?(?P<unit>%?)"
)
_MARK = re.compile(r" \([^()]*\)$")


@dataclass(frozen=True)
class Table:
    """`caption` says which; a row begins with the words that name it."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Amount:
    """A figure as it is printed: in pounds, in per cent, or a plain number."""

    number: Decimal
    unit: str = ""

    @property
    def words(self) -> str:
        """With its sign: +£1,250.00, −3, +1.50 points (of per cent)."""
        sign = "+" if self.number > 0 else MINUS if self.number < 0 else ""
        size = abs(self.number)
        if self.unit == "£":
            return f"{sign}{format_pounds(int(size.scaleb(2)))}"
        return f"{sign}{size:,}{' points' if self.unit == '%' else ''}"


def amount(text: str) -> Amount | None:
    """What a cell says, if it is a figure and nothing else but its mark.

    >>> amount("−£1,250.50 (amber)")
    Amount(number=Decimal('-1250.50'), unit='£')
    >>> amount("2007-08") is amount("5 Sep 2007") is None
    True
    """
    match = _FIGURE.fullmatch(_MARK.sub("", text))
    if match is None:
        return None
    number = Decimal(f"{match['number'].replace(',', '')}{match['part'] or ''}")
    return Amount(-number if match["sign"] else number, match["pound"] or match["unit"])


# --- Reading ----------------------------------------------------------------------------------------------------------
def tables(content: Frozen) -> dict[tuple[str, ...], Table]:
    """By their place."""
    found: dict[tuple[str, ...], Table] = {}
    for place, table in _tables(content, (), ""):
        found.setdefault(place, table)
    return found


def _tables(node: Frozen, place: tuple[str, ...], within: str) -> Iterator[tuple[tuple[str, ...], Table]]:
    if isinstance(node, list):
        if node and all(map(_is_fact, node)):
            rows = tuple((each["name"], str(each.get("text", each.get("value")))) for each in node)
            yield place, Table(within, ("", ""), rows)
            return
        for name, each in zip(_names(node), node, strict=True):
            yield from _tables(each, (*place, name), within)
    elif isinstance(node, dict):
        if "columns" in node and "rows" in node:
            yield place, _table(node, within)
            return
        within = ": ".join(filter(None, [within, _text(node, "title")]))
        for key in sorted(node.keys() - _LEFT_OUT):
            yield from _tables(node[key], (*place, key), within)


def _is_fact(node: Frozen) -> bool:
    """Of a list of facts or tiles."""
    return isinstance(node, dict) and "name" in node and ("text" in node or "value" in node)


def _names(nodes: list[Frozen]) -> list[str]:
    """What tells the members of a list apart: their title or caption without its count, and which of these it is."""
    found: list[str] = []
    seen: Counter[str] = Counter()
    for node in nodes:
        name = _text(node, "title") or _text(node, "caption").partition(":")[0]
        found.append(f"{name} {seen[name]}")
        seen[name] += 1
    return found


def _text(node: Frozen, key: str) -> str:
    said = node.get(key, "") if isinstance(node, dict) else ""
    return said if isinstance(said, str) else ""


def _table(node: Mapping[str, Frozen], within: str) -> Table:
    rows = [*node["rows"], *([node["total"]] if node.get("total") else [])]
    caption = ": ".join(filter(None, [within, node["caption"]]))
    headings = tuple(column["heading"] for column in node["columns"])
    return Table(caption, headings, tuple(tuple(cell["text"] for cell in row) for row in rows))


# --- Side by side -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Pair:
    """One printed cell before and after; None where it is not there."""

    row: str
    column: str
    old: str | None
    new: str | None


NOTHING = Table("", (), ())


def pairs(old: Table, new: Table) -> Iterator[Pair]:
    """Every cell but those that name a row, as the new one prints them, then those that are gone."""
    width = _naming(old, new)
    was, now, columns = _rows(old, width), _rows(new, width), _columns(old, new)[width:]
    for name in [*now, *(name for name in was if name not in now)]:
        for heading, then, since in columns:
            before, after = _cell(was.get(name), then), _cell(now.get(name), since)
            if before is not None or after is not None:
                yield Pair(" · ".join(name[:-1]), heading, before, after)


def _naming(old: Table, new: Table) -> int:
    """How many cells at the front tell the rows of each table apart; figures name nothing."""
    most = min((_words(row) for table in (old, new) for row in table.rows), default=1)
    for width in range(1, most):
        if all(len({row[:width] for row in table.rows}) == len(table.rows) for table in (old, new)):
            return width
    return max(1, most)


def _words(row: Sequence[str]) -> int:
    """How many cells at the front of a row are words, the last cell apart."""
    return next((n for n, text in enumerate(row[:-1]) if amount(text)), len(row) - 1)


def _rows(table: Table, width: int) -> dict[tuple[str, ...], tuple[str, ...]]:
    """By their names, and which of those that are named alike it is."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    seen: Counter[tuple[str, ...]] = Counter()
    for row in table.rows:
        name = row[:width]
        found[*name, str(seen[name])] = row
        seen[name] += 1
    return found


def _columns(old: Table, new: Table) -> list[tuple[str, int | None, int | None]]:
    """Each heading, and where it stands in either table: the same place where both have as many, else by its words."""
    if not (old.headings and new.headings) or len(old.headings) == len(new.headings):
        places = range(len(new.headings or old.headings))
        return [
            ((new.headings or old.headings)[n], n if old.headings else None, n if new.headings else None)
            for n in places
        ]
    was = {heading: number for number, heading in enumerate(old.headings)}
    found = [(heading, was.pop(heading, None), number) for number, heading in enumerate(new.headings)]
    return [*found, *((heading, number, None) for heading, number in was.items())]


def _cell(row: tuple[str, ...] | None, number: int | None) -> str | None:
    return row[number] if row is not None and number is not None else None

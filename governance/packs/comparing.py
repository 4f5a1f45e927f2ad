"""Two packs side by side, from what was frozen of each and nothing else: so nobody reads in a comparison what neither
pack shows, and an open edition has nothing to give away. Pure.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from governance.packs.composing import REPORT
from governance.packs.content import anchor
from governance.packs.frozen_tables import NOTHING, Amount, Pair, Table, amount, pairs, tables
from governance.packs.sections import kind_of
from governance.reports.content import Document
from governance.reports.versions import Compared, compared

ADDED, REMOVED, CHANGED, SAME, MOVED = "Added", "Removed", "Changed", "The same", "Moved"
# What differs between any two packs, or says only where something stands.
_OF_EACH_PACK = {"as_at", "since", "since_sequence", "anchor", "svg"}
Frozen = dict[str, Any]


@dataclass(frozen=True)
class Item:
    """An item of the agenda. `changes`: added, removed, or what differs; nothing where all is the same. `texts`: what
    differs in its report."""

    title: str
    changes: tuple[str, ...]
    old: str
    new: str
    texts: tuple[Compared, ...] = ()


@dataclass(frozen=True)
class Section:
    """`differing`: of its printed cells, how many differ."""

    title: str
    change: str
    differing: int


@dataclass(frozen=True)
class Figure:
    """One cell of a printed table, in both packs; None where it is not printed."""

    section: str
    table: str
    row: str
    column: str
    old: str | None
    new: str | None

    @property
    def change(self) -> str:
        if self.old == self.new:
            return SAME
        return ADDED if self.old is None else REMOVED if self.new is None else CHANGED

    @property
    def amounts(self) -> tuple[Amount | None, Amount | None]:
        return amount(self.old or ""), amount(self.new or "")

    @property
    def difference(self) -> Amount | None:
        """New less old, where both are figures of one unit."""
        old, new = self.amounts
        if old is None or new is None or old.unit != new.unit:
            return None
        return Amount(new.number - old.number, new.unit)


@dataclass(frozen=True)
class Comparison:
    """`items` is None where one of the packs has no agenda."""

    items: tuple[Item, ...] | None
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]

    @cached_property
    def changed_items(self) -> list[Item]:
        return [each for each in self.items or () if each.changes]

    @cached_property
    def changed_sections(self) -> list[Section]:
        return [each for each in self.sections if each.change != SAME]

    @cached_property
    def differing(self) -> list[Figure]:
        return [each for each in self.figures if each.change != SAME]


def compare(old: Frozen, new: Frozen) -> Comparison:
    """Two frozen packs: the agenda's items, the sections, and each cell of the tables that both print.

    Cover, contents and the section on how the figures were computed say of every pack something else, so they are left
    out.
    """
    was, now = _Pack(old), _Pack(new)
    items = list(_items(was, now)) if was.items is not None and now.items is not None else None
    matched = _sections(was, now, items or [])
    figures = {number: tuple(_figures(*both)) for number, both in enumerate(matched)}
    sections = tuple(_section(*both, figures[number]) for number, both in enumerate(matched))
    told = None if items is None else tuple(_item(*both, was, now, moved) for both, moved in _moved(items))
    return Comparison(told, sections, tuple(each for found in figures.values() for each in found))


class _Pack:
    """A frozen pack, by its sections and its agenda."""

    def __init__(self, frozen: Frozen) -> None:
        self.sections = {each["key"]: each for each in frozen["sections"] if not kind_of(each["key"]).always}
        agenda = self.sections.get("agenda")
        self.items: list[Frozen] | None = agenda["content"]["items"] if agenda else None
        self._reports = {anchor(key): each for key, each in self.sections.items() if key.partition(":")[0] == REPORT}

    def report(self, item: Frozen | None) -> Frozen | None:
        """The section of an item's report."""
        return self._reports.get(item["anchor"]) if item else None

    def document(self, item: Frozen | None) -> Document:
        report = self.report(item)
        return (report["content"].get("document") or {}) if report else {}


# --- Items ------------------------------------------------------------------------------------------------------------
Both = tuple[Frozen | None, Frozen | None]


def _items(was: _Pack, now: _Pack) -> Iterator[Both]:
    """The items that are the same in both: by the item itself, else by its report, else by its title."""
    names: tuple[Callable[[_Pack, Frozen], Hashable], ...] = (
        lambda pack, item: item["anchor"],
        lambda pack, item: pack.document(item).get("reference"),
        lambda pack, item: item["title"].casefold(),
    )
    left, found = list(was.items or ()), dict[int, Frozen]()
    for name in names:
        known = _once(left, lambda item, name=name: name(was, item))
        asked = [item for item in now.items or () if id(item) not in found]
        for key, item in _once(asked, lambda item, name=name: name(now, item)).items():
            if key in known:
                found[id(item)] = known[key]
        left = [item for item in left if all(item is not taken for taken in found.values())]
    yield from ((found.get(id(item)), item) for item in now.items or ())
    yield from ((item, None) for item in left)


def _once(items: list[Frozen], name: Callable[[Frozen], Hashable]) -> dict[Hashable, Frozen]:
    """By a name that no other has."""
    counts = Counter(map(name, items))
    return {key: item for item in items if (key := name(item)) and counts[key] == 1}


def _moved(items: list[Both]) -> Iterator[tuple[Both, bool]]:
    """Each with whether it changed its place among those that are in both."""
    now = [number for number, (old, new) in enumerate(items) if old and new]
    was = sorted(now, key=lambda number: (items[number][0] or {})["order"])
    blocks = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
    stay = {number for block in blocks for number in was[block.a : block.a + block.size]}
    for number, both in enumerate(items):
        yield both, number in now and number not in stay


def _in_both(items: list[Both]) -> list[tuple[Frozen, Frozen]]:
    return [(old, new) for old, new in items if old and new]


def _item(old: Frozen | None, new: Frozen | None, was: _Pack, now: _Pack, moved: bool) -> Item:
    title = (new or old or {})["title"]
    before, after = _said(old, was), _said(new, now)
    if old is None or new is None:
        return Item(title, (ADDED if old is None else REMOVED,), _words(before, title), _words(after, title))
    texts = _texts(was.document(old), now.document(new))
    changes = [name for name in after if before[name] != after[name] and name != "Item"]
    if texts and "Report" not in changes:
        changes.append("Report")
    return Item(title, tuple([MOVED] * moved + changes), _words(before, title), _words(after, title), tuple(texts))


def _texts(old: Document, new: Document) -> list[Compared]:
    return compared(old, new) if old and new else []


def _said(item: Frozen | None, pack: _Pack) -> dict[str, str]:
    """What the pack says of an item, by what it is."""
    if item is None:
        return {}
    report = pack.report(item)
    printed = report["content"] if report else {}
    called = [printed.get("document", {}).get("reference", ""), printed.get("called", ""), *printed.get("missing", [])]
    return {
        "Item": str(item["order"]),
        "Title": item["title"],
        "Led by": item["lead"],
        "Minutes": str(item["minutes"] or ""),
        "Supplement": item["supplement"],
        "Exempt": item["exempt"],
        "What it is about": item["matter"],
        "Report": ", ".join(filter(None, called)),
    }


def _words(said: Mapping[str, str], shown: str) -> str:
    """All that is said, but a title that is shown beside it."""
    named = {name: text for name, text in said.items() if text and (name != "Title" or text != shown)}
    return "; ".join(f"Item {text}" if name == "Item" else f"{name}: {text}" for name, text in named.items())


# --- Sections and figures ---------------------------------------------------------------------------------------------
def _sections(was: _Pack, now: _Pack, items: list[Both]) -> list[Both]:
    """As the new pack prints them, then those that are gone. A report goes with its item, also of another meeting."""
    alike = {}
    for old, new in _in_both(items):
        before, after = was.report(old), now.report(new)
        if before and after:
            alike[after["key"]] = before["key"]
    found = [(was.sections.get(alike.get(key, key)), each) for key, each in now.sections.items()]
    taken = {old["key"] for old, _ in found if old}
    return [*found, *((each, None) for key, each in was.sections.items() if key not in taken)]


def _section(old: Frozen | None, new: Frozen | None, figures: tuple[Figure, ...]) -> Section:
    title = (new or old or {})["title"]
    differing = sum(figure.change != SAME for figure in figures)
    if old is None or new is None:
        return Section(title, ADDED if old is None else REMOVED, differing)
    is_same = _itself(old["content"]) == _itself(new["content"])
    return Section(title, SAME if is_same else CHANGED, differing)


def _itself(node: Any) -> Any:
    """What a section says, without what differs between any two packs."""
    if isinstance(node, dict):
        return {key: _itself(each) for key, each in node.items() if key not in _OF_EACH_PACK}
    return [_itself(each) for each in node] if isinstance(node, list) else node


def _figures(old: Frozen | None, new: Frozen | None) -> Iterator[Figure]:
    title = (new or old or {})["title"]
    before, after = _tables(old), _tables(new)
    for place in [*after, *(place for place in before if place not in after)]:
        was, now = before.get(place, NOTHING), after.get(place, NOTHING)
        for pair in pairs(was, now):
            yield _figure(title, now.caption or was.caption, pair)


def _figure(section: str, table: str, pair: Pair) -> Figure:
    return Figure(section, table, pair.row, pair.column, pair.old, pair.new)


def _tables(section: Frozen | None) -> dict[tuple[str, ...], Table]:
    """Those of a section; of a report, the figures that it uses."""
    if section is None:
        return {}
    content = section["content"]
    found = tables({key: value for key, value in content.items() if key != "figures"})
    stood = content.get("figures") or {}
    rows = tuple((each["words"], each["text"]) for each in stood.values() if each["sort"] == "figure")
    return found | ({("figures",): Table("Figures in this report", ("What it is", "Figure"), rows)} if rows else {})

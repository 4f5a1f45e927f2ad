"""Parts to one PDF: one tree of pages, of tags, of bookmarks and of places, one description. Pure.

The same parts give the same bytes, wherever they came from: objects stand in the order of the parts, the dates are the
document's, and the file's identifier is made of what is in it. The numbers up to `_FIRST` are for what the file has
once; then come the parts with their pages, the furniture among them, then the bookmarks.

Each part has room for some more objects, so that in the next pack all others stand where they stood, and what was
packed of them then is in the file again as it was.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from governance.packs import parts
from governance.packs.describing import info, metadata
from governance.packs.furniture import Furniture
from governance.packs.parts import ANNOTATION, Bookmark, Page, Part, Place, string
from governance.packs.writer import Group, Writer, closed, grouped

_CATALOG, _PAGES, _INFO, _ROOT, _DOCUMENT, _OWNERS, _OUTLINE, _METADATA, _OPENING, _FIRST = range(1, 11)
_ROOM = 256  # objects: a part begins at a multiple of so many after the first
_WORTH_PACKING = 100  # objects: of fewer packing them costs no more than asking for what was packed


@dataclass(frozen=True)
class Printed:
    file: bytes
    pages: int


class _Base:
    """Where the parts stand: the number of each one's first object, page and annotation."""

    def __init__(self, listed: Sequence[Part], furniture: Part) -> None:
        sizes = [-(-part.size // _ROOM) * _ROOM for part in (furniture, *listed)]
        starts = list(accumulate(sizes, initial=_FIRST))
        self.furniture, self.objects, self.end = starts[0], starts[1:-1], starts[-1]
        self.pages = list(accumulate((len(part.pages) for part in listed), initial=0))
        self.annotations = list(accumulate((len(part.annotated) for part in listed), initial=self.pages[-1]))

    def page(self, part: Part, at: int, page: int) -> int:
        return self.objects[at] + part.count + len(part.streams) + page


class Merge:
    """Parts on their way into one file, in this order. `document` says its title, whose it is, and when it was made."""

    def __init__(self, listed: Sequence[Part], furniture: Furniture, document: dict[str, Any]) -> None:
        self._parts, self._furniture, self._document = listed, furniture, document
        self._base = _Base(listed, furniture.part)
        self._out = Writer()
        self._total = self._base.pages[-1]
        self._arounds = self._base.end  # the first of the drawings after a page's own
        self._bookmarks = self._arounds + self._total

    def stands(self) -> dict[int, int]:
        """Where the parts stand whose packed objects are the same wherever they stand there: number of the part, and
        of its first object. The tags of annotations depend on all other parts."""
        return {
            at: self._base.objects[at]
            for at, part in enumerate(self._parts)
            if part.count >= _WORTH_PACKING and not part.annotated
        }

    def packed(self, at: int) -> list[Group]:
        """The objects of a part as they stand in the file."""
        part, base = self._parts[at], self._base.objects[at]
        return grouped(base, closed(part.objects, base, self._outside(at, part)))

    def printed(self, packed: Mapping[int, Sequence[Group]]) -> Printed:
        """The file; `packed` are the objects of parts that were packed already."""
        self._out.stream(_METADATA, b"<</Type/Metadata/Subtype/XML>>", metadata(self._document))
        self._out.stream(_OPENING, b"<<>>", b"q")
        self._put_furniture()
        for at, part in enumerate(self._parts):
            self._put(at, part, packed.get(at))
        outline = list(self._outline())
        self._out.objects(_CATALOG, b"\n".join(self._once(bool(outline))))
        if outline:
            self._out.objects(self._bookmarks, b"\n".join(outline))
        return Printed(self._out.finished(self._bookmarks + len(outline), _CATALOG, _INFO), self._total)

    # --- Parts --------------------------------------------------------------------------------------------------------
    def _put_furniture(self) -> None:
        part, base = self._furniture.part, self._base.furniture
        self._out.objects(base, closed(part.objects, base, {}))
        for number, stream in enumerate(part.streams, base + part.count):
            self._out.stream(number, closed(stream.head, base, {}), stream.data)

    def _outside(self, at: int, part: Part) -> dict[int, int]:
        first = self._base.annotations[at]
        found = {ANNOTATION - place: first + place for place in range(len(part.annotated))}
        base, more = self._base.furniture, self._furniture.part.more
        found |= {parts.UPRIGHT: base + more["upright"], parts.BROAD: base + more["broad"]}
        return found | {parts.DOCUMENT: _DOCUMENT, parts.NUMBER_FONT: base + more["font"]}

    def _put(self, at: int, part: Part, packed: Sequence[Group] | None) -> None:
        base, outside = self._base.objects[at], self._outside(at, part)
        if part.count:
            self._out.groups(base, self.packed(at) if packed is None else packed)
        for number, stream in enumerate(part.streams, base + part.count):
            self._out.stream(number, closed(stream.head, base, outside), stream.data)
        first = self._base.pages[at]
        pages = [self._page(page, base, number) for number, page in enumerate(part.pages, first)]
        self._out.objects(self._base.page(part, at, 0), b"\n".join(pages))
        for number, page in enumerate(part.pages, first):
            drawn = self._furniture.around(page, number + 1, self._total)
            self._out.stream(self._arounds + number, b"<<>>", drawn)

    def _page(self, page: Page, base: int, number: int) -> bytes:
        annotations = b" ".join(b"%d 0 R" % (base + each) for each in page.annotations)
        return (
            b"<</Type/Page/Parent %d 0 R/MediaBox%s/Resources %d 0 R/Contents[%d 0 R %d 0 R %d 0 R]"
            b"/StructParents %d/Tabs/S%s>>"
        ) % (
            _PAGES,
            parts.array_of((0, 0, page.width, page.height)),
            base + page.resources,
            _OPENING,
            base + page.contents,
            self._arounds + number,
            number,
            b"/Annots[%s]" % annotations if annotations else b"",
        )

    # --- What the file has once ---------------------------------------------------------------------------------------
    def _once(self, with_outline: bool) -> list[bytes]:
        kids = [self._base.page(part, at, n) for at, part in enumerate(self._parts) for n in range(len(part.pages))]
        tops = [self._base.objects[at] + top for at, part in enumerate(self._parts) for top in part.tops]
        outline = b"/Outlines %d 0 R/PageMode/UseOutlines" % _OUTLINE if with_outline else b""
        catalog = (
            b"<</Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R/Metadata %d 0 R/Lang(en-GB)/MarkInfo<</Marked true>>"
            b"/ViewerPreferences<</DisplayDocTitle true>>/Names<</Dests<</Names[%s]>>>>%s>>"
        )
        return [
            catalog % (_PAGES, _ROOT, _METADATA, self._names(), outline),
            b"<</Type/Pages/Count %d/Kids[%s]>>" % (self._total, _references(kids)),
            info(self._document),
            b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d>>"
            % (_DOCUMENT, _OWNERS, self._base.annotations[-1]),
            b"<</S/Document/P %d 0 R/K[%s]>>" % (_ROOT, _references(tops)),
            b"<</Nums[%s]>>" % b" ".join(self._owned()),
            self._outline_root(),
        ]

    def _owned(self) -> Iterator[bytes]:
        """Who owns what is marked: for each page a list, then for each annotation one tag."""
        for at, part in enumerate(self._parts):
            for number, page in enumerate(part.pages, self._base.pages[at]):
                yield b"%d %d 0 R" % (number, self._base.objects[at] + page.parents)
        for at, part in enumerate(self._parts):
            for number, owner in enumerate(part.annotated, self._base.annotations[at]):
                yield b"%d %d 0 R" % (number, self._base.objects[at] + owner)

    def _names(self) -> bytes:
        """The places that links lead to; one that no part has is the first page."""
        found: dict[str, bytes] = {}
        for at, part in enumerate(self._parts):
            for name, place in part.places.items():
                found.setdefault(name, self._place(at, part, place))
        first = self._place(0, self._parts[0], Place(0, 0, self._parts[0].pages[0].height))
        for part in self._parts:
            for name in part.targets:
                found.setdefault(name, first)
        return b" ".join(b"%s %s" % (string(name), found[name]) for name in sorted(found, key=_as_sorted))

    def _place(self, at: int, part: Part, place: Place) -> bytes:
        x, y = parts.number(place.x), parts.number(place.y)
        return b"[%d 0 R/XYZ %s %s 0]" % (self._base.page(part, at, place.page), x, y)

    # --- Bookmarks ----------------------------------------------------------------------------------------------------
    def _listed(self) -> list[tuple[int, int, Part, Bookmark]]:
        """All of them in order: depth, part, and what it says. A level that is skipped makes no depth."""
        found, open_levels = [], [0]
        for at, part in enumerate(self._parts):
            for bookmark in part.bookmarks:
                while open_levels[-1] >= bookmark.level:
                    open_levels.pop()
                open_levels.append(bookmark.level)
                found.append((len(open_levels) - 1, at, part, bookmark))
        return found

    def _outline_root(self) -> bytes:
        tops = [number for number, (depth, *_) in enumerate(self._listed(), self._bookmarks) if depth == 1]
        if not tops:
            return b"null"
        return b"<</Type/Outlines/Count %d/First %d 0 R/Last %d 0 R>>" % (len(tops), tops[0], tops[-1])

    def _outline(self) -> Iterator[bytes]:
        """Closed below the first level: a pack has many headings."""
        listed = self._listed()
        family = _Family([depth for depth, *_ in listed])
        for index, (_, at, part, bookmark) in enumerate(listed):
            parent = family.parent[index]
            said = [b"/Title%s" % string(bookmark.title), b"/Dest%s" % self._place(at, part, bookmark.place)]
            said.append(b"/Parent %d 0 R" % (_OUTLINE if parent is None else self._bookmarks + parent))
            for name, other in (("Prev", family.before.get(index)), ("Next", family.after.get(index))):
                said += [b"/%s %d 0 R" % (name.encode(), self._bookmarks + other)] if other is not None else []
            if kids := family.kids.get(index):
                first, last = self._bookmarks + kids[0], self._bookmarks + kids[-1]
                said.append(b"/First %d 0 R/Last %d 0 R/Count %d" % (first, last, -len(kids)))
            yield b"<<%s>>" % b"".join(said)


class _Family:
    """Who stands under and beside whom, from the depths in order."""

    def __init__(self, depths: list[int]) -> None:
        self.parent: list[int | None] = []
        self.kids: dict[int | None, list[int]] = {}
        path: list[int] = []
        for index, depth in enumerate(depths):
            del path[depth - 1 :]
            self.parent.append(path[-1] if path else None)
            self.kids.setdefault(self.parent[-1], []).append(index)
            path.append(index)
        pairs = [pair for kids in self.kids.values() for pair in zip(kids, kids[1:], strict=False)]
        self.after, self.before = dict(pairs), {second: first for first, second in pairs}


def _references(numbers: list[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _as_sorted(name: str) -> bytes:
    """Names are ordered by their bytes as a reader compares them."""
    return name.encode() if name.isascii() else b"\xfe\xff" + name.encode("utf-16-be")

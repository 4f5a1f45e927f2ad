"""Take what WeasyPrint is about to write as one file, as a part of a larger one: objects, pages, tags, places."""

import zlib
from array import array
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pydyf
from weasyprint import Document

from governance.packs import tags
from governance.packs.parts import (
    ANNOTATION,
    DOCUMENT,
    NUMBER_FONT,
    OUTSIDE_FONT,
    OUTSIDE_FORMS,
    SMALL,
    Bookmark,
    Open,
    Page,
    Part,
    Place,
    Stream,
    number,
    string,
)

SCHEME = "section:"  # of a link to a place that another section may have: section:<place>/<what is said of it>
SCALE = 0.75  # points in a CSS pixel
COVER = "cover"  # the pages that carry neither header nor footer
Numbers = list[int]


class Taker:
    """Called with a document and its PDF before the file is written; then `part` is what was in it."""

    part: Part

    def __call__(self, document: Document, pdf: pydyf.PDF) -> None:
        tags.finish(pdf)
        self.part = Taken(document, pdf).part()
        del pdf.objects[3:]  # nobody needs the file: let the library write an empty one


class Taken:
    """One document while it is taken apart. `_given` has the new number of each object that is kept."""

    def __init__(self, document: Document, pdf: pydyf.PDF) -> None:
        self._document, self._pdf = document, pdf
        self._pages = [tags.of(reference, pdf) for reference in pdf.page_references]
        self._root = tags.of(pdf.catalog["StructTreeRoot"], pdf) if "StructTreeRoot" in pdf.catalog else None
        self._top = tags.of(self._root["K"][0], pdf) if self._root else None
        self._owners = tags.of(self._root["ParentTree"], pdf)["Nums"] if self._root else []
        self._inside: dict[int, bytes] = {}  # the tag that took in the tag of this number
        self._targets: list[str] = []
        self._given: dict[int, int] = {}

    def part(self) -> Part:
        kept = self._kept()
        plain = [thing for thing in kept if not isinstance(thing, pydyf.Stream)]
        streams = [thing for thing in kept if isinstance(thing, pydyf.Stream)]
        pages = len(self._pages)
        count = len(plain) + pages  # after the others, for each page who owns its pieces of marked content
        last = count + len(streams)
        for start, things in ((0, plain), (count, streams), (last, self._pages)):
            self._given |= {thing.number: at for at, thing in enumerate(things, start)}
        numbers: Numbers = []
        lines = [self._said(thing, numbers) for thing in plain]
        lines += [self._owners_of(page, numbers) for page in range(pages)]
        return Part(
            objects=Open(b"\n".join(lines), array("i", numbers)),
            count=count,
            streams=tuple(map(self._stream, streams)),
            pages=tuple(self._page(number, len(plain) + number) for number in range(pages)),
            tops=tuple(map(self.number_of, self._top["K"])) if self._top else (),
            annotated=tuple(map(self.number_of, self._owners[2 * pages + 1 :: 2])),
            bookmarks=tuple(self._bookmarks()),
            places=dict(self._places()),
            targets=tuple(dict.fromkeys(self._targets)),
        )

    # --- What is kept -------------------------------------------------------------------------------------------------
    def _kept(self) -> list[pydyf.Object]:
        """Everything but what the whole file has once, and what nothing names any more."""
        once = {id(thing) for thing in (self._pdf.pages, self._pdf.catalog, *self._pages)}
        for name in ("StructTreeRoot", "Metadata", "Outlines"):
            if name in self._pdf.catalog:
                once.add(id(tags.of(self._pdf.catalog[name], self._pdf)))
        if self._root is not None:
            self._given[self._top.number] = DOCUMENT
            once |= {id(self._top), id(tags.of(self._root["ParentTree"], self._pdf))}
        found = [thing for thing in self._pdf.objects if thing.free == "n" and id(thing) not in once and thing != {}]
        found = [thing for thing in found if not (isinstance(thing, dict) and "Title" in thing and "Dest" in thing)]
        for thing in found:
            if isinstance(thing, dict) and thing.get("Subtype") == "/Link":
                self._mend_link(thing)
            elif isinstance(thing, dict) and "K" in thing:
                self._take_in_text(thing)
        self.open_resources()
        return [thing for thing in found if thing.number not in self._inside]

    def _take_in_text(self, element: pydyf.Dictionary) -> None:
        kids: list[Any] = []
        for kid in element["K"]:
            child = tags.of(kid, self._pdf) if isinstance(kid, bytes) else None
            if child is not None and tags.is_text_alone(child) and child["Pg"] == element["Pg"]:
                self._inside[child.number] = element.reference
                kids.extend(child["K"])
            else:
                kids.append(kid)
        element["K"] = kids
        element.pop("Type", None)  # which it may leave out

    def _mend_link(self, link: pydyf.Dictionary) -> None:
        """A link to a section gets the place's name and the words that a screen reader says; any other leads out."""
        target = str(link["A"]["URI"].string) if "A" in link else ""
        if target.startswith(SCHEME):
            place, _, words = target.removeprefix(SCHEME).partition("/")
            del link["A"]
            link["Dest"], link["Contents"] = pydyf.String(unquote(place)), pydyf.String(unquote(words))
        if "Dest" in link:
            self._targets.append(str(link["Dest"].string))

    def open_resources(self) -> None:
        """Every page can show what the whole file has: the lines above and below, and the letters of its number."""
        for page in self._pages:
            resources = tags.of(page["Resources"], self._pdf)
            tags.of(resources["Font"], self._pdf)[OUTSIDE_FONT] = NUMBER_FONT
            resources["XObject"] |= OUTSIDE_FORMS

    # --- Objects ------------------------------------------------------------------------------------------------------
    def number_of(self, reference: bytes) -> int:
        """The new number of what this names; of a tag that was taken in, that of the tag that has its text."""
        old = int(reference[:-4])
        while old in self._inside:
            old = int(self._inside[old][:-4])
        return self._given[old]

    def _said(self, value: Any, numbers: Numbers) -> bytes:
        """The text of a value, with the numbers of objects left open."""
        if isinstance(value, bytes):
            if not value.endswith(b" 0 R"):
                return value.replace(b"%", b"%%")
            numbers.append(self.number_of(value))
            return b"%d 0 R"
        if isinstance(value, dict):
            return b"<<%s>>" % b"".join([self._entry(key, item, numbers) for key, item in value.items()])
        if isinstance(value, (list, tuple)):
            return b"[%s]" % b" ".join([self._said(item, numbers) for item in value])
        if isinstance(value, pydyf.String):
            return string(value.string).replace(b"%", b"%%")
        if isinstance(value, float):
            return number(value)
        return str(value).encode("ascii").replace(b"%", b"%%")

    def _entry(self, key: Any, value: Any, numbers: Numbers) -> bytes:
        name = key if isinstance(key, bytes) else str(key).encode()
        if name == b"StructParent":
            numbers.append(ANNOTATION - (value - len(self._pages)))
            return b"/StructParent %d"
        if name == OUTSIDE_FONT or name in OUTSIDE_FORMS:
            numbers.append(value)
            return b"/%s %%d 0 R" % name
        return b"/%s %s" % (name, self._said(value, numbers))

    def _owners_of(self, page: int, numbers: Numbers) -> bytes:
        owners = self._owners[2 * page + 1] if self._owners else []
        numbers.extend(map(self.number_of, owners))
        return b"[%s]" % b" ".join([b"%d 0 R"] * len(owners))

    def _stream(self, stream: pydyf.Stream) -> Stream:
        numbers: Numbers = []
        data = b"\n".join([_line(item) for item in stream.stream])
        if "Filter" not in stream.extra:  # a picture is packed already
            data = zlib.compress(data, SMALL)
        said = self._said({"Filter": "/FlateDecode"} | dict(stream.extra), numbers)
        return Stream(Open(said, array("i", numbers)), data)

    # --- Pages and places ---------------------------------------------------------------------------------------------
    def _page(self, at: int, owners: int) -> Page:
        page = self._pages[at]
        _, _, width, height = page["MediaBox"]
        annotations = tuple(map(self.number_of, page.get("Annots", ())))
        furniture = "" if self._document.pages[at]._page_box.page_type.name == COVER else "all"
        contents, resources = self.number_of(page["Contents"]), self.number_of(page["Resources"])
        return Page(float(width), float(height), contents, resources, owners, annotations, furniture)

    def _bookmarks(self) -> Iterator[Bookmark]:
        for at, page in enumerate(self._document.pages):
            for level, title, (x, y), _ in page.bookmarks:
                yield Bookmark(level, title, self._place(at, x, y))

    def _places(self) -> Iterator[tuple[str, Place]]:
        seen: set[str] = set()
        for at, page in enumerate(self._document.pages):
            for name, (x, y, *_) in page.anchors.items():
                if name not in seen:
                    seen.add(name)
                    yield name, self._place(at, x, y)

    def _place(self, page: int, x: float, y: float) -> Place:
        """Points from the lower left, from pixels from the upper left."""
        height = self._pages[page]["MediaBox"][3]
        return Place(page, round(x * SCALE, 3), round(height - y * SCALE, 3))


def _line(item: Any) -> bytes:
    """A line of a page's description, as the library would write it."""
    return item if isinstance(item, bytes) else pydyf._to_bytes(item)

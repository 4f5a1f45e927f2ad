"""A part of a pack's file: what a section or an appendix brings, ready to be put between others.

Its objects are numbered from 0, and wherever one names another the number is left open: `%d` in the text, and the
number beside. So a part can stand anywhere in a file, and putting it there is one `%`. Numbers below zero name what
only the whole file has. Pure: no Django, no PDF library.
"""

import json
import struct
import zlib
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

# What a part may name that stands outside it. Below ANNOTATION: the annotation's place among those of the part.
DOCUMENT, NUMBER_FONT, UPRIGHT, BROAD, ANNOTATION = -1, -2, -3, -4, -10
OUTSIDE_FORMS = {b"PackUpright": UPRIGHT, b"PackBroad": BROAD}
OUTSIDE_FONT = b"PackNumber"
_HEAD = struct.Struct(">III")
QUICK, SMALL = 1, 6  # of zlib: what is unpacked again soon, and what people download


@dataclass(frozen=True, slots=True)
class Open:
    """Text of one or more objects with its numbers left open."""

    text: bytes
    numbers: "array[int]"


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream object: its dictionary without the length, and its bytes as they stand in the file."""

    head: Open
    data: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `parents` is the object that lists who owns each piece of marked content. `furniture` is what
    belongs around it: all, only a number (on a page of somebody else's), or nothing (on a cover)."""

    width: float
    height: float
    contents: int
    resources: int
    parents: int
    annotations: tuple[int, ...] = ()
    furniture: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a part: its page, counted from 0, and the point on it."""

    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bookmark:
    level: int
    title: str
    place: Place


@dataclass(frozen=True)
class Part:
    """Objects `0 … count - 1` stand in `objects`, one a line; then the streams are numbered, then the pages.

    `tops` are its outermost tags, `annotated` the tags of its annotations, in the order in which those are numbered.
    """

    objects: Open
    count: int
    streams: tuple[Stream, ...]
    pages: tuple[Page, ...] = ()
    tops: tuple[int, ...] = ()
    annotated: tuple[int, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    places: dict[str, Place] = field(default_factory=dict)
    targets: tuple[str, ...] = ()  # where its links lead, inside and outside
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many objects it has."""
        return self.count + len(self.streams) + len(self.pages)


# --- As bytes: for a pipe and for the store ---------------------------------------------------------------------------


def packed(part: Part) -> bytes:
    """The part as bytes. No pickle: what comes back from a store or a process is data and never a program."""
    said = {
        "count": part.count,
        "streams": [[s.head.text.decode("latin-1"), s.head.numbers.tolist(), len(s.data)] for s in part.streams],
        "pages": [
            [p.width, p.height, p.contents, p.resources, p.parents, p.annotations, p.furniture] for p in part.pages
        ],
        "tops": part.tops,
        "annotated": part.annotated,
        "bookmarks": [[b.level, b.title, *_listed(b.place)] for b in part.bookmarks],
        "places": {name: _listed(place) for name, place in part.places.items()},
        "targets": part.targets,
        "more": part.more,
    }
    head = zlib.compress(json.dumps(said).encode(), QUICK)
    text = zlib.compress(part.objects.text, QUICK)
    numbers = zlib.compress(_bytes_of(part.objects.numbers), QUICK)
    sizes = _HEAD.pack(len(head), len(text), len(numbers))
    return b"".join((sizes, head, text, numbers, *(stream.data for stream in part.streams)))


def unpacked(data: bytes) -> Part:
    """The part again. Raises ValueError for bytes that are none."""
    try:
        return _unpacked(memoryview(data))
    except (KeyError, IndexError, TypeError, struct.error, zlib.error) as error:
        raise ValueError("These bytes are no part of a pack.") from error


def _unpacked(data: memoryview) -> Part:
    pieces, at = [], _HEAD.size
    for size in _HEAD.unpack_from(data):
        pieces.append(zlib.decompress(data[at : at + size]))
        at += size
    said = json.loads(pieces[0])
    streams = []
    for head, numbers, size in said["streams"]:
        streams.append(Stream(Open(head.encode("latin-1"), array("i", numbers)), bytes(data[at : at + size])))
        at += size
    if at != len(data):
        raise ValueError("These bytes are no part of a pack.")
    return Part(
        objects=Open(pieces[1], _numbers_of(pieces[2])),
        count=said["count"],
        streams=tuple(streams),
        pages=tuple(Page(*page[:5], tuple(page[5]), page[6]) for page in said["pages"]),
        tops=tuple(said["tops"]),
        annotated=tuple(said["annotated"]),
        bookmarks=tuple(Bookmark(level, title, Place(*place)) for level, title, *place in said["bookmarks"]),
        places={name: Place(*place) for name, place in said["places"].items()},
        targets=tuple(said["targets"]),
        more=said["more"],
    )


def _listed(place: Place) -> list[float]:
    return [place.page, place.x, place.y]


def _bytes_of(numbers: "array[int]") -> bytes:
    return numbers.tobytes()


def _numbers_of(data: bytes) -> "array[int]":
    numbers = array("i")
    numbers.frombytes(data)
    return numbers


# --- Words of a PDF ---------------------------------------------------------------------------------------------------


def number(value: float) -> bytes:
    """A number as PDF writes it: no exponent, no needless noughts."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return (text if text not in ("-0", "") else "0").encode()


def string(text: str) -> bytes:
    """A text string on one line, whatever is in it."""
    if text.isascii() and text.isprintable():
        return b"(%s)" % text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode()
    return b"<FEFF%s>" % text.encode("utf-16-be").hex().upper().encode()


def array_of(values: Iterable[float]) -> bytes:
    return b"[%s]" % b" ".join(map(number, values))

"""Somebody else's PDF as a part: its pages as they are, and nothing else of it.

What runs, opens, sends or is attached stands outside of the pages (or in their annotations), and only what a page shows
is taken: its drawing and its resources. Forms that were filled in and notes are drawn into the page first. Each page is
one figure with alternative text; its own tags, if it had any, are not taken over, so such pages are not claimed to be
accessible.
"""

import hashlib
import io
import zlib
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf

from governance.packs.parts import (
    DOCUMENT,
    NUMBER_FONT,
    OUTSIDE_FONT,
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

KEY = "appendix"  # of such a section: appendix:12
MOST_PAGES = 1_000
_SHOWN = b"/Figure<</MCID 0>>BDC q /Shown Do Q\nEMC\n"
# What names things outside of the page, belongs to the tags that are not taken over, or hides layers by a list that is
# the file's and not the page's.
_LEFT = {"/AF", "/Metadata", "/PieceInfo", "/OPI", "/Ref", "/F", "/FFilter", "/FDecodeParms", "/StructParent"}
_LEFT |= {"/StructParents", "/OC", "/AA", "/A", "/Parent", "/Length", "/PS", "/LastModified", "/Alternates"}
ENCRYPTED = "“{title}” is protected by a password. Save it without one and attach it again."
BROKEN = "“{title}” is no PDF that can be read. Open it, print it to a new PDF and attach that."
TOO_LONG = "“{title}” has {pages:,} pages. An appendix has at most {most:,}: attach a shorter one."

ALTERNATIVE = "{title}, page {page} of {pages}. Somebody else’s page, not checked for accessibility."


class Unreadable(ValueError):
    """The file can not be put into a pack; the sentence says why, and how to mend it."""


def frozen(number: int, title: str, file: bytes) -> dict[str, Any]:
    """What a pack's frozen content says of an appendix: the file itself stays where files are kept."""
    return {"key": f"{KEY}:{number}", "title": title, "content": {"sha256": hashlib.sha256(file).hexdigest()}}


def is_appendix(section: dict[str, Any]) -> bool:
    """Whether somebody's file stands there. Where it can not be put in, a page of ours says so in its place."""
    return str(section["key"]).partition(":")[0] == KEY and "sha256" in section["content"]


def looked_at(file: bytes, title: str) -> None:
    """Raises Unreadable for what shows at a glance: no PDF, protected, without a page or with too many."""
    with _opened(file, title):
        pass


def appended(file: bytes, title: str, name: str) -> Part:
    """The file as a part; `name` is the place that links and the contents lead to."""
    with _opened(file, title) as pdf:
        pdf.flatten_annotations("print")
        return _Appendix(pdf, title, name).part()


@contextmanager
def _opened(file: bytes, title: str) -> Iterator[pikepdf.Pdf]:
    """Raises Unreadable, also for what goes wrong while it is open."""
    try:
        with pikepdf.open(io.BytesIO(file), suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise Unreadable(ENCRYPTED.format(title=title))
            if not len(pdf.pages):
                raise Unreadable(BROKEN.format(title=title))
            if len(pdf.pages) > MOST_PAGES:
                raise Unreadable(TOO_LONG.format(title=title, pages=len(pdf.pages), most=MOST_PAGES))
            yield pdf
    except pikepdf.PasswordError as error:
        raise Unreadable(ENCRYPTED.format(title=title)) from error
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, RecursionError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(BROKEN.format(title=title)) from error


class _Appendix:
    """One file while its pages are taken out. Objects get a name when they are first seen, and numbers at the end."""

    def __init__(self, pdf: pikepdf.Pdf, title: str, name: str) -> None:
        self._pdf, self._title, self._name = pdf, title, name
        self._plain: dict[Any, tuple[bytes, list[Any]]] = {}
        self._streams: dict[Any, tuple[bytes, list[Any], bytes]] = {}
        self._left: list[tuple[Any, pikepdf.Object]] = []
        self._seen: set[Any] = set()
        self._sizes: list[tuple[float, float]] = []

    def part(self) -> Part:
        self._streams["shown"] = (b"<</Filter /FlateDecode>>", [], zlib.compress(_SHOWN, SMALL))
        for at, page in enumerate(self._pdf.pages):
            self._take(at, page)
        while self._left:
            self._copy(*self._left.pop())
        figures = [("figure", at) for at in range(len(self._sizes))]
        self._plain["section"] = (
            b"<</S/Sect/P %%d 0 R/K[%s]>>" % b" ".join([b"%d 0 R"] * len(figures)),
            [DOCUMENT, *figures],
        )
        return self._numbered()

    # --- Pages --------------------------------------------------------------------------------------------------------
    def _take(self, at: int, page: pikepdf.Page) -> None:
        box, turn, unit = _box(page), _turn(page.obj), float(page.obj.get("/UserUnit", 1))
        matrix, (width, height) = _upright(box, turn, unit)
        self._sizes.append((width, height))
        page.contents_coalesce()
        drawing = page.obj["/Contents"].read_bytes() if "/Contents" in page.obj else b""
        open_: list[Any] = []
        resources = self._said(page.resources, open_) if "/Resources" in page.obj or page.resources else b"<<>>"
        head = b"<</Type/XObject/Subtype/Form/BBox%s/Matrix%s/Resources %s/Filter/FlateDecode>>"
        head %= (_numbers(box), _numbers(matrix), resources)
        self._streams["form", at] = (head, open_, zlib.compress(drawing, SMALL))
        said = ALTERNATIVE.format(title=self._title, page=at + 1, pages=len(self._pdf.pages))
        alternative, size = string(said).replace(b"%", b"%%"), _numbers((0, 0, width, height))
        figure = b"<</S/Figure/P %%d 0 R/Pg %%d 0 R/K 0/Alt%s/A<</O/Layout/BBox%s>>>>" % (alternative, size)
        self._plain["figure", at] = (figure, ["section", ("page", at)])
        self._plain["owners", at] = (b"[%d 0 R]", [("figure", at)])
        shows = b"<</XObject<</Shown %%d 0 R>>/Font<</%s %%d 0 R>>>>" % OUTSIDE_FONT
        self._plain["resources", at] = (shows, [("form", at), NUMBER_FONT])

    # --- What pages show ----------------------------------------------------------------------------------------------
    def _copy(self, name: Any, thing: pikepdf.Object) -> None:
        open_: list[Any] = []
        if isinstance(thing, pikepdf.Stream):
            if thing.get("/Subtype") == "/PS":  # a program for a printer
                self._plain[name] = (b"null", [])
                return
            head = self._entries(thing, open_)
            self._streams[name] = (head, open_, thing.read_raw_bytes())
        else:
            self._plain[name] = (self._said(thing, open_, direct=True), open_)

    def _said(self, thing: Any, open_: list[Any], *, direct: bool = False) -> bytes:
        """The text of an object. One that stands by itself is named, and copied once."""
        if isinstance(thing, pikepdf.Object) and thing.is_indirect and not direct:
            return self._named(thing, open_)
        if isinstance(thing, pikepdf.Dictionary):
            return self._entries(thing, open_)
        if isinstance(thing, pikepdf.Array):
            return b"[%s]" % b" ".join([self._said(item, open_) for item in thing])
        if isinstance(thing, pikepdf.String):
            return b"<%s>" % bytes(thing).hex().encode()
        if isinstance(thing, pikepdf.Object):
            return thing.unparse().replace(b"%", b"%%")
        return _plain(thing)

    def _named(self, thing: pikepdf.Object, open_: list[Any]) -> bytes:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") in ("/Page", "/Pages", "/Catalog"):
            return b"null"  # what a page shows has no business with pages
        name = thing.objgen
        if name not in self._seen:
            self._seen.add(name)
            self._left.append((name, thing))
        open_.append(name)
        return b"%d 0 R"

    def _entries(self, thing: Any, open_: list[Any]) -> bytes:
        """A list of fonts or drawings may call one of them by a name that means something else in a typed object."""
        left = _LEFT if isinstance(thing, pikepdf.Stream) or "/Type" in thing else set()
        said = [
            b" ".join((pikepdf.Name(key).unparse().replace(b"%", b"%%"), self._said(value, open_)))
            for key, value in sorted(thing.items())
            if key not in left
        ]
        return b"<<%s>>" % b"".join(said)

    # --- The part -----------------------------------------------------------------------------------------------------
    def _numbered(self) -> Part:
        """Numbers for all names: what is plain, then streams, then pages."""
        names = [*self._plain, *self._streams, *(("page", at) for at in range(len(self._sizes)))]
        place = {name: at for at, name in enumerate(names)}
        place |= {outside: outside for outside in (DOCUMENT, NUMBER_FONT)}

        def filled(text: bytes, open_: list[Any]) -> Open:
            return Open(text, array("i", [place[name] for name in open_]))

        text = b"\n".join([text for text, _ in self._plain.values()])
        pages = [
            Page(width, height, place["shown"], place["resources", at], place["owners", at], (), "number")
            for at, (width, height) in enumerate(self._sizes)
        ]
        top = Place(0, 0, self._sizes[0][1])
        return Part(
            objects=filled(text, [name for _, open_ in self._plain.values() for name in open_]),
            count=len(self._plain),
            streams=tuple(Stream(filled(head, open_), data) for head, open_, data in self._streams.values()),
            pages=tuple(pages),
            tops=(place["section"],),
            bookmarks=(Bookmark(1, self._title, top),),
            places={self._name: top},
            more={"unchecked": True},
        )


def _box(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """What a reader sees of the page: its crop box, inside of the media box."""
    media, crop = pikepdf.Rectangle(page.mediabox), pikepdf.Rectangle(page.cropbox)
    box = (max(media.llx, crop.llx), max(media.lly, crop.lly), min(media.urx, crop.urx), min(media.ury, crop.ury))
    if not (1 <= box[2] - box[0] <= 14_400 and 1 <= box[3] - box[1] <= 14_400):
        raise ValueError("a page of no size")
    return box


def _turn(page: Any) -> int:
    """By how much the page is turned; it may have that from the group that it belongs to."""
    for _ in range(50):
        if "/Rotate" in page:
            return int(page["/Rotate"]) % 360
        if "/Parent" not in page:
            return 0
        page = page["/Parent"]
    raise ValueError("a page without an end of groups")


def _upright(box: tuple[float, ...], turn: int, unit: float) -> tuple[tuple[float, ...], tuple[float, float]]:
    """The matrix that brings what the box shows to the origin, upright, and the size it has then."""
    x0, y0, x1, y1 = box
    matrices = {
        0: (1, 0, 0, 1, -x0, -y0),
        90: (0, -1, 1, 0, -y0, x1),
        180: (-1, 0, 0, -1, x1, y1),
        270: (0, 1, -1, 0, y1, -x0),
    }
    if turn not in matrices or not 0.01 <= unit <= 100:
        raise ValueError("a page turned as no page can be")
    width, height = (x1 - x0) * unit, (y1 - y0) * unit
    size = (width, height) if turn in (0, 180) else (height, width)
    return tuple(value * unit for value in matrices[turn]), size


def _numbers(values: Any) -> bytes:
    return b"[%s]" % b" ".join(map(number, values))


def _plain(thing: Any) -> bytes:
    if thing is None:
        return b"null"
    if isinstance(thing, bool):
        return b"true" if thing else b"false"
    return number(float(thing)) if not isinstance(thing, int) else str(thing).encode()

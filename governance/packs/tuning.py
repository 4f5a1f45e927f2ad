"""WeasyPrint, quicker, with the same pages: what is slow in it for tables of many thousand cells.

Each of these touches what its authors may change without telling anybody. So they hold for one version only: with any
other one a system check stops the portal's start until somebody has looked, and a test compares the pages with those
of the library as it comes.
"""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import pydyf
import weasyprint
from cssselect2 import ElementWrapper, Matcher
from weasyprint import CSS, HTML, document, draw
from weasyprint.draw import border, text
from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext, absolute, background, block, column, grid, inline, page, table
from weasyprint.layout import float as float_
from weasyprint.text.line_break import Layout

from governance.packs import parsing, quicker
from governance.packs.fetcher import StaticFetcher

_NOTES = re.compile(r"^(?:::(?:footnote|note)|\s*@(?:footnote|note-area)).*\n", re.MULTILINE)


class Page(HTML):
    """HTML that prints no footnotes: their pseudo-elements cost each element five more styles and twice the memory."""

    def __init__(self, html: str) -> None:
        self.base_url, self.url_fetcher, self.media_type = None, StaticFetcher(), "print"
        self.wrapper_element = ElementWrapper.from_html_root(parsing.tree(html), content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_plain_sheet()]


@cache
def _plain_sheet() -> CSS:
    sheet = (Path(weasyprint.__file__).parent / "css" / "html5_ua.css").read_text()
    return CSS(string=_NOTES.sub("", sheet))


def _quicker() -> list[tuple[Any, str, Any]]:
    """Where a name of the library stands, the name, and what takes its place."""
    percentages = (absolute, block, column, float_, grid, inline, page, table)
    return [
        (pydyf.PDF, "page_references", property(_page_references)),
        *((module, "resolve_percentages", quicker.quick_percentages) for module in percentages),
        (background, "resolve_radii_percentages", quicker.quick_radii),
        (inline, "strut", quicker.quick_strut),
        (background, "layout_box_backgrounds", quicker.quick_backgrounds),
        *((module, "draw_outline", quicker.quick_outline) for module in (border, draw)),
        (document, "LayoutContext", _Context),
        (Matcher, "match", quicker.quick_match),
        (Layout, "setup", quicker.quick_setup),
        (Layout, "reactivate", quicker.quick_reactivate),
        (inline, "split_first_line", quicker.quick_split),
        (inline, "get_next_linebox", quicker.quick_line),
        (text, "draw_first_line", quicker.quick_first_line),
        (pydyf, "_to_bytes", quicker.quick_bytes),
        (boxes.Box, "is_in_normal_flow", quicker.quick_normal_flow),
    ]


@contextmanager
def tuned() -> Iterator[None]:
    """For the time of one rendering."""
    taken = [(place, name, getattr(place, name)) for place, name, _ in _quicker()]
    try:
        for place, name, other in _quicker():
            setattr(place, name, other)
        yield
    finally:
        for place, name, own in taken:
            setattr(place, name, own)


def _page_references(pdf: Any) -> tuple[bytes, ...]:
    """Asked for once for each tag, and made anew from all pages each time."""
    kids = pdf.pages["Kids"]
    known: tuple[bytes, ...] = getattr(pdf, "_references", ())
    if 3 * len(known) != len(kids):
        known = tuple(b"%d 0 R" % number for number in kids[::3])
        pdf._references = known
    return known


class _Context(LayoutContext):
    """What a layout knows, remembered so that it can be forgotten."""

    alive: ClassVar[list[Any]] = []

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.alive.append(self)


def forget(made: Any) -> None:
    """Untie what holds a document in circles, so that its memory comes back at once and need not be looked for."""
    for sheet in made.pages:
        for found in _tables(sheet._page_box):
            for group in found.column_groups:
                for each in group.children:
                    each.__dict__.pop("get_cells", None)
    made.pages.clear()
    while _Context.alive:
        _Context.alive.pop().__dict__.clear()


def _tables(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TableBox):
        yield box
    elif isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _tables(child)


@contextmanager
def quick_memory() -> Iterator[None]:
    """Layout makes millions of objects that live to the end; looking for garbage among them is a third of the time.

    Around several renderings. Who has the file in the end gives the memory back: `gc.collect()`.
    """
    was_enabled = gc.isenabled()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # else what was made meanwhile would be looked through at once, before anybody has the file
        gc.unfreeze()
        if was_enabled:
            gc.enable()

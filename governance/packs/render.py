"""One section, from HTML to a part. Nothing is read but the HTML and the style sheet, and Django is not needed: this
runs in the worker's own process and in processes of its own alike, and gives the same bytes in both.
"""

import os
import re
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock

from weasyprint import CSS
from weasyprint.text.fonts import FontConfiguration

from governance.packs.fetcher import StaticFetcher, asset
from governance.packs.parts import Part
from governance.packs.surround import SurroundTaker
from governance.packs.taking import Taker
from governance.packs.tuning import Page, forget, tuned

_ONE_AT_A_TIME = Lock()  # the limit and the tuning are the whole process's
EPOCH = "0"  # what fonts write as their moment of change
STYLE, FURNITURE, NUMBERS = "packs/pack.css", "packs/furniture.css", "packs/numbers.css"


def part(html: str, most_bytes: int) -> Part:
    """Raises MemoryError above the limit, FatalURLFetchingError for any address but the style."""
    return _taken(html, most_bytes, Taker(), (STYLE,), "pdf/ua-1")


def surround(html: str, most_bytes: int) -> Part:
    """What stands around pages. It has no tags: it is shown as no content of the page."""
    return _taken(html, most_bytes, SurroundTaker(), (STYLE, FURNITURE), None)


def _taken(html: str, most_bytes: int, taker: Taker, styles: tuple[str, ...], variant: str | None) -> Part:
    with _ONE_AT_A_TIME, bounded_memory(most_bytes), tuned(), _fixed_moment():
        made = Page(html).render(font_config=_fonts(), pdf_variant=variant, stylesheets=_sheets(styles))
        made.write_pdf(_Nowhere(), pdf_variant=variant, finisher=taker)
        forget(made)
    return taker.part


class _Nowhere:
    """Where the file goes that nobody needs once it was taken apart."""

    def write(self, data: bytes) -> int:
        return len(data)


@cache
def _fonts() -> FontConfiguration:
    """Found once for all sections: a page may name fonts, and bring none of its own."""
    return FontConfiguration()


@cache
def _sheets(names: tuple[str, ...]) -> list[CSS]:
    """Read once for all sections."""
    return [CSS(string=asset(name).decode(), url_fetcher=StaticFetcher()) for name in names]


@contextmanager
def bounded_memory(most_bytes: int) -> Iterator[None]:
    """Rendering may not ask for more than so much: a runaway pack fails, the machine does not.

    On top of what the process holds already: what draws charts keeps a gigabyte of addresses that it never fills.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = _data_in_use() + most_bytes
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _data_in_use() -> int:
    """Bytes of data that the kernel counts against the limit; none where it does not say."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    found = re.search(r"^VmData:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


@contextmanager
def _fixed_moment() -> Iterator[None]:
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before

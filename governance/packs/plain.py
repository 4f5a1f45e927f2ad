"""Attached pictures, text and tables: printed as pages of our own, and accessible like them."""

import csv
import io
import re
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from governance.packs import tables
from governance.packs.appendices import Unreadable
from savings.tables import Cell, Table

PICTURES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}
TEXTS = frozenset({".txt", ".csv"})
MOST_POINTS, SIDE = 60_000_000, 2_200  # of a picture; the longer side that is printed: 300 to the inch
MOST_LETTERS, MOST_COLUMNS, MOST_ROWS = 300_000, 12, 2_000
LEAST, MOST = 5, 80  # per cent of the width that a column has
BROKEN = "“{title}” is no picture that can be read. Open it, save it as PNG or JPEG again and attach that."
TOO_LARGE = "“{title}” is a picture of {width:,} by {height:,} points. Make it smaller and attach that."
TOO_LONG = "“{title}” has {letters:,} letters. A text has at most {most:,}: attach a shorter one."
_FIGURE = re.compile(r"[-−+]?£?\d[\d,.]*%?")


def is_picture(name: str) -> bool:
    return Path(name).suffix.lower() in PICTURES


def is_text(name: str) -> bool:
    return Path(name).suffix.lower() in TEXTS


def picture(file: bytes, name: str, title: str) -> tuple[bytes, dict[str, Any]]:
    """The picture as it is printed, and what is said of it: upright, on white, no larger than a page shows, and without
    what a camera writes into it (where, when, by whom). Raises Unreadable."""
    kind = PICTURES[Path(name).suffix.lower()]
    try:
        with Image.open(io.BytesIO(file), formats=[kind]) as opened:
            if opened.width * opened.height > MOST_POINTS:
                raise Unreadable(TOO_LARGE.format(title=title, width=opened.width, height=opened.height))
            made = _on_white(ImageOps.exif_transpose(opened))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(BROKEN.format(title=title)) from error
    made.thumbnail((SIDE, SIDE))
    target = io.BytesIO()
    made.save(target, kind, **({"quality": 88} if kind == "JPEG" else {}))
    return target.getvalue(), {"type": f"image/{kind.lower()}", "is_broad": made.width > made.height}


def _on_white(opened: Image.Image) -> Image.Image:
    whole = opened.convert("RGBA")
    made = Image.new("RGB", whole.size, "white")
    made.paste(whole, mask=whole.getchannel("A"))
    return made


def text(file: bytes, name: str, title: str) -> dict[str, Any]:
    """A table, where the file is one that fits a page; else its paragraphs. Raises Unreadable."""
    said = file.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    if len(said) > MOST_LETTERS:
        raise Unreadable(TOO_LONG.format(title=title, letters=len(said), most=MOST_LETTERS))
    rows = _rows(said) if Path(name).suffix.lower() == ".csv" else []
    if rows:
        return {"table": _table(rows, title), "is_broad": len(rows[0]) > 5}
    return {"paragraphs": [each.strip("\n") for each in re.split(r"\n[ \t]*\n", said) if each.strip()]}


def _rows(said: str) -> list[list[str]]:
    """All of the same length. None where that makes no table of a page's width, or one that nobody would read."""
    first = said.partition("\n")[0]
    try:
        found = list(csv.reader(io.StringIO(said), delimiter=max(",;\t", key=first.count)))
    except csv.Error:
        return []
    rows = [[cell.strip() for cell in row] for row in found if any(cell.strip() for cell in row)]
    columns = max(map(len, rows), default=0)
    if not (2 <= len(rows) <= MOST_ROWS and 2 <= columns <= MOST_COLUMNS):
        return []
    return [row + [""] * (columns - len(row)) for row in rows]


def _table(rows: Sequence[Sequence[str]], title: str) -> tables.Frozen:
    headings = tuple(name or f"Column {at}" for at, name in enumerate(rows[0], 1))
    numeric = [_are_figures(column) for column in zip(*rows[1:], strict=True)]
    made = tuple(tuple(map(_cell, row, numeric)) for row in rows[1:])
    return tables.frozen(Table("appendix", title, headings, made), widths(rows))


def _are_figures(column: Sequence[str]) -> bool:
    return any(column) and all(_FIGURE.fullmatch(cell) for cell in column if cell)


def _cell(text: str, is_figure: bool) -> Cell:
    return Cell(text, style="number" if is_figure else "words")


def widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Whole per cents that add up to 100, by the longest word or line of each column."""
    longest = [max(min(len(cell), 40) for cell in column) + 2 for column in zip_longest(*rows, fillvalue="")]
    spare = 100 - LEAST * len(longest)
    found = [min(MOST, LEAST + spare * length // sum(longest)) for length in longest]
    found[longest.index(min(longest))] += 100 - sum(found)
    return found

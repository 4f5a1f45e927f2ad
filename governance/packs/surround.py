"""Take what stands around pages out of a document that was printed for it alone: see `furniture`.

Its first two pages, upright and broad, carry nothing but the lines above and below, and become drawings that every
page can show. The third has the letters that page numbers are set from.
"""

from dataclasses import replace
from typing import Any

import pydyf
from weasyprint import Document

from governance.packs import tags
from governance.packs.furniture import SAMPLE
from governance.packs.parts import OUTSIDE_FORMS
from governance.packs.taking import SCALE, Taken, Taker


class SurroundTaker(Taker):
    def __call__(self, document: Document, pdf: pydyf.PDF) -> None:
        sheets = [tags.of(reference, pdf) for reference in pdf.page_references[:2]]
        for sheet in sheets:
            stream = tags.of(sheet["Contents"], pdf)
            box = {"BBox": sheet["MediaBox"], "Resources": sheet["Resources"]}
            stream.extra = {"Type": "/XObject", "Subtype": "/Form", **box}
        taken = _Surround(document, pdf)
        part = taken.part()
        places = [_place(page) for page in document.pages[:2]]
        upright, broad = (taken.number_of(sheet["Contents"]) for sheet in sheets)
        more = {"upright": upright, "broad": broad, "places": dict(zip(_names(), places, strict=True))}
        self.part = replace(part, pages=(), places={}, bookmarks=(), more=more | _letters(document, pdf, taken))
        del pdf.objects[3:]


class _Surround(Taken):
    def open_resources(self) -> None:
        """Nothing is shown around it."""


def _names() -> list[str]:
    return [name.decode() for name in OUTSIDE_FORMS]


def _letters(document: Document, pdf: pydyf.PDF, taken: Taken) -> dict[str, Any]:
    """The font of the page number, and the code and width of each letter in it."""
    font = next(font for font in document.fonts.values() if set(SAMPLE) <= set(font.to_unicode.values()))
    glyphs = {text: glyph for glyph, text in font.to_unicode.items()}
    fonts = tags.of(tags.of(pdf.page_references[0], pdf)["Resources"], pdf)["Font"]
    return {
        "font": taken.number_of(tags.of(fonts, pdf)[font.hash]),
        "codes": {letter: f"{glyphs[letter]:04x}" for letter in SAMPLE},
        "widths": {letter: font.widths[glyphs[letter]] for letter in SAMPLE},
    }


def _place(page: Any) -> tuple[float, float]:
    """Where a number ends: the right edge of the page's content, on the line that says the edition. In points."""
    box = page._page_box
    (edition,) = (each for each in box.children if getattr(each, "at_keyword", "") == "@bottom-left")
    line = next(each for each in edition.descendants() if type(each).__name__ == "LineBox")
    right = box.content_box_x() + box.width
    return round(right * SCALE, 3), round((page.height - line.position_y - line.baseline) * SCALE, 3)

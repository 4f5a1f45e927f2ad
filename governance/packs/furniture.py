"""What stands around a page: the lines above and below it, and its number.

The lines are printed once, as a part of its own, and shown on every page; the number is set from the letters of that
part. All of it is marked as no content of the page (an artifact), so that a screen reader passes it over. Since no
section carries any of it, a section that moved by a page is still the same section.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from governance.packs.parts import OUTSIDE_FONT, Page, Part, number

SAMPLE = "Page 0123456789 of"  # every letter that a number is set from
SIZE = 8  # points
_GREY = b"0.294118 0.352941 0.380392 rg"
_MARGIN, _BASELINE = 36.0, 22.0  # points: of the number on a page that is not ours
_ALL = b"/Artifact<</Type/Pagination>>BDC q /%s Do Q\nEMC\n"
_NUMBER = b"/Artifact<</Type/Pagination/Subtype/Footer>>BDC q %sBT %s /%s %d Tf 1 0 0 1 %s %s Tm <%s> Tj ET Q\nEMC\n"
_BAND = b"1 1 1 rg %s %s %s %s re f "  # behind a number on a page that is not ours


@dataclass(frozen=True)
class Furniture:
    """The part with the lines; where the number stands on a page of ours, and the code and width of each letter."""

    part: Part

    @property
    def _places(self) -> Mapping[str, Any]:
        return dict(self.part.more["places"])

    def around(self, page: Page, at: int, of: int) -> bytes:
        """What is drawn after the page's own drawing, which is closed first."""
        if not page.furniture:
            return b"Q\n"
        name = "PackBroad" if page.width > page.height else "PackUpright"
        lines = _ALL % name.encode() if page.furniture == "all" else b""
        return b"Q\n" + lines + self._number(page, name, f"Page {at} of {of}")

    def _number(self, page: Page, name: str, words: str) -> bytes:
        codes, widths = self.part.more["codes"], self.part.more["widths"]
        width = sum(widths[letter] for letter in words) * SIZE / 1000
        right, baseline, band = page.width - _MARGIN, _BASELINE, b""
        if page.furniture == "all":
            right, baseline = self._places[name]
        else:
            band = _BAND % tuple(map(number, (right - width - 3, baseline - 3, width + 6, SIZE + 4)))
        text = "".join(codes[letter] for letter in words).encode()
        place = (number(round(right - width, 3)), number(baseline))
        return _NUMBER % (band, _GREY, OUTSIDE_FONT, SIZE, *place, text)

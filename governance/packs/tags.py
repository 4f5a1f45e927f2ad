"""What WeasyPrint leaves open in the tags of an accessible PDF.

Whether a header cell heads its column or its row, what a link opens, and that the pieces of a table split over pages
are one table. Every table of a pack has a caption, which stands with its first piece only.
"""

from typing import Any

import pydyf


class Finisher:
    """Called with the document and its PDF before the file is written. `titles`: of the sections, by their ids."""

    def __init__(self, titles: dict[str, str]) -> None:
        self._titles = titles

    def __call__(self, document: Any, pdf: pydyf.PDF) -> None:
        found = [thing for thing in pdf.objects if isinstance(thing, pydyf.Dictionary)]
        for thing in found:
            if thing.get("S") == "/TH":
                _say_scope(thing, pdf)
            elif thing.get("Subtype") == "/Link":
                self._say_target(thing)
        _join([thing for thing in found if thing.get("S") == "/Table"], pdf)

    def _say_target(self, link: pydyf.Dictionary) -> None:
        """A screen reader says a link's `Contents`: the section's title and not its id."""
        target = link.get("Dest")
        if isinstance(target, pydyf.String) and target.string in self._titles:
            link["Contents"] = pydyf.String(f"Go to {self._titles[target.string]}")


def _say_scope(cell: pydyf.Dictionary, pdf: pydyf.PDF) -> None:
    """Header cells of a table's head are of their column, all others of their row."""
    group = _object(_object(cell["P"], pdf)["P"], pdf)
    cell["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"


def _join(tables: list[pydyf.Dictionary], pdf: pydyf.PDF) -> None:
    """Give the rows of later pieces to the first; a head that was printed again becomes rows like others."""
    whole = None
    for table in tables:  # in the order of the pages
        groups = [_object(reference, pdf) for reference in table["K"]]
        if any(group["S"] == "/Caption" for group in groups):
            whole = table
        elif whole is not None:
            for group in groups:
                group["P"] = whole.reference
                group["S"] = "/TBody"
                whole["K"].append(group.reference)
            _object(table["P"], pdf)["K"].remove(table.reference)
            table.clear()


def _object(reference: bytes, pdf: pydyf.PDF) -> Any:
    return pdf.objects[int(reference.split()[0])]

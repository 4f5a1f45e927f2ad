"""What WeasyPrint leaves open in the tags of an accessible PDF, and what it says twice.

Whether a header cell heads its column or its row; that the pieces of a table split over pages are one table (every
table of a pack has a caption, which stands with its first piece only). `Scope` makes the headers of a cell plain, so
the list of them that each cell carries goes; so does the tag of a mere piece of text, which its parent can hold. What
is left is a third of the tags, which is what makes joining and reading a large file quick.
"""

from typing import Any

import pydyf

_PLAIN = {"S", "K", "Pg", "P"}


def finish(pdf: pydyf.PDF) -> None:
    """Before the file is taken apart."""
    found = [thing for thing in pdf.objects if isinstance(thing, pydyf.Dictionary)]
    for thing in found:
        if thing.get("S") in ("/TH", "/TD"):
            _mend_cell(thing, pdf)
    _join([thing for thing in found if thing.get("S") == "/Table"], pdf)


def _mend_cell(cell: pydyf.Dictionary, pdf: pydyf.PDF) -> None:
    """Header cells of a table's head are of their column, all others of their row."""
    cell.pop("ID", None)
    cell["A"].pop("Headers", None)
    if cell["S"] == "/TH":
        group = of(of(cell["P"], pdf)["P"], pdf)
        cell["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"
    elif len(cell["A"]) == 1:
        del cell["A"]  # it said only that it was of a table


def _join(tables: list[pydyf.Dictionary], pdf: pydyf.PDF) -> None:
    """Give the rows of later pieces to the first; a head that was printed again becomes rows like others."""
    whole = None
    for table in tables:  # in the order of the pages
        groups = [of(reference, pdf) for reference in table["K"]]
        if any(group["S"] == "/Caption" for group in groups):
            whole = table
        elif whole is not None:
            for group in groups:
                group["P"] = whole.reference
                group["S"] = "/TBody"
                whole["K"].append(group.reference)
            of(table["P"], pdf)["K"].remove(table.reference)
            table.clear()


def is_text_alone(element: Any) -> bool:
    """Whether it is a piece of text and nothing else: its parent can hold the text itself."""
    is_plain = element.get("S") == "/Span" and element.keys() - {"Type"} == _PLAIN
    return is_plain and all(isinstance(kid, int) for kid in element["K"])


def of(reference: bytes, pdf: pydyf.PDF) -> Any:
    return pdf.objects[int(reference.split()[0])]

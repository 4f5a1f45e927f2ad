"""The first row that is not empty says which columns there are: missing, misnamed, double and foreign ones are told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from savings.imports import cells
from savings.imports.columns import Column, Layout, did_you_mean, key
from savings.imports.findings import Finding


@dataclass
class Headings:
    """Where each column stands. `foreign` are the places of headings that are not read, or of none."""

    layout: Layout
    places: dict[int, Column] = field(default_factory=dict)
    foreign: dict[int, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def in_order(self) -> bool:
        return not any(finding.is_error for finding in self.findings)


def headings(row: Sequence[Any], layouts: Sequence[Layout]) -> Headings:
    """Read a row of headings as that layout of which it has most."""
    texts = [_text(cell) for cell in row]
    layout = max(layouts, key=lambda each: len({key(text) for text in texts} & each.known().keys()))
    found = Headings(layout)
    known = layout.known()
    seen: dict[str, str] = {}
    for place, text in enumerate(texts):
        column = known.get(key(text)) if text else None
        if column is None:
            found.foreign[place] = text
        elif column.heading in seen:
            found.findings.append(_double(column, text))
        else:
            seen[column.heading] = text
            found.places[place] = column
    missing = [column for column in layout.columns if column.heading not in seen]
    found.findings += _foreign(found.foreign, missing)
    guessed = {finding.expected for finding in found.findings}
    found.findings += [_missing(column) for column in missing if column.needed and column.heading not in guessed]
    return found


def _text(cell: Any) -> str:
    try:
        return cells.text_of(cell)
    except cells.Unread:
        return cells.shown(cell)


def _foreign(foreign: dict[int, str], missing: Sequence[Column]) -> list[Finding]:
    """A heading written nearly like one that is missing is taken for a slip; any other is left out, and said so."""
    findings = []
    for text in filter(None, foreign.values()):
        meant = did_you_mean(text, [column.heading for column in missing])
        name = cells.shown(text)
        if meant:
            findings.append(Finding(name, name, f"There is no column “{name}”. Did you mean “{meant}”?", meant))
        else:
            sentence = f"“{name}” is not a column of the template, so it is not read."
            findings.append(Finding(name, name, sentence, "", is_error=False))
    return findings


def _missing(column: Column) -> Finding:
    sentence = f"The column “{column.heading}” is missing. Add it, or start from the template."
    return Finding(column.heading, "", sentence, column.expected)


def _double(column: Column, text: str) -> Finding:
    sentence = f"There are two columns “{column.heading}”. Keep the one that counts."
    return Finding(column.heading, cells.shown(text), sentence, "The column once.")

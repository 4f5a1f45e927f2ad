"""Two versions of a report part by part, for a reader who may see less than was written."""

from collections.abc import Iterator
from dataclasses import dataclass

from governance.reports.comparing import Row, compare
from governance.reports.content import WITHHELD, Document

NONE = "None."


@dataclass(frozen=True)
class Compared:
    """One part of both: what differs, line by line; nothing where it is the same or withheld."""

    title: str
    rows: tuple[Row, ...]
    is_withheld: bool = False


def compared(before: Document, after: Document) -> list[Compared]:
    """Every part that differs, in the order of the report; a part withheld in either is only named."""
    found = [Compared("Title and facts", compare(_facts(before), _facts(after)))]
    old = {part["key"]: part for part in before["parts"]}
    for new in after["parts"]:
        was = old[new["key"]]
        withheld = bool(was.get(WITHHELD) or new.get(WITHHELD))
        rows = () if withheld else compare(_text(was), _text(new))
        found.append(Compared(new["title"], rows, withheld))
    found += [
        Compared(title, compare("\n".join(lines(before)), "\n".join(lines(after))))
        for title, lines in (
            ("Recommendations", _recommendations),
            ("Background papers", _papers),
            ("Appendices", _appendices),
        )
    ]
    return [each for each in found if each.rows or each.is_withheld]


def _facts(document: Document) -> str:
    facts = {
        "Title": document["title"],
        "Report of": document["author_post"],
        "Workstream": document["workstream"] or "The programme as a whole",
        "Exempt": document["exempt_reason"] or "No",
        "Consultation": document["no_consultation_reason"] or "Needed",
    }
    return "\n".join(f"{name}: {value}" for name, value in facts.items())


def _text(part: Document) -> str:
    said = NONE if part["none"] else part["text"]
    return f"Exempt: {part['exempt_reason']}\n{said}" if part["exempt_reason"] else said


def _recommendations(document: Document) -> Iterator[str]:
    return (f"{number}. {text}" for number, text in enumerate(document["recommendations"], start=1))


def _papers(document: Document) -> Iterator[str]:
    return (f"{paper['title']}: {paper['where']}" for paper in document["papers"])


def _appendices(document: Document) -> Iterator[str]:
    for each in document["appendices"]:
        said = "exempt" if each.get(WITHHELD) else f"{each['title']} ({each['name']}, SHA-256 {each['sha256'][:12]})"
        yield f"Appendix {each['number']}: {said}"

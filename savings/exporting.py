"""What the pages of figures give as files: the table or the statements that the page shows, and what they hold for."""

from collections.abc import Iterator
from typing import Any

from partnership.exports import Export, Fact, Pence
from savings import bridges
from savings.behind import Asked
from savings.bridges import Span
from savings.dashboards import Reading
from savings.figures import AsAt, Behind, Bridge
from savings.models.words import Kind
from savings.tables import Table

AT_ONCE = 1_000  # statements read together; each portion costs the queries of `Asked.lines`


def point(at: AsAt) -> list[Fact]:
    """The point of the ledger, as every file says it."""
    return [Fact("As at", at.on), Fact("Ledger sequence", at.sequence)]


def table(read: Reading, table: Table, kind: str, shown: str = "") -> Export:
    """A table of figures of one kind. `shown` says what it is of, where that is not the reading's own scope."""
    facts = _facts(read, shown or _scope(read), kind)
    return Export(_name(read, table.name), table.caption, table.headings_for_files, table.for_files(), facts)


def bridge(read: Reading, found: Bridge, span: Span) -> Export:
    """The old total, what moved it by cause, and the new total."""
    facts = [
        *_shown(read, _scope(read), found.kind),
        Fact("Measure", found.measure.label),
        Fact("From", span.since.on),
        Fact("From ledger sequence", span.since.sequence),
        Fact("To", span.upto.on),
        Fact("To ledger sequence", span.upto.sequence),
    ]
    table = bridges.table(found, span)
    name = _name(read, f"bridge-{span.since.sequence}")
    return Export(name, table.caption, table.headings_for_files, table.for_files(), facts)


def behind(asked: Asked, found: Behind) -> Export:
    """The statements behind a figure, the largest first, and what the reader may not open as one row: together they
    are the figure."""
    facts = [*_facts(asked.reading, str(asked), asked.which.kind), Fact("The figure", Pence(found.pence))]
    headings = ("Statement", "Number", "Part of the figure", "Period", "Workstream", "Stated by", "Stated on")
    name = _name(asked.reading, f"behind-{asked.measure}")
    return Export(name, "Statements behind the figure", headings, _parts(asked, found), facts)


def _parts(asked: Asked, found: Behind) -> Iterator[list[Any]]:
    parts = asked.largest_first(found)
    for first in range(0, len(parts), AT_ONCE):
        for line in asked.lines(parts[first : first + AT_ONCE]):
            one = line.statement
            about = [one.period, one.saving.workstream.name, one.organisation.short_name, one.stated_on]
            yield [one.saving.title, one.pk, Pence(line.pence), *about]
    if found.hidden_count:
        words = f"{found.hidden_count} of other organisations, which your roles do not open"
        yield [words, None, Pence(found.hidden_pence), None, None, None, None]


def _facts(read: Reading, shown: str, kind: str) -> list[Fact]:
    return [*_shown(read, shown, kind), *point(read.at)]


def _shown(read: Reading, shown: str, kind: str) -> list[Fact]:
    return [Fact("Partnership", read.partnership.name), Fact("Shown", shown), Fact("Kind", Kind(kind).label)]


def _scope(read: Reading) -> str:
    words = []
    if read.workstream is not None:
        words.append(f"Workstream: {read.names.workstreams[read.workstream].text}")
    if read.organisation is not None:
        words.append(f"Organisation: {read.names.organisations[read.organisation].text}")
    return "; ".join(words) or "The whole partnership"


def _name(read: Reading, what: str) -> str:
    return "-".join([read.partnership.slug, *read.scope.values(), what, str(read.at.sequence)]).lower()

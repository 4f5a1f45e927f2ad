"""What a successor carries on from organisations that were dissolved: beside its own figures, never among them."""

from dataclasses import dataclass

from partnership.lineage import Carried, Dissolved, carried
from partnership.models import Succession
from partnership.money import format_percent
from savings import figures
from savings.dashboards import Reading
from savings.figures import MEASURES
from savings.models.words import Kind
from savings.tables import Cell, Row, Table, money


@dataclass(frozen=True)
class Standing:
    """Where an organisation stands in the line from old to new: sentences, and what it carries on, if anything."""

    line: tuple[str, ...]
    carried: Table | None


def standing(reading: Reading) -> Standing:
    """Of the reading's organisation. One query; two more where organisations were dissolved, four for the figures."""
    found = Succession.objects.filter(partnership=reading.partnership).select_related("organisation")
    rows = list(found.order_by("dissolved_on", "pk").prefetch_related("successors__organisation"))
    line = tuple(words for row in rows if (words := _sentence(row, reading.organisation)))
    dissolved = [row.dissolved for row in rows if row.dissolved_on < reading.at.on]
    succeeds = any(part.party == reading.organisation for one in dissolved for part in one.parts)
    return Standing(line, _table(reading, dissolved) if succeeds else None)


def _sentence(row: Succession, organisation: int | None) -> str:
    parts = {each.organisation_id: each for each in row.successors.all()}
    day = f"{row.dissolved_on.day} {row.dissolved_on:%B %Y}"
    if row.organisation_id == organisation:
        named = ", ".join(f"{each.organisation} ({format_percent(each.hundredths)})" for each in parts.values())
        return f"Dissolved on {day}, and carried on by {named}."
    if organisation in parts:
        part = format_percent(parts[organisation].hundredths)
        return f"Carries on {part} of {row.organisation}, which was dissolved on {day}."
    return ""


def _table(reading: Reading, dissolved: list[Dissolved]) -> Table:
    """A named row for each predecessor, by the percentages agreed."""
    whole = figures.figures(reading.partnership, reading.at, user=reading.user)
    lines = whole.by_organisation(reading.kind)
    by_measure = [
        carried({pk: line.amounts[measure] for pk, line in lines.items()}, dissolved, reading.organisation or 0)
        for measure in MEASURES
    ]
    made = tuple(_row(parts, reading) for parts in zip(*by_measure, strict=True))
    sums = (money(sum(one.pence for one in parts)) for parts in by_measure)
    return Table(
        "carried",
        f"{Kind(reading.kind).label} savings carried on from organisations that were dissolved",
        ("Carried on from", *(measure.label for measure in MEASURES)),
        made,
        (Cell("All that is carried on"), *sums),
    )


def _row(parts: tuple[Carried, ...], reading: Reading) -> Row:
    """One predecessor in all measures."""
    names = reading.names.organisations
    words = names[parts[0].origin].text
    if parts[0].through:
        words += ", through " + ", ".join(names[pk].text for pk in parts[0].through)
    return (Cell(words), *(money(one.pence) for one in parts))

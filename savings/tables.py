"""Tables of figures: one function for each. Page, CSV and pack ask here, so that they can not disagree.

A table is made of words that are ready to be shown. Links stand in it where a page gave `Links`; a pack gives none.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from partnership import clock
from partnership.dated import year_name
from partnership.exports import Pence
from partnership.models import Organisation, Partnership, User
from partnership.money import format_percent, format_pounds, pounds
from savings.figures import MEASURES, NOTHING, Amounts, Figures, Line, Quality, portion
from savings.links import PRINT, Links, Name
from savings.models.words import Kind, Stage, State
from savings.wording import few
from workstreams.models import Workstream


@dataclass(frozen=True)
class Names:
    """What the ids in figures are called, in the order of the tables."""

    workstreams: Mapping[int, Name]
    organisations: Mapping[int, Name]

    @property
    def all(self) -> tuple[Mapping[int, Name], ...]:
        return (self.workstreams, self.organisations)


NO_BASELINE = "No baseline"


_NAMED = ("pk", "short_name", "code")


def names(partnership: Partnership, *, user: User, on: date | None = None) -> Names:
    """All workstreams by name, and all organisations that are or were members, by short name. Two queries.

    A workstream without a baseline (at the end of the day `on`, where one is given) is marked.
    """
    streams = Workstream.objects.visible_to(user).filter(partnership=partnership).order_by("name")
    streams = streams.with_baseline(clock.end_of(on) if on else None)
    members = Organisation.objects.visible_to(user).filter(pk__in=partnership.memberships.values("organisation"))
    return Names(
        {
            pk: Name(text, code, "" if has_baseline else NO_BASELINE)
            for pk, text, code, has_baseline in streams.values_list("pk", "name", "slug", "has_baseline")
        },
        {
            pk: Name(text, code)
            for pk, text, code in members.order_by("short_name").values_list("pk", "short_name", "code")
        },
    )


# --- Cells ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `text` as people read it, `plain` as a program takes it, `link` to what is behind it.

    `style` is words, number or rag; `number` the number itself, for a spreadsheet.
    """

    text: str
    plain: str = ""
    link: str = ""
    style: str = "words"
    number: Pence | Decimal | int | None = None
    mark: str = ""

    @property
    def value(self) -> Any:
        """What a file holds."""
        return self.plain or self.text if self.number is None else self.number

    @property
    def is_per_cent(self) -> bool:
        return type(self.number) is Decimal and self.text.endswith("%")

    @property
    def is_number(self) -> bool:
        return self.style == "number"

    @property
    def is_rag(self) -> bool:
        return self.style == "rag"


def money(pence: int, link: str = "") -> Cell:
    """Nothing stands behind £0.00, so it never links."""
    return Cell(format_pounds(pence), str(pounds(pence)), link if pence else "", "number", Pence(pence))


def percent(hundredths: int | None, link: str = "") -> Cell:
    """None (a part of nothing) is a dash."""
    if hundredths is None:
        return Cell("–", style="number")
    text = format_percent(hundredths)
    return Cell(text, text.rstrip("%"), link, "number", Decimal(hundredths).scaleb(-2))


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """Words and numbers in rows; the first cell of a row names it. `total`, if any, is the last row."""

    name: str
    caption: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row = ()

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """Each heading, and whether numbers stand below it."""
        first = self.rows[0] if self.rows else self.total
        numeric = [cell.is_number for cell in first] or [False] * len(self.headings)
        return list(zip(self.headings, numeric, strict=True))

    @property
    def headings_for_files(self) -> list[str]:
        """A number of per cent stands in a file without its sign, so the heading says it."""
        of_per_cent = {n for row in self.rows for n, cell in enumerate(row) if cell.is_per_cent}
        return [f"{heading} (%)" if n in of_per_cent else heading for n, heading in enumerate(self.headings)]

    def for_files(self) -> Iterator[Sequence[Any]]:
        """The rows and the total, as a file holds them."""
        for row in (*self.rows, self.total) if self.total else self.rows:
            yield [cell.value for cell in row]


# --- Tables of money --------------------------------------------------------------------------------------------------

_JUDGED = ("Target", "Forecast", "Contracted", "Realised", "Verified", "Target due", "Variance", "RAG")


def _amounts(amounts: Amounts, links: Links, **cell: object) -> list[Cell]:
    return [money(amounts[m.value], links.behind(m.value, **cell)) for m in MEASURES]


def _judged(line: Line, links: Links, **cell: object) -> list[Cell]:
    """The five measures, what is due by the date, and how realised stands against it."""
    workings = links.behind("variance", **cell)
    return [
        *_amounts(line.amounts, links, **cell),
        money(line.due, workings),
        money(line.variance, workings),
        Cell(line.rag.value.capitalize(), style="rag"),
    ]


def by_workstream(
    figures: Figures, names: Names, kind: str, links: Links = PRINT, *, with_nothing: bool = True
) -> Table:
    """Each workstream against its target due; those without any figure too, unless told otherwise."""
    lines = figures.by_workstream(kind)
    rows = [
        (
            Cell(name.text, link=links.workstream(name), mark=name.mark),
            *_judged(lines.get(pk, NOTHING), links, workstream=name.code),
        )
        for pk, name in names.workstreams.items()
        if with_nothing or pk in lines
    ]
    total = (Cell("All workstreams"), *_judged(figures.total(kind), links))
    return Table(
        "workstreams", f"{Kind(kind).label} savings by workstream", ("Workstream", *_JUDGED), tuple(rows), total
    )


def by_organisation(figures: Figures, names: Names, kind: str, links: Links = PRINT) -> Table:
    """Each organisation's shares, its portion of what is realised, and what of that is verified or waits to be."""
    lines = figures.by_organisation(kind)
    whole = figures.total(kind).amounts
    rows = [
        (
            Cell(name.text, link=links.organisation(name)),
            *_shares(lines[pk].amounts, whole, links, organisation=name.code),
        )
        for pk, name in names.organisations.items()
        if pk in lines
    ]
    total = (Cell("All organisations"), *_shares(whole, whole, links))
    headings = (
        "Organisation",
        "Target",
        "Forecast",
        "Contracted",
        "Realised",
        "Part of realised",
        "Verified",
        "Waiting",
    )
    return Table("organisations", f"{Kind(kind).label} savings by organisation", headings, tuple(rows), total)


def _shares(amounts: Amounts, whole: Amounts, links: Links, **cell: object) -> list[Cell]:
    *planned, realised, verified = _amounts(amounts, links, **cell)
    part = percent(portion(amounts.realised, whole.realised), links.behind("realised", **cell))
    waiting = money(amounts.realised - amounts.verified, links.behind("waiting", **cell))
    return [*planned, realised, part, verified, waiting]


def by_year(figures: Figures, kind: str, links: Links = PRINT, *, baseline_pence: int = 0) -> Table:
    """Each financial year with a figure; realised against a year's baseline cost where one is given."""
    rows = []
    for year, line in figures.by_year(kind).items():
        row = [Cell(year_name(year)), *_judged(line, links, year=year)]
        if baseline_pence:
            row.insert(5, percent(portion(line.amounts.realised, baseline_pence), links.behind("realised", year=year)))
        rows.append(tuple(row))
    total = [Cell("All years"), *_judged(figures.total(kind), links)]
    headings = ["Financial year", *_JUDGED]
    if baseline_pence:
        total.insert(5, Cell("", style="number"))
        headings.insert(5, "Of baseline")
    caption = f"{Kind(kind).label} savings by financial year"
    return Table("years", caption, tuple(headings), tuple(rows), tuple(total))


def cumulative(figures: Figures, kind: str, links: Links = PRINT) -> Table:
    """The running total at the end of each financial year."""
    rows = tuple(
        (Cell(year_name(year)), *_amounts(amounts, links, through=year))
        for year, amounts in figures.cumulative(kind).items()
    )
    headings = ("By the end of", "Target", "Forecast", "Contracted", "Realised", "Verified")
    return Table("cumulative", f"{Kind(kind).label} savings, running total", headings, rows)


def workings(
    figures: Figures,
    kind: str,
    quarters_over: Callable[[int], int],
    links: Links = PRINT,
    *,
    of_year: int | None = None,
) -> Table:
    """How target due and variance are worked out, year by year. `quarters_over`: how many of a year's are over;
    `of_year`: the one year that the figures are of."""
    rows = [
        (
            Cell(year_name(year)),
            money(line.amounts.target, links.behind("target", year=year)),
            Cell(f"{quarters_over(year)} of 4", style="number"),
            money(line.due),
            money(line.amounts.realised, links.behind("realised", year=year)),
            *_worked_out(line),
        )
        for year, line in figures.by_year(kind).items()
    ]
    whole = figures.total(kind)
    total = (
        Cell("All years" if of_year is None else f"All of {year_name(of_year)}"),
        money(whole.amounts.target),
        Cell("", style="number"),
        money(whole.due),
        money(whole.amounts.realised),
        *_worked_out(whole),
    )
    headings = (
        *("Financial year", "Target", "Quarters over", "Target due"),
        *("Realised", "Of that without a target", "Variance", "RAG"),
    )
    return Table("variance", f"{Kind(kind).label} target due and variance, worked out", headings, tuple(rows), total)


def _worked_out(line: Line) -> tuple[Cell, ...]:
    return money(line.untargeted), money(line.variance), Cell(line.rag.value.capitalize(), style="rag")


# --- What has no money value ------------------------------------------------------------------------------------------


@dataclass
class _Benefit:
    """One qualitative benefit in one year at one stage of claim: the organisations that have it, and their states."""

    first: Quality
    organisations: list[str] = field(default_factory=list)
    verified: int = 0


def qualities(
    found: Iterable[Quality], names: Names, links: Links = PRINT, *, saving_links: Mapping[int, str] | None = None
) -> Table:
    """Qualitative benefits, each in its own unit: one row for the organisations that have the same. Never summed.

    `saving_links` says where the savings are that the reader may open.
    """
    benefits: dict[tuple, _Benefit] = {}
    for one in found:
        benefit = benefits.setdefault((one.saving, one.year, one.stage, one.hundredths), _Benefit(one))
        name = names.organisations.get(one.organisation)
        benefit.organisations.append(name.text if name else "–")
        benefit.verified += one.state == State.VERIFIED
    rows = tuple(_quality_row(benefit, names, links, saving_links or {}) for benefit in benefits.values())
    headings = ("Benefit", "Workstream", "Financial year", "Stage of claim", "Benefit in its unit", "For", "Verified")
    return Table("qualities", "Qualitative benefits", headings, rows)


def _quality_row(benefit: _Benefit, names: Names, links: Links, saving_links: Mapping[int, str]) -> Row:
    one, stream = benefit.first, names.workstreams.get(benefit.first.workstream)
    measure = f"{format_percent(one.hundredths).rstrip('%')} {one.unit}"
    return (
        Cell(one.title, link=saving_links.get(one.saving, "")),
        Cell(stream.text, link=links.workstream(stream)) if stream else Cell("–"),
        Cell(year_name(one.year)),
        Cell(Stage(one.stage).label),
        Cell(measure),
        Cell(few(benefit.organisations), ", ".join(benefit.organisations)),
        Cell(f"{benefit.verified} of {len(benefit.organisations)}"),
    )

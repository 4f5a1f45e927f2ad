"""What the pages of figures show: figures, tables, charts, milestones and changes of one partnership at one point.

Reading alone. Each function costs a fixed number of queries, however much is in the ledger.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from partnership.dated import FIRST_YEAR
from partnership.models import Partnership, User
from partnership.money import format_percent, format_pounds
from savings import charts, figures, rendering, tables
from savings.baselines import Baseline, ten_per_cent_tests
from savings.figures import AsAt, Figures, Line, Measure, Movement, Rag, portion
from savings.models import Share, Statement
from savings.models.words import MONEY_KINDS, Kind, Stage, State
from savings.tables import Links, Names, Table

CHANGES_DAYS = 30
MOST_QUALITIES, MOST_JOINT = 10, 10
STANDING = (State.SUBMITTED, State.VERIFIED)
LAST_QUALITATIVE_POSTINGS = 150
MOST_ROWS = 300  # of a table on its own page; the CSV has all


@dataclass(frozen=True)
class Reading:
    """What is read, by whom: a partnership at a point of its ledger, perhaps of one workstream or organisation."""

    partnership: Partnership
    at: AsAt
    user: User
    names: Names
    kind: str = Kind.CASHABLE
    as_at: str = ""  # as asked for; goes along to other pages
    workstream: int | None = None
    organisation: int | None = None

    @property
    def scope(self) -> dict[str, str]:
        """The one workstream or organisation, as it stands in addresses."""
        pairs = (("workstream", self.names.workstreams, self.workstream),)
        pairs += (("organisation", self.names.organisations, self.organisation),)
        return {word: named[pk].code for word, named, pk in pairs if pk is not None}

    def figures(self) -> Figures:
        return figures.figures(
            self.partnership, self.at, user=self.user, workstream=self.workstream, organisation=self.organisation
        )

    def links(self, kind: str = "") -> Links:
        return Links(self.partnership, self.at, kind=kind or self.kind, as_at=self.as_at, **self.scope)

    def qualities(self, *, newest: int | None = None, linked: int = 0) -> Table:
        """The qualitative benefits, or only those of the savings that moved last; with links to the first savings, as
        many as `linked`, that the reader may open. One query, two more for the newest, two more for links."""
        found = figures.qualities(
            self.partnership,
            self.at,
            user=self.user,
            workstream=self.workstream,
            organisation=self.organisation,
            newest=newest,
        )
        first = set(list(dict.fromkeys(one.saving for one in found))[:linked])
        return tables.qualities(
            found, self.names, self.links(), saving_links=self._saving_links(first) if first else {}
        )

    def _saving_links(self, savings: set[int]) -> dict[int, str]:
        """Where the savings are that the reader may open. Two queries, by key alone so that no index is guessed."""
        statements = Statement.objects.filter(saving__in=savings).values_list("pk", flat=True)
        visible = Statement.objects.visible_to(self.user).filter(pk__in=list(statements))
        base = reverse("saving", args=[self.partnership.slug, 0]).removesuffix("0/")
        return {pk: f"{base}{pk}/" for pk in visible.values_list("saving", flat=True)}


# --- Headline ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tile:
    label: str
    value: str
    href: str
    detail: str


@dataclass(frozen=True)
class Headline:
    """One kind of money: five totals, and how realised stands against what is due. Kinds are never added together."""

    kind: Kind
    line: Line
    tiles: tuple[Tile, ...]
    standing: str  # the sentence beside the RAG
    workings: str  # where variance is worked out
    is_empty: bool

    @property
    def is_judged(self) -> bool:
        """Whether there is a target to judge by."""
        return self.line.rag is not Rag.NO_TARGET


def headline(found: Figures, kind: str, links: Links) -> Headline:
    line = found.total(kind)
    details = _details(line)
    tiles = tuple(
        Tile(
            measure.label,
            format_pounds(line.amounts[measure.value]),
            links.behind(measure.value, kind) if line.amounts[measure.value] else "",
            details.get(measure, ""),
        )
        for measure in Measure
    )
    is_empty = not any(line.amounts[measure.value] for measure in Measure)
    return Headline(Kind(kind), line, tiles, standing(line, found.as_at), links.behind("variance", kind), is_empty)


def _details(line: Line) -> dict[Measure, str]:
    amounts = line.amounts
    waiting = amounts.realised - amounts.verified
    details = {Measure.TARGET: f"{format_pounds(line.due)} is due" if amounts.target else ""}
    if (part := portion(amounts.realised, amounts.target)) is not None:
        details[Measure.REALISED] = f"{format_percent(part)} of the target"
    if amounts.realised:
        details[Measure.VERIFIED] = f"{format_pounds(waiting)} waiting" if waiting else "All that is realised"
    return details


def standing(line: Line, at: AsAt) -> str:
    """How realised stands against the target due, in words."""
    day = f"{at.on:%-d %B %Y}"
    if not line.amounts.target:
        return "No target is set."
    if line.due <= 0:
        return f"Nothing of the target is due by {day}."
    due = f"the {format_pounds(line.due)} of target due by {day}"
    if line.variance == 0:
        return f"Realised is exactly {due}."
    word = "ahead of" if line.variance > 0 else "behind"
    return f"Realised is {format_pounds(abs(line.variance))} {word} {due}."


# --- Charts -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShownChart:
    """A chart on a page: where its pictures come from, its alternative text, and its numbers."""

    name: str
    title: str
    alt: str
    src: str
    narrow_src: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def shown_charts(wanted: Iterable[str], found: Figures, reading: Reading) -> dict[str, ShownChart]:
    """The charts by name. The page never waits for a picture: it only says where it is."""
    made = charts.chosen(wanted, found, reading.names, reading.kind)
    return {chart.name: _shown(chart, reading) for chart in made}


def _shown(chart: charts.Chart, reading: Reading) -> ShownChart:
    version = rendering.digest(chart)[:16]
    query = {"kind": str(reading.kind), "as_at": f"#{reading.at.sequence}", "v": version} | reading.scope
    src = f"{reverse('chart', args=[reading.partnership.slug, chart.name])}?{urlencode(query)}"
    return ShownChart(chart.name, chart.title, chart.conclusion, src, f"{src}&width=narrow", chart.headings, chart.rows)


# --- What changed -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One sentence about what moved: words, the amount that links to its statements, words."""

    before: str
    amount: str
    after: str
    href: str


@dataclass(frozen=True)
class Changes:
    since: date
    found: tuple[Change, ...]


def changes(reading: Reading) -> Changes:
    """What moved in the 30 days up to the point, by cause, kind and stage of claim. Three queries."""
    since = max(reading.at.on - timedelta(days=CHANGES_DAYS), date(FIRST_YEAR, 1, 1))
    before = figures.as_at(reading.partnership, since.isoformat())
    moved = figures.movements(reading.partnership, before, reading.at, user=reading.user)
    links = reading.links()
    return Changes(since, tuple(_change(one, before, links) for one in moved))


def _change(moved: Movement, after: AsAt, links: Links) -> Change:
    """A verification says what became verified; it moves nothing between stages of claim."""
    kind = Kind(moved.kind).label.lower()
    claim = (
        f"the {kind} {moved.stage}"
        if moved.stage in (Stage.TARGET, Stage.FORECAST)
        else f"{moved.stage} {kind} savings"
    )
    one = moved.statements == 1
    many = f"{moved.statements:,} statement{'' if one else 's'}"
    day = f"{timezone.localdate(moved.first_at):%-d %B %Y}"
    when = f"on {day}" if one else f"from {day}"
    words = {
        "submitted": ("", f" was added to {claim} by {moved.statements:,} new statement{'' if one else 's'}, {when}."),
        "verified": ("", f" of {claim} was verified, in {many}, {when}."),
        "returned": ("", f" left {claim}: {many} returned, {when}."),
        "restated": (f"Restatements changed {claim} by ", f", in {many}, {when}."),
    }
    before, rest = words[moved.cause]
    pence = -moved.pence if moved.cause == "returned" else moved.pence
    href = links.behind(moved.stage, moved.kind, cause=moved.cause, since=after.sequence)
    return Change(before, format_pounds(pence), rest, href)


# --- Pages ------------------------------------------------------------------------------------------------------------


def headlines(found: Figures, reading: Reading) -> list[Headline]:
    links = reading.links()
    return [headline(found, kind, links) for kind in MONEY_KINDS]


@dataclass(frozen=True)
class Section:
    """A table, the address of its rows as CSV, and the charts of the same figures."""

    table: Table
    csv: str
    charts: tuple[ShownChart, ...]


def overview(reading: Reading) -> dict[str, Any]:
    """The figures of a partnership. Twelve queries, whatever is in the ledger."""
    found = reading.figures()
    links = reading.links()
    made = [
        (tables.by_workstream(found, reading.names, reading.kind, links), ("workstreams",)),
        (tables.by_year(found, reading.kind, links), ("years",)),
        (tables.by_organisation(found, reading.names, reading.kind, links), ("organisations", "verification")),
    ]
    return _shown_figures(found, reading, made) | {"changes": changes(reading)}


def of_workstream(reading: Reading, before: Baseline | None) -> dict[str, Any]:
    """The figures of one workstream, against what it cost before. Six queries."""
    found = reading.figures()
    links = reading.links()
    pence = before.pence if before else 0
    made = [
        (tables.by_year(found, reading.kind, links, baseline_pence=pence), ("years",)),
        (tables.by_organisation(found, reading.names, reading.kind, links), ("organisations",)),
    ]
    tests = [(test.passes, str(test)) for test in ten_per_cent_tests(found, before)]
    return _shown_figures(found, reading, made) | {"tests": tests}


def of_organisation(reading: Reading) -> dict[str, Any]:
    """The figures of one organisation: its shares. Six queries."""
    found = reading.figures()
    links = reading.links()
    made = [
        (tables.by_workstream(found, reading.names, reading.kind, links, with_nothing=False), ("workstreams",)),
        (tables.by_year(found, reading.kind, links), ("years",)),
    ]
    return _shown_figures(found, reading, made)


def _shown_figures(found: Figures, reading: Reading, made: list[tuple[Table, tuple[str, ...]]]) -> dict[str, Any]:
    """What every page of figures shows; tables without a row are left out."""
    links = reading.links()
    qualities = reading.qualities(newest=LAST_QUALITATIVE_POSTINGS)
    drawn = shown_charts([name for _, wanted in made for name in wanted], found, reading)
    return {
        "kinds": [Kind(kind) for kind in MONEY_KINDS],
        "headlines": headlines(found, reading),
        "has_figures": not found.is_empty,
        "is_empty": found.is_empty and not qualities.rows,
        "qualities": replace(qualities, rows=qualities.rows[:MOST_QUALITIES]),
        "all_qualities": links.table("qualities"),
        "sections": [
            Section(table, links.csv(table.name), tuple(drawn[name] for name in wanted if name in drawn))
            for table, wanted in made
            if table.rows
        ],
    }


def joint_statements(reading: Reading) -> list[Statement]:
    """The newest statements of which the organisation has a share that stands, and others have one; of those the
    reader may open. Two queries."""
    shares = Share.objects.filter(statement=OuterRef("pk")).as_at(reading.at.sequence)
    rows = (
        Statement.objects.visible_to(reading.user)
        .as_at(reading.at.sequence)
        .filter(
            Exists(shares.filter(organisation=reading.organisation, state_then__in=STANDING)),
            Exists(shares.exclude(organisation=reading.organisation)),
            partnership=reading.partnership,
        )
    )
    return list(rows.for_list().order_by("-sequence")[:MOST_JOINT])


def of_year(found: Figures, year: int | None) -> Figures:
    """The figures of one financial year alone; of all without one."""
    if year is None:
        return found
    return replace(
        found,
        streams=tuple(cell for cell in found.streams if cell.year == year),
        organisations=tuple(cell for cell in found.organisations if cell.year == year),
    )


# Every table by the name in its address.
TABLES: dict[str, Callable[[Reading], Table]] = {
    "workstreams": lambda r: tables.by_workstream(r.figures(), r.names, r.kind, r.links(), with_nothing=not r.scope),
    "organisations": lambda r: tables.by_organisation(r.figures(), r.names, r.kind, r.links()),
    "years": lambda r: tables.by_year(r.figures(), r.kind, r.links()),
    "cumulative": lambda r: tables.cumulative(r.figures(), r.kind, r.links()),
    "qualities": lambda r: r.qualities(linked=MOST_ROWS),
}

TABLE_NAMES = {
    "workstreams": "By workstream",
    "years": "By financial year",
    "cumulative": "Running total",
    "organisations": "By organisation",
    "qualities": "Qualitative benefits",
}

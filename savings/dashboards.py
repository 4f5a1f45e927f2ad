"""What the pages of figures show: figures, tables, charts, milestones and changes of one partnership at one point.

Reading alone. Each function costs a fixed number of queries, however much is in the ledger.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.urls import reverse

from partnership.dated import year_name
from partnership.models import Partnership, User
from partnership.money import format_percent, format_pounds
from partnership.views.pages import Step
from savings import bridges, charts, figures, rendering, tables
from savings.baselines import reductions
from savings.figures import AsAt, Figures, Line, Measure, Rag
from savings.links import Links
from savings.models import Share, Statement
from savings.models.words import MONEY_KINDS, STANDING, Kind
from savings.tables import Names, Table
from workstreams.baselines import Baseline
from workstreams.quality import Quality, quality

MOST_QUALITIES, MOST_JOINT = 10, 10
LAST_QUALITATIVE_POSTINGS = 150
MOST_ROWS = 300  # of a table on its own page; a download has all


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

    @property
    def trail(self) -> list[Step]:
        """The pages of the one workstream or organisation, at the same point: the way back from a number."""
        links, steps = self.links(), []
        if self.workstream is not None:
            stream = self.names.workstreams[self.workstream]
            steps.append(Step(stream.text, links.workstream(stream)))
        if self.organisation is not None:
            member = self.names.organisations[self.organisation]
            steps.append(Step(member.text, links.organisation(member)))
        return steps

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
    moved: str  # why it is not what it was
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
    workings = links.behind("variance", kind)
    return Headline(Kind(kind), line, tiles, standing(line, found.as_at), workings, links.bridge(kind), is_empty)


def _details(line: Line) -> dict[Measure, str]:
    amounts = line.amounts
    waiting = amounts.realised - amounts.verified
    details = {Measure.TARGET: f"{format_pounds(line.due)} is due" if amounts.target else ""}
    if (part := line.realised_of_target) is not None:
        of_it = f"{format_pounds(amounts.realised - line.untargeted)}, " if line.untargeted else ""
        details[Measure.REALISED] = f"{of_it}{format_percent(part)} of the target"
    if amounts.realised:
        details[Measure.VERIFIED] = f"{format_pounds(waiting)} waiting" if waiting else "All that is realised"
    return details


def standing(line: Line, at: AsAt) -> str:
    """How realised stands against the target due, in words; why it is held back at amber; what has no target."""
    return " ".join(filter(None, (_standing(line, at), _held_back(line), without_target(line))))


def without_target(line: Line) -> str:
    """What is realised without a target, as a line of its own; nothing where all has one, or none has."""
    if not line.untargeted or not line.amounts.target:
        return ""
    return f"A further {format_pounds(line.untargeted)} is realised without a target, and counts against none."


def _held_back(line: Line) -> str:
    if not line.is_held_back:
        return ""
    parts = "One workstream in one year is" if line.red == 1 else f"{line.red} workstreams, each in one year, are"
    return f"{parts} red, so all of it is amber."


def _standing(line: Line, at: AsAt) -> str:
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


def shown_bridge(found: figures.Bridge, span: bridges.Span, reading: Reading) -> ShownChart | None:
    """The waterfall, where anything moved."""
    chart = bridges.chart(found, span)
    if chart is None:
        return None
    version = rendering.digest(chart)[:16]
    src = reading.links().bridge_chart(span.since, measure=found.measure.value, v=version)
    return ShownChart(chart.name, chart.title, chart.conclusion, src, f"{src}&width=narrow", chart.headings, chart.rows)


def _shown(chart: charts.Chart, reading: Reading) -> ShownChart:
    version = rendering.digest(chart)[:16]
    point = {"as_at": f"#{reading.at.sequence}", "on": reading.at.on.isoformat()}
    query = {"kind": str(reading.kind), **point, "v": version} | reading.scope
    src = f"{reverse('chart', args=[reading.partnership.slug, chart.name])}?{urlencode(query)}"
    return ShownChart(chart.name, chart.title, chart.conclusion, src, f"{src}&width=narrow", chart.headings, chart.rows)


# --- Pages ------------------------------------------------------------------------------------------------------------


def headlines(found: Figures, reading: Reading) -> list[Headline]:
    links = reading.links()
    return [headline(found, kind, links) for kind in MONEY_KINDS]


@dataclass(frozen=True)
class Section:
    """A table, the addresses of its rows as files, and the charts of the same figures."""

    table: Table
    downloads: list[tuple[str, str]]
    charts: tuple[ShownChart, ...]


def overview(reading: Reading, pack: AsAt | None) -> dict[str, Any]:
    """The figures of a partnership, and why they moved since its last board pack, else in 30 days; in these too where
    nothing has moved since a pack; and how well its services run. Seventeen queries, a few more then, whatever is in
    the ledger."""
    found = reading.figures()
    links = reading.links()
    made = [
        (tables.by_workstream(found, reading.names, reading.kind, links), ("workstreams",)),
        (tables.by_year(found, reading.kind, links), ("years",)),
        (tables.by_organisation(found, reading.names, reading.kind, links), ("organisations", "verification")),
    ]
    return _shown_figures(found, reading, made) | _lately(found, reading, pack) | {"quality": _quality(reading)}


def _quality(reading: Reading) -> Quality:
    """How well the services run, beside what they save. Five queries."""
    on = None if reading.at.is_now else reading.at.on
    return quality(reading.partnership, user=reading.user, on=on, workstream=reading.workstream)


def _lately(found: Figures, reading: Reading, pack: AsAt | None) -> dict[str, Any]:
    """What moved since the pack; where nothing did, in 30 days, and `unmoved_since` is the pack."""
    of_pack = _moves(found, reading, pack) if pack else None
    if of_pack and of_pack["changes"]:
        return of_pack
    recent = _moves(found, reading, figures.days_before(reading.partnership, reading.at))
    return recent | {"unmoved_since": pack} if recent["changes"] or of_pack is None else of_pack


def _moves(found: Figures, reading: Reading, since: AsAt) -> dict[str, Any]:
    """Sentences of all that moved, and the bridge of the firmest claim. Its old total is the new one less its steps, so
    that it costs no query of its own."""
    moved = figures.movements(reading.partnership, since, reading.at, user=reading.user)
    measure = bridges.firmest(found, moved, reading.kind)
    steps = figures.bridge(moved, measure, reading.kind, before=0)
    whole = replace(steps, before=found.total(reading.kind).amounts[measure] - steps.moved)
    links = reading.links()
    return {
        "since": since,
        "changes": bridges.changes(moved, since, links),
        "bridge": shown_bridge(whole, bridges.Span(since, reading.at), reading),
        "bridge_page": links.bridge(since=since, measure=measure.value),
    }


def of_workstream(reading: Reading, before: Baseline | None, per_cent: int) -> dict[str, Any]:
    """The figures of one workstream, against what it cost before, each year by the test of so many hundredths of a per
    cent (0: none is asked for); and how well it runs. Eleven queries."""
    found = reading.figures()
    links = reading.links()
    pence = before.pence if before else 0
    made = [
        (tables.by_year(found, reading.kind, links, baseline_pence=pence), ("years",)),
        (tables.by_organisation(found, reading.names, reading.kind, links), ("organisations",)),
    ]
    judged = reductions(found, before, per_cent=per_cent) if per_cent else []
    tests = [(test.passes, test.sentence(year_name(test.year))) for test in judged]
    return _shown_figures(found, reading, made) | {"tests": tests, "quality": _quality(reading)}


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
            Section(table, links.downloads(table.name), tuple(drawn[name] for name in wanted if name in drawn))
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

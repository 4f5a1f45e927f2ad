"""What each section prints, as JSON: words, and whole figures beside them. It is frozen in the pack's row.

Figures are those of the person who asked for the pack, as at the pack's sequence. What has no ledger (agenda,
milestones, hosts) is as recorded at the moment of freezing, which the pack prints.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from governance.models import AgendaItem, Pack
from governance.packs import tables
from partnership import clock
from partnership.templatetags.portal import date_words, moment_words
from savings import charts as drawn
from savings import figures, ledger, rendering
from savings import tables as shared
from savings.baselines import in_force
from savings.models import Posting
from savings.models.words import MONEY_KINDS
from workstreams import plans
from workstreams.baselines import by_year
from workstreams.models import BaselineCost, Milestone, Workstream

Content = dict[str, Any]
HALF, LOW = 640, 210  # pixels: a chart that takes half the width of a broad page and a third of its height
HEADLINE_CHARTS = ("workstreams", "years")
MOST_QUALITIES = 20  # rows of one table
_NAME = re.compile(r' (?:id|aria-labelledby)="chart-[0-9a-f]+"')  # once in a page, but a pack may hold a chart twice


class Source:
    """What sections are made from: a pack, and its figures, read once for all sections."""

    def __init__(self, pack: Pack) -> None:
        self.pack, self.partnership, self.user = pack, pack.partnership, pack.requested_by
        self.at = figures.AsAt(pack.sequence, pack.as_at_on)

    @cached_property
    def annual(self) -> figures.Annual:
        """Of an annual statement alone: the figures of its organisation and year."""
        of, year = self.pack.organisation_id, self.pack.year
        return figures.annual(self.partnership, self.at, user=self.user, organisation=of, year=year)

    @cached_property
    def figures(self) -> figures.Figures:
        return figures.figures(self.partnership, self.at, user=self.user)

    @cached_property
    def names(self) -> shared.Names:
        return shared.names(self.partnership, user=self.user, on=self.at.on)

    @cached_property
    def head(self) -> str:
        """The hash of the last posting that the figures are made of: it proves all of them."""
        last = Posting.objects.filter(partnership=self.partnership, sequence=self.at.sequence)
        return last.values_list("hash", flat=True).first() or ledger.FIRST

    @cached_property
    def first_kind(self) -> str:
        """The kind whose charts stand with the headlines: cashable, if there is any."""
        return next((kind for kind in MONEY_KINDS if self.figures.by_year(kind)), MONEY_KINDS[0])

    @property
    def day(self) -> str:
        return date_words(self.at.on)

    def milestones(self) -> QuerySet[Milestone]:
        """As they stood on the pack's day, with their workstreams."""
        rows = Milestone.objects.visible_to(self.user).filter(workstream__partnership=self.partnership)
        return plans.as_at(rows, self.at.on)


def anchor(key: str) -> str:
    """A section's id in the document: workstream-12."""
    return key.replace(":", "-")


def document(source: Source) -> Content:
    """What the file says of itself: title, dates and the lines above and below each page."""
    pack, meeting = source.pack, source.pack.meeting
    body_and_day = f"{meeting.body}, {date_words(meeting.starts_at)}"
    return {
        "title": f"Board pack: {', '.join(filter(None, [body_and_day, pack.called.lower()]))}, version {pack.version}",
        "partnership": source.partnership.name,
        "subject": body_and_day,
        "edition": f"{pack.called} · Version {pack.version} · Figures as at {source.day}"
        if pack.called
        else f"Version {pack.version} · Figures as at {source.day}",
        "created": timezone.localtime(pack.requested_at).isoformat(timespec="seconds"),
    }


def cover(source: Source, what: str) -> Content:
    pack, meeting = source.pack, source.pack.meeting
    members = source.partnership.members_on(timezone.localdate(meeting.starts_at))
    return {
        "partnership": source.partnership.name,
        "body": meeting.body.name,
        "day": date_words(meeting.starts_at),
        "time": f"{timezone.localtime(meeting.starts_at):%H:%M}",
        "place": meeting.place_name,
        "members": [member.name for member in members],
        "called": pack.called,
        "version": pack.version,
        "as_at": source.day,
        "sequence": source.at.sequence,
        "head": source.head,
    }


def contents(source: Source, what: str) -> Content:
    listed = source.pack.sections.exclude(key__in=["cover", "annual-cover", "contents"]).values_list("key", "title")
    return {"entries": [{"anchor": anchor(key), "title": title} for key, title in listed]}


def agenda(source: Source, what: str) -> Content:
    """What an exempt item is about stands in the exempt edition alone; its title and the reason everybody reads."""
    here = set(source.pack.sections.values_list("key", flat=True))
    items = source.pack.meeting.items.all()
    if source.pack.supplement:
        items = items.filter(supplement=source.pack.supplement)
    listed = [_item(item, source.pack, here) for item in items]
    return {"items": listed, "minutes": sum(item["minutes"] or 0 for item in listed)}


def _item(item: AgendaItem, pack: Pack, here: set[str]) -> Content:
    said = {"order": item.order, "title": item.title, "lead": item.lead, "minutes": item.minutes}
    said |= {"supplement": item.supplement_words, "exempt": item.exempt_reason}
    said["matter"] = item.matter if pack.is_exempt or not item.is_exempt else ""
    key = f"report:{item.pk}"
    return said | {"anchor": anchor(key) if key in here else ""}


def headlines(source: Source, what: str) -> Content:
    found = source.figures
    kinds = [
        {
            "title": f"{kind.label} savings",
            "tiles": tables.tiles(found.total(kind)),
            "standing": tables.standing(found.total(kind), source.at),
            "table": tables.frozen(shared.by_workstream(found, source.names, kind, with_nothing=False)),
            "charts": _charts(HEADLINE_CHARTS, found, source, kind) if kind == source.first_kind else [],
        }
        for kind in MONEY_KINDS
        if found.by_year(kind)
    ]
    return {"as_at": source.day, "kinds": kinds, "qualities": _qualities(source)}


def workstream(source: Source, what: str) -> Content:
    stream = Workstream.objects.visible_to(source.user).get(partnership=source.partnership, pk=int(what))
    found = figures.figures(source.partnership, source.at, user=source.user, workstream=stream.pk)
    kinds = [
        {
            "title": f"{kind.label} savings",
            "standing": tables.standing(found.total(kind), source.at),
            "table": tables.frozen(shared.by_year(found, kind)),
            "charts": _charts(("years",), found, source, kind),
        }
        for kind in MONEY_KINDS
        if found.by_year(kind)
    ]
    return {
        "purpose": stream.purpose,
        "facts": _facts(source, stream),
        "as_at": source.day,
        "kinds": kinds,
        "qualities": _qualities(source, stream.pk),
        "milestones": tables.milestones(
            source.milestones().filter(workstream=stream), source.at.on, with_workstream=False
        ),
    }


def _facts(source: Source, stream: Workstream) -> list[Content]:
    host = stream.hostings.current(source.at.on).select_related("organisation").first()
    partners = stream.participations.current(source.at.on).order_by("organisation__code")
    named = list(dict.fromkeys(partners.values_list("organisation__short_name", flat=True)))
    facts = {
        "Stage": stream.get_stage_display(),
        "Host": host.organisation.name if host else "Not decided",
        "Delivery model": stream.get_delivery_display(),
        "Legal basis": stream.get_basis_display(),
        "Organisations taking part": ", ".join(named) or "None on this day",
        "Cost before sharing": _baseline(source, stream),
    }
    return [{"name": name, "value": value} for name, value in facts.items()]


def _baseline(source: Source, stream: Workstream) -> str:
    rows = BaselineCost.objects.visible_to(source.user).filter(workstream=stream).select_related("organisation")
    costs = [str(each) for each in by_year(in_force(rows, source.at))]
    return "; ".join(costs) or "No baseline was taken"


def savings(source: Source, what: str) -> Content:
    found = source.figures
    made = []
    for kind in MONEY_KINDS:
        if found.by_year(kind):
            made.append(tables.frozen(shared.by_organisation(found, source.names, kind)))
            made.append(tables.frozen(shared.by_year(found, kind)))
    return {"as_at": source.day, "tables": made}


def charts(source: Source, what: str) -> Content:
    """All of them, but for those that stand with the headlines of the same pack."""
    with_headlines = source.pack.sections.filter(key="headlines").exists()
    made = []
    for kind in MONEY_KINDS:
        shown = with_headlines and kind == source.first_kind
        wanted = (() if shown else HEADLINE_CHARTS) + ("organisations", "verification")
        made += _charts(wanted, source.figures, source, kind)
    return {"as_at": source.day, "charts": made}


def milestones(source: Source, what: str) -> Content:
    rows = source.milestones().order_by("workstream__name", "planned_on", "pk")
    return {"table": tables.milestones(rows, source.at.on, with_workstream=True)}


def method(source: Source, what: str) -> Content:
    asked = source.pack.requested_by
    statement = source.pack.is_statement
    recorded = "Contributions and costs" if statement else "Agenda, milestones, hosts and partners"
    facts = {
        "Figures as at": source.day,
        "Ledger sequence": f"{source.at.sequence:,}",
        f"{source.pack.noun.capitalize()} requested by": ", ".join(filter(None, [asked.name, asked.post_title])),
        f"{source.pack.noun.capitalize()} requested": moment_words(source.pack.requested_at),
        recorded: f"As recorded on {moment_words(clock.now())}",
    }
    return {
        "what": source.pack.noun,
        "facts": [{"name": name, "value": value} for name, value in facts.items()],
        "head": source.head,
        "algorithm": ledger.ALGORITHM,
        "amber": figures.AMBER_PER_CENT,
    }


def _charts(wanted: tuple[str, ...], found: figures.Figures, source: Source, kind: str) -> list[Content]:
    if len(found.by_year(kind)) < 2:
        wanted = tuple(name for name in wanted if name != "years")  # a single point shows nothing
    return pictures(drawn.chosen(wanted, found, source.names, kind, HALF))


def pictures(made: Iterable[drawn.Chart]) -> list[Content]:
    """The pictures themselves and the figures in them: a later version of the drawing program changes no old pack."""
    return [
        {
            "title": chart.title,
            "conclusion": chart.conclusion,
            "svg": _NAME.sub("", rendering.svg(_low(chart))),
            "headings": chart.headings,
            "rows": chart.rows,
        }
        for chart in made
    ]


def _low(chart: drawn.Chart) -> drawn.Chart:
    """For print: not as high as on a page that scrolls. Bars keep their height, which follows from their number."""
    fixed = isinstance(chart.specification.get("height"), int)
    return replace(chart, specification={**chart.specification, "height": LOW}) if fixed else chart


def _qualities(source: Source, stream: int | None = None) -> Content | None:
    """Benefits without a money value; never summed. Of many only those of the savings logged last, which stand last:
    nobody reads a thousand on paper."""
    found = figures.qualities(source.partnership, source.at, user=source.user, workstream=stream)
    table = shared.qualities(found, source.names)
    if len(table.rows) > MOST_QUALITIES:
        some = f"{MOST_QUALITIES} of {len(table.rows):,}, those of the savings logged last"
        caption = f"{table.caption}: {some}. The portal lists all."
        table = replace(table, caption=caption, rows=table.rows[-MOST_QUALITIES:])
    return tables.frozen(table, (20, 14, 9, 10, 13, 26, 8)) if table.rows else None

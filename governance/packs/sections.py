"""The kinds of section a pack can have, in the order in which they are printed."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError

from governance.models import Pack, PackSection
from governance.packs import (
    actions,
    annual,
    budgets,
    cases,
    composing,
    consultation,
    decisions,
    gates,
    highlights,
    minutes,
    moves,
    options,
    partners,
    quality,
    ratifications,
    risks,
    timeline,
)
from governance.packs import content as print_of
from governance.packs.content import Content, Source, anchor
from governance.reports import printing
from workstreams.models import Workstream


class Of(StrEnum):
    MEETING = "meeting"
    STATEMENT = "statement"


EITHER, ANNUAL = frozenset(Of), frozenset({Of.STATEMENT})


@dataclass(frozen=True)
class Kind:
    """A kind of section. `content` gives what it prints, as JSON; `packs/<key>.html` prints that and nothing else.

    `of` says for which packs: those of meetings, annual statements, or both; of none, where another kind brings it.
    With `each` there are several such sections, with keys and titles of their own; `what` is then what follows the
    kind in the key. `shown` gives, from what was frozen and the section's anchor, what the template needs beside it.
    A section whose content is empty under all the names `tells` takes no page: the contents say that there was nothing.
    """

    key: str
    title: str
    hint: str
    content: Callable[[Source, str], Content]
    always: bool = False
    of: frozenset[Of] = frozenset({Of.MEETING})
    each: Callable[[Pack], list[tuple[str, str]]] | None = None
    shown: Callable[[Content, str], Content] | None = None
    tells: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        return f"packs/{self.key}.html"


def _workstreams(pack: Pack) -> list[tuple[str, str]]:
    streams = Workstream.objects.visible_to(pack.requested_by).filter(partnership=pack.partnership_id)
    return [(f"workstream:{stream.pk}", f"Workstream: {stream.name}") for stream in streams.order_by("name", "pk")]


KINDS = {
    kind.key: kind
    for kind in (
        Kind("cover", "Cover", "Meeting, version and the point of the ledger.", print_of.cover, always=True),
        Kind("annual-cover", "Cover", "Organisation, year and the point of the ledger.", annual.cover, True, ANNUAL),
        Kind("contents", "Contents", "With page numbers.", print_of.contents, True, EITHER),
        Kind("agenda", "Agenda", "The items of the meeting, in order.", print_of.agenda),
        Kind(
            "minutes",
            "Minutes to be agreed",
            "Of earlier meetings of the body, open version.",
            minutes.section,
            tells=("meetings",),
        ),
        Kind(
            composing.REPORT,
            "Reports of the agenda, with their appendices",
            "In the order of the items, as published or as last sent along.",
            composing.report,
            each=composing.sections,
            shown=printing.of_frozen,
        ),
        Kind(composing.APPENDIX, "Appendix", "A file at the end of a report.", composing.appendix, of=frozenset()),
        Kind("headlines", "Headline figures", "Totals, and how realised stands against target.", print_of.headlines),
        Kind(
            "bridge",
            "Why the figures moved",
            "Since the last pack of the same body: the changes by cause, and each new total.",
            moves.content,
        ),
        Kind(
            "highlights",
            "Highlight reports",
            "The newest of each workstream: five ratings with reasons, done, next, decisions needed.",
            highlights.content,
            tells=("reports",),
        ),
        Kind(
            "workstream",
            "Workstreams",
            "A page for each: state, partners, figures by year, milestones.",
            print_of.workstream,
            each=_workstreams,
        ),
        Kind(
            "cases",
            "Business cases",
            "What each promises, its sensitivity and risks, and what was delivered of it.",
            cases.content,
            tells=("cases",),
        ),
        Kind("quality", "Service quality", "Indicators against target, baseline and comparators.", quality.content),
        Kind("savings", "Savings by organisation and year", "Every measure, to the penny.", print_of.savings),
        Kind("charts", "Charts", "Running totals, shares by organisation, and what is verified.", print_of.charts),
        Kind(
            "gates",
            "Gates and reviews",
            "Each workstream's stage, what its next gate needs, its last review and open recommendations.",
            gates.content,
        ),
        Kind(
            "decisions",
            "Decisions since the last meeting",
            "Of every body, with votes; and what was decided under delegated powers.",
            decisions.section,
            tells=("taken", "used"),
        ),
        Kind(
            "ratifications",
            "Ratifications",
            "Decisions that wait for each organisation, and who has answered.",
            ratifications.section,
            tells=("table",),
        ),
        Kind(
            "actions",
            "Open actions",
            "Owner and day of each; what is overdue is marked.",
            actions.section,
            tells=("table", "withheld"),
        ),
        Kind(
            "timeline",
            "Timeline",
            "The plan of the programme as a chart, with its critical path.",
            timeline.section,
            tells=("charts",),
        ),
        Kind("milestones", "Milestones", "Planned, forecast and actual dates of all workstreams.", print_of.milestones),
        Kind("risks", "Risk register", "Heat map, and the highest risks and issues with owners.", risks.section),
        Kind(
            "consultation",
            "Consultation and communications",
            "What is open, replies awaited, what was done; what was told and learned since the last pack.",
            consultation.section,
            tells=("open", "awaited", "closed", "told", "learned"),
        ),
        Kind(
            "budgets", "Budgets and grants", "What is left of each, and until when.", budgets.content, tells=("tables",)
        ),
        Kind(
            "partners",
            "Partners and shared services",
            "Which service is shared by whom, who joins or leaves, and withdrawal analyses.",
            partners.section,
            tells=("shared", "changed", "analysed"),
        ),
        Kind(
            "options",
            "Appendix: options appraisals",
            "Options with totals, cost and benefit, how firm the ranking is, and what was preferred.",
            options.content,
            tells=("appraisals", "waiting"),
        ),
        Kind(
            "annual-net", "Gross and net", "Savings realised, less contributions and costs.", annual.net, True, ANNUAL
        ),
        Kind("annual-cashable", "Cashable savings", "By workstream and category.", annual.cashable, True, ANNUAL),
        Kind("annual-apart", "Non-cashable savings and other benefits", "Apart.", annual.apart, True, ANNUAL),
        Kind("annual-shares", "Shares of savings", "Each saving, and how it was shared.", annual.shares, True, ANNUAL),
        Kind("method", "How the figures were computed", "Moment, ledger and rules.", print_of.method, True, EITHER),
        Kind(
            "annual-reconciliation",
            "Reconciliation with the partnership",
            "All statements, and the partnership's total.",
            annual.reconciliation,
            True,
            ANNUAL,
        ),
    )
}
CHOICES = [kind.key for kind in KINDS.values() if Of.MEETING in kind.of and not kind.always]
OF_SUPPLEMENTS = {"agenda", composing.REPORT}
STATEMENT = [(kind.key, kind.title) for kind in KINDS.values() if Of.STATEMENT in kind.of]  # all of them, always

__all__ = ["CHOICES", "KINDS", "STATEMENT", "Content", "Kind", "Of", "Source", "content", "document", "kind_of", "plan"]


def document(source: Source) -> Content:
    """What the file says of itself."""
    return annual.document(source) if source.pack.is_statement else print_of.document(source)


def plan(wanted: Collection[str], pack: Pack) -> list[tuple[str, str]]:
    """Keys and titles of the sections of a meeting's pack, in order: the kinds wanted and those that each has. Of a
    supplement only its item, and what belongs to that."""
    if unknown := set(wanted) - set(CHOICES):
        raise ValidationError({"sections": f"There is no section “{min(unknown)}”. Choose from the list."})
    if not wanted:
        raise ValidationError({"sections": "Choose at least one section."})
    if pack.supplement:
        wanted = OF_SUPPLEMENTS
    return _planned(wanted, pack)


def _planned(wanted: Collection[str], pack: Pack) -> list[tuple[str, str]]:
    planned: list[tuple[str, str]] = []
    for kind in KINDS.values():
        if Of.MEETING in kind.of and (kind.always or kind.key in wanted):
            planned += kind.each(pack) if kind.each else [(kind.key, kind.title)]
    return planned


def name_again(pack: Pack) -> None:
    """Give the sections the titles that they have by now: what was open when the pack was asked for may be exempt."""
    rows = list(pack.sections.all())
    if pack.is_statement:
        return
    titles = dict(_planned({row.key.partition(":")[0] for row in rows}, pack))
    for row in rows:
        row.title = titles.get(row.key, kind_of(row.key).title)
    PackSection.objects.bulk_update(rows, ["title"])


def kind_of(key: str) -> Kind:
    return KINDS[key.partition(":")[0]]


def beside(key: str, frozen: Content) -> Content:
    """What the template needs beside what was frozen."""
    kind = kind_of(key)
    return kind.shown(frozen, anchor(key)) if kind.shown else {}


def is_empty(frozen: Content) -> bool:
    """Whether a frozen section has nothing to tell."""
    tells = kind_of(frozen["key"]).tells
    return bool(tells) and not any(frozen["content"].get(name) for name in tells)


def content(key: str, source: Source) -> dict[str, Any]:
    """What the section of this key prints, from the source as it is now."""
    return kind_of(key).content(source, key.partition(":")[2])

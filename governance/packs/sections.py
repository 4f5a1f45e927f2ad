"""The kinds of section a pack can have, in the order in which they are printed."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError

from governance.packs import annual, budgets, cases, gates, moves, quality, risks, timeline
from governance.packs import content as print_of
from governance.packs.content import Content, Source
from partnership.models import Partnership, User
from workstreams.models import Workstream


class Of(StrEnum):
    MEETING = "meeting"
    STATEMENT = "statement"


EITHER, ANNUAL = frozenset(Of), frozenset({Of.STATEMENT})


@dataclass(frozen=True)
class Kind:
    """A kind of section. `content` gives what it prints, as JSON; `packs/<key>.html` prints that and nothing else.

    `of` says for which packs: those of meetings, annual statements, or both. With `of_each_workstream` there is one
    such section for each workstream; `what` is then the workstream's id.
    """

    key: str
    title: str
    hint: str
    content: Callable[[Source, str], Content]
    always: bool = False
    of: frozenset[Of] = frozenset({Of.MEETING})
    of_each_workstream: bool = False

    @property
    def template(self) -> str:
        return f"packs/{self.key}.html"


KINDS = {
    kind.key: kind
    for kind in (
        Kind("cover", "Cover", "Meeting, version and the point of the ledger.", print_of.cover, always=True),
        Kind("annual-cover", "Cover", "Organisation, year and the point of the ledger.", annual.cover, True, ANNUAL),
        Kind("contents", "Contents", "With page numbers.", print_of.contents, True, EITHER),
        Kind("agenda", "Agenda", "The items of the meeting, in order.", print_of.agenda),
        Kind("headlines", "Headline figures", "Totals, and how realised stands against target.", print_of.headlines),
        Kind(
            "bridge",
            "Why the figures moved",
            "Since the last pack of the same body: the changes by cause, and each new total.",
            moves.content,
        ),
        Kind(
            "workstream",
            "Workstreams",
            "A page for each: state, partners, figures by year, milestones.",
            print_of.workstream,
            of_each_workstream=True,
        ),
        Kind(
            "cases",
            "Business cases",
            "What each promises, its sensitivity and risks, and what was delivered of it.",
            cases.content,
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
        Kind("timeline", "Timeline", "The plan of the programme as a chart, with its critical path.", timeline.section),
        Kind("milestones", "Milestones", "Planned, forecast and actual dates of all workstreams.", print_of.milestones),
        Kind("risks", "Risk register", "Heat map, and the highest risks and issues with owners.", risks.section),
        Kind("budgets", "Budgets and grants", "What is left of each, and until when.", budgets.content),
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
CHOICES = [kind.key for kind in KINDS.values() if not kind.always]
STATEMENT = [(kind.key, kind.title) for kind in KINDS.values() if Of.STATEMENT in kind.of]  # all of them, always

__all__ = ["CHOICES", "KINDS", "STATEMENT", "Content", "Kind", "Of", "Source", "content", "document", "kind_of", "plan"]


def document(source: Source) -> Content:
    """What the file says of itself."""
    return annual.document(source) if source.pack.is_statement else print_of.document(source)


def plan(wanted: Collection[str], partnership: Partnership, user: User) -> list[tuple[str, str]]:
    """Keys and titles of the sections of a meeting's pack: the kinds wanted and those that each has, in order."""
    if unknown := set(wanted) - set(CHOICES):
        raise ValidationError({"sections": f"There is no section “{min(unknown)}”. Choose from the list."})
    if not wanted:
        raise ValidationError({"sections": "Choose at least one section."})
    planned: list[tuple[str, str]] = []
    for kind in KINDS.values():
        if Of.MEETING not in kind.of or not (kind.always or kind.key in wanted):
            continue
        if kind.of_each_workstream:
            streams = Workstream.objects.visible_to(user).filter(partnership=partnership).order_by("name", "pk")
            planned += [(f"{kind.key}:{stream.pk}", f"Workstream: {stream.name}") for stream in streams]
        else:
            planned.append((kind.key, kind.title))
    return planned


def kind_of(key: str) -> Kind:
    return KINDS[key.partition(":")[0]]


def content(key: str, source: Source) -> dict[str, Any]:
    """What the section of this key prints, from the source as it is now."""
    return kind_of(key).content(source, key.partition(":")[2])

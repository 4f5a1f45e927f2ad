"""What of meetings and decisions anybody may read, and how each organisation voted.

Of an exempt item its title and the reason for exemption are public, of an exempt decision also its reference: the law
has the reason told. The register itself names no person: a vote is that of an organisation.

What else is public of a meeting (its minutes once they are agreed, the open reports that were published for it) each
noun registers as a `Part`: so the pages and the feed need know nothing of minutes and reports.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.fields.files import FieldFile
from django.utils.text import capfirst

from governance.models import AgendaItem, BodyRule, Decision, Meeting, Vote
from partnership.models import Partnership


# --- What else is public of a meeting ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class Paper:
    """One thing to read. `key` stands in its address, among those of its part and meeting; `called` says what it is
    where no heading does, `summary` what of it a feed tells; `row` is what its part makes the page and files from;
    `item` the agenda item that it belongs to, if it does to one."""

    meeting: Meeting
    key: str
    title: str
    called: str
    summary: str
    at: datetime
    row: Any
    item: int | None = None


@dataclass(frozen=True)
class File:
    """A file of a paper, already open to anybody. `key` stands in its address; `size` is in bytes."""

    key: str
    title: str
    file: FieldFile
    name: str
    content_type: str
    size: int


@dataclass(frozen=True)
class Part:
    """`find` gives what of it anybody may read of these meetings, the newest first and at most so many, in a fixed
    number of queries. `show` is what `template` needs of one paper, `files` what can be downloaded with it."""

    key: str
    title: str
    template: str
    find: Callable[[QuerySet[Meeting], int | None], Sequence[Paper]]
    show: Callable[[Paper], dict[str, Any]]
    files: Callable[[Paper], Sequence[File]]


_PARTS: list[Part] = []


def register(*parts: Part) -> None:
    """Once for each part, when the apps are ready; asked again, nothing is shown twice."""
    _PARTS.extend(part for part in parts if part not in _PARTS)


def papers(rows: QuerySet[Meeting], most: int | None = None) -> list[tuple[Part, Sequence[Paper]]]:
    """Of those of these meetings whose agenda is public, by part; a part with nothing is left out."""
    public = rows.filter(published_at__isnull=False)
    return [(part, found) for part in _PARTS if (found := part.find(public, most))]


def by_item(found: Sequence[tuple[Part, Sequence[Paper]]]) -> dict[int | None, list[tuple[Part, list[Paper]]]]:
    """The papers of one meeting by the key of their item (none: of the meeting itself), then by part."""
    sorted_out: dict[int | None, list[tuple[Part, list[Paper]]]] = {}
    for part, of_part in found:
        for key in dict.fromkeys(paper.item for paper in of_part):
            sorted_out.setdefault(key, []).append((part, [paper for paper in of_part if paper.item == key]))
    return sorted_out


def paper(rows: QuerySet[Meeting], part: str, key: str) -> tuple[Part, Paper] | None:
    found = ((each, one) for each, of_one in papers(rows) for one in of_one if (each.key, one.key) == (part, key))
    return next(found, None)


# --- Meetings and decisions -------------------------------------------------------------------------------------------
def meetings(partnership: Partnership) -> QuerySet[Meeting]:
    """Those of which notice was given, whatever became of them."""
    rows = Meeting.objects.filter(partnership=partnership, noticed_at__isnull=False)
    return rows.select_related("body", "partnership")


def items(meeting: Meeting) -> QuerySet[AgendaItem]:
    """Of a published agenda; none before."""
    rows = meeting.items.for_anybody()
    return rows if meeting.published_at else rows.none()


def decisions(partnership: Partnership) -> QuerySet[Decision]:
    """Those of meetings that are over: what is recorded during one may be corrected there."""
    rows = Decision.objects.for_anybody().filter(
        partnership=partnership, meeting__noticed_at__isnull=False, meeting__ended_at__isnull=False
    )
    return rows.select_related("partnership", "meeting__body", "item", "rule", "corrects", "corrected_by__meeting")


def corrected_by(row: Decision) -> Decision | None:
    """The decision that took its place, once that is public itself. Of `decisions`, without a query."""
    anew: Decision | None = getattr(row, "corrected_by", None)
    return anew if anew and anew.meeting.noticed_at and anew.meeting.ended_at else None


# --- Votes ------------------------------------------------------------------------------------------------------------
@dataclass
class Votes:
    """How one organisation voted: the number of its seats, or their weight where the rule weighs them."""

    name: str
    counts: dict[str, int] = field(default_factory=dict)
    casting: str = ""

    @property
    def words(self) -> str:
        """ "For", "2 for, 1 against" or "For; casting vote for"."""
        said = [(number, Vote.Choice(choice).label.lower()) for choice, number in self.counts.items()]
        alone = len(said) == 1 and said[0][0] == 1
        voted = said[0][1] if alone else ", ".join(f"{number} {word}" for number, word in said)
        cast = f"casting vote {Vote.Choice(self.casting).label.lower()}" if self.casting else ""
        return capfirst("; ".join(filter(None, [voted, cast])))


def votes(found: Iterable[Decision]) -> dict[int, list[Votes]]:
    """Of open decisions, each with its organisations by name; seats of none come last. One query."""
    weighs = {each.pk: each.rule.voters == BodyRule.Voters.WEIGHTED for each in found if not each.is_exempt}
    rows = Vote.objects.filter(decision__in=weighs, decision__is_exempt=False)
    columns = ("decision", "organisation__short_name", "choice", "is_casting")
    grouped = rows.order_by("organisation__short_name", "-choice").values_list(*columns)
    by_name: dict[int, dict[str, Votes]] = {}
    for decision, name, choice, is_casting, seats, weight in grouped.annotate(n=Count("pk"), w=Sum("weight")):
        called = name or "Seats of no organisation"
        of_one = by_name.setdefault(decision, {}).setdefault(called, Votes(called))
        if is_casting:
            of_one.casting = choice
        else:
            of_one.counts[choice] = weight if weighs[decision] else seats
    last = {"Seats of no organisation": 1}
    return {pk: sorted(of.values(), key=lambda one: (last.get(one.name, 0), one.name)) for pk, of in by_name.items()}

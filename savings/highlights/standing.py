"""How the workstreams of a partnership stand in a month by their highlight reports: which are there, missing or late.

A report is expected of every workstream that was at work when the month ended, from the month of the partnership's
first report on: before somebody begins, nobody is told to be late. What a workstream does later rewrites no past month.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import In

from partnership import clock
from partnership.models import Partnership, User
from savings.highlights import months, suggesting
from savings.models import HighlightReport
from savings.models.highlights import ASPECTS
from workstreams.models import GatePolicy, Workstream
from workstreams.models.stages import stage_at

AT_REST = (Workstream.Stage.IDEA, Workstream.Stage.CLOSED, Workstream.Stage.PAUSED, Workstream.Stage.STOPPED)
NOT_AT_WORK = ("", *AT_REST)  # it had not begun, or nobody works at it
STILL_WRITTEN = 3  # months: a quarter


def first_month(partnership: Partnership) -> date | None:
    """The month of the partnership's first report that was submitted: what somebody tries to write about a month of
    long ago makes nobody late. One query."""
    submitted = HighlightReport.objects.filter(state=HighlightReport.State.SUBMITTED)
    found = submitted.filter(workstream__partnership=partnership).aggregate(first=Min("month"))
    return found["first"]


def offered(partnership: Partnership) -> list[date]:
    """The months to choose from, the newest first: the last one over always. One query."""
    last = months.month_of(clock.today())
    return months.between(first_month(partnership) or months.shifted(last, -1), last)


def with_report(rows: QuerySet[Workstream], month: date) -> QuerySet[Workstream]:
    """Workstreams of which a report of the month is expected or there, with `report` (the id of the one in force) and
    `severity` (its overall rating, from 1 the best; 0 without a report goes unsaid), within one query."""
    in_force = HighlightReport.objects.in_force().filter(workstream=OuterRef("pk"), month=month)
    rows = rows.annotate(
        report=Subquery(in_force.values("pk")[:1]), severity=Subquery(in_force.ranked().values("severity")[:1])
    )
    return rows.filter(Q(report__isnull=False) | at_work(months.last_day(month)))


def at_work(on: date) -> Q:
    """Workstreams that had begun when a day ended, and were at work by the stage that they were in."""
    return ~Q(In(stage_at(clock.end_of(on), "pk"), NOT_AT_WORK))


def due_on(partnership: Partnership, month: date) -> date:
    """The last day on which the report of a month is not late, by the partnership's policy. One query."""
    last = months.last_day(month)
    return months.due_on(month, GatePolicy.objects.report_days(partnership)(last))


def conclusion(found: QuerySet[Workstream], month: date, due: date) -> str:
    """What a reader should take away from the rows that `with_report` gave. One query."""
    ranks = Counter(found.order_by().values_list("severity", flat=True))
    number, missing = sum(ranks.values()), ranks[None]
    if not number:
        return ""
    said = f"{number - missing} of {number} workstream{'' if number == 1 else 's'} reported"
    words = [f"{ranks[rank]} {word}" for rank, word in ((3, "red"), (2, "amber"), (1, "green")) if ranks[rank]]
    said += f": {', '.join(words)} overall." if words else "."
    if not missing:
        return said
    missed = f"{missing} report{' is' if missing == 1 else 's are'}"
    return f"{said} {missed} {'late' if clock.today() > due else 'awaited'}."


@dataclass(frozen=True)
class Rated:
    """One rating of a report, and how it moved since the report before."""

    aspect: str
    label: str
    rating: str
    before: str  # in the month before; empty where that has no report
    said: str  # by the portal; empty where it says nothing

    @property
    def moved(self) -> str:
        return suggesting.moved(self.rating, self.before)

    @property
    def is_better(self) -> bool:
        """Than what the portal said."""
        return suggesting.is_better(self.rating, self.said)


@dataclass(frozen=True)
class Row:
    """A workstream in a month: its report, or that it is missing."""

    workstream: Workstream
    month: date
    due_on: date
    report: HighlightReport | None
    before: HighlightReport | None
    draft: HighlightReport | None  # where the reader may see it

    @property
    def state(self) -> str:
        """submitted, late or awaited."""
        if self.report:
            return "submitted"
        return "late" if clock.today() > self.due_on else "awaited"

    @property
    def state_words(self) -> str:
        due = self.due_on
        if self.report:
            return "Submitted"
        words = f"{'late: due' if self.state == 'late' else 'due by'} {due.day} {due:%b %Y}"
        return f"Draft, {words}" if self.draft else f"{words[0].upper()}{words[1:]}"

    @property
    def url(self) -> str:
        found = self.report or self.draft
        return found.get_absolute_url() if found else ""

    @property
    def ratings(self) -> list[Rated]:
        return rated(self.report, self.before) if self.report else []

    def rating(self, aspect: str) -> Rated | None:
        return next((each for each in self.ratings if each.aspect == aspect), None)


def rated(
    report: HighlightReport, before: HighlightReport | None, beside: Mapping[str, Any] | None = None
) -> list[Rated]:
    """The five ratings of a report beside those of the report before. `beside` is what the portal shows with a draft; a
    submitted one keeps its own."""
    said = (report.figures or beside or {}).get("suggested", {})
    return [
        Rated(
            aspect,
            label,
            report.rating(aspect),
            before.rating(aspect) if before else "",
            said.get(aspect, {}).get("rating", ""),
        )
        for aspect, label in ASPECTS.items()
    ]


def rows(streams: Iterable[Workstream], month: date, *, due: date, user: User) -> list[Row]:
    """The rows of workstreams that `with_report` gave; `due`: see `due_on`. Two queries for any number of them."""
    listed = list(streams)
    by_pk = {stream.pk: stream for stream in listed}
    found = HighlightReport.objects.visible_to(user).filter(workstream__in=by_pk)
    there: dict[tuple[int, date], HighlightReport] = {}
    for report in found.in_force().filter(month__in=(month, months.shifted(month, -1))):
        report.workstream = by_pk[report.workstream_id]
        there[report.workstream_id, report.month] = report
    drafts = {}
    for draft in found.filter(state=HighlightReport.State.DRAFT, month=month):
        draft.workstream = by_pk[draft.workstream_id]
        drafts[draft.workstream_id] = draft
    former = months.shifted(month, -1)
    return [
        Row(each, month, due, there.get((each.pk, month)), there.get((each.pk, former)), drafts.get(each.pk))
        for each in listed
    ]


@dataclass(frozen=True)
class Due:
    """A report that a person is to write: a draft to finish, or a month to begin."""

    workstream: Workstream
    month: date
    draft: HighlightReport | None
    due_on: date | None  # none for a correction: what it corrects is there

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and clock.today() > self.due_on


def due(user: User, partnership: Partnership) -> list[Due]:
    """What waits for whoever writes reports: every draft, and every report not begun of the last months that are over
    (an older one stays missing: nobody writes it any more); the oldest month first. Six queries, one for whoever
    writes none."""
    streams = Workstream.objects.editable_by(user).filter(partnership=partnership).select_related("partnership")
    mine = {stream.pk: stream for stream in streams.order_by("name")}
    if not mine:
        return []
    reports = HighlightReport.objects.filter(workstream__in=mine)
    drafts = reports.filter(state=HighlightReport.State.DRAFT)
    days = GatePolicy.objects.report_days(partnership)

    def by(month: date) -> date:
        return months.due_on(month, days(months.last_day(month)))

    found = []
    for draft in drafts:
        stream = mine[draft.workstream_id]
        found.append(Due(stream, draft.month, _of(stream, draft), None if draft.version > 1 else by(draft.month)))
    last, first = months.last_over(clock.today()), first_month(partnership)
    oldest = months.shifted(last, 1 - STILL_WRITTEN)
    begun = set(reports.order_by().values_list("workstream", "month"))
    awaited = _at_work(mine, months.between(max(first, oldest), last) if first else []) - begun
    found += [Due(mine[pk], month, None, by(month)) for pk, month in awaited]
    return sorted(found, key=lambda each: (each.month, each.workstream.name))


def _at_work(streams: Iterable[int], asked: list[date]) -> set[tuple[int, date]]:
    """Which of these workstreams were at work when each of these months ended. One query."""
    then = [stage_at(clock.end_of(months.last_day(month)), "pk") for month in asked]
    rows = Workstream.objects.filter(pk__in=streams).order_by().values_list("pk", *then)
    return {(pk, month) for pk, *at in rows for month, stage in zip(asked, at, strict=True) if stage not in NOT_AT_WORK}


def _of(stream: Workstream, draft: HighlightReport) -> HighlightReport:
    draft.workstream = stream
    return draft

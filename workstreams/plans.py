"""A plan as it stands on a day: what is met, late or ahead, how it slips, and where its critical path runs.

One function for each: pages, charts, packs, files and the API ask here, so that they can not disagree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Case, DateField, DurationField, ExpressionWrapper, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.db.models.lookups import In

from partnership import clock
from workstreams import stages
from workstreams.models import BaselinedDate, Dependency, Milestone
from workstreams.models.stages import stage_at
from workstreams.schedule import Slot, Task, day_of, schedule, task_of

STATES = (("late", "Late"), ("planned", "Planned"), ("set aside", "Set aside"), ("met", "Met"))


@dataclass(frozen=True)
class Step:
    """A milestone as it stands on a day. Days of slip are above 0 when it is later than the baseline.

    `slot` is its place in the programme's network of dependencies; None where that was not asked for.
    """

    milestone: Milestone
    expected_on: date
    state: str  # met, late, planned or set aside
    slip_days: int
    original_on: date | None = None  # planned in the first baseline that has it
    baselines: int = 0  # how many have it
    waits_for: tuple[str, ...] = ()
    slot: Slot | None = None

    @property
    def is_done(self) -> bool:
        return self.state == "met"

    @property
    def state_words(self) -> str:
        return dict(STATES)[self.state]

    @property
    def slip(self) -> str:
        return slip_words(self.slip_days)

    @property
    def original_slip_days(self) -> int | None:
        """Against the first baseline. None before there is one."""
        if self.original_on is None:
            return None
        return self.slip_days + (self.milestone.planned_on - self.original_on).days

    @property
    def original_slip(self) -> str:
        return "–" if self.original_slip_days is None else slip_words(self.original_slip_days)

    @property
    def starts_on(self) -> date | None:
        """The first day of a task, as it is expected or was; never after its end."""
        row = self.milestone
        start = row.actual_start_on or row.forecast_start_on or row.planned_start_on
        return min(start, self.expected_on) if start else None

    @property
    def is_critical(self) -> bool:
        """A day later here is a day later at the end of what hangs together with it; not for what is done."""
        return bool(self.slot and self.slot.is_critical and not self.is_done)

    @property
    def float_days(self) -> int | None:
        """How much later it may be without moving the end of what it hangs together with. None for what is done, and
        for what neither waits nor is waited for."""
        return None if self.slot is None or self.slot.alone or self.is_done else self.slot.total_float

    @property
    def float_words(self) -> str:
        if self.float_days is None:
            return "–"
        return "None: critical" if self.is_critical else f"{self.float_days} day{'' if self.float_days == 1 else 's'}"

    @property
    def pushed_on(self) -> date | None:
        """The day on which it can be done at the earliest, where what it waits for makes that later than expected."""
        if self.slot is None or self.is_done:
            return None
        earliest = day_of(self.slot.earliest_end)
        return earliest if earliest > self.milestone.planned_on + timedelta(days=self.slip_days) else None


def step(milestone: Milestone, on: date) -> Step:
    """Met, if it was by this day; set aside, where the workstream rests or is closed; late, if the planned day is over;
    else planned. What is late slips every day more. Of a day gone by ask about rows of `as_at`: of others the stage
    that their workstream has now is read."""
    met = milestone.actual_on is not None and milestone.actual_on <= on
    expected = milestone.actual_on if met and milestone.actual_on else milestone.forecast_on or milestone.planned_on
    stage = milestone.stage_then if hasattr(milestone, "stage_then") else milestone.workstream.stage
    idle = stage in stages.IDLE
    state = "met" if met else "set aside" if idle else "late" if milestone.planned_on < on else "planned"
    days = (max(expected, on) if state == "late" else expected) - milestone.planned_on
    return Step(milestone, expected, state, days.days)


def as_at(rows: QuerySet[Milestone], on: date) -> QuerySet[Milestone]:
    """With their workstreams, and as `stage_then` the stage that these had when a day ended: what `step` reads."""
    return rows.annotate(stage_then=stage_at(clock.end_of(on))).select_related("workstream")


def slip_words(days: int) -> str:
    """In days; beyond a quarter first in whole months, and from two years on in whole years.

    >>> [slip_words(1), slip_words(-30), slip_words(0), slip_words(400), slip_words(7022)]
    ['1 day late', '30 days early', 'On plan', '13 months late (400 days)', '19 years late (7,022 days)']
    """
    if not days:
        return "On plan"
    size = abs(days)
    number, unit = (size, "day") if size < 92 else (size * 12 // 365, "month") if size < 730 else (size // 365, "year")
    exactly = "" if unit == "day" else f" ({size:,} days)"
    return f"{number} {unit}{'' if number == 1 else 's'} {'late' if days > 0 else 'early'}{exactly}"


# --- The whole plan ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Network:
    """The programme's schedule, and what its milestones wait for and were first planned for, by their ids."""

    slots: Mapping[int, Slot]
    waits_for: Mapping[int, tuple[str, ...]]
    originals: Mapping[int, tuple[date, int]]

    def about(self, found: Step) -> Step:
        pk = found.milestone.pk
        original, baselines = self.originals.get(pk, (None, 0))
        return replace(
            found,
            slot=self.slots.get(pk),
            waits_for=self.waits_for.get(pk, ()),
            original_on=original,
            baselines=baselines,
        )

    def critical(self) -> list[int]:
        return [pk for pk, slot in self.slots.items() if slot.is_critical]


def network(milestones: QuerySet[Milestone], on: date) -> Network:
    """The schedule of these milestones, which must be whole programmes. Three queries, for any number of them.

    Nothing that is open can begin or end in the past: what has not begun begins today at the earliest, and of what has
    begun only the rest is still to do. What was set aside holds up nothing.
    """
    working = as_at(milestones, on).exclude(aside(on))
    rows = {row.pk: row for row in working.order_by("planned_on", "pk")}
    pairs = list(
        Dependency.objects.filter(milestone__in=milestones.order_by())
        .order_by("pk")
        .values_list("waits_for", "milestone")
    )
    waits_for: dict[int, tuple[str, ...]] = {}
    for first, second in pairs:
        if first in rows and second in rows:
            waits_for[second] = (*waits_for.get(second, ()), rows[first].title)
    slots = schedule({pk: _task(step(row, on), on) for pk, row in rows.items()}, pairs)
    return Network(slots, waits_for, _originals(milestones))


def _task(found: Step, on: date) -> Task:
    if found.is_done:
        return task_of(found.starts_on, found.expected_on, done=True)
    task = task_of(found.starts_on, found.expected_on)
    today = on.toordinal()
    if task.days == 0:
        return replace(task, begins=max(task.begins, today))
    ends = task.begins + task.days
    task = replace(task, begins=max(task.begins, today - 1))  # its first day is today or later
    if found.milestone.actual_start_on:
        return replace(task, days=max(ends - task.begins, 1))
    return task


def _originals(milestones: QuerySet[Milestone]) -> dict[int, tuple[date, int]]:
    """The planned day of each in the first baseline that has it, and how many have it."""
    rows = BaselinedDate.objects.filter(milestone__in=milestones.order_by()).order_by("baseline__version")
    found: dict[int, tuple[date, int]] = {}
    for pk, planned in rows.values_list("milestone_id", "planned_on"):
        first, number = found.get(pk, (planned, 0))
        found[pk] = (first, number + 1)
    return found


def steps(rows: Iterable[Milestone], whole: Network, on: date) -> list[Step]:
    return [whole.about(step(row, on)) for row in rows]


def conclusion(found: Iterable[Step], on: date) -> str:
    """The sentence a reader should take away from a plan."""
    listed = list(found)
    if not listed:
        return "No milestones are planned."
    met = sum(each.is_done for each in listed)
    behind = [each for each in listed if each.state == "late"]
    said = f"{met} of {len(listed)} milestone{'' if len(listed) == 1 else 's'} {'is' if met == 1 else 'are'} met"
    if behind:
        worst = max(behind, key=lambda each: each.slip_days)
        said += (
            f"; {len(behind)} {'is' if len(behind) == 1 else 'are'} late, “{worst.milestone.title}” most ({worst.slip})"
        )
    ahead = [each for each in listed if each.state == "planned"]
    if ahead and not behind:
        following = min(ahead, key=lambda each: each.expected_on)
        said += f"; next comes “{following.milestone.title}”, {following.expected_on:%-d %B %Y}"
    return f"{said}.{_path_words(listed)}"


def _path_words(listed: list[Step]) -> str:
    """The critical path of the network that ends last, of those that are on the list."""
    critical = [(each.slot, each) for each in listed if each.slot and each.is_critical]
    if not critical:
        return ""
    critical.sort(key=lambda pair: (pair[0].earliest_end, pair[0].earliest_begin))
    network_ = critical[-1][0].network
    path = [each for slot, each in critical if slot.network == network_]
    last = path[-1]
    if len(path) == 1:
        return f" On the critical path is “{last.milestone.title}”, {last.expected_on:%-d %B %Y}."
    titles = [f"“{each.milestone.title}”" for each in path[:-1]]
    more = f" and {len(titles) - 3} more" if len(titles) > 3 else ""
    ends = f"“{last.milestone.title}”, {(last.pushed_on or last.expected_on):%-d %B %Y}"
    return f" The critical path runs through {', '.join(titles[:3])}{more} to {ends}."


# --- The same, as columns to filter and sort by -----------------------------------------------------------------------
def _open(on: date) -> Q:
    return Q(actual_on=None) | Q(actual_on__gt=on)


def _idle(on: date) -> Q:
    return Q(In(stage_at(clock.end_of(on)), stages.IDLE))


def aside(on: date) -> Q:
    """Milestones that are not met, of workstreams at which nobody works."""
    return _open(on) & _idle(on)


def late(on: date) -> Q:
    """Milestones whose planned day is over, and that are not met."""
    return _open(on) & Q(planned_on__lt=on) & ~_idle(on)


def with_standing(rows: QuerySet[Milestone], on: date) -> QuerySet[Milestone]:
    """With `expected`, `standing` (met, aside, late or planned) and `slip_time` as `step` reckons them, within the
    query."""
    met = Q(actual_on__lte=on)
    expected = Case(
        When(met, then=F("actual_on")),
        default=Coalesce(F("forecast_on"), F("planned_on")),
        output_field=DateField(),
    )
    rows = rows.annotate(
        expected=expected,
        standing=Case(
            When(met, then=Value("met")),
            When(aside(on), then=Value("set aside")),
            When(late(on), then=Value("late")),
            default=Value("planned"),
        ),
    )
    today = Value(on, output_field=DateField())
    until = Case(When(late(on), then=Greatest(F("expected"), today)), default=F("expected"))
    slip = ExpressionWrapper(until - F("planned_on"), output_field=DurationField())
    return rows.annotate(slip_time=slip)

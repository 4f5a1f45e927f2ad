"""How well the shared services run: the newest reading of each series against its target, the one before, the baseline
and the comparators; and which readings are overdue.

Reading alone, in five queries for any number of readings. A series is an indicator measured for one organisation, or
for all together.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from partnership import clock
from partnership.models import Organisation, Partnership, User
from workstreams import measuring, stages
from workstreams.measuring import Status, Trend
from workstreams.models import Indicator, Participation, Reading, StageMove
from workstreams.models.stages import stage_at
from workstreams.spans import Span, last_over

GRACE_DAYS = 30  # after the end of a period a reading may take so long to arrive before it is overdue
WORST = 5  # how many are named beside the savings
ORDER = (Status.MET, Status.WITHIN, Status.MISSED, Status.NO_TARGET)


@dataclass(frozen=True)
class Against:
    """Another value of the same indicator: what it was, of when or whom, and how the newest stands against it."""

    name: str
    hundredths: int
    trend: Trend
    span: Span
    source: str = ""

    @property
    def words(self) -> str:
        return f"{self.trend.value.capitalize()}: {measuring.plain(self.hundredths)} ({self.name})"


@dataclass(frozen=True)
class Standing:
    """The newest reading of a series, and what it is held against."""

    reading: Reading
    previous: Against | None
    baseline: Against | None
    comparators: tuple[Against, ...]

    @property
    def indicator(self) -> Indicator:
        return self.reading.indicator

    @property
    def status(self) -> Status:
        return self.reading.status

    @property
    def severity(self) -> object:
        value, target = self.reading.value_hundredths, self.reading.target_hundredths
        return measuring.severity(value, target, self.indicator.better)


@dataclass(frozen=True)
class Overdue:
    """A reading that should have arrived: whose, of which period, since when it is overdue."""

    indicator: Indicator
    organisation: Organisation | None
    span: Span

    @property
    def whose(self) -> str:
        return self.organisation.short_name if self.organisation else "All together"

    @property
    def since_on(self) -> date:
        return self.span.last_on + timedelta(days=GRACE_DAYS + 1)


@dataclass(frozen=True)
class Quality:
    """The service quality of a partnership, or of one workstream, on a day."""

    indicators: tuple[Indicator, ...] = ()
    standings: tuple[Standing, ...] = ()
    overdue: tuple[Overdue, ...] = ()
    baselines: tuple[Reading, ...] = field(default=(), repr=False)

    @cached_property
    def counts(self) -> dict[Status, int]:
        """How many series are met, within tolerance, missed, and without a target."""
        found = Counter(standing.status for standing in self.standings)
        return {status: found[status] for status in ORDER}

    @property
    def judged(self) -> int:
        return sum(number for status, number in self.counts.items() if status is not Status.NO_TARGET)

    @cached_property
    def worst(self) -> list[Standing]:
        """Those furthest from their targets, as a part of the target; the missed before those within tolerance."""
        short = [one for one in self.standings if one.status in (Status.MISSED, Status.WITHIN)]
        return sorted(short, key=lambda one: (one.status is not Status.MISSED, -one.severity))[:WORST]  # type: ignore[operator]

    def of_indicator(self, pk: int) -> list[Standing]:
        return [standing for standing in self.standings if standing.indicator.pk == pk]


def quality(
    partnership: Partnership,
    *,
    user: User,
    on: date | None = None,
    workstream: int | None = None,
    indicator: int | None = None,
) -> Quality:
    """As it stands now or, with `on`, as it stood at the end of that day. Five queries.

    Of the indicators in use; one that is named by its key is told of after it has ended, too.
    """
    day, before = on or clock.today(), clock.end_of(on) if on else None
    indicators = Indicator.objects.visible_to(user).filter(workstream__partnership=partnership)
    indicators = indicators.current(day) if indicator is None else indicators.filter(pk=indicator)
    if workstream is not None:
        indicators = indicators.filter(workstream=workstream)
    indicators = indicators.annotate(stage_then=stage_at(clock.end_of(day)))
    measured = tuple(indicators.select_related("workstream").prefetch_related("organisations"))
    if not measured:
        return Quality()
    known = {indicator.pk: indicator for indicator in measured}
    rows = _newest(Reading.objects.visible_to(user).in_force(before), known, day)
    standings = _standings(rows)
    baselines = tuple(row for row in rows if row.before_sharing and row.place_in_series == 1)
    return Quality(measured, standings, tuple(_overdue(measured, rows, day)), baselines)


def _newest(rows: QuerySet[Reading], known: dict[int, Indicator], day: date) -> list[Reading]:
    """The newest two readings of each series that were over by the day, of before and after sharing apart."""
    place = Window(
        RowNumber(),
        partition_by=[F("indicator"), F("organisation"), F("comparator"), F("before_sharing")],
        order_by=[F("last_on").desc(), F("pk").desc()],
    )
    rows = rows.filter(indicator__in=known, last_on__lte=day)
    found = list(rows.annotate(place_in_series=place).filter(place_in_series__lte=2).select_related("organisation"))
    for row in found:
        row.indicator = known[row.indicator_id]
    return found


def _standings(rows: Iterable[Reading]) -> tuple[Standing, ...]:
    own: dict[tuple[int, int | None], dict[int, Reading]] = defaultdict(dict)
    before: dict[tuple[int, int | None], Reading] = {}
    comparators: dict[int, list[Reading]] = defaultdict(list)
    for row in rows:
        place = row.place_in_series  # type: ignore[attr-defined]
        if row.comparator:
            if place == 1:
                comparators[row.indicator_id].append(row)
        elif row.before_sharing:
            if place == 1:
                before[row.indicator_id, row.organisation_id] = row
        else:
            own[row.indicator_id, row.organisation_id][place] = row
    made = []
    for (indicator, organisation), of_series in own.items():
        newest = of_series[1]
        started = before.get((indicator, organisation)) or before.get((indicator, None))
        others = sorted(comparators[indicator], key=lambda row: row.comparator)
        made.append(
            Standing(
                newest,
                _against(newest, of_series.get(2)),
                _against(newest, started),
                tuple(_against(newest, other, other.comparator) for other in others),
            )
        )
    return tuple(sorted(made, key=_in_words))


def _in_words(one: Standing) -> tuple[str, str, str]:
    return (one.indicator.workstream.name, one.indicator.name, one.reading.whose)


def _against(newest: Reading, other: Reading | None, name: str = "") -> Against | None:
    if other is None:
        return None
    way = measuring.trend(newest.value_hundredths, other.value_hundredths, newest.indicator.better)
    called = f"{name}, {other.span}" if name else str(other.span)
    return Against(called, other.value_hundredths, way, other.span, other.source)


def _overdue(measured: Iterable[Indicator], rows: Iterable[Reading], day: date) -> Iterable[Overdue]:
    """Of each series whose last period is over for longer than the days of grace and that has no reading of it: where
    the service is worked at, and of who took part for the whole of that period."""
    newest: dict[tuple[int, int | None], date] = {}
    for row in rows:
        if not row.comparator and not row.before_sharing:
            key = (row.indicator_id, row.organisation_id)
            newest[key] = max(newest.get(key, row.last_on), row.last_on)
    each = [one for one in measured if one.measured == Indicator.Measured.EACH]
    taking_part: dict[int, list[Participation]] = defaultdict(list)
    if each:
        of = Participation.objects.current(day).filter(workstream__in={one.workstream_id for one in each})
        for row in of.select_related("organisation").order_by("organisation__code"):
            taking_part[row.workstream_id].append(row)
    for indicator in measured:
        if indicator.stage_then in stages.IDLE:  # type: ignore[attr-defined]
            continue
        span = last_over(day - timedelta(days=GRACE_DAYS), indicator.frequency)
        if span.first_on < indicator.from_on or (indicator.to_on and indicator.to_on < span.last_on):
            continue  # it was not measured for the whole of that period
        partners = [row.organisation for row in taking_part[indicator.workstream_id] if row.from_on <= span.first_on]
        for organisation in _expected(indicator, partners):
            last = newest.get((indicator.pk, organisation.pk if organisation else None))
            if last is None or last < span.last_on:
                yield Overdue(indicator, organisation, span)


def _expected(indicator: Indicator, taking_part: list[Organisation]) -> list[Organisation | None]:
    if indicator.measured == Indicator.Measured.JOINT:
        return [None]
    if indicator.measured == Indicator.Measured.EACH:
        return [*taking_part]
    return sorted(indicator.organisations.all(), key=lambda each: each.code)  # type: ignore[return-value]


def marker(partnership: Partnership) -> str:
    """What changes with a reading or an indicator of the partnership, with who takes part, or a stage. One query."""
    readings = Reading.objects.filter(partnership=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    of = Q(workstream__partnership=OuterRef("pk"))
    changes = Indicator.history.filter(of).order_by("-history_id").values("history_id")[:1]
    parties = Participation.history.filter(of).order_by("-history_id").values("history_id")[:1]
    moves = StageMove.objects.filter(of).order_by("-pk").values("pk")[:1]
    found = Partnership.objects.filter(pk=partnership.pk).order_by()
    last = map(Subquery, (readings, changes, parties, moves))
    return "-".join(str(value or 0) for value in found.values_list(*last).get())

"""Charts of figures, as Vega-Lite specifications: pure, from figures and names alone.

Each chart carries the sentence that says what it shows (its alternative text) and the same numbers as a table. A chart
depends only on amounts at a sequence of the ledger and on the day that they are as at, never on the day on which it is
looked at, so it is the same for ever for the same point. How it looks is in `drawing`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from partnership.dated import financial_year_of, year_name
from partnership.money import format_percent, format_pounds
from savings.drawing import WAITING, WIDE, Bar, grouped_bars, lines
from savings.figures import Amounts, Figures, Line, Measure, portion
from savings.models.words import Kind
from savings.tables import Names


@dataclass(frozen=True)
class Chart:
    """One chart: `conclusion` is its alternative text, `rows` (of words) the same numbers as a table."""

    name: str
    title: str
    conclusion: str
    specification: Mapping[str, Any]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def workstreams(figures: Figures, names: Names, kind: str, width: int = WIDE) -> Chart | None:
    """Target, forecast and realised of each workstream; none without figures."""
    measures = (Measure.TARGET, Measure.FORECAST, Measure.REALISED)
    amounts_of = {pk: line.amounts for pk, line in figures.by_workstream(kind).items() if pk in names.workstreams}
    kept = [(name.text, amounts_of[pk]) for pk, name in names.workstreams.items() if pk in amounts_of]
    if not any(amounts[m] for _, amounts in kept for m in measures):
        return None
    bars = [Bar(row, m.label, text, amounts[m]) for row, (text, amounts) in enumerate(kept) for m in measures]
    return Chart(
        "workstreams",
        f"{Kind(kind).label}: target, forecast and realised by workstream",
        _about_workstreams(kept, figures.total(kind), kind),
        grouped_bars(bars, [m.label for m in measures], width),
        ("Workstream", *(m.label for m in measures)),
        tuple((text, *(format_pounds(amounts[m]) for m in measures)) for text, amounts in kept),
    )


def _about_workstreams(kept: list[tuple[str, Amounts]], line: Line, kind: str) -> str:
    """The sentence a reader should take away. What is realised without a target is no part of one."""
    whole, word = line.amounts, Kind(kind).label.lower()
    realised = format_pounds(whole.realised)
    if whole.target:
        name, most = max(kept, key=lambda each: each[1].target)
        of_target = whole.realised - line.untargeted
        part = _percent(of_target, whole.target)
        said = f"{format_pounds(of_target)} of the {format_pounds(whole.target)} {word} target is realised ({part})."
        if line.untargeted:
            said += f" A further {format_pounds(line.untargeted)} is realised without a target."
        largest = f" The largest target is that of {name}: {format_pounds(most.target)}."
    elif whole.realised:
        name, most = max(kept, key=lambda each: each[1].realised)
        said = f"{realised} of {word} savings is realised. No target is set."
        largest = f" The most is realised in {name}: {format_pounds(most.realised)}."
    else:
        said = f"{format_pounds(whole.forecast)} of {word} savings is forecast. No target is set, nothing is realised."
        largest = ""
    return said if len(kept) == 1 else said + largest


def years(figures: Figures, kind: str, width: int = WIDE) -> Chart | None:
    """The running total at the end of each financial year. What is planned ends with the last year that adds to it;
    what is realised and verified goes on, level if need be, to the year of the day that the figures are as at."""
    running = figures.cumulative(kind)
    measures = (Measure.TARGET, Measure.FORECAST, Measure.REALISED, Measure.VERIFIED)
    own = {year: line.amounts for year, line in figures.by_year(kind).items()}
    last = {m: max((year for year, amounts in own.items() if amounts[m]), default=0) for m in measures}
    shown = [m for m in measures if last[m]]
    if not shown:
        return None
    now = financial_year_of(figures.as_at.on)
    last |= {m: max(last[m], now) for m in (Measure.REALISED, Measure.VERIFIED)}
    points = [
        {"year": year_name(year), "series": m.label, "pence": amounts[m]}
        for m in shown
        for year, amounts in running.items()
        if year <= last[m]
    ]
    return Chart(
        "years",
        f"{Kind(kind).label}: running total by financial year",
        _about_years(running, figures, kind),
        lines(points, [m.label for m in shown], [year_name(year) for year in running], width),
        ("By the end of", *(m.label for m in measures)),
        tuple((year_name(year), *(format_pounds(amounts[m]) for m in measures)) for year, amounts in running.items()),
    )


def _about_years(running: dict[int, Amounts], figures: Figures, kind: str) -> str:
    """What is realised by the day, against what is due by it: the numbers of the headline."""
    word, line = Kind(kind).label.lower(), figures.total(kind)
    realised, verified = format_pounds(line.amounts.realised), format_pounds(line.amounts.verified)
    if not line.amounts.realised:
        end = max(running)
        name, pence = ("target", running[end].target) if running[end].target else ("forecast", running[end].forecast)
        reached = f"The {name} reaches {format_pounds(pence)} of {word} savings by the end of {year_name(end)}"
        return f"{reached}; nothing is realised yet."
    said = f"By {figures.as_at.on:%-d %B %Y}, {realised} of {word} savings is realised"
    if line.due:
        said += f" against {format_pounds(line.due)} of target due"
    if line.untargeted and line.amounts.target:
        said += f", {format_pounds(line.untargeted)} of it without a target"
    return f"{said}; {verified} of it is verified."


FIRMEST = (Measure.REALISED, Measure.CONTRACTED, Measure.FORECAST, Measure.TARGET)


def organisations(figures: Figures, names: Names, kind: str, width: int = WIDE) -> Chart | None:
    """Each organisation's share of what is realised; of the firmest claim there is, where nothing is realised yet."""
    amounts_of = {pk: line.amounts for pk, line in figures.by_organisation(kind).items() if pk in names.organisations}
    measure = next((m for m in FIRMEST if any(amounts[m] for amounts in amounts_of.values())), None)
    if measure is None:
        return None
    kept = [
        (name.text, amounts_of.get(pk, Amounts())[measure])
        for pk, name in names.organisations.items()
        if pk in amounts_of
    ]
    whole = sum(pence for _, pence in kept)
    bars = [Bar(row, measure.label, text, pence, _percent(pence, whole)) for row, (text, pence) in enumerate(kept)]
    return Chart(
        "organisations",
        f"{Kind(kind).label}: share of {_claim(measure)} by organisation",
        _about_shares(kept, whole, measure, kind),
        grouped_bars(bars, [measure.label], width),
        ("Organisation", measure.label, "Part of all"),
        tuple((text, format_pounds(pence), _percent(pence, whole)) for text, pence in kept),
    )


def _claim(measure: Measure) -> str:
    return {Measure.TARGET: "the target", Measure.FORECAST: "the forecast"}.get(measure, f"{measure.value} savings")


def _percent(part: int, whole: int) -> str:
    found = portion(part, whole)
    return "–" if found is None else format_percent(found)


def _about_shares(kept: list[tuple[str, int]], whole: int, measure: Measure, kind: str) -> str:
    what = f"{format_pounds(whole)} of {Kind(kind).label.lower()} savings ({measure.value})"
    most, least = max(pence for _, pence in kept), min(pence for _, pence in kept)
    if len(kept) == 1:
        return f"{kept[0][0]} alone has {what}."
    if most - least <= len(kept):
        each = format_pounds(most) if most == least else f"{format_pounds(least)} to {format_pounds(most)}"
        return f"{what} is shared equally by {len(kept)} organisations: {each} each."
    name = next(text for text, pence in kept if pence == most)
    return f"{name} has the largest share of {what}: {format_pounds(most)}, {_percent(most, whole)}."


def verification(figures: Figures, names: Names, kind: str, width: int = WIDE) -> Chart | None:
    """What each organisation's finance officer has verified of what is realised, beside what waits."""
    amounts_of = {pk: line.amounts for pk, line in figures.by_organisation(kind).items() if line.amounts.realised}
    kept = [(name.text, amounts_of[pk]) for pk, name in names.organisations.items() if pk in amounts_of]
    if not kept:
        return None
    bars = [
        Bar(row, series, text, pence)
        for row, (text, amounts) in enumerate(kept)
        for series, pence in (("Verified", amounts.verified), (WAITING, amounts.realised - amounts.verified))
    ]
    return Chart(
        "verification",
        f"{Kind(kind).label}: realised savings verified and waiting, by organisation",
        _about_verification(kept, figures.total(kind).amounts, kind),
        grouped_bars(bars, ["Verified", WAITING], width),
        ("Organisation", "Realised", "Verified", WAITING),
        tuple(
            (text, *map(format_pounds, (amounts.realised, amounts.verified, amounts.realised - amounts.verified)))
            for text, amounts in kept
        ),
    )


def _about_verification(kept: list[tuple[str, Amounts]], whole: Amounts, kind: str) -> str:
    word, waiting = Kind(kind).label.lower(), whole.realised - whole.verified
    if not waiting:
        return f"All {format_pounds(whole.realised)} of realised {word} savings is verified."
    name, most = max(kept, key=lambda each: each[1].realised - each[1].verified)
    part = _percent(whole.verified, whole.realised)
    of_all = f"{format_pounds(whole.verified)} of {format_pounds(whole.realised)} realised {word} savings"
    said = f"{of_all} is verified ({part}); {format_pounds(waiting)} waits"
    of_most = format_pounds(most.realised - most.verified)
    return f"{said}, most of it for {name} ({of_most})." if len(kept) > 1 else f"{said}."


# Every chart by the name in its address. All are made from the same three things.
CHARTS: dict[str, Callable[[Figures, Names, str, int], Chart | None]] = {
    "workstreams": workstreams,
    "years": lambda figures, names, kind, width: years(figures, kind, width),
    "organisations": organisations,
    "verification": verification,
}


def chosen(wanted: Iterable[str], figures: Figures, names: Names, kind: str, width: int = WIDE) -> list[Chart]:
    """The charts of these names that have something to show."""
    made = (CHARTS[name](figures, names, kind, width) for name in wanted)
    return [chart for chart in made if chart is not None]

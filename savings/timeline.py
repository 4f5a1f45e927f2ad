"""The timeline of a plan (a Gantt chart) as one Vega-Lite specification, for page and pack alike. Pure.

Nothing is told by colour alone: what is met is full, what is ahead is empty, what is late has a broken outline, and
what is critical says so in words; a thin mark shows the day of the baseline. The same stands in a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from savings.charts import Chart
from savings.drawing import INK, NARROW, QUIET, WIDE, base, chosen_by, lines_of
from workstreams.plans import Step, conclusion

MOST_ROWS = 30  # of a picture: more can not be read; the table beside it has all
BACK, AHEAD = 365, 5 * 365  # days around today that a picture shows, while anything is still to be done
HEADINGS = ("Milestone", "Planned", "Expected", "Slip", "Float")
_FILLS = {"met": "#12343b", "planned": "#ffffff", "set aside": "#ffffff", "late": "#ffffff"}
_STROKES = {"met": "#12343b", "planned": "#0b5d66", "set aside": "#6b7377", "late": "#8a2f1d"}
_ROW, _ROW_WITH_NAME, _ROW_IN_PRINT = 34, 40, 25  # pixels


@dataclass(frozen=True)
class Window:
    """The days that a picture shows, and the steps in it."""

    first: date
    last: date
    steps: tuple[Step, ...]


def short(day: date | None) -> str:
    """A date that fits a narrow column: 5 Sep 2007."""
    return f"{day.day} {day:%b} {day.year}" if day else "–"


def chart(steps: Sequence[Step], on: date, *, of: str, programme: bool, width: int = WIDE) -> Chart | None:
    """The timeline of a plan as on a day; none without milestones. `programme`: name the workstream of each."""
    if not steps:
        return None
    shown = window(steps, on)
    said = conclusion(steps, on)
    if len(shown.steps) < len(steps):
        said += f" The picture shows {len(shown.steps)} of them: what is open, and what was done last."
    return Chart(
        "timeline",
        f"Timeline of {of}",
        said,
        _specification(shown, on, programme=programme, width=width),
        HEADINGS,
        tuple(_row(each, programme=programme) for each in shown.steps),
    )


def _row(found: Step, *, programme: bool) -> tuple[str, ...]:
    days = (short(found.milestone.planned_on), short(found.expected_on))
    return (_name(found, programme=programme), *days, found.slip, found.float_words)


def _name(found: Step, *, programme: bool) -> str:
    return f"{found.milestone.workstream.name}: {found.milestone.title}" if programme else found.milestone.title


def _lines(found: Step, *, programme: bool, whole: bool) -> list[str]:
    """The name beside a row, on two lines: below the title stands the workstream, where there are several."""
    if whole:
        workstream = f" ({found.milestone.workstream.name})" if programme else ""
        return [_cut(f"{found.milestone.title}{workstream}", 66)]
    if not programme:
        return lines_of(found.milestone.title, 28)
    return [_cut(found.milestone.title, 34), _cut(found.milestone.workstream.name, 34)]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def window(steps: Sequence[Step], on: date) -> Window:
    """What is open, with what was done in the year before; where all is done, the whole of it. At most `MOST_ROWS`."""
    still_open = [each for each in steps if not each.is_done]
    since = on - timedelta(days=BACK)
    kept = [each for each in steps if not each.is_done or each.expected_on >= since] if still_open else list(steps)
    if len(kept) > MOST_ROWS:
        kept = sorted(kept, key=lambda each: (each.is_done, abs((each.expected_on - on).days)))[:MOST_ROWS]
    kept = [each for each in steps if each in kept]
    days = [day for each in kept for day in (each.starts_on, each.expected_on, each.milestone.planned_on) if day]
    first, last = min(days), max(days)
    if still_open:
        first, last = max(first, since), min(max(last, on), on + timedelta(days=AHEAD))
        first, last = min(first, on), max(last, on)
    return Window(first, max(last, first + timedelta(days=27)), tuple(kept))


# --- The picture ------------------------------------------------------------------------------------------------------
def _specification(shown: Window, on: date, *, programme: bool, width: int) -> dict[str, Any]:
    beside = width > NARROW
    first, last = shown.first.toordinal(), shown.last.toordinal()
    values = [_value(row, each, shown, on) for row, each in enumerate(shown.steps)]
    in_print = width > WIDE  # there is room for a name on one line, which print needs: it sets two lines askew
    names = {str(row): _lines(each, programme=programme, whole=in_print) for row, each in enumerate(shown.steps)}
    room = (last - first) * (34 if beside else 60) // 100  # for the words beside the last day
    marks = _marks(shown, 5 if beside else 3)
    axis = {"values": list(marks), "labelExpr": chosen_by("datum.value", marks), "orient": "top", "labelOverlap": True}
    x = {
        "field": "begin",
        "type": "quantitative",
        "axis": axis,
        "scale": {"domain": [first - (last - first) // 40, last + room], "nice": False, "zero": False},
    }
    y_axis = {
        "labelExpr": chosen_by("datum.value", names),
        "labelLimit": 420 if in_print else 220,
        "labelPadding": 8,
        "ticks": False,
        "domain": False,
    }
    y = {"field": "row", "type": "nominal", "sort": None, "axis": y_axis if beside else None}
    layers = [_today_layer(on)] if shown.first <= on <= shown.last else []
    layers += [_baseline_layer(), _bar_layer(), _point_layer(), _words_layer()]
    if not beside:
        layers.append(_name_layer())
    return base(width) | {
        "height": {"step": (_ROW_IN_PRINT if in_print else _ROW) if beside else _ROW_WITH_NAME},
        "data": {"values": values},
        "encoding": {"x": x, "y": y},
        "layer": layers,
    }


def _value(row: int, found: Step, shown: Window, on: date) -> dict[str, Any]:
    """One row of the picture. What lies outside the window is drawn at its edge, and its words say when it is."""
    first, last = shown.first.toordinal(), shown.last.toordinal()

    def within(day: date) -> int:
        return min(max(day.toordinal(), first), last)

    end = max(found.expected_on, on) if found.state == "late" and found.is_critical else found.expected_on
    begin = found.starts_on
    cut = "← " if found.expected_on < shown.first else "→ " if found.expected_on > shown.last else ""
    words = [short(found.expected_on), found.slip.lower() if found.slip_days else ""]
    words += ["critical"] if found.is_critical else []
    return {
        "row": str(row),
        "name": _cut(found.milestone.title, 44),
        "begin": within(begin - timedelta(days=1)) if begin else within(end),
        "end": within(end),
        "planned": within(found.milestone.planned_on),
        "state": found.state,
        "task": begin is not None,
        "critical": found.is_critical,
        "label": cut + ", ".join(filter(None, words)),
    }


def _marks(shown: Window, wanted: int) -> dict[int, str]:
    """First days of months or years, about as many as wanted, with their names."""
    months = (shown.last.year - shown.first.year) * 12 + shown.last.month - shown.first.month + 1
    step = next((step for step in (1, 2, 3, 6, 12, 24, 60, 120) if months // step <= wanted), 240)
    found = {}
    for number in range(months + 1):
        index = shown.first.year * 12 + shown.first.month - 1 + number
        day = date(index // 12, index % 12 + 1, 1)
        if index % step == 0 and shown.first <= day <= shown.last:
            found[day.toordinal()] = f"{day.year}" if step >= 12 else f"{day:%b} {day.year}"
    return found or {shown.first.toordinal(): short(shown.first)}


def _look(part: dict[str, str]) -> dict[str, Any]:
    scale = {"domain": list(part), "range": list(part.values())}
    return {"field": "state", "type": "nominal", "scale": scale, "legend": None}


_DASH = {"condition": {"test": "datum.state === 'late'", "value": [4, 2]}, "value": [1, 0]}
_THICK = {"condition": {"test": "datum.critical", "value": 3.5}, "value": 1.5}


def _bar_layer() -> dict[str, Any]:
    return {
        "transform": [{"filter": "datum.task"}],
        "mark": {"type": "bar", "height": 12},
        "encoding": {
            "x2": {"field": "end"},
            "fill": _look(_FILLS),
            "stroke": _look(_STROKES),
            "strokeWidth": _THICK,
            "strokeDash": _DASH,
        },
    }


def _point_layer() -> dict[str, Any]:
    return {
        "transform": [{"filter": "!datum.task"}],
        "mark": {"type": "point", "shape": "diamond", "size": 150, "opacity": 1},
        "encoding": {
            "x": {"field": "end", "type": "quantitative"},
            "fill": _look(_FILLS),
            "stroke": _look(_STROKES),
            "strokeWidth": _THICK,
            "strokeDash": _DASH,
        },
    }


def _baseline_layer() -> dict[str, Any]:
    """From the planned day to the expected one, with a tick at the planned day."""
    line = {"type": "rule", "color": QUIET, "strokeWidth": 1, "yOffset": 11}
    tick = {"type": "tick", "color": QUIET, "thickness": 2, "height": 8, "yOffset": 11, "orient": "vertical"}
    planned = {"field": "planned", "type": "quantitative"}
    return {
        "layer": [
            {"mark": line, "encoding": {"x": planned, "x2": {"field": "end"}}},
            {"mark": tick, "encoding": {"x": planned}},
        ]
    }


def _words_layer() -> dict[str, Any]:
    words = {"type": "text", "fontSize": 12, "color": INK, "baseline": "middle", "align": "left", "dx": 11}
    furthest = {"calculate": "max(datum.end, datum.planned)", "as": "furthest"}
    encoding = {"x": {"field": "furthest", "type": "quantitative"}, "text": {"field": "label"}}
    return {"transform": [furthest], "mark": words, "encoding": encoding}


def _today_layer(on: date) -> dict[str, Any]:
    return {
        "data": {"values": [{"begin": on.toordinal()}]},
        "mark": {"type": "rule", "color": INK, "strokeWidth": 1.5, "strokeDash": [2, 3]},
        "encoding": {"x": {"field": "begin", "type": "quantitative"}, "y": None},
    }


def _name_layer() -> dict[str, Any]:
    words = {"type": "text", "fontSize": 12, "fontWeight": "bold", "color": INK, "align": "left", "dy": -15}
    return {"mark": words, "encoding": {"x": {"value": 0}, "text": {"field": "name"}}}

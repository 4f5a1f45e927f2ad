"""How charts look: bars and lines as Vega-Lite specifications.

Nothing is told by colour alone: bars differ in filling and outline and carry their values, lines differ in dashes and
in the shape of their points. Fillings go from empty to full as claims get firmer.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from textwrap import wrap
from typing import Any

from partnership.money import MINUS, rounded

WIDE, NARROW = 720, 320  # pixels: of a page or a pack, and of a telephone
FONT = "Arial, Liberation Sans, Helvetica, sans-serif"
INK, QUIET, RULE = "#14232a", "#4b5a61", "#c9d3d4"
WAITING = "Waiting to be verified"


@dataclass(frozen=True)
class Style:
    """How a series looks, as a bar and as a line."""

    fill: str
    stroke: str
    line: str
    dash: tuple[int, ...]
    shape: str


STYLES = {
    "Target": Style("#ffffff", QUIET, QUIET, (6, 4), "square"),
    "Forecast": Style("#9fd3cc", "#0b5d66", "#0b5d66", (2, 3), "triangle-up"),
    "Contracted": Style("#5fa8a8", "#0b5d66", "#0b5d66", (8, 3, 2, 3), "cross"),
    "Realised": Style("#12343b", "#12343b", "#12343b", (), "circle"),
    "Verified": Style("#12343b", "#12343b", "#8a5300", (), "diamond"),
    WAITING: Style("#ffffff", "#12343b", "#12343b", (2, 2), "square"),
    "Lower": Style("#ffffff", "#8a5300", "#8a5300", (6, 4), "square"),
    "Higher": Style("#12343b", "#12343b", "#12343b", (), "circle"),
    "As it comes": Style("#12343b", "#12343b", "#12343b", (), "circle"),
    "Discounted": Style("#9fd3cc", "#0b5d66", "#0b5d66", (6, 4), "diamond"),
}


@dataclass(frozen=True)
class Bar:
    """One bar: in which row (that of one name), of which series, how long. `label` stands beside the value."""

    row: int
    series: str
    name: str
    pence: int
    label: str = ""


_UNITS = ((10**11, 2, "bn"), (10**8, 2, "m"), (10**5, 1, "k"), (100, 0, ""))  # pence, decimals shown, letter


def compact(pence: int) -> str:
    """Pounds in few characters, for marks and axes alone: £950, £33.3k, £1.25m.

    >>> [compact(95_000), compact(33_333_34), compact(1_250_000_00)]
    ['£950', '£33.3k', '£1.25m']
    """
    size, sign = abs(pence), MINUS if pence < 0 else ""
    unit, decimals, letter = next((each for each in _UNITS if size >= each[0]), _UNITS[-1])
    scaled = rounded(Fraction(size * 10**decimals, unit))
    whole, part = divmod(scaled, 10**decimals)
    tail = f".{part:0{decimals}d}".rstrip("0").rstrip(".") if decimals else ""
    return f"{sign}£{whole:,}{tail}{letter}"


def signed(pence: int) -> str:
    """A change in few characters: +£950, −£33.3k."""
    return f"+{compact(pence)}" if pence > 0 else compact(pence)


def ticks(least: int, most: int, wanted: int) -> list[int]:
    """About `wanted` round values, in pence, from at or below `least` to at or above `most`; 0 is one of them."""
    least, most = min(least, 0), max(most, 0, 100)
    rough, step = max((most - least) // wanted, 1), 1
    while step * 10 <= rough:
        step *= 10
    step = next(step * factor for factor in (1, 2, 5, 10) if step * factor >= rough)
    return [step * number for number in range(least // step, -(-most // step) + 1)]


def lines_of(name: str, characters: int) -> list[str]:
    """A long name on at most two lines."""
    lines = wrap(name, characters) or [name]
    return lines if len(lines) <= 2 else [lines[0], lines[1][: characters - 1] + "…"]


def chosen_by(value: str, texts: Mapping[Any, Any]) -> str:
    """A Vega expression that looks a value up: text goes in as data, never as code."""
    return f"{json.dumps({str(key): text for key, text in texts.items()})}[{value}]"


def base(width: int) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": 4,
        "background": "white",
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "axis": {
                "labelFontSize": 13,
                "labelColor": INK,
                "gridColor": RULE,
                "domainColor": QUIET,
                "tickColor": RULE,
                "title": None,
            },
            "legend": {"labelFontSize": 13, "labelColor": INK, "labelLimit": 300, "symbolSize": 160, "title": None},
        },
    }


def _money_axis(pence: list[int], width: int) -> dict[str, Any]:
    marks = ticks(min(pence), max(pence), 6 if width > NARROW else 3)
    return {
        "axis": {"values": marks, "labelExpr": chosen_by("datum.value", {mark: compact(mark) for mark in marks})},
        "scale": {"domain": [marks[0], marks[-1]], "nice": False},
    }


def legend(series: list[str], width: int) -> dict[str, Any] | None:
    columns = len(series) if width > NARROW else 2
    if sum(map(len, series)) > 30 and width <= NARROW:
        columns = 1
    return {"orient": "top", "direction": "horizontal", "columns": columns} if len(series) > 1 else None


def grouped_bars(bars: list[Bar], series: list[str], width: int) -> dict[str, Any]:
    """Bars across, a group for each name; the name stands beside its group, or above it where the page is narrow."""
    rows = {bar.row: bar.name for bar in bars}
    beside = width > NARROW
    step = 17 if len(rows) * len(series) <= 40 else 14
    room = 0 if beside else 1  # a free row above the bars for the name
    slots = ([""] if room else []) + series
    values = [
        {
            "row": str(bar.row),
            "series": bar.series,
            "pence": bar.pence,
            "label": f"{compact(bar.pence)}{f' ({bar.label})' if bar.label else ''}",
        }
        for bar in bars
    ]
    y = {
        "field": "row",
        "type": "nominal",
        "sort": None,
        "scale": {"paddingInner": 0.22 if len(slots) > 1 else 0.4, "paddingOuter": 0.1},
        "axis": names_beside(rows) if beside else None,
    }
    offset = {"field": "series", "type": "nominal", "sort": slots, "scale": {"domain": slots}}
    specification = base(width) | {
        "height": {"step": step, "for": "offset"},
        "data": {"values": values},
        "encoding": {"y": y, "yOffset": offset},
        "layer": [_bar_layer(series, values, width), _value_layer()],
    }
    if not beside:
        specification["layer"].append(name_layer(rows))
    return specification


def names_beside(rows: dict[int, str]) -> dict[str, Any]:
    """The axis with the name of each group."""
    labels = {row: lines_of(name, 26) for row, name in rows.items()}
    words = {"labelExpr": chosen_by("datum.value", labels), "labelLimit": 230, "labelPadding": 8}
    return words | {"ticks": False, "domain": False}


def _bar_layer(series: list[str], values: list[dict[str, Any]], width: int) -> dict[str, Any]:
    fills, strokes = ([getattr(STYLES[name], part) for name in series] for part in ("fill", "stroke"))
    pence = [value["pence"] for value in values]
    marks = ticks(min(pence), max(pence), 6)
    room = (marks[-1] - marks[0]) * (22 if width > NARROW else 45) // 100  # beyond the longest bar, for its value
    axis = _money_axis(pence, width)
    axis["scale"] = {
        "domain": [min(pence + [0]) - (room if min(pence) < 0 else 0), max(pence + [0]) + room],
        "nice": False,
    }
    domain = {"domain": series}
    return {
        "mark": {"type": "bar", "strokeWidth": 1.5, "height": {"band": 0.82}},
        "encoding": {
            "x": {"field": "pence", "type": "quantitative"} | axis,
            "fill": {
                "field": "series",
                "type": "nominal",
                "scale": domain | {"range": fills},
                "legend": legend(series, width),
            },
            "stroke": {
                "field": "series",
                "type": "nominal",
                "scale": domain | {"range": strokes},
                "legend": legend(series, width),
            },
        },
    }


def _value_layer() -> dict[str, Any]:
    return {
        "mark": {
            "type": "text",
            "fontSize": 12,
            "color": INK,
            "baseline": "middle",
            "dy": 3,
            "align": {"expr": "datum.pence < 0 ? 'right' : 'left'"},
            "dx": {"expr": "datum.pence < 0 ? -5 : 5"},
        },
        "encoding": {"x": {"field": "pence", "type": "quantitative"}, "text": {"field": "label"}},
    }


def name_layer(rows: Mapping[int, str]) -> dict[str, Any]:
    names = [
        {"row": str(row), "series": "", "name": name if len(name) <= 44 else name[:43] + "…"}
        for row, name in rows.items()
    ]
    return {
        "data": {"values": names},
        "mark": {
            "type": "text",
            "fontSize": 13,
            "fontWeight": "bold",
            "color": INK,
            "align": "left",
            "baseline": "middle",
        },
        "encoding": {"x": {"value": 0}, "text": {"field": "name"}},
    }


def lines(points: list[dict[str, Any]], series: list[str], years: list[str], width: int) -> dict[str, Any]:
    """Lines over the financial years: dashes and points tell them apart without colour."""

    def look(part: str) -> dict[str, Any]:
        scale = {"domain": series, "range": [_look(STYLES[name], part) for name in series]}
        return {"field": "series", "type": "nominal", "scale": scale, "legend": legend(series, width)}

    turned = len(years) > (10 if width > NARROW else 4)
    return base(width) | {
        "height": 300,
        "data": {"values": points},
        "encoding": {
            "x": {
                "field": "year",
                "type": "ordinal",
                "scale": {"domain": years},
                "axis": {"grid": False, "labelAngle": -45 if turned else 0, "labelOverlap": True},
            },
            "y": {"field": "pence", "type": "quantitative"} | _money_axis([point["pence"] for point in points], WIDE),
            "color": look("line"),
        },
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 2.5}, "encoding": {"strokeDash": look("dash")}},
            {
                "mark": {"type": "point", "size": 75, "strokeWidth": 2, "fill": "white", "opacity": 1},
                "encoding": {"shape": look("shape")},
            },
        ],
    }


def _look(style: Style, part: str) -> Any:
    value = getattr(style, part)
    return list(value) or [1, 0] if part == "dash" else value

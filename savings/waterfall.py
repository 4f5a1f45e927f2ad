"""A waterfall: bars across from an old total to a new one, each beginning where the one above it ends."""

from dataclasses import dataclass
from typing import Any

from savings.drawing import INK, NARROW, QUIET, base, chosen_by, compact, lines_of, name_layer, signed, ticks

# Of a waterfall: totals are full, what adds is tinted, what takes away is empty with a broken outline.
TOTAL, MORE, LESS = "Total", "More", "Less"
PARTS = {TOTAL: ("#12343b", "#12343b"), MORE: ("#9fd3cc", "#0b5d66"), LESS: ("#ffffff", "#8a2f1d")}


@dataclass(frozen=True)
class Fall:
    """One bar of a waterfall: from one total to another. The first and the last are totals themselves, from 0."""

    name: str
    start: int
    end: int
    part: str  # TOTAL, MORE or LESS

    @property
    def label(self) -> str:
        return compact(self.end) if self.part == TOTAL else signed(self.end - self.start)


def waterfall(falls: list[Fall], width: int) -> dict[str, Any]:
    """Bars across, one below the other, each beginning where the one above it ends; a thin line shows that.

    Where the totals dwarf what moved, the axis begins near them, and the bars of the totals are marked as cut.
    """
    rows = {row: fall.name for row, fall in enumerate(falls)}
    beside = width > NARROW
    slots = ["bar"] if beside else ["", "bar"]  # a free row above each bar for its name
    marks = _marks_near([fall.end for fall in falls], 5 if beside else 3)
    labels = {row: lines_of(name, 26) for row, name in rows.items()}
    axis = {"labelExpr": chosen_by("datum.value", labels), "labelLimit": 230, "labelPadding": 8}
    y = {
        "field": "row",
        "type": "nominal",
        "sort": None,
        "scale": {"paddingInner": 0.28, "paddingOuter": 0.1},
        "axis": axis | {"ticks": False, "domain": False} if beside else None,
    }
    offset = {"field": "series", "type": "nominal", "sort": slots, "scale": {"domain": slots}}
    specification = base(width) | {
        "height": {"step": 26 if beside else 17, "for": "offset"},
        "data": {"values": _fall_values(falls, marks[0])},
        "encoding": {"y": y, "yOffset": offset},
        "layer": [_joint_layer(), _fall_layer(marks, width), *_fall_words()],
    }
    if not beside:
        specification["layer"].append(name_layer(rows))
    return specification


def _fall_values(falls: list[Fall], least: int) -> list[dict[str, Any]]:
    """The rows that the bars are drawn from; `least` is where the axis begins."""
    return [
        {
            "row": str(row),
            "series": "bar",
            "start": fall.start or (least if fall.part == TOTAL and least > 0 else 0),
            "pence": fall.end,
            "part": fall.part,
            "label": fall.label,
            "cut": "//" if fall.part == TOTAL and least > 0 else "",
            "tip": max(fall.start, fall.end),
            "next": str(min(row + 1, len(falls) - 1)),
        }
        for row, fall in enumerate(falls)
    ]


def _marks_near(totals: list[int], wanted: int) -> list[int]:
    """The values of the axis: from 0, unless all totals are far above it and close together."""
    least, most = min(totals), max(totals)
    if least <= 0 or (most - least) * 4 >= most:
        return ticks(least, most, wanted)
    step = ticks(0, most - least, wanted)[1]
    first = max(least - (most - least) // 4, 0) // step
    return [step * number for number in range(first, -(-most // step) + 1)]


def _joint_layer() -> dict[str, Any]:
    return {
        "mark": {"type": "rule", "color": QUIET, "strokeWidth": 1},
        "encoding": {"x": {"field": "pence", "type": "quantitative"}, "y2": {"field": "next"}},
    }


def _fall_layer(marks: list[int], width: int) -> dict[str, Any]:
    room = (marks[-1] - marks[0]) * (16 if width > NARROW else 36) // 100  # beyond the longest bar, for its value

    def look(place: int) -> dict[str, Any]:
        scale = {"domain": list(PARTS), "range": [style[place] for style in PARTS.values()]}
        return {"field": "part", "type": "nominal", "scale": scale, "legend": None}

    return {
        "mark": {"type": "bar", "strokeWidth": 1.5, "height": {"band": 0.82}},
        "encoding": {
            "x": {
                "field": "start",
                "type": "quantitative",
                "axis": {"values": marks, "labelExpr": chosen_by("datum.value", {m: compact(m) for m in marks})},
                "scale": {"domain": [marks[0], marks[-1] + room], "nice": False, "zero": False},
            },
            "x2": {"field": "pence"},
            "fill": look(0),
            "stroke": look(1),
            "strokeDash": {"condition": {"test": f"datum.part === '{LESS}'", "value": [4, 3]}, "value": [1, 0]},
        },
    }


def _fall_words() -> list[dict[str, Any]]:
    """The values beside the bars, and the sign of a cut in those that do not begin at 0."""
    words = {"type": "text", "fontSize": 12, "baseline": "middle", "align": "left", "dx": 5}
    return [
        {
            "mark": words | {"color": INK},
            "encoding": {"x": {"field": "tip", "type": "quantitative"}, "text": {"field": "label"}},
        },
        {
            "mark": words | {"color": "#ffffff", "fontSize": 18, "fontWeight": "bold", "dx": 8},
            "encoding": {"x": {"field": "start", "type": "quantitative"}, "text": {"field": "cut"}},
        },
    ]

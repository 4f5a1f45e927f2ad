"""The chart of an options appraisal: weighted totals with the range of the scorers. Pure, the same in page and pack.

Nothing is told by colour alone: a bar is the total, a line across its end goes from the lowest to the highest scorer's
own total, and the total is written beside it.
"""

from typing import Any

from savings.charts import Chart
from savings.drawing import INK, NARROW, STYLES, WIDE, base, chosen_by, name_layer, names_beside
from workstreams.appraisal import Standing, rounded
from workstreams.options import Comparison

_LOOK = STYLES["Forecast"]


def chart(found: Comparison, width: int = WIDE) -> Chart | None:
    """The options, the best on top; none before a scorer has finished."""
    if found.result is None:
        return None
    ranked = found.result.ranked
    return Chart(
        "options",
        "Weighted total of each option, with the range of the scorers’ own totals",
        found.conclusion,
        _specification(found, ranked, width),
        ("Option", "Weighted total", "Lowest scorer", "Highest scorer"),
        tuple(
            (
                found.name_of(each.option),
                *(rounded(value) for value in (each.total, each.spread.lowest, each.spread.highest)),
            )
            for each in ranked
        ),
    )


def _specification(found: Comparison, ranked: list[Standing], width: int) -> dict[str, Any]:
    beside = width > NARROW
    names = {row: found.name_of(each.option) for row, each in enumerate(ranked)}
    slots = [""] * (not beside) + ["total"]
    values = [_value(row, each) for row, each in enumerate(ranked)]
    y = {
        "field": "row",
        "type": "nominal",
        "sort": None,
        "scale": {"paddingInner": 0.35, "paddingOuter": 0.1},
        "axis": names_beside(names) if beside else None,
    }
    offset = {"field": "slot", "type": "nominal", "sort": slots, "scale": {"domain": slots}}
    specification = base(width) | {
        "height": {"step": 26 if beside else 20, "for": "offset"},
        "data": {"values": values},
        "encoding": {"y": y, "yOffset": offset},
        "layer": [_bars(found), _ranges(), _numbers()],
    }
    if not beside:
        layer = name_layer(names)
        for value in layer["data"]["values"]:
            value["slot"] = ""
        specification["layer"].append(layer)
    return specification


def _value(row: int, standing: Standing) -> dict[str, Any]:
    """Positions for a picture, in hundredths of a point; the words are exact."""
    total, lowest, highest = (
        int(value * 100) for value in (standing.total, standing.spread.lowest, standing.spread.highest)
    )
    return {
        "row": str(row),
        "slot": "total",
        "total": total,
        "lowest": lowest,
        "highest": highest,
        "label": rounded(standing.total),
    }


def _bars(found: Comparison) -> dict[str, Any]:
    marks = [100 * points for points in range(found.appraisal.highest + 1)]
    room = marks[-1] * 14 // 100  # beyond the longest range, for its value
    return {
        "mark": {"type": "bar", "fill": _LOOK.fill, "stroke": _LOOK.stroke, "strokeWidth": 1.5},
        "encoding": {
            "x": {
                "field": "total",
                "type": "quantitative",
                "axis": {"values": marks, "labelExpr": chosen_by("datum.value", {m: str(m // 100) for m in marks})},
                "scale": {"domain": [0, marks[-1] + room], "nice": False},
            }
        },
    }


def _ranges() -> dict[str, Any]:
    ends = {"x": {"field": "lowest", "type": "quantitative"}, "x2": {"field": "highest"}}
    tick = {"mark": {"type": "tick", "color": INK, "thickness": 2, "size": 12}}
    return {
        "layer": [
            {"mark": {"type": "rule", "color": INK, "strokeWidth": 2}, "encoding": ends},
            tick | {"encoding": {"x": {"field": "lowest", "type": "quantitative"}}},
            tick | {"encoding": {"x": {"field": "highest", "type": "quantitative"}}},
        ]
    }


def _numbers() -> dict[str, Any]:
    return {
        "transform": [{"calculate": "max(datum.total, datum.highest)", "as": "end"}],
        "mark": {"type": "text", "fontSize": 12, "color": INK, "align": "left", "baseline": "middle", "dx": 7},
        "encoding": {"x": {"field": "end", "type": "quantitative"}, "text": {"field": "label"}},
    }

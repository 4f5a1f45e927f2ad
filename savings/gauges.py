"""The chart of an indicator: its values over time with target, baseline and comparators. Pure, from readings.

Nothing is told by colour alone: values are a full line with points, the target is broken, the baseline dotted, and
comparators are points of their own; each has its word in the legend.
"""

from collections.abc import Sequence
from typing import Any

from partnership.money import MINUS
from savings.charts import Chart
from savings.drawing import INK, NARROW, QUIET, WIDE, base, legend
from workstreams import measuring
from workstreams.models import Indicator, Reading
from workstreams.quality import Standing

VALUE, TARGET, BASELINE = "Value", "Target", "Before sharing"
LINES = {VALUE: ("#12343b", [1, 0]), TARGET: ("#8a5300", [6, 4]), BASELINE: (QUIET, [2, 3])}
COMPARATORS = ("#0b5d66", "#8a2f1d", "#5b3b8c")
SHAPES = ("diamond", "triangle-up", "square")


def chart(
    indicator: Indicator, readings: Sequence[Reading], standing: Standing | None, width: int = WIDE
) -> Chart | None:
    """Of one series, its readings in the order of time, with those of before sharing and of comparators among them."""
    own = [row for row in readings if not row.comparator and not row.before_sharing]
    if not own:
        return None
    others = [row for row in readings if row.comparator]
    before = [row for row in readings if row.before_sharing]
    order = [str(row.span) for row in sorted(readings, key=lambda row: (row.last_on, row.first_on))]
    periods = list(dict.fromkeys(order))
    return Chart(
        "indicator",
        f"{indicator.name}, {own[-1].whose}",
        conclusion(indicator, own[-1], standing),
        _specification(indicator, own, before, others, periods, width),
        ("Period", "Of whom", "Value", "Target"),
        tuple((str(row.span), _name(row), row.words, indicator.words(row.target_hundredths)) for row in readings),
    )


def _name(row: Reading) -> str:
    return f"{row.whose}, before sharing" if row.before_sharing else row.whose


def conclusion(indicator: Indicator, newest: Reading, standing: Standing | None) -> str:
    """The sentence that a reader should take away.

    It says the value, how it stands against the target, and whether it is better than before.
    """
    said = f"{indicator.name}: {newest.words} in {newest.span} ({newest.whose})"
    if newest.target_hundredths is not None:
        side = "at least" if indicator.better == Indicator.Better.HIGHER else "at most"
        target = f"the target of {side} {indicator.words(newest.target_hundredths)}"
        said += {
            measuring.Status.MET: f", which meets {target}",
            measuring.Status.WITHIN: f", which misses {target} but is within the tolerance",
        }.get(newest.status, f", which misses {target}")
    against = []
    if standing and standing.previous:
        against.append(f"{standing.previous.trend.value} than the one before ({standing.previous.name})")
    if standing and standing.baseline:
        against.append(f"{standing.baseline.trend.value} than before sharing")
    against += [f"{each.trend.value} than {each.name}" for each in (standing.comparators if standing else ())]
    said = f"{said}; {', '.join(against)}." if against else f"{said}."
    return said.replace("the same than", "the same as")


def _specification(
    indicator: Indicator,
    own: list[Reading],
    before: list[Reading],
    others: list[Reading],
    periods: list[str],
    width: int,
) -> dict[str, Any]:
    values = [_point(row, VALUE) for row in own]
    targets = [
        {"period": str(row.span), "series": TARGET, "value": row.target_hundredths / 100}
        for row in own
        if row.target_hundredths is not None
    ]
    level = before[-1].value_hundredths / 100 if before else None
    baseline = [{"period": period, "series": BASELINE, "value": level} for period in periods] if before else []
    compared = [_point(row, row.comparator[:40]) for row in others]
    names = list(dict.fromkeys(point["series"] for point in compared))[: len(COMPARATORS)]
    series = [name for name, points in ((VALUE, values), (TARGET, targets), (BASELINE, baseline)) if points]
    return base(width) | {
        "height": 280,
        "encoding": {
            "x": {
                "field": "period",
                "type": "ordinal",
                "scale": {"domain": periods},
                "axis": {"grid": False, "labelAngle": -40 if len(periods) > 4 or width <= NARROW else 0},
            },
            "y": {
                "field": "value",
                "type": "quantitative",
                "scale": {"zero": False, "nice": True, "padding": 14},
                "axis": {"title": indicator.unit, "titleColor": INK, "tickCount": 6},
            },
            "color": _look([*series, *names], [*(LINES[name][0] for name in series), *COMPARATORS], width),
        },
        "layer": [_lines([*values, *targets, *baseline], series), _points(values, width), _others(compared, names)],
    }


def _point(row: Reading, series: str) -> dict[str, Any]:
    label = measuring.plain(row.value_hundredths).replace("-", MINUS)
    return {"period": str(row.span), "series": series, "value": row.value_hundredths / 100, "label": label}


def _look(series: list[str], colours: list[str], width: int) -> dict[str, Any]:
    scale = {"domain": series, "range": colours[: len(series)]}
    return {"field": "series", "type": "nominal", "scale": scale, "legend": legend(series, width)}


def _lines(values: list[dict[str, Any]], series: list[str]) -> dict[str, Any]:
    dashes = {"domain": series, "range": [LINES[name][1] for name in series]}
    return {
        "data": {"values": values},
        "mark": {"type": "line", "strokeWidth": 2.5},
        "encoding": {"strokeDash": {"field": "series", "type": "nominal", "scale": dashes, "legend": None}},
    }


def _points(values: list[dict[str, Any]], width: int) -> dict[str, Any]:
    many = len(values) > (14 if width > NARROW else 6)
    words = {"type": "text", "dy": -12, "fontSize": 12, "color": INK}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "point", "size": 75, "strokeWidth": 2, "fill": "white", "opacity": 1}}
    ]
    if not many:
        layers.append({"mark": words, "encoding": {"text": {"field": "label"}, "color": {"value": INK}}})
    return {"data": {"values": values}, "layer": layers}


def _others(values: list[dict[str, Any]], names: list[str]) -> dict[str, Any]:
    shape = {"field": "series", "type": "nominal", "legend": None}
    return {
        "data": {"values": [value for value in values if value["series"] in names]},
        "mark": {"type": "point", "size": 110, "filled": True, "opacity": 1},
        "encoding": {"shape": shape | {"scale": {"domain": names, "range": list(SHAPES[: len(names)])}}},
    }

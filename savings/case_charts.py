"""The charts of a business case: pure, from its results alone, the same in page and pack."""

from collections.abc import Callable
from itertools import accumulate

from partnership.dated import year_name
from partnership.money import format_pounds
from savings.case_tables import conclusion
from savings.charts import Chart
from savings.drawing import WIDE, Bar, grouped_bars, lines
from workstreams.investment import Results

MOST_INPUTS = 10  # the widest; a table has all


def tornado(results: Results, first_year: int, width: int = WIDE) -> Chart | None:
    """By how much the NPV changes when one input is lower or higher, the widest on top; none where nothing moves it."""
    base = results.combined.cashable.npv
    swings = [swing for swing in results.swings if swing.width][:MOST_INPUTS]
    if not swings:
        return None
    bars = [
        Bar(row, series, swing.name, npv - base)
        for row, swing in enumerate(swings)
        for series, npv in (("Lower", swing.npv_less), ("Higher", swing.npv_more))
        if npv != base
    ]
    widest = swings[0]
    least, most = sorted((widest.npv_less, widest.npv_more))
    said = (
        f"{widest.name} moves the net present value of {format_pounds(base)} most: between {format_pounds(least)} "
        f"and {format_pounds(most)}."
    )
    return Chart(
        "tornado",
        "How the net present value changes with one input lower, higher or later",
        said,
        grouped_bars(bars, ["Lower", "Higher"], width),
        ("Input", "Lower", "Change of NPV", "Higher", "Change of NPV"),
        tuple((s.name, s.less, _change(s.npv_less - base), s.more, _change(s.npv_more - base)) for s in swings),
    )


def _change(pence: int) -> str:
    return f"+{format_pounds(pence)}" if pence > 0 else format_pounds(pence)


def cash_flow(results: Results, first_year: int, width: int = WIDE) -> Chart | None:
    """What has come in less what has gone out by the end of each year, as it comes and discounted."""
    years = results.combined.years
    if not any(year.flow.net for year in years):
        return None
    series = {
        "As it comes": list(accumulate(year.flow.net for year in years)),
        "Discounted": list(accumulate(year.present.net for year in years)),
    }
    names = [year_name(first_year + year.year) for year in years]
    points = [
        {"year": name, "series": called, "pence": pence}
        for called, totals in series.items()
        for name, pence in zip(names, totals, strict=True)
    ]
    return Chart(
        "cash-flow",
        "Cashable benefits less what the partners pay, running total",
        conclusion(results),
        lines(points, list(series), names, width),
        ("By the end of", *series),
        tuple((name, *map(format_pounds, totals)) for name, *totals in zip(names, *series.values(), strict=True)),
    )


CHARTS: dict[str, Callable[[Results, int, int], Chart | None]] = {"tornado": tornado, "cash-flow": cash_flow}

"""Two versions of a business case side by side."""

from partnership.exports import Pence
from savings.case_tables import ratio
from savings.tables import Cell, Table, money, percent
from workstreams.cases import rate_of
from workstreams.investment import Group, Heading, Results, duration
from workstreams.models import BusinessCase


def comparison(ours: BusinessCase, our: Results, others: BusinessCase, other: Results) -> Table:
    """The combined figures of two versions, and the difference: the first less the second."""
    mine, theirs = _figures(ours, our), _figures(others, other)
    rows = tuple((Cell(name), theirs[name], cell, _difference(cell, theirs[name])) for name, cell in mine.items())
    headings = ("Figure", f"Version {others.version}", f"Version {ours.version}", "Difference")
    return Table("comparison", f"Version {others.version} and version {ours.version}", headings, rows)


def _figures(case: BusinessCase, results: Results) -> dict[str, Cell]:
    combined, outcome = results.combined, results.outcome
    cashable = combined.cashable
    flows = {group.label: money(combined.total[group]) for group in Group}
    return flows | {
        "Discount rate": _in_words(percent(rate_of(case))),
        "NPV, cashable only": money(cashable.npv),
        "ROI, cashable only": _in_words(percent(cashable.roi)),
        "BCR, cashable only": _in_words(ratio(cashable.ratio)),
        "Payback, cashable only": Cell(duration(cashable.payback_months), style="number"),
        "NPV with non-cashable": money(combined.with_non_cashable.npv),
        "P10 of the simulation": money(outcome.p10),
        "P50 of the simulation": money(outcome.p50),
        "P90 of the simulation": money(outcome.p90),
        "Chance of an NPV below zero": _in_words(percent(outcome.negative)),
    }


def _in_words(cell: Cell) -> Cell:
    """Below each other stand pounds, per cent and ratios, so in a file what is no money says what it is."""
    return Cell(cell.text, style="number")


def _difference(mine: Cell, theirs: Cell) -> Cell:
    """Of money in pounds; of anything else whether it is another."""
    if isinstance(mine.number, Pence) and isinstance(theirs.number, Pence):
        return money(mine.number - theirs.number)
    return Cell("The same" if mine.text == theirs.text else "Different", style="number")


def lines_compared(ours: BusinessCase, others: BusinessCase) -> Table:
    """What each organisation's headings come to in two versions, where they differ."""
    mine, theirs = _by_heading(ours), _by_heading(others)
    rows = tuple(
        (
            Cell(organisation),
            Cell(Heading(heading).label),
            money(theirs.get((organisation, heading), 0)),
            money(mine.get((organisation, heading), 0)),
            money(mine.get((organisation, heading), 0) - theirs.get((organisation, heading), 0)),
        )
        for organisation, heading in sorted(mine.keys() | theirs.keys())
        if mine.get((organisation, heading), 0) != theirs.get((organisation, heading), 0)
    )
    headings = ("Organisation", "Heading", f"Version {others.version}", f"Version {ours.version}", "Difference")
    return Table("lines-compared", "What differs in costs, grants and benefits, over all years", headings, rows)


def _by_heading(case: BusinessCase) -> dict[tuple[str, str], int]:
    sums: dict[tuple[str, str], int] = {}
    for line in case.lines.select_related("organisation"):
        key = (line.organisation.short_name, line.heading)
        sums[key] = sums.get(key, 0) + line.pence
    return sums

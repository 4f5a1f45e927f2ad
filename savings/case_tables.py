"""A business case as tables: page, file, pack and comparison ask here, so that they can not disagree."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import accumulate

from partnership.dated import year_name
from partnership.exports import Pence
from partnership.money import format_percent, format_pounds, rounded
from savings.tables import Cell, Row, Table, money, percent
from workstreams.cases import rate_of
from workstreams.investment import Heading, Part, Results, Return, Year, discount_factor, duration
from workstreams.models import BusinessCase, CaseHeading, CaseLine

NONE = Cell("", style="number")


def ratio(hundredths: int | None) -> Cell:
    """A benefit-cost ratio: 137 is 1.37; None (nothing is paid) is a dash."""
    if hundredths is None:
        return Cell("–", style="number")
    return Cell(f"{hundredths // 100}.{hundredths % 100:02d}", style="number", number=Pence(hundredths))


def named(case: BusinessCase) -> dict[str, str]:
    """Short names of all that the partnership has or had as members, by code. One query."""
    members = case.workstream.partnership.organisations.distinct()
    return dict(members.order_by("code").values_list("code", "short_name"))


def conclusion(results: Results) -> str:
    """The sentence a reader should take away: the combined result in cash."""
    found = results.combined.cashable
    verb = "gains" if found.npv >= 0 else "loses"
    first = f"In cash alone the case {verb} {format_pounds(abs(found.npv))} in the money of year 0"
    if found.costs <= 0:
        return f"{first}; the partners have nothing to pay back."
    if found.payback_months is None:
        return f"{first} and does not pay back within its years."
    back = f"in {duration(found.payback_months)}" if found.payback_months else "by the end of year 0"
    return f"{first} and pays back {back}."


# --- By year ----------------------------------------------------------------------------------------------------------
_YEARS = (
    "Year",
    "One-off costs",
    "Running costs",
    "Grants",
    "Cashable benefits",
    "Net, cashable",
    "Running total",
    "Discount factor",
    "Present value",
    "Discounted total",
)


def by_year(case: BusinessCase, part: Part, whose: str = "all organisations") -> Table:
    """What is paid and gained each year, and what that is worth now. Cashable benefits alone."""
    rate = Decimal(rate_of(case)).scaleb(-4)
    totals = accumulate(year.flow.net for year in part.years)
    presents = accumulate(year.present.net for year in part.years)
    rows = tuple(
        _year(case, year, factor_words(rate, year.year), total, present)
        for year, total, present in zip(part.years, totals, presents, strict=True)
    )
    flow, present = part.total, part.present
    total = (
        Cell("All years"),
        *map(money, (flow.one_off, flow.running, flow.grant, flow.cashable, flow.net)),
        NONE,
        NONE,
        money(present.net),
        NONE,
    )
    return Table("years", f"Costs and cashable benefits by year, {whose}", _YEARS, rows, total)


def _year(case: BusinessCase, year: Year, factor: str, total: int, present: int) -> Row:
    flow = year.flow
    return (
        Cell(_year_words(case, year.year)),
        *map(money, (flow.one_off, flow.running, flow.grant, flow.cashable, flow.net, total)),
        Cell(factor, style="number"),
        money(year.present.net),
        money(present),
    )


def _year_words(case: BusinessCase, year: int) -> str:
    return f"{year_name(case.first_year + year)} ({year})"


def factors(case: BusinessCase) -> Table:
    """The discount factor of each year at the case's rate."""
    rate = Decimal(rate_of(case)).scaleb(-4)
    rows = tuple(
        (Cell(_year_words(case, year)), Cell(factor_words(rate, year), style="number"))
        for year in range(case.years + 1)
    )
    return Table("factors", "Discount factor by year", ("Year", "Factor"), rows)


def factor_words(rate: Decimal, year: int) -> str:
    """To six decimals, for reading: sums are made with the exact factor."""
    millionths = rounded(discount_factor(rate, year) * 1_000_000)
    whole, part = divmod(millionths, 1_000_000)
    return f"{whole}.{part:06d}"


def non_cashable_by_year(case: BusinessCase, part: Part) -> Table:
    """Officers' time, apart: it is in no sum of cashable benefits."""
    rows = tuple(
        (Cell(_year_words(case, year.year)), money(year.flow.non_cashable), money(year.present.non_cashable))
        for year in part.years
    )
    total = (Cell("All years"), money(part.total.non_cashable), money(part.present.non_cashable))
    headings = ("Year", "Non-cashable benefits", "Present value")
    return Table("non_cashable", "Non-cashable benefits by year (officers’ time)", headings, rows, total)


# --- By organisation --------------------------------------------------------------------------------------------------
_RETURNS = ("NPV", "ROI", "BCR", "Payback", "Discounted payback")


def by_organisation(results: Results, names: Mapping[str, str]) -> Table:
    """What each pays after grants, and gains in cash."""
    headings = ("Organisation", "Costs before grants", "Grants", "Paid by partners", "Cashable benefits", *_RETURNS)
    return Table(
        "organisations",
        "Cashable benefits against what the partners pay, by organisation",
        headings,
        tuple(_cashable(names.get(code, code), part) for code, part in results.organisations.items()),
        _cashable("All organisations", results.combined),
    )


def _cashable(name: str, part: Part) -> Row:
    found, flow = part.cashable, part.total
    amounts = map(money, (flow.cost, flow.grant, found.costs, found.benefits))
    return (Cell(name), *amounts, *_returns(found))


def _returns(found: Return) -> tuple[Cell, ...]:
    paybacks = (found.payback_months, found.discounted_payback_months)
    words = [duration(months) if found.costs > 0 else "Nothing to pay back" for months in paybacks]
    return (money(found.npv), percent(found.roi), ratio(found.ratio), *map(Cell, words))


def apart(results: Results) -> Table:
    """The combined result in each of the three ways, each by its name."""
    combined = results.combined
    ways = (
        ("Cashable benefits only, after grants", combined.cashable),
        ("Cashable benefits only, before grants", combined.before_grants),
        ("With non-cashable benefits, after grants", combined.with_non_cashable),
    )
    rows = tuple((Cell(name), money(way.benefits), money(way.costs), *_returns(way)) for name, way in ways)
    return Table("apart", "The combined result, each way apart", ("Counted", "Benefits", "Costs", *_RETURNS), rows)


def with_non_cashable(results: Results, names: Mapping[str, str]) -> Table:
    """The same with officers' time, named so."""
    headings = ("Organisation", "Paid by partners", "Non-cashable benefits", "Benefits of both kinds", *_RETURNS)
    return Table(
        "with_non_cashable",
        "With non-cashable benefits, by organisation",
        headings,
        tuple(_of_both(names.get(code, code), part) for code, part in results.organisations.items()),
        _of_both("All organisations", results.combined),
    )


def _of_both(name: str, part: Part) -> Row:
    found = part.with_non_cashable
    amounts = map(money, (found.costs, part.total.non_cashable, found.benefits))
    return (Cell(name), *amounts, *_returns(found))


def quality(results: Results, names: Mapping[str, str]) -> Table:
    """Weighted scores before and after; never money."""
    parts = [(names.get(code, code), part) for code, part in results.organisations.items()]
    rows = [
        (
            Cell(name),
            percent(part.quality.before),
            percent(part.quality.after),
            Cell(format_percent(part.quality.points).rstrip("%"), style="number", number=Pence(part.quality.points)),
            percent(part.quality.improvement),
        )
        for name, part in [*parts, ("All together", results.combined)]
        if part.quality
    ]
    headings = ("Organisation", "Before", "After", "Points more", "Improvement")
    return Table("quality", "Service quality: weighted scores before and after", headings, tuple(rows))


# --- Sensitivity and assumptions --------------------------------------------------------------------------------------
def sensitivity(results: Results) -> Table:
    base = results.combined.cashable.npv
    rows = tuple(
        (
            Cell(swing.name),
            Cell(swing.less),
            money(swing.npv_less),
            money(swing.npv_less - base),
            Cell(swing.more),
            money(swing.npv_more),
            money(swing.npv_more - base),
        )
        for swing in results.swings
    )
    headings = ("Input", "Lower", "NPV then", "Change", "Higher", "NPV then", "Change")
    return Table("sensitivity", "NPV (cashable only) when one input changes, the widest first", headings, rows)


def assumptions(case: BusinessCase) -> Table:
    """Uplift and range of every heading that has a line."""
    standing = {row.heading: row for row in case.headings.all()}
    used = set(case.lines.values_list("heading", flat=True))
    rows = []
    for heading in Heading:
        if heading.value in used:
            row = standing.get(heading.value) or CaseHeading(heading=heading.value)
            bias, low, high = row.bias_hundredths, row.low_hundredths, row.high_hundredths
            uplift = percent(bias) if heading.group.is_cost else Cell("None", style="number")
            rows.append((Cell(heading.label), Cell(heading.group.label), uplift, percent(low), percent(high)))
    headings = ("Heading", "Kind", "Optimism bias", "Low", "High")
    return Table("assumptions", "Optimism bias and ranges by heading", headings, tuple(rows))


# --- Lines ------------------------------------------------------------------------------------------------------------
def lines(case: BusinessCase) -> Table:
    """Every line as it was entered, before optimism bias; officers' time as hours x rate."""
    found: dict[tuple[str, str, str], list[CaseLine]] = {}
    for line in case.lines.select_related("organisation").order_by("organisation__code", "pk"):
        found.setdefault((line.organisation.short_name, line.heading, line.description), []).append(line)
    order = {heading.value: number for number, heading in enumerate(Heading)}
    keys = sorted(found, key=lambda key: (key[0], order[key[1]], key[2]))
    rows = tuple(_line(case, key, found[key]) for key in keys)
    headings = (
        "Organisation",
        "Kind",
        "Heading",
        "Description",
        *(str(period) for period in case.periods),
        "All years",
    )
    return Table("lines", "Costs, grants and benefits as entered, before optimism bias", headings, rows)


def _line(case: BusinessCase, key: tuple[str, str, str], of_row: Iterable[CaseLine]) -> Row:
    organisation, heading, description = key
    pence: dict[int, int] = {line.year: line.pence for line in of_row}
    words = (organisation, Heading(heading).group.label, Heading(heading).label, description or "–")
    return (
        *map(Cell, words),
        *(money(pence.get(year, 0)) for year in range(case.years + 1)),
        money(sum(pence.values())),
    )

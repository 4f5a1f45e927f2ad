"""A case worked out: by year, for each organisation and combined, with its sensitivity and its simulation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from partnership.money import rounded
from workstreams.investment.discounting import payback, present_value
from workstreams.investment.quality import Improvement, Score, improvement
from workstreams.investment.reductions import Reduction, reduction
from workstreams.investment.sensitivity import Swing, tornado
from workstreams.investment.simulation import Outcome, Range, Shape, simulate
from workstreams.investment.terms import FULL, Flow, Group, Heading, Line, Terms, flow_of, uplifted

FORMULAS = "3"  # of everything in this package: another number when another formula gives another result


@dataclass(frozen=True)
class Year:
    """Pence of one year (0 is that of the investment), with optimism bias: as they come, and their present values."""

    year: int
    flow: Flow
    present: Flow


@dataclass(frozen=True)
class Return:
    """What comes back of what goes out, over all years. Pence; hundredths (of a per cent, of one); months.

    `roi` and `ratio` are None where there is no cost above 0; paybacks are None where they lie beyond the last year.
    """

    benefits: int
    costs: int
    net: int
    present_benefits: int
    present_costs: int
    npv: int
    roi: int | None
    ratio: int | None
    payback_months: int | None
    discounted_payback_months: int | None


@dataclass(frozen=True)
class Part:
    """One organisation's part of a case, or all together.

    `cashable`: cashable benefits against what the partners pay, grants taken off. `before_grants`: the same against the
    whole cost. `with_non_cashable`: officers' time too, against what the partners pay.
    """

    years: tuple[Year, ...]
    total: Flow
    present: Flow
    cashable: Return
    before_grants: Return
    with_non_cashable: Return
    quality: Improvement | None = None


@dataclass(frozen=True)
class Assumptions:
    """What is assumed beside the lines. `vary` is a part of one (20% is 0.2), `delay_months` 1 to 12."""

    vary: Decimal = Decimal("0.2")
    delay_months: int = 6
    ranges: Mapping[Heading, Range] = field(default_factory=dict)
    shape: Shape = Shape.TRIANGULAR
    seed: int = 1
    baseline_pence: int | None = None
    threshold_hundredths: int = 0  # of the reduction that is asked for; 0: none is
    scores: tuple[Score, ...] = ()


@dataclass(frozen=True)
class Results:
    """Everything that is worked out of a case. `organisations` by code."""

    formulas: str
    combined: Part
    organisations: dict[str, Part]
    swings: tuple[Swing, ...]
    outcome: Outcome
    reductions: tuple[Reduction, ...]


def appraise(terms: Terms, assumptions: Assumptions) -> Results:
    """Work the case out. Sensitivity and simulation are of the combined NPV of the cashable benefits.

    £4.54m in year 0 against £1,374,930 a year for five years, at 3.5%: the five years are worth £6,207,880.96 now
    (each year's present value to the penny), so NPV £1,667,880.96; ROI (£6,874,650 - £4,540,000) / £4,540,000 = 51.42%;
    BCR 1.37; payback 3 years 4 months, discounted 3 years 7 months.

    >>> once = Line("BDC", Heading.REDUNDANCY, 0, 4_540_000_00)
    >>> yearly = (Line("BDC", Heading.STAFF, year, 1_374_930_00) for year in range(1, 6))
    >>> found = appraise(Terms(5, Decimal("0.035"), (once, *yearly)), Assumptions()).combined.cashable
    >>> found.npv, found.roi, found.ratio, found.payback_months, found.discounted_payback_months
    (166788096, 5142, 137, 40, 43)
    """
    scores = assumptions.scores
    codes = dict.fromkeys(line.organisation for line in terms.lines)
    codes |= dict.fromkeys(score.organisation for score in scores if score.organisation)
    combined = _part(terms, terms.lines, scores)
    outcome = simulate(_by_heading(terms), assumptions.ranges, seed=assumptions.seed, shape=assumptions.shape)
    return Results(
        FORMULAS,
        combined,
        {code: _part(terms, _of(code, terms.lines), _scores_of(code, scores)) for code in sorted(codes)},
        tornado(terms, npv, vary=assumptions.vary, delay_months=assumptions.delay_months),
        outcome,
        _reductions(combined, assumptions.baseline_pence, assumptions.threshold_hundredths),
    )


def npv(terms: Terms) -> int:
    """Of the cashable benefits, less what the partners pay, in pence."""
    return sum(pence if heading.group in _IN else -pence for heading, pence in _presents(terms))


_IN = (Group.CASHABLE, Group.GRANT)


def _presents(terms: Terms) -> Iterable[tuple[Heading, int]]:
    for line in terms.lines:
        if line.heading.group != Group.NON_CASHABLE:
            yield line.heading, present_value(uplifted(line, terms.bias), terms.rate, line.year)


def _by_heading(terms: Terms) -> dict[Heading, int]:
    """Present values with their sign in the NPV, in the order of the headings."""
    sums = dict.fromkeys(Heading, 0)
    for heading, pence in _presents(terms):
        sums[heading] += pence if heading.group in _IN else -pence
    return {heading: pence for heading, pence in sums.items() if pence}


def _part(terms: Terms, lines: Sequence[Line], scores: Iterable[Score]) -> Part:
    flows: list[list[tuple[Group, int]]] = [[] for _ in range(terms.years + 1)]
    presents: list[list[tuple[Group, int]]] = [[] for _ in range(terms.years + 1)]
    for line in lines:
        pence = uplifted(line, terms.bias)
        flows[line.year].append((line.heading.group, pence))
        presents[line.year].append((line.heading.group, present_value(pence, terms.rate, line.year)))
    years = tuple(
        Year(year, flow_of(flow), flow_of(present))
        for year, (flow, present) in enumerate(zip(flows, presents, strict=True))
    )
    return Part(
        years,
        sum((year.flow for year in years), Flow()),
        sum((year.present for year in years), Flow()),
        _return(years, grants=True, non_cashable=False),
        _return(years, grants=False, non_cashable=False),
        _return(years, grants=True, non_cashable=True),
        improvement(scores),
    )


def _return(years: Sequence[Year], *, grants: bool, non_cashable: bool) -> Return:
    def benefit(flow: Flow) -> int:
        return flow.cashable + (flow.non_cashable if non_cashable else 0)

    def cost(flow: Flow) -> int:
        return flow.partners_cost if grants else flow.cost

    benefits, costs = (sum(of(year.flow) for year in years) for of in (benefit, cost))
    present_benefits, present_costs = (sum(of(year.present) for year in years) for of in (benefit, cost))
    return Return(
        benefits,
        costs,
        benefits - costs,
        present_benefits,
        present_costs,
        present_benefits - present_costs,
        _quotient(benefits - costs, costs, FULL),
        _quotient(present_benefits, present_costs, 100),
        payback([benefit(year.flow) - cost(year.flow) for year in years]),
        payback([benefit(year.present) - cost(year.present) for year in years]),
    )


def _quotient(part: int, whole: int, unit: int) -> int | None:
    return rounded(Fraction(part * unit, whole)) if whole > 0 else None


def _reductions(combined: Part, baseline_pence: int | None, threshold: int) -> tuple[Reduction, ...]:
    """Of each year after the investment, and of its own where it has cashable benefits already: cashable benefits less
    running costs, against the cost before."""
    if not baseline_pence or baseline_pence <= 0:
        return ()
    return tuple(
        reduction(
            year.flow.cashable - year.flow.running, baseline_pence, year=year.year, threshold_hundredths=threshold
        )
        for year in combined.years
        if year.year or year.flow.cashable
    )


def _of(code: str, lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.organisation == code)


def _scores_of(code: str, scores: Iterable[Score]) -> tuple[Score, ...]:
    """An organisation's own scores; without any, those of all together."""
    own = tuple(score for score in scores if score.organisation == code)
    return own or tuple(score for score in scores if not score.organisation)

"""The formulas of a business case: the papers' figures, sums that add up to the penny, and a repeatable simulation."""

import doctest
import json
import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workstreams.investment import (
    Assumptions,
    Flow,
    Heading,
    Line,
    Range,
    Score,
    Shape,
    Terms,
    appraise,
    as_json,
    discounting,
    from_json,
    payback,
    quality,
    reduction,
    reductions,
    results,
    sensitivity,
    simulate,
    simulation,
    terms,
    worth,
)

RATE = Decimal("0.035")
YEARS = range(1, 6)


def case(*lines, bias=None, years=5):
    return Terms(years, RATE, tuple(lines), bias or {})


def yearly(heading, pence, code="BDC", years=YEARS):
    return [Line(code, heading, year, pence) for year in years]


@st.composite
def cases(draw):
    years = draw(st.integers(1, 10))
    line = st.builds(
        Line, st.sampled_from("ABC"), st.sampled_from(Heading), st.integers(0, years), st.integers(0, 10**10)
    )
    bias = st.dictionaries(st.sampled_from(Heading), st.integers(0, 20_000).map(lambda n: Decimal(n).scaleb(-4)))
    rate = draw(st.integers(0, 2_000).map(lambda n: Decimal(n).scaleb(-4)))
    return Terms(years, rate, tuple(draw(st.lists(line, max_size=25))), draw(bias))


@pytest.mark.parametrize("module", [discounting, quality, reductions, results, sensitivity, terms])
def test_the_examples_in_the_docstrings_are_true(module):
    tested = doctest.testmod(module)
    assert tested.attempted and not tested.failed


# --- The papers -------------------------------------------------------------------------------------------------------
def test_four_and_a_half_million_pays_back_in_a_little_over_three_years():
    once = Line("BDC", Heading.REDUNDANCY, 0, 4_540_000_00)
    found = appraise(case(once, *yearly(Heading.STAFF, 1_374_930_00)), Assumptions()).combined.cashable
    assert Fraction(4_540_000_00, 1_374_930_00) == pytest.approx(3.302, abs=0.001)
    assert (found.payback_months, found.discounted_payback_months) == (3 * 12 + 4, 3 * 12 + 7)


def test_the_programme_promises_3_3_million_in_cash_1_1_million_apart_and_54_per_cent():
    lines = (*yearly(Heading.STAFF, 660_000_00), *yearly(Heading.OFFICER_TIME, worth(10_000_00, 22_00)))
    scores = (Score("Speed", "", 3, 40_00, 70_00), Score("Satisfaction", "", 1, 80_00, 98_00))
    found = appraise(case(*lines), Assumptions(scores=scores)).combined
    assert found.cashable.benefits == 3_300_000_00
    assert found.total.non_cashable == 1_100_000_00
    assert found.with_non_cashable.benefits == 4_400_000_00
    assert found.quality.improvement == 54_00


def test_80_000_of_925_000_fails_a_test_of_ten_per_cent():
    found = reduction(80_000_00, 925_000_00, year=2, threshold_hundredths=10_00)
    assert found.sentence("Year 2", "cashable benefits") == (
        "Year 2: £80,000.00 of cashable benefits is 8.65% of the baseline of £925,000.00. It fails a 10% test by 1.35 "
        "percentage points (£12,500.00)."
    )
    unasked = reduction(80_000_00, 925_000_00, year=2, threshold_hundredths=0)
    assert unasked.sentence("2007-08") == (
        "2007-08: £80,000.00 of cashable savings is 8.65% of the baseline of £925,000.00."
    )


@given(st.integers(0, 10**12), st.integers(1, 10**12), st.integers(1, 100_00))
def test_what_is_short_is_exactly_what_would_meet_it(saved, budget, per_cent):
    found = reduction(saved, budget, year=1, threshold_hundredths=per_cent)
    assert found.passes is (saved * 100_00 >= budget * per_cent)
    if not found.passes:
        assert reduction(saved + found.short_pence, budget, year=1, threshold_hundredths=per_cent).passes
        assert not reduction(saved + found.short_pence - 1, budget, year=1, threshold_hundredths=per_cent).passes


def test_a_test_is_decided_on_the_exact_amounts_and_not_on_the_rounded_per_cent():
    almost = reduction(92_499_99, 925_000_00, year=1, threshold_hundredths=10_00)
    assert (almost.hundredths, almost.passes, almost.short_pence) == (10_00, False, 1)
    assert almost.gap == "less than 0.01 percentage points (£0.01)"
    exact = reduction(92_500_00, 925_000_00, year=1, threshold_hundredths=10_00)
    assert (exact.passes, exact.gap) == (True, "")
    with pytest.raises(ValueError, match="above £0.00"):
        reduction(1, 0, year=1, threshold_hundredths=1)


def test_the_test_counts_cashable_benefits_less_running_costs():
    lines = (*yearly(Heading.STAFF, 80_000_00), *yearly(Heading.RUNNING, 6_000_00))
    found = appraise(case(*lines), Assumptions(baseline_pence=925_000_00, threshold_hundredths=8_00)).reductions
    assert {(each.threshold_hundredths, each.passes) for each in found} == {(8_00, True)}
    assert [each.year for each in found] == [1, 2, 3, 4, 5]
    assert {each.saved_pence for each in found} == {74_000_00}
    assert appraise(case(*lines), Assumptions()).reductions == ()


# --- Sums -------------------------------------------------------------------------------------------------------------
@given(cases())
@settings(max_examples=40, deadline=None)
def test_organisations_and_years_add_up_to_the_whole_to_the_penny(found):
    made = appraise(found, Assumptions())
    parts = made.organisations.values()
    assert sum((part.total for part in parts), Flow()) == made.combined.total
    assert sum((part.present for part in parts), Flow()) == made.combined.present
    for name in ("cashable", "before_grants", "with_non_cashable"):
        whole = getattr(made.combined, name)
        assert sum(getattr(part, name).npv for part in parts) == whole.npv
        assert whole.net == whole.benefits - whole.costs
    assert made.combined.cashable.npv == results.npv(found)


@given(cases())
@settings(max_examples=40, deadline=None)
def test_non_cashable_benefits_and_grants_are_in_no_figure_but_their_own(found):
    made = appraise(found, Assumptions()).combined
    assert made.with_non_cashable.benefits - made.cashable.benefits == made.total.non_cashable
    assert made.before_grants.costs - made.cashable.costs == made.total.grant
    assert made.before_grants.benefits == made.cashable.benefits


@given(cases())
@settings(max_examples=25, deadline=None)
def test_what_is_stored_comes_back_as_it_was(found):
    made = appraise(found, Assumptions(baseline_pence=1, scores=(Score("Speed", "A", 1, 0, 50_00),)))
    assert from_json(json.loads(json.dumps(as_json(made)))) == made


def test_optimism_bias_raises_costs_alone():
    lines = [Line("BDC", heading, 0, 100_00) for heading in (Heading.ICT, Heading.GRANT, Heading.STAFF)]
    bias = {heading: Decimal("0.25") for heading in Heading}
    found = appraise(case(*lines, bias=bias), Assumptions()).combined.total
    assert (found.one_off, found.grant, found.cashable) == (125_00, 100_00, 100_00)


@pytest.mark.parametrize(
    ("flows", "months"),
    [
        ([-120_00, 120_00], 12),
        ([-120_00, 240_00], 6),
        ([-100_00, 0, 0], None),
        ([0, 10_00], 0),
        ([-100_00, 100_00, -50_00, 100_00], 30),  # a second investment in year 2: paid back for good in year 3
        ([-100, 1_200], 1),  # a month begun counts whole
    ],
)
def test_payback_is_when_the_money_is_back_for_good(flows, months):
    assert payback(flows) == months


def test_without_a_cost_there_is_no_return_on_it_and_with_grants_alone_nothing_is_paid():
    lines = (Line("BDC", Heading.CONSULTANCY, 0, 100_00), Line("BDC", Heading.GRANT, 0, 100_00))
    found = appraise(case(*lines, *yearly(Heading.STAFF, 10_00)), Assumptions()).combined
    assert (found.cashable.costs, found.cashable.roi, found.cashable.ratio) == (0, None, None)
    assert found.before_grants.roi == -50_00  # £50 back of £100


@pytest.mark.parametrize(
    "change", [{"years": 0}, {"years": 11}, {"rate": Decimal(-1)}, {"lines": (Line("BDC", Heading.ICT, 6, 1),)}]
)
def test_a_case_that_can_not_be_is_refused(change):
    with pytest.raises(ValueError):
        replace(case(), **change)


# --- Sensitivity ------------------------------------------------------------------------------------------------------
def test_each_input_moves_the_npv_by_itself_the_widest_first():
    lines = (Line("BDC", Heading.ICT, 0, 100_000_00), *yearly(Heading.STAFF, 50_000_00))
    made = appraise(case(*lines), Assumptions(vary=Decimal("0.1"), delay_months=12))
    base, swings = made.combined.cashable.npv, {swing.name: swing for swing in made.swings}
    assert [swing.width for swing in made.swings] == sorted((s.width for s in made.swings), reverse=True)
    assert (swings["ICT"].npv_less - base, swings["ICT"].npv_more - base) == (10_000_00, -10_000_00)
    assert swings["Discount rate"].less == "3.15%" and swings["Discount rate"].npv_less > base
    # A whole year late: years 2 to 5 hold what years 1 to 4 should have, and the fifth is lost.
    late = sum(discounting.present_value(50_000_00, RATE, year) for year in (2, 3, 4, 5)) - 100_000_00
    assert (swings["Delay of benefits"].npv_less, swings["Delay of benefits"].npv_more) == (base, late)


# --- Simulation -------------------------------------------------------------------------------------------------------
RANGES = {Heading.ICT: Range(80_00, 160_00), Heading.STAFF: Range(50_00, 120_00)}
PRESENTS = {Heading.ICT: -100_000_00, Heading.STAFF: 150_000_00}


@given(st.integers(0, 10**9), st.sampled_from(Shape))
@settings(max_examples=10, deadline=None)
def test_the_same_seed_gives_the_same_result_in_order_and_whole_pounds(seed, shape):
    found = simulate(PRESENTS, RANGES, seed=seed, shape=shape, draws=500)
    assert found == simulate(dict(reversed(PRESENTS.items())), RANGES, seed=seed, shape=shape, draws=500)
    assert found.p10 <= found.p50 <= found.p90
    assert not any(pence % 100 for pence in (found.p10, found.p50, found.p90, found.mean))
    assert 0 <= found.negative <= 100_00


def test_a_draw_stays_what_it_was_whatever_is_done_to_draw_faster():
    """Submitted cases keep what was drawn: another way to draw gives the same, or another version of the formulas."""
    presents = {Heading.ICT: -123_456_789, Heading.STAFF: 223_456_789, Heading.RUNNING: -5}
    ranges = {Heading.ICT: Range(80_00, 140_00), Heading.STAFF: Range(60_00, 110_00)}
    ranges |= {Heading.RUNNING: Range(100_00, 120_00)}
    triangular, pert = (simulate(presents, ranges, seed=1, shape=shape) for shape in Shape)
    assert (triangular.p10, triangular.p50, triangular.p90) == (294_833_00, 716_520_00, 1_053_932_00)
    assert (triangular.mean, triangular.negative) == (694_873_00, 1_11)
    assert (pert.p10, pert.p50, pert.p90, pert.negative) == (521_313_00, 864_690_00, 1_145_681_00, 3)


def test_another_seed_gives_another_result():
    assert simulate(PRESENTS, RANGES, seed=1) != replace(simulate(PRESENTS, RANGES, seed=2), seed=1)


def test_without_ranges_every_draw_is_the_npv_itself():
    found = simulate(PRESENTS, {}, seed=1)
    assert {found.p10, found.p50, found.p90, found.mean} == {50_000_00}
    assert found.negative == 0
    assert simulate({Heading.ICT: -1_00}, {}, seed=1).negative == 100_00


@pytest.mark.parametrize(("shape", "expected"), [(Shape.TRIANGULAR, 3.1 / 3), (Shape.PERT, (0.5 + 4 + 1.6) / 6)])
def test_the_draws_have_the_mean_of_their_distribution(shape, expected):
    found = simulate({Heading.STAFF: 1_000_000_00}, {Heading.STAFF: Range(50_00, 160_00)}, seed=7, shape=shape)
    assert found.mean / 1_000_000_00 == pytest.approx(expected, abs=0.005)


def test_a_heading_more_changes_no_draw_of_the_others():
    alone = simulation._column(100_00, RANGES[Heading.ICT], "1:ict", Shape.TRIANGULAR, 100)
    assert [*alone] == [*simulation._column(100_00, RANGES[Heading.ICT], "1:ict", Shape.TRIANGULAR, 100)]
    assert 80 <= min(alone) / 1_00 <= mean(alone) / 1_00 <= max(alone) / 1_00 <= 160


def test_the_draws_are_those_of_python():
    generator = random.Random("1:ict")
    assert [*simulation._uniforms("1:ict", 1_000)] == [generator.random() for _ in range(1_000)]


@pytest.mark.parametrize("ends", [(101_00, 120_00), (80_00, 99_00), (-1, 100_00)])
def test_a_range_holds_what_the_case_says(ends):
    with pytest.raises(ValueError, match="range"):
        Range(*ends)

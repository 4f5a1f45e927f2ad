"""The tests of a gate, without a database: what passes, what fails, and by how much, in words."""

import doctest
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from savings import baselines
from savings.baselines import Baseline, Promised, promised_reduction, reduction
from savings.figures import Amounts
from workstreams import gates, stages
from workstreams.gates import KINDS, Confidence, Kind, RatificationFacts, ReviewFacts, Terms

HELD = date(2007, 3, 5)
pence = some.integers(min_value=0, max_value=10**12)


@pytest.mark.parametrize("module", [gates, stages, baselines])
def test_the_examples_of_the_docstrings_hold(module):
    assert doctest.testmod(module).failed == 0


def test_80000_of_925000_fails_ten_per_cent_by_1_point_35_and_12500_pounds():
    outcome = reduction(80_000_00, 925_000_00, year=2007)
    assert (outcome.met, outcome.value, outcome.threshold) == (False, "8.65%", "at least 10%")
    assert outcome.difference == "1.35 percentage points (£12,500.00) short"
    assert (outcome.facts["part_hundredths"], outcome.facts["short_pence"]) == (865, 12_500_00)
    assert reduction(92_500_00, 925_000_00, year=2007).difference == ""
    assert reduction(92_499_99, 925_000_00, year=2007).difference == ("less than 0.01 percentage points (£0.01) short")


@given(pence, some.integers(min_value=1, max_value=10**12), some.integers(min_value=1, max_value=100_00))
def test_what_is_short_is_exactly_what_would_meet_it(saved, budget, per_cent):
    outcome = reduction(saved, budget, year=2007, per_cent=per_cent)
    short = outcome.facts["short_pence"]
    assert outcome.met is (short == 0)
    assert outcome.met is (saved * 100_00 >= budget * per_cent)
    if short:
        assert reduction(saved + short, budget, year=2007, per_cent=per_cent).met
        assert not reduction(saved + short - 1, budget, year=2007, per_cent=per_cent).met


def test_the_reduction_by_year_two_is_that_of_the_second_year_with_savings():
    before = Baseline(2005, 925_000_00, (("All together", 925_000_00),))
    by_year = {2007: Amounts(target=80_000_00), 2008: Amounts(target=95_000_00, forecast=90_000_00)}
    outcome = promised_reduction(Promised(before, by_year), Terms(10_00, by_year=2))
    assert outcome.sentence == (
        "2008-09: £90,000.00 of cashable savings, the forecast for year 2, is 9.73% of the baseline of £925,000.00. "
        "It fails a 10% test by 0.27 percentage points (£2,500.00)."
    )
    assert (outcome.facts["measure"], outcome.facts["budgets"]) == (
        "forecast",
        [{"of": "All together", "pence": 925_000_00}],
    )
    first = promised_reduction(Promised(before, by_year), Terms(8_00, by_year=1))
    assert (first.met, first.facts["measure"]) == (True, "target")
    third = promised_reduction(Promised(before, by_year), Terms(8_00, by_year=3))
    assert (third.met, third.value) == (False, "0%")


@pytest.mark.parametrize(
    ("promised", "difference"),
    [
        (None, "the baseline is missing"),
        (Promised(None, {2007: Amounts(target=1)}), "the baseline is missing"),
        (Promised(Baseline(2005, 925_000_00), {}), "the savings are missing"),
    ],
)
def test_without_a_baseline_or_savings_a_reduction_is_not_met(promised, difference):
    outcome = promised_reduction(promised, Terms(10_00, by_year=1))
    assert (outcome.met, outcome.difference) == (False, difference)


@pytest.mark.parametrize(
    ("confidence", "critical", "met", "difference"),
    [
        (Confidence.AMBER, 0, True, ""),
        (Confidence.GREEN, 0, True, ""),
        (Confidence.RED, 0, False, "2 steps worse than Amber"),
        (Confidence.AMBER, 2, False, "2 critical recommendations open"),
    ],
)
def test_a_review_is_good_enough_or_the_gate_says_why_not(confidence, critical, met, difference):
    outcome = gates.review_held({3: ReviewFacts(HELD, confidence, critical)}, Terms(2, review=3))
    assert (outcome.met, outcome.difference) == (met, difference)


def test_a_review_of_another_number_does_not_count():
    outcome = gates.review_held({2: ReviewFacts(HELD, Confidence.GREEN, 0)}, Terms(2, review=3))
    assert (outcome.met, outcome.value) == (False, "not reported")


def test_everybody_who_takes_part_must_have_ratified():
    given = {"Bolsover": RatificationFacts(True, "approved on 5 March 2007 (12)"), "Chesterfield": None}
    outcome = gates.ratified(given, Terms())
    assert (outcome.met, outcome.value, outcome.difference) == (False, "1 of 2", "1 missing: Chesterfield")
    assert "Chesterfield has not decided." in outcome.sentence
    assert not gates.ratified({}, Terms()).met


def test_more_partners_than_needed_is_said_too():
    outcome = gates.number_of_partners(["A", "B", "C"], Terms(2))
    assert (outcome.met, outcome.difference) == (True, "1 more than needed")


@pytest.mark.parametrize(
    ("key", "terms", "wrong"),
    [
        ("partners", Terms(5), set()),
        ("partners", Terms(), {"threshold"}),
        ("partners", Terms(0, by_year=2), {"threshold", "by_year"}),
        ("signed", Terms(1), {"threshold"}),
        ("review", Terms(2, review=3), set()),
        ("review", Terms(5, review=6), {"threshold", "review"}),
        ("reduction", Terms(10_00, by_year=2), set()),
        ("reduction", Terms(100_01, review=1), {"threshold", "by_year", "review"}),
    ],
)
def test_a_kind_says_what_is_wrong_with_its_terms(key, terms, wrong):
    assert set(KINDS[key].problems(terms)) == wrong


def test_a_kind_is_registered_once():
    with pytest.raises(ValueError, match="already"):
        gates.register(Kind("partners", "", str, dict, lambda facts, terms: None))


def test_where_a_workstream_can_rest():
    assert stages.may_rest("live", "paused") and stages.may_rest("paused", "stopped")
    assert not any(stages.may_rest(stage, "paused") for stage in ("paused", "stopped", "closed"))

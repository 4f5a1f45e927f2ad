"""The tests of a gate, without a database: what passes, what fails, and by how much, in words."""

import doctest
from datetime import date

import pytest

from partnership.models import Organisation
from savings import baselines
from savings.baselines import Promised, promised_reduction
from savings.figures import Amounts
from workstreams import gates, stages
from workstreams.baselines import Baseline, Budget, Combined, combined
from workstreams.gates import KINDS, Confidence, Kind, RatificationFacts, ReviewFacts, Terms
from workstreams.models import BaselineCost

HELD = date(2007, 3, 5)


@pytest.mark.parametrize("module", [gates, stages, baselines])
def test_the_examples_of_the_docstrings_hold(module):
    assert doctest.testmod(module).failed == 0


def test_the_reduction_by_year_two_is_that_of_the_second_year_with_savings():
    before = Combined(Baseline(2005, 925_000_00, (Budget(None, "All together", 925_000_00),)))
    by_year = {2007: Amounts(target=80_000_00), 2008: Amounts(target=95_000_00, forecast=90_000_00)}
    outcome = promised_reduction(Promised(before, by_year, frozenset({2008})), Terms(10_00, by_year=2))
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
    assert (outcome.difference, outcome.facts["part_hundredths"]) == ("0.27 percentage points (£2,500.00) short", 973)


def test_a_forecast_of_nothing_is_a_forecast():
    before = Combined(Baseline(2005, 925_000_00))
    by_year = {2007: Amounts(target=95_000_00)}
    for forecast, met, said in (
        (frozenset(), True, "the target for year 1"),
        ({2007}, False, "the forecast for year 1"),
    ):
        outcome = promised_reduction(Promised(before, by_year, forecast), Terms(10_00, by_year=1))
        assert outcome.met is met and said in outcome.sentence


def test_the_combined_budget_is_of_the_last_year_that_is_whole():
    """Three in 2006-07, one of them alone in 2007-08; nobody has said what a fourth cost."""
    named = {number: Organisation(pk=number, short_name=f"Council {number}") for number in (1, 2, 3)}
    three = [BaselineCost(year=2006, organisation=each, cost_pence=300_000_00) for each in named.values()]
    later = BaselineCost(year=2007, organisation=named[1], cost_pence=300_000_00)
    partners = {number: each.short_name for number, each in named.items()}
    found = combined([*three, later], partners).baseline
    assert (found.year, found.pence, len(found.parts)) == (2006, 900_000_00, 3)
    joint = BaselineCost(year=2007, organisation=None, cost_pence=950_000_00)
    assert combined([*three, later, joint], partners | {4: "Council 4"}).baseline.pence == 950_000_00
    missing = combined([*three, later], partners | {4: "Council 4"})
    assert missing.baseline is None
    assert missing.missing.endswith("2006-07 lacks that of Council 4: record it, or a joint cost of the year.")
    assert combined([*three, later], {}).baseline.pence == 900_000_00
    free = BaselineCost(year=2008, organisation=None, cost_pence=0)
    assert "is not above £0.00" in combined([free], partners).missing


@pytest.mark.parametrize(
    ("promised", "difference"),
    [
        (None, "the baseline is missing"),
        (Promised(Combined(None, "None."), {2007: Amounts(target=1)}), "the baseline is missing"),
        (Promised(Combined(Baseline(2005, 925_000_00)), {}), "the savings are missing"),
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

"""What a contract saves: by year and organisation, adding up to the penny both ways, whatever its dates."""

import doctest
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnership.apportionment import Part
from savings import contracts
from savings.contracts import Counting, Terms, grid, last_day, schedule

days = st.dates(date(2000, 1, 1), date(2070, 12, 31))
prices = st.integers(0, 10**12)
parts = st.lists(st.integers(0, 10**9), min_size=1, max_size=30).filter(any)


@st.composite
def contracts_of_any_kind(draw):
    starts_on = draw(days)
    longest = (last_day(starts_on, contracts.LONGEST_MONTHS) - starts_on).days
    return Terms(
        starts_on,
        starts_on + timedelta(days=draw(st.integers(0, longest))),
        draw(prices),
        draw(prices),
        tuple(Part(party, weight) for party, weight in enumerate(draw(parts))),
        draw(st.sampled_from(Counting)),
    )


any_contract = contracts_of_any_kind()


def terms(starts_on, ends_on, saving=12_000_00, counting=Counting.MONTHS, weights=(1,)):
    """A contract that cost £100,000.00 a year before."""
    shared = tuple(Part(party, weight) for party, weight in enumerate(weights))
    return Terms(starts_on, ends_on, 100_000_00, 100_000_00 - saving, shared, counting)


def pence_by_year(given_terms):
    return {each.year: each.pence for each in schedule(given_terms).years}


def test_the_docstrings_are_true():
    tested = doctest.testmod(contracts)
    assert (tested.failed, tested.attempted > 4) == (0, True)


# --- Adding up --------------------------------------------------------------------------------------------------------
@given(any_contract)
def test_years_and_organisations_add_up_to_the_whole_life(contract):
    found = schedule(contract)
    assert sum(found.whole_life.values()) == found.whole_life_pence == sum(each.pence for each in found.years)
    for each in found.years:
        assert sum(share.pence for share in each.shares) == each.pence
    assert sum(share.pence for share in found.yearly) == found.yearly_pence == contract.yearly_pence


@given(any_contract)
def test_the_whole_life_is_the_length_times_the_saving_a_year_to_half_a_penny(contract):
    found = schedule(contract)
    assert abs(found.length * contract.yearly_pence - found.whole_life_pence) <= Fraction(1, 2)
    assert found.length == sum(each.time for each in found.years)


@given(any_contract)
def test_each_year_is_within_a_penny_and_a_half_of_its_time_and_a_whole_year_is_exact(contract):
    for each in schedule(contract).years:
        assert 0 < each.time <= 1
        assert abs(each.time * contract.yearly_pence - each.pence) < Fraction(3, 2)
        if each.time == 1:
            assert each.pence == contract.yearly_pence


@given(any_contract)
def test_a_dearer_contract_costs_what_the_opposite_would_save(contract):
    opposite = replace(contract, baseline_pence=contract.price_pence, price_pence=contract.baseline_pence)
    saved, cost = schedule(contract), schedule(opposite)
    assert [each.pence for each in cost.years] == [-each.pence for each in saved.years]
    assert cost.whole_life == {party: -pence for party, pence in saved.whole_life.items()}


@given(days, st.integers(1, 20))
def test_so_many_years_save_so_many_times_the_saving_a_year_but_within_february(starts_on, years):
    found = schedule(terms(starts_on, last_day(starts_on, 12 * years)))
    if starts_on.month != 2 or starts_on.day == 1:
        assert found.length == years
    assert abs(found.length - years) <= Fraction(1, 28 * 12)


@given(days, st.integers(0, 6000), st.integers(1, 6000), st.sampled_from(Counting))
def test_cut_in_two_it_is_as_long_as_in_one(starts_on, first, second, counting):
    cut = starts_on + timedelta(days=first)
    ends_on = min(cut + timedelta(days=second), last_day(starts_on, contracts.LONGEST_MONTHS))
    if cut >= ends_on:
        return
    whole = schedule(terms(starts_on, ends_on, counting=counting)).length
    pieces = [terms(starts_on, cut, counting=counting), terms(cut + timedelta(days=1), ends_on, counting=counting)]
    assert sum(schedule(piece).length for piece in pieces) == whole


# --- By hand ----------------------------------------------------------------------------------------------------------
def test_three_years_from_april_are_three_times_the_saving():
    contract = terms(date(2024, 4, 1), date(2027, 3, 31))
    for counting in Counting:
        assert pence_by_year(replace(contract, counting=counting)) == dict.fromkeys((2024, 2025, 2026), 12_000_00)


def test_a_contract_may_be_one_day_long():
    day = date(2024, 6, 15)
    assert pence_by_year(terms(day, day)) == {2024: 33_33}  # a thirtieth of £1,000.00
    assert pence_by_year(terms(day, day, counting=Counting.DAYS)) == {2024: 32_88}  # £12,000.00 by 365
    assert schedule(terms(day, day)).length == Fraction(1, 360)


def test_a_contract_may_be_twenty_years_long_and_no_longer():
    starts_on = date(2024, 10, 1)
    found = schedule(terms(starts_on, date(2044, 9, 30)))
    assert (len(found.years), found.whole_life_pence) == (21, 20 * 12_000_00)
    with pytest.raises(ValueError, match="at most 20 years"):
        schedule(terms(starts_on, date(2044, 10, 1)))
    with pytest.raises(ValueError, match="on or after"):
        schedule(terms(starts_on, date(2024, 9, 30)))


def test_a_year_from_the_29th_of_february_ends_on_the_28th():
    ends_on = last_day(date(2024, 2, 29), 12)
    assert ends_on == date(2025, 2, 28)
    # 1/29 of February and the whole of March 2024; eleven months from April to February.
    assert pence_by_year(terms(date(2024, 2, 29), ends_on)) == {2023: 1_034_48, 2024: 11_000_00}
    by_days = pence_by_year(terms(date(2024, 2, 29), ends_on, counting=Counting.DAYS))
    assert by_days == {2023: 1_049_18, 2024: 10_980_82}  # 32 of 366 days, 334 of 365


def test_a_leap_day_counts_in_its_own_year_by_days_and_nothing_by_months():
    leap, common = (terms(date(year, 4, 1), date(year, 9, 30), 366_00, Counting.DAYS) for year in (2023, 2024))
    assert [*pence_by_year(leap).values(), *pence_by_year(common).values()] == [183_00, 183_50]
    assert set(pence_by_year(replace(leap, counting=Counting.MONTHS)).values()) == {183_00}


@pytest.mark.parametrize(
    ("starts_on", "months", "ends_on"),
    [
        (date(2024, 4, 1), 12, date(2025, 3, 31)),
        (date(2027, 3, 1), 12, date(2028, 2, 29)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 30), 1, date(2023, 2, 28)),
        (date(2024, 12, 15), 1, date(2025, 1, 14)),
    ],
)
def test_months_end_the_day_before_the_corresponding_date(starts_on, months, ends_on):
    assert last_day(starts_on, months) == ends_on


def test_half_a_penny_counts_for_the_contract():
    """£0.01 a year for six months."""
    assert pence_by_year(terms(date(2024, 4, 1), date(2024, 9, 30), 1)) == {2024: 1}
    assert pence_by_year(terms(date(2024, 4, 1), date(2024, 9, 30), -1)) == {2024: -1}
    assert pence_by_year(terms(date(2024, 4, 1), date(2024, 9, 29), 1)) == {2024: 0}


def test_what_saves_nothing_in_a_year_is_not_stated():
    assert schedule(terms(date(2024, 3, 31), date(2025, 3, 31), 12)).amounts == {contracts.Period(2024): 12}


def test_thirty_organisations_share_to_the_penny():
    found = schedule(terms(date(2024, 4, 1), date(2025, 9, 30), 100, weights=(1,) * 30))
    assert [share.pence for share in found.years[0].shares] == [4] * 10 + [3] * 20
    assert list(found.whole_life.values()) == [6] * 10 + [5] * 10 + [4] * 10
    assert sum(found.whole_life.values()) == 150


def test_a_grid_adds_up_both_ways_and_shows_who_has_no_part():
    found = grid({1: "A", 2: "B"}, [("one", {1: 5, 2: -2}), ("two", {2: 7})])
    assert (found.columns, found.rows) == (("A", "B"), (("one", (5, -2), 3), ("two", (None, 7), 7)))
    assert (found.totals, found.total) == ((5, 5), 10)


names = st.lists(st.text(min_size=1, max_size=3), min_size=1, max_size=6, unique=True)


@given(names, st.lists(st.dictionaries(st.integers(0, 5), st.integers(-(10**12), 10**12)), max_size=5))
def test_any_grid_adds_up_both_ways(columns, cells):
    rows = [(str(n), {i: p for i, p in row.items() if i < len(columns)}) for n, row in enumerate(cells)]
    found = grid(dict(enumerate(columns)), rows)
    assert sum(total for _, _, total in found.rows) == sum(found.totals) == found.total

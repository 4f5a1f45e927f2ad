"""The split of pence by weights."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnership import apportionment
from partnership.apportionment import Part, split

weights = st.lists(st.integers(0, 10**12), min_size=1, max_size=30).filter(any)
pence = st.integers(-(10**12), 10**12)


def parts(given_weights):
    return [Part(party, weight) for party, weight in enumerate(given_weights)]


def test_the_docstring_is_true():
    assert doctest.testmod(apportionment).failed == 0


@given(pence, weights)
def test_parts_add_up_to_the_whole(amount, given_weights):
    assert sum(each.pence for each in split(amount, parts(given_weights))) == amount


@given(pence, weights)
def test_each_part_is_less_than_a_penny_from_its_exact_portion(amount, given_weights):
    total = sum(given_weights)
    for each in split(amount, parts(given_weights)):
        assert abs(each.pence * total - amount * each.weight) < total


@given(pence, weights)
def test_a_negative_amount_takes_back_exactly_what_was_given(amount, given_weights):
    given_, taken = split(amount, parts(given_weights)), split(-amount, parts(given_weights))
    assert [each.pence for each in taken] == [-each.pence for each in given_]


@given(pence, weights)
def test_a_weight_of_nothing_gets_nothing(amount, given_weights):
    assert all(each.pence == 0 for each in split(amount, parts(given_weights)) if each.weight == 0)


def test_the_odd_pennies_go_to_the_largest_remainders_first():
    assert [each.pence for each in split(100, [Part(1, 1), Part(2, 2), Part(3, 4)])] == [14, 29, 57]


def test_it_splits_among_as_many_as_a_partnership_has():
    found = split(100_00, [Part(party, 1) for party in range(33)])
    assert [each.pence for each in found] == [304] + [303] * 32 and sum(each.pence for each in found) == 100_00


def test_of_equal_remainders_the_first_gets_the_penny():
    assert [each.pence for each in split(2, [Part(9, 1), Part(1, 1), Part(5, 1)])] == [1, 1, 0]


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ([], "at least one party"),
        ([Part(1, 1), Part(1, 2)], "only once"),
        ([Part(1, 1), Part(2, -1)], "negative"),
        ([Part(1, 0), Part(2, 0)], "more than 0"),
    ],
)
def test_it_refuses_impossible_weights(bad, message):
    with pytest.raises(ValueError, match=message):
        split(100, bad)


def test_example_1_ten_years_by_population_63_to_37():
    east_lindsey, south_holland = split(30_700_000_00, [Part(1, 63), Part(2, 37)])
    assert (east_lindsey.pence, south_holland.pence) == (19_341_000_00, 11_359_000_00)

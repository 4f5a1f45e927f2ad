"""The calculation of an options appraisal, in fractions."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstreams.appraisal import appraise, rounded, total, turning

OPTIONS, CRITERIA = (1, 2, 3, 4), (1, 2, 3)
weights = st.lists(st.integers(1, 49), min_size=2, max_size=2).map(
    lambda two: dict(zip(CRITERIA, (*two, 100 - sum(two)), strict=True))
)
sheet = st.fixed_dictionaries({(o, c): st.integers(0, 10) for o in OPTIONS for c in CRITERIA})
sheets = st.dictionaries(st.integers(1, 9), sheet, min_size=1, max_size=4)


def with_weight(weights: dict[int, int], criterion: int, at: Fraction) -> dict[int, Fraction]:
    """The weights with one of them moved, and the others in proportion: what a turning point means."""
    others = Fraction(100 - weights[criterion])
    return {
        each: at if each == criterion else Fraction(weight) * (100 - at) / others for each, weight in weights.items()
    }


def test_the_example_of_the_module_in_full():
    first = {(1, 1): 1, (1, 2): 2, (2, 1): 4, (2, 2): 3, (3, 1): 2, (3, 2): 5}
    found = appraise((1, 2, 3), {1: 60, 2: 40}, {"A": first, "B": first | {(3, 1): 3}})
    company = found.of_option(3)
    assert (company.total, company.spread.lowest, company.spread.highest) == (
        Fraction(7, 2),
        Fraction(16, 5),
        Fraction(19, 5),
    )
    assert (company.first_with, found.of_option(2).first_with) == (1, 1)
    assert (found.cells[3, 1].mean, found.cells[3, 1].range) == (Fraction(5, 2), 1)
    closest = found.closest
    assert (closest.criterion, closest.rival, closest.at, closest.rises) == (1, 3, Fraction(400, 7), False)
    assert [each.at for each in found.turnings if each.rival == 1] == [None, None]


def test_equal_totals_share_a_rank_and_the_next_is_passed_over():
    cells = {(1, 1): 2, (1, 2): 4, (2, 1): 4, (2, 2): 2, (3, 1): 1, (3, 2): 1}
    found = appraise((3, 1, 2), {1: 50, 2: 50}, {"A": cells})
    assert [(each.option, each.rank_words) for each in found.ranked] == [(1, "1="), (2, "1="), (3, "3")]
    level = next(each for each in found.turnings if each.rival == 2 and each.criterion == 1)
    assert (level.at, level.change, level.rises, level.wins) == (50, 0, True, True)


def test_a_sheet_that_is_not_complete_counts_for_nothing():
    whole = {(1, 1): 5, (2, 1): 1}
    found = appraise((1, 2), {1: 100}, {"A": whole, "B": {(2, 1): 9}})
    assert found.scorers == ("A",) and found.leader.option == 1
    assert appraise((1, 2), {1: 100}, {"B": {(2, 1): 9}}) is None
    assert [each.at for each in found.turnings] == [None]  # one criterion has all the weight: nothing to move


def test_a_rival_that_only_reaches_the_leader_at_the_end_does_not_win():
    found = appraise((1, 2), {1: 50, 2: 50}, {"A": {(1, 1): 3, (1, 2): 3, (2, 1): 3, (2, 2): 1}})
    first = found.turnings[0]
    assert (first.at, first.wins, found.closest) == (100, False, None)


def test_an_option_that_overtakes_the_leader_behind_a_third_does_not_win():
    points = {(1, 1): 5, (1, 2): 1, (2, 1): 1, (2, 2): 5, (3, 1): 2, (3, 2): 3}
    found = appraise((1, 2, 3), {1: 60, 2: 40}, {"A": points})
    cost = {each.rival: each for each in found.turnings if each.criterion == 1}
    # Against the second the lead is 4x - 4(100 - x): level at 50%. Against the third 3x - 2(100 - x): level at 40%.
    assert [(cost[each].at, cost[each].overtakes, cost[each].wins, cost[each].best) for each in (2, 3)] == [
        (50, True, True, 2),
        (40, True, False, 2),
    ]


def test_neighbours_far_from_the_top_may_be_the_first_to_change_places():
    points = {(1, 1): 5, (1, 2): 5, (2, 1): 2, (2, 2): 1, (3, 1): 1, (3, 2): 2}
    found = appraise((1, 2, 3), {1: 60, 2: 40}, {"A": points})
    assert found.closest is None
    assert [(each.criterion, each.upper, each.lower, each.at, each.change) for each in found.swaps] == [
        (1, 2, 3, 50, -10),
        (2, 2, 3, 50, 10),
    ]
    assert appraise((1, 2), {1: 100}, {"A": {(1, 1): 2, (2, 1): 1}}).swaps == ()


def test_weights_that_do_not_add_to_100_are_refused():
    with pytest.raises(ValueError, match="do not add to 100"):
        appraise((1,), {1: 60, 2: 30}, {})


def test_rounding_is_half_up_and_once():
    assert [rounded(Fraction(1, 200)), rounded(Fraction(199, 40_000)), rounded(Fraction(995, 100), 1)] == [
        "0.01",
        "0.00",
        "10.0",
    ]


@given(weights, sheets)
def test_at_a_turning_point_both_are_level_and_beyond_it_the_rival_is_ahead(weighed, given_sheets):
    found = appraise(OPTIONS, weighed, given_sheets)
    means = {cell: spread.mean for cell, spread in found.cells.items()}
    leader = found.leader.option
    for each in found.turnings:
        if each.at is None:
            ends = (with_weight(weighed, each.criterion, Fraction(end)) for end in (0, 100))
            leads = [total(means, leader, end) - total(means, each.rival, end) for end in ends]
            assert all(lead > 0 for lead in leads) or (each.is_level and not any(leads)) or leads[0] == leads[1] > 0
            continue
        moved = with_weight(weighed, each.criterion, each.at)
        assert sum(moved.values()) == 100
        assert total(means, leader, moved) == total(means, each.rival, moved)
        if each.overtakes:
            beyond = (each.at + (100 if each.rises else 0)) / 2
            moved = with_weight(weighed, each.criterion, beyond)
            assert total(means, each.rival, moved) > total(means, leader, moved)
            just = with_weight(weighed, each.criterion, each.at + Fraction(1 if each.rises else -1, 10**9))
            totals = {option: total(means, option, just) for option in OPTIONS}
            assert totals[each.best] == max(totals.values())
            assert each.wins == (totals[each.rival] == totals[each.best])


@given(weights, sheets)
def test_before_the_swap_the_ranking_is_as_it_was_and_beyond_it_two_have_changed_places(weighed, given_sheets):
    found = appraise(OPTIONS, weighed, given_sheets)
    means = {cell: spread.mean for cell, spread in found.cells.items()}
    for each in found.swaps:
        for share, is_past in ((Fraction(999, 1000), False), (1 + Fraction(1, 10**9), True)):
            moved = with_weight(weighed, each.criterion, each.weight + each.change * share)
            if not each.change:
                moved = with_weight(weighed, each.criterion, each.at + Fraction((1 if each.rises else -1), 10**9))
                is_past = True
            totals = [total(means, standing.option, moved) for standing in found.ranked]
            assert (totals != sorted(totals, reverse=True)) == is_past


@given(weights, sheets, st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_given_changes_no_total_and_no_rank(weighed, given_sheets, random):
    options, criteria, who = list(OPTIONS), list(weighed), list(given_sheets)
    for each in (options, criteria, who):
        random.shuffle(each)
    turned = appraise(options, {c: weighed[c] for c in criteria}, {w: given_sheets[w] for w in who})
    found = appraise(OPTIONS, weighed, given_sheets)
    for option in OPTIONS:
        one, other = found.of_option(option), turned.of_option(option)
        assert (one.total, one.rank, one.first_with) == (other.total, other.rank, other.first_with)


@given(sheets)
def test_all_weight_on_one_criterion_gives_its_means(given_sheets):
    found = appraise(OPTIONS, {1: 100, 2: 0, 3: 0}, given_sheets)
    assert all(found.of_option(option).total == found.cells[option, 1].mean for option in OPTIONS)


@given(weights, sheets)
def test_a_total_is_the_mean_of_the_scorers_totals_and_lies_between_them(weighed, given_sheets):
    for each in appraise(OPTIONS, weighed, given_sheets).standings:
        assert each.spread.mean == each.total
        assert each.spread.lowest <= each.total <= each.spread.highest


def test_turning_moves_one_weight_and_keeps_the_proportions_of_the_others():
    means = {
        (1, 1): Fraction(4),
        (1, 2): Fraction(2),
        (1, 3): Fraction(2),
        (2, 1): Fraction(2),
        (2, 2): Fraction(4),
        (2, 3): Fraction(2),
    }
    found = turning(means, {1: 60, 2: 30, 3: 10}, 1, 2, 1, (1, 2))
    # The lead at x is (2x - 1.5 (100 - x)) / 100: nothing where 3.5x = 150, at 300/7.
    assert found.at == Fraction(300, 7)
    assert with_weight({1: 60, 2: 30, 3: 10}, 1, Fraction(20)) == {1: 20, 2: 60, 3: 20}

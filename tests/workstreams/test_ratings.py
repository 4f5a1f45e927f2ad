"""Scores, bands, movement and the heat map of risks."""

from itertools import product

import pytest

from workstreams.ratings import BANDS, band, bands_of, heat_map, movement, score


def test_every_score_falls_in_one_band_and_a_greater_one_in_none_below():
    order = list(BANDS)
    places = [order.index(band(each)) for each in range(1, 26)]
    assert places == sorted(places)
    assert sum(most - least + 1 for least, most in BANDS.values()) == 25


@pytest.mark.parametrize(("likelihood", "impact"), [(0, 3), (3, 6), (-1, -1)])
def test_what_is_not_from_1_to_5_has_no_score(likelihood, impact):
    with pytest.raises(ValueError, match="from 1 to 5"):
        score(likelihood, impact)


def test_movement_is_told_in_words():
    assert [movement(16, 12), movement(6, 12), movement(12, 12), movement(12, None)] == [
        "Up by 4",
        "Down by 6",
        "Unchanged",
        "New",
    ]


def test_the_heat_map_holds_every_thing_once_where_it_belongs():
    placed = [(likelihood, impact, f"R{likelihood}{impact}") for likelihood, impact in product(range(1, 6), repeat=2)]
    rows = heat_map(placed)
    assert [row[0].likelihood for row in rows] == [5, 4, 3, 2, 1]
    assert [square.impact for square in rows[0]] == [1, 2, 3, 4, 5]
    squares = [square for row in rows for square in row]
    assert [each.things for each in squares] == [(f"R{each.likelihood}{each.impact}",) for each in squares]
    assert [each.score for each in squares[:6]] == [5, 10, 15, 20, 25, 4]


def test_bands_are_counted_from_the_highest():
    assert [(each.label, number) for each, number in bands_of([25, 15, 10, 9, 4, 1]).items()] == [
        ("Very high", 2),
        ("High", 1),
        ("Medium", 1),
        ("Low", 2),
    ]

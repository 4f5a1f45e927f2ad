"""What the portal would say of a workstream, and the arithmetic of months: the rules of `savings.highlights`."""

import doctest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from savings.highlights import months, suggesting

months_ = st.dates(date(1990, 1, 1), date(2100, 12, 31)).map(months.month_of)
slips = st.lists(st.tuples(st.text(max_size=5), st.integers(-400, 400)), min_size=1, max_size=5)
ratings = st.sampled_from(suggesting.WORSE)


def test_examples():
    for module in (months, suggesting):
        assert doctest.testmod(module).failed == 0


@given(months_, st.integers(-240, 240))
def test_months_later_and_as_many_earlier_is_the_same_month(month, by):
    later = months.shifted(month, by)
    assert later.day == 1 and months.shifted(later, -by) == month
    assert len(months.between(month, later)) == max(by + 1, 0)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_the_last_month_over_ended_before_today_and_the_next_has_not(day):
    last = months.last_over(day)
    assert months.shifted(last, 1) <= day < months.shifted(last, 2)
    assert months.due_on(last, 10) == months.shifted(last, 1) + timedelta(days=9)


@given(slips, st.integers(1, 100))
def test_time_never_gets_better_when_something_slips_more(found, more):
    now = suggesting.of_time(found, 30)
    then = suggesting.of_time([*found, ("Another", max(days for _, days in found) + more)], 30)
    assert now and then and not suggesting.is_better(then.rating, now.rating)


@given(ratings, ratings)
def test_a_move_back_undoes_a_move(first, second):
    opposite = {"Better": "Worse", "Worse": "Better", "Unchanged": "Unchanged"}
    assert suggesting.moved(second, first) == opposite[suggesting.moved(first, second)]
    assert suggesting.is_better(first, second) == (suggesting.moved(first, second) == "Better")

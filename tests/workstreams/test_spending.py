"""What is left of budgets and grants, and who has to contribute: pure, so asked of many cases."""

import doctest
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from partnership import lineage
from partnership.apportionment import Part
from partnership.lineage import Dissolved, carried
from workstreams import dues as dues_module
from workstreams import spending
from workstreams.dues import EQUAL, PROJECT, WEIGHTED, Stay, dues
from workstreams.spending import GrantPosition, Position

pence = st.integers(0, 10**9)
UNTIL = date(2026, 3, 31)


def test_the_docstrings_are_true():
    for module in (spending, dues_module, lineage):
        found = doctest.testmod(module)
        assert (found.failed, found.attempted > 1) == (0, True), module


def test_a_budget_warns_of_what_is_over_and_of_nothing_else():
    assert Position(100_00, 100_00, 0).warning == ""
    assert Position(100_00, 60_00, 40_01).warning == "Spent and committed come to £0.01 more than the budget."
    assert Position(100_00, 100_01, 5_00).warning == "Overspent by £0.01, and £5.00 more is committed."


def test_a_grant_warns_before_it_lapses_and_when_it_has():
    grant = GrantPosition(100_00, 100_00, 20_00, 10_00, 0, UNTIL)
    assert grant.warnings(date(2025, 12, 31)) == []  # 91 days
    assert grant.warnings(date(2026, 1, 1)) == ["It lapses on 31 March 2026, in 90 days, with £80.00 not used."]
    assert grant.warnings(UNTIL) == ["It lapses on 31 March 2026, in 1 day, with £80.00 not used."]
    assert grant.warnings(date(2026, 4, 1)) == ["It lapsed on 31 March 2026 with £80.00 not used."]


def test_a_grant_that_is_spent_or_put_aside_lapses_without_a_word():
    assert GrantPosition(100_00, 100_00, 60_00, 0, 40_00, UNTIL).warnings(date(2030, 1, 1)) == []


def test_a_grant_says_when_more_is_used_or_allotted_than_there_is():
    assert GrantPosition(100_00, 120_00, 90_00, 15_00, 0, None).warnings(UNTIL) == [
        "£5.00 more is used than was granted.",
        "Its budget heads come to £20.00 more than the grant.",
    ]


FIRST, LAST = date(2025, 4, 1), date(2026, 3, 31)


def stays(*parties):
    """All the year."""
    return [Stay(party, FIRST, LAST) for party in parties]


needs_of = st.fixed_dictionaries({None: pence, 7: pence, 8: pence})
three_weights = st.tuples(*[st.integers(0, 500)] * 3)


@settings(max_examples=40)
@given(needs_of, three_weights)
def test_what_is_due_and_what_nobody_pays_is_what_has_to_be_raised(needs, typed):
    """By every rule, whoever takes part and whatever the weights."""
    weights = dict(enumerate(typed, start=1))
    for basis in (EQUAL, WEIGHTED, PROJECT):
        found = dues(needs, basis, stays(1, 2, 3), {7: stays(1, 3)}, weights)
        assert found.total + sum(found.unpaid.values()) == sum(needs.values())
        assert all(due.pence >= 0 for due in found.parts)


def test_county_and_city_pay_more_and_nobody_pays_for_what_it_is_not_in():
    found = dues({7: 70_00}, PROJECT, stays(1, 2, 3, 4), {7: stays(1, 2, 3)}, {1: 300, 2: 300, 3: 100, 4: 50})
    assert [found.of(party) for party in (1, 2, 3, 4)] == [30_00, 30_00, 10_00, 0]


def test_a_partner_without_a_weight_pays_nothing():
    found = dues({None: 90_00}, WEIGHTED, stays(1, 2), {}, {1: 100})
    assert (found.of(1), found.of(2)) == (90_00, 0)


@settings(max_examples=40)
@given(pence, st.lists(st.integers(0, 364), min_size=1, max_size=4), st.integers(0, 364))
def test_by_days_each_pays_for_its_days_and_together_they_pay_all(needed, lasts, first):
    """Two pay all the year, others to a last day, one from a first day: checked against a day at a time."""
    day = [FIRST + timedelta(days=number) for number in range(365)]
    here = [*stays(1, 2), Stay(3, day[first], LAST)]
    here += [Stay(party, FIRST, day[last]) for party, last in enumerate(lasts, start=4)]
    found = dues({7: needed}, PROJECT, [], {7: here}, {})
    assert found.total == needed
    exact = dict.fromkeys(range(1, 4 + len(lasts)), Fraction(0))
    for one in day:
        payers = [stay.organisation for stay in here if stay.holds_on(one)]
        for party in payers:
            exact[party] += Fraction(needed, 365 * len(payers))
    assert all(abs(found.of(party) - pence) < 1 for party, pence in exact.items())


def test_thirty_three_members_pay():
    found = dues({None: 100_00}, EQUAL, stays(*range(33)), {}, {})
    assert (found.total, found.of(0), found.of(32)) == (100_00, 3_04, 3_03)


@settings(max_examples=40)
@given(st.integers(-(10**10), 10**10), st.lists(st.integers(1, 9_999), min_size=2, max_size=5))
def test_all_successors_together_carry_on_exactly_what_there_was(own, parts):
    """Also through one of them that is dissolved itself: what is posted is divided, never changed."""
    first = Dissolved(1, UNTIL, tuple(Part(number, part) for number, part in enumerate(parts, start=2)))
    second = Dissolved(2, UNTIL, (Part(50, 1), Part(51, 2)))
    leaves = [number for number, _ in enumerate(parts, start=2) if number != 2] + [50, 51]
    assert sum(one.pence for leaf in leaves for one in carried({1: own}, [first, second], leaf)) == own

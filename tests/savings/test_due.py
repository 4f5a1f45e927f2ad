"""How the target due is spread over the rows of a table."""

import doctest

from hypothesis import given
from hypothesis import strategies as st

from savings.figures import due
from savings.figures.due import due_of, spread

targets = st.dictionaries(st.integers(1, 40), st.integers(0, 10**12), max_size=30)
quarters = st.integers(0, 4)


def test_the_docstrings_are_true():
    assert doctest.testmod(due).failed == 0


@given(targets, quarters)
def test_rows_add_up_and_are_less_than_a_penny_from_their_exact_part(rows, over):
    found = spread(due_of(sum(rows.values()), over), rows, over)

    assert sum(found.values()) == sum(rows.values()) * over // 4
    assert found.keys() == rows.keys()
    assert all(abs(found[key] * 4 - rows[key] * over) < 4 for key in rows)


@given(st.lists(targets, min_size=1, max_size=6), quarters)
def test_a_rows_own_rows_add_up_to_it(tables, over):
    """A workstream's due, spread over its organisations."""
    rows = {number: sum(table.values()) for number, table in enumerate(tables)}
    found = spread(due_of(sum(rows.values()), over), rows, over)

    for number, table in enumerate(tables):
        assert sum(spread(found[number], table, over).values()) == found[number]

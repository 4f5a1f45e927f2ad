"""How much a milestone slips, in words."""

import pytest

from workstreams.plans import slip_words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "On plan"),
        (1, "1 day late"),
        (-30, "30 days early"),
        (91, "91 days late"),
        (92, "3 months late (92 days)"),
        (-729, "23 months early (729 days)"),
        (730, "2 years late (730 days)"),
        (7_022, "19 years late (7,022 days)"),
    ],
)
def test_a_slip_is_told_in_the_unit_that_people_think_in(days, words):
    assert slip_words(days) == words

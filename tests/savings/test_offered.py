"""Which organisations the forms of a saving and of a contract offer."""

import re
from datetime import date

import pytest

from tests import factories
from tests.pages import at, signed_in, words
from tests.savings.test_pages import TYPED


@pytest.fixture
def one_that_left(council):
    """Ashfield, a member and taking part until the end of 2023-24."""
    left = factories.organisation("Ashfield District Council", "ADC")
    days = {"organisation": left, "from_on": factories.FOUNDED, "to_on": date(2024, 3, 31)}
    council.partnership.memberships.create(**days)
    council.workstream.participations.create(**days)


def hidden(page):
    """Of which organisations there are boxes in the page that are not to be seen: to tick, or to type in."""
    boxes = re.findall(
        r'<div class="govuk-(?:checkboxes__item|form-group)"( hidden)?>(?:(?!<div).)*?<input([^>]*)>', page
    )
    return {found[0] for at, box in boxes if at and (found := re.findall('data-party="([A-Z]+)"', box))}


def test_only_who_can_take_part_is_offered(council, one_that_left):
    client = signed_in(council.person("officer"))
    assert hidden(words(client.get(at("saving-add", council)))) == {"ADC"}  # the only workstream, this year
    told = "time that you chose: Ashfield District Council."
    assert told in words(client.post(at("saving-preview", council), TYPED))
    assert told not in words(client.post(at("saving-preview", council), TYPED | {"first_year": "2023"}))
    both = TYPED | {"recurrence": "recurring", "first_year": "2023", "last_year": "2024"}
    assert told in words(client.post(at("saving-preview", council), both))
    again = words(client.post(at("saving-add", council), TYPED | {"title": "", "first_year": "2023"}))
    assert hidden(again) == set() and "percentage_ADC" in again
    ticked = words(client.post(at("saving-add", council), TYPED | {"organisations": ["ADC", "BDC"]}))
    assert hidden(ticked) == {"ADC"} and re.search(
        '<div class="govuk-checkboxes__item"> <input[^>]*value="ADC"', ticked
    )
    assert "Ashfield District Council did not take part in Internal audit in 2025-26. Untick it" in ticked
    assert hidden(words(client.get(at("contract-add", council) + "?x"))) == set()  # no day is known yet

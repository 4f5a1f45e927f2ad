"""A period that is opened again is shown on the pages of the packs made before; their files stay as they are."""

import pytest

from partnership import clock
from partnership.dated import Period
from savings import actions
from tests import factories, packs
from tests.pages import at, signed_in, words

YEAR = Period(2025)


@pytest.fixture(autouse=True)
def afterwards():
    with clock.travel(factories.moment(2026, 11, 21)):
        yield


def look(council, pack):
    return words(signed_in(council.person("manager")).get(at("pack", council, pk=pack.pk)))


def test_a_reopening_and_what_came_of_it_is_told_with_its_reason(council):
    factories.verified(council)
    factories.closed(council, YEAR)
    pack = packs.finished(council)
    digest = pack.sha256
    assert "Later corrections" not in look(council, pack)
    with clock.travel(factories.moment(2026, 11, 22)):
        factories.reopened(council, YEAR, reason="An invoice was missed.")
        page = look(council, pack)
        assert "Later corrections" in page and "An invoice was missed." in page and "Nothing yet" in page
        factories.verified(council, pence=12_00)
        factories.submitted(council, pence=3_00, saving={"kind": "non_cashable"})
        factories.submitted(council, year=2026, pence=5_00)  # of another period
        assert "Cashable: 1 statement, £12.00; Non-cashable: 1 statement, £3.00" in look(council, pack)
        assert "Later corrections" not in look(council, packs.finished(council, pack.meeting))
    pack.refresh_from_db()
    assert pack.sha256 == digest


def test_what_comes_after_the_next_closing_is_not_of_this_reopening(council):
    pack = packs.finished(council)
    with clock.travel(factories.moment(2026, 11, 22)):
        factories.closed(council, YEAR)
        factories.reopened(council, YEAR, "BDC")
        factories.verified(council, pence=9_00)
        factories.closed(council, YEAR)
        factories.reopened(council, YEAR, reason="Once more.")
        page = look(council, pack)
    assert page.count("Cashable: 1 statement, £9.00") == 1 and page.count("Nothing yet") == 1


def test_a_quarters_reopening_counts_its_own_postings(council):
    quarter = Period(2026, 1)
    factories.closed(council, quarter)
    pack = packs.finished(council)
    with clock.travel(factories.moment(2026, 11, 22)):
        factories.reopened(council, quarter, "BDC")
        factories.submitted(council, year=2026, pence=5_00)
        statement = factories.submitted(council, periods=[quarter], pence=7_00)
        (share, *_) = statement.shares.all()
        actions.return_share(by=council.person("verifier"), share=share, reason="No.")
        assert "Cashable: 1 statement, £4.66" in look(council, pack)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_reopenings(council, django_assert_num_queries, number):
    pack = packs.finished(council)
    with clock.travel(factories.moment(2026, 11, 22)):
        for year in range(2020, 2020 + number):
            factories.closed(council, Period(year))
            factories.reopened(council, Period(year), "BDC")
        client = signed_in(council.person("manager"))
        with django_assert_num_queries(9):
            client.get(at("pack", council, pk=pack.pk))

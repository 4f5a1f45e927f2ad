"""Open data: off until somebody switches it on; then sums of the ledger for anybody, and nothing else."""

import csv
import io
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from partnership import clock
from partnership.exports import Pence
from savings import actions, figures
from savings.models import Publication
from savings.open_data import DICTIONARY, OpenData
from tests import factories
from tests.pages import at, signed_in, words

ADDRESS = "/open-data/three-councils/"
FILE = f"{ADDRESS}verified-savings.csv"


@pytest.fixture
def published(council):
    actions.publish_open_data(by=council.person("manager"), partnership=council.partnership)
    return council


def rows(response):
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def test_off_by_default_and_then_as_if_it_were_not_there(council):
    factories.verified(council)
    for address in (ADDRESS, FILE):
        assert Client().get(address).status_code == 404
        assert Client().get(address.replace("three-councils", "nobody")).status_code == 404
        assert signed_in(council.person("manager")).get(address).status_code == 404


def test_switched_on_it_is_there_for_anybody_and_switched_off_again_it_is_not(published):
    assert Client().get(ADDRESS).status_code == Client().get(FILE).status_code == 200
    actions.withdraw_open_data(by=published.person("administrator"), partnership=published.partnership)
    assert Client().get(ADDRESS).status_code == Client().get(FILE).status_code == 404


def test_a_row_for_each_organisation_year_workstream_kind_and_category(published):
    with clock.travel(factories.moment(2026, 6, 1)):
        factories.verified(published, pence=100_000_00)
        factories.verified(published, pence=3_00, saving={"kind": "non_cashable", "category": "ict"}, year=2024)
    first, *others = rows(Client().get(FILE))
    assert first == {
        "partnership": "Three councils",
        "organisation_code": "BDC",
        "organisation": "Bolsover District Council",
        "ons_code": "",
        "financial_year": "2024-25",
        "workstream": "Internal audit",
        "kind": "non_cashable",
        "category": "ict",
        "verified_pounds": "1.00",
        "as_at": "2026-06-01T12:00:00Z",
        "ledger_sequence": "18",
    }
    found = [(row["organisation_code"], row["financial_year"], row["verified_pounds"]) for row in others]
    assert found == [
        ("BDC", "2025-26", "33333.34"),
        ("CBC", "2024-25", "1.00"),
        ("CBC", "2025-26", "33333.33"),
        ("NEDDC", "2024-25", "1.00"),
        ("NEDDC", "2025-26", "33333.33"),
    ]


def test_it_adds_up_to_the_verified_of_the_figures(published):
    for number in range(1, 5):
        factories.verified(published, pence=1_001 * number, year=2020 + number, saving={"category": "ict"})
    reader = published.person("manager")
    here = published.partnership
    found = figures.figures(here, figures.now(here), user=reader)
    lines = OpenData.of(here).lines(user=None)
    assert sum(line[8] for line in lines) == found.total("cashable").amounts.verified == 10_010


def test_what_is_not_verified_realised_money_is_not_in_it(published):
    factories.submitted(published, pence=7_00)
    factories.verified(published, stage="forecast", pence=8_00)
    factories.verified(published, pence=0, measure_hundredths=1, saving={"kind": "qualitative", "unit": "days"})
    assert rows(Client().get(FILE)) == []


def test_nothing_leaks_but_the_columns_of_the_dictionary(published):
    """Words that stand in every text a person can type must not be found by anybody."""
    secret = {"title": "SECRET title", "method": "SECRET method", "baseline_source": "SECRET source"}
    baseline = {"baseline": "taken", "baseline_pence": 1_00}
    factories.verified(published, saving=secret | baseline, note="SECRET note")
    factories.draft(published, saving={"title": "SECRET draft"})
    anybody = Client()
    said = anybody.get(FILE).content.decode() + anybody.get(ADDRESS).content.decode()
    assert "SECRET" not in said
    for person in published.people.values():
        assert person.email not in said and not re.search(rf"\b{re.escape(person.name)}\b", said)
    assert list(rows(anybody.get(FILE))[0]) == [each.name for each in DICTIONARY]


def test_another_partnership_is_not_opened_with_it(published):
    other = factories.three_councils("others", "X")
    factories.verified(other)
    assert Client().get("/open-data/others/").status_code == 404
    assert "XBDC" not in Client().get(FILE).content.decode()
    with pytest.raises(PermissionDenied):
        figures.verified(other.partnership, figures.now(other.partnership), user=None)


def test_copies_may_be_kept_for_five_minutes_and_asked_for_by_tag(published):
    factories.verified(published)
    first = Client().get(FILE)
    assert first["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in first and "Cookie" not in first.get("Vary", "")
    assert first["Access-Control-Allow-Origin"] == "*"
    assert 'open-government-licence/version/3/>; rel="license"' in first["Link"]
    again = Client().get(FILE, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    factories.verified(published)
    moved = Client().get(FILE, headers={"If-None-Match": first["ETag"]})
    assert moved.status_code == 200 and moved["ETag"] != first["ETag"]


def test_a_name_that_changes_makes_another_file(published):
    factories.verified(published)
    first = Client().get(FILE)["ETag"]
    type(published.workstream).objects.update(name="Renamed audit")
    again = Client().get(FILE)
    assert again["ETag"] != first and rows(again)[0]["workstream"] == "Renamed audit"


@pytest.mark.parametrize("number", [1, 3])
def test_the_file_costs_six_queries_and_four_when_it_is_made_already(published, django_assert_num_queries, number):
    for _ in range(number):
        factories.verified(published)
    with django_assert_num_queries(6):
        Client().get(FILE)
    with django_assert_num_queries(4):
        Client().get(FILE)


def test_too_many_calls_of_one_address_are_refused_for_a_minute(published, settings, monkeypatch):
    settings.OPEN_DATA_CALLS_A_MINUTE = 2
    monkeypatch.setattr("partnership.rates.time.time", lambda: 1_000_000_000.0)
    answers = [Client().get(FILE) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "20"
    assert Client(REMOTE_ADDR="192.0.2.7").get(FILE).status_code == 200


def test_a_cell_of_it_is_no_formula(published):
    factories.verified(published)
    type(published.workstream).objects.update(name="=1+1")
    assert rows(Client().get(FILE))[0]["workstream"] == "'=1+1"


# --- The switch -------------------------------------------------------------------------------------------------------


def test_the_manager_switches_it_on_after_a_question_and_all_see_the_link(council):
    factories.verified(council)
    manager, viewer = signed_in(council.person("manager")), signed_in(council.person("viewer"))
    assert ADDRESS not in words(viewer.get(at("overview", council)))
    assert at("publication", council) in words(manager.get(at("overview", council)))
    assert "The open data is <strong>off</strong>" in words(manager.get(at("publication", council)))
    asked = words(manager.get(at("publication-publish", council)))
    assert "Open Government Licence v3.0" in asked and not Publication.objects.exists()
    page = words(manager.post(at("publication-publish", council), follow=True))
    assert "The open data is switched on." in page and "<strong>Manager</strong> switched the open data on." in page
    assert f'href="{ADDRESS}">published as open data</a>' in words(viewer.get(at("overview", council)))
    public = words(Client().get(ADDRESS))
    assert "Open Government Licence v3.0" in public and FILE in public
    assert all(each.name in public for each in DICTIONARY)


def test_the_page_shows_the_manager_what_it_holds_and_the_administrator_no_figure(council):
    factories.verified(council)
    assert "£33,333.34" in words(signed_in(council.person("manager")).get(at("publication", council)))
    assert "33,333" not in words(signed_in(council.person("administrator")).get(at("publication", council)))


def test_it_is_dated_and_its_history_stays(council):
    manager, administrator = council.person("manager"), council.person("administrator")
    for day, act, who in (
        (1, actions.publish_open_data, manager),
        (2, actions.withdraw_open_data, administrator),
        (3, actions.publish_open_data, manager),
    ):
        with clock.travel(factories.moment(2026, 6, day)):
            act(by=who, partnership=council.partnership)
    second, first = Publication.objects.all()
    assert (first.published_by, first.withdrawn_by) == (manager, administrator)
    assert (first.withdrawn_at, second.withdrawn_at) == (factories.moment(2026, 6, 2), None)
    assert [row.history_user for row in first.history.order_by("history_id")] == [manager, administrator]
    page = words(signed_in(manager).get(at("publication", council)))
    assert page.count("switched the open data on.") == 2 and page.count("switched the open data off.") == 1


def test_it_can_not_be_switched_on_or_off_twice(published):
    manager = published.person("manager")
    with pytest.raises(ValidationError, match="on already"):
        actions.publish_open_data(by=manager, partnership=published.partnership)
    client = signed_in(manager)
    assert "The open data is switched on already." in words(
        client.post(at("publication-publish", published), follow=True)
    )
    actions.withdraw_open_data(by=manager, partnership=published.partnership)
    with pytest.raises(ValidationError, match="off already"):
        actions.withdraw_open_data(by=manager, partnership=published.partnership)
    with pytest.raises(IntegrityError), transaction.atomic():
        for _ in range(2):
            Publication.objects.create(
                partnership=published.partnership, published_at=clock.now(), published_by=manager
            )


@pytest.mark.parametrize("role", ["viewer", "officer", "verifier", "lead", "steering", "chief", "api", "auditor"])
def test_nobody_else_switches(council, role):
    with pytest.raises(PermissionDenied):
        actions.publish_open_data(by=council.person(role), partnership=council.partnership)
    with pytest.raises(PermissionDenied):
        actions.withdraw_open_data(by=council.person(role), partnership=council.partnership)


def test_an_administrator_stops_a_publication_but_begins_none(council):
    with pytest.raises(PermissionDenied):
        actions.publish_open_data(by=council.person("administrator"), partnership=council.partnership)
    actions.publish_open_data(by=council.person("manager"), partnership=council.partnership)
    page = words(signed_in(council.person("administrator")).get(at("people-list", council)))
    assert reverse("publication", args=["three-councils"]) in page
    actions.withdraw_open_data(by=council.person("administrator"), partnership=council.partnership)


def test_amounts_are_pounds_from_whole_pence(published):
    factories.verified(published, pence=1)
    assert [line[8] for line in OpenData.of(published.partnership).lines(user=None)] == [Pence(1)]
    assert rows(Client().get(FILE))[0]["verified_pounds"] == "0.01"

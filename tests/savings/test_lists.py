"""The list of statements: who sees which, filters, sort, pages, CSV, as at a day; at the same cost for any number."""

import csv

import pytest
from django.urls import reverse

from partnership import clock, history
from savings import actions
from tests import factories


@pytest.fixture
def ask(council, client):
    """The titles of the first page, for a person and a query."""

    def asked(person, **query):
        client.force_login(person)
        listing = client.get(url(council), query).context["listing"]
        return [line.title for line in listing.objects]

    return asked


def url(council):
    return reverse("saving-list", kwargs={"partnership": council.partnership.slug})


def titled(council, title, code="BDC", make=factories.submitted, saving=None, **stated):
    return make(council, code, saving={"title": title} | (saving or {}), **stated)


def only(council, *codes):
    """Shared among these councils alone."""
    ids = frozenset(council.organisations[code].pk for code in codes)
    return factories.Sharing(factories.Basis.EQUAL, ids)


def test_each_sees_what_the_table_of_permissions_says(council, ask):
    titled(council, "joint")
    titled(council, "for CBC alone", "CBC", sharing=only(council, "CBC"))
    titled(council, "draft of BDC", make=factories.draft)
    expected = {
        ("viewer", "BDC"): ["joint"],
        ("officer", "BDC"): ["draft of BDC", "joint"],
        ("verifier", "BDC"): ["draft of BDC", "joint"],
        ("officer", "CBC"): ["for CBC alone", "joint"],
        ("chief", "CBC"): ["for CBC alone", "joint"],
        ("officer", "NEDDC"): ["joint"],
        ("lead", ""): ["draft of BDC", "for CBC alone", "joint"],
        ("manager", ""): ["for CBC alone", "joint"],
        ("steering", ""): ["for CBC alone", "joint"],
        ("auditor", ""): ["draft of BDC", "for CBC alone", "joint"],
    }
    assert {who: ask(council.person(*who)) for who in expected} == expected


def test_an_administrator_sees_no_list(council, client):
    client.force_login(council.person("administrator"))
    assert client.get(url(council)).status_code == 403


def test_nobody_sees_another_partnerships_statements(council, ask, client):
    other = factories.three_councils("others", "X")
    client.force_login(other.person("manager"))
    assert client.get(url(council)).status_code == 404
    titled(council, "ours")
    assert ask(council.person("manager")) == ["ours"]
    client.force_login(other.person("manager"))
    assert client.get(url(other)).context["listing"].objects == []


def test_the_filter_offers_the_choices_of_its_own_partnership_as_they_are_now(council, client):
    other = factories.three_councils("others", "X")
    workstream = other.partnership.workstreams.get()
    for name in ("Secret audit", "Renamed audit"):
        workstream.name = name
        history.save(workstream, by=other.person("manager"))
        client.force_login(other.person("manager"))
        assert f">{name}</option>" in client.get(url(other)).content.decode()
        client.force_login(council.person("manager"))
        page = client.get(url(council)).content.decode()
        assert ">Internal audit</option>" in page and name not in page


def test_filters(council, ask):
    titled(council, "cashable realised", pence=300)
    titled(council, "target 2026", stage="target", year=2026, saving={"kind": "non_cashable"})
    titled(council, "of CBC", "CBC", sharing=only(council, "CBC", "NEDDC"), saving=_with_baseline())
    verified = titled(council, "verified", make=factories.verified)
    partly = titled(council, "partly")
    actions.verify_share(by=council.person("verifier"), share=partly.shares.first())
    reader = council.person("manager")
    assert ask(reader, title="REALISED") == ["cashable realised"]
    assert ask(reader, workstream="internal-audit", year="2026") == ["target 2026"]
    assert ask(reader, kind="non_cashable") == ["target 2026"]
    assert ask(reader, stage="target") == ["target 2026"]
    assert ask(reader, baseline="taken") == ["of CBC"]
    assert ask(reader, organisation="NEDDC", baseline="taken") == ["of CBC"]
    assert ask(reader, organisation="BDC", baseline="taken") == []
    assert ask(reader, state="verified") == ["partly", "verified"]
    assert ask(reader, state="partly-verified") == ["partly"]
    assert ask(reader, state="returned") == []
    assert verified.state == "verified"


def _with_baseline():
    return {"baseline": "taken", "baseline_pence": 925_000_00, "baseline_source": "Outturn"}


@pytest.mark.parametrize(
    "query",
    [
        {"workstream": "nonsense"},
        {"organisation": "NUL\x00"},
        {"year": "1e9"},
        {"state": "x"},
        {"as_at": "yesterday"},
        {"as_at": "2999-01-01"},
        {"as_at": "#99"},
        {"title": "a\x00b"},
    ],
)
def test_a_filter_that_makes_no_sense_gets_a_sentence(council, client, query):
    client.force_login(council.person("manager"))
    response = client.get(url(council), query)
    assert response.status_code == 200
    assert list(response.context["listing"].form.errors) == list(query)
    assert "There is a problem" in response.content.decode()


@pytest.mark.parametrize("query", [{"page": "x"}, {"page": "-1"}, {"sort": "password"}, {"sort": "partnership__name"}])
def test_a_page_or_sort_off_the_list_is_the_first_page(council, ask, query):
    titled(council, "only")
    assert ask(council.person("manager"), **query) == ["only"]


def test_sort(council, ask):
    titled(council, "b", pence=2_00, year=2024)
    titled(council, "c", pence=1_00, year=2025)
    titled(council, "a", pence=3_00, year=2023)
    reader = council.person("manager")
    assert ask(reader) == ["a", "c", "b"]
    assert ask(reader, sort="title") == ["a", "b", "c"]
    assert ask(reader, sort="-title") == ["c", "b", "a"]
    assert ask(reader, sort="amount") == ["c", "b", "a"]
    assert ask(reader, sort="period") == ["a", "b", "c"]
    assert ask(reader, sort="stated-on") == ["b", "c", "a"]


def test_as_at_a_day_shows_what_there_was_and_in_what_state(council, client):
    with clock.travel(factories.moment(2026, 5, 1)):
        statement = titled(council, "early")
    with clock.travel(factories.moment(2026, 6, 1)):
        actions.verify_share(by=council.person("verifier"), share=statement.shares.first())
        titled(council, "late")
    client.force_login(council.person("manager"))

    def seen(**query):
        return [(row.title, row.state) for row in client.get(url(council), query).context["listing"].objects]

    assert seen(as_at="2026-04-30") == []
    assert seen(as_at="2026-05-15") == [("early", "submitted")]
    assert seen(as_at="2026-06-30") == [("late", "submitted"), ("early", "partly verified")]
    assert seen(as_at="#3") == [("early", "submitted")]
    assert seen(as_at="#3", state="verified") == []
    assert seen(state="verified") == [("early", "partly verified")]


def test_pages(council, ask, client):
    for number in range(60):
        titled(council, f"{number:02d}", make=factories.draft)
    officer = council.person("officer")
    assert ask(officer)[0] == "59" and len(ask(officer)) == 50
    assert ask(officer, page="2") == [f"{number:02d}" for number in range(9, -1, -1)]
    assert ask(officer, page="3") == []
    page = client.get(url(council), {"page": "2", "state": "draft"}).content.decode()
    assert "?page=1&amp;state=draft" in page and "Next" not in page


def test_the_csv_has_every_row_and_a_column_for_each_share(council, client):
    titled(council, "=2+5", saving=_with_baseline())
    titled(council, "of CBC", "CBC", sharing=only(council, "CBC"), pence=5_00)
    client.force_login(council.person("manager"))
    response = client.get(url(council), {"format": "csv", "sort": "title"})
    assert response["Content-Disposition"].startswith('attachment; filename="three-councils-savings-')
    rows = list(csv.DictReader(b"".join(response.streaming_content).decode("utf-8-sig").splitlines()))
    assert [row["Title"] for row in rows] == ["'=2+5", "of CBC"]
    joint, alone = rows
    assert [joint[f"Share of {code}"] for code in ("BDC", "CBC", "NEDDC")] == ["33333.34", "33333.33", "33333.33"]
    assert [alone[f"Share of {code}"] for code in ("BDC", "CBC", "NEDDC")] == ["", "5.00", ""]
    assert (joint["Baseline cost"], alone["Baseline"]) == ("925000.00", "none")
    assert (joint["State of CBC"], joint["Sequence"]) == ("submitted", "1")


def test_the_csv_follows_the_filter_and_the_reader(council, client):
    titled(council, "joint")
    titled(council, "secret of CBC", "CBC", sharing=only(council, "CBC"))
    client.force_login(council.person("viewer"))
    whole = b"".join(client.get(url(council), {"format": "csv"}).streaming_content).decode()
    assert "joint" in whole and "secret" not in whole
    none = b"".join(client.get(url(council), {"format": "csv", "kind": "qualitative"}).streaming_content).decode()
    assert len(none.splitlines()) == 1


def test_an_empty_list_says_what_to_do(council, client):
    client.force_login(council.person("manager"))
    assert "No statements yet" in client.get(url(council)).content.decode()
    assert "Nothing matches these filters" in client.get(url(council), {"kind": "cashable"}).content.decode()


@pytest.mark.parametrize("role", ["manager", "officer"])
@pytest.mark.parametrize("number", [1, 3, 60])
def test_the_list_costs_the_same_for_any_number_of_rows(council, client, django_assert_num_queries, role, number):
    for _ in range(number):
        titled(council, "x")
    client.force_login(council.person(role))
    with django_assert_num_queries(10):
        client.get(url(council))


@pytest.mark.parametrize("number", [1, 3, 60])
def test_the_csv_costs_the_same_for_any_number_of_rows(council, client, django_assert_num_queries, number):
    for _ in range(number):
        titled(council, "x")
    client.force_login(council.person("manager"))
    with django_assert_num_queries(10):
        b"".join(client.get(url(council), {"format": "csv"}).streaming_content)

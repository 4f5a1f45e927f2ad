"""The A-Z of shared services: what is listed, how it is found, and its public page."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partnership import history
from tests import files
from tests.api import Program
from tests.pages import at, problems, signed_in, words
from workstreams import actions
from workstreams.directory import services
from workstreams.models import Hosting, ServiceEntry, Workstream


@pytest.fixture
def live(council):
    """Internal audit is live and hosted by Chesterfield; tourism is shared by two, and is no workstream."""
    Workstream.objects.filter(pk=council.workstream.pk).update(stage="live", basis="s101", purpose="One audit team.")
    chesterfield = council.organisations["CBC"]
    Hosting.objects.create(workstream=council.workstream, organisation=chesterfield, from_on=date(2007, 4, 2))
    shared = [council.organisations[code] for code in ("CBC", "NEDDC")]
    tourism = {"name": "Tourism", "organisations": shared, "email": "tourism@council.example"}
    actions.add_service(by=council.person("manager"), partnership=council.partnership, **tourism)
    return council


def listed(world, **query):
    page = signed_in(world.person("viewer")).get(at("service-list", world), query)
    return [one.name for one in page.context["directory"].found]


def test_live_workstreams_are_listed_with_their_own_facts_and_what_else_is_shared(live):
    audit, tourism = services(live.partnership)
    assert (audit.name, audit.shared_by, audit.hosted_by) == (
        *("Internal audit", "Bolsover, Chesterfield, North"),
        "Chesterfield Borough Council",
    )
    assert (audit.since_on, audit.basis[-12:]) == (date(2007, 4, 2), "(delegation)")
    assert (tourism.shared_by, tourism.hosted_by, tourism.email) == (
        *("Chesterfield, North", "No host"),
        "tourism@council.example",
    )


def test_it_is_found_by_service_by_council_and_by_letter(live):
    assert listed(live) == ["Internal audit", "Tourism"]
    assert listed(live, q="AUDIT one") == ["Internal audit"]
    assert listed(live, q="delegation bolsover") == ["Internal audit"]
    assert listed(live, council="BDC") == ["Internal audit"]
    assert listed(live, letter="T") == ["Tourism"]
    assert listed(live, q="nothing like it") == []
    page = signed_in(live.person("viewer")).get(at("service-list", live), {"council": "XXX"})
    assert page.context["directory"].form.errors


def test_an_entry_adds_to_a_workstream_names_it_and_can_leave_it_out(live):
    manager = live.person("manager")
    entry = actions.add_service(
        by=live.person("lead"),
        partnership=live.partnership,
        workstream=live.workstream,
        name="Audit",
        web="https://audit.example/",
        organisations=[live.organisations["CBC"]],
    )
    (audit, _) = services(live.partnership)
    assert (audit.name, audit.web, len(audit.partners)) == ("Audit", "https://audit.example/", 3)
    actions.edit_service(by=manager, entry=entry, is_left_out=True)
    assert [one.name for one in services(live.partnership)] == ["Tourism"]
    actions.remove_service(by=manager, entry=entry)
    assert [one.name for one in services(live.partnership)] == ["Internal audit", "Tourism"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "not an address"}, "email"),
        ({"email": "viewerbdc@three-councils.example"}, "email"),
        ({"web": "javascript:alert(1)"}, "web"),
        ({"organisations": []}, "organisations"),
        ({"name": ""}, "name"),
        ({"name": "Tourism"}, "__all__"),
    ],
)
def test_what_is_wrong_with_an_entry_is_said_beside_its_field(live, wrong, field):
    pks = [live.organisations[code].pk for code in ("CBC", "BDC")]
    given = {"name": "Legal", "organisations": pks, "basis": "s101"} | wrong
    response = signed_in(live.person("manager")).post(at("service-add", live), given)
    assert field in problems(response)
    assert ServiceEntry.objects.count() == 1


def test_an_entry_of_another_partnerships_workstream_is_refused(live, council):
    with pytest.raises(ValidationError):
        actions.add_service(by=live.person("manager"), partnership=live.partnership, name="Alone", organisations=[])


def test_the_public_page_is_there_only_while_it_is_switched_on(live, client):
    address = f"/shared-services/{live.partnership.slug}/"
    gone = client.get(address)
    assert (gone.status_code, gone["X-Robots-Tag"]) == (404, "noindex")
    manager = signed_in(live.person("manager"))
    manager.post(at("service-publish", live))
    page = words(client.get(address))
    assert "Tourism" in page and "tourism@council.example" in page and "X-Robots-Tag" not in client.get(address)
    lines = client.get(f"{address}services.csv").content.decode().splitlines()
    assert lines[1].startswith("Three councils,Internal audit,One audit team.")
    manager.post(at("service-withdraw", live))
    assert client.get(address).status_code == 404
    assert "switched the public A-Z off" in words(manager.get(at("service-publication", live)))


def test_the_lead_of_a_workstream_publishes_nothing(live):
    assert signed_in(live.person("lead")).post(at("service-publish", live)).status_code == 403


def test_files_and_api_hold_the_same_services(live):
    client = signed_in(live.person("viewer"))
    answer = client.get(at("service-list", live), {"format": "csv", "q": "tourism"})
    _, *rows = files.csv_rows(files.content(answer))
    assert [row[0] for row in rows] == ["Tourism"]
    found = (
        Program(live.person("viewer")).get("services/", partnership="three-councils", council="CBC").json()["results"]
    )
    assert [(row["name"], row["shared_by"], row["host"]) for row in found] == [
        ("Internal audit", ["BDC", "CBC", "NEDDC"], "CBC"),
        ("Tourism", ["CBC", "NEDDC"], None),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_services(live, django_assert_num_queries, number):
    shared = [live.organisations[code] for code in ("CBC", "BDC")]
    for each in range(number):
        facts = {"name": f"Service {each}", "organisations": shared}
        actions.add_service(by=live.person("manager"), partnership=live.partnership, **facts)
    client = signed_in(live.person("viewer"))
    with django_assert_num_queries(10):
        client.get(at("service-list", live))


def test_a_workstream_that_is_stopped_is_not_told_as_shared(live):
    manager = live.person("manager")
    actions.add_service(by=manager, partnership=live.partnership, workstream=live.workstream, name="Audit for all")
    assert listed(live) == ["Audit for all", "Tourism"]
    actions.stop(by=manager, workstream=live.workstream, reason="Given up.")
    assert listed(live) == ["Tourism"]


def test_who_shares_a_service_is_told_in_its_history_and_the_host_counts(live):
    manager, entry = live.person("manager"), ServiceEntry.objects.get()
    derby, bolsover = live.organisations["CBC"], live.organisations["BDC"]
    actions.edit_service(by=manager, entry=entry, organisations=[derby], host=bolsover)
    actions.edit_service(by=manager, entry=entry, email="post@council.example")  # the host is not given, and counts
    with pytest.raises(ValidationError, match="at least two organisations"):
        actions.edit_service(by=manager, entry=entry, host=None)
    told = [(event.sentence, event.reason) for event in history.events(entry)]
    assert told[1][1] == "Shared by Chesterfield; before, Chesterfield, North."
    assert "changed the host" in told[1][0]

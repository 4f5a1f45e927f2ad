"""The pages of board packs: who sees them, what they say, and what they refuse."""

import hashlib
import uuid

import pytest
from django.urls import reverse

from governance import actions
from governance.models import Pack, PackRelease
from governance.packs import queue, sections
from tests import factories, packs


@pytest.fixture
def sign(client):
    def signed(person):
        client.force_login(person)
        return client

    return signed


def url(name: str, world, *args) -> str:
    return reverse(name, args=[world.partnership.slug, *args])


def form(**changes) -> dict:
    return {"edition": "open", "sections": sections.CHOICES, "request_key": str(uuid.uuid4())} | changes


def test_the_form_offers_all_sections_ticked(council, sign):
    meeting = packs.meeting(council)
    page = sign(council.person("manager")).get(url("pack-request", council, meeting.pk)).content.decode()
    assert page.count("checked") == len(sections.CHOICES) + 1  # and the open edition
    assert "Headline figures" in page


def test_asking_leads_to_the_pack(council, sign):
    meeting = packs.meeting(council)
    client = sign(council.person("manager"))
    response = client.post(url("pack-request", council, meeting.pk), form(sections=["agenda", "charts"]))
    pack = Pack.objects.get()
    assert response.url == url("pack", council, pack.pk)
    assert "0 of 5 sections" in client.get(response.url).content.decode()


def test_a_double_click_leads_to_the_same_pack(council, sign):
    meeting, sent = packs.meeting(council), form()
    client = sign(council.person("manager"))
    answers = [client.post(url("pack-request", council, meeting.pk), sent).url for _ in range(2)]
    assert answers[0] == answers[1]
    assert Pack.objects.count() == 1


def test_figures_as_at_an_earlier_day(council, sign):
    factories.submitted(council)
    meeting = packs.meeting(council)
    earlier = {"as_at": "1 April 2007"}
    sign(council.person("manager")).post(url("pack-request", council, meeting.pk), form(**earlier))
    pack = Pack.objects.get()
    assert (pack.sequence, str(pack.as_at_on)) == (0, "2007-04-01")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sections": []}, "Choose at least one section"),
        ({"sections": ["secrets"]}, "Choose one of the options of"),
        ({"as_at": "1/1/2090"}, "Choose a day that is not in the future."),
        ({"as_at": "29/2/2025"}, "Enter a day such as 31 March 2026"),
        ({"request_key": "x"}, "This form was not sent whole."),
    ],
)
def test_a_mistake_gets_a_sentence_and_keeps_the_rest(council, sign, changes, sentence):
    meeting = packs.meeting(council)
    response = sign(council.person("manager")).post(url("pack-request", council, meeting.pk), form(**changes))
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not Pack.objects.exists()


def test_the_form_of_another_meeting_is_refused_in_words(council, sign):
    sent = form()
    client = sign(council.person("manager"))
    client.post(url("pack-request", council, packs.meeting(council).pk), sent)
    again = client.post(url("pack-request", council, packs.meeting(council).pk), sent)
    assert "This form was used already." in again.content.decode()


def test_progress_is_a_fragment_that_ends_with_a_new_page(council, sign):
    pack = packs.ask(council)
    client, address = sign(council.person("manager")), url("pack-progress", council, pack.pk)
    running = client.get(address, headers={"HX-Request": "true"})
    assert "HX-Refresh" not in running
    assert 'hx-trigger="every 2s"' in running.content.decode()
    assert "<html" not in running.content.decode()
    packs.build.build(pack.pk)
    ended = client.get(address, headers={"HX-Request": "true"})
    assert ended["HX-Refresh"] == "true"
    assert "hx-trigger" not in ended.content.decode()
    assert client.get(address).url == url("pack", council, pack.pk)


def test_the_file_is_the_one_that_was_made(council, sign):
    pack = packs.make(council)
    response = sign(council.person("manager")).get(url("pack-file", council, pack.pk))
    assert hashlib.sha256(b"".join(response.streaming_content)).hexdigest() == pack.sha256
    assert response["Content-Type"] == "application/pdf"
    name = "three-councils-joint-board-2026-07-31-v1.pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'


def test_a_pack_without_a_file_has_nothing_to_download(council, sign):
    pack = packs.ask(council)
    assert sign(council.person("manager")).get(url("pack-file", council, pack.pk)).status_code == 404


def test_a_lost_file_is_not_found(council, sign):
    pack = packs.finished(council)
    pack.file.storage.delete(pack.file.name)
    assert sign(council.person("manager")).get(url("pack-file", council, pack.pk)).status_code == 404


@pytest.mark.parametrize("name", ["pack", "pack-progress", "pack-file"])
def test_a_viewer_sees_a_pack_from_its_release_on(council, sign, name):
    pack = packs.finished(council)
    client, address = sign(council.person("viewer")), url(name, council, pack.pk)
    assert client.get(address).status_code == 404
    actions.release_pack(by=council.person("chief"), pack=pack)
    shown = client.get(address, headers={"HX-Request": "true"})
    assert shown.status_code == 200
    shown.close()


@pytest.mark.parametrize("name", ["pack", "pack-progress", "pack-file", "pack-retry", "pack-cancel", "pack-release"])
def test_a_pack_of_another_partnership_does_not_exist(council, sign, name):
    other = factories.three_councils("other", prefix="Other ")
    pack = packs.finished(other)
    client = sign(council.person("manager"))
    assert client.get(url(name, other, pack.pk)).status_code == 404
    assert client.get(url(name, council, pack.pk)).status_code == 404


@pytest.mark.parametrize(
    ("name", "role", "status"),
    [
        ("pack-retry", "steering", 403),
        ("pack-cancel", "chief", 403),
        ("pack-release", "manager", 403),
        ("pack-retry", "viewer", 404),
        ("pack-release", "auditor", 404),
    ],
)
def test_in_scope_but_not_allowed_is_forbidden(council, sign, name, role, status):
    pack = packs.finished(council)
    client = sign(council.person(role))
    assert client.get(url(name, council, pack.pk)).status_code == status
    assert client.post(url(name, council, pack.pk)).status_code == status


def test_releasing_asks_first(council, sign):
    pack = packs.finished(council)
    client, address = sign(council.person("steering")), url("pack-release", council, pack.pk)
    assert "A release can not be taken back." in client.get(address).content.decode()
    assert not PackRelease.objects.exists()
    client.post(address)
    assert PackRelease.objects.count() == 1
    assert "This pack was released already." in client.post(address, follow=True).content.decode()


def test_cancelling_and_trying_again(council, sign):
    pack = packs.ask(council)
    client = sign(council.person("manager"))
    client.post(url("pack-cancel", council, pack.pk))
    assert Pack.objects.get().state == "cancelled"
    Pack.objects.update(state="failed", problem=queue.STOPPED)
    assert "The worker stopped while it made this pack" in client.get(url("pack", council, pack.pk)).content.decode()
    client.post(url("pack-retry", council, pack.pk))
    assert Pack.objects.get().state == "queued"


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_any_number(council, sign, django_assert_num_queries, number):
    meeting = packs.meeting(council)
    for _ in range(number):
        packs.ask(council, meeting)
    client = sign(council.person("manager"))
    with django_assert_num_queries(8) as queries:
        page = client.get(url("pack-list", council)).content.decode()
    assert not any('"content"' in query["sql"] for query in queries)
    assert page.count("31 July 2026</a>") == number


def test_the_list_as_csv_has_whole_hashes(council, sign):
    pack = packs.finished(council)
    response = sign(council.person("manager")).get(url("pack-list", council), {"format": "csv"})
    assert pack.sha256 in b"".join(response.streaming_content).decode()


def test_the_list_filters_by_state(council, sign):
    packs.finished(council)
    client = sign(council.person("manager"))
    assert "31 July 2026</a>" in client.get(url("pack-list", council), {"state": "finished"}).content.decode()
    assert "31 July 2026</a>" not in client.get(url("pack-list", council), {"state": "failed"}).content.decode()


@pytest.mark.parametrize("role", ["api", "administrator"])
def test_the_list_is_for_those_who_may_download(council, sign, role):
    assert sign(council.person(role)).get(url("pack-list", council)).status_code == 403

"""Meetings and board packs over the API: who sees which, and the file."""

import hashlib
from datetime import timedelta

import pytest

from governance import actions
from partnership import clock, history
from partnership.permissions import ROLES
from tests import factories, packs
from tests.api import Program, places

WORKING = {"manager", "steering", "chief"}  # those who request or release packs see them before they are released
PLAIN = {"kind": "other", "matter": "", "exempt": False, "exempt_reason": "", "report": None, "supplement": None}
READERS = set(ROLES) - {"api", "administrator"}


@pytest.fixture
def elsewhere(db):
    return factories.three_councils("elsewhere", "X")


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reads_the_meetings_of_its_own_partnership(council, elsewhere, role):
    ours, theirs = packs.meeting(council), packs.meeting(elsewhere)
    program = Program(council.person(role))
    assert [row["id"] for row in program.rows("meetings/")] == [ours.pk]
    assert program.get(f"meetings/{theirs.pk}/").status_code == 404
    assert program.get(f"meetings/{ours.pk}/").json() == {
        "id": ours.pk,
        "partnership": "three-councils",
        "body": "Joint Board",
        "starts_at": "2026-07-31T13:00:00.000000Z",
        "place": "Council Chamber, Chesterfield",
        "state": "draft",
        "published_at": None,
        "agenda": [
            PLAIN | {"order": 1, "title": "Savings to date", "lead": "Programme manager", "minutes": 20},
            PLAIN | {"order": 2, "title": "Next meeting", "lead": "Chair", "minutes": 5},
        ],
    }


def test_meetings_are_found_by_moment_body_and_change(council):
    program = Program(council.person("viewer"))
    met = packs.meeting(council)
    moment = clock.now()
    assert program.rows("meetings/", starts_after="2026-08-01T00:00:00Z") == []
    assert len(program.rows("meetings/", starts_before="2026-08-01T00:00:00Z", body=met.body_id)) == 1
    assert places(program.get("meetings/", body=met.body_id + 1)) == {"body"}
    assert program.rows("meetings/", modified_since=moment.isoformat()) == []
    item = met.items.first()
    item.title = "Savings and delivery"
    history.save(item, by=council.person("manager"))
    assert len(program.rows("meetings/", modified_since=moment.isoformat())) == 1


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reads_and_downloads_the_packs_that_its_pages_show(council, elsewhere, role):
    met = packs.meeting(council)
    queued, made, released = packs.ask(council, met), packs.finished(council, met), packs.finished(council, met)
    actions.release_pack(by=council.person("steering"), pack=released)
    theirs = packs.finished(elsewhere)
    actions.release_pack(by=elsewhere.person("steering"), pack=theirs)
    program = Program(council.person(role))
    seen = {queued, made, released} if role in WORKING else {released} if role in READERS else set()
    assert {row["id"] for row in program.rows("packs/")} == {pack.pk for pack in seen}
    for pack in (queued, made, released, theirs):
        assert program.get(f"packs/{pack.pk}/").status_code == (200 if pack in seen else 404)
        file = program.get(f"packs/{pack.pk}/file/")
        assert file.status_code == (200 if pack in seen - {queued} else 404)
        if file.streaming:
            assert b"".join(file.streaming_content) == packs.FILE


def test_the_file_of_a_pack_is_the_one_its_hash_says(council):
    pack = packs.finished(council)
    program = Program(council.person("manager"))
    found = program.get(f"packs/{pack.pk}/").json()
    assert (found["state"], found["version"], found["released_at"]) == ("finished", 1, None)
    response = program.client.get(found["file"], headers={"Accept": "application/pdf"})
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; ")
    content = b"".join(response.streaming_content)
    assert hashlib.sha256(content).hexdigest() == found["sha256"]
    assert len(content) == found["size"]


def test_a_pack_that_is_not_made_yet_has_no_file(council):
    pack = packs.ask(council)
    program = Program(council.person("manager"))
    assert program.get(f"packs/{pack.pk}/").json()["file"] is None
    assert program.get(f"packs/{pack.pk}/file/").status_code == 404


def test_a_file_that_is_lost_answers_404(council):
    pack = packs.finished(council)
    pack.file.storage.delete(pack.file.name)
    assert Program(council.person("manager")).get(f"packs/{pack.pk}/file/").status_code == 404


def test_packs_are_found_by_meeting_state_release_and_change(council):
    program = Program(council.person("manager"))
    met = packs.meeting(council)
    queued, made = packs.ask(council, met), packs.finished(council, met)
    moment = clock.now()
    assert {row["id"] for row in program.rows("packs/", meeting=met.pk)} == {queued.pk, made.pk}
    assert [row["id"] for row in program.rows("packs/", state="queued")] == [queued.pk]
    assert program.rows("packs/", released="true") == []
    assert places(program.get("packs/", released="perhaps")) == {"released"}
    assert program.rows("packs/", modified_since=moment.isoformat()) == []
    actions.release_pack(by=council.person("steering"), pack=made)
    assert [row["id"] for row in program.rows("packs/", released="true")] == [made.pk]
    assert [row["id"] for row in program.rows("packs/", released="false")] == [queued.pk]
    assert [row["id"] for row in program.rows("packs/", modified_since=moment.isoformat())] == [made.pk]
    assert program.rows("packs/", modified_since=(clock.now() + timedelta(days=1)).isoformat()) == []


def test_a_list_of_packs_costs_the_same_queries_for_3_and_for_30(council, django_assert_num_queries):
    program = Program(council.person("manager"))
    met = packs.meeting(council)
    for count in (3, 27):
        for _ in range(count):
            packs.ask(council, met)
        with django_assert_num_queries(3):  # token, grants, rows
            assert program.get("packs/").status_code == 200

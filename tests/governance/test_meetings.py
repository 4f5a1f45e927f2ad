"""Meetings and their agendas."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from governance import actions
from governance.models import AgendaItem, Meeting, Pack
from partnership import clock
from tests import factories
from tests.pages import at, problems, signed_in, typed, words

JULY = datetime(2026, 7, 1, 13, 30, tzinfo=UTC)  # 14:30 in London


@pytest.fixture
def manager(council):
    return signed_in(council.person("manager"))


@pytest.fixture
def board(council):
    return factories.body(council)


@pytest.fixture
def meeting(council, board):
    return Meeting.objects.create(partnership=council.partnership, body=board, starts_at=JULY, place_name="Town hall")


@pytest.fixture
def agenda(council, meeting):
    by = council.person("manager")
    return [actions.add_agenda_item(by=by, meeting=meeting, title=title) for title in ("One", "Two", "Three")]


def titles(meeting):
    return [(item.order, item.title) for item in meeting.items.all()]


def filled(board, **changes):
    given = {"body": board.pk, "at": "14:30", "place_name": "Town hall"}
    return given | typed("on", date(2026, 7, 1)) | changes


# --- Meetings ---
def test_a_meeting_is_added_at_a_time_of_london(council, manager, board):
    manager.post(at("meeting-add", council), filled(board))
    meeting = Meeting.objects.get()
    assert meeting.starts_at == JULY
    assert "1 July 2026 at 14:30" in words(manager.get(at("meeting", council, pk=meeting.pk)))


def test_a_meeting_is_changed_and_its_form_shows_what_is_known(council, manager, board, meeting):
    address = at("meeting-edit", council, pk=meeting.pk)
    page = words(manager.get(address))
    assert 'value="14:30"' in page and 'value="2026"' in page
    manager.post(address, filled(board, place_name="The Guildhall"))
    page = words(manager.get(at("meeting", council, pk=meeting.pk)))
    assert "changed the place of the meeting from “Town hall” to “The Guildhall”" in page


@pytest.mark.parametrize("typed_time", ["25:00", "noon", "14:30:99", ""])
def test_a_bad_time_gets_a_sentence(council, manager, board, typed_time):
    response = manager.post(at("meeting-add", council), filled(board, at=typed_time))
    assert list(problems(response)) == ["at"]
    assert Meeting.objects.count() == 0


def test_all_errors_of_a_meeting_come_at_once(council, manager, board):
    given = filled(board, body="", place_name="", at="x") | typed("on", None)
    assert set(problems(manager.post(at("meeting-add", council), given))) == {
        "body",
        "place_name",
        "at",
        "on",
    }


def test_a_body_of_another_partnership_is_no_choice(council, manager, board):
    far = factories.three_councils(slug="far", prefix="F-")
    hidden = factories.body(far, name="Secret board", powers="decide")
    response = manager.post(at("meeting-add", council), filled(hidden))
    assert list(problems(response)) == ["body"]
    assert "Secret" not in words(response)
    assert "Secret" not in words(manager.get(at("meeting-list", council)))


def test_a_meeting_of_another_partnership_is_not_found(council, manager):
    far = factories.three_councils(slug="far", prefix="F-")
    body = factories.body(far, name="Secret board", powers="decide")
    hidden = Meeting.objects.create(partnership=far.partnership, body=body, starts_at=JULY, place_name="There")
    for name in ("meeting", "meeting-edit", "agenda-add"):
        assert manager.get(at(name, council, pk=hidden.pk)).status_code == 404
        assert manager.get(at(name, far, pk=hidden.pk)).status_code == 404


@pytest.mark.parametrize("role", ["viewer", "officer", "lead", "steering", "chief", "auditor", "administrator"])
def test_only_a_manager_changes_meetings_and_agendas(council, meeting, agenda, role):
    client = signed_in(council.person(role))
    assert client.get(at("meeting", council, pk=meeting.pk)).status_code == 200
    for address in (
        at("meeting-add", council),
        at("meeting-edit", council, pk=meeting.pk),
        at("agenda-add", council, pk=meeting.pk),
        at("agenda-edit", council, pk=meeting.pk, item=agenda[0].pk),
        at("agenda-remove", council, pk=meeting.pk, item=agenda[0].pk),
        at("meeting-postpone", council, pk=meeting.pk),
        at("meeting-cancel", council, pk=meeting.pk),
        at("meeting-agree", council, pk=meeting.pk),
        at("meeting-move", council, pk=meeting.pk, move="publish"),
        at("meeting-roll", council, pk=meeting.pk),
        at("meeting-movement", council, pk=meeting.pk),
        at("meeting-interest", council, pk=meeting.pk),
    ):
        assert client.get(address).status_code == 403
        assert client.post(address, {}).status_code == 403


# --- The list ---
def test_the_list_begins_with_the_latest_and_names_the_next(council, board):
    viewer, now = signed_in(council.person("viewer")), clock.now()
    made = {
        days: Meeting.objects.create(
            partnership=council.partnership, body=board, starts_at=now + timedelta(days=days), place_name=f"Day {days}"
        )
        for days in (-30, 10, 40)
    }
    Meeting.objects.create(
        partnership=council.partnership,
        body=board,
        starts_at=now + timedelta(days=5),
        place_name="Off",
        state="cancelled",
    )
    response = viewer.get(at("meeting-list", council))
    assert response.context["next"] == made[10]
    assert [row.place_name for row in response.context["listing"].objects] == ["Day 40", "Day 10", "Off", "Day -30"]
    past = viewer.get(at("meeting-list", council), {"time": "past"}).context["listing"]
    assert past.objects == [made[-30]]
    held = viewer.get(at("meeting-list", council), {"state": "cancelled", "body": board.pk}).context["listing"]
    assert [row.place_name for row in held.objects] == ["Off"]


def test_the_list_is_a_csv_too(council, meeting):
    response = signed_in(council.person("viewer")).get(at("meeting-list", council), {"format": "csv"})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("When,Body,Place,State,Partnership,Shown,As at,")
    assert lines[1].startswith("2026-07-01 14:30:00,Joint Board,Town hall,Draft,Three councils,All rows,")


def test_the_list_costs_the_same_for_one_meeting_and_for_three(council, board, meeting, django_assert_num_queries):
    client = signed_in(council.person("viewer"))
    with django_assert_num_queries(9):
        client.get(at("meeting-list", council))
    for place in ("There", "Elsewhere"):
        Meeting.objects.create(partnership=council.partnership, body=board, starts_at=JULY, place_name=place)
    with django_assert_num_queries(9):
        client.get(at("meeting-list", council))


# --- The agenda ---
def test_items_are_numbered_in_order(agenda, meeting):
    assert titles(meeting) == [(1, "One"), (2, "Two"), (3, "Three")]


def test_an_item_put_first_moves_the_others_on(council, manager, meeting, agenda):
    given = {"title": "Apologies", "lead": "Chair", "minutes": "5", "position": "1"}
    manager.post(at("agenda-add", council, pk=meeting.pk), given)
    assert titles(meeting) == [(1, "Apologies"), (2, "One"), (3, "Two"), (4, "Three")]


@pytest.mark.parametrize(("position", "expected"), [(1, "Three One Two"), (2, "One Three Two"), (3, "One Two Three")])
def test_an_item_is_moved(council, manager, meeting, agenda, position, expected):
    address = at("agenda-edit", council, pk=meeting.pk, item=agenda[2].pk)
    manager.post(address, {"title": "Three", "position": position})
    assert [title for _, title in titles(meeting)] == expected.split()
    assert [order for order, _ in titles(meeting)] == [1, 2, 3]


def test_an_item_moved_backwards_ends_at_its_position(council, manager, meeting, agenda):
    manager.post(at("agenda-edit", council, pk=meeting.pk, item=agenda[0].pk), {"title": "One", "position": 3})
    assert titles(meeting) == [(1, "Two"), (2, "Three"), (3, "One")]


def test_an_item_is_removed_after_asking_and_the_others_move_up(council, manager, meeting, agenda):
    address = at("agenda-remove", council, pk=meeting.pk, item=agenda[0].pk)
    assert "Remove “One” from the agenda" in words(manager.get(address))
    assert len(titles(meeting)) == 3
    manager.post(address)
    assert titles(meeting) == [(1, "Two"), (2, "Three")]
    assert "deleted the agenda item “One”" in words(manager.get(at("meeting", council, pk=meeting.pk)))


@pytest.mark.parametrize("position", ["0", "5", "-1", "first", ""])
def test_a_position_beyond_the_agenda_is_refused(council, manager, meeting, agenda, position):
    response = manager.post(at("agenda-add", council, pk=meeting.pk), {"title": "Four", "position": position})
    assert list(problems(response)) == ["position"]
    assert AgendaItem.objects.count() == 3


def test_an_item_of_another_meeting_is_not_found_below_this_one(council, manager, board, meeting, agenda):
    other = Meeting.objects.create(partnership=council.partnership, body=board, starts_at=JULY, place_name="There")
    for name in ("agenda-edit", "agenda-remove"):
        assert manager.post(at(name, council, pk=other.pk, item=agenda[0].pk), {}).status_code == 404


# --- Packs ---
def test_the_meeting_shows_the_packs_the_reader_may_see(council, manager, meeting):
    Pack.objects.create(
        partnership=council.partnership,
        meeting=meeting,
        version=1,
        request_key=uuid4(),
        sequence=0,
        as_at_on=date(2026, 6, 1),
        requested_by=council.person("manager"),
    )
    address = at("meeting", council, pk=meeting.pk)
    assert "Version 1" in words(manager.get(address))
    assert "Request a board pack" in words(manager.get(address))
    for role in ("viewer", "officer", "auditor"):
        page = words(signed_in(council.person(role)).get(address))
        assert "Version 1" not in page and "Request a board pack" not in page
    page = words(signed_in(council.person("steering")).get(address))
    assert "Version 1" in page and "Request a board pack" not in page

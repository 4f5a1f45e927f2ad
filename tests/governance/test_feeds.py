"""Calendar feeds: what is in the file, for whom, at an address that only its owner makes and ends."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from icalendar import Calendar, vText

from governance import actions, feeds
from governance.models import CalendarFeed, Meeting
from partnership import clock
from tests import factories, meetings
from tests.factories import moment
from tests.pages import at, signed_in, words

NOW = moment(2026, 11, 2)
SECRET = "The price that the bidder asks"


@pytest.fixture(autouse=True)
def today():
    with clock.travel(NOW):
        yield


@pytest.fixture
def board(council):
    """Bolsover's chief executive has held its seat since 2026; its officer may stand in during December alone."""
    body, by = meetings.board(council), council.person("manager")
    seat = meetings.seat(body, "BDC")
    actions.edit_holding(by=by, holding=seat.holdings.get(capacity="holder"), to_on=date(2025, 12, 31))
    actions.add_holding(by=by, seat=seat, person=council.person("chief"), from_on=date(2026, 1, 1))
    actions.add_holding(
        by=by,
        seat=seat,
        person=council.person("officer"),
        capacity="substitute",
        from_on=date(2026, 12, 1),
        to_on=date(2026, 12, 31),
    )
    return body


@pytest.fixture
def december(council, board):
    return meetings.called(council, board, moment(2026, 12, 1))


def address(user, body=None):
    _, key = actions.make_feed(by=user, body=body)
    return f"/calendar/{key}.ics"


def read(where):
    response = Client().get(where)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content)


def events(where):
    return read(where).walk("VEVENT")


def again(meeting):
    return Meeting.objects.get(pk=meeting.pk)


def test_an_event_says_when_where_and_how_it_stands(council, board, december):
    where = address(council.person("chief"))
    (event,) = events(where)
    assert event["UID"] == f"meeting-{december.pk}@localhost"
    assert str(event["SUMMARY"]) == "Joint Board, Three councils"
    assert str(event["LOCATION"]) == "Town hall"
    assert event["DTSTART"].dt.isoformat() == "2026-12-01T12:00:00+00:00"
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=40)  # two items of 20
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("TENTATIVE", 2)
    assert str(event["URL"]) == f"http://localhost:8000{december.get_absolute_url()}"
    assert [str(zone["TZID"]) for zone in read(where).walk("VTIMEZONE")] == ["Europe/London"]


def test_summer_time_is_kept(council, board):
    meetings.called(council, board, datetime(2027, 7, 6, 13, 30, tzinfo=NOW.tzinfo))
    (event,) = events(address(council.person("chief")))
    assert event["DTSTART"].dt.isoformat() == "2027-07-06T14:30:00+01:00"
    assert event.to_ical().count(b"DTSTART;TZID=Europe/London:20270706T143000") == 1


def test_each_change_raises_the_sequence_and_keeps_the_uid(council, board, december):
    by, where, seen = council.person("manager"), address(council.person("chief")), []

    def look():
        (event,) = events(where)
        seen.append((event["SEQUENCE"], str(event["STATUS"]), event["UID"]))

    look()
    actions.edit_meeting(by=by, meeting=december, place_name="The Guildhall")
    look()
    actions.publish_agenda(by=by, meeting=december)
    look()
    actions.add_agenda_item(by=by, meeting=again(december), title="Late business", minutes=30)
    look()
    actions.cancel_meeting(by=by, meeting=december, reason="Nothing to decide.")
    look()
    sequences = [sequence for sequence, _, _ in seen]
    assert sequences == sorted(set(sequences))
    assert [status for _, status, _ in seen] == ["TENTATIVE", "TENTATIVE", "CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert len({uid for _, _, uid in seen}) == 1


def test_a_postponed_meeting_is_cancelled_and_another_takes_its_place(council, board, december):
    by = council.person("manager")
    actions.publish_agenda(by=by, meeting=december)
    actions.postpone_meeting(by=by, meeting=december, starts_at=moment(2027, 1, 12), reason="Flooded.")
    first, second = events(address(council.person("chief")))
    assert (str(first["STATUS"]), str(second["STATUS"])) == ("CANCELLED", "TENTATIVE")
    assert "Postponed to 12 January 2027, 12:00." in str(first["DESCRIPTION"])


def test_a_person_has_the_meetings_of_the_days_on_which_they_sit(council, board, december):
    meetings.called(council, board, moment(2027, 1, 12))
    far = factories.three_councils(slug="far", prefix="F-")
    meetings.called(far, meetings.board(far), moment(2026, 12, 2))
    numbers = {"chief": 2, "officer": 1, "viewer": 0}
    for role, number in numbers.items():
        assert len(events(address(council.person(role)))) == number, role
    assert len(events(address(council.person("viewer"), board))) == 2  # of a body all


def test_the_last_day_of_a_seat_counts_by_the_clock_of_london(council, board):
    """At 23:30 on 30 June in UTC it is 1 July in London."""
    by, seat = council.person("manager"), meetings.seat(board, "NEDDC")
    actions.edit_holding(by=by, holding=seat.holdings.get(), to_on=date(2026, 12, 31))
    person = council.person("viewer")
    actions.add_holding(by=by, seat=seat, person=person, from_on=date(2027, 7, 1))
    meetings.called(council, board, datetime(2027, 6, 30, 23, 30, tzinfo=NOW.tzinfo))
    assert len(events(address(person))) == 1


def test_the_name_of_a_feed_is_escaped_as_the_standard_asks(council, board, december):
    name = r"Pay, leave; and a \ of three councils"
    content = feeds.written(name, [])
    (line,) = [each for each in content.decode().split("\r\n") if each.startswith("X-WR-CALNAME")]
    assert line == rf"X-WR-CALNAME:{vText(name).to_ical().decode()}" != f"X-WR-CALNAME:{name}"
    assert str(Calendar.from_ical(content)["X-WR-CALNAME"]) == line.partition(":")[2]


def test_nothing_of_an_agenda_is_in_a_feed(council, board, december):
    by = council.person("manager")
    facts = {"title": SECRET, "matter": SECRET, "is_exempt": True, "exempt_reason": "Paragraph 3"}
    actions.add_agenda_item(by=by, meeting=december, **facts)
    assert SECRET.encode() not in Client().get(address(by, board)).content


def test_a_feed_ends_with_the_roles_of_its_owner(council, board, december):
    viewer = council.person("viewer")
    mine, of_body = address(viewer), address(viewer, board)
    viewer.grants.update(to_on=date(2026, 11, 1))
    assert [Client().get(where).status_code for where in (mine, of_body)] == [404, 404]
    viewer.grants.update(to_on=None)
    viewer.is_active = False
    viewer.save()
    assert [Client().get(where).status_code for where in (mine, of_body)] == [404, 404]


def test_a_feed_of_all_meetings_leaves_out_partnerships_that_were_left(council, board, december):
    far = factories.three_councils(slug="far", prefix="F-")
    chief = council.person("chief")
    chief.grants.create(role="viewer", partnership=far.partnership, from_on=date(2024, 4, 1))
    where = address(chief)
    assert len(events(where)) == 1
    chief.grants.filter(partnership=council.partnership).update(to_on=date(2026, 11, 1))
    assert events(where) == []


def test_the_address_is_shown_once_and_its_key_is_kept_nowhere(council, board):
    client = signed_in(council.person("viewer"))
    page = words(client.post("/account/calendars/", {"body": board.pk}))
    key = page.split("/calendar/")[1].split(".ics")[0]
    assert len(key) == 43
    assert Client().get(f"/calendar/{key}.ics").status_code == 200
    assert key not in words(client.get("/account/calendars/"))
    assert not CalendarFeed.objects.filter(digest=key).exists()
    assert not hasattr(CalendarFeed.history.first(), "digest")


def test_a_renewed_feed_has_another_address_and_the_old_one_ends(council, board, december):
    viewer = council.person("viewer")
    feed, key = actions.make_feed(by=viewer, body=board)
    client = signed_in(viewer)
    page = words(client.post(f"/account/calendars/{feed.pk}/renew/"))
    new = page.split("/calendar/")[1].split(".ics")[0]
    assert new != key
    assert Client().get(f"/calendar/{key}.ics").status_code == 404
    assert len(events(f"/calendar/{new}.ics")) == 1
    assert client.get(f"/account/calendars/{feed.pk}/renew/").status_code == 404


def test_a_revoked_feed_answers_nothing(council, board):
    viewer = council.person("viewer")
    feed, key = actions.make_feed(by=viewer)
    assert signed_in(council.person("officer")).post(f"/account/calendars/{feed.pk}/revoke/").status_code == 404
    signed_in(viewer).post(f"/account/calendars/{feed.pk}/revoke/")
    assert Client().get(f"/calendar/{key}.ics").status_code == 404
    with pytest.raises(ValidationError, match="revoked already"):
        actions.revoke_feed(by=viewer, feed=feed)


def test_a_body_of_another_partnership_has_no_feed_for_a_stranger(council):
    far = factories.three_councils(slug="far", prefix="F-")
    body = meetings.board(far)
    with pytest.raises(ValidationError, match="one of your partnerships"):
        actions.make_feed(by=council.person("viewer"), body=body)
    client = signed_in(council.person("viewer"))
    assert "body" in client.post("/account/calendars/", {"body": body.pk}).context["form"].errors


def test_a_person_has_no_more_than_twenty_feeds(council):
    viewer = council.person("viewer")
    for _ in range(20):
        actions.make_feed(by=viewer)
    with pytest.raises(ValidationError, match="Revoke one"):
        actions.make_feed(by=viewer)


def test_a_program_that_has_it_already_gets_no_copy(council, board, december):
    where = address(council.person("chief"))
    first = Client().get(where)
    assert "private" in first["Cache-Control"] and first["Last-Modified"]
    second = Client().get(where, headers={"if-none-match": first["ETag"]})
    assert (second.status_code, second.content) == (304, b"")
    actions.edit_meeting(by=council.person("manager"), meeting=december, place_name="The Guildhall")
    assert Client().get(where, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_an_address_of_the_network_may_ask_so_often(council, settings):
    settings.OPEN_DATA_CALLS_A_MINUTE = 2
    where = address(council.person("viewer"))
    assert [Client().get(where).status_code for _ in range(3)] == [200, 200, 429]


def test_a_feed_costs_the_same_for_any_number_of_meetings(council, board, december, django_assert_num_queries):
    where = address(council.person("chief"))
    with django_assert_num_queries(3):
        Client().get(where)
    for month in (1, 2, 3):
        meetings.called(council, board, moment(2027, month, 12))
    with django_assert_num_queries(3):
        assert len(events(where)) == 4


def test_the_page_of_a_body_leads_to_a_feed_of_it(council, board, december):
    client = signed_in(council.person("viewer"))
    assert f"/account/calendars/?body={board.pk}" in words(client.get(at("body", council, pk=board.pk)))
    page = words(client.get(f"/account/calendars/?body={board.pk}"))
    assert f'<option value="{board.pk}" selected>' in page

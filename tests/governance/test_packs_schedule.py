"""Packs that a body's rule has made by themselves: on their day, once, of a meeting that goes on; and who is told."""

import threading
from datetime import date, timedelta
from unittest import mock

import pytest
from celery import current_app
from django.core.exceptions import ValidationError
from django.db import connection

from governance import actions, scheduling, tasks
from governance.models import Meeting, Pack, PackRelease
from governance.packs import build, queue
from partnership import clock
from partnership.models import Grant, Notice
from tests import factories, meetings, packs
from tests.factories import moment
from tests.pages import at, problems, signed_in, typed, words
from tests.test_duties import told

# Tuesday 1 September 2026; Monday 31 August is a bank holiday. Three clear working days: 28, 27 and 26 August.
MEETING, DAY, BEFORE = moment(2026, 9, 1), moment(2026, 8, 25), moment(2026, 8, 24)
REASON = "Paragraph 3: business affairs."


def planned(world, *, publish: bool = True, starts_at=MEETING, **facts) -> Meeting:
    """A meeting of a body whose packs are made three clear working days before."""
    by = world.person("manager")
    with clock.travel(moment(2026, 7, 1)):
        body = meetings.board(world, pack_days=2, making_days=3)
        meeting = meetings.called(world, body, starts_at, "Savings")
        if facts:
            actions.add_agenda_item(by=by, meeting=meeting, title="Choice of a supplier", **facts)
        return actions.publish_agenda(by=by, meeting=meeting) if publish else meeting


def beat(moment_of_day) -> list[tuple[str, bool]]:
    """What beat asks for: all packs there are then, and whether each is the exempt edition."""
    with clock.travel(moment_of_day):
        tasks.request_scheduled_packs()
    return list(Pack.objects.order_by("pk").values_list("state", "is_exempt"))


def asked() -> set[str]:
    return set(Notice.objects.filter(kind="packs").values_list("key", flat=True))


# --- When -------------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_on_its_day_and_not_before_one_pack_is_asked_for_however_often_beat_beats(council):
    meeting = planned(council)
    assert beat(BEFORE) == []
    assert beat(DAY) == beat(DAY) == beat(moment(2026, 8, 28)) == [("queued", False)]
    pack = Pack.objects.get()
    assert (pack.meeting, pack.is_scheduled, pack.version) == (meeting, True, 1)
    assert (pack.requested_by, pack.asked_by) == (council.person("manager"), "By the rule, for Manager")
    assert pack.sections.filter(key__in=["agenda", "savings", "risks"]).count() == 3


@pytest.mark.django_db
def test_a_late_beat_catches_up_until_the_meeting_begins(council):
    planned(council)
    assert beat(MEETING + timedelta(minutes=1)) == []  # it has begun
    assert beat(moment(2026, 8, 31)) == [("queued", False)]


@pytest.mark.django_db
def test_where_something_is_exempt_both_editions_are_made(council):
    planned(council, is_exempt=True, exempt_reason=REASON)
    assert beat(DAY) == beat(DAY) == [("queued", False), ("queued", True)]


@pytest.mark.django_db
def test_it_waits_for_the_agenda_and_says_so_to_the_clerk(council):
    meeting = planned(council, publish=False)
    assert beat(DAY) == []
    with clock.travel(DAY):
        waits = [f"Publish the agenda: {meeting}, whose board pack is made by itself"]
        assert told(council, "manager") == {"Agendas that board packs wait for": waits}
        assert told(council, "steering") == {}
        said = "To be made by itself since 25 August 2026: it waits for the agenda to be published."
        assert said in words(signed_in(council.person("viewer")).get(at("meeting", council, pk=meeting.pk)))
        actions.publish_agenda(by=council.person("manager"), meeting=meeting)
        assert told(council, "manager") == {}
    assert beat(DAY) == [("queued", False)]


@pytest.mark.django_db
def test_a_cancelled_meeting_has_none_and_what_is_under_way_is_given_up(council):
    meeting, by = planned(council), council.person("manager")
    beat(DAY)
    with clock.travel(DAY):
        actions.cancel_meeting(by=by, meeting=meeting, reason="The hall burnt down.")
    assert beat(DAY) == [("cancelled", False)]


@pytest.mark.django_db
def test_a_postponed_meeting_hands_over_to_a_day_of_its_own(council):
    meeting, by = planned(council), council.person("manager")
    with clock.travel(BEFORE):
        later = actions.postpone_meeting(by=by, meeting=meeting, starts_at=moment(2026, 9, 8), reason="Not ready.")
        actions.publish_agenda(by=by, meeting=later)
    assert beat(DAY) == beat(moment(2026, 9, 1)) == []
    assert beat(moment(2026, 9, 2)) == [("queued", False)]
    assert Pack.objects.get().meeting == later


@pytest.mark.django_db
def test_a_rule_without_days_switches_it_off_and_the_one_of_the_meetings_day_counts(council):
    meeting = planned(council)
    facts = meetings.USUAL | {"pack_days": 2}
    by = council.person("manager")
    with clock.travel(BEFORE):
        actions.set_rule(by=by, body=meeting.body, from_on=date(2026, 8, 31), **facts)
    assert beat(DAY) == []


# --- Once, whatever happens -------------------------------------------------------------------------------------------
def test_two_beats_at_once_ask_once(live_council):
    meeting, start, made = planned(live_council), threading.Barrier(2), []

    def run():
        start.wait()
        with clock.travel(DAY):
            made.append(len(actions.request_scheduled(meeting=meeting)))
        connection.close()

    with mock.patch.object(current_app, "send_task"):
        runs = [threading.Thread(target=run) for _ in range(2)]
        [each.start() for each in runs]
        [each.join() for each in runs]
    assert sorted(made) == [0, 1]
    assert list(Pack.objects.values_list("meeting", "version")) == [(meeting.pk, 1)]


@pytest.mark.django_db
def test_what_goes_wrong_with_one_meeting_keeps_no_other_waiting_and_is_tried_again(council):
    planned(council)
    other = factories.three_councils("other", prefix="O-")
    planned(other)
    Grant.objects.filter(partnership=council.partnership, role="manager").delete()
    assert beat(DAY) == [("queued", False)]
    assert Pack.objects.get().partnership == other.partnership
    factories.person(council, "manager", None, "second@three.example")  # who set the rule has left
    beat(DAY)
    mine = Pack.objects.get(partnership=council.partnership)
    assert mine.asked_by == "By the rule, for Second"


# --- Who is told ------------------------------------------------------------------------------------------------------
def emails(key: str) -> set[str]:
    return {email.split("@")[0] for email in Notice.objects.filter(key=key).values_list("to__email", flat=True)}


@pytest.mark.django_db
def test_those_who_may_read_an_edition_are_told_that_it_was_made(council, monkeypatch):
    planned(council, is_exempt=True, exempt_reason=REASON, matter="The bid of Zanzibar.")
    monkeypatch.delitem(factories.ROLES["steering"].permissions, "governance.view_exempt")
    beat(DAY)
    openly, exempt = Pack.objects.order_by("pk")
    for pack in (openly, exempt):
        build.build(pack.pk)
    chiefs = {"chiefbdc", "chiefcbc", "chiefneddc"}
    assert emails(f"pack:{openly.pk}:made") == {"manager", "steering", *chiefs}
    assert emails(f"pack:{exempt.pk}:made") == {"manager", *chiefs}
    said = Notice.objects.filter(key=f"pack:{exempt.pk}:made").first()
    assert said.subject == "Board pack made: Joint Board, 1 September 2026, exempt edition"
    assert "It waits for its release." in said.text and "Zanzibar" not in said.text + said.subject


@pytest.mark.django_db
def test_what_failed_at_last_is_told_to_the_clerk_and_waits_for_a_new_try(council):
    planned(council)
    beat(DAY)
    pack = Pack.objects.get()
    for _ in range(queue.MOST_ATTEMPTS):
        queue.claim(pack.pk)
        Pack.objects.update(leased_until=BEFORE)
        queue.resend()  # the last time gives it up
    (key,) = asked()
    assert key.startswith(f"pack:{pack.pk}:failed:") and emails(key) == {"manager"}
    assert Notice.objects.get(key=key).text == queue.STOPPED
    with clock.travel(DAY):
        assert told(council, "manager") == {"Board packs that failed": [f"Try again: {pack}"]}
        assert told(council, "chief") == {}
        actions.retry_pack(by=council.person("manager"), pack=pack)
        assert told(council, "manager") == {}


@pytest.mark.django_db
def test_a_pack_that_somebody_asked_for_is_told_when_it_fails_and_not_when_it_is_made(council, monkeypatch):
    packs.make(council)
    assert asked() == set()
    monkeypatch.setattr(build.assembly, "document", mock.Mock(side_effect=MemoryError()))
    pack = packs.make(council)
    (key,) = asked()
    assert emails(key) == {"manager"} and Notice.objects.get(key=key).path == pack.get_absolute_url()


# --- Its rule ---------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_form_of_the_rule_sets_it_and_pages_say_when(council):
    client = signed_in(council.person("manager"))
    meeting = planned(council)
    with clock.travel(BEFORE):
        page = words(client.get(at("meeting", council, pk=meeting.pk)))
        assert "Due by 26 August 2026. Made by itself on 25 August 2026." in page
        assert "By itself, 3 clear working days before" in words(client.get(at("body", council, pk=meeting.body_id)))
        rule = meetings.USUAL | {"notice_days": 5, "publication_days": 5, "pack_days": 2, "making_days": 1}
        address = at("body-rule", council, pk=meeting.body_id)
        assert set(problems(client.post(address, rule | typed("from_on", date(2026, 8, 25))))) == {"making_days"}
        client.post(address, rule | {"making_days": ""} | typed("from_on", date(2026, 8, 25)))
        page = words(client.get(at("meeting", council, pk=meeting.pk)))
        assert "It is asked for by hand." in page
        page = words(client.get(at("meeting-plan", council)))
        assert "25 August 2026" not in page


@pytest.mark.django_db
def test_the_meeting_says_what_became_of_its_pack_and_when_it_is_late(council):
    meeting, client = planned(council, publish=False), signed_in(council.person("viewer"))

    def page(day):
        with clock.travel(day):
            return words(client.get(at("meeting", council, pk=meeting.pk)))

    late = moment(2026, 8, 26)
    with clock.travel(late):
        actions.publish_agenda(by=council.person("manager"), meeting=meeting)
    assert "To be made by itself since 25 August 2026." in page(late)
    assert "The board pack was due" not in page(late)
    assert "To be made by itself" in page(late) and "Made by itself on" not in page(late)
    assert "The board pack was due by 26 August 2026." in page(moment(2026, 8, 27))
    beat(late)
    assert "Being made by itself since 26 August 2026." in page(late)
    pack, state = Pack.objects.filter(meeting=meeting), Pack.State
    pack.update(state=state.FAILED)
    assert "since 26 August 2026, but it failed: try again on the page of the pack." in page(late)
    pack.update(state=state.CANCELLED)
    assert "Begun by itself on 26 August 2026, and given up: it is asked for by hand." in page(late)
    pack.update(state=state.FINISHED, finished_at=moment(2026, 8, 27))
    PackRelease.objects.create(pack=pack.get(), released_by=council.person("manager"))
    assert "Made by itself on 27 August 2026." in page(moment(2026, 8, 28))
    assert "The board pack was due" not in page(moment(2026, 8, 28))


@pytest.mark.django_db
def test_a_pack_is_not_made_after_it_is_due(council):
    with pytest.raises(ValidationError, match="It is to be released 5 days before. Make it as early, or earlier."):
        meetings.board(council, making_days=4)


@pytest.mark.django_db
def test_it_costs_the_same_for_any_number(council, django_assert_num_queries):
    planned(council, publish=False)
    body = Meeting.objects.get().body
    for number in (1, 3):
        with clock.travel(DAY), django_assert_num_queries(2):
            assert len(list(scheduling.overdue(partnership=council.partnership))) == number
        for day in (28, 31) if number == 1 else ():
            meetings.called(council, body, moment(2026, 8, day), "Savings")

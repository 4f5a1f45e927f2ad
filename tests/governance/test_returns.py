"""What is refused, or not answered in time, comes back to its board by itself: once for each decision and cause."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from governance import actions, tasks, waiting
from governance.models import AgendaItem, Meeting, RatificationNeed, RatificationReturn
from partnership import clock
from partnership.models import Notice
from tests import factories, meetings
from tests.api import Program
from tests.governance.test_ratifications import SECRET, answered, asked
from tests.meetings import JULY, called, opened
from tests.pages import at, signed_in, words
from tests.savings.test_races import at_once

AUGUST, OCTOBER = JULY + timedelta(days=10), JULY.replace(month=10, day=1)  # before the date, and after
NOVEMBER, DECEMBER = JULY.replace(month=11, day=5), JULY.replace(month=12, day=3)


@pytest.fixture
def by(council):
    return council.person("manager")


@pytest.fixture
def board(council):
    return meetings.board(council)


@pytest.fixture
def meeting(council, board):
    return opened(council, board)


@pytest.fixture
def need(council, meeting):
    return asked(council, meeting)


@pytest.fixture(autouse=True)
def in_august():
    with clock.travel(AUGUST):
        yield


def notices():
    rows = Notice.objects.filter(kind="ratifications", subject__startswith="Comes back")
    return list(rows.order_by("pk").values_list("text", flat=True))


def published(council, board, starts_at):
    found = called(council, board, starts_at)
    return actions.publish_agenda(by=council.person("manager"), meeting=found)


def back():
    """What every agenda brings back: the meeting, and why."""
    rows = AgendaItem.objects.exclude(brings_back=None).order_by("pk")
    return [(row.meeting, row.brings_back.because) for row in rows]


# --- A draft agenda ---------------------------------------------------------------------------------------------------
def test_a_refusal_is_at_once_on_the_next_draft_agenda_and_the_clerk_is_told(council, by, board, need):
    later, draft = called(council, board, DECEMBER), called(council, board, NOVEMBER)
    answered(council, need, decision="refused")
    assert back() == [(draft, "Bolsover refused")]
    item = draft.items.get(brings_back__need=need)
    assert (item.order, item.title) == (3, "Brought back: JB 2007/1, Business of the meeting")
    assert item.history.get().history_user == by  # who had it ratified
    (text,) = notices()
    assert text.startswith(
        "Refused by Bolsover; 0 of 3 have ratified. It stands on the agenda of the Joint Board, 5 Nov"
    )
    for _ in range(2):
        tasks.bring_back()
    answered(council, need, "CBC", decision="refused")
    assert (len(back()), len(notices()), later.items.count()) == (1, 1, 2)


def test_silence_past_the_date_comes_back_and_not_before(council, board, need):
    draft = called(council, board, NOVEMBER)
    with clock.travel(OCTOBER - timedelta(days=1)):
        tasks.bring_back()
        assert back() == []
    with clock.travel(OCTOBER):
        for _ in range(2):
            tasks.bring_back()
    assert back() == [(draft, "Bolsover, Chesterfield and North had not answered by 30 September 2007")]
    assert len(notices()) == 1


def test_both_causes_on_one_draft_are_one_item_that_says_the_last(council, board, need):
    draft = called(council, board, NOVEMBER)
    with clock.travel(OCTOBER):
        tasks.bring_back()
        answered(council, need, decision="refused")
        tasks.bring_back()
    assert back() == [(draft, "Bolsover refused")]
    assert "Refused by Bolsover" in draft.items.get(brings_back__need=need).matter
    assert [row.cause for row in need.returns.all()] == ["overdue", "refused"]
    assert len(notices()) == 2


def test_what_the_board_has_looked_at_comes_back_for_another_cause_alone(council, by, board, need):
    with clock.travel(OCTOBER):
        called(council, board, OCTOBER + timedelta(hours=1))
        tasks.bring_back()
        first = Meeting.objects.get(items__brings_back__need=need)
        actions.publish_agenda(by=by, meeting=first)
    with clock.travel(first.starts_at):
        actions.open_meeting(by=by, meeting=first)
        actions.end_meeting(by=by, meeting=first)
        draft = called(council, board, NOVEMBER)
        tasks.bring_back()
        assert [where for where, _ in back()] == [first]
        answered(council, need, decision="refused")
        tasks.bring_back()
    assert [(where, why) for where, why in back()][1:] == [(draft, "Bolsover refused")]


def test_what_is_ratified_or_replaced_does_not_come_back(council, board, meeting, need):
    called(council, board, NOVEMBER)
    replaced = asked(council, meeting)
    meetings.decided(council, meeting, corrects=replaced.decision, reason="Anew.")
    for code in meetings.CODES:
        answered(council, need, code)
    with clock.travel(OCTOBER):
        tasks.bring_back()
    assert (back(), RatificationReturn.objects.count()) == ([], 0)


# --- A published agenda, or none --------------------------------------------------------------------------------------
def test_a_published_agenda_is_left_alone_and_a_supplement_is_offered(council, by, board, need):
    out = published(council, board, NOVEMBER)
    answered(council, need, decision="refused")
    tasks.bring_back()
    assert (back(), out.items.count()) == ([], 2)
    (text,) = notices()
    assert "It waits for the next agenda of the Joint Board." in text
    assert text.endswith(
        "The agenda of the Joint Board, 5 November 2007 is published: there it can come as a supplement."
    )
    client = signed_in(by)
    shown = words(client.get(need.get_absolute_url()))
    assert "It comes back to the Joint Board, because Bolsover refused: it waits for an agenda" in shown
    assert "Add it to the agenda of the Joint Board, 5 November 2007, as a supplement" in shown
    page = at("decision-bring-back", council, pk=need.decision_id)
    assert "it comes as a supplement" in words(client.get(page))
    client.post(page)
    assert [(item.meeting, item.supplement) for item in AgendaItem.objects.exclude(brings_back=None)] == [(out, 1)]


def test_it_waits_on_the_forward_plan_until_the_next_agenda_is_made(council, by, board, need):
    answered(council, need, decision="refused")
    other = meetings.board(factories.three_councils(slug="far", prefix="F-"))
    client = signed_in(council.person("viewer"))
    assert "Brought back: JB 2007/1" in words(client.get(at("meeting-plan", council)))
    assert len(list(waiting.brought_back(by, council.partnership))) == 1
    group = actions.add_body(by=by, partnership=council.partnership, name="Group", powers="deliver")
    called(council, group, NOVEMBER)
    assert (back(), other.meetings.count()) == ([], 0)
    draft = called(council, board, NOVEMBER)
    assert back() == [(draft, "Bolsover refused")] and draft.items.first().brings_back.need == need
    assert "Brought back: JB 2007/1" not in words(client.get(at("meeting-plan", council)))
    assert notices()[1:] == ["It stands on the agenda of the Joint Board, 5 November 2007, item 1."]


def test_it_waits_again_when_its_meeting_is_called_off_and_goes_along_when_put_off(council, by, board, need):
    first = called(council, board, NOVEMBER)
    answered(council, need, decision="refused")
    following = actions.postpone_meeting(by=by, meeting=first, starts_at=DECEMBER, reason="Snow.")
    tasks.bring_back()
    assert [where for where, _ in back()] == [first, following]
    actions.cancel_meeting(by=by, meeting=following, reason="Snow.")
    assert len(list(waiting.brought_back(by, council.partnership))) == 1
    draft = called(council, board, DECEMBER + timedelta(days=7))
    assert [where for where, _ in back()] == [first, following, draft]
    assert RatificationReturn.objects.count() == 1


def test_what_the_clerk_took_off_stays_off_but_for_the_button(council, by, board, need):
    draft = called(council, board, NOVEMBER)
    answered(council, need, decision="refused")
    actions.remove_agenda_item(by=by, item=draft.items.get(brings_back__need=need))
    tasks.bring_back()
    called(council, board, DECEMBER)
    assert back() == []
    assert actions.bring_back(by=by, need=need, meeting=draft).brings_back.because == "Bolsover refused"
    with pytest.raises(ValidationError, match="on an agenda already"):
        actions.bring_back(by=by, need=need, meeting=draft)


def test_without_anybody_who_keeps_meetings_it_waits_and_another_is_not_held_up(council, by, board, meeting, need):
    called(council, board, NOVEMBER)
    council.person("manager").grants.update(to_on=AUGUST.date() - timedelta(days=1))
    answered(council, need, decision="refused")
    assert (back(), RatificationReturn.objects.count()) == ([], 1)
    council.person("manager").grants.update(to_on=None)
    tasks.bring_back()
    assert len(back()) == 1


# --- What shows it ----------------------------------------------------------------------------------------------------
def test_the_grid_the_decision_and_programs_say_where_and_why(council, board, meeting, need):
    draft = called(council, board, NOVEMBER)
    answered(council, need, decision="refused")
    client = signed_in(council.person("viewer"))
    said = "Brought back to the meeting of the Joint Board, 5 November 2007, because Bolsover refused"
    assert said in words(client.get(at("decision-ratifications", council)))
    response = client.get(at("decision-ratifications", council), {"format": "csv"})
    assert said in b"".join(response.streaming_content).decode()
    shown = words(client.get(need.get_absolute_url()))
    assert "Brought back to the meeting of the" in shown and "item 3, because Bolsover refused." in shown
    (row,) = Program(council.person("viewer")).rows("ratification-needs/")
    (returned,) = row["returns"]
    assert (returned["cause"], returned["because"], returned["meeting"]) == ("refused", "Bolsover refused", draft.pk)


def test_of_an_exempt_decision_nothing_is_told_but_that_it_comes_back(council, board, meeting):
    draft = called(council, board, NOVEMBER)
    hidden = asked(council, meeting, exempt=True)
    answered(council, hidden, decision="refused")
    item = draft.items.get(brings_back__need=hidden)
    assert (item.is_exempt, item.exempt_reason) == (True, "Paragraph 3")
    page = words(signed_in(council.person("viewer")).get(draft.get_absolute_url()))
    assert "Brought back: JB 2007/1, Supplier" in page
    for text in (page, *notices(), RatificationReturn.objects.get().because):
        assert "building control" not in text and SECRET not in text


@pytest.mark.parametrize(
    "sql", ["UPDATE governance_ratificationreturn SET because = ''", "DELETE FROM governance_ratificationreturn"]
)
def test_the_database_keeps_why_it_came_back(council, need, sql):
    answered(council, need, decision="refused")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format("governance_ratificationreturn"))


# --- At once ----------------------------------------------------------------------------------------------------------
def at_once_in_october(*jobs):
    """Each thread has a clock of its own."""

    def there(job):
        def run():
            with clock.travel(OCTOBER):
                return job()

        return run

    found = at_once(*map(there, jobs))
    assert [each for each in found if isinstance(each, Exception) and not isinstance(each, ValidationError)] == []
    return found


def test_two_workers_an_answer_and_a_clerk_at_once_bring_it_back_once(live_council):
    board = meetings.board(live_council)
    need = asked(live_council, opened(live_council, board))
    draft, by = called(live_council, board, NOVEMBER), live_council.person("manager")
    at_once_in_october(
        tasks.bring_back,
        tasks.bring_back,
        lambda: answered(live_council, RatificationNeed.objects.get(pk=need.pk), decision="refused"),
        lambda: actions.bring_back(by=by, need=need, meeting=draft),
        lambda: called(live_council, board, DECEMBER),
    )
    with clock.travel(OCTOBER):
        tasks.bring_back()
    (item,) = AgendaItem.objects.exclude(brings_back=None)
    assert (item.meeting, item.brings_back.cause) == (draft, "refused")
    causes = list(need.returns.values_list("cause", flat=True))
    assert len(causes) == len(set(causes)) and "refused" in causes
    orders = list(draft.items.values_list("order", flat=True))
    assert orders == list(range(1, len(orders) + 1))


def test_an_agenda_that_is_published_meanwhile_gets_it_before_or_not_at_all(live_council):
    board, by = meetings.board(live_council), live_council.person("manager")
    need = asked(live_council, opened(live_council, board))
    draft = called(live_council, board, NOVEMBER)
    found = at_once_in_october(
        tasks.bring_back,
        lambda: actions.publish_agenda(by=by, meeting=Meeting.objects.get(pk=draft.pk)),
    )
    assert found[1].state == "published" and not draft.items.exclude(supplement=None).exists()
    with clock.travel(OCTOBER):
        waits = RatificationNeed.objects.brought_back().count()
    assert draft.items.filter(brings_back__need=need).count() + waits == 1


def test_a_correction_and_what_brings_it_back_wait_for_each_other_in_one_order(live_council):
    board = meetings.board(live_council)
    meeting = opened(live_council, board)
    need = asked(live_council, meeting)
    called(live_council, board, NOVEMBER)
    at_once_in_october(
        tasks.bring_back,
        lambda: meetings.decided(live_council, meeting, "Anew.", corrects=need.decision, reason="Refused."),
        lambda: answered(live_council, RatificationNeed.objects.get(pk=need.pk), "CBC", decision="refused"),
    )
    assert AgendaItem.objects.exclude(brings_back=None).count() <= 1

"""Who is told of meetings and actions: those who sit there on that day and the clerk, once, and nothing exempt."""

from datetime import date, timedelta

import pytest

from governance import actions, telling
from governance.models import Body, Meeting
from governance.packs import actions as section
from governance.packs.content import Source
from partnership import clock
from partnership.models import Notice
from tests import meetings, packs, risks
from tests.factories import moment
from workstreams import actions as tasks
from workstreams.models import Action

NOW = moment(2026, 11, 2)  # a Monday
TUESDAY = moment(2026, 12, 1)
SECRET = "The price that the bidder asks"


@pytest.fixture(autouse=True)
def today():
    with clock.travel(NOW):
        yield


@pytest.fixture
def board(council) -> Body:
    """The chief executive of Bolsover holds its seat, its officer stands in; Chesterfield's is held from 2027 on."""
    body, by = meetings.board(council), council.person("manager")
    for code, who, capacity, since in (
        ("BDC", "chief", "holder", date(2026, 1, 1)),
        ("BDC", "officer", "substitute", date(2026, 1, 1)),
        ("CBC", "viewer", "holder", date(2027, 1, 1)),
    ):
        seat = meetings.seat(body, code)
        post = seat.holdings.filter(capacity=capacity, person=None).first()
        if post and capacity == "holder":
            actions.edit_holding(by=by, holding=post, to_on=since - timedelta(days=1))
        person = council.person(who, code)
        actions.add_holding(by=by, seat=seat, person=person, capacity=capacity, from_on=since)
    return body


@pytest.fixture
def meeting(council, board) -> Meeting:
    return meetings.called(council, board, TUESDAY, "Savings")


def told(key: str) -> list[str]:
    """Who was told of what, each as often as they were."""
    return sorted(Notice.objects.filter(key=key).values_list("to__email", flat=True))


def emails(*people) -> list[str]:
    return sorted(person.email for person in people)


def keys() -> set[str]:
    return set(Notice.objects.values_list("key", flat=True))


@pytest.fixture
def sitting(council):
    return emails(council.person("chief"), council.person("officer"), council.person("manager"))


def test_whoever_sits_there_and_the_clerk_are_told_of_each_step(council, meeting, sitting):
    by, of = council.person("manager"), f"meeting:{meeting.pk}"
    assert keys() == set()  # a draft is nobody's business yet
    actions.give_notice(by=by, meeting=meeting)
    assert told(f"{of}:called") == sitting
    actions.publish_agenda(by=by, meeting=meeting)
    assert told(f"{of}:published") == sitting
    actions.add_agenda_item(by=by, meeting=meeting, title="Late business")
    assert told(f"{of}:supplement:1") == sitting
    said = Notice.objects.filter(key=f"{of}:supplement:1").first()
    assert said.subject == "Supplement 1: Joint Board, 1 December 2026"
    assert said.text.endswith("2. Late business")
    actions.cancel_meeting(by=by, meeting=meeting, reason="Nothing to decide.")
    assert told(f"{of}:cancelled") == sitting
    assert len(keys()) == 4


def test_a_draft_that_nobody_knows_of_is_moved_and_cancelled_in_silence(council, meeting):
    by = council.person("manager")
    actions.edit_meeting(by=by, meeting=meeting, place_name="The Guildhall")
    actions.cancel_meeting(by=by, meeting=meeting, reason="Nothing to decide.")
    assert keys() == set()


def test_each_move_of_a_known_meeting_is_told_also_there_and_back_again(council, meeting, sitting):
    by = council.person("manager")
    actions.give_notice(by=by, meeting=meeting)
    for place in ("The Guildhall", "Town hall", "Town hall", "The Guildhall"):
        actions.edit_meeting(by=by, meeting=meeting, place_name=place)
    moved = Notice.objects.filter(key__startswith=f"meeting:{meeting.pk}:moved:", to=council.person("chief"))
    assert moved.count() == 3
    assert "Before, Joint Board was to meet on 1 December 2026 at 12:00, Town hall." in moved.order_by("pk")[0].text


def test_of_a_postponed_meeting_those_who_sat_then_and_those_who_will_are_told(council, meeting, sitting):
    by = council.person("manager")
    actions.publish_agenda(by=by, meeting=meeting)
    following = actions.postpone_meeting(
        by=by, meeting=meeting, starts_at=moment(2027, 1, 12), reason="The hall is flooded."
    )
    key = f"meeting:{following.pk}:postponed"
    assert told(key) == sorted([*sitting, council.person("viewer", "CBC").email])
    assert Notice.objects.filter(key=key).first().path == following.get_absolute_url()
    actions.edit_meeting(by=by, meeting=following, starts_at=moment(2027, 1, 19))
    assert any(key.startswith(f"meeting:{following.pk}:moved:") for key in keys())


def test_who_has_no_role_any_more_is_told_nothing(council, meeting):
    council.person("chief").grants.update(to_on=date(2026, 11, 1))
    actions.give_notice(by=council.person("manager"), meeting=meeting)
    assert told(f"meeting:{meeting.pk}:called") == emails(council.person("officer"), council.person("manager"))


def test_no_notice_says_what_is_exempt(council, meeting):
    by = council.person("manager")
    facts = {"title": "Choice of a supplier", "matter": SECRET, "is_exempt": True, "exempt_reason": "Paragraph 3"}
    actions.add_agenda_item(by=by, meeting=meeting, **facts)
    actions.publish_agenda(by=by, meeting=meeting)
    actions.add_agenda_item(by=by, meeting=meeting, **facts | {"title": "Terms"})
    with clock.travel(moment(2026, 11, 30)):
        telling.remind(clock.today())
    said = "".join(f"{notice.subject} {notice.text}" for notice in Notice.objects.all())
    assert "Choice of a supplier" in said and "Terms" in said
    assert SECRET not in said


@pytest.mark.parametrize(
    ("day", "reminded"),
    [
        (date(2026, 11, 27), False),  # Friday
        (date(2026, 11, 30), True),  # Monday, the working day before
        (date(2026, 12, 1), False),  # the day itself
    ],
)
def test_a_reminder_comes_on_the_working_day_before(council, meeting, sitting, day, reminded):
    actions.publish_agenda(by=council.person("manager"), meeting=meeting)
    with clock.travel(moment(day.year, day.month, day.day)):
        assert telling.remind(day) == (3 if reminded else 0)
        assert telling.remind(day) == 0
    assert told(f"meeting:{meeting.pk}:reminder:2026-12-01") == (sitting if reminded else [])


def test_of_a_meeting_on_monday_a_reminder_comes_on_friday_or_when_the_portal_is_back(council, board):
    meeting = meetings.called(council, board, moment(2026, 12, 7))
    actions.publish_agenda(by=council.person("manager"), meeting=meeting)
    for day, number in ((3, 0), (4, 3), (6, 0)):
        with clock.travel(moment(2026, 12, day)):
            assert telling.remind(date(2026, 12, day)) == number


def test_nobody_is_reminded_of_a_draft_or_a_cancelled_meeting(council, board, meeting):
    other = meetings.called(council, board, TUESDAY + timedelta(hours=1))
    actions.give_notice(by=council.person("manager"), meeting=other)
    actions.cancel_meeting(by=council.person("manager"), meeting=other, reason="No business.")
    with clock.travel(moment(2026, 11, 30)):
        assert telling.remind(date(2026, 11, 30)) == 0


# --- Actions ---
def action(council, due_on, **facts):
    owner = {"owner": council.person("officer")} | facts
    return Action.objects.create(partnership=council.partnership, title="Write the plan", due_on=due_on, **owner)


def test_an_owner_hears_of_an_action_a_week_before_and_each_week_while_it_is_overdue(council):
    row, owner = action(council, date(2026, 11, 9)), council.person("officer")
    days = [date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 9)]
    days += [date(2026, 11, 10), date(2026, 11, 15), date(2026, 11, 16), date(2026, 11, 17)]
    assert [telling.remind(day) for day in days] == [0, 1, 0, 0, 1, 0, 1, 0]
    subjects = list(Notice.objects.filter(to=owner).order_by("pk").values_list("subject", "state"))
    assert subjects == [("Due soon: Write the plan", "held"), *[("Overdue: Write the plan", "held")] * 2]
    assert Notice.objects.filter(to=owner).latest("pk").path == row.get_absolute_url()


def test_an_owner_hears_of_what_is_to_be_done_about_a_risk_and_the_pack_lists_it(council):
    facts = {"title": "Brief the leaders", "owner": council.person("officer"), "due_on": date(2007, 7, 1)}
    with clock.travel(moment(2007, 6, 1)):
        row = tasks.add_risk_action(by=council.person("lead"), risk=risks.raised(council), **facts)
    assert telling.remind(date(2026, 11, 2)) == 1
    notice = Notice.objects.get(kind="actions")
    assert (notice.subject, notice.path) == ("Overdue: Brief the leaders", row.get_absolute_url())
    (line,) = section.section(Source(packs.ask(council)), "")["table"]["rows"]
    said = ["Brief the leaders", "Officer", "–", "R1 Loss of political will", "1 July 2007", "Overdue"]
    assert [cell["text"] for cell in line] == said


def test_of_what_is_done_or_has_no_owner_here_nobody_hears(council):
    action(council, date(2026, 11, 1), done_on=date(2026, 11, 1), proof="It is written.")
    action(council, date(2026, 11, 1), owner=None, owner_title="Leader")
    left = council.person("verifier")
    left.grants.update(to_on=date(2026, 10, 1))
    action(council, date(2026, 11, 1), owner=left)
    assert telling.remind(date(2026, 11, 2)) == 0


def test_an_action_out_of_an_exempt_decision_is_not_named(council, board):
    by = council.person("manager")
    with clock.travel(moment(2026, 10, 1)):
        meeting = meetings.opened(council, board, "CBC", "NEDDC", starts_at=moment(2026, 10, 1))
        item = actions.add_agenda_item(
            by=by, meeting=meeting, title="Supplier", is_exempt=True, exempt_reason="Paragraph 3"
        )
        decision = meetings.decided(council, meeting, votes={"CBC": "for", "NEDDC": "for"}, item=item)
    actions.add_meeting_action(
        by=by,
        meeting=meeting,
        decision=decision,
        title=SECRET,
        owner=council.person("officer"),
        due_on=date(2026, 11, 3),
    )
    assert telling.remind(date(2026, 11, 2)) == 1
    notice = Notice.objects.get(kind="actions")
    assert notice.subject == "Due soon: One that came out of an exempt decision"
    assert SECRET not in notice.subject + notice.text


def test_telling_costs_the_same_for_any_number_of_seats(council, board, meeting, django_assert_num_queries):
    with django_assert_num_queries(6):  # a savepoint and its end among them
        telling.tell_called(meeting)
    by = council.person("manager")
    for code in ("CBC", "NEDDC"):
        person = council.person("officer", code)
        seat = meetings.seat(board, code)
        actions.add_holding(by=by, seat=seat, person=person, capacity="substitute", from_on=date(2026, 1, 1))
    Notice.objects.all().delete()
    with django_assert_num_queries(6):
        telling.tell_called(meeting)
    assert Notice.objects.count() == 5

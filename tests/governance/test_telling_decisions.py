"""Who is told of ratifications and delegations: once, and of nothing that is exempt."""

from datetime import date, timedelta

import pytest

from governance import actions, tasks, telling_decisions, waiting
from partnership import clock
from partnership.models import Notice
from tests import meetings
from tests.governance.test_ratifications import DUE, SECRET, answered, asked
from tests.meetings import JULY, decided, opened


@pytest.fixture
def meeting(council):
    return opened(council, meetings.board(council))


@pytest.fixture(autouse=True)
def in_august():
    with clock.travel(JULY + timedelta(days=10)):
        yield


def told(subject):
    rows = Notice.objects.filter(kind="ratifications", subject__startswith=subject)
    return sorted(rows.values_list("to__email", flat=True))


def emails(council, *who):
    return sorted(council.person(*each).email for each in who)


def test_councils_hear_when_asked_and_before_it_is_late_and_the_clerk_what_comes_back(council, meeting):
    need = asked(council, meeting)
    councils = [(role, code) for code in meetings.CODES for role in ("chief", "verifier")]
    assert told("To be ratified: JB 2007/1") == emails(council, *councils)
    answered(council, need)
    with clock.travel(JULY.replace(month=9, day=25)):
        assert [telling_decisions.remind(clock.today()) for _ in range(2)] == [4, 0]  # Bolsover has answered
        assert told("Still to be ratified") == emails(council, *councils[2:])
    with clock.travel(JULY.replace(month=10, day=1)):
        for _ in range(2):
            tasks.bring_back()
    assert told("Comes back to the board: JB 2007/1") == emails(council, ("manager",))
    text = Notice.objects.latest("pk").text
    assert "1 of 3 have ratified" in text and str(DUE.year) in text
    assert text.endswith("It waits for the next agenda of the Joint Board.")


def test_a_refusal_comes_back_at_once_and_an_exempt_decision_is_not_told(council, meeting):
    need = asked(council, meeting, exempt=True)
    assert told("To be ratified") == emails(council, *(("chief", code) for code in meetings.CODES))
    answered(council, need, decision="refused")
    assert told("Comes back") == emails(council, ("manager",))
    for notice in Notice.objects.filter(kind="ratifications"):
        assert SECRET not in notice.subject + notice.text and "building control" not in notice.subject + notice.text


def test_who_may_decide_alone_is_told_and_the_clerk_reports_each_use(council, meeting):
    by, chief = council.person("manager"), council.person("chief")
    facts = {"person": chief, "matter": "Small sums.", "from_on": date(2007, 7, 31), "to_on": date(2008, 3, 31)}
    row = actions.delegate(by=by, decision=decided(council, meeting), **facts)
    notice = Notice.objects.get(kind="delegations")
    assert (notice.to, notice.subject, notice.path) == (
        chief,
        f"Delegated to you: {row.decision}",
        row.get_absolute_url(),
    )
    use = actions.use_delegation(by=chief, delegation=row, on=date(2007, 8, 1), what="A study.")
    (duty,) = waiting.uses_to_report(by, council.partnership)
    assert (duty.act, duty.since) == ("Report back to the board", use.on)
    with clock.travel(JULY + timedelta(days=20)):
        later = opened(council, meeting.body, starts_at=JULY + timedelta(days=20))
        actions.report_use(by=by, use=use, meeting=later)
    assert list(waiting.uses_to_report(by, council.partnership)) == []

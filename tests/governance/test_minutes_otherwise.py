"""Minutes that no later meeting of the body agrees: by whoever presided, by the body above, or by correspondence."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from governance import actions, register_papers
from governance.minutes import drafted
from governance.minutes_files import content
from governance.models import Meeting, MinutesAgreement, MinutesEdition
from partnership import clock
from partnership.models import Notice
from partnership.permissions import ROLES
from tests import factories, meetings
from tests.api import Program
from tests.meetings import CODES, JULY, opened, wrong
from tests.pages import at, problems, signed_in, typed, words

AUGUST = JULY + timedelta(days=28)
DAY = JULY.date() + timedelta(days=10)
GIVEN = {"who": "Leader, Chesterfield, who presided", "on": DAY, "reason": "The body was wound up."}


@pytest.fixture
def by(council):
    return council.person("manager")


@pytest.fixture
def board(council):
    return meetings.board(council)


@pytest.fixture
def meeting(council, by, board):
    """Over, and its minutes circulated."""
    found = opened(council, board)
    with clock.travel(JULY + timedelta(hours=2)):
        found = actions.end_meeting(by=by, meeting=found)
        actions.draft_minutes(by=by, meeting=found)
        actions.circulate_minutes(by=by, meeting=found)
    return found


def agreed(council, meeting, way="chair", by=None, **changes):
    by = by or council.person("manager")
    return actions.agree_otherwise(by=by, meeting=meeting, way=way, **GIVEN | changes)


def above(council, by, board, name="Council Leaders"):
    """A body to which the board reports, and a meeting of it that was held in August."""
    body = actions.add_body(by=by, partnership=council.partnership, name=name, powers="decide")
    actions.set_rule(by=by, body=body, from_on=meetings.SINCE, **meetings.USUAL)
    actions.add_seat(
        by=by, body=body, office="Leader", organisation=council.organisations["BDC"], from_on=meetings.SINCE
    )
    met = meetings.called(council, body, AUGUST)
    with clock.travel(AUGUST):
        actions.publish_agenda(by=by, meeting=met)
        return actions.open_meeting(by=by, meeting=met)


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("chair", "Agreed by whoever presided on 10 August 2007 (Leader, Chesterfield, who presided), "),
        ("correspondence", "Agreed by correspondence with the members on 10 August 2007 (Leader, Chesterfield"),
    ],
)
def test_they_are_agreed_and_how_is_kept_for_ever(council, by, meeting, way, said):
    row = agreed(council, meeting, way)
    edition = MinutesEdition.objects.agreed().get()
    assert (edition.meeting, edition.agreement, edition.agreed_by, edition.called) == (meeting, row, None, "as agreed")
    assert edition.content["agreed"] == {"words": row.words, "on": "2007-08-10"}
    assert row.words.startswith(said) and row.words.endswith("Reason: The body was wound up.")
    assert Meeting.objects.get(pk=meeting.pk).state == "agreed"
    standing = content(edition, with_exempt=False)["sections"][0]["content"]["meetings"][0]["standing"]
    assert standing == row.words
    viewer = signed_in(council.person("viewer"))
    for page in ("meeting", "meeting-minutes"):
        assert row.words in words(viewer.get(at(page, council, pk=meeting.pk)))
    program = Program(council.person("viewer"))
    (found,) = program.rows("minutes/", agreed="true")
    assert (found["agreed_by"], found["agreed_otherwise"], found["agreed_on"]) == (None, way, "2007-08-10")
    assert (found["agreed_who"], found["agreed_reason"]) == (GIVEN["who"], GIVEN["reason"])
    assert [each["number"] for each in program.rows("minutes/", agreed="false")] == [1]
    assert Meeting.objects.get(pk=actions.close_meeting(by=by, meeting=meeting).pk).state == "closed"


def test_the_register_shows_how_they_were_agreed(council, meeting):
    row = agreed(council, meeting)
    (paper,) = register_papers.PARTS[1].find(Meeting.objects.filter(pk=meeting.pk), None)
    assert paper.summary == row.words


def test_the_body_above_agrees_them_at_a_meeting_of_its_own(council, by, board, meeting):
    met = above(council, by, board)
    assert list(wrong(agreed, council, meeting, "parent", at=met)) == ["at"]  # it does not report to it
    day = JULY.date() + timedelta(days=1)
    actions.set_remit(by=by, body=board, from_on=day, powers="decide", parent=met.body)
    assert list(wrong(agreed, council, meeting, "parent")) == ["at"]
    row = agreed(council, meeting, "parent", at=met, who="", on=None)
    assert (row.on, row.who) == (met.on, "Council Leaders")
    assert row.words == (
        "Agreed by the Council Leaders, 28 August 2007, not at the next meeting. Reason: The body was wound up."
    )
    actions.add_agenda_item(by=by, meeting=met, title="Minutes", kind="minutes")
    (part,) = [each for each in drafted(met) if each.item and each.item.kind == "minutes"]
    assert part.text == f"The minutes of the {meeting} were agreed."


def test_all_that_is_wrong_is_said_at_once(council, by, board, meeting):
    nothing = {"way": "", "who": " ", "on": None, "reason": " "}
    assert set(wrong(agreed, council, meeting, **nothing)) == {"way", "who", "on", "reason"}
    for day in (JULY.date() - timedelta(days=1), clock.today() + timedelta(days=1)):
        assert set(wrong(agreed, council, meeting, on=day)) == {"on"}
    assert set(wrong(agreed, council, meeting, at=above(council, by, board))) == {"at"}
    assert MinutesAgreement.objects.count() == 0


def test_what_is_not_ready_is_not_agreed_and_what_is_agreed_not_again(council, by, board, meeting):
    part = meeting.minutes_parts.first()
    sits = council.person("chief", "CBC")
    actions.add_holding(
        by=by, seat=meetings.seat(board, "CBC"), person=sits, capacity="substitute", from_on=AUGUST.date()
    )
    correction = actions.propose_correction(by=sits, part=part, text="All came.")
    with pytest.raises(ValidationError, match="1 correction not answered"):
        agreed(council, meeting)
    actions.answer_correction(by=by, correction=correction, taken=False, reason="They did not.", text="")
    agreed(council, meeting)
    assert sits in {notice.to for notice in Notice.objects.filter(text="They were agreed.")}
    with pytest.raises(ValidationError, match="Only one that is minutes draft"):
        agreed(council, meeting)
    with pytest.raises(ValidationError):
        actions.edit_part(by=by, part=part, heading="A", text="B")


def test_minutes_kept_elsewhere_are_only_said_to_be_agreed(council, by, board):
    found = opened(council, board)
    with clock.travel(JULY + timedelta(hours=2)):
        found = actions.end_meeting(by=by, meeting=found)
    row = agreed(council, found)
    assert MinutesEdition.objects.count() == 0
    assert row.words in words(signed_in(council.person("viewer")).get(found.get_absolute_url()))


@pytest.mark.parametrize("role", [role for role in ROLES if role != "manager"])
def test_the_clerk_alone_records_it(council, meeting, role):
    with pytest.raises(PermissionDenied):
        agreed(council, meeting, by=council.person(role))
    assert MinutesAgreement.objects.count() == 0


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE governance_minutesagreement SET who = 'x'",
        "DELETE FROM governance_minutesagreement",
        "UPDATE governance_minutespart SET text = 'x'",
    ],
)
def test_the_database_keeps_it(council, meeting, sql):
    agreed(council, meeting)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_clerk_records_it_on_the_page(council, by, board, meeting):
    client, page = signed_in(by), at("meeting-agree-otherwise", council, pk=meeting.pk)
    assert "agreed otherwise" in words(client.get(meeting.get_absolute_url()))
    assert set(problems(client.post(page, {"way": "chair", "reason": "Wound up."}))) == {"who", "on"}
    far = factories.three_councils(slug="far", prefix="F-")
    other = meetings.opened(far, meetings.board(far), *CODES, starts_at=AUGUST)
    assert set(problems(client.post(page, {"way": "parent", "reason": "Wound up.", "at": other.pk}))) == {"at"}
    given = {"way": "chair", "who": "Leader, Chesterfield", "reason": "Wound up."} | typed("on", DAY)
    client.post(page, given)
    assert MinutesAgreement.objects.get().who == "Leader, Chesterfield"

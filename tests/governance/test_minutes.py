"""Minutes: drafted from the record, edited, circulated, corrected by members, agreed for ever; open and exempt."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from pypdf import PdfReader

from governance import actions, minutes_files, waiting
from governance.actions.sittings import close_meeting
from governance.models import Meeting, MinutesEdition, MinutesFile, MinutesPart
from governance.models.minutes import digest
from partnership import clock
from partnership.models import Notice
from partnership.permissions import ROLES
from tests import factories, meetings
from tests.api import Program
from tests.meetings import CODES, JULY, decided, opened, seat
from tests.pages import at, problems, signed_in, words

SECRET = "ZANZIBAR"
AUGUST = JULY + timedelta(days=28)
MAY = {"manager", "steering", "chief", "auditor"}


@pytest.fixture
def by(council):
    return council.person("manager")


@pytest.fixture
def board(council, by):
    """Chesterfield's seat is held by its chief executive from August on."""
    board = meetings.board(council)
    given = {"person": council.person("chief", "CBC"), "capacity": "substitute", "from_on": AUGUST.date()}
    actions.add_holding(by=by, seat=seat(board, "CBC"), **given)
    return board


@pytest.fixture
def meeting(council, by, board):
    """Over: an interest, a decision with an action, the quorum lost and found, and an exempt item decided on."""
    meeting = opened(council, board, "CBC", "NEDDC")
    stand_in = seat(board, "BDC").holdings.get(capacity="substitute")
    facts = {"by": by, "meeting": meeting}
    actions.record_attendance(seat=seat(board, "BDC"), what="apology", at=JULY, **facts)
    item = meeting.items.get(title="Savings")
    actions.declare_interest(by=by, item=item, seat=seat(board, "NEDDC"), nature="Kin in audit.", leaves=False)
    votes = {"CBC": "for", "NEDDC": "abstain"}
    found = decided(council, meeting, "That audit is shared.", votes, item=item)
    actions.add_meeting_action(
        by=by, meeting=meeting, decision=found, title="Write to staff", owner_title="Clerk", due_on=AUGUST.date()
    )
    given = {"title": "Supplier", "is_exempt": True, "exempt_reason": "Paragraph 3"}
    secret = actions.add_agenda_item(by=by, meeting=meeting, **given)
    actions.declare_interest(by=by, item=secret, seat=seat(board, "NEDDC"), nature=f"{SECRET} kin.", leaves=False)
    hidden = decided(council, meeting, f"That {SECRET} be paid.", votes, item=secret)
    actions.add_meeting_action(
        by=by, meeting=meeting, decision=hidden, title=f"Ring {SECRET}", owner_title="Clerk", due_on=AUGUST.date()
    )
    for what, minutes in (("left", 30), ("returned", 40)):
        moment = JULY + timedelta(minutes=minutes)
        actions.record_attendance(seat=seat(board, "NEDDC"), what=what, at=moment, **facts)
    given = {"seat": seat(board, "BDC"), "what": "substitute", "holding": stand_in, "at": JULY + timedelta(hours=1)}
    actions.record_attendance(**given, **facts)
    with clock.travel(JULY + timedelta(hours=2)):
        return actions.end_meeting(by=by, meeting=meeting)


@pytest.fixture
def drafted(by, meeting):
    return {part.heading: part for part in actions.draft_minutes(by=by, meeting=meeting)}


@pytest.fixture
def circulated(by, meeting, drafted):
    return actions.circulate_minutes(by=by, meeting=meeting)


def following(council, board):
    return opened(council, board, *CODES[1:], starts_at=AUGUST)


def said(part):
    return part.text.splitlines()


# --- Drafted ----------------------------------------------------------------------------------------------------------
def test_all_that_was_recorded_is_in_the_draft(drafted):
    assert list(drafted) == [
        "Present",
        "Apologies",
        "Who came and went, and the quorum",
        "1. Savings",
        "2. Next meeting",
        "3. Supplier",
    ]
    assert [line.partition(" (")[0] for line in said(drafted["Present"])] == [
        "Leader, CBC",
        "Stand-in, BDC",
        "Leader, NEDDC",
    ]
    assert said(drafted["Present"])[1].endswith(", substitute")
    assert said(drafted["Apologies"])[0].startswith("Leader, BDC (")
    came = said(drafted["Who came and went, and the quorum"])
    assert came[:2] == [
        "10:00 The meeting was opened.",
        "10:00 There was a quorum: 2 of 3 seats are present; 2 are needed.",
    ]
    assert [line[:27] for line in came[2:5:2]] == ["10:30 Leader, NEDDC (Leader", "10:40 Leader, NEDDC (Leader"]
    assert came[3] == "10:30 The quorum was lost: 1 of 3 seats is present; 2 are needed, so 1 is missing."
    assert came[-1] == "12:00 The meeting ended."
    lines = said(drafted["1. Savings"])
    assert lines[0].startswith("Interest declared by Leader, NEDDC (") and lines[0].endswith(": Kin in audit. Stayed.")
    assert lines[1:] == [
        "Decision JB 2007/1: That audit is shared.",
        "Carried without a vote against, by 1 vote to none, with 1 abstention. For: Leader, CBC. "
        "Abstained: Leader, NEDDC.",
        "Action: Write to staff. Clerk, by 28 August 2007.",
    ]
    assert said(drafted["2. Next meeting"]) == ["Nothing was recorded."]


def test_standing_items_say_what_was_recorded_elsewhere(council, by, board):
    facts = {"body": board, "starts_at": JULY, "place_name": "Town hall"}
    meeting = actions.add_meeting(by=by, partnership=council.partnership, standing=True, **facts)
    given = {"title": "Supplier", "is_exempt": True, "exempt_reason": "Paragraph 3"}
    secret = actions.add_agenda_item(by=by, meeting=meeting, **given)
    plan = actions.add_agenda_item(by=by, meeting=meeting, title="Plan")
    with clock.travel(JULY):
        actions.publish_agenda(by=by, meeting=meeting)
        meeting = actions.open_meeting(by=by, meeting=meeting)
        roll = {seat(board, code).pk: ("present", None) for code in CODES[1:]} | {
            seat(board, "BDC").pk: ("apology", None)
        }
        actions.take_roll(by=by, meeting=meeting, roll=roll)
        for item, nature in ((secret, SECRET), (plan, "Kin.")):
            actions.declare_interest(by=by, item=item, seat=seat(board, "CBC"), nature=nature, leaves=True)
        actions.end_meeting(by=by, meeting=meeting)
    parts = {part.heading: part for part in actions.draft_minutes(by=by, meeting=meeting)}
    assert "Apologies" not in parts
    assert parts["1. Apologies for absence"].text.startswith("Leader, BDC (")
    (line,) = said(parts["2. Declarations of interest"])
    assert line.startswith("Interest in item 5 declared by Leader, CBC (") and line.endswith(": Kin. Left the room.")
    assert parts["5. Plan"].text == "Nothing was recorded."
    assert [name for name, part in parts.items() if SECRET in part.text] == ["4. Supplier"]


def test_what_is_exempt_stands_apart(drafted):
    assert [name for name, part in drafted.items() if SECRET in part.text] == ["3. Supplier"]
    assert drafted["3. Supplier"].is_exempt and drafted["3. Supplier"].text.count(SECRET) == 3


def test_an_exempt_decision_under_an_open_item_has_a_part_of_its_own(council, by, board, meeting):
    former = meeting.decisions.get(is_exempt=True)
    later = opened(council, board, *CODES, starts_at=AUGUST)
    decided(council, later, f"That {SECRET} be not paid.", item=later.items.first(), corrects=former, reason=SECRET)
    actions.end_meeting(by=by, meeting=later)
    parts = actions.draft_minutes(by=by, meeting=later)
    assert [(part.heading, part.is_exempt) for part in parts if SECRET in part.text] == [("1. Savings (exempt)", True)]


def test_it_is_drafted_again_until_it_is_circulated(by, meeting, drafted):
    actions.edit_part(by=by, part=drafted["Apologies"], heading="Apologies", text="Typed.")
    actions.draft_minutes(by=by, meeting=meeting)
    assert not meeting.minutes_parts.filter(text="Typed.").exists()
    assert MinutesPart.history.filter(text="Typed.").count() == 2  # saved, and replaced
    actions.circulate_minutes(by=by, meeting=meeting)
    with pytest.raises(ValidationError, match="were circulated"):
        actions.draft_minutes(by=by, meeting=meeting)


def test_what_somebody_else_saved_is_not_overwritten_unread(by, council, meeting, drafted):
    part, client = drafted["Apologies"], signed_in(by)
    address = at("meeting-minutes-edit", council, pk=meeting.pk, row=part.pk)
    assert client.get(address).context["form"].initial["seen"] == 1
    actions.edit_part(by=by, part=part, heading="Apologies", text="Theirs.", seen=1)
    response = client.post(address, {"heading": "Apologies", "text": "Mine.", "seen": "1"})
    assert "It now says: “Theirs.”" in problems(response)["text"][0]
    assert "Mine." in words(response)
    seen = response.context["form"]["seen"].value()
    client.post(address, {"heading": "Apologies", "text": "Both.", "seen": seen})
    part.refresh_from_db()
    assert part.text == "Both."


# --- Circulated and corrected -----------------------------------------------------------------------------------------
def test_members_are_told_and_what_was_circulated_stays(by, council, meeting, circulated, drafted):
    told = Notice.objects.filter(kind="minutes")
    assert [notice.to for notice in told] == [council.person("chief", "CBC")]
    assert SECRET not in told.get().text + told.get().subject
    actions.edit_part(by=by, part=drafted["Apologies"], heading="Apologies", text="Changed.")
    assert "Changed." not in str(MinutesEdition.objects.get().content)
    assert circulated.sha256 == digest(circulated.content)
    with pytest.raises(ValidationError, match="Nothing has changed"):
        actions.circulate_minutes(by=by, meeting=meeting) and actions.circulate_minutes(by=by, meeting=meeting)


def test_a_member_corrects_and_the_clerk_answers(by, council, board, meeting, circulated, drafted):
    part, member = drafted["1. Savings"], council.person("chief", "CBC")
    with pytest.raises(PermissionDenied):
        actions.propose_correction(by=council.person("chief"), part=part, text="No.")
    client = signed_in(member)
    address = at("meeting-minutes-correct", council, pk=meeting.pk, row=part.pk)
    assert list(problems(client.post(address, {"text": " "}))) == ["text"]
    client.post(address, {"text": "It was shared by all."})
    client.post(address, {"text": "And gladly."})
    first, second = part.corrections.all()
    assert [duty.act for duty in waiting.corrections(by, council.partnership)] == ["Answer", "Answer"]
    with pytest.raises(ValidationError, match="2 corrections not answered"):
        actions.agree_minutes(by=by, meeting=meeting, at=following(council, board))
    clerk = signed_in(by)
    address = at("meeting-minutes-answer", council, pk=meeting.pk, row=first.pk)
    assert list(problems(clerk.post(address, {"taken": "no"}))) == ["reason"]
    assert list(problems(clerk.post(address, {"taken": "yes", "text": part.text, "seen": "1"}))) == ["text"]
    clerk.post(address, {"taken": "yes", "text": "Shared by all.", "seen": "1"})
    actions.answer_correction(by=by, correction=second, taken=False, reason="Not said.", text="")
    with pytest.raises(ValidationError, match="answered already"):
        actions.answer_correction(by=by, correction=second, taken=False, reason="Not said.", text="")
    part.refresh_from_db()
    assert (part.text, first.answer.is_taken) == ("Shared by all.", True)
    page = words(client.get(at("meeting-minutes", council, pk=meeting.pk)))
    assert "Not said." in page and "Shared by all." not in page  # it is not circulated yet


# --- Agreed -----------------------------------------------------------------------------------------------------------
def test_they_are_agreed_by_a_later_meeting_and_frozen(by, council, board, meeting, circulated, drafted):
    row = actions.propose_correction(by=council.person("chief", "CBC"), part=drafted["Apologies"], text="None came.")
    actions.answer_correction(by=by, correction=row, taken=True, reason="", text="None came.")
    later = following(council, board)
    with pytest.raises(ValidationError, match="later meeting"):
        actions.agree_minutes(by=by, meeting=meeting, at=meeting)
    signed_in(by).post(at("meeting-agree", council, pk=meeting.pk), {"at": later.pk})
    meeting = Meeting.objects.get(pk=meeting.pk)
    agreed = MinutesEdition.objects.get(agreed_by=later)
    assert (meeting.state, agreed.number, agreed.sha256) == ("agreed", 2, digest(agreed.content))
    assert [row["text"] for row in agreed.content["corrections"]] == ["None came."]
    assert agreed.content["agreed"] == {"meeting": str(later), "on": "2007-08-28"}
    with pytest.raises(ValidationError):
        actions.edit_part(by=by, part=drafted["Apologies"], heading="A", text="B")
    for sql in (
        "UPDATE governance_minutespart SET text = 'x'",
        "DELETE FROM governance_minutespart",
        "UPDATE governance_minutesedition SET number = 9",
        "DELETE FROM governance_minutescorrection",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert close_meeting(by=by, meeting=meeting).state == "closed"
    assert "None came." in words(signed_in(council.person("viewer")).get(agreed.get_absolute_url()))


def test_what_was_not_circulated_is_not_agreed(by, council, board, meeting, drafted):
    with pytest.raises(ValidationError, match="Circulate the minutes first"):
        actions.agree_minutes(by=by, meeting=meeting, at=following(council, board))


# --- What leaks nowhere -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ROLES)
def test_the_exempt_part_is_for_those_who_may_see_it(by, council, meeting, circulated, drafted, role):
    user = council.person(role)
    client, program = signed_in(user), Program(user)
    part = drafted["3. Supplier"]
    if role in MAY:
        for text in (f"{SECRET} once more.", "Less."):
            actions.edit_part(by=by, part=part, heading=part.heading, text=text)
    page = words(client.get(at("meeting-minutes", council, pk=meeting.pk)))
    assert "3. Supplier" in page and "Paragraph 3" in page
    assert (SECRET in page) is (role in MAY)
    rows = program.get("minutes/").json()["results"]
    assert [each["heading"] for each in rows[0]["parts"]][-1] == "3. Supplier"
    assert (SECRET in str(rows)) is (role in MAY)
    assert (SECRET in str(program.csv("minutes/"))) is (role in MAY)
    for file in circulated.files.all():
        status = client.get(at("meeting-minutes-file", council, pk=meeting.pk, row=file.pk)).status_code
        assert status == 404  # none is made yet
    if role not in MAY:
        for name in ("meeting-minutes-edit", "meeting-minutes-correct"):
            assert client.get(at(name, council, pk=meeting.pk, row=part.pk)).status_code == 403


def test_the_open_file_has_nothing_of_the_exempt_part(council, meeting, circulated):
    files = {}
    for file in circulated.files.all():
        minutes_files.build(file.pk)
        minutes_files.build(file.pk)  # a message may come twice
        files[file.is_open] = MinutesFile.objects.get(pk=file.pk)
    assert {file.state for file in files.values()} == {"finished"}
    for is_open, file in files.items():
        with file.file.open("rb") as opened_file:
            data = opened_file.read()
        reader = PdfReader(io.BytesIO(data))
        text = " ".join(page.extract_text() for page in reader.pages)
        everything = text + str(reader.outline) + str(reader.metadata) + str(reader.xmp_metadata) + _raw(reader)
        assert "That audit is shared." in " ".join(text.split()) and "Supplier" in text
        assert (SECRET in everything) is not is_open
        assert file.download_name == f"minutes-jb-2007-07-31-1{'' if is_open else '-exempt'}.pdf"
    for role in ROLES:
        for is_open, file in files.items():
            address = at("meeting-minutes-file", council, pk=meeting.pk, row=file.pk)
            response = signed_in(council.person(role)).get(address)
            assert response.status_code == (200 if is_open or role in MAY else 404), (role, is_open)
            response.close()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE governance_minutesfile SET pages = 9")


def test_the_open_file_names_nobody_who_proposed_a_correction(by, council, board, meeting, circulated, drafted):
    member = council.person("chief", "CBC")
    for heading, said in (("Apologies", "None came."), ("3. Supplier", f"{SECRET} twice.")):
        row = actions.propose_correction(by=member, part=drafted[heading], text=said)
        actions.answer_correction(by=by, correction=row, taken=True, reason="", text=said)
    agreed = actions.agree_minutes(by=by, meeting=meeting, at=following(council, board)).minutes_editions.first()
    told = {}
    for file in agreed.files.all():
        minutes_files.build(file.pk)
        with MinutesFile.objects.get(pk=file.pk).file.open("rb") as data:
            told[file.is_open] = _raw(PdfReader(data)) + "".join(p.extract_text() for p in PdfReader(data).pages)
    assert "Apologies: None came." in told[True] and member.name not in told[True] and SECRET not in told[True]
    assert f"({member.name})" in told[False] and f"{SECRET} twice." in told[False]


def _raw(reader):
    """Every object of the file, streams unpacked: what a program could find in it."""
    found = []
    for number in reader.xref[0]:
        thing = reader.get_object(number)
        found.append(str(thing))
        if hasattr(thing, "get_data"):
            found.append(thing.get_data().decode("latin-1"))
    return " ".join(found)


def test_another_partnership_finds_nothing(council, meeting, circulated):
    far = factories.three_councils(slug="far", prefix="F-")
    client = signed_in(far.person("manager"))
    assert client.get(at("meeting-minutes", council, pk=meeting.pk)).status_code == 404
    assert client.get(at("meeting-minutes", far, pk=meeting.pk)).status_code == 404
    assert Program(far.person("manager")).get(f"minutes/{circulated.pk}/").status_code == 404


def test_the_api_costs_the_same_for_one_edition_and_for_three(by, council, meeting, drafted, django_assert_num_queries):
    program = Program(council.person("viewer"))
    for texts in (["One."], ["Two.", "Three."]):
        for text in texts:
            actions.edit_part(by=by, part=drafted["Apologies"], heading="Apologies", text=text)
            actions.circulate_minutes(by=by, meeting=meeting)
        with django_assert_num_queries(4):  # token and its grants, editions, their parts, which may be read whole
            rows = program.rows("minutes/", agreed="false")
    assert [row["number"] for row in rows] == [1, 2, 3]
    assert program.rows("minutes/", agreed="true") == []


@pytest.mark.parametrize("role", ["viewer", "officer", *sorted(MAY)])
def test_a_hash_of_exempt_words_is_for_those_who_may_read_them(council, circulated, role):
    (row,) = Program(council.person(role)).get("minutes/").json()["results"]
    assert row["sha256"] == (circulated.sha256 if role in MAY else "")

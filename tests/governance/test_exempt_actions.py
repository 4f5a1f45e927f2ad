"""An action out of an exempt decision is for its owner and for those who may see what is exempt, wherever it shows."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from governance import actions, telling
from partnership import clock
from partnership.permissions import ROLES
from savings.highlights import months
from tests import highlights, meetings
from tests.api import Program
from tests.factories import moment
from tests.pages import at, signed_in, words
from workstreams import actions as working
from workstreams.models import Action, ActionNote, ActionProof

MAY = {"manager", "steering", "chief", "auditor"}
SECRET = "Nightingale"
START = moment(2026, 10, 1)


@pytest.fixture(autouse=True)
def now():
    with clock.travel(moment(2026, 11, 21)):
        yield


@pytest.fixture
def decision(council):
    with clock.travel(START):
        meeting = meetings.opened(council, meetings.board(council), starts_at=START)
        facts = {"title": "Choice of a supplier", "is_exempt": True, "exempt_reason": "Paragraph 3"}
        item = actions.add_agenda_item(by=council.person("manager"), meeting=meeting, **facts)
        return meetings.decided(council, meeting, item=item)


def undertaken(council, decision, **facts):
    """Overdue, with a note and a changed title; each of its words names the bidder."""
    by = council.person("manager")
    given = {"title": f"Ask {SECRET} twice", "owner_title": f"Agent of {SECRET}", "due_on": date(2026, 10, 30)}
    given |= {"workstream": council.workstream, "organisation": council.organisations["BDC"]} | facts
    row = actions.add_meeting_action(by=by, meeting=decision.meeting, decision=decision, **given)
    working.note_progress(by=by, action=row, text=f"{SECRET} was asked.")
    return working.edit_action(by=by, action=row, title=f"Sign with {SECRET}")


def done(council, action):
    """Another one, done: what proves it names the bidder too."""
    with working.stored_proofs(council.partnership, [SimpleUploadedFile("letter.txt", SECRET.encode())]) as files:
        given = {"done_on": date(2026, 10, 20), "proof": f"The letter of {SECRET}.", "files": files}
        return working.complete_action(by=council.person("manager"), action=action, **given)


def pages(council, decision):
    """Where actions are listed or counted."""
    yield at("action-list", council)
    yield at("action-list", council) + "?state=overdue"
    yield at("action-list", council) + "?format=csv"
    yield at("overview", council)
    yield at("workstream", council, workstream="internal-audit")
    yield at("organisation", council, code="BDC")
    yield at("search", council) + "?q=sign"
    yield at("meeting", council, pk=decision.meeting_id)
    yield at("decision", council, pk=decision.pk)


def mine(council):
    yield at("action-list", council) + "?whose=mine"
    yield at("queue", council)


def told(client, address) -> tuple[int, bool]:
    """The status of the answer, and whether it names the bidder."""
    response = client.get(address)
    return response.status_code, SECRET in b"".join(response).decode()


@pytest.mark.parametrize("role", ROLES)
def test_it_shows_to_those_alone_who_may_see_what_is_exempt(council, decision, role):
    late = undertaken(council, decision)
    finished = done(council, undertaken(council, decision))
    user, may = council.person(role), role in MAY
    client, program = signed_in(user), Program(user)
    for address in pages(council, decision):
        assert told(client, address)[1] is may, address
    for address in mine(council):
        assert told(client, address)[1] is False, address
    found = (200, True) if may else (404, False)
    for address in (late, finished, finished.proofs.get()):
        assert told(client, address.get_absolute_url()) == found, address
    refused = 200 if role == "manager" else 403 if may else 404
    for name in ("action-edit", "action-complete", "action-remove"):
        assert client.get(at(name, council, pk=late.pk)).status_code == refused, name
    for asked in ({}, {"overdue": "true"}, {"modified_since": "2026-01-01T00:00:00Z"}):
        assert (SECRET in str(program.rows("actions/", **asked))) is may, asked
    assert (SECRET in str(program.csv("actions/"))) is may
    assert program.get(f"actions/{late.pk}/").status_code == found[0]
    hits = program.get("search/", partnership="three-councils", q=SECRET).json()["results"]
    assert [hit["kind"] for hit in hits] == (["actions", "actions"] if may else [])
    for model in (ActionNote, ActionProof):
        assert model.objects.visible_to(user).exists() is may, model


def test_its_owner_sees_it_and_no_colleague(council, decision):
    owner, colleague = council.person("officer"), council.person("officer", "CBC")
    action, other = undertaken(council, decision, owner=owner), undertaken(council, decision)
    client = signed_in(owner)
    for question in ("", "?whose=mine"):
        assert list(client.get(at("action-list", council) + question).context["listing"].objects) == [action]
    for address in (*mine(council), action.get_absolute_url(), at("overview", council)):
        assert told(client, address) == (200, True), address
    page = words(client.get(action.get_absolute_url()))
    assert "Exempt from publication" in page and decision.reference in page
    client.post(action.get_absolute_url(), {"text": "Half of it."})
    assert action.notes.count() == 2
    assert told(client, other.get_absolute_url()) == (404, False)
    for address in (*pages(council, decision), *mine(council)):
        assert told(signed_in(colleague), address) == (200, False), address


def test_a_reminder_goes_to_the_owner_and_does_not_name_it(council, decision):
    undertaken(council, decision, owner=council.person("officer"))
    assert telling.remind(date(2026, 11, 23)) == 1
    (notice,) = council.person("officer").notices.filter(kind="actions")
    assert notice.subject == "Overdue: One that came out of an exempt decision"
    assert SECRET not in notice.subject + notice.text


def test_a_highlight_report_which_all_read_freezes_nothing_of_it(council, decision):
    undertaken(council, decision)
    manager = council.person("manager")
    facts = {"title": "Tell the public", "owner_title": "Clerk", "due_on": date(2026, 10, 30)}
    working.add_action(by=manager, partnership=council.partnership, workstream=council.workstream, **facts)
    report = highlights.submitted(council, months.last_over(clock.today()), role="manager")
    assert SECRET not in str(report.figures) and "Tell the public" in str(report.figures)
    assert report.figures["actions"]["overdue_number"] == 1


def test_an_action_out_of_an_open_decision_or_the_meeting_alone_is_for_all(council, decision):
    by, meeting = council.person("manager"), decision.meeting
    facts = {"title": "Tell the public", "owner_title": "Clerk", "due_on": date(2026, 12, 1)}
    with clock.travel(START):
        plain = meetings.decided(council, meeting)
    for given in ({"decision": plain}, {}):
        action = actions.add_meeting_action(by=by, meeting=meeting, **facts, **given)
        assert not action.is_exempt
    assert Action.objects.visible_to(council.person("viewer")).count() == 2

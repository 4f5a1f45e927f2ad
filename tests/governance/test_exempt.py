"""What is exempt from publication is shown to those who may see it, and to nobody else, wherever it might leak."""

import pytest

from governance import actions
from partnership.permissions import ROLES
from tests import meetings
from tests.api import Program
from tests.pages import at, signed_in, words

MAY = {"manager", "steering", "chief", "auditor"}
SECRET = "The price that the bidder asks"


@pytest.fixture
def meeting(council):
    by, found = council.person("manager"), meetings.called(council, meetings.board(council))
    facts = {"title": "Choice of a supplier", "matter": "Which supplier", "is_exempt": True}
    item = actions.add_agenda_item(by=by, meeting=found, exempt_reason="Paragraph 3", **facts)
    actions.edit_agenda_item(by=by, item=item, matter=SECRET)
    actions.add_agenda_item(by=by, meeting=found, title="Plan", matter="What everybody may read")
    return found


@pytest.mark.parametrize("role", ROLES)
def test_the_matter_of_an_exempt_item_is_for_those_who_may_see_it(council, meeting, role):
    client, program = signed_in(council.person(role)), Program(council.person(role))
    for name in ("meeting", "meeting-mine"):
        page = words(client.get(at(name, council, pk=meeting.pk)))
        assert "Choice of a supplier" in page and "What everybody may read" in page
        assert (SECRET in page) is (role in MAY), name
        assert ("Which supplier" in page) is (role in MAY and name == "meeting" and "History" in page), name
    agenda = program.get(f"meetings/{meeting.pk}/").json()["agenda"]
    assert [item["matter"] for item in agenda if item["exempt"]] == [SECRET if role in MAY else ""]
    assert (SECRET in str(program.csv("meetings/"))) is (role in MAY)


def test_an_exempt_item_says_why(council, meeting):
    by = council.person("manager")
    client = signed_in(by)
    given = {"title": "Staff", "kind": "report", "position": "1", "is_exempt": "on"}
    response = client.post(at("agenda-add", council, pk=meeting.pk), given)
    assert "Say why the item is exempt" in words(response)

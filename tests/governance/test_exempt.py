"""What is exempt from publication is shown to those who may see it, and to nobody else, wherever it might leak."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from governance import actions
from governance.actions import reports as writing
from governance.actions import routes
from governance.minutes import drafted
from governance.models import Decision, Meeting
from partnership import clock
from partnership.permissions import ROLES
from tests import meetings, reports
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


# --- An open item about a report that is exempt -----------------------------------------------------------------------
def test_no_open_item_about_an_exempt_report_is_published(council):
    by, found = council.person("manager"), meetings.called(council, meetings.board(council))
    report = reports.begun(council)
    item = routes.put_on_agenda(by=by, report=report, meeting=found, title="Choice of a supplier")
    writing.edit_report(by=by, report=report, exempt_reason="Paragraph 3")
    said = "“Choice of a supplier” is an open item about Report 1, which is exempt. Make the item exempt too, and say "
    with pytest.raises(ValidationError, match=said):
        actions.publish_agenda(by=by, meeting=found)
    actions.edit_agenda_item(by=by, item=item, is_exempt=True, exempt_reason="Paragraph 3")
    actions.publish_agenda(by=by, meeting=found)
    with pytest.raises(ValidationError, match="“More” is an open item about Report 1, which is exempt"):
        actions.add_agenda_item(by=by, meeting=found, title="More", report=report)


def test_what_is_decided_on_a_report_that_became_exempt_is_exempt(council):
    by, found = council.person("manager"), meetings.called(council, meetings.board(council))
    actions.publish_register(by=by, partnership=council.partnership)
    report = reports.begun(council)
    writing.add_recommendation(by=by, report=report, text=SECRET)
    item = routes.put_on_agenda(by=by, report=report, meeting=found, title="Choice of a supplier")
    with clock.travel(meetings.JULY):
        actions.publish_agenda(by=by, meeting=found)
        writing.edit_report(by=by, report=report, exempt_reason="Paragraph 3")
        actions.open_meeting(by=by, meeting=found)
        roll = {meetings.seat(found.body, code).pk: ("present", None) for code in meetings.CODES}
        actions.take_roll(by=by, meeting=found, roll=roll)
        form = {"item": item.pk, "motion": f"That {SECRET}"}
        form |= {f"vote_{key}": "for" for key in roll}
        answer = signed_in(by).post(at("meeting-decide", council, pk=found.pk), form)
        assert answer.status_code == 302, words(answer)
        actions.end_meeting(by=by, meeting=found)
    decision = Decision.objects.get()
    assert decision.is_exempt
    register = f"/register/{council.partnership.slug}/"
    paths = ["decisions/", "decisions.csv", "feed/", f"meetings/{found.pk}/", f"decisions/{decision.pk}/"]
    told = [Client().get(register + path) for path in paths]
    viewer = council.person("viewer")
    listed = at("decision-list", council)
    told += [signed_in(viewer).get(path) for path in (listed, f"{listed}?format=csv", decision.get_absolute_url())]
    told.append(Program(viewer).get("decisions/"))
    texts = [(b"".join(each.streaming_content) if each.streaming else each.content).decode() for each in told]
    assert [each.status_code for each in told] == [200] * 9
    assert any("Choice of a supplier" in text for text in texts) and not any(SECRET in text for text in texts)
    drafts = drafted(Meeting.objects.get(pk=found.pk))
    assert {each.is_exempt for each in drafts if SECRET in each.text} == {True}

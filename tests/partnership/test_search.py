"""The search: everything that has the words and that the reader may read, and nothing by what is hidden."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance import actions
from partnership import clock, search
from tests import engagement, factories, meetings, risks
from tests.api import Program
from tests.factories import moment
from tests.pages import at, signed_in, words
from workstreams.models import Action

MAY = {"manager", "steering", "chief", "auditor"}
SECRET = "zylophone"


@pytest.fixture(autouse=True)
def today():
    with clock.travel(moment(2026, 11, 2)):
        yield


def found(council, role, asked, **more):
    """What the page finds, by kind: the titles of the hits."""
    response = signed_in(council.person(role)).get(at("search", council), {"q": asked, **more})
    assert response.status_code == 200
    return {group.kind.key: [shown.hit.title for shown in group.hits] for group in response.context["groups"]}


@pytest.fixture
def exempt(council):
    """A meeting with an exempt decision, what it delegates, and an action; each of their hidden texts has the word."""
    by, start = council.person("manager"), moment(2026, 10, 1)
    meeting = meetings.called(council, meetings.board(council), start, "Savings")
    facts = {"title": "Choice of a supplier", "matter": f"From {SECRET}", "exempt_reason": "Paragraph 3"}
    item = actions.add_agenda_item(by=by, meeting=meeting, is_exempt=True, **facts)
    with clock.travel(start):
        actions.publish_agenda(by=by, meeting=meeting)
        actions.open_meeting(by=by, meeting=meeting)
        roll = {meetings.seat(meeting.body, code).pk: ("present", None) for code in meetings.CODES}
        actions.take_roll(by=by, meeting=meeting, roll=roll)
        facts = {"item": item, "original": f"That {SECRET} waits"}
        row = meetings.decided(council, type(meeting).objects.get(pk=meeting.pk), f"That {SECRET} is bought", **facts)
        facts = {"post": "Chief Executive", "matter": f"To sign with {SECRET}", "from_on": date(2026, 10, 1)}
        actions.delegate(by=by, decision=row, **facts)
    facts = {"title": f"Write to {SECRET}", "owner_title": "Clerk", "due_on": date(2026, 12, 1)}
    actions.add_meeting_action(by=by, meeting=row.meeting, decision=row, **facts)
    return row


@pytest.mark.parametrize("role", ["viewer", "officer", "lead", "administrator", *sorted(MAY)])
def test_hidden_text_is_found_by_those_alone_who_may_read_it(council, exempt, role):
    titles = {
        "decisions": [f"{exempt.reference}: Choice of a supplier"],
        "agenda": ["Choice of a supplier"],
        "delegations": [f"To sign with {SECRET}"],
        "actions": [f"Write to {SECRET}"],
    }
    assert found(council, role, SECRET) == (titles if role in MAY else {})
    hits = Program(council.person(role)).get("search/", partnership="three-councils", q=SECRET).json()["results"]
    assert {hit["kind"] for hit in hits} == (set(titles) if role in MAY else set())


def test_the_public_title_of_what_is_exempt_is_found_without_its_text(council, exempt):
    response = signed_in(council.person("viewer")).get(at("search", council), {"q": "supplier"})
    groups = {group.kind.key: len(group.hits) for group in response.context["groups"]}
    assert groups == {"agenda": 1, "decisions": 1}
    assert SECRET not in words(response)
    # Words that are together in hidden and open text are not found either: that would tell the hidden half.
    assert found(council, "viewer", f"supplier {SECRET}") == {}


def test_every_noun_is_found_by_its_words(council):
    factories.submitted(council)
    engagement.lesson(council)
    engagement.consultation(council)
    engagement.communication(council)
    risk = risks.raised(council)
    Action.objects.create(
        partnership=council.partnership, title="Write the plan", owner_title="Clerk", due_on=date(2026, 12, 1)
    )
    lesson = council.partnership.lessons.get()
    for kind, asked, title in (
        ("workstreams", council.workstream.name, council.workstream.name),
        ("risks", risk.title, risk.title),
        ("lessons", lesson.learned[:30], lesson.title),
        ("actions", "clerk PLAN", "Write the plan"),
        ("consultations", council.partnership.consultations.get().title, council.partnership.consultations.get().title),
        ("communications", council.partnership.communications.get().title, None),
        ("savings", council.partnership.savings.get().title, council.partnership.savings.get().title),
    ):
        assert title in found(council, "manager", asked)[kind] or title is None


def test_drafts_and_figures_of_others_are_not_found(council):
    saving = factories.draft(council)
    risk = risks.raised(council)
    assert "savings" in found(council, "officer", saving.title)
    assert "savings" not in found(council, "viewer", saving.title)
    assert "risks" in found(council, "viewer", risk.title)
    assert "risks" not in found(council, "administrator", risk.title)


def test_another_partnership_is_not_searched(council):
    far = factories.three_councils(slug="far", prefix="F-")
    meetings.called(far, meetings.board(far), moment(2026, 12, 1), "Hidden over there")
    assert found(council, "manager", "hidden over there") == {}
    assert signed_in(council.person("manager")).get(at("search", far), {"q": "joint"}).status_code == 404


def test_all_words_must_be_there_and_quoted_ones_stand_together(council):
    meetings.called(council, meetings.board(council), moment(2026, 12, 1), "Plan of internal audit", "Audit, internal")
    everything = {"agenda": ["Plan of internal audit", "Audit, internal"]}
    assert found(council, "viewer", "audit INTERNAL", kind="agenda") == everything
    assert found(council, "viewer", "“internal audit”", kind="agenda") == {"agenda": ["Plan of internal audit"]}
    assert found(council, "viewer", "audit plan", kind="agenda") == {"agenda": ["Plan of internal audit"]}
    assert found(council, "viewer", "audit nowhere") == {}
    assert found(council, "viewer", "%") == found(council, "viewer", "_") == {}


def test_what_is_shown_is_escaped_and_marked(council):
    meetings.called(council, meetings.board(council), moment(2026, 12, 1), "<b>R&D</b> plan")
    page = words(signed_in(council.person("viewer")).get(at("search", council), {"q": "plan <b>"}))
    assert "<mark>&lt;b&gt;</mark>R&amp;D&lt;/b&gt; <mark>plan</mark>" in page
    assert "<b>" not in page


def test_a_long_text_is_cut_around_the_first_word():
    text = "a " * 300 + "audit" + " b" * 300
    piece = search.around(text, ("audit",))
    assert "audit" in piece and piece[0] == piece[-1] == "…" and len(piece) == search.AROUND + 2


def test_words_are_told_apart():
    assert search.words_of(' joint  "internal  audit" JOINT ') == ("joint", "internal audit")
    assert search.words_of('"') == ()
    with pytest.raises(ValidationError, match="8 words"):
        search.words_of("a b c d e f g h i")


@pytest.mark.parametrize("asked", ["", "x" * 201, "a b c d e f g h i", "a\0b"])
def test_what_can_not_be_searched_gets_a_sentence(council, asked):
    response = signed_in(council.person("viewer")).get(at("search", council), {"q": asked})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["q"]
    answer = Program(council.person("viewer")).get("search/", partnership="three-councils", q=asked)
    assert answer.status_code == 400 and "q" in answer.content.decode()


def test_one_kind_comes_in_pages_and_each_costs_the_same(council):
    board, client = meetings.board(council), signed_in(council.person("manager"))
    address = at("search", council)

    def cost(**asked):
        with CaptureQueriesContext(connection) as context:
            response = client.get(address, asked)
        return len(context), response

    meetings.called(council, board, moment(2026, 12, 1), "Plan")
    few_of_all, _ = cost(q="plan")
    few_of_one, _ = cost(q="plan", kind="agenda")
    meetings.called(council, board, moment(2026, 12, 2), *(f"Plan {number}" for number in range(24)))
    many_of_all, response = cost(q="plan")
    assert [len(group.hits) for group in response.context["groups"]] == [5]
    assert "All agenda items that were found" in words(response)
    many_of_one, response = cost(q="plan", kind="agenda")
    assert (many_of_all, many_of_one) == (few_of_all, few_of_one) == (16, 5)
    assert len(response.context["groups"][0].hits) == 20
    assert "Next" in words(response)
    _, response = cost(q="plan", kind="agenda", page="2")
    assert len(response.context["groups"][0].hits) == 5
    assert "Next" not in words(response)
    assert cost(q="plan", kind="agenda", page="x")[1].context["pages"].number == 1


def test_the_box_of_every_page_leads_to_the_search(council):
    page = words(signed_in(council.person("viewer")).get(at("meeting-list", council)))
    assert f'action="{at("search", council)}" role="search"' in page


def test_the_api_finds_by_kind_and_page(council):
    program = Program(council.person("viewer"))
    meeting = meetings.called(
        council, meetings.board(council), moment(2026, 12, 1), *(f"Plan {number}" for number in range(51))
    )
    asked = {"partnership": "three-councils", "q": "plan", "kind": "agenda"}
    first = program.get("search/", **asked).json()
    assert (len(first["results"]), first["next_page"]) == (50, 2)
    assert first["results"][0] == {
        "kind": "agenda",
        "title": "Plan 0",
        "text": "Joint Board, 1 December 2026",
        "on": "2026-12-01",
        "path": meeting.get_absolute_url(),
    }
    second = program.get("search/", page="2", **asked).json()
    assert (len(second["results"]), second["next_page"]) == (1, None)
    for wrong in ({"kind": "people"}, {"page": "0"}, {"page": "x"}):
        assert program.get("search/", **asked | wrong).status_code == 400
    assert program.get("search/", q="plan").status_code == 400
    assert program.get("search/", q="plan", partnership="far").status_code == 404

"""Decisions on pages and over the API, what they do, and what is said of an exempt one."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from governance import actions, effects
from governance.models import Decision, Delegation
from partnership import clock
from tests import cases, factories, gates, meetings
from tests.api import Program
from tests.meetings import JULY, decided, opened, seat, wrong
from tests.pages import at, problems, signed_in, words
from workstreams.models import Funding

HOUR = timedelta(hours=1)


@pytest.fixture
def by(council):
    return council.person("manager")


@pytest.fixture
def manager(by):
    return signed_in(by)


@pytest.fixture
def board(council):
    return meetings.board(council)


@pytest.fixture
def meeting(council, board):
    return opened(council, board)


def of_seat(board, code):
    return f"vote_{seat(board, code).pk}"


# --- Pages ------------------------------------------------------------------------------------------------------------
def test_a_decision_is_recorded_in_one_form_and_read_by_all(council, manager, board, meeting):
    address = at("meeting-decide", council, pk=meeting.pk)
    assert "One vote for each seat" in words(manager.get(address))
    votes = {of_seat(board, "BDC"): "for", of_seat(board, "CBC"): "against", of_seat(board, "NEDDC"): "none"}
    response = manager.post(address, votes | {"motion": ""})
    assert set(problems(response)) == {"motion"}
    response = manager.post(address, votes | {"motion": "That it goes ahead."})
    assert list(problems(response)) == ["casting"]
    manager.post(address, votes | {"motion": "That it goes ahead.", "casting": "for"})
    found = Decision.objects.get()
    viewer = signed_in(council.person("viewer"))
    page = words(viewer.get(at("decision", council, pk=found.pk)))
    assert "Carried by the casting vote of the chair after 1 vote to 1." in page and "Casting vote" in page
    assert "That it goes ahead." in words(viewer.get(at("decision-list", council)))
    assert found.reference in words(viewer.get(at("meeting", council, pk=meeting.pk)))


def test_the_register_is_filtered_sorted_and_downloaded(council, meeting):
    decided(council, meeting, "That audit is shared.")
    decided(council, meeting, "That payroll is shared.", {"BDC": "against", "CBC": "against"})
    client = signed_in(council.person("viewer"))
    for query, references in (
        ({"words": "payroll"}, ["JB 2007/2"]),
        ({"outcome": "carried"}, ["JB 2007/1"]),
        ({"year": "2006"}, []),
        ({"sort": "decision"}, ["JB 2007/1", "JB 2007/2"]),
    ):
        listing = client.get(at("decision-list", council), query).context["listing"]
        assert [row.reference for row in listing.objects] == references, query
    response = client.get(at("decision-list", council), {"format": "csv"})
    text = b"".join(response.streaming_content).decode()
    assert "That audit is shared." in text and "Lost by 0 votes to 2." in text


def test_the_register_and_the_api_cost_the_same_for_one_and_for_three(council, meeting, django_assert_num_queries):
    client, program = signed_in(council.person("viewer")), Program(council.person("viewer"))
    for count in (1, 2):
        for _ in range(count):
            decided(council, meeting)
        with django_assert_num_queries(7):
            client.get(at("decision-list", council))
        with django_assert_num_queries(6):  # token, grants, decisions, votes, effects, planned
            program.get("decisions/")


def test_decisions_of_another_partnership_are_not_found(council, manager, meeting):
    far = factories.three_councils(slug="far", prefix="F-")
    hidden = decided(far, opened(far, meetings.board(far)), "A far secret.")
    assert "far secret" not in words(manager.get(at("decision-list", council)))
    for where in (council, far):
        assert manager.get(at("decision", where, pk=hidden.pk)).status_code == 404
    assert Program(council.person("manager")).get(f"decisions/{hidden.pk}/").status_code == 404


# --- What a decision does ---------------------------------------------------------------------------------------------
def test_a_decision_moves_a_stage_through_its_gate_alone(council, by, manager, meeting):
    found = decided(council, meeting)
    effect = actions.apply_effect(by=by, decision=found, wanted=actions.Wanted("stage", council.workstream))
    council.workstream.refresh_from_db()
    assert (effect.move.to_stage, council.workstream.stage) == ("appraisal", "appraisal")
    assert effect.move.reason == "By decision JB 2007/1 of the meeting of Joint Board, 31 July 2007"
    assert "JB 2007/1" in words(manager.get(effect.move.get_absolute_url()))
    assert effect.words in words(manager.get(found.get_absolute_url()))


def test_a_gate_that_is_not_met_refuses_and_says_what_is_missing(council, manager, meeting):
    found = decided(council, meeting)
    gates.policy(council, gates.asking("appraisal", "partners", threshold=5))
    address = at("decision-effect", council, pk=found.pk, kind="stage")
    (said,) = problems(manager.post(address, {"target": council.workstream.pk}))["__all__"]
    assert said.endswith("5 are needed, so 2 are missing.")
    assert (found.effects.count(), council.workstream.moves.count()) == (0, 0)


def test_a_case_is_approved_by_who_may_approve_it(council, by, meeting):
    found, case = decided(council, meeting), cases.submitted(council)
    with pytest.raises(PermissionDenied):
        actions.apply_effect(by=by, decision=found, wanted=actions.Wanted("case", case))
    effect = actions.apply_effect(by=council.person("steering"), decision=found, wanted=actions.Wanted("case", case))
    case.refresh_from_db()
    assert (case.state, case.decision, effect.case) == (
        "approved",
        "By decision JB 2007/1 of the meeting of Joint Board, 31 July 2007",
        case,
    )


def test_grant_goes_into_a_reserve_by_a_decision_and_no_more_than_there_is(council, by, manager, meeting):
    grant = Funding.objects.create(
        partnership=council.partnership,
        funder="A fund",
        amount_pence=100_00,
        awarded_on=date(2007, 1, 1),
        purpose="All",
    )
    found = decided(council, meeting)
    facts = {"target": grant.pk, "reserve": "Efficiency", "organisation": council.organisations["BDC"].pk}
    address = at("decision-effect", council, pk=found.pk, kind="reserve")
    assert list(problems(manager.post(address, facts | {"amount_pence": "100.01"}))) == ["amount_pence"]
    manager.post(address, facts | {"amount_pence": "60.00"})
    effect = found.effects.get()
    assert (effect.words, effect.transfer.reference) == ("Put £60.00 in Efficiency", "JB 2007/1")
    assert "JB 2007/1" in words(manager.get(grant.get_absolute_url()))


def test_an_approved_agreement_and_a_target_are_linked_once(council, by, manager, meeting):
    found = decided(council, meeting)
    agreement, target = factories.agreed(council), factories.submitted(council, stage="target")
    for kind, thing in (("agreement", agreement), ("target", target)):
        actions.apply_effect(by=by, decision=found, wanted=actions.Wanted(kind, thing))
        assert "JB 2007/1" in words(manager.get(thing.get_absolute_url()))
        assert "already" in str(wrong(actions.apply_effect, by=by, decision=found, wanted=actions.Wanted(kind, thing)))


def test_what_was_lost_only_recommended_or_corrected_does_nothing(council, by, board, meeting):
    lost = decided(council, meeting, votes={"BDC": "against"})
    carried = decided(council, meeting)
    decided(council, meeting, corrects=carried, reason="Wrong.")
    day = timedelta(days=1)
    actions.set_remit(by=by, body=board, from_on=JULY.date() + day, powers="recommend")
    recommended = decided(council, meetings.opened(council, board, starts_at=JULY + day))
    assert (carried.is_binding, recommended.is_binding) == (True, False)
    for found in (lost, carried, recommended):
        with pytest.raises(ValidationError):
            actions.apply_effect(by=by, decision=found, wanted=actions.Wanted("stage", council.workstream))
    assert council.workstream.moves.count() == 0


def test_a_kind_is_registered_once():
    with pytest.raises(ValueError, match="already"):
        effects.register(effects.KINDS["stage"])


# --- Exempt -----------------------------------------------------------------------------------------------------------
SECRET = "That the bid of £1,234,567 be accepted"


@pytest.mark.parametrize(("role", "sees"), [("viewer", False), ("officer", False), ("steering", True), ("api", False)])
def test_an_exempt_decision_says_no_more_than_its_number_item_and_result(council, by, board, role, sees):
    with clock.travel(JULY):
        meeting = meetings.called(council, board)
        item = actions.add_agenda_item(
            by=by, meeting=meeting, title="Choice of a supplier", is_exempt=True, exempt_reason="Paragraph 3"
        )
        actions.publish_agenda(by=by, meeting=meeting)
        meeting = actions.open_meeting(by=by, meeting=meeting)
        actions.take_roll(by=by, meeting=meeting, roll={each.pk: ("present", None) for each in board.seats.all()})
        found = decided(council, meeting, SECRET, item=item, original=f"{SECRET} or not")
        actions.delegate(by=by, decision=found, post="Chief", matter=SECRET, from_on=JULY.date())
        actions.apply_effect(by=by, decision=found, wanted=actions.Wanted("stage", council.workstream))
    client, program = signed_in(council.person(role)), Program(council.person(role))
    answers = [
        words(client.get(address))
        for address in (
            *(at(name, council, pk=found.pk) for name in ("decision",)),
            *(at(name, council, pk=meeting.pk) for name in ("meeting", "meeting-mine")),
            *(at(name, council) for name in ("decision-list", "delegation-list")),
        )
    ]
    answers += [str(program.rows("decisions/")), str(program.rows("delegations/")), str(program.csv("decisions/"))]
    file = client.get(at("decision-list", council), {"format": "csv"})
    answers.append(b"".join(file.streaming_content).decode())
    told = [SECRET in answer for answer in answers]
    assert told == [sees and number != 2 for number in range(len(answers))]
    assert "JB 2007/1" in answers[0] and "Choice of a supplier" in answers[0]
    listing = client.get(at("decision-list", council), {"words": "1,234,567"}).context["listing"]
    assert len(listing.objects) == sees
    (read,) = program.rows("decisions/")
    assert (bool(read["votes"]), bool(read["effects"])) == (sees, sees)
    delegation = Delegation.objects.get()
    assert client.get(at("delegation", council, pk=delegation.pk)).status_code == (200 if sees else 404)
    assert client.get(at("decision-effect", council, pk=found.pk, kind="stage")).status_code in (200, 403)

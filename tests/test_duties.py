"""What waits for a person: who is told of what, that four eyes are kept, and that it goes away once it is done."""

from datetime import date

import pytest

from governance import actions as governing
from partnership import actions as founding
from partnership import clock, duties
from partnership.dated import Period
from savings import actions, duplicates, tasks
from savings.models.words import Basis
from savings.sharing import Sharing
from tests import appraisals, cases, factories, meetings, packs, reports
from tests.gates import asking, proposed
from tests.pages import at, signed_in, words
from workstreams import actions as working

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_november():
    with clock.travel(factories.moment(2026, 11, 21)):
        yield


def told(council, *who):
    """By kind, the sentences that a person is told."""
    found = duties.waiting(council.person(*who), council.partnership)
    return {group.title: [f"{duty.act}: {duty.what}" for duty in group.duties] for group in found}


def test_who_needs_nothing_done_is_told_of_nothing(council):
    assert told(council, "viewer") == told(council, "verifier") == told(council, "manager") == {}
    assert "Nothing waits for you" in words(signed_in(council.person("viewer")).get(at("queue", council)))


def test_a_role_waits_for_the_administrator_who_did_not_ask_for_it(council):
    second = factories.person(council, "administrator", None, "second@three.example")
    viewer, bolsover = council.person("viewer"), council.organisations["BDC"]
    given = {"role": "verifier", "organisation": bolsover, "from_on": date(2026, 11, 1)}
    grant = founding.grant_role(by=second, user=viewer, partnership=council.partnership, **given)
    assert told(council, "administrator") == {"Roles to approve": [f"Approve or refuse: Verifier for {viewer.name}"]}
    assert duties.waiting(second, council.partnership) == []
    page = words(signed_in(council.person("administrator")).get(at("queue", council)))
    assert at("grant-approve", council, pk=grant.pk) in page and "since 21 November 2026, 0 days" in page
    founding.approve_grant(by=council.person("administrator"), grant=grant)
    assert told(council, "administrator") == {}


def test_an_agreement_waits_for_the_verifiers_of_the_organisations_that_it_names(council):
    named = {council.organisations[code].pk: 50_00 for code in ("BDC", "CBC")}
    proposal = factories.proposed(council, percentages=named)
    waits = {"Agreements to approve": ["Approve: percentages for Internal audit"]}
    assert told(council, "verifier") == told(council, "verifier", "CBC") == waits
    assert told(council, "verifier", "NEDDC") == told(council, "manager") == {}
    actions.approve_agreement(by=council.person("verifier"), agreement=proposal)
    assert told(council, "verifier", "CBC") == {}


def test_a_period_waits_for_the_verifiers_and_is_in_a_table_of_its_own(council):
    period = Period(2024)
    actions.ask_to_close(by=council.person("manager"), partnership=council.partnership, period=period)
    assert told(council, "verifier") == {"Periods to close or reopen": ["Approve or refuse: 2024-25: asked to close"]}
    assert duties.waiting(council.person("verifier"), council.partnership, tables=False) == []


def test_what_is_submitted_is_looked_through_within_the_hour(council):
    alone = Sharing(Basis.ONE, frozenset({council.organisations["CBC"].pk}))
    factories.submitted(council)
    factories.submitted(council, "CBC", saving={"title": "Fewer auditors"}, sharing=alone, pence=33_333_00)
    tasks.look_for_duplicates()
    assert "Likely duplicates" in told(council, "manager")


def test_pairs_that_look_alike_wait_for_the_programme_manager_as_one_line(council):
    alone = Sharing(Basis.ONE, frozenset({council.organisations["CBC"].pk}))
    factories.submitted(council)
    factories.submitted(council, "CBC", saving={"title": "Fewer auditors"}, sharing=alone, pence=33_333_00)
    duplicates.look_through(council.partnership)
    assert told(council, "manager") == {"Likely duplicates": ["Decide on: 1 pair of statements that look alike"]}
    assert told(council, "steering") == {}  # sees them, and decides nothing


def test_a_case_waits_for_whoever_had_no_hand_in_it(council):
    case = cases.submitted(council)
    waits = {"Business cases to approve": [f"Approve: {case}"]}
    assert told(council, "steering") == told(council, "chief") == waits
    assert told(council, "manager") == {}
    working.approve_case(by=council.person("steering"), case=case)
    assert told(council, "chief") == {}


def test_a_consultation_whose_last_day_is_over_waits_for_whoever_runs_it(council):
    facts = {"title": "One audit team", "proposal": "One team.", "opened_on": date(2026, 10, 1)}
    facts |= {"workstream": council.workstream, "closes_on": date(2026, 11, 20)}
    with clock.travel(factories.moment(2026, 10, 1)):
        working.open_consultation(by=council.person("manager"), partnership=council.partnership, **facts)
    waits = {"Consultations to close": ["Say what was done, and close: One audit team"]}
    assert told(council, "manager") == told(council, "lead") == waits
    with clock.travel(factories.moment(2026, 11, 20)):
        assert told(council, "manager") == {}


def test_options_wait_for_whoever_has_not_scored_them(council):
    appraisal = appraisals.opened(council)
    person = appraisal.scorers.exclude(person=None).first().person
    (group,) = (each for each in duties.waiting(person, council.partnership) if each.title == "Options to score")
    assert [f"{duty.act}: {duty.what}" for duty in group.duties] == [f"Score the options: {appraisal}"]
    assert "Options to score" not in told(council, "auditor")


def test_an_action_waits_for_its_owner_until_it_is_done(council):
    lead, owner = council.person("lead"), council.person("viewer")
    facts = {"title": "Write to the unions", "owner": owner, "due_on": date(2026, 11, 20)}
    action = working.add_action(
        by=council.person("manager"), partnership=council.partnership, workstream=council.workstream, **facts
    )
    assert told(council, "viewer") == {"Your actions": ["Do: Write to the unions"]}
    assert told(council, "lead") == {}
    page = words(signed_in(owner).get(at("queue", council)))
    assert "due 20 November 2026" in page and "Overdue" in page
    working.complete_action(by=lead, action=action, done_on=date(2026, 11, 21), proof="The letter.")
    assert told(council, "viewer") == {}


def test_the_newest_finished_pack_of_a_meeting_waits_for_its_release(council):
    meeting = packs.meeting(council)
    first, second = packs.finished(council, meeting), packs.finished(council, meeting)
    packs.ask(council, meeting)  # not finished
    assert told(council, "steering") == told(council, "chief") == {"Board packs to release": [f"Release: {second}"]}
    assert told(council, "manager") == {}
    governing.release_pack(by=council.person("steering"), pack=second)
    assert told(council, "steering") == {}
    assert first.version < second.version


def test_an_annual_statement_waits_for_the_verifier_of_its_organisation(council):
    statement = packs.finished_statement(council)
    assert told(council, "verifier") == {"Annual statements to sign off": [f"Sign off: {statement}"]}
    assert told(council, "verifier", "CBC") == {}
    governing.sign_off_statement(by=council.person("verifier"), pack=statement)
    assert told(council, "verifier") == {}


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_for_any_number(council, number, django_assert_num_queries):
    for _ in range(number):
        packs.finished(council, packs.meeting(council))
        cases.submitted(council)
    user = council.person("steering")
    assert user.current_grants
    with django_assert_num_queries(7):  # options, cases, policies, actions, decisions, packs, meetings
        found = duties.waiting(user, council.partnership)
    assert [len(group.duties) for group in found] == [1, number]  # a later version of a case replaces the former


def test_a_proposed_policy_waits_for_the_steering_group_alone(council):
    proposed(council, asking("case", "partners", 2))
    assert "Policies of gates to approve" in told(council, "steering")
    assert "Policies of gates to approve" not in told(council, "manager") | told(council, "chief")


def test_a_report_waits_for_whoever_has_the_next_step_and_an_exempt_one_for_nobody_else(council):
    reports.route(council)
    report = reports.complete(council)
    reports.wrote(council, report, "legal", "Another agreement.")
    secret = reports.complete(council, title="Named surveyors", exempt_reason="Paragraph 1")
    for each in (report, secret):
        reports.sent(council, each, "Joint Chief Executives", reason="Urgent.")
    waits = told(council, "manager")
    before = "Record what: the Joint Chief Executives said of Report"
    assert waits["Reports before a body"] == [f"{before} 1, Shared internal audit", f"{before} 2, Named surveyors"]
    assert "Your reports" not in waits
    assert waits["Other implications to clear"] == ["Clear: implications of Report 1, Shared internal audit"]
    reports.answered(council, report, "sent_back", "Say what it costs.")
    waits = told(council, "manager")
    assert waits["Reports before a body"] == [f"{before} 2, Named surveyors"]
    assert waits["Your reports"] == ["Take further: Report 1, Shared internal audit"]
    assert told(council, "viewer") == told(council, "officer") == {}


def test_money_in_a_report_waits_for_the_finance_officers_who_did_not_write_it(council):
    reports.route(council)
    report = reports.complete(council, title="Named surveyors", exempt_reason="Paragraph 1")
    reports.wrote(council, report, "financial", "It costs £10.")
    reports.sent(council, report, "Joint Chief Executives", reason="Urgent.")
    waits = {"Financial implications to clear": ["Clear: implications of Report 1, Named surveyors"]}
    assert told(council, "verifier") == told(council, "verifier", "CBC") == waits
    reports.cleared(council, report, "financial")
    assert told(council, "verifier") == {}


def test_a_meeting_waits_for_its_members_and_its_minutes_for_the_clerk(council):
    board = meetings.board(council)
    holding = meetings.seat(board, "CBC").holdings.get()
    governing.edit_holding(by=council.person("manager"), holding=holding, to_on=date(2026, 1, 31))
    given = {"person": council.person("chief", "CBC"), "from_on": date(2026, 2, 1)}
    governing.add_holding(by=council.person("manager"), seat=meetings.seat(board, "CBC"), **given)
    near = meetings.called(council, board, factories.moment(2026, 12, 10))
    meetings.called(council, board, factories.moment(2027, 1, 10))
    assert told(council, "chief", "CBC") == {"Your meetings": [f"Prepare for: {near}"]}
    assert told(council, "chief") == {}
    held = meetings.opened(council, board, starts_at=factories.moment(2026, 11, 20))
    governing.end_meeting(by=council.person("manager"), meeting=held)
    assert told(council, "manager")["Minutes to circulate"] == [f"Circulate the minutes of: {held}"]
    governing.draft_minutes(by=council.person("manager"), meeting=held)
    governing.circulate_minutes(by=council.person("manager"), meeting=held)
    assert "Minutes to circulate" not in told(council, "manager")

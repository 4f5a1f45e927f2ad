"""What gates ask of papers: the business case approved, the baseline locked, the consultation done."""

import doctest

import pytest

from tests import cases, gates, measured
from tests.engagement import answered, closed, consultation, day
from workstreams import actions, readiness
from workstreams.requirements import next_gate


def test_the_examples_of_the_docstrings_hold():
    assert doctest.testmod(readiness).failed == 0


def outcome(world):
    """How the one test of the next gate stands: whether it is met, and its sentence."""
    (found,) = next_gate(world.workstream, user=world.person("manager")).tests
    return found.met, found.sentence


def test_a_business_case_counts_once_another_person_has_approved_it(council):
    gates.policy(council, gates.asking("appraisal", "case"))
    assert outcome(council) == (False, "No business case was submitted.")
    case = cases.submitted(council)
    assert outcome(council) == (False, "Version 1 of the business case was submitted, and is not approved.")
    actions.approve_case(by=council.person("steering"), case=case, decision="Joint Board, minute 12")
    met, said = outcome(council)
    assert met and said.endswith("(Joint Board, minute 12).")
    cases.submitted(council)
    assert outcome(council) == (True, f"{said} A newer version was submitted since.")
    actions.withdraw_case(by=council.person("manager"), case=case, reason="It was wrong.")
    assert outcome(council) == (False, "Version 2 of the business case was submitted, and is not approved.")


def test_a_baseline_counts_while_it_is_locked_as_it_stands(council):
    gates.policy(council, gates.asking("appraisal", "locked"))
    assert outcome(council) == (False, "The baseline is not locked.")
    row = measured.baseline(council, "BDC", year=2024, cost_pence=100_00)
    lead = council.person("lead")
    actions.lock_baseline(by=lead, workstream=council.workstream, reason="Board of May")
    met, said = outcome(council)
    assert met and said.startswith("The baseline was locked on ") and said.endswith(": Board of May")
    actions.edit_baseline(by=lead, baseline=row, reason="A recharge was left out.", cost_pence=120_00)
    met, said = outcome(council)
    assert not met and said.endswith("Lock it again as it stands.")
    actions.lock_baseline(by=lead, workstream=council.workstream, reason="Board of June")
    assert outcome(council)[0]


def test_each_consultation_for_the_gate_is_closed_and_there_is_one(council):
    gates.policy(council, gates.asking("appraisal", "consulted"))
    assert outcome(council) == (False, "No consultation was opened for this gate.")
    consultation(council, title="Later", stage="case", groups=["staff"])  # for another gate
    consultation(council, title="Other", stage="", groups=["staff"])  # for none
    row = consultation(council, groups=["staff", "unions"])
    assert outcome(council) == (False, "“One audit team” is not closed, and 2 replies are awaited.")
    for each in row.consultees.all():
        answered(council, each)
    closed(council, row)
    assert outcome(council)[0]
    second = consultation(council, title="Two teams", groups=["staff"])
    assert not outcome(council)[0]
    closed(council, second, result="withdrawn")
    assert outcome(council)[0]


@pytest.mark.parametrize(("kind", "whom"), [("consulted_staff", "staff"), ("consulted_unions", "trade unions")])
def test_a_policy_may_name_who_is_to_be_consulted(council, kind, whom):
    gates.policy(council, gates.asking("appraisal", kind))
    row = consultation(council, groups=["residents"], opened_on=day(-9), closes_on=day(-1))
    closed(council, row)
    assert outcome(council) == (False, f"No consultation of {whom} was opened for this gate.")
    group = kind.removeprefix("consulted_")
    closed(council, consultation(council, groups=[group], opened_on=day(-9), closes_on=day(-1)))
    assert outcome(council)[0]


def test_the_kinds_read_as_much_for_three_workstreams_as_for_one(council, django_assert_num_queries):
    from workstreams.gates import Asked  # noqa: PLC0415

    consultation(council, groups=["staff", "unions"])
    asked = Asked(council.partnership, (council.workstream.pk,), council.person("manager"), day())
    with django_assert_num_queries(3):
        readiness.read_consultations(asked)

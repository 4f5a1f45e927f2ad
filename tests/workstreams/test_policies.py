"""The policy of gates: versions that end one another, and requirements that make sense."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from partnership import clock
from partnership.models import Grant, User
from tests.factories import moment
from tests.gates import FIRST, asking, on, policy, proposed
from tests.pages import at, problems, signed_in, typed, words
from workstreams import actions
from workstreams.models import GatePolicy, ReviewGate


def test_a_new_version_ends_the_one_before_and_changes_nothing_else_of_it(council):
    policy(council, asking("case", "partners", 2))
    policy(council, asking("case", "partners", 5), from_on=date(2022, 4, 1))
    old, new = GatePolicy.objects.order_by("version")
    assert (old.to_on, new.to_on, new.version) == (date(2022, 3, 31), None, 2)
    assert old.requirements.get().threshold == 2
    assert GatePolicy.objects.current(date(2022, 3, 31)).get() == old


def test_a_version_begins_after_the_one_before(council):
    policy(council, asking("case", "partners", 2))
    with pytest.raises(ValidationError) as refused:
        policy(council, asking("case", "partners", 5), from_on=FIRST)
    assert refused.value.message_dict["from_on"] == ["Version 1 began on 1 April 2020. A new version begins after it."]


def test_everything_that_is_wrong_with_the_requirements_is_said_at_once(council):
    with pytest.raises(ValidationError) as refused:
        policy(
            council,
            asking("idea", "partners", 2),
            asking("case", "unknown"),
            asking("case", "reduction", 10_00),
            asking("case", "signed"),
            asking("case", "signed"),
        )
    assert refused.value.message_dict["requirements"] == [
        "Requirement 1: choose the stage before which it is asked for.",
        "Requirement 2: choose what is asked for.",
        "Requirement 3: Reduction of the combined revenue budget: enter by which year of the savings, from 1 to 10.",
        "Requirement 5 asks for the same as requirement 4. Take one away.",
    ]
    assert not GatePolicy.objects.exists()


def test_a_policy_is_the_programme_managers(council):
    for role in ("lead", "steering", "chief"):
        with pytest.raises(PermissionDenied):
            actions.propose_policy(
                by=council.person(role), partnership=council.partnership, from_on=FIRST, reason="x", requirements=[]
            )


def rows(*filled):
    total = {"rows-TOTAL_FORMS": "8", "rows-INITIAL_FORMS": "0"}
    return total | {f"rows-{n}-{name}": value for n, row in enumerate(filled) for name, value in row.items()}


def test_a_version_is_typed_on_a_page_and_the_next_one_starts_with_it(council):
    manager = signed_in(council.person("manager"))
    given = typed("from_on", FIRST) | {"reason": "The board decided it.", "highlight_days": "5", "amber_days": "0"}
    given |= rows(
        {"stage": "case", "kind": "partners", "threshold": "5"},
        {},
        {"stage": "implementation", "kind": "reduction", "threshold": "10%", "by_year": "2"},
        {"stage": "implementation", "kind": "review", "review": "3", "confidence": "amber"},
    )
    assert manager.post(at("policy-add", council), given).status_code == 302
    made = GatePolicy.objects.get().requirements.order_by("pk")
    assert list(made.values_list("stage", "kind", "threshold", "by_year", "review")) == [
        ("case", "partners", 5, None, None),
        ("implementation", "reduction", 10_00, 2, None),
        ("implementation", "review", 2, None, 3),
    ]
    assert "At least 10% off the combined revenue budget by year 2" in words(
        manager.get(at("policy", council, pk=GatePolicy.objects.get().pk))
    )
    again = manager.get(at("policy-add", council)).context["form"]
    assert [row.initial.get("threshold") for row in again.rows][:3] == ["5", "10%", None]
    assert (again.initial["highlight_days"], again.initial["amber_days"]) == (5, 0)
    assert again.rows[2].initial["confidence"] == "amber"


def test_every_mistake_of_a_version_stands_beside_its_field_and_nothing_is_lost(council):
    manager = signed_in(council.person("manager"))
    given = (
        {"reason": ""}
        | typed("from_on", None)
        | rows({"stage": "case", "kind": "partners", "threshold": "many"}, {"stage": "live", "kind": "review"})
    )
    response = manager.post(at("policy-add", council), given)
    assert set(problems(response)) == {"from_on", "reason", "highlight_days", "amber_days"}
    first, second, *_ = response.context["form"].rows
    assert first.errors["threshold"] == ["Enter the threshold as a whole number, such as 5."]
    assert set(second.errors) == {"review", "confidence"}
    assert 'value="many"' in words(response)


def test_a_partnership_names_its_gateway_reviews_and_switches_some_off(council):
    manager = signed_in(council.person("manager"))
    given = {f"name_{n}": f"Review {n}" for n in range(6)} | {"held_0": "on", "held_4": "on"}
    manager.post(at("review-gates", council), given)
    held = [str(gate) for gate in ReviewGate.objects.of(council.partnership) if gate.is_held]
    assert held == ["Gate 0: Review 0", "Gate 4: Review 4"]
    facts = {"workstream": council.workstream, "from_on": FIRST, "to_on": None, "team": "Reviewer"}
    with pytest.raises(ValidationError, match="that the partnership holds"):
        actions.plan_review(by=council.person("lead"), number=3, **facts)
    assert actions.plan_review(by=council.person("lead"), number=4, **facts).name == "Review 4"


# --- Proposed by one, approved by another ---
def test_what_the_manager_proposes_is_asked_for_once_the_steering_group_has_approved_it(council):
    made = proposed(council, asking("appraisal", "partners", 5))
    assert (made.version, made.state) == (None, "proposed")
    on(council)  # nothing is asked for yet
    with pytest.raises(PermissionDenied):
        actions.approve_policy(by=council.person("manager"), policy=made)
    address = at("policy", council, pk=made.pk)
    assert "so another person approves it" in words(signed_in(council.person("manager")).get(address))
    steering = signed_in(council.person("steering"))
    assert "Refuse the proposal" in words(steering.get(address))
    assert steering.post(at("policy-approve", council, pk=made.pk)).status_code == 302
    made.refresh_from_db()
    assert (made.version, made.approved_by, made.state) == (1, council.person("steering"), "in force")
    with pytest.raises(ValidationError, match="nothing to decide"):
        actions.withdraw_policy(by=council.person("manager"), policy=made, reason="No.")
    for change in ({"version": 9}, {"reason": "Another."}, {"approved_by": council.person("chief")}):
        with pytest.raises(IntegrityError), transaction.atomic():
            GatePolicy.objects.filter(pk=made.pk).update(**change)


def test_nobody_approves_a_proposal_of_their_own(council):
    manager = council.person("manager")
    made = proposed(council, asking("appraisal", "partners", 5))
    Grant.objects.create(user=manager, role="steering", partnership=council.partnership, from_on=FIRST)
    manager = User.objects.get(pk=manager.pk)
    with pytest.raises(PermissionDenied):
        actions.approve_policy(by=manager, policy=made)
    with pytest.raises(IntegrityError), transaction.atomic():
        GatePolicy.objects.filter(pk=made.pk).update(version=1, approved_at=made.entered_at, approved_by=manager)


def test_a_withdrawn_proposal_stays_and_is_never_approved(council):
    made = proposed(council, asking("appraisal", "partners", 5))
    client = signed_in(council.person("manager"))
    assert client.post(at("policy-withdraw", council, pk=made.pk), {"reason": "Too early."}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.history.first().history_change_reason) == ("withdrawn", "Too early.")
    with pytest.raises(ValidationError, match="nothing to decide"):
        actions.approve_policy(by=council.person("steering"), policy=made)
    assert GatePolicy.objects.in_force(council.partnership, FIRST) is None


def test_a_policy_asks_for_no_review_that_is_switched_off(council):
    manager = council.person("manager")
    policy(council, asking("live", "review", 2, None, 3))
    proposed(council, asking("live", "review", 2, None, 4), from_on=date(2030, 4, 1))
    for number in (3, 4):
        with pytest.raises(ValidationError, match=f"Gate {number} is asked for by the policy of gates"):
            actions.name_review_gates(by=manager, partnership=council.partnership, names={number: ("Ready", False)})
    actions.name_review_gates(by=manager, partnership=council.partnership, names={0: ("Start", False)})
    with pytest.raises(ValidationError, match="Requirement 2: gate 0 is not held here."):
        proposed(council, asking("case", "partners", 2), asking("case", "review", 2, None, 0), from_on=date(2031, 4, 1))


def test_a_policy_holds_on_no_day_before_it_was_approved(council):
    with clock.travel(moment(2026, 4, 20)):
        first = policy(council, asking("case", "partners", 2))
        made = proposed(council, asking("case", "partners", 5), from_on=date(2026, 5, 1))
    with clock.travel(moment(2026, 5, 20)):
        approved = actions.approve_policy(by=council.person("steering"), policy=made)
    held = [GatePolicy.objects.in_force(council.partnership, date(2026, 5, day)) for day in (10, 19, 20)]
    assert held == [first, first, approved]
    first.refresh_from_db()
    assert (approved.from_on, first.to_on) == (date(2026, 5, 20), date(2026, 5, 19))

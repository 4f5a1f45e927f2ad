"""Milestones and risks over the API: written by the same actions as the pages."""

from datetime import date, timedelta

from partnership import clock
from tests import measured
from tests.api import Program, checked
from tests.risks import RATINGS, WORDS, raised
from workstreams import actions
from workstreams.models import Milestone, Risk

TODAY = clock.today()
DAY = (TODAY + timedelta(days=40)).isoformat()
WHERE = {"partnership": "three-councils", "workstream": "internal-audit"}
NEW_RISK = WHERE | WORDS | RATINGS | {"kind": "risk", "review_on": DAY}


def patch(program, path, body):
    return checked(program.client.patch(f"/api/v1/{path}", body, content_type="application/json"))


def errors(response):
    return {each["pointer"]: each["detail"] for each in response.json()["errors"]}


def test_a_program_adds_milestones_says_what_they_wait_for_and_moves_them(council):
    program = Program(council.person("lead"), may_write=True)
    first = program.post("milestones/", WHERE | {"title": "Approval", "planned_on": DAY}).json()
    body = WHERE | {"title": "Launch", "planned_on": DAY, "waits_for": [first["id"]], "owner_post": "Head of ICT"}
    response = program.post("milestones/", body)
    assert response.status_code == 201 and response["Location"].endswith(f"/milestones/{response.json()['id']}/")
    assert response.json()["waits_for"] == [{"id": first["id"], "title": "Approval"}]
    later = (TODAY + timedelta(days=47)).isoformat()
    moved = patch(program, f"milestones/{first['id']}/", {"forecast_on": later}).json()
    assert (moved["slip_days"], moved["float_days"], moved["critical"], moved["title"]) == (7, 0, True, "Approval")
    refused = patch(program, f"milestones/{first['id']}/", {"title": "Lost", "waits_for": [response.json()["id"]]})
    assert refused.status_code == 400 and "That would be a loop" in errors(refused)["#/waits_for"]
    assert Milestone.objects.get(pk=first["id"]).title == "Approval"
    rows = program.csv("milestones/")
    assert [row["waits_for"] for row in rows] == ["", f"{first['id']} Approval"]


def test_every_mistake_in_a_body_is_said_at_once(council):
    program = Program(council.person("lead"), may_write=True)
    found = errors(program.post("milestones/", WHERE | {"title": 7, "planned_on": "soon", "colour": "red"}))
    assert set(found) == {"#/title", "#/planned_on", "#/colour"}
    raised(council)
    found = errors(program.post("risks/", NEW_RISK | {"target_impact": 6, "review_on": "2001-01-01"}))
    assert set(found) == {"#/target_impact"}
    found = errors(program.post("risks/", NEW_RISK | {"review_on": "2001-01-01"}))
    assert set(found) == {"#/review_on"}
    assert Risk.objects.count() == 1


def test_what_a_baseline_holds_is_refused(council):
    row = Milestone.objects.create(workstream=council.workstream, title="Launch", planned_on=TODAY)
    actions.set_plan_baseline(by=council.person("manager"), workstream=council.workstream, reason="Agreed.")
    program = Program(council.person("lead"), may_write=True)
    refused = patch(program, f"milestones/{row.pk}/", {"planned_on": DAY})
    assert "in baseline 1 of the plan" in errors(refused)["#/planned_on"]


def test_a_program_raises_and_reviews_a_risk(council):
    program = Program(council.person("lead"), may_write=True)
    made = program.post("risks/", NEW_RISK)
    assert made.status_code == 201
    assert (made.json()["score"], made.json()["band"], made.json()["movement"]) == (12, "high", "New")
    path = f"risks/{made.json()['id']}/"
    reviewed = program.post(
        f"{path}review/", {"residual_likelihood": 5, "next_on": DAY, "remark": "It is near."}
    ).json()
    assert (reviewed["score"], reviewed["movement"], len(reviewed["reviews"])) == (20, "Up by 8", 2)
    assert patch(program, path, {"response": "accept"}).json()["response"] == "accept"
    actions.close_risk(by=council.person("lead"), risk=Risk.objects.get(), reason="Over.")
    assert program.post(f"{path}review/", {"next_on": DAY}).status_code == 409
    assert patch(program, path, {"response": "avoid"}).status_code == 409


def test_a_token_that_reads_writes_nothing_and_a_viewer_neither(council):
    risk = raised(council)
    for user, may_write in ((council.person("lead"), False), (council.person("viewer"), True)):
        program = Program(user, may_write=may_write)
        assert program.post("risks/", NEW_RISK).status_code == 403
        assert patch(program, f"risks/{risk.pk}/", {"title": "Mine"}).status_code == 403


def test_lists_cost_the_same_for_1_row_and_for_20(council, django_assert_num_queries):
    program = Program(council.person("auditor"))
    for count in (1, 19):
        for number in range(count):
            raised(council, title=f"{count}-{number}")
            Milestone.objects.create(workstream=council.workstream, title=f"{count}-{number}", planned_on=TODAY)
        with django_assert_num_queries(5):  # token, grants, rows, actions, reviews
            assert program.get("risks/", page_size=100).status_code == 200
        with django_assert_num_queries(8):  # token, grants, rows, network of three, its rows, what they wait for
            assert program.get("milestones/", page_size=100).status_code == 200


def test_what_was_set_locked_and_escalated_is_read(council):
    lead, manager = council.person("lead"), council.person("manager")
    Milestone.objects.create(workstream=council.workstream, title="Launch", planned_on=date(2027, 4, 1))
    actions.set_plan_baseline(by=manager, workstream=council.workstream, reason="Agreed.")
    measured.baseline(council)
    actions.lock_baseline(by=manager, workstream=council.workstream, reason="Approved.")
    risk = raised(council)
    actions.escalate_risk(by=lead, risk=risk, reason="Beyond one service.")
    program = Program(council.person("viewer"))
    (baseline,) = program.rows("plan-baselines/", workstream="internal-audit")
    assert (baseline["version"], baseline["reason"], [each["title"] for each in baseline["dates"]]) == (
        *(1, "Agreed."),
        ["Launch"],
    )
    (lock,) = program.rows("baseline-locks/")
    assert (lock["workstream"], lock["reason"]) == ("internal-audit", "Approved.")
    (move,) = program.rows("risk-escalations/", to_programme="true")
    assert (move["risk"], move["to_programme"], move["reason"]) == (risk.pk, True, "Beyond one service.")
    administrator = Program(council.person("administrator"))
    assert administrator.rows("baseline-locks/") == administrator.rows("risk-escalations/") == []

"""Gateway reviews, what they recommend, and the actions that it becomes."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from partnership import clock
from tests import factories
from tests.api import Program
from tests.gates import asking, on, policy, recommended, reported
from tests.pages import at, problems, signed_in, typed, words
from workstreams import actions
from workstreams.models import Action, ActionNote, ActionProof, GatewayReview

DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def now():
    with clock.travel(factories.moment(2026, 11, 21)):
        yield


def of(name, council, **named):
    return at(name, council, workstream="internal-audit", **named)


# --- Reviews ---
def test_a_review_is_planned_reported_and_recommends_on_its_pages(council):
    lead = signed_in(council.person("lead"))
    team = {"number": "3", "team": "Head of audit, another council\nFinance manager, another council"}
    lead.post(of("review-add", council), team | typed("from_on", DAY))
    review = GatewayReview.objects.get()
    assert (review.state, str(review)) == ("awaited", "Gate 3: Investment decision")
    given = {"confidence": "amber_red", "findings": "In doubt."} | typed("reported_on", DAY)
    lead.post(of("review-report", council, pk=review.pk), given)
    given = {"priority": "critical", "title": "Count the posts", "owner_title": "Lead officer", "finding": "Unknown."}
    lead.post(of("recommendation-add", council, pk=review.pk), given | typed("due_on", DAY))
    page = words(lead.get(of("review-history", council)))
    assert "Amber/Red" in page and "1 of 1 recommendation open, 1 of them critical; 1 overdue." in page
    action = Action.objects.get()
    assert (action.source, action.origin) == ("review", "Gate 3: Investment decision, 2 March 2026")
    assert (action.workstream, action.state) == (council.workstream, "overdue")


def test_every_error_of_a_report_comes_at_once(council):
    review = actions.plan_review(
        by=council.person("lead"), workstream=council.workstream, number=0, from_on=DAY, to_on=None, team="Reviewer"
    )
    lead = signed_in(council.person("lead"))
    assert set(problems(lead.post(of("review-report", council, pk=review.pk), {"confidence": ""}))) == {
        "reported_on",
        "confidence",
        "findings",
    }
    given = {"confidence": "green", "findings": "Good."}
    for day, said in ((date(2026, 3, 1), "on or after its first day"), (date(2026, 11, 22), "once it was held")):
        refused = problems(lead.post(of("review-report", council, pk=review.pk), given | typed("reported_on", day)))
        assert said in refused["reported_on"][0]


def test_a_reported_review_never_changes(council):
    review, lead = reported(council), council.person("lead")
    again = {"reported_on": DAY, "confidence": "green", "findings": "Better."}
    for act in (
        lambda: actions.edit_review(by=lead, review=review, team="Others"),
        lambda: actions.report_review(by=lead, review=review, **again),
        lambda: actions.remove_review(by=lead, review=review),
    ):
        with pytest.raises(ValidationError, match="never changes"):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        GatewayReview.objects.update(confidence="green")


def test_a_review_that_is_not_reported_recommends_nothing_and_can_be_taken_out(council):
    facts = {"workstream": council.workstream, "number": 0, "from_on": DAY, "to_on": None, "team": "Reviewer"}
    review = actions.plan_review(by=council.person("lead"), **facts)
    with pytest.raises(ValidationError, match="Report the review first"):
        recommended(council, review)
    signed_in(council.person("lead")).post(of("review-remove", council, pk=review.pk))
    assert not GatewayReview.objects.exists()


def test_the_list_filters_and_counts_in_the_same_number_of_queries(council, django_assert_num_queries):
    client = signed_in(council.person("viewer"))
    recommended(council, reported(council))
    with django_assert_num_queries(7):
        client.get(at("review-list", council))
    for number in (1, 2):
        recommended(council, reported(council, number, "green"), "recommended", due_on=date(2027, 1, 1))
    with django_assert_num_queries(7):
        assert len(client.get(at("review-list", council)).context["listing"].objects) == 3
    for question, number in (("recommendations=critical", 1), ("recommendations=overdue", 1), ("confidence=green", 2)):
        assert len(client.get(f"{at('review-list', council)}?{question}").context["listing"].objects) == number
    lines = client.get(at("review-list", council), {"format": "csv", "sort": "gate"})
    text = b"".join(lines.streaming_content).decode("utf-8-sig").splitlines()
    assert text[3].startswith("Internal audit,Gate 3: Investment decision,2026-03-02,reported,Amber,1,1,1,1,")


# --- Actions ---
def test_an_action_is_noted_done_with_proof_and_opened_again(council):
    lead = signed_in(council.person("lead"))
    action = recommended(council, reported(council))
    page, done = at("action", council, pk=action.pk), at("action-complete", council, pk=action.pk)
    lead.post(page, {"text": "Half of them are counted."})
    assert set(problems(lead.post(done, typed("done_on", DAY)))) == {"proof"}
    ahead = {"proof": "The count."} | typed("done_on", date(2026, 11, 22))
    assert "can not be ahead" in problems(lead.post(done, ahead))["done_on"][0]
    file = SimpleUploadedFile("count.txt", b"Nine posts.")
    lead.post(done, {"proof": "The count.", "files": file} | typed("done_on", DAY))
    response = signed_in(council.person("viewer", "CBC")).get(action.proofs.get().get_absolute_url())
    assert b"".join(response.streaming_content) == b"Nine posts."
    text = words(lead.get(page))
    assert "Half of them are counted." in text and "The count." in text and "Done" in text
    lead.post(at("action-reopen", council, pk=action.pk), {"reason": "Some were forgotten."})
    action.refresh_from_db()
    assert (action.state, action.proof) == ("overdue", "")
    assert "Reason: Some were forgotten." in words(lead.get(page))


def test_the_owner_reports_on_the_own_action_and_on_no_other(council):
    officer = council.person("officer")
    own = recommended(council, reported(council), owner=officer, owner_title="")
    other = recommended(council, reported(council, 2))
    actions.note_progress(by=officer, action=own, text="Begun.")
    with pytest.raises(PermissionDenied):
        actions.note_progress(by=officer, action=other, text="Begun.")
    with pytest.raises(PermissionDenied):
        actions.edit_action(by=officer, action=own, title="Less")
    assert signed_in(officer).post(at("action", council, pk=other.pk), {"text": "x"}).status_code == 403
    assert own.owner_words == "Officer"


def test_an_action_has_an_owner_and_stays_within_the_partnership(council):
    far = factories.three_councils(slug="far", prefix="F-")
    manager = council.person("manager")
    facts = {"by": manager, "partnership": council.partnership, "title": "Write", "due_on": DAY}
    with pytest.raises(ValidationError, match="Say who owns it"):
        actions.add_action(**facts)
    for name, thing in (
        ("workstream", far.workstream),
        ("organisation", far.organisations["BDC"]),
        ("owner", far.person("viewer")),
    ):
        with pytest.raises(ValidationError) as refused:
            actions.add_action(**facts, owner_title="Lead", **{name: thing})
        assert list(refused.value.error_dict) == [name]
    with pytest.raises(PermissionDenied):  # a lead keeps the own workstream's alone
        actions.add_action(**facts | {"by": council.person("lead")}, owner_title="Lead")


def test_actions_are_listed_by_state_and_owner(council):
    client = signed_in(council.person("viewer"))
    review = reported(council)
    recommended(council, review)
    recommended(council, review, title="Later", due_on=date(2027, 1, 1), owner_title="Chief Executive")
    done = recommended(council, review, title="Done", priority="essential")
    actions.complete_action(by=council.person("manager"), action=done, done_on=DAY, proof="The letter.")
    for question, titles in (
        ("state=overdue", ["Count the posts"]),
        ("state=open", ["Count the posts", "Later"]),
        ("state=done", ["Done"]),
        ("owner=chief", ["Later"]),
        ("priority=essential", ["Done"]),
    ):
        listing = client.get(f"{at('action-list', council)}?{question}").context["listing"]
        assert [row.title for row in listing.objects] == titles, question


@pytest.mark.parametrize("model", [ActionProof, ActionNote])
@pytest.mark.parametrize("sql", ["UPDATE {} SET {} = 'another'", "DELETE FROM {}"])
def test_what_was_reported_on_an_action_stays_also_in_sql(council, model, sql):
    action, manager = recommended(council, reported(council)), council.person("manager")
    actions.note_progress(by=manager, action=action, text="Begun.")
    with actions.stored_proofs(council.partnership, [SimpleUploadedFile("count.txt", b"Nine posts.")]) as files:
        actions.complete_action(by=manager, action=action, done_on=DAY, proof="The count.", files=files)
    column = "name" if model is ActionProof else "text"
    before = list(model.objects.values())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(model._meta.db_table, column))
    assert len(before) == 1 and list(model.objects.values()) == before


# --- Over the API ---
def test_moves_gates_reviews_and_actions_over_the_api(council):
    policy(council, asking("case", "partners", 5))
    on(council)
    action = recommended(council, reported(council))
    actions.note_progress(by=council.person("manager"), action=action, text="Begun.")
    program = Program(council.person("api"))
    (gate,) = program.get("gates/", partnership="three-councils").json()["results"]
    assert (gate["next_stage"], gate["met"], gate["tests"][0]["difference"]) == ("case", False, "2 missing")
    actions.override_gate(by=council.person("steering"), workstream=council.workstream, reason="Now.")
    first, second = program.rows("stage-moves/")
    assert (first["way"], first["tests"], second["way"]) == ("advanced", [], "overridden")
    assert second["tests"][0]["sentence"].endswith("5 are needed, so 2 are missing.")
    assert len(program.csv("stage-moves/", way="overridden")) == 1
    (review,) = program.rows("gateway-reviews/", confidence="amber")
    assert review["recommendations"][0]["action"] == action.pk
    (row,) = program.rows("actions/", overdue="true")
    assert (row["priority"], row["notes"][0]["text"]) == ("critical", "Begun.")
    (version,) = program.rows("gate-policies/")
    assert version["requirements"][0] == {
        "stage": "case",
        "kind": "partners",
        "threshold": 5,
        "by_year": None,
        "review": None,
    }
    assert program.rows("ratifications/") == []
    assert program.get("gates/", partnership="unknown").status_code == 404


def test_whoever_sees_no_figures_sees_no_priority_of_a_recommendation_and_no_proof(council):
    officer = council.person("officer")
    done = recommended(council, reported(council), owner=officer, owner_title="")
    proof = SimpleUploadedFile("count.txt", b"Twelve posts.")
    with actions.stored_proofs(council.partnership, [proof]) as files:
        actions.complete_action(by=officer, action=done, done_on=clock.today(), proof="Counted.", files=files)
    for role, may in (("viewer", True), ("officer", True), ("administrator", False)):
        person = council.person(role)
        client = signed_in(person)
        rows = client.get(at("action-list", council) + "?priority=critical").context["listing"].objects
        assert len(rows) == may, role
        assert [row["priority"] for row in Program(person).rows("actions/")] == ["critical" if may else None], role
        page = words(client.get(done.get_absolute_url()))
        assert ("count.txt" in page) is may, role
        answer = client.get(done.proofs.get().get_absolute_url())
        assert (answer.status_code, b"Twelve posts." in b"".join(answer)) == (200 if may else 404, may), role

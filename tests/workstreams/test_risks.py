"""Risks and issues: raised, reviewed, escalated, closed, and shown in the registers."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from partnership import clock
from tests import factories
from tests.api import Program
from tests.pages import at, problems, signed_in, typed, words
from tests.risks import RATINGS, WORDS, raised, rated
from workstreams import actions, registers
from workstreams.models import Action, Risk, RiskReview, Workstream

TODAY = clock.today()
SOON, AGO = TODAY + timedelta(days=30), TODAY - timedelta(days=30)


def listed(client, world, **asked):
    """What the programme's register lists: references with scores and movement."""
    rows = client.get(at("risk-register", world), asked).context["listing"].objects
    return [(row.risk.reference, row.score, row.movement) for row in rows]


def reviewed(world, risk, ratings, role="lead", **facts):
    given = {"next_on": SOON, "remark": "Looked at again."} | facts
    return actions.review_risk(by=world.person(role), risk=risk, ratings=ratings, **given)


def long_ago():
    """As it was thirty days ago."""
    return clock.travel(clock.now() - timedelta(days=30))


# --- Raising ---
def test_a_lead_raises_a_risk_by_the_form_and_its_first_review_is_kept(council):
    client = signed_in(council.person("lead"))
    given = WORDS | RATINGS | {"kind": "risk", "workstream": council.workstream.pk, "owner_post": "Chief Executive"}
    given |= typed("raised_on", AGO) | typed("review_on", SOON)
    assert client.post(at("risk-add", council), given).status_code == 302
    risk = Risk.objects.get()
    assert (risk.reference, risk.residual, risk.owner_words) == ("R1", 12, "Chief Executive")
    assert [(each.on, each.residual, each.next_on) for each in risk.reviews.all()] == [(AGO, 12, SOON)]
    page = words(client.get(risk.get_absolute_url()))
    assert "12 High. Since the last review: new." in page and "created the risk" in page


def test_every_mistake_is_said_at_once_and_nothing_is_saved(council):
    client = signed_in(council.person("manager"))
    given = WORDS | RATINGS | {"kind": "risk", "residual_impact": "6"}
    given |= typed("raised_on", TODAY + timedelta(days=1)) | typed("review_on", AGO) | {"title": ""}
    response = client.post(at("risk-add", council), given)
    assert set(problems(response)) == {"title", "residual_impact"}
    given |= {"title": "A risk", "residual_impact": "5"}
    assert set(problems(client.post(at("risk-add", council), given))) == {"raised_on", "review_on"}
    with pytest.raises(ValidationError, match="Choose the target impact, from 1 to 5."):
        raised(council, ratings={name: value for name, value in RATINGS.items() if name != "target_impact"})
    assert not Risk.objects.exists() and not RiskReview.objects.exists()


def test_an_issue_is_certain_and_numbers_run_through_both_kinds(council):
    raised(council)
    issue = raised(council, kind="issue")
    assert (issue.reference, issue.residual_likelihood, issue.residual) == ("I2", 5, 20)
    reviewed(council, issue, rated(1, 2))
    issue.refresh_from_db()
    assert issue.residual == 10


def test_a_lead_raises_nothing_for_the_programme_or_another_workstream(council):
    other = Workstream.objects.create(partnership=council.partnership, name="Procurement", slug="procurement")
    for workstream in (None, other):
        with pytest.raises(PermissionDenied):
            raised(council, workstream=workstream)
    far = factories.three_councils(slug="far", prefix="F-")
    with pytest.raises(ValidationError):
        raised(council, "manager", workstream=far.workstream)
    form = signed_in(council.person("lead")).get(at("risk-add", council)).context["form"]
    assert list(form.fields["workstream"].queryset) == [council.workstream]


# --- Reviewing ---
def test_a_review_moves_the_score_and_the_movement_is_told_in_words(council):
    with long_ago():
        risk = raised(council)
    client = signed_in(council.person("lead"))
    given = RATINGS | rated(4, 4) | {"remark": "Two leaders changed."} | typed("on", TODAY) | typed("next_on", SOON)
    client.post(at("risk-review", council, pk=risk.pk), given)
    assert listed(client, council) == [("R1", 16, "Up by 4")]
    assert listed(client, council, on=(TODAY - timedelta(days=1)).isoformat()) == [("R1", 12, "New")]
    assert listed(client, council, on=(AGO - timedelta(days=1)).isoformat()) == []
    page = words(client.get(risk.get_absolute_url()))
    assert "Two leaders changed." in page and "Up by 4" in page
    reviewed(council, risk, {})
    assert listed(client, council) == [("R1", 16, "Unchanged")]


def test_what_was_known_on_a_day_never_changes_later(council):
    risk = raised(council)
    with pytest.raises(ValidationError, match="A new one can not be before it"):
        reviewed(council, risk, rated(5, 5), on=TODAY - timedelta(days=1))
    with pytest.raises(ValidationError) as refused:
        reviewed(council, risk, rated(5, 5), on=TODAY + timedelta(days=1), next_on=TODAY)
    assert set(refused.value.message_dict) == {"on", "next_on"}
    review = risk.reviews.get()
    with pytest.raises(TypeError):
        review.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        RiskReview.objects.update(residual_impact=1)


def test_a_review_that_is_due_is_marked_when_its_day_is_over(council):
    risk = raised(council, raised_on=AGO, review_on=TODAY - timedelta(days=1))
    raised(council, title="Another")
    client = signed_in(council.person("viewer"))
    assert "Review overdue" in words(client.get(risk.get_absolute_url()))
    assert listed(client, council, review="overdue") == [("R1", 12, "New")]
    assert listed(client, council, review="overdue", on=AGO.isoformat()) == []


def test_the_register_of_a_past_day_stays_as_it_was_known_then(council):
    with long_ago():
        risk = raised(council)
        late = {"title": "Ask the boards", "owner_title": "Secretary", "due_on": TODAY - timedelta(days=20)}
        action = actions.add_risk_action(by=council.person("lead"), risk=risk, **late)
    then = TODAY - timedelta(days=10)

    def known():
        (row,) = registers.as_at(Risk.objects.all(), then)
        return row.score_now, row.escalated_then, row.late_actions

    assert known() == (12, False, True)
    reviewed(council, risk, rated(5, 5), on=TODAY - timedelta(days=15))
    raised(council, title="Seen long ago, entered today", raised_on=TODAY - timedelta(days=15))
    actions.complete_action(by=council.person("lead"), action=action, done_on=TODAY, proof="The letter.")
    actions.escalate_risk(by=council.person("lead"), risk=risk, reason="Beyond one service.")
    assert known() == (12, False, True)
    row = registers.as_at(Risk.objects.filter(pk=risk.pk), TODAY).get()
    assert (row.score_now, row.escalated_then, row.late_actions) == (25, True, False)


# --- Escalation ---
def test_an_issue_of_an_escalated_risk_stands_with_the_programme_in_every_register(council):
    risk = raised(council)
    actions.escalate_risk(by=council.person("lead"), risk=risk, reason="Beyond one service.")
    made = {"reason": "It happened.", "impact": 4, "next_on": SOON}
    issue = actions.turn_into_issue(by=council.person("manager"), risk=risk, **made)
    assert list(issue.escalations.values_list("to_programme", "reason")) == [(True, "It happened.")]
    assert listed(signed_in(council.person("viewer")), council, level="programme") == [("I2", 20, "New")]


def test_a_risk_that_changed_since_it_was_opened_is_judged_as_it_is(council):
    lead, manager = council.person("lead"), council.person("manager")
    risk = raised(council)
    seen = Risk.objects.get(pk=risk.pk)
    actions.escalate_risk(by=lead, risk=risk, reason="Beyond one service.")
    with pytest.raises(PermissionDenied):
        reviewed(council, seen, rated(1, 1))
    with pytest.raises(PermissionDenied):
        actions.edit_risk(by=lead, risk=Risk(pk=seen.pk, partnership=seen.partnership), title="Mine")
    seen = Risk.objects.get(pk=risk.pk)
    actions.close_risk(by=manager, risk=risk, reason="Over.")
    with pytest.raises(ValidationError, match="is closed"):
        actions.edit_risk(by=manager, risk=seen, title="Another")
    with pytest.raises(ValidationError, match="is closed"):
        actions.add_risk_action(by=manager, risk=seen, title="Too late", owner_title="Lead", due_on=SOON)


def test_an_escalated_risk_stands_with_the_programme_until_it_is_handed_back(council):
    risk = raised(council)
    lead, manager = signed_in(council.person("lead")), signed_in(council.person("manager"))
    lead.post(at("risk-escalate", council, pk=risk.pk), {"reason": "Beyond one service."})
    assert lead.get(at("risk-edit", council, pk=risk.pk)).status_code == 403
    assert [
        r.risk.pk for r in lead.get(at("risk-list", council, workstream="internal-audit")).context["listing"].objects
    ]
    assert listed(lead, council, level="programme") == [("R1", 12, "New")]
    assert listed(lead, council, level="workstream") == []
    manager.post(at("risk-hand-back", council, pk=risk.pk), {"reason": "Mended."})
    assert listed(lead, council, level="workstream") == [("R1", 12, "New")]
    page = words(lead.get(risk.get_absolute_url()))
    assert "Escalated to the programme" in page and "Beyond one service." in page and "Mended." in page


def test_a_risk_is_moved_once_and_with_a_reason(council):
    risk, manager = raised(council), council.person("manager")
    for action, reason in ((actions.hand_back_risk, "Why not."), (actions.escalate_risk, " ")):
        with pytest.raises(ValidationError):
            action(by=manager, risk=risk, reason=reason)
    with pytest.raises(ValidationError):
        actions.escalate_risk(by=manager, risk=raised(council, "manager", workstream=None), reason="Up.")


# --- Closing ---
def test_a_closed_risk_is_kept_with_its_reason_and_changed_no_more(council):
    risk = raised(council)
    client = signed_in(council.person("lead"))
    client.post(at("risk-close", council, pk=risk.pk), {"reason": "The election is over."})
    risk.refresh_from_db()
    assert (risk.status, risk.closed_on) == ("closed", TODAY)
    assert listed(client, council) == [] and listed(client, council, status="closed") == [("R1", 12, "New")]
    with pytest.raises(ValidationError, match="This is closed"):
        reviewed(council, risk, rated(1, 1))
    assert "The election is over." in words(client.get(risk.get_absolute_url()))


def test_a_risk_that_happens_becomes_an_issue_with_its_open_actions(council):
    risk = raised(council)
    for title in ("Brief the leaders", "Write to the unions"):
        actions.add_risk_action(by=council.person("lead"), risk=risk, title=title, owner_title="Lead", due_on=SOON)
    done = Action.objects.get(title="Brief the leaders")
    actions.complete_action(by=council.person("lead"), action=done, done_on=TODAY, proof="Minutes")
    given = {"reason": "One council left.", "impact": "5"} | typed("next_on", SOON)
    client = signed_in(council.person("lead"))
    client.post(at("risk-issue", council, pk=risk.pk), given)
    risk.refresh_from_db()
    assert (risk.status, risk.issue.reference, risk.issue.residual) == ("became", "I2", 25)
    assert list(risk.issue.actions.values_list("title", "origin")) == [("Write to the unions", str(risk.issue))]
    assert listed(client, council) == [("I2", 25, "New")]
    assert "I2 Loss of political will" in words(client.get(risk.get_absolute_url()))


# --- Mitigation ---
def undertaken(world, risk, role="lead", **facts):
    given = {"title": "Brief the leaders", "owner_title": "Programme Manager", "due_on": SOON} | facts
    return actions.add_risk_action(by=world.person(role), risk=risk, **given)


def test_what_is_done_about_a_risk_is_noted_and_done_with_proof_as_every_action(council):
    risk = raised(council)
    client = signed_in(council.person("lead"))
    given = {"title": "Brief the leaders", "owner_title": "Programme Manager"} | typed("due_on", SOON)
    client.post(at("risk-action-add", council, pk=risk.pk), given)
    action = Action.objects.get()
    assert (action.risk, action.workstream, action.source) == (risk, council.workstream, "risk")
    assert action.origin == "R1 Loss of political will"
    address = at("action", council, pk=action.pk)
    client.post(address, {"text": "Two of three are briefed."})
    refused = client.post(at("action-complete", council, pk=action.pk), typed("done_on", TODAY))
    assert set(problems(refused)) == {"proof"}
    done = {"proof": "Minutes of the meeting"} | typed("done_on", TODAY)
    client.post(at("action-complete", council, pk=action.pk), done)
    page = words(client.get(risk.get_absolute_url()))
    assert "Two of three are briefed." in page and "Minutes of the meeting" in page and "changed the done date" in page
    assert address in page and risk.get_absolute_url() in words(client.get(address))


def test_an_action_about_a_risk_is_in_the_list_the_file_and_the_api(council):
    risk = raised(council)
    action = undertaken(council, risk, due_on=AGO, owner=council.person("officer"))
    actions.note_progress(by=council.person("officer"), action=action, text="Begun.")
    actions.note_progress(by=council.person("officer"), action=action, text="Half of it.")
    viewer = signed_in(council.person("viewer"))
    asked = {"source": "risk", "state": "overdue"}
    assert list(viewer.get(at("action-list", council), asked).context["listing"].objects) == [action]
    file = b"".join(viewer.get(at("action-list", council), asked | {"format": "csv"}).streaming_content).decode()
    assert "Brief the leaders,overdue" in file and "R1 Loss of political will" in file
    mine = signed_in(council.person("officer")).get(at("action-list", council), {"whose": "mine"})
    assert list(mine.context["listing"].objects) == [action]
    program = Program(council.person("api"))
    (row,) = program.rows("actions/", source="risk")
    assert (row["risk"], row["exempt"], [each["text"] for each in row["notes"]]) == (
        risk.pk,
        False,
        ["Begun.", "Half of it."],
    )
    (row,) = program.rows("risks/")
    assert (row["actions"][0]["action"], row["actions"][0]["progress"]) == (action.pk, "Half of it.")


def test_a_note_on_its_action_is_a_change_of_the_risk_to_a_program(council):
    with long_ago():
        risk = raised(council)
        raised(council, title="Another")
        action = undertaken(council, risk)
    since = (clock.now() - timedelta(days=1)).isoformat()
    program = Program(council.person("api"))
    assert program.rows("risks/", modified_since=since) == []
    actions.note_progress(by=council.person("lead"), action=action, text="Begun.")
    assert [row["id"] for row in program.rows("risks/", modified_since=since)] == [risk.pk]


def test_an_action_stands_where_its_risk_stands_and_stays_with_it(council):
    risk = raised(council)
    action = undertaken(council, risk)
    form = signed_in(council.person("lead")).get(at("action-edit", council, pk=action.pk)).context["form"]
    assert list(form.fields) == ["title", "owner_title", "owner", "organisation", "due_on"]
    for other in ({"workstream": None}, {"source": "meeting"}):
        with pytest.raises(ValidationError, match="stays with it"):
            actions.edit_action(by=council.person("manager"), action=action, **other)
    actions.edit_action(by=council.person("lead"), action=action, title="Write to the leaders")
    actions.escalate_risk(by=council.person("lead"), risk=risk, reason="Beyond one service.")
    with pytest.raises(PermissionDenied):
        actions.edit_action(by=council.person("lead"), action=action, title="Mine")
    with pytest.raises(PermissionDenied):
        actions.note_progress(by=council.person("lead"), action=Action.objects.get(), text="Mine.")
    actions.edit_action(by=council.person("manager"), action=action, title="Ask the leaders")
    actions.close_risk(by=council.person("manager"), risk=risk, reason="Over.")
    actions.complete_action(by=council.person("manager"), action=action, done_on=TODAY, proof="The risk is over.")


def test_an_action_on_which_nobody_reported_is_removed_and_no_other(council):
    risk = raised(council)
    kept, gone = undertaken(council, risk), undertaken(council, risk, title="Entered twice")
    actions.note_progress(by=council.person("lead"), action=kept, text="Begun.")
    client = signed_in(council.person("lead"))
    for action in (kept, gone):
        client.post(at("action-remove", council, pk=action.pk))
    assert list(Action.objects.all()) == [kept]
    assert "deleted the action “Entered twice”" in words(client.get(risk.get_absolute_url()))
    actions.complete_action(by=council.person("lead"), action=kept, done_on=TODAY, proof="The letter.")
    with pytest.raises(ValidationError, match="is done"):
        actions.remove_action(by=council.person("lead"), action=kept)


def test_who_sees_no_risks_sees_no_action_about_one_but_the_own(council):
    risk, administrator = raised(council), council.person("administrator")
    other, own = undertaken(council, risk), undertaken(council, risk, title="Train them", owner=administrator)
    client = signed_in(administrator)
    assert list(client.get(at("action-list", council)).context["listing"].objects) == [own]
    assert client.get(at("action", council, pk=other.pk)).status_code == 404
    page = words(client.get(at("action", council, pk=own.pk)))
    assert "R1 Loss of political will" in page and risk.get_absolute_url() not in page
    assert [row["title"] for row in Program(administrator).rows("actions/")] == ["Train them"]


# --- The registers ---
def test_the_register_filters_sorts_and_downloads(council):
    raised(council, title="Small", ratings=RATINGS | rated(1, 2), owner_post="Head of ICT")
    raised(council, "manager", title="Large", ratings=RATINGS | rated(5, 5), workstream=None)
    client = signed_in(council.person("viewer"))
    assert [row[0] for row in listed(client, council)] == ["R2", "R1"]
    assert [row[0] for row in listed(client, council, sort="now")] == ["R1", "R2"]
    assert [row[0] for row in listed(client, council, band="very high")] == ["R2"]
    assert [row[0] for row in listed(client, council, owner="ict")] == ["R1"]
    assert [row[0] for row in listed(client, council, workstream="internal-audit")] == ["R1"]
    assert [row[0] for row in listed(client, council, kind="issue")] == []
    response = client.get(at("risk-register", council), {"format": "csv", "band": "low"})
    heading, row = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    found = dict(zip(heading.split(","), row.split(","), strict=True))
    assert (found["Reference"], found["Score"], found["Band"], found["Owner"]) == ("R1", "2", "Low", "Head of ICT")


def test_the_heat_map_says_bands_numbers_and_references_in_words(council):
    raised(council)
    raised(council, title="Another")
    page = words(signed_in(council.person("viewer")).get(at("risk-register", council)))
    assert "2 open: 2 high. Highest: R1 Loss of political will, 12." in page
    assert '12 High</span><strong class="portal-heat__number">2</strong>' in page
    assert '<th scope="row">3 Possible</th>' in page


def test_the_register_costs_the_same_for_three_risks_and_for_thirty(council, django_assert_num_queries):
    client = signed_in(council.person("viewer"))
    for count in (3, 27):
        for number in range(count):
            raised(council, title=f"Risk {count}-{number}")
        with django_assert_num_queries(7):
            client.get(at("risk-register", council))


def test_an_administrator_reads_no_register(council):
    risk = raised(council)
    client = signed_in(council.person("administrator"))
    for address in (at("risk-register", council), risk.get_absolute_url()):
        assert client.get(address).status_code == 403


def test_a_risk_of_another_partnership_is_not_found(council):
    far = factories.three_councils(slug="far", prefix="F-")
    risk = raised(far)
    client = signed_in(council.person("manager"))
    assert client.get(at("risk", council, pk=risk.pk)).status_code == 404
    assert client.post(at("risk-close", council, pk=risk.pk), {"reason": "Mine."}).status_code == 404


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31", "yesterday", "2026-02-30"])
def test_any_day_at_all_has_an_answer(council, on):
    raised(council)
    client = signed_in(council.person("viewer"))
    assert client.get(at("risk-register", council), {"on": on}).status_code == 200


def test_one_entry_is_counted_as_one(council):
    raised(council)
    assert "1 entry" in words(signed_in(council.person("viewer")).get(at("risk-register", council)))

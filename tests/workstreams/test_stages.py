"""From stage to stage: what a gate lacks is said, an override stays for ever, and what rests comes back."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from governance.models import Pack
from governance.packs import gates as section
from governance.packs.content import Source
from partnership import clock
from partnership.dated import Period
from savings import actions as of_savings
from tests import factories, gates, measured
from tests.api import Program
from tests.gates import asking, on, policy
from tests.pages import at, problems, signed_in, words
from workstreams import actions, requirements
from workstreams.models import BaselineCost, GatePolicy, Participation, StageMove, Workstream


@pytest.fixture(autouse=True)
def now():
    with clock.travel(factories.moment(2026, 11, 21)):
        yield


def of(name, council, **named):
    return at(name, council, workstream="internal-audit", **named)


def test_without_a_policy_every_gate_is_open_and_every_step_is_kept(council):
    for _ in range(6):
        on(council)
    council.workstream.refresh_from_db()
    assert council.workstream.stage == "closed"
    steps = StageMove.objects.order_by("pk").values_list("from_stage", "to_stage", "way")
    assert steps[0] == ("idea", "appraisal", "advanced") and steps[5] == ("live", "closed", "advanced")
    with pytest.raises(ValidationError, match="no next stage"):
        on(council)


def test_a_gate_says_everything_that_it_lacks_and_lets_nobody_through(council):
    policy(council, asking("appraisal", "partners", 5), asking("appraisal", "signed"), asking("appraisal", "baseline"))
    with pytest.raises(ValidationError) as refused:
        on(council)
    assert refused.value.messages == [
        "3 organisations take part: Bolsover, Chesterfield, North. 5 are needed, so 2 are missing.",
        "0 of 3 organisations signed the participation form. Bolsover, Chesterfield and North have not signed the "
        "participation form.",
        "0 of 3 organisations have a baseline. Bolsover, Chesterfield and North have no baseline.",
    ]
    council.workstream.refresh_from_db()
    assert (council.workstream.stage, StageMove.objects.count()) == ("idea", 0)


def test_once_everything_is_there_the_gate_opens_and_its_tests_are_kept(council):
    policy(council, asking("appraisal", "partners", 2), asking("appraisal", "signed"), asking("appraisal", "baseline"))
    Participation.objects.update(form_signed_on=date(2026, 1, 1))
    measured.baseline(council)  # of all together
    move = on(council)
    assert [test["met"] for test in move.outcome["tests"]] == [True, True, True]
    assert move.outcome["policy"] == "Policy of gates, version 1"


def test_a_form_signed_later_or_a_partner_that_left_does_not_count(council):
    policy(council, asking("appraisal", "signed"))
    Participation.objects.filter(organisation__code="CBC").update(to_on=date(2026, 11, 20))
    Participation.objects.filter(organisation__code="BDC").update(form_signed_on=date(2026, 11, 21))
    Participation.objects.filter(organisation__code="NEDDC").update(form_signed_on=date(2026, 11, 22))
    gate = requirements.next_gate(council.workstream, user=council.person("manager"))
    assert gate.tests[0].facts == {"by_organisation": {"Bolsover": True, "North": False}}


def test_building_control_fails_the_ten_per_cent_gate_and_its_budgets_are_frozen(council):
    """£80,000 against £925,000: 8.65%, 1.35 points and £12,500.00 short; the same words as on the workstream's page."""
    policy(council, asking("appraisal", "reduction", 10_00, by_year=1))
    for code, cost in (("BDC", 300_000_00), ("CBC", 400_000_00), ("NEDDC", 225_000_00)):
        measured.baseline(council, code, year=2005, cost_pence=cost)
    factories.submitted(council, pence=80_000_00, stage="forecast", periods=[Period(2007)])
    with pytest.raises(ValidationError, match=r"8.65% .* fails a 10% test by 1.35 percentage points \(£12,500.00\)"):
        on(council)
    move = actions.override_gate(
        by=council.person("steering"), workstream=council.workstream, reason="It will be more."
    )
    recorded = BaselineCost.objects.in_force().filter(organisation__code="BDC").get()
    actions.edit_baseline(by=council.person("manager"), baseline=recorded, cost_pence=1, reason="Counted again.")
    (test,) = StageMove.objects.get(pk=move.pk).outcome["tests"]
    assert test["facts"]["budgets"][0] == {"of": "Bolsover", "pence": 300_000_00}
    assert (test["facts"]["budget_pence"], test["difference"]) == (
        925_000_00,
        "1.35 percentage points (£12,500.00) short",
    )


def test_each_organisation_must_have_ratified_this_stage_and_the_last_decision_counts(council):
    policy(council, asking("appraisal", "ratification"))
    facts = {"workstream": council.workstream, "decided_on": date(2026, 10, 1), "body": "Executive", "minute": "12"}
    for code in ("BDC", "CBC", "NEDDC"):
        own = {"by": council.person("chief", code), "organisation": council.organisations[code]}
        actions.ratify(**facts, **own, stage="appraisal", decision="refused", conditions="Too dear.")
        actions.ratify(**facts, **own, stage="case", decision="approved", conditions="")
        if code != "CBC":
            actions.ratify(**facts, **own, stage="appraisal", decision="conditions", conditions="Once a year.")
    with pytest.raises(ValidationError, match="Chesterfield refused on 1 October 2026"):
        on(council)
    own = {"by": council.person("verifier", "CBC"), "organisation": council.organisations["CBC"]}
    actions.ratify(**facts, **own, stage="appraisal", decision="approved", conditions="")
    assert on(council).outcome["tests"][0]["value"] == "3 of 3"


def test_nobody_ratifies_for_another_organisation_or_ahead_of_the_decision(council):
    facts = {"workstream": council.workstream, "stage": "case", "body": "Executive", "minute": "12", "conditions": ""}
    other = {"organisation": council.organisations["CBC"], "decision": "approved"}
    with pytest.raises(PermissionDenied):
        actions.ratify(by=council.person("chief"), decided_on=date(2026, 10, 1), **facts, **other)
    own = {"organisation": council.organisations["BDC"], "decision": "refused"}
    with pytest.raises(ValidationError) as refused:
        actions.ratify(by=council.person("chief"), decided_on=date(2026, 12, 1), **facts | {"stage": "idea"}, **own)
    assert set(refused.value.error_dict) == {"__all__", "stage", "decided_on"}


def test_a_critical_recommendation_keeps_a_gate_shut_until_it_is_done(council):
    policy(council, asking("appraisal", "review", 2, review=3))
    action = gates.recommended(council, gates.reported(council))
    with pytest.raises(ValidationError, match="1 critical recommendation open"):
        on(council)
    actions.complete_action(
        by=council.person("manager"), action=action, done_on=date(2026, 11, 1), proof="The count of 1 November."
    )
    assert on(council).to_stage == "appraisal"


# --- Overrides ---
def test_only_the_steering_group_overrides_with_a_reason_and_only_what_is_not_met(council):
    policy(council, asking("appraisal", "partners", 5))
    given = {"workstream": council.workstream, "reason": "It can not wait."}
    for role in ("manager", "lead", "chief", "auditor"):
        with pytest.raises(PermissionDenied):
            actions.override_gate(by=council.person(role), **given)
    steering = council.person("steering")
    with pytest.raises(ValidationError, match="Say why"):
        actions.override_gate(by=steering, workstream=council.workstream, reason=" ")
    actions.override_gate(by=steering, **given)
    with pytest.raises(ValidationError, match="nothing to override"):
        actions.override_gate(by=steering, **given)  # nothing is asked for before the next one


def test_an_override_stays_on_the_workstreams_page_whatever_comes_after(council):
    policy(council, asking("appraisal", "partners", 5))
    steering = signed_in(council.person("steering"))
    response = steering.post(of("gate-override", council), {"reason": "It can not wait."}, follow=True)
    assert "The gate was overridden." in words(response)
    on(council)
    page = words(signed_in(council.person("viewer")).get(of("workstream", council)))
    assert "Gate overridden" in page and "1 test not met: It can not wait." in page
    move = StageMove.objects.overriding().get()
    assert "2 missing" in words(steering.get(of("move", council, pk=move.pk)))


# --- Back, aside and on again ---
def test_back_and_aside_want_a_reason_and_resuming_returns_to_the_stage_before(council):
    manager = {"by": council.person("manager"), "workstream": council.workstream}
    on(council)
    for act in (actions.pause, actions.stop):
        with pytest.raises(ValidationError, match="Say why"):
            act(**manager, reason="")
    actions.pause(**manager, reason="No money.")
    with pytest.raises(ValidationError, match="Resume it"):
        on(council)
    actions.stop(**manager, reason="Nobody wants it.")
    with pytest.raises(ValidationError, match="stopped can not be paused"):
        actions.pause(**manager, reason="No money.")
    assert actions.resume(**manager, reason="Somebody does.").to_stage == "appraisal"
    with pytest.raises(ValidationError, match="neither paused nor stopped"):
        actions.resume(**manager, reason="Again.")
    with pytest.raises(ValidationError, match="Choose a stage before"):
        actions.go_back(**manager, stage="live", reason="On.")
    assert actions.go_back(**manager, stage="idea", reason="Once more.").way == "back"


def test_a_page_of_each_way_moves_and_shows_its_errors(council):
    lead = signed_in(council.person("lead"))
    assert problems(lead.post(of("gate-pause", council), {})) == {"reason": ["This field is required."]}
    lead.post(of("gate-advance", council), {})
    lead.post(of("gate-pause", council), {"reason": "No money."})
    assert "No money." in words(lead.get(of("workstream", council)))
    lead.post(of("gate-resume", council), {"reason": "Money."})
    lead.post(of("gate-back", council), {"stage": "idea", "reason": "Once more."})
    council.workstream.refresh_from_db()
    assert council.workstream.stage == "idea"
    page = words(lead.get(of("gate", council)))
    assert all(said in page for said in ("Gate met", "Paused", "Resumed", "Went back", "Once more."))


def test_a_chief_executive_records_the_ratification_on_the_page_for_the_own_council(council):
    chief = signed_in(council.person("chief"))
    assert "Record the decision of your organisation" in words(chief.get(of("gate", council)))
    given = {"stage": "appraisal", "decision": "conditions", "body": "Executive", "minute": "12"}
    given |= {"organisation": council.organisations["CBC"].pk}
    day = {"decided_on_day": "1", "decided_on_month": "10", "decided_on_year": "2026"}
    refused = problems(chief.post(of("ratification-add", council), given | day))
    assert list(refused) == ["organisation"]
    own = given | day | {"organisation": council.organisations["BDC"].pk}
    assert "Say what the conditions" in str(problems(chief.post(of("ratification-add", council), own)))
    chief.post(of("ratification-add", council), own | {"conditions": "Once a year."})
    assert "Once a year." in words(chief.get(of("gate", council)))


# --- What never changes, and what it costs ---
SQL = [
    "UPDATE workstreams_stagemove SET reason = 'another'",
    "DELETE FROM workstreams_stagemove",
    "UPDATE workstreams_gaterequirement SET threshold = 1",
    "UPDATE workstreams_gatepolicy SET reason = 'another'",
    "DELETE FROM workstreams_gatepolicy",
]


@pytest.mark.parametrize("sql", SQL)
def test_sql_is_refused(council, sql):
    policy(council, asking("case", "partners", 5))
    on(council)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_models_refuse_too(council):
    move = on(council)
    with pytest.raises(TypeError):
        move.save()
    with pytest.raises(TypeError):
        move.delete()


def test_the_gates_of_one_workstream_and_of_three_cost_the_same(council, django_assert_num_queries):
    every = ("partners", 5), ("signed",), ("baseline",), ("review", 2, None, 3), ("ratification",)
    policy(council, *(asking("appraisal", *terms) for terms in every), asking("appraisal", "reduction", 10_00, 1))
    manager = council.person("manager")
    manager.current_grants  # noqa: B018 - asked once for all
    counted = []
    for number in range(2):
        streams = list(Workstream.objects.filter(partnership=council.partnership))
        with django_assert_num_queries(19) as asked:
            assert len(requirements.next_gates(council.partnership, streams, user=manager)) == len(streams)
        counted.append(len(asked))
        for name in ("second", "third"):
            Workstream.objects.create(partnership=council.partnership, name=f"{name} {number}", slug=f"{name}{number}")
    assert counted[0] == counted[1]


def test_a_gate_of_another_partnership_is_not_found(council):
    far = factories.three_councils(slug="far", prefix="F-")
    client = signed_in(far.person("manager"))
    for name in ("gate", "gate-advance", "review-history"):
        assert client.get(of(name, council)).status_code == 404


def test_a_year_with_one_councils_cost_makes_no_gate_easier(council):
    """3 x £300,000.00 in 2006-07, and one council's £300,000.00 in 2007-08: 10% is £90,000.00, not £30,000.00."""
    policy(council, asking("appraisal", "reduction", 10_00, by_year=1))
    for code in ("BDC", "CBC", "NEDDC"):
        measured.baseline(council, code, year=2006, cost_pence=300_000_00)
    measured.baseline(council, "BDC", year=2007, cost_pence=300_000_00)
    factories.submitted(council, pence=80_000_00, stage="forecast", periods=[Period(2007)])
    (test,) = requirements.next_gate(council.workstream, user=council.person("manager")).tests
    assert (test.met, test.facts["budget_year"], test.facts["budget_pence"]) == (False, 2006, 900_000_00)


def test_a_budget_that_is_not_whole_says_what_is_missing(council):
    policy(council, asking("appraisal", "reduction", 10_00, by_year=1))
    measured.baseline(council, "BDC", year=2006, cost_pence=300_000_00)
    factories.submitted(council, pence=80_000_00, stage="forecast", periods=[Period(2007)])
    (test,) = requirements.next_gate(council.workstream, user=council.person("manager")).tests
    assert (test.met, test.difference) == (False, "the baseline is missing")
    assert "2006-07 lacks that of Chesterfield, North" in test.sentence


def test_a_forecast_that_was_taken_back_counts_as_nothing_and_not_as_the_target(council):
    policy(council, asking("appraisal", "reduction", 10_00, by_year=1))
    measured.baseline(council)
    factories.submitted(council, pence=95_000_00, stage="target", periods=[Period(2007)])
    gate = requirements.next_gate(council.workstream, user=council.person("manager"))
    assert gate.tests[0].met and "the target for year 1" in gate.tests[0].sentence
    forecast = factories.submitted(council, pence=94_000_00, stage="forecast", periods=[Period(2007)])
    for share in forecast.shares.select_related("organisation"):
        of_savings.return_share(by=council.person("verifier", share.organisation.code), share=share, reason="Too much.")
    gate = requirements.next_gate(council.workstream, user=council.person("manager"))
    assert not gate.tests[0].met and "£0.00 of cashable savings, the forecast for year 1," in gate.tests[0].sentence


# --- A policy that changed, a baseline that is locked, a step back ---
def test_a_gate_that_was_made_easier_while_a_workstream_waited_is_marked_for_ever(council):
    policy(council, asking("appraisal", "partners", 5), asking("case", "partners", 2))
    with clock.travel(factories.moment(2026, 11, 20)):
        Workstream.objects.filter(pk=council.workstream.pk).update(stage="idea")
        begun = {"workstream": council.workstream, "to_stage": "idea", "way": "begun", "moved_at": clock.now()}
        GatePolicy.objects.update(approved_at=clock.now())
        StageMove.objects.create(**begun, moved_by=council.person("manager"))
    with pytest.raises(ValidationError):
        on(council)
    policy(council, asking("appraisal", "partners", 1), from_on=date(2026, 11, 21))
    move = on(council)
    assert (move.is_eased, move.marks, move.outcome["before"]["policy"]) == (
        *(True, ["Policy changed"]),
        "Policy of gates, version 1",
    )
    client = signed_in(council.person("viewer"))
    assert "the gate would <strong>not</strong> have been met" in words(client.get(move.get_absolute_url()))
    assert "by a policy of gates that had changed while it waited" in words(client.get(of("gate", council)))
    assert Program(council.person("viewer")).get(f"stage-moves/{move.pk}/").json()["policy_changed"] is True
    assert not on(council).outcome.get("before")  # came to this stage under the policy of today


def test_approval_locks_the_baseline_as_it_stands(council):
    row = measured.baseline(council)
    for _ in range(4):
        move = on(council)
    assert (move.to_stage, move.lacks_baseline) == ("implementation", False)
    assert council.workstream.baseline_locks.get().reason == "The workstream entered implementation."
    with pytest.raises(ValidationError, match="is locked since it was approved"):
        actions.edit_baseline(by=council.person("manager"), baseline=row, cost_pence=1_00)
    actions.go_back(by=council.person("manager"), workstream=council.workstream, stage="approval", reason="Again.")
    on(council)
    assert council.workstream.baseline_locks.count() == 1  # nothing was changed since


def test_who_is_approved_without_a_baseline_carries_the_mark(council):
    for _ in range(4):
        move = on(council)
    assert move.marks == ["Entered without a baseline"]
    page = words(signed_in(council.person("viewer")).get(of("gate", council)))
    assert "before a baseline was taken" in page
    pack = Pack(
        partnership=council.partnership, requested_by=council.person("manager"), sequence=0, as_at_on=clock.today()
    )
    (row,) = section.content(Source(pack), "")["overrides"]["rows"]
    assert [cell["text"] for cell in row][3:] == ["Entered without a baseline", "–"]
    with pytest.raises(ValidationError, match="approved without a baseline. Say why one is recorded now"):
        measured.baseline(council)
    assert measured.baseline(council, reason="Found in the archive.").reason == "Found in the archive."


def test_what_was_ratified_before_a_step_back_is_ratified_anew(council):
    policy(council, asking("case", "ratification"))
    on(council)
    for code in ("BDC", "CBC", "NEDDC"):
        ratified(council, code)
    gate = requirements.next_gate(Workstream.objects.get(pk=council.workstream.pk), user=council.person("manager"))
    assert gate.met
    actions.go_back(by=council.person("manager"), workstream=council.workstream, stage="idea", reason="Think again.")
    on(council)
    with pytest.raises(ValidationError, match="0 of 3 organisations ratified it"):
        on(council)
    with clock.travel(factories.moment(2026, 11, 22)):
        for code in ("BDC", "CBC", "NEDDC"):
            ratified(council, code)
        assert on(council).to_stage == "case"


def ratified(council, code):
    facts = {"stage": "case", "decision": "approved", "decided_on": date(2026, 11, 2), "body": "Executive"}
    return actions.ratify(
        by=council.person("chief", code),
        workstream=council.workstream,
        organisation=council.organisations[code],
        **facts,
        minute="12",
        conditions="",
    )

"""An options appraisal is decided and scored again; and what a gate asks of it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from partnership import clock
from partnership.templatetags.portal import date_words
from tests import appraisals
from tests.pages import at, signed_in, words
from workstreams import actions, gates
from workstreams.gates import Asked, Terms
from workstreams.models import OptionsAppraisal, OptionScore
from workstreams.options import compared


def states(world):
    return dict(world.workstream.appraisals.order_by("round").values_list("round", "state"))


def test_a_decision_freezes_the_result_and_ends_the_scoring(council):
    appraisal = appraisals.scored(council)
    decision = appraisals.decide(council, appraisal, "Company", reason="It serves others too.")
    appraisal.refresh_from_db()
    assert appraisal.state == "decided"
    assert decision.result == compared(appraisal).frozen()
    assert [(each["name"], each["total"], each["rank"]) for each in decision.result["options"]] == [
        ("Do nothing", "1.40", "3"),
        ("Host", "3.60", "1"),
        ("Company", "3.50", "2"),
    ]
    lead, _ = appraisals.scorers(appraisal)
    with pytest.raises(ValidationError, match="Scoring is not open"):
        actions.record_scores(
            by=council.person("lead"), scorer=lead, rows=appraisals.rows(appraisal, appraisals.SECOND)
        )
    appraisals.decide(council, appraisal, "Host", body="Council")
    assert compared(appraisal).decision.body == "Council" and appraisal.decisions.count() == 2


def test_all_that_is_wrong_with_a_decision_is_said(council):
    appraisal, other = appraisals.opened(council), appraisals.drafted(council, title="Suppliers")
    with pytest.raises(ValidationError) as refused:
        actions.decide_options(
            by=council.person("manager"),
            appraisal=appraisal,
            option=other.options.get(name="Host"),
            reason="R",
            decided_on=clock.today() + timedelta(days=1),
            body="Board",
        )
    assert sorted(refused.value.message_dict) == ["decided_on", "option"]
    with pytest.raises(ValidationError, match="Scoring was opened on"):
        appraisals.decide(council, appraisals.scored(council, appraisal), decided_on=clock.today() - timedelta(days=1))
    with pytest.raises(ValidationError, match="Open the scoring first"):
        appraisals.decide(council, other)


def test_who_has_not_finished_is_named_and_not_counted(council):
    appraisal = appraisals.opened(council, least_scorers=1)
    lead, _ = appraisals.scorers(appraisal)
    actions.record_scores(by=council.person("lead"), scorer=lead, rows=appraisals.rows(appraisal, appraisals.FIRST))
    decision = appraisals.decide(council, appraisal)
    assert decision.result["not_finished"] == ["Head of audit"] and decision.result["scorers"] == ["Lead"]


def test_a_rescoring_keeps_the_old_round_which_counts_until_the_new_one_is_decided(council):
    by = council.person("manager")
    first = appraisals.decided(council)
    with pytest.raises(ValidationError, match="Say why"):
        actions.rescore(by=by, appraisal=first, reason=" ")
    second = actions.rescore(by=by, appraisal=first, reason="Costs have changed.")
    assert [each.name for each in second.options.all()] == ["Do nothing", "Host", "Company"]
    assert (second.criteria.count(), second.scorers.count(), OptionScore.objects.count()) == (2, 2, 12)
    with pytest.raises(ValidationError, match="later round already"):
        actions.rescore(by=by, appraisal=first, reason="Again.")
    actions.edit_option(by=by, option=second.options.get(name="Host"), cost_pence=900_000_00)
    actions.open_scoring(by=by, appraisal=second)
    assert states(council) == {1: "decided", 2: "scoring"}
    lead, _ = appraisals.scorers(second)
    actions.record_scores(by=council.person("lead"), scorer=lead, rows=appraisals.rows(second, appraisals.SECOND))
    with pytest.raises(ValidationError, match="1 of at least 2 scorers has finished"):
        appraisals.decide(council, second, "Company")
    appraisals.decide(council, appraisals.scored(council, second), "Company")
    assert states(council) == {1: "superseded", 2: "decided"}
    assert compared(first).frozen() == first.decisions.get().result
    with pytest.raises(ValidationError, match="later round has taken the place"):
        appraisals.decide(council, first)


def test_a_round_that_was_still_being_scored_ends_when_the_next_is_opened(council):
    by = council.person("manager")
    second = actions.rescore(by=by, appraisal=appraisals.opened(council), reason="A criterion was forgotten.")
    actions.discard_appraisal(by=by, appraisal=second)
    assert states(council) == {1: "scoring"}
    second = actions.rescore(by=by, appraisal=council.workstream.appraisals.get(), reason="A criterion was forgotten.")
    actions.open_scoring(by=by, appraisal=second)
    assert states(council) == {1: "superseded", 2: "scoring"}


def test_a_round_that_was_never_ended_opens_to_nobody_while_the_next_is_being_scored(council):
    by, first = council.person("manager"), appraisals.opened(council)
    lead, _ = appraisals.scorers(first)
    actions.record_scores(by=council.person("lead"), scorer=lead, rows=appraisals.rows(first, appraisals.FIRST))
    second = first
    for reason in ("A criterion was forgotten.", "Another, too."):  # the last but one is as hidden as the last
        second = actions.rescore(by=by, appraisal=second, reason=reason)
        actions.open_scoring(by=by, appraisal=second)

    def seen(role):
        person = council.person(role)
        hidden = OptionsAppraisal.objects.hidden_from(person).order_by("round").values_list("round", flat=True)
        return [*hidden], OptionScore.objects.visible_to(person).count()

    assert seen("viewer") == ([1, 2, 3], 0)
    assert seen("lead") == ([1, 2, 3], 6)  # their own
    assert seen("manager") == ([], 6)
    where = {"workstream": council.workstream.slug, "pk": first.pk}
    page = signed_in(council.person("viewer")).get(at("appraisal", council, **where))
    assert "Scoring is open in a later round." in words(page) and "Weighted total" not in words(page)

    actions.close_scoring(by=by, appraisal=appraisals.scored(council, second))
    assert seen("viewer") == ([], 18)


def test_a_round_that_was_ended_stays_readable_while_the_next_is_being_scored(council):
    by, first = council.person("manager"), appraisals.scored(council)
    actions.close_scoring(by=by, appraisal=first)
    second = actions.rescore(by=by, appraisal=first, reason="Costs have changed.")
    actions.open_scoring(by=by, appraisal=second)
    hidden = OptionsAppraisal.objects.hidden_from(council.person("viewer"))
    assert states(council) == {1: "superseded", 2: "scoring"} and [*hidden] == [second]


REFUSED = [
    "UPDATE workstreams_optionsappraisal SET question = 'another'",
    "UPDATE workstreams_optionsappraisal SET state = 'draft'",
    "DELETE FROM workstreams_optionsappraisal",
    "UPDATE workstreams_appraisaloption SET cost_pence = 1",
    "DELETE FROM workstreams_appraisaloption",
    "UPDATE workstreams_appraisalcriterion SET weight = 50",
    "UPDATE workstreams_optionscore SET points = 5",
    "DELETE FROM workstreams_optionscore",
    "UPDATE workstreams_optionsdecision SET reason = 'another'",
    "DELETE FROM workstreams_optionsdecision",
    "UPDATE workstreams_optionsappraisal SET rescores_id = NULL WHERE round = 2",
    "UPDATE workstreams_appraisalscorer SET post = 'another' WHERE post <> ''",
    "DELETE FROM workstreams_appraisalscorer WHERE id NOT IN (SELECT scorer_id FROM workstreams_optionscore)",
    "UPDATE workstreams_historicalappraisalscorer SET post = 'another'",
    "UPDATE workstreams_historicalappraisaloption SET name = 'another'",
    "DELETE FROM workstreams_historicalappraisalcriterion",
]


def test_the_database_refuses_it_too(council):
    first = appraisals.opened(council)
    actions.add_scorer(by=council.person("manager"), appraisal=first, post="Head of law")  # does not score
    appraisals.decide(council, appraisals.scored(council, first))
    second = actions.rescore(by=council.person("manager"), appraisal=first, reason="Costs have changed.")
    appraisal = actions.open_scoring(by=council.person("manager"), appraisal=second)
    appraisals.decide(council, appraisals.scored(council, appraisal))
    for sql in REFUSED:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    lead, *_ = appraisals.scorers(appraisal)
    cell = appraisals.rows(appraisal, appraisals.FIRST)[0].cell
    late = OptionScore(scorer=lead, option_id=cell[0], criterion_id=cell[1], points=1, reason="Late.")
    late.recorded_by = council.person("lead")
    with pytest.raises(IntegrityError), transaction.atomic():
        late.save()
    draft = actions.draft_appraisal(by=council.person("manager"), workstream=council.workstream, title="Suppliers")
    opened = {"state": "scoring", "opened_at": clock.now(), "opened_by": council.person("manager")}
    with pytest.raises(IntegrityError), transaction.atomic():
        OptionsAppraisal.objects.filter(pk=draft.pk).update(**opened)  # without criteria


# --- The gate ---------------------------------------------------------------------------------------------------------
def test_a_gate_asks_for_a_recorded_preferred_option(council):
    def outcome(on=None):
        kind = gates.KINDS["options"]
        asked = Asked(council.partnership, (council.workstream.pk,), council.person("manager"), on or clock.today())
        return kind.test(kind.read(asked).get(council.workstream.pk), Terms())

    appraisal = appraisals.scored(council)
    assert (outcome().met, outcome().difference) == (False, "the preferred option is missing")
    appraisals.decide(council, appraisal)
    assert (
        outcome().sentence == f"The preferred option is recorded: Host, by Joint Board on {date_words(clock.today())}."
    )
    assert not outcome(date(2007, 3, 4)).met
    second = actions.rescore(by=council.person("manager"), appraisal=appraisal, reason="Costs have changed.")
    assert outcome().met and second.is_draft

"""The life of an options appraisal: set up, frozen, scored by each for themselves."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import appraisals
from tests.pages import at, signed_in, words
from workstreams import actions
from workstreams.actions import CriterionFacts, RowsRefused, Scored
from workstreams.models import AppraisalOption, OptionsAppraisal, OptionScore
from workstreams.options import compared


def states(world):
    return dict(world.workstream.appraisals.order_by("round").values_list("round", "state"))


# --- Setting up -------------------------------------------------------------------------------------------------------
def test_it_begins_with_doing_nothing_which_stays(council):
    by = council.person("lead")
    appraisal = actions.draft_appraisal(by=by, workstream=council.workstream)
    nothing = appraisal.options.get()
    assert nothing.is_do_nothing and list(appraisal.points) == [0, 1, 2, 3, 4]
    with pytest.raises(ValidationError, match="always an option"):
        actions.remove_option(by=by, option=nothing)
    with pytest.raises(PermissionDenied):
        actions.draft_appraisal(by=council.person("steering"), workstream=council.workstream)


def test_what_it_lacks_is_said_at_once(council):
    by = council.person("manager")
    appraisal = actions.draft_appraisal(by=by, workstream=council.workstream)
    with pytest.raises(ValidationError) as refused:
        actions.open_scoring(by=by, appraisal=appraisal)
    assert refused.value.messages == [
        "Add at least one option beside doing nothing.",
        "Enter the criteria, with weights that add to 100%.",
        "Name at least 2 scorers; 0 are named.",
    ]


def test_weights_add_to_100_and_names_stand_once(council):
    by = council.person("manager")
    appraisal = actions.draft_appraisal(by=by, workstream=council.workstream)
    rows = [CriterionFacts("Cost", 60), CriterionFacts("cost ", 30)]
    with pytest.raises(ValidationError) as refused:
        actions.edit_criteria(by=by, appraisal=appraisal, rows=rows)
    assert refused.value.messages == [
        "“Cost” stands twice. Name each criterion once.",
        "The weights add to 90%, 10 too little. Make them add to 100%.",
    ]
    with pytest.raises(ValidationError, match="from 2 to 11 lines"):
        actions.edit_appraisal(by=by, appraisal=appraisal, scale="Only one")


def test_once_scoring_is_open_nothing_of_it_changes(council):
    by = council.person("manager")
    appraisal = appraisals.opened(council)
    option = appraisal.options.last()
    for act in (
        lambda: actions.edit_appraisal(by=by, appraisal=appraisal, title="Another"),
        lambda: actions.add_option(by=by, appraisal=appraisal, name="Third"),
        lambda: actions.edit_option(by=by, option=option, cost_pence=1),
        lambda: actions.edit_criteria(by=by, appraisal=appraisal, rows=[CriterionFacts("Cost", 100)]),
        lambda: actions.discard_appraisal(by=by, appraisal=appraisal),
    ):
        with pytest.raises(ValidationError, match="this round never changes"):
            act()


def test_a_draft_is_discarded_with_all_that_is_in_it(council):
    actions.discard_appraisal(by=council.person("manager"), appraisal=appraisals.drafted(council))
    assert not OptionsAppraisal.objects.exists() and not AppraisalOption.objects.exists()
    assert AppraisalOption.history.filter(history_type="-").count() == 3


# --- Scoring ----------------------------------------------------------------------------------------------------------
def test_everybody_scores_for_themselves_and_a_post_is_recorded_by_who_runs_it(council):
    appraisal = appraisals.opened(council)
    lead, post = appraisals.scorers(appraisal)
    rows = appraisals.rows(appraisal, appraisals.FIRST)
    for role, scorer in (("manager", lead), ("steering", lead), ("steering", post), ("viewer", post)):
        with pytest.raises(PermissionDenied):
            actions.record_scores(by=council.person(role), scorer=scorer, rows=rows)
    assert len(actions.record_scores(by=council.person("lead"), scorer=lead, rows=rows)) == 6
    with pytest.raises(PermissionDenied):  # who scores too would be led by what the post says
        actions.record_scores(by=council.person("lead"), scorer=post, rows=rows)
    assert len(actions.record_scores(by=council.person("manager"), scorer=post, rows=rows)) == 6


def test_all_that_is_wrong_with_a_sheet_is_said_and_nothing_is_kept(council):
    appraisal = appraisals.opened(council)
    lead, _ = appraisals.scorers(appraisal)
    cells = appraisals.rows(appraisal, appraisals.FIRST)
    wrong = [
        Scored(cells[0].option, cells[0].criterion, 6, "Best."),
        Scored(cells[1].option, cells[1].criterion, 2, " "),
        Scored(cells[2].option, cells[2].criterion, None, "Why."),
        Scored(cells[3].option, cells[3].criterion, None),
        cells[4],
        cells[4],
    ]
    with pytest.raises(RowsRefused) as refused:
        actions.record_scores(by=council.person("lead"), scorer=lead, rows=wrong)
    assert {place: error.message_dict for place, error in refused.value.rows.items()} == {
        0: {"points": ["“6” is not a point of the scale. Enter a whole number from 0 to 5."]},
        1: {"reason": ["Say why “Do nothing” against “Quality” gets 2."]},
        2: {"points": ["Score “Host” against “Cost”: there is a reason without a score."]},
        5: {"option": ["“Company” stands twice against “Cost”. Keep one of them."]},
    }
    assert not OptionScore.objects.exists()


def test_a_changed_score_is_a_new_row_and_the_old_one_stays(council):
    appraisal = appraisals.scored(council)
    lead, _ = appraisals.scorers(appraisal)
    rows = appraisals.rows(appraisal, appraisals.FIRST)
    changed = Scored(rows[2].option, rows[2].criterion, 5, "On reflection.")
    made = actions.record_scores(by=council.person("lead"), scorer=lead, rows=[*rows[:2], changed, *rows[3:]])
    assert [score.points for score in made] == [5]  # what did not change is not written again
    of_cell = OptionScore.objects.filter(scorer=lead, option=changed.option, criterion=changed.criterion)
    assert list(of_cell.values_list("points", flat=True)) == [4, 5]
    assert [score.points for score in of_cell.newest()] == [5]
    blank = Scored(changed.option, changed.criterion, None)
    with pytest.raises(RowsRefused, match="changed, not taken back"):
        actions.record_scores(by=council.person("lead"), scorer=lead, rows=[blank])


def test_what_follows_from_the_scores_in_words(council):
    found = compared(appraisals.scored(council))
    assert found.conclusion == (
        "Host has the highest weighted total: 3.60 of 5, 0.10 ahead of Company. "
        "Company wins if the weight of Cost falls from 60% to less than 57.1%."
    )
    assert [sentence for _, sentence in found.sensitivity] == [
        "Company wins if it falls from 60% to less than 57.1%. "
        "The ranking changes with 2.9 points less: Company overtakes Host.",
        "Company wins if it rises from 40% to more than 42.9%. "
        "The ranking changes with 2.9 points more: Company overtakes Host.",
    ]
    nothing, host, company = found.options
    cost = found.criteria[0].pk
    assert [found.turning_words(cost, each.pk) for each in found.options] == ["No weight", "Leads", "Below 57.1%"]
    assert (host.net_pence, company.net_pence, nothing.net_pence) == (300_000_00, None, None)


def test_while_it_is_scored_nobody_sees_scores_but_the_scorer_and_who_runs_it_and_is_no_scorer(council):
    appraisal = appraisals.scored(council)
    by, manager, viewer = (council.person(role) for role in ("lead", "manager", "viewer"))
    assert [OptionScore.objects.visible_to(each).count() for each in (by, manager, viewer)] == [6, 12, 0]
    where = {"workstream": council.workstream.slug, "pk": appraisal.pk}
    for reader in (by, viewer):  # the lead has finished, and may still change what she gave
        client = signed_in(reader)
        shown = words(client.get(at("appraisal", council, **where)))
        assert "Scoring is open" in shown and "highest weighted total" not in shown
        assert client.get(at("appraisal-chart", council, **where)).status_code == 403
        assert client.get(at("appraisal", council, **where) + "?table=totals&format=csv").status_code == 403
    client, post = signed_in(by), appraisals.scorers(appraisal)[1]
    assert "highest weighted total" not in words(client.get(at("appraisal-decide", council, **where)))
    for name in ("appraisal-sheet", "appraisal-sheet-template", "appraisal-sheet-import"):
        assert client.get(at(name, council, workstream=where["workstream"], pk=post.pk)).status_code == 403
    assert "Host has the highest weighted total" in words(signed_in(manager).get(at("appraisal", council, **where)))


def test_scorers_stay_from_the_first_score_on(council):
    by = council.person("lead")
    appraisal = appraisals.opened(council)
    lead, post = appraisals.scorers(appraisal)
    actions.record_scores(
        by=council.person("manager"), scorer=post, rows=appraisals.rows(appraisal, appraisals.SECOND)[:1]
    )
    for act in (
        lambda: actions.remove_scorer(by=by, scorer=lead),
        lambda: actions.add_scorer(by=by, appraisal=appraisal, person=council.person("manager")),
    ):
        with pytest.raises(ValidationError, match="the scorers of this round stay"):
            act()


def test_ending_the_scoring_shows_the_result_to_everybody_and_takes_no_score_any_more(council):
    appraisal = appraisals.opened(council)
    lead, post = appraisals.scorers(appraisal)
    with pytest.raises(ValidationError, match="Nobody has finished"):
        actions.close_scoring(by=council.person("lead"), appraisal=appraisal)
    rows = appraisals.rows(appraisal, appraisals.FIRST)
    actions.record_scores(by=council.person("lead"), scorer=lead, rows=rows)
    with pytest.raises(ValidationError, match="1 of at least 2 scorers has finished scoring yet"):
        actions.close_scoring(by=council.person("lead"), appraisal=appraisal)
    actions.record_scores(by=council.person("manager"), scorer=post, rows=rows)
    where = {"workstream": council.workstream.slug, "pk": appraisal.pk}
    signed_in(council.person("lead")).post(at("appraisal-close", council, **where))
    assert states(council) == {1: "scored"}
    assert "Host has the highest" in words(signed_in(council.person("viewer")).get(at("appraisal", council, **where)))
    with pytest.raises(ValidationError, match="Scoring is not open"):
        actions.record_scores(by=council.person("lead"), scorer=lead, rows=rows)
    appraisals.decide(council, appraisal)
    assert states(council) == {1: "decided"}


def test_a_sheet_opened_before_somebody_else_saved_it_overwrites_nothing(council):
    appraisal = appraisals.opened(council)
    post = appraisals.scorers(appraisal)[1]
    client = signed_in(council.person("manager"))
    address = at("appraisal-sheet", council, workstream=council.workstream.slug, pk=post.pk)
    form = client.get(address).context["form"]
    sent = {name: "" if (value := form[name].value()) is None else value for name in form.fields}
    option, criterion = appraisal.options.first(), appraisal.criteria.first()
    points, reason = form.names(option.pk, criterion.pk)
    sent |= {points: "1", reason: "Mine."}
    actions.record_scores(by=council.person("manager"), scorer=post, rows=[Scored(option, criterion, 5, "Theirs.")])
    answer = client.post(address, sent)
    assert "changed this on" in words(answer) and "5. Theirs." in words(answer)
    assert answer.context["form"][reason].value() == "Mine." and OptionScore.objects.count() == 1
    seen = answer.context["form"]["seen"].value()
    assert client.post(address, sent | {"seen": seen}).status_code == 302
    assert list(OptionScore.objects.newest().values_list("points", flat=True)) == [1]


def test_criteria_that_somebody_else_added_meanwhile_are_not_deleted_by_an_older_table(council):
    by = council.person("manager")
    appraisal = actions.draft_appraisal(by=by, workstream=council.workstream)
    client = signed_in(by)
    address = at("appraisal-criteria", council, workstream=council.workstream.slug, pk=appraisal.pk)
    client.get(address)
    sent = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "Own", "form-0-weight": "100"}
    actions.edit_criteria(by=by, appraisal=appraisal, rows=[CriterionFacts("Theirs", 100)])
    answer = client.post(address, sent | {"seen": "0"})
    assert "Theirs" in words(answer) and [row.name for row in appraisal.criteria.all()] == ["Theirs"]
    again = client.post(address, sent | {"seen": str(answer.context["formset"].seen)})
    assert again.status_code == 302 and [row.name for row in appraisal.criteria.all()] == ["Own"]


def test_a_scorer_who_was_removed_meanwhile_is_gone(council):
    appraisal = appraisals.opened(council)
    lead, _ = appraisals.scorers(appraisal)
    again = appraisal.scorers.get(pk=lead.pk)
    with pytest.raises(ValidationError, match="at least 2 scorers must be named. Add another first."):
        actions.remove_scorer(by=council.person("manager"), scorer=lead)
    actions.add_scorer(by=council.person("manager"), appraisal=appraisal, post="Head of law")
    actions.remove_scorer(by=council.person("manager"), scorer=lead)
    with pytest.raises(ValidationError, match="This scorer is gone"):
        actions.record_scores(
            by=council.person("lead"), scorer=again, rows=appraisals.rows(appraisal, appraisals.FIRST)
        )


def test_options_differ_in_more_than_capitals(council):
    appraisal, by = appraisals.drafted(council), council.person("manager")
    with pytest.raises(ValidationError) as refused:
        actions.add_option(by=by, appraisal=appraisal, name="HOST")
    assert list(refused.value.message_dict) == ["name"]
    host, company = (appraisal.options.get(name=name) for name in ("Host", "Company"))
    assert actions.edit_option(by=by, option=host, name="HOST").name == "HOST"
    with pytest.raises(ValidationError):
        actions.edit_option(by=by, option=company, name="host")


def test_the_history_costs_the_same_for_two_scorers_and_for_five(council, django_assert_num_queries):
    small, large = appraisals.drafted(council), appraisals.drafted(council, title="More")
    for role in ("officer", "verifier", "steering"):
        actions.add_scorer(by=council.person("manager"), appraisal=large, person=council.person(role))
    client = signed_in(council.person("manager"))
    numbers = []
    for each in (small, large):
        with CaptureQueriesContext(connection) as queries:
            client.get(each.get_absolute_url())
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]

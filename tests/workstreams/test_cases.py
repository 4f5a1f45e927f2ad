"""The life of a business case: drafted, frozen when submitted, approved by another, superseded or withdrawn."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from partnership import guards
from tests import cases
from tests.pages import at, signed_in, words
from workstreams import actions
from workstreams.actions import HeadingFacts, LineFacts, ScoreFacts
from workstreams.cases import differing, worked_out
from workstreams.guards import GUARDS
from workstreams.investment import as_json
from workstreams.models import BusinessCase, CaseLine


def states(world):
    return dict(world.workstream.business_cases.order_by("version").values_list("version", "state"))


def test_it_is_frozen_with_its_rate_and_its_results_which_are_worked_out_again_alike(council):
    case = BusinessCase.objects.get(pk=cases.submitted(council).pk)
    assert (case.state, case.rate_hundredths, case.formulas) == ("submitted", 3_50, "3")
    found = case.stored.combined.cashable
    # £80,000 in each of five years: £77,294.69 + £74,680.86 + £72,155.42 + £69,715.38 + £67,357.85, less £60,000.
    assert (found.npv, found.roi, found.payback_months) == (301_204_20, 566_67, 9)
    assert as_json(worked_out(case)) == case.results
    assert differing() == (1, [])


def test_who_drafted_edited_or_submitted_it_does_not_approve_it(council):
    case = cases.submitted(council, by=council.person("lead"))
    for role in ("manager", "lead", "viewer", "verifier"):
        with pytest.raises(PermissionDenied):
            actions.approve_case(by=council.person(role), case=case)
    approved = actions.approve_case(by=council.person("chief", "CBC"), case=case, decision="Joint Board, minute 7")
    assert (approved.state, approved.decision) == ("approved", "Joint Board, minute 7")
    with pytest.raises(ValidationError, match="Only a submitted"):
        actions.approve_case(by=council.person("steering"), case=case)


def test_an_editor_with_two_roles_does_not_approve_what_he_edited(council):
    person = council.person("steering")
    person.grants.create(role="manager", partnership=council.partnership, from_on=date(2001, 4, 1), requested_by=None)
    editor = type(person).objects.get(pk=person.pk)
    case = cases.drafted(council)
    actions.edit_lines(by=editor, case=case, organisation=council.organisations["CBC"], rows=[])
    actions.submit_case(by=council.person("manager"), case=case)
    with pytest.raises(PermissionDenied):
        actions.approve_case(by=type(person).objects.get(pk=person.pk), case=case)


def test_the_next_version_begins_as_a_copy_and_takes_the_place_of_the_former(council):
    first = cases.approved(council)
    actions_by = council.person("manager")
    second = actions.draft_case(by=actions_by, workstream=council.workstream)
    assert [str(line) for line in second.lines.all()] == [str(line) for line in first.lines.all()]
    assert second.risks.count() == 3 and second.asked is None
    with pytest.raises(ValidationError, match="has a draft already"):
        actions.draft_case(by=actions_by, workstream=council.workstream)
    actions.submit_case(by=actions_by, case=second)
    assert states(council) == {1: "approved", 2: "submitted"}
    assert list(BusinessCase.objects.promises()) == [first]
    actions.approve_case(by=council.person("steering"), case=second)
    assert states(council) == {1: "superseded", 2: "approved"}


def test_what_still_waits_is_superseded_by_a_later_submission_and_can_be_withdrawn_before(council):
    cases.submitted(council)
    second = cases.submitted(council)
    assert states(council) == {1: "superseded", 2: "submitted"}
    with pytest.raises(ValidationError, match="Say why"):
        actions.withdraw_case(by=council.person("manager"), case=second, reason=" ")
    actions.withdraw_case(by=council.person("manager"), case=second, reason="The supplier withdrew.")
    assert states(council) == {1: "superseded", 2: "withdrawn"}


def test_all_that_is_missing_is_said_at_once(council):
    case = actions.draft_case(by=council.person("manager"), workstream=council.workstream)
    with pytest.raises(ValidationError) as refused:
        actions.submit_case(by=council.person("manager"), case=case)
    assert refused.value.messages == [
        "Enter at least one cost.",
        "Enter at least one benefit.",
        "Say what is proposed.",
        "Name the preferred option, and why it is preferred.",
        "Name the three greatest risks. None are named yet.",
    ]


def test_a_draft_is_discarded_and_a_submitted_case_is_not(council):
    manager, case = council.person("manager"), cases.drafted(council)
    actions.discard_case(by=manager, case=case)
    assert not BusinessCase.objects.exists() and CaseLine.history.filter(history_type="-").count() == 6
    case = cases.submitted(council)
    for act in (actions.discard_case, actions.edit_case, actions.submit_case):
        with pytest.raises(ValidationError, match="never changes"):
            act(by=manager, case=case)


def test_only_what_differs_is_written_and_the_history_names_who(council):
    manager, case = council.person("manager"), cases.drafted(council)
    before = CaseLine.history.count()
    rows = [
        LineFacts("ict", "Systems", {0: cases.ONCE}),
        LineFacts("staff", "", {1: cases.YEARLY, 2: 1_00}),
        LineFacts("officer_time", "", {1: 12_50}, rate_pence=24_33),
    ]
    actions.edit_lines(by=manager, case=case, organisation=council.organisations["BDC"], rows=rows)
    newest = list(CaseLine.history.order_by("-history_id")[: CaseLine.history.count() - before])
    assert sorted(row.history_type for row in newest) == ["+", "-", "-", "-", "~"]
    assert {row.history_user for row in newest} == {manager}
    assert case.lines.get(heading="officer_time").pence == 304_13  # 12.5 hours at £24.33


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (LineFacts("ict", "", {6: 1_00}), "of the years of the case"),
        (LineFacts("ict", "", {0: -1}), "not below 0"),
        (LineFacts("officer_time", "", {0: 1_00}), "what an hour"),
        (LineFacts("magic", "", {0: 1_00}), "Choose a heading"),
    ],
)
def test_lines_that_can_not_be_are_refused(council, row, said):
    with pytest.raises(ValidationError, match=said):
        actions.edit_lines(
            by=council.person("manager"),
            case=cases.drafted(council),
            organisation=council.organisations["BDC"],
            rows=[row],
        )


def test_bias_ranges_and_scores_change_the_results(council):
    manager, case = council.person("manager"), cases.drafted(council)
    headings = [HeadingFacts("ict", 15_00, 90_00, 150_00), HeadingFacts("staff")]
    actions.edit_assumptions(by=manager, case=case, headings=headings, seed=42)
    scores = [ScoreFacts("Speed", 1, 50_00, 77_00, council.organisations["BDC"])]
    actions.edit_scores(by=manager, case=case, rows=scores)
    found = worked_out(case)
    assert [row.heading for row in case.headings.all()] == ["ict"]  # what says nothing is not kept
    assert found.combined.total.one_off == 69_000_00
    assert (found.combined.quality.improvement, found.outcome.seed) == (54_00, 42)
    assert found.outcome.p10 < found.outcome.p90


def test_a_rate_holds_from_its_day_and_leaves_what_was_frozen(council):
    frozen = cases.submitted(council)
    rate = {"partnership": council.partnership, "reason": "Our own cost of capital."}
    by = council.person("manager")
    actions.record_discount_rate(by=by, from_on=date(2024, 4, 1), rate_hundredths=5_00, **rate)
    actions.record_discount_rate(by=by, from_on=date(2999, 4, 1), rate_hundredths=9_00, **rate)
    later = cases.submitted(council)
    frozen.refresh_from_db()
    assert (frozen.rate_hundredths, later.rate_hundredths) == (3_50, 5_00)
    assert later.stored.combined.cashable.npv < frozen.stored.combined.cashable.npv
    assert differing() == (2, [])
    with pytest.raises(PermissionDenied):
        actions.record_discount_rate(by=council.person("lead"), from_on=date(2024, 4, 1), rate_hundredths=1, **rate)


REFUSED = [
    "UPDATE workstreams_businesscase SET summary = 'another'",
    "UPDATE workstreams_businesscase SET asked = NULL",
    "UPDATE workstreams_businesscase SET rate_hundredths = 1",
    "UPDATE workstreams_businesscase SET state = 'draft'",
    "DELETE FROM workstreams_businesscase",
    "UPDATE workstreams_caseline SET amount_pence = amount_pence + 1",
    "DELETE FROM workstreams_caseline",
    "DELETE FROM workstreams_caserisk",
    "UPDATE workstreams_discountrate SET rate_hundredths = 1",
    "DELETE FROM workstreams_discountrate",
    "DELETE FROM workstreams_historicalcaseline",
]


def test_the_database_refuses_it_too(council):
    actions.record_discount_rate(
        by=council.person("manager"),
        partnership=council.partnership,
        from_on=date(2024, 4, 1),
        rate_hundredths=3_50,
        reason="Standard.",
    )
    case = cases.approved(council)
    for sql in REFUSED:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    line = CaseLine(case=case, organisation=council.organisations["BDC"], heading="ict", year=1, amount_pence=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save()


def test_results_that_were_tampered_with_are_found(council, capsys):
    cases.submitted(council)
    call_command("verify_cases")
    assert "1 submitted business cases are what" in capsys.readouterr().out
    guards.drop(GUARDS)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE workstreams_caseline SET amount_pence = amount_pence + 1")
    guards.create(GUARDS)
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("verify_cases")


# --- Forms ------------------------------------------------------------------------------------------------------------
def typed(*rows):
    """Rows of the table, each a dictionary of boxes."""
    sent = {"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": "0"}
    return sent | {f"form-{number}-{box}": text for number, row in enumerate(rows) for box, text in row.items()}


@pytest.fixture
def table(council):
    """The manager's browser and the address of Chesterfield's table in a draft."""
    case = cases.drafted(council)
    where = {"workstream": council.workstream.slug, "pk": case.pk, "code": "CBC"}
    return signed_in(council.person("manager")), at("case-lines", council, **where), case


def test_a_table_that_is_refused_says_everything_and_keeps_what_was_typed(table):
    client, address, case = table
    wrong = typed(
        {"heading": "ict", "year_0": "1.000,50"},
        {"heading": "officer_time", "year_1": "12.5"},
        {"heading": "", "year_2": "£300"},
        {"heading": "staff", "year_1": "1"},
        {"heading": "staff", "year_2": "2"},
    )
    shown = words(client.post(address, wrong))
    for text in (
        "Row 1: Put commas between thousands",
        "Row 2: Enter what an hour costs",
        "Row 3: Choose what the amounts are.",
        "Row 5: Row 4 has the same heading and description.",
        'value="1.000,50"',
        'value="£300"',
    ):
        assert text in shown
    assert not case.lines.filter(organisation__code="CBC").exists()


def test_more_rows_can_be_asked_for_and_nothing_is_lost(table):
    client, address, case = table
    shown = words(client.post(address, typed({"heading": "ict", "year_0": "£1,000"}) | {"more": "1"}))
    assert 'name="form-5-heading"' in shown and 'value="£1,000"' in shown
    assert not case.lines.filter(organisation__code="CBC").exists()


def test_a_table_is_saved_and_shown_again(table):
    client, address, case = table
    hours = {"heading": "officer_time", "description": "Team", "rate": "24.33", "year_1": "12.5"}
    client.post(address, typed({"heading": "ict", "year_0": "£1,000", "year_2": "2"}, hours, {"heading": "staff"}))
    found = case.lines.filter(organisation__code="CBC").order_by("pk")
    assert [(line.heading, line.year, line.pence) for line in found] == [
        ("ict", 0, 1_000_00),
        ("ict", 2, 2_00),
        ("officer_time", 1, 304_13),
    ]
    shown = words(client.get(address))
    assert 'value="1,000.00"' in shown and 'value="12.50"' in shown and 'value="24.33"' in shown


def test_assumptions_and_scores_are_typed_in_per_cent(council):
    case, client = cases.drafted(council), signed_in(council.person("manager"))
    where = {"workstream": council.workstream.slug, "pk": case.pk}
    form = client.get(at("case-assumptions", council, **where)).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    refused = client.post(at("case-assumptions", council, **where), sent | {"ict_low_hundredths": "120"})
    assert "ICT: low is at most 100%." in words(refused)
    client.post(at("case-assumptions", council, **where), sent | {"ict_bias_hundredths": "12.5", "seed": "9"})
    case.refresh_from_db()
    assert (case.headings.get().bias_hundredths, case.seed) == (12_50, 9)
    row = {"criterion": "Speed", "weight": "2", "before": "40", "after": "70", "organisation": ""}
    client.post(at("case-scores", council, **where), typed(row))
    assert case.scores.get().after_hundredths == 70_00
    incomplete = client.post(at("case-scores", council, **where), typed({"criterion": "Speed", "weight": "0"}))
    assert "Row 1: Enter weight as a whole number from 1 to 100." in words(incomplete)
    assert "Row 1: Enter the score after." in words(incomplete)


def test_years_with_amounts_are_not_cut_off(council):
    case, client = cases.drafted(council), signed_in(council.person("manager"))
    address = at("case-edit", council, workstream=council.workstream.slug, pk=case.pk)
    form = client.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields if name != "whole_programme"}
    assert "There are amounts in later years" in words(client.post(address, sent | {"years": "3"}))
    client.post(address, sent | {"years": "10", "risk_1": "Another risk."})
    case.refresh_from_db()
    assert (case.years, case.risks.first().risk) == (10, "Another risk.")


def test_no_input_is_varied_by_more_than_all_of_it_whoever_asks(council):
    manager, case = council.person("manager"), cases.drafted(council)
    with pytest.raises(ValidationError) as refused:
        actions.edit_assumptions(by=manager, case=case, headings=[], vary_hundredths=150_00)
    assert refused.value.message_dict == {"vary_hundredths": ["Vary each input by at most 100%."]}
    case.refresh_from_db()
    assert worked_out(case)

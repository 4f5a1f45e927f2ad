"""What a programme is steered by, in the demonstration: risks, lessons, plans, cases, quality, reports."""

import pytest

from governance.models import Report
from governance.models.routes import glance
from tests.demonstration import TODAY, stream
from workstreams import plans, registers
from workstreams.directory import services
from workstreams.models import (
    BusinessCase,
    Communication,
    Consultation,
    Lesson,
    Milestone,
    Reading,
    Risk,
)
from workstreams.policy_tests import PolicyTest, judged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def test_the_three_most_serious_risks_of_the_programme_are_in_its_register(three):
    rows = registers.as_at(Risk.objects.filter(partnership=three, workstream=None), TODAY)
    found = {each.risk.title: each for each in registers.entries(rows, TODAY)}
    assert set(found) == {"Loss of political will", "Lack of officer resource", "Complex HR issues"}
    assert all(each.is_open and each.risk.actions.exists() for each in found.values())
    everything = registers.entries(registers.as_at(Risk.objects.filter(partnership=three), TODAY), TODAY)
    assert [each.risk.reference for each in everything if each.is_overdue] == ["I7"]
    assert [each.risk.workstream.slug for each in everything if each.risk.escalated_then] == ["corporate-services"]


def test_the_seven_lessons_are_told_to_anybody_and_the_thirteen_found_no_baseline(three, derbyshire, client):
    page = client.get("/lessons/three-councils/").content.decode()
    told = Lesson.objects.filter(partnership=three, is_public=True).values_list("title", flat=True)
    assert len(told) == 7 and all(title in page for title in told) and "market sounding" not in page
    assert client.get("/lessons/derbyshire/").status_code == 404
    assert "hard to measure" in Lesson.objects.tagged("baseline").get(partnership=derbyshire).learned


def test_every_way_of_communicating_is_logged_and_the_forum_is_consulted_on_every_proposal(three):
    kinds = set(Communication.objects.filter(partnership=three).values_list("kind", flat=True))
    assert {"news", "open_door", "open_day", "visit", "presentation"} <= kinds
    consulted = Consultation.objects.filter(partnership=three)
    assert consulted.count() == 4
    for row in consulted:
        assert row.consultees.filter(group="unions", name__endswith="Consultative Forum").exists()
    assert [(row.title[:5], row.state_on(TODAY)) for row in consulted if row.is_open] == [
        ("One c", "open"),
        ("Which", "overdue"),
    ]


def test_procurement_slips_against_its_first_baseline_and_not_against_its_second(three):
    milestones = Milestone.objects.filter(workstream__partnership=three)
    whole = plans.network(milestones, TODAY)
    (launch,) = plans.steps(milestones.filter(title="Launch of the unit"), whole, TODAY)
    assert (launch.slip_days, launch.original_slip_days, launch.baselines) == (0, 63, 2)


def test_the_plan_that_runs_today_has_a_critical_path(three):
    milestones = Milestone.objects.filter(workstream__partnership=three)
    whole = plans.network(milestones, TODAY)
    critical = milestones.filter(pk__in=whole.critical()).order_by("planned_on", "pk").values_list("title", flat=True)
    assert list(critical) == [
        "Award of the contract",
        "Migration of records",
        "Trial with agents",
        "Online applications open",
    ]


# --- Business cases ---------------------------------------------------------------------------------------------------
def test_the_programmes_case_promises_what_the_model_expects(three):
    (case,) = BusinessCase.objects.promises().filter(workstream=stream("programme"))
    combined = case.stored.combined
    assert (combined.cashable.benefits, combined.total.non_cashable) == (3_300_000_00, 1_100_000_00)
    assert combined.quality.improvement == 54_00
    assert combined.total.grant == 150_000_00
    assert case.risks.count() == 3 and case.approved_by != case.drafted_by


def test_the_case_of_building_control_fails_the_ten_per_cent_test(three):
    case = stream("building-control").business_cases.get(state="approved")
    asked = PolicyTest(**case.asked)
    found = judged(asked, case.stored)
    assert (asked.policy, asked.baseline_year, asked.baseline_pence) == ("Policy of gates, version 2", 2005, 925_000_00)
    assert (found.year, found.hundredths, found.passes, found.short_pence) == (1, 8_65, False, 12_500_00)


# --- Service quality, baselines and the A-Z ---------------------------------------------------------------------------


def test_mystery_shopping_is_above_the_average_and_improving_in_numbers_that_say_they_are_no_facts(derbyshire):
    rows = Reading.objects.filter(indicator__name="Mystery shopping score").order_by("last_on")
    own, average = ([row.value_hundredths for row in rows if bool(row.comparator) is of] for of in (False, True))
    assert len(own) == len(average) == 2 and own[0] < own[1]
    assert all(score > national for score, national in zip(own, average, strict=True))
    assert all(row.source.startswith("Illustrative") for row in Reading.objects.all())


def test_the_baseline_of_building_control_is_locked_and_the_a_z_tells_the_thirteen(three, derbyshire):
    assert stream("building-control").baseline_locks.get().reason == "The workstream entered implementation."
    listed = {one.name: one for one in services(derbyshire)}
    assert (len(listed["A-Z of Services"].partners), listed["A-Z of Services"].host.code) == (13, "DCC")


# --- Reports ----------------------------------------------------------------------------------------------------------


def test_the_reports_behind_the_decisions_read_as_they_did_and_one_is_on_its_way(three, derbyshire):
    audit = Report.objects.get(title__startswith="Internal audit")
    stood = audit.versions.get(kind="published").figures
    assert stood["figure: forecast cashable 2007-08 workstream=internal-audit"]["text"] == "£30,000.00"
    assert glance(audit).waits_for == "Its route is complete: supported by the Joint Board on 11 December 2006."
    assert audit.agenda_items.get().meeting.body.name == "Joint Board"
    under_way = Report.objects.get(state="on_route")
    assert glance(under_way).here.is_consulted
    assert set(under_way.parts.exclude(exempt_reason="").values_list("key", flat=True)) == {"hr"}
    (electronic,) = derbyshire.reports.all()
    assert electronic.is_published and not electronic.needs_consultation

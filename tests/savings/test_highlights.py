"""Highlight reports: what they begin with, what they need, what is frozen, and how they are put right."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from governance.models import Pack
from governance.packs import highlights as section
from governance.packs.content import Source
from partnership import clock, history
from partnership.dated import Period
from savings import actions, figures
from savings.highlights import standing
from savings.highlights.beside import beside
from savings.models import HighlightReport
from tests import factories, highlights, risks
from tests.gates import asking, policy
from workstreams.models import BudgetHead, Milestone, StageMove, Workstream

pytestmark = pytest.mark.django_db
# Well after the moment at which the workstreams of a test are made: no report is expected from before that.
JULY, AUGUST = date(2060, 7, 1), date(2060, 8, 1)
THIS_YEAR = Period(2060)


@pytest.fixture(autouse=True)
def autumn():
    with clock.travel(datetime(2060, 9, 5, 12, tzinfo=UTC)):
        yield


# --- Beginning --------------------------------------------------------------------------------------------------------
def test_the_next_report_begins_with_the_one_before(council):
    highlights.submitted(council, JULY, risk="amber", next="Advertise\nInterview", decisions="Who hosts")
    report = actions.draft_highlight(by=council.person("manager"), workstream=council.workstream, month=AUGUST)
    assert (report.risk, report.risk_reason, report.overall) == ("amber", "As planned: risk.", "green")
    assert report.points("done") == ["Advertise", "Interview"]
    assert (report.next, report.decisions) == ("", "Who hosts")


@pytest.mark.parametrize(
    ("month", "said"),
    [(date(2060, 10, 1), "has begun"), (date(2060, 7, 2), "has begun"), (AUGUST, "has a report already")],
)
def test_a_month_to_come_and_a_month_with_a_report_are_refused(council, month, said):
    highlights.drafted(council, AUGUST)
    with pytest.raises(ValidationError, match=said):
        actions.draft_highlight(by=council.person("lead"), workstream=council.workstream, month=month)


@pytest.mark.parametrize("role", ["officer", "verifier", "steering", "chief", "auditor", "viewer"])
def test_only_lead_and_manager_write(council, role):
    report = highlights.drafted(council)
    with pytest.raises(PermissionDenied):
        actions.submit_highlight(by=council.person(role), report=report)


# --- Writing ----------------------------------------------------------------------------------------------------------
def test_what_somebody_else_saved_meanwhile_is_not_overwritten_unread(council):
    report = highlights.drafted(council)
    shown = report.edition
    theirs = HighlightReport.objects.select_related("workstream__partnership").get(pk=report.pk)
    actions.edit_highlight(by=council.person("manager"), report=theirs, seen=shown, done="Theirs")
    for act in (actions.edit_highlight, actions.submit_highlight):
        with pytest.raises(ValidationError, match="changed this on") as refused:
            act(by=council.person("lead"), report=report, seen=shown)
        assert refused.value.code == "changed"
    report.refresh_from_db()
    assert (report.done, report.state) == ("Theirs", "draft")


def test_all_that_is_missing_is_said_at_once(council):
    report = actions.draft_highlight(by=council.person("lead"), workstream=council.workstream, month=JULY)
    with pytest.raises(ValidationError) as refused:
        actions.submit_highlight(by=council.person("lead"), report=report)
    assert len(refused.value.message_dict) == 12  # five ratings, five reasons, done and next
    assert refused.value.message_dict["time_reason"] == ["Time: give the reason for the rating."]


# --- Figures ----------------------------------------------------------------------------------------------------------
def test_figures_are_those_of_the_portal_and_frozen_when_submitted(council):
    factories.submitted(council, stage="target", amount_pence=400_00, periods=[THIS_YEAR])
    factories.verified(council, amount_pence=90_00, periods=[THIS_YEAR])
    factories.submitted(council, amount_pence=7_00)  # of another year: not of this report's
    Milestone.objects.create(workstream=council.workstream, title="Launch", planned_on=date(2060, 8, 24))
    risks.raised(council)  # 12 now
    here = {"partnership": council.partnership, "workstream": council.workstream, "kind": "consultancy"}
    BudgetHead.objects.create(**here, year=2060, amount_pence=50_00, source="own")
    report = highlights.submitted(council, AUGUST)
    at = figures.now(council.partnership)
    found = report.figures
    assert (found["sequence"], report.sequence, found["on"]) == (at.sequence, at.sequence, "2060-09-05")
    cashable = [found["money"][0][f"{name}_pence"] for name in ("target", "due", "realised", "verified")]
    assert cashable == [400_00, 100_00, 90_00, 90_00]
    (behind,) = found["milestones"]["behind"]
    assert (behind["title"], behind["slip_days"]) == ("Launch", 12)
    assert [head["remaining_pence"] for head in found["budgets"]] == [50_00]
    said = {aspect: advice["rating"] for aspect, advice in found["suggested"].items()}
    assert said == {"time": "amber", "cost": "green", "benefit": "amber", "risk": "amber"}
    assert [each.is_better for each in standing.rated(report, None)] == [False, True, False, True, True]
    factories.submitted(council, amount_pence=5_00, periods=[THIS_YEAR])
    report.refresh_from_db()
    assert report.figures == found


# --- Afterwards -------------------------------------------------------------------------------------------------------
def test_a_submitted_report_is_never_changed_or_deleted(council):
    report = highlights.submitted(council)
    rows = HighlightReport.objects.filter(pk=report.pk)
    for act in (lambda: rows.update(done="Nothing"), lambda: rows.update(state="draft"), rows.delete):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            act()
    with pytest.raises(ValidationError, match="never changes"):
        actions.edit_highlight(by=council.person("lead"), report=report, done="Nothing")


def test_a_correction_is_a_further_version_and_holds_when_it_is_submitted(council):
    first = highlights.submitted(council)
    lead, rows = council.person("lead"), HighlightReport.objects.all()
    with pytest.raises(ValidationError, match="Say why"):
        actions.correct_highlight(by=lead, report=first, reason=" ")
    second = actions.correct_highlight(by=lead, report=first, reason="The launch is late.")
    actions.edit_highlight(by=lead, report=second, time="red", time_reason="Late.")
    assert (second.version, second.done) == (2, first.done)
    assert rows.in_force().get() == first
    with clock.travel(datetime(2060, 9, 7, 12, tzinfo=UTC)):
        actions.submit_highlight(by=lead, report=second)
    assert rows.in_force().get() == rows.newest().get() == second
    assert rows.in_force(clock.end_of(date(2060, 9, 6))).get() == first
    with pytest.raises(ValidationError, match="corrected already. Open version 2"):
        actions.correct_highlight(by=lead, report=first, reason="Again.")


# --- A month, and what waits ------------------------------------------------------------------------------------------
def second_stream(council, **facts):
    return Workstream.objects.create(
        partnership=council.partnership, **{"name": "Procurement", "slug": "procurement", "stage": "live"} | facts
    )


def staged(council, stream, stage, moment):
    by = council.person("manager")
    with clock.travel(moment):
        StageMove.objects.create(
            workstream=stream, from_stage=stream.stage, to_stage=stage, way="advanced", moved_by=by
        )
        stream.stage = stage
        history.save(stream, by=by)


def test_a_month_shows_who_reported_who_is_late_and_how_ratings_moved(council):
    second_stream(council)
    second_stream(council, name="Old", slug="old", stage="closed")
    highlights.submitted(council, JULY, overall="red")
    highlights.submitted(council, AUGUST, overall="amber")
    streams = Workstream.objects.filter(partnership=council.partnership).order_by("name")
    found, due = standing.with_report(streams, AUGUST), standing.due_on(council.partnership, AUGUST)
    audit, procurement = standing.rows(found, AUGUST, due=due, user=council.person("viewer"))
    assert (audit.rating("overall").rating, audit.rating("overall").moved) == ("amber", "Better")
    assert (procurement.report, procurement.state_words) == (None, "Due by 10 Sep 2060")
    said = standing.conclusion(found, AUGUST, due)
    assert said == "1 of 2 workstreams reported: 1 amber overall. 1 report is awaited."
    with clock.travel(datetime(2060, 9, 11, 12, tzinfo=UTC)):
        assert procurement.state_words == "Late: due 10 Sep 2060"


def test_when_a_report_is_late_and_a_slip_is_red_is_said_by_the_policy_of_the_day(council):
    """A policy from August on: reports are due after 5 days, and a slip of 12 days is red."""
    by = council.person("manager")
    days = {"planned_on": date(2060, 9, 1), "forecast_on": date(2060, 9, 13)}
    Milestone.objects.create(workstream=council.workstream, title="Launch", **days)
    now = figures.AsAt(0, date(2060, 9, 5), is_now=True)
    said = beside(council.workstream, AUGUST, now, user=by)["suggested"]["time"]
    assert (said["rating"], standing.due_on(council.partnership, AUGUST)) == ("amber", date(2060, 9, 10))
    policy(council, asking("case", "partners", 2), from_on=AUGUST, highlight_days=5, amber_days=11)
    assert beside(council.workstream, AUGUST, now, user=by)["suggested"]["time"]["rating"] == "red"
    due = [standing.due_on(council.partnership, month) for month in (JULY, AUGUST)]
    assert due == [date(2060, 8, 10), date(2060, 9, 5)]


def test_drafts_and_the_last_month_wait_for_whoever_writes_them_once_reporting_has_begun(council):
    procurement, manager = second_stream(council), council.person("manager")
    staged(council, council.workstream, "live", datetime(2060, 6, 1, tzinfo=UTC))
    assert standing.due(manager, council.partnership) == []
    first = highlights.drafted(council, JULY)
    audit = council.workstream.slug

    def waits():
        found = standing.due(manager, council.partnership)
        return [(each.workstream.slug, each.month, bool(each.draft)) for each in found]

    assert waits() == [(audit, JULY, True)]  # a draft of an old month makes nobody late
    actions.submit_highlight(by=council.person("lead"), report=first)
    assert waits() == [
        (procurement.slug, JULY, False),  # what is late goes on waiting when the next month ends
        (audit, AUGUST, False),
        (procurement.slug, AUGUST, False),
    ]
    assert {each.workstream.slug for each in standing.due(council.person("lead"), council.partnership)} == {audit}
    with clock.travel(datetime(2061, 6, 5, 12, tzinfo=UTC)):
        later = [(each.month, bool(each.draft)) for each in standing.due(council.person("lead"), council.partnership)]
    newest = [(date(2061, month, 1), False) for month in (3, 4, 5)]
    assert later == newest  # what nobody wrote for a quarter stays missing
    assert standing.due(council.person("officer"), council.partnership) == []


def test_a_month_is_told_by_the_stages_of_its_end(council):
    procurement, manager = second_stream(council, stage="idea"), council.person("manager")
    highlights.submitted(council, JULY)
    staged(council, council.workstream, "live", datetime(2060, 6, 1, tzinfo=UTC))
    staged(council, council.workstream, "closed", datetime(2060, 9, 30, 12, tzinfo=UTC))
    staged(council, procurement, "live", datetime(2060, 9, 6, tzinfo=UTC))
    streams = Workstream.objects.filter(partnership=council.partnership)
    ends = (date(2060, 8, 31), date(2060, 9, 30))
    expected = [set(streams.filter(standing.at_work(on)).values_list("slug", flat=True)) for on in ends]
    assert expected == [{council.workstream.slug}, {"procurement"}]
    with clock.travel(datetime(2060, 10, 5, 12, tzinfo=UTC)):
        waits = [(each.workstream.slug, each.month) for each in standing.due(manager, council.partnership)]
    audit = council.workstream.slug
    assert waits == [(audit, AUGUST), ("procurement", date(2060, 9, 1))]


# --- In a pack --------------------------------------------------------------------------------------------------------
def test_a_pack_prints_the_newest_reports_as_they_stood_on_its_day(council):
    first = highlights.submitted(council, JULY, overall="amber")
    with clock.travel(datetime(2060, 9, 10, 12, tzinfo=UTC)):
        again = actions.correct_highlight(by=council.person("lead"), report=first, reason="Wrong.")
        actions.submit_highlight(by=council.person("lead"), report=again)
    second_stream(council)
    manager = council.person("manager")
    pack = Pack(partnership=council.partnership, requested_by=manager, sequence=0, as_at_on=date(2060, 9, 6))
    printed = section.content(Source(pack), "")
    (row,) = printed["grid"]["rows"]
    assert [cell["text"] for cell in row][:3] == ["Internal audit", "July 2060", "Amber"]
    assert printed["silent"] == ["Procurement"]
    assert printed["reports"][0]["points"][1] == {"label": "next steps", "points": ["Advertise the tender"]}
    pack.as_at_on = date(2060, 9, 10)
    assert section.content(Source(pack), "")["reports"][0]["correction"] == "Wrong."

"""The pages of a plan: dates, dependencies, baselines, the list with its files, and the timeline."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from partnership import clock
from partnership.models import Grant
from tests import factories
from tests.pages import at, problems, signed_in, typed, words
from workstreams import actions
from workstreams.models import BaselinedDate, Dependency, Milestone, PlanBaseline, Workstream

TODAY = clock.today()


def of(name, council, **named):
    return at(name, council, workstream="internal-audit", **named)


def planned(council, title, days, **facts):
    """A milestone so many days from today."""
    given = {"title": title, "planned_on": TODAY + timedelta(days=days)} | facts
    return actions.add_milestone(by=council.person("lead"), workstream=council.workstream, **given)


def waits(council, milestone, *others):
    return actions.set_dependencies(by=council.person("lead"), milestone=milestone, waits_for=others)


@pytest.fixture
def three(council):
    """Case, then approval, then launch."""
    case, approval, launch = (planned(council, *row) for row in (("Case", 10), ("Approval", 20), ("Launch", 30)))
    waits(council, approval, case)
    waits(council, launch, approval)
    return case, approval, launch


# --- Dates and owners ---
def test_a_task_gets_its_days_and_an_owner(council):
    client = signed_in(council.person("lead"))
    owner = council.person("officer")
    given = {"title": "Training", "owner": owner.pk} | typed("planned_start_on", date(2026, 3, 2))
    client.post(of("milestone-add", council), given | typed("planned_on", date(2026, 3, 6)))
    row = Milestone.objects.get()
    assert (row.planned_start_on, row.planned_on, row.owner) == (date(2026, 3, 2), date(2026, 3, 6), owner)
    page = words(client.get(row.get_absolute_url()))
    assert "2 March 2026 to 6 March 2026" in page and "Officer" in page


def test_every_wrong_date_and_owner_is_said_at_once(council):
    given = {"title": "Training", "owner": council.person("officer").pk, "owner_post": "Head of ICT"}
    given |= typed("planned_start_on", date(2026, 3, 9)) | typed("planned_on", date(2026, 3, 6))
    given |= typed("actual_on", TODAY + timedelta(days=1))
    response = signed_in(council.person("lead")).post(of("milestone-add", council), given)
    assert set(problems(response)) == {"planned_start_on", "actual_on", "owner_post"}
    assert problems(response)["planned_start_on"] == ["The start must be on or before the end."]
    assert problems(response)["actual_on"] == ["This day has not come yet. What is to come is a forecast."]


def test_somebody_of_another_partnership_owns_nothing_here(council):
    far = factories.three_councils(slug="far", prefix="F-")
    given = {"title": "Training", "owner": far.person("officer").pk} | typed("planned_on", TODAY)
    response = signed_in(council.person("lead")).post(of("milestone-add", council), given)
    assert list(problems(response)) == ["owner"]
    with pytest.raises(actions.plan.ValidationError):
        planned(council, "Training", 1, owner=far.person("officer"))


# --- Dependencies ---
def test_a_loop_is_refused_with_a_sentence_that_names_it(council, three):
    case, _approval, launch = three
    address = of("milestone-dependencies", council, pk=case.pk)
    response = signed_in(council.person("lead")).post(address, {"waits_for": [launch.pk]})
    assert problems(response)["waits_for"] == [
        "That would be a loop: “Launch” waits for “Approval”, which waits for “Case”, which waits for “Launch”. "
        "Take one of them out."
    ]
    assert Dependency.objects.count() == 2


def test_dependencies_are_replaced_as_a_whole_and_go_with_a_milestone(council, three):
    case, approval, launch = three
    waits(council, launch, case)
    assert list(Dependency.objects.filter(milestone=launch).values_list("waits_for", flat=True)) == [case.pk]
    actions.remove_milestone(by=council.person("lead"), milestone=case)
    assert Dependency.objects.count() == 0
    page = words(signed_in(council.person("lead")).get(launch.get_absolute_url()))
    assert "<strong>Lead</strong> deleted the dependency on “Case”" in page


def test_a_milestone_waits_for_none_of_another_partnership(council):
    far = factories.three_councils(slug="far", prefix="F-")
    row = planned(council, "Case", 1)
    secret = Milestone.objects.create(workstream=far.workstream, title="Secret", planned_on=TODAY)
    client = signed_in(council.person("lead"))
    address = of("milestone-dependencies", council, pk=row.pk)
    assert "Secret" not in words(client.get(address))
    assert list(problems(client.post(address, {"waits_for": [secret.pk]}))) == ["waits_for"]
    with pytest.raises(actions.plan.ValidationError):
        waits(council, row, secret)


# --- Baselines ---
def test_a_new_baseline_takes_the_forecast_and_keeps_the_old(council, three):
    case, approval, launch = three
    lead, manager = council.person("lead"), council.person("manager")
    actions.set_plan_baseline(by=manager, workstream=council.workstream, reason="Agreed by the board.")
    actions.edit_milestone(by=lead, milestone=launch, forecast_on=TODAY + timedelta(days=75))
    client = signed_in(manager)
    client.post(of("milestone-baseline-add", council), {"reason": "The tender was late."})

    launch.refresh_from_db()
    assert launch.planned_on == TODAY + timedelta(days=75)
    found = BaselinedDate.objects.filter(milestone=launch).values_list("baseline__version", "planned_on")
    assert list(found) == [(1, TODAY + timedelta(days=30)), (2, TODAY + timedelta(days=75))]
    rows = client.get(of("milestone-list", council)).context["listing"].objects
    (row,) = [each for each in rows if each.milestone == launch]
    assert (row.slip_days, row.original_slip_days) == (0, 45)
    page = words(client.get(of("milestone-baseline", council, pk=PlanBaseline.objects.get(version=2).pk)))
    assert "The tender was late." in page and "45 days late" in page


def test_what_a_baseline_holds_is_not_planned_anew_without_one(council, three):
    case = three[0]
    lead = council.person("lead")
    actions.set_plan_baseline(by=council.person("manager"), workstream=council.workstream, reason="Agreed.")
    with pytest.raises(actions.plan.ValidationError, match="in baseline 1 of the plan"):
        actions.edit_milestone(by=lead, milestone=case, planned_on=TODAY)
    form = signed_in(lead).get(of("milestone-edit", council, pk=case.pk)).context["form"]
    assert "planned_on" not in form.fields and "forecast_on" in form.fields


def test_a_baseline_outlasts_its_milestones_and_is_never_changed(council, three):
    actions.set_plan_baseline(by=council.person("manager"), workstream=council.workstream, reason="Agreed.")
    lead, manager = council.person("lead"), council.person("manager")
    with pytest.raises(PermissionDenied):
        actions.remove_milestone(by=lead, milestone=three[2], reason="Planned anew.")
    assert "Remove this milestone" not in words(signed_in(lead).get(of("milestone-edit", council, pk=three[2].pk)))
    client, address = signed_in(manager), of("milestone-remove", council, pk=three[2].pk)
    assert list(problems(client.post(address, {"reason": ""}))) == ["reason"]
    with pytest.raises(actions.plan.ValidationError, match="Say why it is taken out"):
        actions.remove_milestone(by=manager, milestone=three[2])
    assert client.post(address, {"reason": "The board gave it up."}).status_code == 302
    assert Milestone.history.get(history_type="-").history_change_reason == "The board gave it up."
    baseline = PlanBaseline.objects.get()
    assert list(baseline.dates.values_list("title", flat=True)) == ["Case", "Approval", "Launch"]
    with pytest.raises(TypeError):
        baseline.save()


def test_a_lead_sets_no_baseline_and_an_empty_plan_has_none(council):
    assert signed_in(council.person("lead")).get(of("milestone-baseline-add", council)).status_code == 403
    response = signed_in(council.person("manager")).post(of("milestone-baseline-add", council), {"reason": "Agreed."})
    assert "There is no milestone to set a baseline of." in problems(response)["reason"][0]


# --- The lists ---
def test_the_plan_shows_slip_float_and_the_critical_path(council, three):
    planned(council, "Training", 15)
    rows = signed_in(council.person("viewer")).get(of("milestone-list", council)).context["listing"].objects
    found = {row.milestone.title: (row.state, row.float_words) for row in rows}
    assert found == {
        "Case": ("planned", "20 days"),
        "Training": ("planned", "–"),
        "Approval": ("planned", "10 days"),
        "Launch": ("planned", "None: critical"),
    }


def test_the_programmes_plan_filters_sorts_and_downloads(council, three):
    other = Workstream.objects.create(partnership=council.partnership, name="Procurement", slug="procurement")
    Milestone.objects.create(workstream=other, title="Late", planned_on=TODAY - timedelta(days=5))
    client, address = signed_in(council.person("viewer")), at("milestone-plan", council)

    def titles(**asked):
        return [row.milestone.title for row in client.get(address, asked).context["listing"].objects]

    assert titles() == ["Late", "Case", "Approval", "Launch"]
    assert titles(sort="-slip")[0] == "Late"
    assert titles(state="late") == ["Late"]
    assert titles(state="critical") == ["Launch"]
    assert titles(workstream="internal-audit", sort="-expected") == ["Launch", "Approval", "Case"]
    lines = b"".join(client.get(address, {"format": "csv", "state": "late"}).streaming_content).decode("utf-8-sig")
    heading, row = [line.split(",") for line in lines.splitlines()]
    assert dict(zip(heading, row, strict=True))["Slip in days"] == "5"


def test_the_plan_costs_the_same_for_three_milestones_and_for_thirty(council, three, django_assert_num_queries):
    client = signed_in(council.person("viewer"))
    with django_assert_num_queries(10):
        client.get(at("milestone-plan", council))
    for number in range(27):
        waits(council, planned(council, f"Step {number}", number), three[0])
    with django_assert_num_queries(10):
        client.get(at("milestone-plan", council))


def test_the_timeline_is_a_picture_that_says_its_conclusion(council, three):
    client = signed_in(council.person("viewer"))
    chart = client.get(of("milestone-list", council)).context["chart"]
    assert chart.alt.startswith("0 of 3 milestones are met; next comes “Case”")
    picture = client.get(chart.src)
    assert picture["Content-Type"] == "image/svg+xml" and b"<title>0 of 3 milestones" in picture.content
    assert client.get(of("milestone-list-chart", council) + "?state=met").status_code == 404


def test_an_administrator_sees_the_plan_and_no_link_to_figures(council, three):
    Grant.objects.filter(user=council.person("administrator")).update(role="administrator")
    page = words(signed_in(council.person("administrator")).get(of("milestone-list", council)))
    assert "Launch" in page and 'href="/p/three-councils/workstreams/internal-audit/"' not in page

"""Two people at once: what may stand once stands once, and what was judged is what is written."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from partnership import clock
from partnership.models import Partnership
from tests import measured
from tests.risks import raised, rated
from tests.savings.test_races import at_once
from workstreams import actions
from workstreams.models import ContributionRule, Hosting, Indicator, Milestone, Participation, Risk, RiskReview

DAY = date(2026, 4, 1)
SOON = date(2027, 4, 1)
pytestmark = pytest.mark.services  # rows are locked; of two who write to SQLite one waits from the start


def after_the_other(first, second):
    """`second` is called once `first` is done and before it is committed: it meets its locks, or what it did not lock.
    The results or errors of both."""
    done, asked = threading.Event(), threading.Event()

    def one():
        with transaction.atomic():
            result = first()
            done.set()
            asked.wait(0.3)
        return result

    def other():
        done.wait(10)
        threading.Timer(0.2, asked.set).start()
        return second()

    return at_once(one, other)


def assert_one_is_told(results, error=ValidationError):
    assert [type(result) for result in results if isinstance(result, Exception)] == [error], results


def test_the_same_participation_twice_at_once_is_recorded_once(live_council):
    world, manager = live_council, live_council.person("manager")
    Participation.objects.filter(organisation__code="BDC").delete()
    facts = {"organisation": world.organisations["BDC"], "from_on": DAY}

    def join():
        return actions.add_participation(by=manager, workstream=world.workstream, **facts)

    assert_one_is_told(after_the_other(join, join))
    assert Participation.objects.filter(organisation__code="BDC").count() == 1


def test_two_hosts_from_the_same_day_are_refused(live_council):
    world, manager = live_council, live_council.person("manager")

    def host(code):
        organisation = world.organisations[code]
        return actions.add_hosting(by=manager, workstream=world.workstream, organisation=organisation, from_on=DAY)

    assert_one_is_told(after_the_other(lambda: host("BDC"), lambda: host("CBC")))
    assert Hosting.objects.current(DAY).count() == 1


def test_two_rules_at_once_are_not_both_in_force(live_council):
    world, manager = live_council, live_council.person("manager")

    def rule():
        facts = {"basis": "equal", "from_on": DAY, "decision": "The board.", "weights": {}}
        partnership = Partnership.objects.get(pk=world.partnership.pk)
        return actions.add_contribution_rule(by=manager, partnership=partnership, **facts)

    assert_one_is_told(after_the_other(rule, rule))
    assert ContributionRule.objects.count() == 1


def test_an_indicator_added_twice_at_once_is_refused_in_words(live_council):
    world = live_council

    def add():
        return measured.indicator(world)

    results = after_the_other(add, add)
    assert_one_is_told(results)
    assert "has an indicator of this name already" in str(results[1]) and Indicator.objects.count() == 1


def test_a_risk_that_is_closed_meanwhile_is_not_edited(live_council):
    world = live_council
    risk = raised(world)
    seen = Risk.objects.get(pk=risk.pk)
    results = after_the_other(
        lambda: actions.close_risk(by=world.person("manager"), risk=risk, reason="Over."),
        lambda: actions.edit_risk(by=world.person("manager"), risk=seen, title="Another"),
    )
    assert_one_is_told(results)
    assert Risk.objects.get().title == risk.title


def test_a_risk_that_is_escalated_meanwhile_is_not_reviewed_by_the_lead(live_council):
    world = live_council
    risk = raised(world)
    seen = Risk.objects.get(pk=risk.pk)
    facts = {"ratings": rated(1, 1), "next_on": clock.today() + timedelta(days=30)}
    results = after_the_other(
        lambda: actions.escalate_risk(by=world.person("lead"), risk=risk, reason="Beyond us."),
        lambda: actions.review_risk(by=world.person("lead"), risk=seen, **facts),
    )
    assert_one_is_told(results, PermissionDenied)
    assert RiskReview.objects.count() == 1


def test_a_date_that_a_baseline_takes_meanwhile_is_not_planned_anew(live_council):
    world = live_council
    row = Milestone.objects.create(workstream=world.workstream, title="Launch", planned_on=DAY)
    results = after_the_other(
        lambda: actions.set_plan_baseline(by=world.person("manager"), workstream=world.workstream, reason="Agreed."),
        lambda: actions.edit_milestone(by=world.person("lead"), milestone=row, planned_on=SOON),
    )
    assert_one_is_told(results)
    assert Milestone.objects.get().planned_on == DAY

"""The critical path, against a brute-force search for the longest path."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnership import clock
from tests.api import Program
from tests.factories import moment
from tests.pages import at, signed_in
from workstreams import actions, plans
from workstreams.models import Dependency, Milestone
from workstreams.schedule import Loop, Task, day_of, loop_with, schedule

KEYS = list(range(1, 8))


@st.composite
def networks(draw):
    """Up to seven tasks; each may wait for some before it, so that there is no loop."""
    tasks = {key: Task(draw(st.integers(0, 30)), draw(st.integers(0, 20)), draw(st.booleans())) for key in KEYS}
    pairs = [(a, b) for b in KEYS for a in KEYS if a < b and draw(st.integers(0, 3)) == 0]
    return tasks, pairs


def binding(tasks, pairs):
    return [(a, b) for a, b in pairs if not tasks[b].done]


def paths_to(key, pairs):
    """Every chain that ends with this task, the shortest being itself."""
    before = [a for a, b in pairs if b == key]
    return [[key]] + [[*path, key] for each in before for path in paths_to(each, pairs)]


def length(path, tasks):
    """When the last of a chain ends, if nothing but this chain held it up."""
    return tasks[path[0]].begins + sum(tasks[key].days for key in path)


@given(networks())
def test_a_task_ends_with_the_longest_path_to_it(plan):
    tasks, pairs = plan
    found = schedule(tasks, pairs)
    for key in KEYS:
        assert found[key].earliest_end == max(length(path, tasks) for path in paths_to(key, binding(tasks, pairs)))


@given(networks(), st.sampled_from(KEYS), st.integers(1, 40))
def test_float_is_how_much_later_a_task_may_end_without_moving_the_end_of_its_network(plan, key, more):
    tasks, pairs = plan
    found = schedule(tasks, pairs)
    network = [each for each in KEYS if found[each].network == found[key].network]
    end = max(found[each].earliest_end for each in network)
    longer = tasks | {key: Task(found[key].earliest_begin + more, tasks[key].days, tasks[key].done)}
    moved = max(schedule(longer, pairs)[each].earliest_end for each in network)
    assert (moved > end) == (more > found[key].total_float)
    assert max(moved, end) == end + max(more - found[key].total_float, 0)


@given(networks())
def test_every_network_has_a_critical_path_from_a_task_that_nothing_holds_up_to_its_end(plan):
    tasks, pairs = plan
    found = schedule(tasks, pairs)

    def unhindered(key):
        """When it could begin if only what is done held it up."""
        return max([tasks[key].begins, *(found[a].earliest_end for a, b in pairs if b == key and tasks[a].done)])

    for network in {slot.network for slot in found.values() if not slot.alone}:
        members = {key: slot for key, slot in found.items() if slot.network == network}
        critical = {key for key, slot in members.items() if slot.is_critical}
        assert any(found[key].earliest_end == max(s.earliest_end for s in members.values()) for key in critical)
        assert any(found[key].earliest_begin == unhindered(key) for key in critical)
        assert all(slot.total_float >= 0 for slot in members.values())


@given(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)).filter(lambda pair: pair[0] != pair[1])))
def test_a_loop_is_found_where_there_is_one_and_is_one(pairs):
    loop = loop_with(pairs)
    for before, after in zip(loop, [*loop[1:], *loop[:1]], strict=True):
        assert (before, after) in pairs
    reached = {key: {key} for key in KEYS}
    for _ in KEYS:
        for a, b in pairs:
            reached[a] |= reached[b]
    assert bool(loop) == any(a in reached[b] for a, b in pairs)


def test_a_plan_with_a_loop_has_no_schedule():
    with pytest.raises(Loop) as raised:
        schedule({1: Task(0), 2: Task(0), 3: Task(0)}, [(1, 2), (2, 3), (3, 2)])
    assert raised.value.keys == [2, 3]


def test_what_is_done_stays_where_it_was_holds_up_what_waits_and_is_on_no_path():
    found = schedule({1: Task(50, 10), 2: Task(20, 5, done=True), 3: Task(0, 5)}, [(1, 2), (2, 3)])
    assert (found[2].earliest_end, found[3].earliest_begin) == (25, 25)
    assert all(slot.alone and not slot.is_critical for slot in found.values())


# --- A plan as it stands today ---
ON = date(2026, 6, 15)


def standing(council, rows):
    """The first and last day of each task at the earliest, by its title."""
    made = [Milestone.objects.create(workstream=council.workstream, **row) for row in rows]
    for first, second in zip(made, made[1:], strict=False):
        Dependency.objects.create(milestone=second, waits_for=first)
    slots = plans.network(Milestone.objects.all(), ON).slots
    return {
        row.title: (day_of(slots[row.pk].earliest_begin) + timedelta(days=1), day_of(slots[row.pk].earliest_end))
        for row in made
    }


def task(title, first, last, **more):
    return {"title": title, "planned_start_on": first, "planned_on": last} | more


def test_what_has_not_begun_begins_today_at_the_earliest_and_pushes_what_waits(council):
    found = standing(
        council,
        [
            task("Design", ON - timedelta(days=31), ON - timedelta(days=1)),
            task("Build", ON, ON + timedelta(days=9)),
        ],
    )
    assert found["Design"] == (ON, ON + timedelta(days=30))
    assert found["Build"] == (ON + timedelta(days=31), ON + timedelta(days=40))


def test_of_what_has_begun_only_the_rest_is_to_be_done(council):
    ago = ON - timedelta(days=20)
    found = standing(
        council,
        [
            task("Late", ago, ON - timedelta(days=1), actual_start_on=ago),
            task("Begun", ago, ON + timedelta(days=4), actual_start_on=ago),
        ],
    )
    assert found["Late"] == (ON, ON)  # what is late is reckoned with as if it were done today
    assert found["Begun"] == (ON + timedelta(days=1), ON + timedelta(days=5))


def test_a_stopped_workstream_holds_up_nothing_and_is_not_late(council):
    manager = council.person("manager")
    row = Milestone.objects.create(workstream=council.workstream, title="Launch", planned_on=date(2020, 4, 1))
    assert plans.step(row, ON).state == "late"
    with clock.travel(moment(2026, 6, 15)):
        actions.stop(by=manager, workstream=council.workstream, reason="Given up.")
    row = Milestone.objects.get()
    found = plans.step(row, ON)
    assert (found.state, found.slip) == ("set aside", "On plan")
    assert plans.with_standing(Milestone.objects.all(), ON).get().standing == "set aside"
    assert plans.network(Milestone.objects.all(), ON).slots == {}
    page = signed_in(manager).get(at("workstream-list", council))
    assert [each.late for each in page.context["listing"].objects] == [0]


def test_no_date_breaks_the_plan(council):
    lead = council.person("lead")
    body = {"partnership": "three-councils", "workstream": "internal-audit", "title": "Far", "planned_on": "9999-12-31"}
    answer = Program(lead, may_write=True).post("milestones/", body)
    assert answer.status_code == 400 and "1990 to 2100" in answer.content.decode()
    Milestone.objects.create(workstream=council.workstream, title="Far", planned_on=date.max)
    Milestone.objects.create(workstream=council.workstream, planned_start_on=ON, title="After", planned_on=ON)
    first, second = Milestone.objects.order_by("-planned_on")
    Dependency.objects.create(milestone=second, waits_for=first)
    assert signed_in(lead).get(at("milestone-plan", council)).status_code == 200


def test_a_plan_of_a_day_gone_by_reads_the_stages_of_that_day(council):
    manager = council.person("manager")
    Milestone.objects.create(workstream=council.workstream, title="Launch", planned_on=date(2020, 4, 1))
    stopped_on = date(2026, 5, 4)
    with clock.travel(moment(2026, 5, 4)):
        actions.stop(by=manager, workstream=council.workstream, reason="Given up.")
    rows = Milestone.objects.all()
    for on, state, slots in ((stopped_on - timedelta(days=1), "late", 1), (stopped_on, "set aside", 0)):
        found = plans.step(plans.as_at(rows, on).get(), on)
        assert (found.state, plans.with_standing(rows, on).get().standing) == (state, state)
        assert (len(plans.network(rows, on).slots), rows.filter(plans.late(on)).count()) == (slots, slots)

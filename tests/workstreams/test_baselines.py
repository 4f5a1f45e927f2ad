"""Baselines by heading: versions, the lock, unit costs, and what is shown as at a day gone by."""

import csv
import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from partnership import clock
from savings import tables
from tests import factories, gates, measured
from tests.api import Program
from tests.factories import moment
from tests.figure_pages import cells, shown
from tests.pages import at, problems, signed_in, words
from workstreams import actions
from workstreams.actions import Volume
from workstreams.models import BaselineCost, BaselineVolume

TYPED = {
    "year": "2006",
    "staff_pence": "100,000",
    "premises_pence": "10,000.50",
    "income_pence": "4,000",
    "rest_pence": "2,000",
    "counted_1": "Applications",
    "hundredths_1": "240",
    "source": "Outturn",
}


def of(name, world, **named):
    return at(name, world, workstream="internal-audit", **named)


def test_a_whole_baseline_is_entered_in_one_form_and_the_unit_cost_worked_out(council):
    client = signed_in(council.person("lead"))
    assert client.post(of("baseline-add", council), TYPED).status_code == 302

    row = BaselineCost.objects.get()
    assert (row.cost_pence, row.income_pence, row.rest_pence) == (108_000_50, -4_000_00, 2_000_00)
    assert row.volumes.get().unit_cost_pence == 450_00  # £108,000.50 over 240 is £450.002
    page = shown(council, "baseline-home", workstream="internal-audit")
    assert cells(page, "2006-07, all organisations together")[1:9] == [
        *("£108,000.50", "£100,000.00", "£10,000.50", "£0.00", "£0.00", "£0.00", "−£4,000.00", "£2,000.00"),
    ]
    assert cells(page, "Applications")[-2:] == ["240", "£450.00"]


def test_everything_that_is_wrong_with_a_form_is_said_at_once(council):
    given = {"year": "", "staff_pence": "x", "counted_1": "Audits", "hundredths_2": "0", "counted_2": "Days"}
    response = signed_in(council.person("lead")).post(of("baseline-add", council), given)
    assert set(problems(response)) == {"year", "staff_pence", "hundredths_1", "hundredths_2"}
    empty = signed_in(council.person("lead")).post(of("baseline-add", council), {"year": "2006"})
    assert problems(empty) == {"rest_pence": ["Enter the cost under at least one heading, or as not broken down."]}


def test_after_the_lock_a_change_wants_a_reason_and_both_versions_are_compared(council):
    first = measured.baseline(council, volumes=[Volume("Applications", 2_400_00)])
    manager = council.person("manager")
    actions.lock_baseline(by=manager, workstream=council.workstream, reason="Approved by the board.")
    with pytest.raises(ValidationError, match="not changed since"):
        actions.lock_baseline(by=manager, workstream=council.workstream, reason="Again.")

    with pytest.raises(ValidationError, match="Say why it changes"):
        actions.edit_baseline(by=manager, baseline=first, staff_pence=10_000_00)
    second = actions.edit_baseline(by=manager, baseline=first, staff_pence=10_000_00, reason="A post was left out.")

    assert (second.version, second.cost_pence, second.volumes.count()) == (2, 935_000_00, 1)
    with pytest.raises(ValidationError, match="meanwhile"):
        actions.edit_baseline(by=manager, baseline=first, staff_pence=1, reason="Late.")
    page = shown(council, "baseline", workstream="internal-audit", pk=second.pk, role="manager")
    assert cells(page, "Staff") == ["Staff", "£0.00", "£10,000.00", "£10,000.00"]
    assert cells(page, "Net cost") == ["Net cost", "£925,000.00", "£935,000.00", "£10,000.00"]
    home = shown(council, "baseline-home", workstream="internal-audit", role="manager")
    assert "£925,000.00 then, £935,000.00 now" in home and "A post was left out." in home
    only_the_sum = shown(council, "baseline", workstream="internal-audit", pk=first.pk)
    assert cells(only_the_sum, "Staff") == ["Staff", "–"]  # not broken down: nobody knows that it was £0.00
    assert cells(only_the_sum, "Not broken down") == ["Not broken down", "£925,000.00"]


def test_versions_and_locks_are_never_changed_or_deleted(council):
    row = measured.baseline(council, volumes=[Volume("Audits", 1_00)])
    actions.lock_baseline(by=council.person("manager"), workstream=council.workstream, reason="Approved.")
    with pytest.raises(TypeError):
        row.save()
    for rows in (BaselineCost.objects.all(), BaselineVolume.objects.all(), council.workstream.baseline_locks.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)


def test_a_withdrawn_baseline_is_out_and_can_be_recorded_again(council):
    row = measured.baseline(council, "CBC")
    actions.withdraw_baseline(by=council.person("lead"), baseline=row, reason="The wrong year.")
    assert not BaselineCost.objects.in_force().exists()
    again = measured.baseline(council, "CBC", cost_pence=1_00)
    assert (again.version, again.cost_pence) == (3, 1_00)


def test_figures_use_the_version_in_force_as_at_the_date(council):
    gates.policy(council, gates.asking("live", "reduction", 10_00, 2))
    with clock.travel(moment(2026, 5, 1)):
        first = measured.baseline(council, year=2024)
    factories.submitted(council, pence=92_500_00)
    with clock.travel(moment(2026, 6, 10)):
        actions.edit_baseline(by=council.person("manager"), baseline=first, rest_pence=1_000_000_00)

        page = shown(council, "workstream", workstream="internal-audit")
        assert "£92,500.00 of cashable savings is 9.25% of the baseline of £1,000,000.00" in page
        before = shown(council, "workstream", workstream="internal-audit", query="?as_at=2026-06-05")
        assert "£1,000,000.00" not in before and "£925,000.00" in before
        earlier = shown(council, "workstream", workstream="internal-audit", query="?as_at=2026-04-05")
        assert "No baseline was taken" in earlier


def test_a_missing_baseline_is_marked_in_lists_tables_and_beside_each_saving(council):
    statement = factories.submitted(council, pence=80_000_00)
    saving = {"name": "saving", "pk": statement.saving_id, "role": "officer"}
    assert tables.names(council.partnership, user=council.person("viewer")).workstreams[council.workstream.pk].mark
    for page in (shown(council), shown(council, "workstream-list"), shown(council, **saving)):
        assert ">No baseline</strong>" in page
    measured.baseline(council)
    assert ">No baseline</strong>" not in shown(council)
    assert "8.65%" in shown(council, **saving)


def test_the_list_and_the_api_give_those_in_force_and_all_versions_where_asked(council):
    first = measured.baseline(council, "BDC", staff_pence=50_000_00, income_pence=1_000_00)
    actions.edit_baseline(by=council.person("manager"), baseline=first, staff_pence=60_000_00)
    program = Program(council.person("viewer"))

    (row,) = program.rows("baselines/")
    assert (row["version"], row["staff"], row["income"], row["cost"]) == (2, "60000.00", "-1000.00", "59000.00")
    assert [row["version"] for row in program.rows("baselines/", all_versions="true")] == [1, 2]
    client = signed_in(council.person("viewer"))
    for query, number in (({}, 1), ({"versions": "all"}, 2), ({"organisation": "CBC"}, 0)):
        assert len(client.get(at("baseline-list", council), query).context["listing"].objects) == number


def test_the_list_costs_the_same_for_one_baseline_and_for_three(council, django_assert_num_queries):
    client = signed_in(council.person("viewer"))
    for code, queries in (("BDC", 10), ("CBC", 10)):
        measured.baseline(council, code, volumes=[Volume("Audits", 5_00)])
        with django_assert_num_queries(queries):
            client.get(at("baseline-list", council))


@pytest.mark.parametrize("role", ["officer", "verifier", "steering", "auditor"])
def test_nobody_else_records_or_locks(council, role):
    with pytest.raises(PermissionDenied):
        measured.baseline(council, by=council.person(role))
    row = measured.baseline(council)
    with pytest.raises(PermissionDenied):
        actions.lock_baseline(by=council.person(role), workstream=council.workstream, reason="Mine.")
    assert "baseline of all organisations together" in words(
        signed_in(council.person("manager")).get(of("workstream-history", council))
    )
    assert row.version == 1


def test_a_file_has_nothing_where_nobody_broke_the_cost_down(council):
    measured.baseline(council)
    response = signed_in(council.person("viewer")).get(at("baseline-list", council) + "?format=csv")
    (row,) = csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")))
    assert (row["Net cost"], row["Staff"], row["Not broken down"]) == ("925000.00", "", "925000.00")

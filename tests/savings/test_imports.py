"""Imports from upload to trail: what is reported, what is confirmed, what is written, all or nothing."""

from contextlib import contextmanager
from datetime import date, timedelta
from unittest import mock

import pytest
from celery import current_app
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.utils import timezone

from savings import actions, ledger, tasks
from savings.imports import checking, writing
from savings.imports.queue import QUEUE
from savings.models import Import, ImportedRow, ImportProblem, Saving, Statement
from tests import factories, importing
from tests.importing import found, row, text
from workstreams.models import Participation

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch) -> list[int]:
    """The imports that were offered to workers, in place of a broker."""
    offered: list[int] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **options: offered.append(args[0]))
    return offered


def lapse(imported: Import) -> None:
    Import.objects.filter(pk=imported.pk).update(leased_until=timezone.now() - timedelta(seconds=1))


def confirm(world, imported: Import, **given) -> Import:
    return actions.confirm_import(by=world.person("officer"), imported=imported, **given)


# --- The report -------------------------------------------------------------------------------------------------------
def test_every_error_of_every_row_is_reported(council):
    imported = importing.checked(
        council,
        row(),
        row(kind="Cashabel", amount="1.005", title=""),
        row(workstream="Internal Adit", shared="By agreed percentages", percentage_of_BDC="60"),
        row(recurrence="Recurring", last_financial_year="2020-21"),
    )
    assert (imported.state, imported.rows, imported.good) == ("reported", 4, 1)
    assert found(imported) == [
        (3, "Title", "", "Enter the title"),
        (3, "Kind", "Cashabel", "“Cashabel” is not one of the values. Did you mean “Cashable”?"),
        (
            3,
            "Amount",
            "1.005",
            "An amount has at most two digits after the point, the pence. Round 1.005 to the penny.",
        ),
        (
            *(4, "Workstream", "Internal Adit"),
            "Choose a workstream of this partnership. Did you mean “Internal audit”?",
        ),
        (5, "Last financial year", "2020-21", "The last financial year must be the first one or later."),
    ]
    assert not Saving.objects.exists()


def test_what_only_the_action_would_refuse_is_reported_too(council):
    membership = council.partnership.memberships.get(organisation=council.organisations["BDC"])
    membership.from_on = "2020-04-01"
    membership.save()
    imported = importing.checked(council, row(first_financial_year="2010-11", stated_on="31/03/2011"))
    name = "Bolsover District Council"
    assert found(imported) == [
        (2, "First financial year", "2010-11", f"{name} was not a member of the partnership in 2010-11.")
    ]


def test_what_is_expected_stands_beside_what_was_found(council):
    imported = importing.checked(council, row(kind="Savings"))
    problem = imported.problems.get()
    assert (problem.found, problem.expected) == ("Savings", "One of: Cashable; Non-cashable; Qualitative.")


def test_of_several_codes_the_wrong_one_is_named_and_a_choice_that_does_not_fit_is_not_expected_again(council):
    Participation.objects.update(to_on=date(2025, 3, 31))
    imported = importing.checked(council, row(organisations="BDC; XYZ"), row())
    said = {problem.column: (problem.sentence, problem.expected) for problem in imported.problems.all()}
    assert said["Organisations"] == ("“XYZ” is not one of the values.", "One of: BDC; CBC; NEDDC.")
    assert said["Workstream"] == (
        "No organisation takes part in Internal audit in 2025-26. Choose another workstream or year.",
        "The workstream, by its name.",
    )


def test_totals_are_of_the_good_rows_by_organisation_kind_and_year(council):
    imported = importing.checked(
        council,
        row(),
        row(kind="Non-cashable", amount="0.02"),
        row(recurrence="Recurring", last_financial_year="2026-27", stage_of_claim="Target", amount="3"),
        row(amount="x"),
    )
    told = {(each["organisation"][:3], each["kind"], each["year"]): each["pence"] for each in imported.totals}
    assert told == {
        ("Bol", "cashable", 2025): 3_333_434,
        ("Bol", "cashable", 2026): 100,
        ("Bol", "non_cashable", 2025): 1,
        ("Che", "cashable", 2025): 3_333_433,
        ("Che", "cashable", 2026): 100,
        ("Che", "non_cashable", 2025): 1,
        ("Nor", "cashable", 2025): 3_333_433,
        ("Nor", "cashable", 2026): 100,
        ("Nor", "non_cashable", 2025): 0,
        ("All", "cashable", 2025): 10_000_300,
        ("All", "cashable", 2026): 300,
        ("All", "non_cashable", 2025): 2,
    }


def test_of_each_column_the_first_are_counted_so_that_pages_stay_short(council):
    imported = importing.checked(council, *(row(amount="x", title="") for _ in range(12)))
    assert imported.errors == 24
    assert imported.problems.filter(ordinal__lte=10).count() == 20


# --- Who may ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["viewer", "verifier", "manager", "auditor", "chief", "administrator"])
def test_only_officers_import(council, role):
    with pytest.raises(PermissionDenied):
        importing.upload(council, text(row()), by=council.person(role))
    imported = importing.checked(council, row())
    for action in (actions.confirm_import, actions.cancel_import, actions.retry_import):
        with pytest.raises(PermissionDenied):
            action(by=council.person(role), imported=imported)


def test_who_uploaded_and_who_confirmed_both_have_a_hand_in_it(council):
    colleague = factories.person(council, "officer", council.organisations["BDC"], "second@three.example")
    imported = importing.checked(council, row())
    actions.confirm_import(by=colleague, imported=imported)
    importing.work(imported)
    statement = Statement.objects.get()
    assert statement.drafted_by == colleague
    assert set(statement.authors.all()) == {colleague, council.person("officer")}
    later = actions.draft_statements(
        by=factories.person(council, "officer", council.organisations["BDC"], "third@three.example"),
        saving=statement.saving,
        organisation=statement.organisation,
        details=factories.stating(year=2024),
    )
    assert later[0].hands >= {colleague.pk, council.person("officer").pk}


def test_a_role_that_was_lost_meanwhile_ends_it_in_words(council):
    imported = importing.checked(council, row())
    confirm(council, imported)
    council.person("officer").grants.update(to_on="2002-01-01")
    imported = importing.work(imported)
    assert (imported.state, imported.attempts) == ("failed", 1)
    assert "may no longer import savings" in imported.problem
    assert not Saving.objects.exists()


# --- Whatever happens on the way --------------------------------------------------------------------------------------
def test_a_worker_that_dies_while_writing_leaves_nothing(council, sent, monkeypatch):
    monkeypatch.setattr(writing, "submit_drafts", mock.Mock(side_effect=OSError("the store does not answer")))
    imported = importing.checked(council, row(), row(title="Two", amount="1"))
    confirm(council, imported, at_once=True)
    imported = importing.work(imported)
    assert (imported.state, imported.attempts) == ("confirmed", 1)
    assert not Saving.objects.exists()
    monkeypatch.undo()
    lapse(imported)
    assert importing.work(imported).state == "finished"
    assert Saving.objects.count() == 2


def test_a_commit_that_fails_puts_the_import_back(council, sent, monkeypatch):
    imported = importing.checked(council, row())
    confirm(council, imported)
    locked = ledger.locked

    @contextmanager
    def broken_at_the_end(partnership):
        with locked(partnership) as head:
            yield head
            raise OperationalError("the server closed the connection")

    with monkeypatch.context() as broken:
        broken.setattr(writing.ledger, "locked", broken_at_the_end)
        imported = importing.work(imported)
    assert (imported.state, imported.attempts, imported.lease) == ("confirmed", 1, None)
    assert imported.problem and not Saving.objects.exists()
    lapse(imported)
    assert importing.work(imported).state == "finished"


def test_a_check_that_was_broken_off_begins_anew(council, monkeypatch, sent):
    imported = importing.upload(council, text(row(amount="x"), row(amount="y")))
    with monkeypatch.context() as broken:
        broken.setattr(checking.Totals, "of", mock.Mock(side_effect=OSError))
        assert importing.work(imported).state == "queued"
    assert imported.problems.count() == 2
    lapse(imported)
    imported = importing.work(imported)
    assert (imported.state, imported.errors, imported.problems.count()) == ("reported", 2, 2)


def test_a_dead_workers_import_is_offered_again(council, sent):
    imported = importing.upload(council, text(row()))
    QUEUE.claim(imported.pk)
    tasks.requeue_imports()
    assert sent == []
    lapse(imported)
    tasks.requeue_imports()
    assert sent == [imported.pk]
    assert importing.work(imported).state == "reported"


def test_cancelled_before_it_is_checked_and_before_it_is_written(council):
    waiting = importing.upload(council, text(row()))
    actions.cancel_import(by=council.person("officer"), imported=waiting)
    assert importing.work(waiting).state == "cancelled"
    imported = importing.checked(council, row(title="Another"))
    confirm(council, imported)
    actions.cancel_import(by=council.person("officer"), imported=imported)
    assert importing.work(imported).state == "cancelled"
    assert not Saving.objects.exists()


def test_cancelled_while_it_is_written_leaves_nothing(council, monkeypatch):
    imported = importing.checked(council, row())
    confirm(council, imported)
    written = writing._draft_portion

    def cancel_after(*given):
        count = written(*given)
        Import.objects.filter(pk=imported.pk).update(state="cancelled", lease=None)
        return count

    monkeypatch.setattr(writing, "_draft_portion", cancel_after)
    importing.work(imported)
    assert not Saving.objects.exists()


def test_a_failed_import_is_tried_again_from_the_step_that_failed(council):
    imported = importing.checked(council, row())
    confirm(council, imported)
    Import.objects.filter(pk=imported.pk).update(state="failed", problem="It failed.", attempts=3)
    actions.retry_import(by=council.person("officer"), imported=imported)
    imported = importing.work(imported)
    assert (imported.state, imported.problem) == ("finished", "")


def test_a_finished_import_its_report_and_its_trail_never_change(council):
    imported = importing.finished(council, row(), row(amount="x"), confirm={"only_good": True})
    for sql in (
        "UPDATE savings_import SET name = 'x'",
        "DELETE FROM savings_import",
        "DELETE FROM savings_importproblem",
        "UPDATE savings_importproblem SET found = 'x'",
        "UPDATE savings_importedrow SET row = 9",
    ):
        with pytest.raises(Exception, match="never|stays"), connection.cursor() as cursor:
            cursor.execute("SAVEPOINT here")
            try:
                cursor.execute(sql)
            finally:
                cursor.execute("ROLLBACK TO SAVEPOINT here")
    assert Import.objects.get(pk=imported.pk).name == "savings.csv"
    assert ImportProblem.objects.count() == 1


def test_a_draft_that_was_imported_can_be_withdrawn(council):
    importing.finished(council, row())
    actions.withdraw_draft(by=council.person("officer"), saving=Saving.objects.get())
    assert not ImportedRow.objects.exists()


def test_memory_does_not_grow_with_the_number_of_rows(council, monkeypatch):
    """Rows are judged and forgotten: never more than a portion of them is alive."""
    monkeypatch.setattr("savings.imports.reading.AT_ONCE", 10)
    sizes = []
    look = checking.Duplicates.look
    monkeypatch.setattr(checking.Duplicates, "look", lambda self, rows: (sizes.append(len(rows)), look(self, rows))[1])
    imported = importing.checked(council, *(row(title=f"Saving {n}", amount=str(n + 1)) for n in range(35)))
    assert (imported.good, sizes) == (35, [10, 10, 10, 5])

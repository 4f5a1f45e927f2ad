"""Imports from upload to trail: what is reported, what is confirmed, what is written, all or nothing."""

from datetime import timedelta
from unittest import mock
from uuid import uuid4

import pytest
from celery import current_app
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from partnership import clock
from savings import actions, tasks
from savings.forms import SavingForm
from savings.imports import checking, writing
from savings.imports.queue import QUEUE
from savings.models import Import, ImportedRow, ImportProblem, Posting, Saving, Statement
from savings.models.words import Basis
from savings.sharing import Sharing
from tests import factories, importing
from tests.chains import assert_chained
from tests.importing import found, row, text

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
    }


def test_likely_duplicates_are_warned_of_and_keep_nothing_out(council):
    factories.submitted(council, stage="target", pence=100_000_00)
    imported = importing.checked(council, row(), row(title="Again"), row(amount="7"))
    assert (imported.good, imported.errors, imported.warnings) == (3, 0, 3)
    number = Statement.objects.get().pk
    stated = (
        f"Statement {number}, “Joint audit plan” (target, 2025-26), has the same workstream, period and amount. "
        "If it is the same saving, delete the row."
    )
    before = "Row 2 has the same workstream, period and amount. If it is the same saving, delete one."
    assert [problem[0::3] for problem in found(imported, "warning")] == [(2, stated), (3, stated), (3, before)]


def test_what_another_council_claims_jointly_is_warned_of(council):
    theirs = factories.submitted(council, "CBC")
    imported = importing.checked(council, row(), row(amount="7"))
    sentence = (
        f"Statement {theirs.pk} of Chesterfield, “Joint audit plan”, looks like the same saving. "
        "If it is, it must not be claimed twice: delete the row."
    )
    assert (imported.good, [problem[0::3] for problem in found(imported, "warning")]) == (2, [(2, sentence)])


def test_of_a_claim_that_the_officer_may_not_see_only_its_being_there_is_told(council):
    alone = Sharing(Basis.ONE, frozenset({council.organisations["CBC"].pk}))
    factories.submitted(council, "CBC", sharing=alone, pence=33_333_33, saving={"title": "Not to be told"})
    imported = importing.checked(council, row())
    ((number, sentence),) = [problem[0::3] for problem in found(imported, "warning")]
    assert (number, sentence.partition(" looks")[0]) == (2, "Another council's statement")


def test_of_each_column_the_first_are_counted_so_that_pages_stay_short(council):
    imported = importing.checked(council, *(row(amount="x", title="") for _ in range(12)))
    assert imported.errors == 24
    assert imported.problems.filter(ordinal__lte=10).count() == 20


# --- Writing ----------------------------------------------------------------------------------------------------------
def test_rows_become_drafts_with_their_trail(council):
    imported = importing.finished(council, row(), row(title="Two", amount="5"))
    assert (imported.state, imported.written) == ("finished", 2)
    assert list(Saving.objects.order_by("pk").values_list("title", flat=True)) == ["Joint audit plan", "Two"]
    assert [statement.is_draft for statement in Statement.objects.all()] == [True, True]
    traces = ImportedRow.objects.order_by("pk")
    assert [(trace.row, trace.saving.title, trace.statement_id) for trace in traces] == [
        (2, "Joint audit plan", None),
        (3, "Two", None),
    ]
    assert not Posting.objects.exists()


def test_they_are_submitted_at_once_if_the_officer_says_so(council):
    importing.finished(council, row(), row(title="Two", amount="5"), confirm={"at_once": True})
    assert [statement.is_draft for statement in Statement.objects.all()] == [False, False]
    assert Posting.objects.filter(cause="submitted").count() == 6
    assert_chained(council.partnership)


def test_nothing_is_written_while_a_row_is_wrong(council):
    imported = importing.checked(council, row(), row(amount="x"))
    with pytest.raises(ValidationError, match="Some rows have errors."):
        confirm(council, imported)
    assert importing.work(imported).state == "reported"
    assert not Saving.objects.exists()


def test_only_the_good_rows_are_written_if_the_officer_says_so(council):
    imported = importing.finished(council, row(), row(amount="x"), confirm={"only_good": True})
    assert (imported.state, imported.only_good, imported.written) == ("finished", True, 1)
    assert ImportedRow.objects.get().row == 2


def test_a_further_statement_of_a_saving_is_imported(council):
    saving = factories.draft(council)
    stated = {
        "Saving": str(saving.pk),
        "Financial year": "2024-25",
        "Stage of claim": "Forecast",
        "Amount": "30",
        "Shared": "Equally",
        "Quarter": "Q2",
        "Stated on": "31/03/2025",
    }
    imported = importing.finished(council, stated)
    statement = Statement.objects.latest("pk")
    assert (statement.saving, str(statement.period), statement.amount_pence) == (saving, "2024-25 quarter 2", 30_00)
    assert ImportedRow.objects.get(of=imported).statement == statement


@pytest.mark.parametrize("number", ["999999", "x", "-1", "9" * 30, ""])
def test_a_saving_that_there_is_not_is_an_error(council, number):
    given = {"Saving": number, "Financial year": "2024-25", "Stage of claim": "Forecast", "Shared": "Equally"}
    sentence = "Bolsover District Council has no saving with this number that you may change."
    assert found(importing.checked(council, given | {"Amount": "1"})) == [(2, "Saving", number, sentence)]


def test_the_saving_of_another_council_is_not_even_told_of(council):
    theirs = factories.submitted(council, "CBC").saving
    given = {"Saving": theirs.pk, "Financial year": "2024-25", "Stage of claim": "Forecast", "Shared": "Equally"}
    assert "has no saving with this number" in found(importing.checked(council, given | {"Amount": "1"}))[0][3]


# --- The same as by the page ------------------------------------------------------------------------------------------
MIXED = [
    row(),
    row(title="Over years", recurrence="Recurring", last_financial_year="2027-28", stage_of_claim="Target"),
    row(title="Of a quarter", quarter="4", amount="0.01", note="Late"),
    row(title="Quality", kind="Qualitative", amount="", unit="calls", measure="54.5"),
    row(title="By people", shared="By population", amount="1,234.56", category="ict"),
    row(title="Of two", organisations="BDC; CBC", shared="By net revenue budget", baseline="Taken",
        baseline_cost="925,000", baseline_source="Outturn"),
    row(title="Agreed", shared="By agreed percentages", percentage_of_BDC="50", percentage_of_CBC="30.5",
        percentage_of_NEDDC="19.5") | {},
    row(title="Alone", shared="To one organisation alone", organisations="BDC", kind="Non-cashable", stated_on=""),
]  # fmt: skip


def typed(given: dict) -> dict:
    """A row as the page's form sends it."""
    words = {
        "workstream": "internal-audit",
        "title": given["Title"],
        "kind": given["Kind"].lower().replace("-", "_"),
        "category": given["Category"].lower(),
        "method": given["How it was worked out"],
        "baseline": given["Baseline"].lower(),
        "baseline_cost": given.get("Baseline cost", ""),
        "baseline_source": given.get("Baseline source", ""),
        "recurrence": given["Recurrence"].lower().replace("-", "_"),
        "stage": given["Stage of claim"].lower(),
        "first_year": given["First financial year"][:4],
        "last_year": given.get("Last financial year", "")[:4],
        "amount": given["Amount"],
        "basis": {"Equally": "equal", "By population": "population", "By net revenue budget": "budget"}.get(
            given["Shared"], "agreed" if "agreed" in given["Shared"] else "one"
        ),
        "stated_on": "2026-03-31" if given["Stated on"] else "",
    }
    names = ("unit", "measure", "quarter", "note")
    words |= {name: given.get(name.capitalize(), "") for name in names}
    words |= {f"percentage_{code}": given.get(f"Percentage of {code.lower()}", "") for code in ("BDC", "CBC", "NEDDC")}
    return words | {"organisations": [part for part in given.get("Organisations", "").split("; ") if part]}


def told(partnership) -> list[tuple]:
    """All that was written, in words that do not depend on numbers."""
    skipped = {"id", "saving", "sequence", "history_id", "history_relation"}

    def columns(thing):
        values = {name.name: getattr(thing, name.attname) for name in thing._meta.concrete_fields}
        return {name: value for name, value in values.items() if name not in skipped}

    found = []
    for saving in Saving.objects.filter(partnership=partnership).order_by("pk"):
        found.append((columns(saving), [_history(each) for each in saving.history.order_by("history_id")]))
        for statement in saving.statements.order_by("pk"):
            shares = [(s.organisation_id, s.weight, s.pence, s.state) for s in statement.shares.all()]
            authors = sorted(statement.authors.values_list("pk", flat=True))
            kept = [_history(each) for each in statement.history.order_by("history_id")]
            found.append((columns(statement), shares, authors, kept))
    postings = Posting.objects.filter(partnership=partnership).order_by("sequence")
    return [*found, *(_posting(each) for each in postings)]


def _history(kept) -> tuple:
    return kept.history_type, kept.history_user_id, kept.history_date, getattr(kept, "title", None) or kept.amount_pence


def _posting(posting: Posting) -> tuple:
    return posting.organisation_id, posting.year, posting.pence, posting.cause, posting.state, posting.at, posting.by_id


@pytest.mark.parametrize("at_once", [False, True])
def test_an_import_writes_what_the_page_would_have_written(council, at_once):
    """Row by row: savings, statements, shares, authors, history and postings; the same moment, the same person."""
    officer = council.person("officer")
    with clock.travel(factories.moment(2026, 4, 1)):
        imported = importing.finished(council, *MIXED, confirm={"at_once": at_once})
        assert (imported.state, imported.errors, imported.good) == ("finished", 0, len(MIXED)), found(imported)
        by_import = told(council.partnership)
    sequence = Posting.objects.count()
    ImportedRow.objects.all().delete()
    pages = Saving.objects.order_by("pk").last().pk
    with clock.travel(factories.moment(2026, 4, 1)):
        for given in MIXED:
            form = SavingForm(typed(given), user=officer, partnership=council.partnership)
            assert form.is_valid(), form.errors
            saving = form.save(by=officer)
            if at_once:
                actions.submit_saving(by=officer, saving=saving)
    everything = told(council.partnership)
    savings = Saving.objects.filter(pk__lte=pages).count()
    statements = Statement.objects.filter(saving__pk__lte=pages).count()
    both = everything[: 2 * (savings + statements)]
    by_page = both[savings + statements :]
    assert by_page == by_import[: savings + statements]
    postings = everything[len(both) :]
    assert postings[sequence:] == postings[:sequence] == by_import[savings + statements :]
    assert bool(postings) is at_once


# --- Confirming once --------------------------------------------------------------------------------------------------
def test_it_is_confirmed_once(council):
    imported = importing.checked(council, row())
    confirm(council, imported)
    with pytest.raises(ValidationError, match="checked and not confirmed yet"):
        confirm(council, imported)
    importing.work(imported)
    with pytest.raises(ValidationError, match="checked and not confirmed yet"):
        confirm(council, imported)
    assert Saving.objects.count() == 1


def test_the_message_twice_imports_once(council):
    imported = importing.finished(council, row())
    tasks.run_import(imported.pk)
    assert Saving.objects.count() == 1


def test_rows_that_would_come_out_otherwise_are_checked_again_and_not_written(council, sent):
    imported = importing.checked(council, row(shared="By population"), row(title="Two", amount="7"))
    confirm(council, imported)
    size = council.organisations["BDC"].sizes.get()
    size.population += 1_000
    size.save()
    again = importing.work(imported)
    assert (again.state, again.problem, again.confirmed_by) == ("queued", checking.CHANGED, None)
    assert not Saving.objects.exists()
    again = importing.work(again)
    assert (again.state, again.problem) == ("reported", checking.CHANGED)
    confirm(council, again)
    assert importing.work(again).state == "finished"


def test_the_same_file_is_recognised_and_imported_twice_only_on_purpose(council):
    first = importing.finished(council, row())
    again = importing.checked(council, row())
    assert list(Import.objects.of_same_file(again)) == [first]
    with pytest.raises(ValidationError, match="This file was imported before."):
        confirm(council, again)
    confirm(council, again, again=True)
    assert importing.work(again).state == "finished"


def test_the_same_file_of_another_council_is_not_told_of(council):
    importing.finished(council, row())
    theirs = importing.checked(council, row(), code="CBC")
    assert not Import.objects.of_same_file(theirs).exists()


def test_the_same_form_sent_twice_uploads_once(council):
    key = uuid4()
    first = importing.upload(council, text(row()), request_key=key)
    assert importing.upload(council, text(row()), request_key=key) == first
    assert Import.objects.count() == 1


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
    written = writing._write_portion

    def cancel_after(*given):
        count = written(*given)
        Import.objects.filter(pk=imported.pk).update(state="cancelled", lease=None)
        return count

    monkeypatch.setattr(writing, "_write_portion", cancel_after)
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

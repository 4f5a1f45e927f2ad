"""The writing of an import: what rows become, the same as by the page, once, all or nothing."""

from unittest import mock
from uuid import uuid4

import pytest
from celery import current_app
from django.core.exceptions import ValidationError
from django.db import connection

from partnership import clock
from savings import actions, ledger, tasks
from savings.forms import SavingForm
from savings.imports import checking, writing
from savings.models import Import, ImportedRow, Posting, Saving, Statement
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


def confirm(world, imported: Import, **given) -> Import:
    return actions.confirm_import(by=world.person("officer"), imported=imported, **given)


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


def test_what_changes_between_judging_and_writing_is_noticed_under_the_lock(council, sent, monkeypatch):
    imported = importing.checked(council, row(shared="By population"))
    confirm(council, imported)
    judged = []

    def then_the_population_grows(*given, judge=writing._judge_all):
        judge(*given)
        judged.append(connection.in_atomic_block)
        if len(judged) == 1:
            size = council.organisations["BDC"].sizes.get()
            size.population += 1_000
            size.save()

    monkeypatch.setattr(writing, "_judge_all", then_the_population_grows)
    again = importing.work(imported)
    assert (again.state, again.problem, len(judged)) == ("queued", checking.CHANGED, 1)
    assert not Saving.objects.exists()


@pytest.mark.parametrize("of_older", [False, True])
def test_the_lock_is_held_for_submitting_and_for_statements_of_savings_that_exist(council, monkeypatch, of_older):
    older = {"Saving": factories.draft(council).pk, "Financial year": "2026-27", "Stage of claim": "Forecast"}
    older |= {"Amount": "9.00", "Shared": "Equally"}
    imported = importing.checked(council, older if of_older else row())
    confirm(council, imported, at_once=True)
    order = []
    for name in ("draft_claims", "submit_drafts"):
        did = getattr(writing, name)
        monkeypatch.setattr(writing, name, lambda did=did, name=name, **given: (order.append(name), did(**given))[1])
    locked = ledger.locked
    monkeypatch.setattr(writing.ledger, "locked", lambda partnership: (order.append("locked"), locked(partnership))[1])
    assert importing.work(imported).state == "finished"
    beginning = ["locked", "draft_claims", "locked"] if of_older else ["draft_claims", "locked"]
    assert order[: len(beginning) + 1] == [*beginning, "submit_drafts"]


def test_rows_are_judged_once_while_nothing_changes(council, monkeypatch):
    judge = mock.Mock(side_effect=writing._judge_all)
    monkeypatch.setattr(writing, "_judge_all", judge)
    assert importing.finished(council, row(), row(title="Two", amount="7")).written == 2
    assert judge.call_count == 1


def test_more_rows_than_others_can_wait_for_are_not_submitted_at_once(council, settings):
    settings.IMPORT_MAX_SUBMITTED = 1
    imported = importing.checked(council, row(), row(title="Two", amount="7"))
    with pytest.raises(ValidationError, match="At most 1 rows can be submitted at once"):
        confirm(council, imported, at_once=True)
    assert confirm(council, imported).state == "confirmed"


def test_the_same_file_is_recognised_and_imported_twice_only_on_purpose(council):
    first = importing.finished(council, row())
    again = importing.checked(council, row())
    assert list(Import.objects.of_same_file(again)) == [first]
    with pytest.raises(ValidationError, match="This file was imported before."):
        confirm(council, again)
    confirm(council, again, again=True)
    assert importing.work(again).state == "finished"


def test_of_two_uploads_of_a_file_the_second_to_be_confirmed_is_asked_whichever_it_is(council):
    first, second = importing.checked(council, row()), importing.checked(council, row())
    confirm(council, second)

    with pytest.raises(ValidationError, match="This file was imported before."):
        confirm(council, first)


def test_the_same_file_of_another_council_is_not_told_of(council):
    importing.finished(council, row())
    theirs = importing.checked(council, row(), code="CBC")
    assert not Import.objects.of_same_file(theirs).exists()


def test_the_same_form_sent_twice_uploads_once(council):
    key = uuid4()
    first = importing.upload(council, text(row()), request_key=key)
    assert importing.upload(council, text(row()), request_key=key) == first
    assert Import.objects.count() == 1

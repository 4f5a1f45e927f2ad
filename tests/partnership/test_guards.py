"""The check that says which triggers a database lacks."""

from datetime import date

import pytest
from django.core.checks import Tags, run_checks
from django.db import IntegrityError, transaction

from partnership import guards
from savings.guards import GUARDS
from tests.conftest import ALL_GUARDS
from workstreams import actions
from workstreams.models import BaselineCost, BaselineLock, BaselineVolume, DiscountRate, Reading, ReserveTransfer, Spend


def test_a_guarded_database_passes(db):
    assert [m for m in run_checks(tags=[Tags.database], databases=["default"]) if m.id == "portal.W001"] == []


def test_a_missing_guard_is_named(db):
    guards.drop(GUARDS[:1])

    (found,) = [m for m in run_checks(tags=[Tags.database], databases=["default"]) if m.id == "portal.W001"]

    assert found.msg == "savings_posting is not guarded: Rows of savings_posting are never changed or deleted."


def test_whatever_is_written_once_is_guarded(db):
    """A model that is `AppendOnly`, and each history, of every app: the database refuses to change or delete a row."""
    found = {}
    for app in ("partnership", "workstreams", "savings", "governance"):
        for table in guards.written_once(app):
            found[table] = {guard.event for guard in ALL_GUARDS if guard.table == table and guard.condition == "1 = 1"}
    assert len(found) > 60
    gone = ("savings_subtotal", "savings_subtotalcell", "savings_comment")  # may be deleted, a comment with its draft
    assert {table: events for table, events in found.items() if events != {"UPDATE", "DELETE"}} == {
        table: {"UPDATE"} for table in gone
    }


@pytest.mark.parametrize("model", [BaselineLock, BaselineVolume, DiscountRate, ReserveTransfer, Reading, BaselineCost])
def test_a_model_whose_rows_are_written_once_refuses(model):
    row = model(pk=1)
    row._state.adding = False
    for change in (row.save, row.delete):
        with pytest.raises(TypeError, match="never"):
            change()


def test_what_was_spent_keeps_its_amount(council):
    head = actions.add_budget(
        by=council.person("manager"),
        partnership=council.partnership,
        year=2026,
        kind="ict",
        amount_pence=5_000_00,
        source="own",
    )
    spent = {"on": date(2026, 5, 1), "kind": "spent", "what": "A server", "amount_pence": 900_00}
    bolsover = council.organisations["BDC"]
    row = actions.record_spend(by=council.person("officer"), head=head, organisation=bolsover, **spent)
    actions.edit_spend(by=council.person("officer"), spend=row, what="Two servers")
    for change in ({"amount_pence": 1}, {"kind": "committed"}, {"reason": "Another"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Spend.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Spend.history.all().delete()

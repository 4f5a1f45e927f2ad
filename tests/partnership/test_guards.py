"""The check that says which triggers a database lacks."""

from django.core.checks import Tags, run_checks

from partnership import guards
from savings.guards import GUARDS


def test_a_guarded_database_passes(db):
    assert [m for m in run_checks(tags=[Tags.database], databases=["default"]) if m.id == "portal.W001"] == []


def test_a_missing_guard_is_named(db):
    guards.drop(GUARDS[:1])

    (found,) = [m for m in run_checks(tags=[Tags.database], databases=["default"]) if m.id == "portal.W001"]

    assert found.msg == "savings_posting is not guarded: Rows of savings_posting are never changed or deleted."

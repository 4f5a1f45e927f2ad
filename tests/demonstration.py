"""The loaded demonstration, for the test modules that read it: loaded once a module, gone after it."""

from datetime import date

import pytest
from django.db import transaction

from partnership.demo.load import load

TODAY = date(2026, 6, 15)


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """As loaded on TODAY. Each test's own changes are undone after it, the demonstration after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(TODAY)
        yield
        transaction.set_rollback(True)

"""The loaded demonstration, for the package of tests that read it: loaded once, gone after it. And what stands in
it, by name."""

from datetime import date

import pytest
from django.db import transaction

from partnership.demo.load import load
from partnership.models import Organisation, User
from savings import figures
from workstreams.models import Workstream

TODAY = date(2026, 6, 15)


@pytest.fixture(scope="package")
def demonstration(django_db_setup, django_db_blocker):
    """As loaded on TODAY. Each test's own changes are undone after it, the demonstration after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(TODAY)
        yield
        transaction.set_rollback(True)


def figures_at(partnership, text="", **part):
    manager = "manager@demo.example" if partnership.slug == "three-councils" else "manager.dtp@demo.example"
    at = figures.as_at(partnership, text)
    return figures.figures(partnership, at, user=User.objects.get(email=manager), **part)


def stream(slug):
    return Workstream.objects.get(slug=slug)


def code(code):
    return Organisation.objects.get(code=code)

"""Fixtures for modules that ask much of one world and leave it as it was. Import them where they are used."""

import pytest
from django.core.cache import cache
from django.db import transaction

from tests import factories
from tests.isolation import world as isolation_world


@pytest.fixture(autouse=True)
def plain_settings(settings):
    """As everywhere, but files stay where the one world put them, and the log says nothing of 16,000 requests."""
    files = settings.STORAGES["default"]
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {"default": files, "staticfiles": static}
    quiet = ("django_structlog.middlewares.RequestMiddleware", "whitenoise.middleware.WhiteNoiseMiddleware")
    settings.MIDDLEWARE = [layer for layer in settings.MIDDLEWARE if layer not in quiet]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()  # which also counts how often somebody asked


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One of everything, for all tests of the module. What a test does to it, the test undoes."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield isolation_world.fill(factories.three_councils())
        transaction.set_rollback(True)

"""The demonstration, loaded once for all tests of facts, and its two partnerships."""

import pytest

from partnership.models import Partnership
from tests.demonstration import demonstration  # noqa: F401 - a fixture


@pytest.fixture
def three():
    return Partnership.objects.get(slug="three-councils")


@pytest.fixture
def derbyshire():
    return Partnership.objects.get(slug="derbyshire")

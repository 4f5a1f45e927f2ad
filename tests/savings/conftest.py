"""What several tests of the API of savings start from."""

import pytest

from savings.models import Statement
from savings.models.words import Basis
from savings.sharing import Sharing
from tests import factories
from tests.api import Program


@pytest.fixture
def program(council):
    """An officer's program that may write."""
    return Program(council.person("officer"), may_write=True)


@pytest.fixture
def leaks(council):
    """What could leak: joint statements, statements and drafts of single councils, and all of another partnership."""
    elsewhere = factories.three_councils("elsewhere", "X")
    factories.verified(elsewhere)
    factories.draft(elsewhere)
    alone = {
        code: {"sharing": Sharing(Basis.ONE, frozenset({council.organisations[code].pk}))} for code in ("BDC", "CBC")
    }
    return {
        "joint": factories.submitted(council),
        "own": factories.submitted(council, "BDC", **alone["BDC"]),
        "theirs": factories.submitted(council, "CBC", **alone["CBC"]),
        "own draft": factories.draft(council, "BDC").statements.get(),
        "their draft": factories.draft(council, "CBC").statements.get(),
        "elsewhere": Statement.objects.filter(partnership=elsewhere.partnership).first(),
        "draft elsewhere": Statement.objects.filter(partnership=elsewhere.partnership).last(),
    }

"""Meetings and packs for tests."""

import hashlib
import uuid
from datetime import UTC, datetime

from django.core.files.base import ContentFile

from governance import actions
from governance.models import AgendaItem, Meeting, Pack
from governance.packs import build
from partnership import clock
from tests import factories
from tests.factories import World

JULY = datetime(2026, 7, 31, 13, tzinfo=UTC)
FILE = b"%PDF-1.7\n"


def meeting(world: World, starts_at: datetime = JULY) -> Meeting:
    """A meeting of the Joint Board with two items on its agenda."""
    body = factories.body(world)
    made = Meeting.objects.create(
        partnership=world.partnership, body=body, starts_at=starts_at, place_name="Council Chamber, Chesterfield"
    )
    AgendaItem.objects.create(meeting=made, order=1, title="Savings to date", lead="Programme manager", minutes=20)
    AgendaItem.objects.create(meeting=made, order=2, title="Next meeting", lead="Chair", minutes=5)
    return made


def ask(world: World, of: Meeting | None = None, **changes) -> Pack:
    """A queued pack; small and quick unless told otherwise."""
    given = {"sections": ["savings"], "request_key": uuid.uuid4(), "by": world.person("manager")}
    return actions.request_pack(meeting=of or meeting(world), **given | changes)


def make(world: World, of: Meeting | None = None, **changes) -> Pack:
    """A finished pack."""
    pack = ask(world, of, **changes)
    build.build(pack.pk)
    return Pack.objects.get(pk=pack.pk)


def finished(world: World, of: Meeting | None = None, **changes) -> Pack:
    """A row that says it is finished, with a file that no renderer made: where only that matters."""
    return _finished(ask(world, of, **changes))


def ask_statement(world: World, code: str = "BDC", **changes) -> Pack:
    """A queued annual statement of 2025-26, asked for by the council's officer."""
    given = {"organisation": world.organisations[code], "year": 2025, "request_key": uuid.uuid4()}
    given |= {"by": world.person("officer", code), "partnership": world.partnership}
    return actions.request_statement(**given | changes)


def make_statement(world: World, code: str = "BDC", **changes) -> Pack:
    pack = ask_statement(world, code, **changes)
    build.build(pack.pk)
    return Pack.objects.get(pk=pack.pk)


def finished_statement(world: World, code: str = "BDC", **changes) -> Pack:
    """Like `finished`."""
    return _finished(ask_statement(world, code, **changes))


def _finished(pack: Pack) -> Pack:
    pack.sha256 = hashlib.sha256(FILE).hexdigest()
    pack.file.save("pack.pdf", ContentFile(FILE), save=False)
    pack.state, pack.size, pack.pages, pack.finished_at = Pack.State.FINISHED, len(FILE), 1, clock.now()
    pack.save()
    return Pack.objects.get(pk=pack.pk)

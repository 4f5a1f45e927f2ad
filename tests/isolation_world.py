"""What the isolation test asks about: one of everything, belonging to Bolsover alone where it can."""

import uuid
from datetime import UTC, date, datetime

from django.core.files.base import ContentFile

from governance.models import AgendaItem, Body, Meeting, Pack, PackSection, Seat
from partnership.models import ApiToken, Grant
from savings.models import Evidence
from savings.models.words import Basis
from savings.sharing import Sharing
from tests import factories, packs
from workstreams.models import BaselineCost, Funding, Hosting, Milestone


def fill(world):
    """Add to the three councils one of everything, and a second partnership with people of every role."""
    world.far = factories.three_councils(slug="far", prefix="F-")
    alone = Sharing(Basis.ONE, frozenset({world.organisations["BDC"].pk}))
    world.draft = factories.draft(world, sharing=alone)
    world.statement = factories.submitted(world, sharing=alone)
    world.share = world.statement.shares.get()
    world.evidence = _evidence(world)
    _workstream(world)
    _governance(world)
    _people(world)
    return world


def _people(world):
    """A role asked for by another administrator, for someone whose only role is in the other partnership."""
    world.waiting_person = world.far.person("auditor")
    world.asked_grant = Grant.objects.create(
        user=world.waiting_person,
        role="verifier",
        partnership=world.partnership,
        organisation=world.organisations["BDC"],
        from_on=date(2024, 4, 1),
        requested_by=world.far.person("administrator"),
        requested_at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    world.token, _ = ApiToken.objects.create(user=world.person("officer"), name="Finance system")


def _evidence(world):
    made = Evidence(
        partnership=world.partnership,
        saving=world.draft,
        organisation=world.organisations["BDC"],
        name="plan.txt",
        content_type="text/plain",
        size=4,
        sha256="0" * 64,
        uploaded_by=world.person("officer"),
    )
    made.file.save("plan.txt", ContentFile(b"plan"), save=False)
    made.save()
    return made


def _workstream(world):
    stream, bolsover, day = world.workstream, world.organisations["BDC"], date(2024, 4, 1)
    world.milestone = Milestone.objects.create(workstream=stream, title="Launch", planned_on=day)
    world.hosting = Hosting.objects.create(workstream=stream, organisation=bolsover, from_on=day)
    world.baseline = BaselineCost.objects.create(workstream=stream, organisation=bolsover, year=2024, cost_pence=1)
    world.programme_funding = Funding.objects.create(
        partnership=world.partnership, funder="Another fund", amount_pence=1, awarded_on=day, purpose="All"
    )
    world.funding = Funding.objects.create(
        partnership=world.partnership,
        workstream=stream,
        funder="A fund",
        amount_pence=1,
        awarded_on=day,
        purpose="Study",
    )


def _governance(world):
    here = world.partnership
    world.body = Body.objects.create(partnership=here, name="Joint Board", power="decide")
    world.seat = Seat.objects.create(body=world.body, office="Leader", from_on=date(2024, 4, 1))
    world.meeting = Meeting.objects.create(
        partnership=here, body=world.body, starts_at=datetime(2026, 12, 1, 10, tzinfo=UTC), place_name="Town hall"
    )
    world.item = AgendaItem.objects.create(meeting=world.meeting, order=1, title="Apologies")
    world.pack = Pack.objects.create(
        partnership=here,
        meeting=world.meeting,
        version=1,
        request_key=uuid.uuid4(),
        sequence=1,
        as_at_on=date(2026, 11, 1),
        requested_by=world.person("manager"),
        state="failed",
        problem="It failed.",
    )
    world.finished = packs.finished(world, world.meeting)
    PackSection.objects.create(pack=world.pack, order=1, key="cover", title="Cover")


def find(world, person):
    role, where = person.split("-")
    return world.far.person(role) if where == "far" else world.person(role, where)


def arguments(world, address):
    """The arguments of an address: what the isolation world has of each kind, Bolsover's where it can be."""
    return {name: _argument(world, address.name, name) for name in address.arguments}


def _argument(world, address, name):
    fixed = {
        "partnership": world.partnership.slug,
        "slug": world.partnership.slug,
        "workstream": world.workstream.slug,
        "code": world.organisations["BDC"].code,
        "item": world.item.pk,
        "seat": world.seat.pk,
        "name": "workstreams",
        "uidb36": "1",
    }
    if address == "token-revoke":
        return world.token.token_key
    if name == "key":
        return "no-such-key"
    return fixed[name] if name in fixed else _row(world, address).pk


def _row(world, address):
    """The row that a `pk` means: of the longest beginning of the address's name that is known."""
    rows = {
        "size": world.organisations["BDC"].sizes.get(),
        "membership": world.organisations["BDC"].memberships.get(partnership=world.partnership),
        "person": world.person("viewer"),
        "grant-add": world.person("viewer"),
        "grant-approve": world.asked_grant,
        "grant-end": world.person("viewer").grants.get(),
        "participation": world.workstream.participations.get(organisation=world.organisations["BDC"]),
        "hosting": world.hosting,
        "milestone": world.milestone,
        "baseline": world.baseline,
        "funding": world.funding,
        "programme-funding": world.programme_funding,
        "saving": world.draft,
        "statement-add": world.statement.saving,
        "statement": world.statement,
        "statement-edit": world.draft.statements.get(),
        "statement-submit": world.draft.statements.get(),
        "statement-discard": world.draft.statements.get(),
        "share": world.share,
        "evidence-add": world.draft,
        "evidence": world.evidence,
        "body": world.body,
        "seat": world.body,
        "meeting": world.meeting,
        "agenda": world.meeting,
        "pack-request": world.meeting,
        "pack": world.pack,
        "pack-file": world.finished,
        "pack-release": world.finished,
        "api-packs-file": world.finished,
        "api-workstreams": world.workstream,
        "api-savings": world.draft,
        "api-statements": world.statement,
        "api-shares": world.share,
        "api-meetings": world.meeting,
        "api-packs": world.pack,
    }
    return rows[max((known for known in rows if address.startswith(known)), key=len)]

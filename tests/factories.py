"""Data for tests: the three councils of the papers, and one person for each role who holds exactly that one grant."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.core.files.uploadedfile import UploadedFile

from governance.models import Body, Remit
from partnership.dated import Period
from partnership.models import Grant, Membership, Organisation, OrganisationSize, Partnership, User
from partnership.permissions import ROLES
from savings import actions
from savings.models import Evidence, PeriodStep, Saving, SharingAgreement, Statement
from savings.models.words import Basis
from savings.sharing import Sharing
from workstreams.models import Participation, Workstream

PASSWORD = "correct horse battery staple"
# A hash that is quick to make: tests sign people in by session, or with this password where the form is the point.
FOUNDED = date(2001, 4, 1)


@dataclass
class World:
    """A partnership and what belongs to it."""

    partnership: Partnership
    organisations: dict[str, Organisation]
    workstream: Workstream
    people: dict[str, User] = field(default_factory=dict)

    def person(self, role: str, code: str = "BDC") -> User:
        """The person with this one role (for this organisation, where the role is for one); fresh from the database."""
        return User.objects.get(pk=self.people[f"{role}-{code}" if ROLES[role].needs_organisation else role].pk)


def three_councils(slug: str = "three-councils", prefix: str = "") -> World:
    """CBC, BDC and NEDDC sharing internal audit, with every role filled. `prefix` keeps a second world apart."""
    partnership = Partnership.objects.create(name=f"{prefix}Three councils", slug=slug, started_on=FOUNDED)
    organisations = {
        code: organisation(f"{prefix}{name}", f"{prefix}{code}", population)
        for code, name, population in (
            ("BDC", "Bolsover District Council", 74_000),
            ("CBC", "Chesterfield Borough Council", 100_000),
            ("NEDDC", "North East Derbyshire District Council", 97_000),
        )
    }
    workstream = Workstream.objects.create(partnership=partnership, name="Internal audit", slug="internal-audit")
    for member in organisations.values():
        Membership.objects.create(partnership=partnership, organisation=member, from_on=FOUNDED)
        Participation.objects.create(workstream=workstream, organisation=member, from_on=FOUNDED)
    world = World(partnership, organisations, workstream)
    for role in ROLES.values():
        for code, member in organisations.items() if role.needs_organisation else [("", None)]:
            world.people[f"{role.code}-{code}" if code else role.code] = person(
                world, role.code, member, f"{role.code}{code}@{slug}.example".lower()
            )
    return world


def organisation(name: str, code: str, population: int = 50_000) -> Organisation:
    made = Organisation.objects.create(name=name, short_name=name.split()[0], code=code, kind="district")
    OrganisationSize.objects.create(
        organisation=made, from_on=FOUNDED, population=population, net_budget_pence=population * 150_00
    )
    return made


def person(world: World, role: str, member: Organisation | None, email: str) -> User:
    """A person with one grant, and a password that is cheap to check only where a test sets one."""
    made = User(email=email, name=email.split("@")[0].capitalize(), post_title=ROLES[role].name)
    made.set_unusable_password()
    made.save()
    Grant.objects.create(
        user=made,
        role=role,
        partnership=world.partnership,
        organisation=member,
        workstream=world.workstream if ROLES[role].needs_workstream else None,
        from_on=FOUNDED,
    )
    return made


def details(**changes) -> actions.SavingDetails:
    words = {
        "title": "Joint audit plan",
        "kind": "cashable",
        "category": "staff",
        "recurrence": "one_off",
        "method": "Posts no longer filled.",
        "baseline": "none",
    }
    return actions.SavingDetails(**words | changes)


def stating(pence: int = 100_000_00, year: int = 2025, **changes) -> actions.StatementDetails:
    facts = {"stage": "realised", "periods": [Period(year)], "sharing": Sharing(Basis.EQUAL), "amount_pence": pence}
    return actions.StatementDetails(**facts | changes)


def draft(world: World, code: str = "BDC", by: User | None = None, saving: dict | None = None, **stated) -> Saving:
    """A draft by this council's officer; one statement in three equal shares unless told otherwise."""
    return actions.draft_saving(
        by=by or world.person("officer", code),
        workstream=world.workstream,
        organisation=world.organisations[code],
        saving=details(**saving or {}),
        statement=stating(**stated),
    )


def attached(world: World, saving: Saving, upload: UploadedFile, code: str = "BDC") -> Evidence:
    with actions.stored_files(world.partnership, [upload]) as (evidence,):
        return actions.attach_evidence(by=world.person("officer", code), saving=saving, evidence=evidence)


def submitted(world: World, code: str = "BDC", **given) -> Statement:
    """Drafted and submitted; the statement of the first period where there are several."""
    saving = draft(world, code, **given)
    return actions.submit_saving(by=world.person("officer", code), saving=saving)[0]


def proposed(world: World, by: User | None = None, **facts) -> SharingAgreement:
    """Proposed by the programme manager for the workstream, half to Bolsover, unless told otherwise."""
    percentages = {"BDC": 50_00, "CBC": 30_00, "NEDDC": 20_00}
    given = {
        "partnership": world.partnership,
        "workstream": world.workstream,
        "from_on": FOUNDED,
        "percentages": {world.organisations[code].pk: part for code, part in percentages.items()},
        "reason": "Agreed by the Joint Board.",
    }
    return actions.propose_agreement(by=by or world.person("manager"), **given | facts)


def agreed(world: World, **facts) -> SharingAgreement:
    """Proposed, and approved by Bolsover's finance officer."""
    return actions.approve_agreement(by=world.person("verifier"), agreement=proposed(world, **facts))


def verified(world: World, code: str = "BDC", **given) -> Statement:
    """Submitted and verified."""
    return verify(world, submitted(world, code, **given))


def verify(world: World, statement: Statement) -> Statement:
    """Each share of what was submitted, by its own council's finance officer."""
    codes = {organisation.pk: code for code, organisation in world.organisations.items()}
    for share in statement.shares.all():
        actions.verify_share(by=world.person("verifier", codes[share.organisation_id]), share=share)
    return statement


def moment(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


def closed(world: World, period: Period) -> PeriodStep:
    """Asked for by the programme manager, approved by Chesterfield's verifier."""
    where = {"partnership": world.partnership, "period": period}
    actions.ask_to_close(by=world.person("manager"), **where)
    return actions.close_period(by=world.person("verifier", "CBC"), **where)


def reopened(world: World, period: Period, *codes: str, reason: str = "A claim was missed.") -> None:
    """Asked for by the programme manager, approved by the verifiers of these councils."""
    where = {"partnership": world.partnership, "period": period}
    actions.ask_to_reopen(by=world.person("manager"), reason=reason, **where)
    for code in codes or ("BDC", "CBC", "NEDDC"):
        actions.approve_reopening(by=world.person("verifier", code), organisation=world.organisations[code], **where)


def body(world: World, name: str = "Joint Board", powers: str = "decide", parent=None, **facts) -> Body:
    """A body that may do this since the partnership began; the same one, if it is there already."""
    found, is_new = Body.objects.get_or_create(partnership=world.partnership, name=name, defaults=facts)
    if is_new:
        since, by = world.partnership.started_on, world.person("manager")
        Remit.objects.create(body=found, powers=powers, parent=parent, from_on=since, entered_by=by)
    return found

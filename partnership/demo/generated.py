"""The ground of a generated partnership: its members, people, workstreams and meetings."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone
from django.utils.text import slugify

from governance.actions import agenda, bodies, meetings
from partnership import actions, clock
from partnership.demo.ground import MAIL, POSTS, SECOND
from partnership.models import Organisation, Partnership, User
from partnership.permissions import ROLES
from workstreams import actions as plans
from workstreams.models import Workstream

SERVICES = (
    *("Internal audit", "Procurement", "Building control", "Revenues", "Benefits", "Payroll", "Legal", "ICT support"),
    *("Customer contact", "Property", "Human resources", "Licensing", "Planning support", "Waste collection"),
    *("Street cleaning", "Parking", "Fleet", "Insurance", "Printing", "Grounds maintenance", "Recruitment"),
    *("Environmental health", "Land charges", "Debt collection", "Health and safety", "Training", "Archives"),
)


RULE = {"quorum_kind": "each", "voters": "organisation", "needed": "majority", "tie": "falls"}


@dataclass
class Ground:
    """What statements are invented on. Organisations stand in the order of their codes."""

    partnership: Partnership
    founded_on: date
    organisations: list[Organisation] = field(default_factory=list)
    people: dict[str, dict[int, User]] = field(default_factory=dict)  # by role and organisation
    participants: dict[int, list[Organisation]] = field(default_factory=dict)  # by workstream
    workstreams: list[Workstream] = field(default_factory=list)


def prepare(name: str, rng: Random, *, partners: int, workstreams: int, founded_on: date) -> Ground:
    """Make everything but the savings, as of the founding, through the actions."""
    with clock.travel(datetime.combine(founded_on, time(9), tzinfo=timezone.get_default_timezone())):
        ground = _found(name, founded_on)
        for number in range(1, partners + 1):
            _add_partner(ground, number, rng)
        manager = _appoint(ground, "manager")
        for role in ("steering", "auditor"):
            _appoint(ground, role)
        for number in range(workstreams):
            _add_workstream(ground, number, rng, manager)
        _add_meetings(ground, manager)
    return ground


def _address(ground: Ground, key: str) -> str:
    return f"{key}.{ground.partnership.slug}@{MAIL}"


def _administrator(ground: Ground, key: str = "administrator") -> User:
    return User.objects.get(email=_address(ground, key))


def _found(name: str, founded_on: date) -> Ground:
    partnership = actions.found_partnership(
        name=name, slug=slugify(name), started_on=founded_on, purpose="Generated, to measure the portal with."
    )
    ground = Ground(partnership, founded_on)
    for key in ("administrator", SECOND):
        actions.found_administrator(
            partnership=partnership, email=_address(ground, key), name=f"{POSTS[key]}, {name}", post_title=POSTS[key]
        )
    return ground


def _add_partner(ground: Ground, number: int, rng: Random) -> None:
    administrator = _administrator(ground)
    code = f"G{ground.partnership.pk}-{number:02d}"
    organisation = actions.add_organisation(
        by=administrator,
        partnership=ground.partnership,
        code=code,
        from_on=ground.founded_on,
        name=f"Council {number} of {ground.partnership.name}",
        short_name=f"Council {number}",
        kind="district",
        ons_code="",
    )
    population = rng.randrange(40_000, 300_000, 1_000)
    actions.record_size(
        by=administrator,
        partnership=ground.partnership,
        organisation=organisation,
        from_on=ground.founded_on,
        population=population,
        net_budget_pence=population * rng.randrange(110_00, 190_00),
        source="Generated.",
    )
    ground.organisations.append(organisation)
    for role in ("officer", "verifier", "viewer", "chief", "api"):
        _appoint(ground, role, organisation)


def _appoint(ground: Ground, role: str, organisation: Organisation | None = None) -> User:
    scope = {"organisation": organisation} if ROLES[role].needs_organisation else {}
    grant = actions.add_person(
        by=_administrator(ground),
        partnership=ground.partnership,
        email=_address(ground, f"{role}-{organisation.code[-2:]}" if organisation else role),
        name=f"{POSTS[role]}, {organisation.short_name if organisation else ground.partnership.name}",
        post_title=POSTS[role],
        role=role,
        from_on=ground.founded_on,
        **scope,
    )
    if grant.awaits_approval:
        actions.approve_grant(by=_administrator(ground, SECOND), grant=grant)
    ground.people.setdefault(role, {})[organisation.pk if organisation else 0] = grant.user
    return grant.user


def _add_workstream(ground: Ground, number: int, rng: Random, manager: User) -> None:
    name = SERVICES[number % len(SERVICES)] + (f" {number // len(SERVICES) + 1}" if number >= len(SERVICES) else "")
    workstream = plans.add_workstream(
        by=manager, partnership=ground.partnership, name=name, stage="live", delivery="lead", basis="s101"
    )
    least = min(4, len(ground.organisations))
    taking_part = rng.sample(ground.organisations, rng.randint(least, len(ground.organisations)))
    taking_part.sort(key=lambda organisation: organisation.code)
    since = ground.founded_on
    for organisation in taking_part:
        plans.add_participation(
            by=manager, workstream=workstream, organisation=organisation, from_on=since, form_signed_on=since
        )
    plans.add_hosting(by=manager, workstream=workstream, organisation=rng.choice(taking_part), from_on=since)
    for after, title in ((180, "Business case"), (360, "Approval by each council"), (540, "Launch")):
        planned = since + timedelta(days=after)
        done = planned + timedelta(days=rng.randrange(0, 60))
        with clock.travel(datetime.combine(done, time(9), tzinfo=timezone.get_default_timezone())):
            plans.add_milestone(by=manager, workstream=workstream, title=title, planned_on=planned, actual_on=done)
    ground.workstreams.append(workstream)
    ground.participants[workstream.pk] = taking_part


def _add_meetings(ground: Ground, manager: User) -> None:
    body = bodies.add_body(by=manager, partnership=ground.partnership, name="Joint Board", powers="decide")
    bodies.set_rule(by=manager, body=body, from_on=ground.founded_on, **RULE)
    meeting = meetings.add_meeting(
        by=manager,
        partnership=ground.partnership,
        body=body,
        starts_at=clock.now() + timedelta(days=90),
        place_name="Committee room",
    )
    agenda.add_agenda_item(by=manager, meeting=meeting, title="Savings", lead="Programme Manager")

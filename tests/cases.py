"""Business cases for tests: the small one of building control, worked out by hand in the tests."""

from workstreams import actions
from workstreams.actions import LineFacts
from workstreams.models import BusinessCase

LOSSES = ("Support", "Capacity", "Knowledge")
RISKS = [{"risk": f"{what} is lost.", "mitigation": "Reports every quarter."} for what in LOSSES]
ONCE, YEARLY = 60_000_00, 80_000_00


def drafted(world, by=None, **facts) -> BusinessCase:
    """£60,000 of ICT in year 0 against £80,000 of staff in each of five years, Bolsover's; complete."""
    by = by or world.person("manager")
    case = actions.draft_case(by=by, workstream=world.workstream)
    words = {"summary": "One service.", "preferred_option": "A host.", "first_year": 2025}
    case = actions.edit_case(by=by, case=case, risks=RISKS, **words | facts)
    rows = [
        LineFacts("ict", "Systems", {0: ONCE}),
        LineFacts("staff", "", dict.fromkeys(range(1, case.years + 1), YEARLY)),
    ]
    return actions.edit_lines(by=by, case=case, organisation=world.organisations["BDC"], rows=rows)


def submitted(world, **facts) -> BusinessCase:
    return actions.submit_case(by=world.person("manager"), case=drafted(world, **facts))


def approved(world, **facts) -> BusinessCase:
    return actions.approve_case(by=world.person("steering"), case=submitted(world, **facts))

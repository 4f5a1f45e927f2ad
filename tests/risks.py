"""Risks for tests."""

from datetime import timedelta

from partnership import clock
from tests.factories import World
from workstreams import actions
from workstreams.models import Risk

RATINGS = {
    "inherent_likelihood": 4,
    "inherent_impact": 5,
    "residual_likelihood": 3,
    "residual_impact": 4,
    "target_likelihood": 2,
    "target_impact": 2,
}
WORDS = {
    "title": "Loss of political will",
    "cause": "Elections in all councils",
    "event": "A council withdraws its support",
    "effect": "Savings are not reached",
    "proximity": "year",
    "response": "reduce",
}


def rated(likelihood: int, impact: int) -> dict[str, int]:
    """A rating of how it is now."""
    return {"residual_likelihood": likelihood, "residual_impact": impact}


def raised(world: World, role: str = "lead", **facts) -> Risk:
    """A risk of the workstream, scored 12 now, with a review due in a month, unless told otherwise."""
    given = {"kind": "risk", "workstream": world.workstream, "ratings": RATINGS} | WORDS
    given |= {"review_on": clock.today() + timedelta(days=30), "partnership": world.partnership}
    return actions.raise_risk(by=world.person(role), **given | facts)

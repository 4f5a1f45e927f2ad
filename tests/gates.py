"""Gates for tests: a policy, and a workstream that is let on without one."""

from datetime import UTC, date, datetime, time

from partnership import clock
from tests.factories import World
from workstreams import actions
from workstreams.gates import Terms
from workstreams.models import Action, GatePolicy, GatewayReview, StageMove

FIRST = date(2020, 4, 1)


def asking(stage: str, kind: str, threshold=None, by_year=None, review=None) -> actions.Requirement:
    return actions.Requirement(stage, kind, Terms(threshold, by_year, review))


def policy(world: World, *requirements: actions.Requirement, from_on: date = FIRST, **days: int) -> GatePolicy:
    """Proposed by the programme manager, approved by the steering group; on its first day, where that is over."""
    made = proposed(world, *requirements, from_on=from_on, **days)
    first = datetime.combine(from_on, time(12), UTC)
    with clock.travel(min(first, clock.now())):
        return actions.approve_policy(by=world.person("steering"), policy=made)


def proposed(world: World, *requirements: actions.Requirement, from_on: date = FIRST, **days: int) -> GatePolicy:
    return actions.propose_policy(
        by=world.person("manager"),
        partnership=world.partnership,
        from_on=from_on,
        reason="The board decided it.",
        requirements=requirements,
        **days,
    )


def on(world: World, **facts) -> StageMove:
    """On through the next gate, by the programme manager."""
    return actions.advance(by=world.person("manager"), workstream=world.workstream, **facts)


def reported(world: World, number: int = 3, confidence: str = "amber", on: date = date(2026, 3, 2)) -> GatewayReview:
    manager = world.person("manager")
    review = actions.plan_review(
        by=manager, workstream=world.workstream, number=number, from_on=on, to_on=None, team="Reviewer"
    )
    return actions.report_review(
        by=manager, review=review, reported_on=on, confidence=confidence, findings="It can be done."
    )


def recommended(world: World, review: GatewayReview, priority: str = "critical", **facts) -> Action:
    given = {"title": "Count the posts", "owner_title": "Lead officer", "due_on": date(2026, 4, 30)} | facts
    return actions.recommend(by=world.person("manager"), review=review, priority=priority, **given).action

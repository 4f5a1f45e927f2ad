"""Baselines, indicators and readings for tests, entered through the actions."""

from datetime import date

from partnership.models import User
from tests.factories import World
from workstreams import actions
from workstreams.actions import Measured
from workstreams.models import BaselineCost, Indicator, Reading, Survey
from workstreams.spans import span_from_text
from workstreams.surveying import Answers


def baseline(world: World, code: str = "", *, by: User | None = None, year: int = 2006, **facts) -> BaselineCost:
    """The cost of all together (or of one council): £925,000.00, not broken down, unless told otherwise."""
    given = {"cost_pence": 925_000_00} if not any(name.endswith("_pence") for name in facts) else {}
    return actions.add_baseline(
        by=by or world.person("manager"),
        workstream=world.workstream,
        organisation=world.organisations[code] if code else None,
        year=year,
        **given | facts,
    )


def indicator(world: World, **facts) -> Indicator:
    """At least 95 per cent with 3 tolerated, for all together, each quarter, in use since 2020."""
    given = {
        "name": "Decided in time",
        "definition": "Decided within eight weeks, of all decided.",
        "unit": "per cent",
        "better": "higher",
        "target_hundredths": 95_00,
        "tolerance_hundredths": 3_00,
        "frequency": "quarter",
        "measured": "joint",
        "from_on": date(2020, 4, 1),
    }
    return actions.add_indicator(by=world.person("manager"), workstream=world.workstream, **given | facts)


def measure(
    world: World, of: Indicator, value: int = 96_00, period: str = "2025-26 Q4", code: str = "", **facts
) -> Measured:
    given = {"source": "Case system", "organisation": world.organisations[code] if code else None}
    return Measured(indicator=of, span=span_from_text(period), value=value, **given | facts)


def reading(world: World, of: Indicator, *given, by: User | None = None, **facts) -> Reading:
    """As `measure`, and recorded."""
    return actions.record_reading(by=by or world.person("manager"), measured=measure(world, of, *given, **facts))


def survey(world: World, of: Indicator, period: str = "2025-26 Q4", by: User | None = None, **facts) -> Survey:
    """Sent to 800, answered by 240: 180 of them satisfied (75 per cent) at the first question of two."""
    questions = [
        actions.Question("How satisfied are you?", Answers((10, 20, 30, 80, 100))),
        actions.Question("Would you come again?", Answers((0, 0, 0, 0, 200))),
    ]
    given = {"title": "Applicants", "asked": "All applicants", "sent": 800, "answered": 240, "result": "satisfied"}
    return actions.record_survey(
        by=by or world.person("manager"),
        indicator=of,
        span=span_from_text(period),
        survey=actions.Surveyed(**{"questions": questions} | given | facts),
    )

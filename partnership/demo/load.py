"""Loading the demonstration: everything the fixtures tell, in order of time, all of it or nothing."""

from datetime import date

from django.db import transaction

from partnership.demo import (
    agreements,
    boards,
    budgets,
    cases,
    claims,
    contracts,
    gates,
    ground,
    milestones,
    performance,
    periods,
    plans,
    risks,
    sign_ins,
)
from partnership.demo.ground import Cast
from partnership.demo.story import Story, read
from partnership.models import Partnership

FIXTURES = ("three_councils", "derbyshire")
SLUGS = ("three-councils", "derbyshire")


def is_loaded() -> bool:
    return Partnership.objects.filter(slug__in=SLUGS).count() == len(SLUGS)


@transaction.atomic
def load(today: date) -> None:
    """Enter both partnerships. Days that the fixtures count back are counted back from `today`."""
    story = Story(today)
    for name in FIXTURES:
        cast = Cast(read(name), story)
        ground.tell(cast)
        plans.tell(cast)
        milestones.tell(cast)
        risks.tell(cast)
        gates.tell(cast)
        budgets.tell(cast)
        boards.tell(cast)
        periods.tell(cast)
        agreements.tell(cast)
        for facts in cast.facts["saving"]:
            claims.Claim(cast, facts).tell()
        contracts.tell(cast)
        cases.tell(cast)
        performance.tell(cast)
    story.play()
    sign_ins.give_passwords()

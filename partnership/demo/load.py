"""Loading the demonstration: everything the fixtures tell, in order of time, all of it or nothing."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F

from partnership.demo import (
    agreements,
    boards,
    budgets,
    cases,
    claims,
    contracts,
    engagement,
    gates,
    ground,
    highlights,
    milestones,
    options,
    performance,
    periods,
    plans,
    reports,
    risks,
    sign_ins,
)
from partnership.demo.ground import Cast
from partnership.demo.story import Story, read
from partnership.models import Notice, Partnership

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
        options.tell(cast)
        cases.tell(cast)
        performance.tell(cast)
        highlights.tell(cast)
        engagement.tell(cast)
        reports.tell(cast)
    story.play()
    _mail_of_the_past(today)
    sign_ins.give_passwords()


def _mail_of_the_past(today: date) -> None:
    """What the story told people long ago was sent then: no worker sends it today."""
    waiting = Notice.objects.filter(state__in=(Notice.State.QUEUED, Notice.State.HELD))
    old = waiting.filter(written_at__date__lt=today - timedelta(days=14))
    old.update(state=Notice.State.SENT, sent_at=F("written_at"))

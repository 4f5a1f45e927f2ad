"""Baselines, service quality and the A-Z of shared services."""

from datetime import UTC, date, datetime

from tests import measured
from tests.isolation.answers import at
from workstreams.models import BaselineLock, ServiceEntry, ServicesPublication


def fill(world):
    """An indicator with a reading of Bolsover's, an entry of the A-Z that is no workstream, and the A-Z made public."""
    world.indicator = measured.indicator(world, measured="each")
    world.reading = measured.reading(world, world.indicator, code="BDC")
    world.satisfaction = measured.indicator(world, name="Satisfied", kind="satisfaction", question="How satisfied?")
    world.survey = measured.survey(world, world.satisfaction)
    world.baseline_lock = BaselineLock.objects.create(
        workstream=world.workstream, reason="Approved.", locked_by=world.person("manager")
    )
    world.service = ServiceEntry.objects.create(
        partnership=world.partnership, name="Tourism", host=world.organisations["BDC"], since_on=date(2024, 4, 1)
    )
    ServicesPublication.objects.create(
        partnership=world.partnership,
        published_at=datetime(2026, 11, 1, tzinfo=UTC),
        published_by=world.person("manager"),
    )


ROWS = {
    "indicator": lambda world: world.indicator,
    "reading": lambda world: world.reading,
    "reading-add": lambda world: world.indicator,
    "service": lambda world: world.service,
    "api-baselines": lambda world: world.baseline,
    "api-indicators": lambda world: world.indicator,
    "api-readings": lambda world: world.reading,
    "survey": lambda world: world.survey,
    "survey-add": lambda world: world.satisfaction,
    "api-surveys": lambda world: world.survey,
    "api-baseline-locks": lambda world: world.baseline_lock,
}

at(
    "baseline",
    "baseline-home",
    "baseline-list",
    "indicator",
    "indicator-chart",
    "indicator-home",
    "indicator-list",
    "reading-list",
    "reading-overdue",
    "survey",
    "survey-list",
    get=".........x ..... ---------- ?",
)

at(
    "service-list",
    get=".......... ..... ---------- ?",
)

at(
    "baseline-lock",
    "baseline-withdraw",
    "indicator-add",
    "indicator-edit",
    "service-add",
    get="xxx..xxxxx xxxxx ---------- ?",
    post="xxx..xxxxx xxxxx ---------- ?",
)

at(  # an officer for the own organisation alone
    "reading-correct",
    "reading-withdraw",
    get="x.x..xxxxx xxxxx ---------- ?",
    post="x.x..xxxxx xxxxx ---------- ?",
)

at(
    "reading-add",
    "reading-import",
    "survey-add",
    get="x.x..xxxxx x.xxx ---------- ?",
    post="x.x..xxxxx x.xxx ---------- ?",
)

at(
    "reading-template",
    get="x.x..xxxxx x.xxx ---------- ?",
)

at(  # of no workstream: the programme manager's alone
    "service-edit",
    "service-publish",
    "service-remove",
    "service-withdraw",
    get="xxxx.xxxxx xxxxx ---------- ?",
    post="xxxx.xxxxx xxxxx ---------- ?",
)

at(
    "service-publication",
    get="xxxx.xxxxx xxxxx ---------- ?",
)

at(
    "indicator-history",
    get="xxx...xx.x xxxxx ---------- ?",
)

at(
    "service-history",
    get="xxxx..xx.x xxxxx ---------- ?",
)

at(
    "public-services",
    "public-services-file",
    get=".......... ..... .......... .",
)

at(
    "api-baseline-locks-list",
    "api-surveys-list",
    "api-baselines-list",
    "api-indicators-list",
    get=".......... ..... .......... ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-readings-list",
    get=".......... ..... .......... ?",
    post="bbbbbbbbbb bbbbb bbbbbbbbbb ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(  # an administrator sees no figures
    "api-baseline-locks-detail",
    "api-surveys-detail",
    "api-baselines-detail",
    "api-readings-detail",
    get=".........- ..... ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

at(
    "api-indicators-detail",
    "api-services",
    get=".......... ..... ---------- ?",
    post="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
    put="nnnnnnnnnn nnnnn nnnnnnnnnn ?",
)

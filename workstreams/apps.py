"""App configuration."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from partnership import guards
from workstreams.guards import GUARDS


class WorkstreamsConfig(AppConfig):
    name = "workstreams"

    def ready(self) -> None:
        from partnership import duties, search  # noqa: PLC0415 - models are loaded only now
        from workstreams import gates, readiness, requirements, waiting  # noqa: PLC0415
        from workstreams.search import KINDS as SEARCHED  # noqa: PLC0415

        gates.register(*requirements.KINDS, *readiness.KINDS)
        duties.register(*waiting.KINDS)
        search.register(*SEARCHED)
        register(guards.checked(GUARDS), Tags.database)

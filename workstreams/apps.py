"""App configuration."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from partnership import guards
from workstreams.guards import GUARDS


class WorkstreamsConfig(AppConfig):
    name = "workstreams"

    def ready(self) -> None:
        from workstreams import gates, requirements  # noqa: PLC0415 - models are loaded only now

        gates.register(*requirements.KINDS)
        register(guards.checked(GUARDS), Tags.database)

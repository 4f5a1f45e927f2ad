"""App configuration."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from partnership import guards
from savings.guards import GUARDS


class SavingsConfig(AppConfig):
    name = "savings"

    def ready(self) -> None:
        from savings.baselines import REDUCTION  # noqa: PLC0415 - models are loaded only now
        from workstreams import gates  # noqa: PLC0415

        gates.register(REDUCTION)
        register(guards.checked(GUARDS), Tags.database)

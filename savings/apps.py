"""App configuration."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from partnership import guards
from savings.guards import GUARDS


class SavingsConfig(AppConfig):
    name = "savings"

    def ready(self) -> None:
        from partnership import duties, search  # noqa: PLC0415 - models are loaded only now
        from savings import waiting  # noqa: PLC0415
        from savings.baselines import REDUCTION  # noqa: PLC0415
        from savings.search import KINDS as SEARCHED  # noqa: PLC0415
        from workstreams import gates  # noqa: PLC0415

        gates.register(REDUCTION)
        duties.register(*waiting.KINDS)
        search.register(*SEARCHED)
        register(guards.checked(GUARDS), Tags.database)

"""App configuration."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from governance.guards import GUARDS
from partnership import guards


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self) -> None:
        from governance.calendar import CALENDAR  # noqa: PLC0415 - models are loaded only now
        from savings.figures import points  # noqa: PLC0415

        points.know(CALENDAR)
        register(guards.checked(GUARDS), Tags.database)

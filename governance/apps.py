"""App configuration."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from governance.guards import GUARDS
from partnership import guards


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self) -> None:
        from governance.calendar import CALENDAR  # noqa: PLC0415 - models are loaded only now
        from governance.packs.heads import told  # noqa: PLC0415
        from savings import proof  # noqa: PLC0415
        from savings.figures import points  # noqa: PLC0415

        points.know(CALENDAR)
        proof.know(told)
        register(guards.checked(GUARDS), Tags.database)

"""App configuration."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from governance.guards import GUARDS
from partnership import guards


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self) -> None:
        register(guards.checked(GUARDS), Tags.database)

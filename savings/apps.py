"""App configuration."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from partnership import guards
from savings.guards import GUARDS


class SavingsConfig(AppConfig):
    name = "savings"

    def ready(self) -> None:
        register(guards.checked(GUARDS), Tags.database)

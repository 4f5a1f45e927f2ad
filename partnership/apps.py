"""App configuration."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from partnership import guards


class PartnershipConfig(AppConfig):
    name = "partnership"
    verbose_name = "Organisations, partnerships and people"

    def ready(self) -> None:
        from partnership import duties, waiting  # noqa: PLC0415 - models are loaded only now

        duties.register(*waiting.KINDS)
        register(guards.checked(guards.GUARDS), Tags.database)

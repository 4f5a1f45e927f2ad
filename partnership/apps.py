"""App configuration."""

from django.apps import AppConfig


class PartnershipConfig(AppConfig):
    name = "partnership"
    verbose_name = "Organisations, partnerships and people"

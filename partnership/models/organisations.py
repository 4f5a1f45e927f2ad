"""Organisations: shared by all partnerships, never copied."""

from datetime import date

from django.core.validators import BaseValidator, MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from partnership.permissions import reach


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OrganisationQuerySet":
        """Those that are or were members of a partnership the user has a grant in."""
        members = reach(user, "partnership.view_partnership", partnership="memberships__partnership_id")
        return self.filter(pk__in=self.model.objects.filter(members).values("pk"))

    def taking_part(self, workstream, first: date, last: date) -> "OrganisationQuerySet":
        """Members of the workstream's partnership that take part in it on a day from `first` to `last`, by code."""
        participations = workstream.participations.overlapping(first, last)
        memberships = workstream.partnership.memberships.overlapping(first, last)
        return (
            self.filter(pk__in=participations.values("organisation"))
            .filter(pk__in=memberships.values("organisation"))
            .order_by("code")
        )


class Organisation(models.Model):
    """A council, police force, fire service, national park, health trust or company."""

    class Kind(models.TextChoices):
        DISTRICT = "district", "District or borough council"
        COUNTY = "county", "County council"
        UNITARY = "unitary", "Unitary or city council"
        POLICE = "police", "Police force"
        FIRE = "fire", "Fire and rescue service"
        PARK = "park", "National park authority"
        HEALTH = "health", "Health trust"
        COMPANY = "company", "Company"

    name = models.CharField(max_length=120, unique=True)
    short_name = models.CharField(max_length=40, help_text="As it stands in tables and charts, for example Bolsover.")
    code = models.SlugField(
        max_length=12, unique=True, help_text="For example BDC. It orders organisations everywhere."
    )
    kind = models.CharField(max_length=10, choices=Kind)
    ons_code = models.CharField("ONS code", max_length=9, blank=True, help_text="Nine characters, where known.")

    history = HistoricalRecords()
    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


def _between(least: int, most: int, of: str) -> list[BaseValidator]:
    sentence = f"Enter a number of {of} from {least:,} to {most:,}."
    return [MinValueValidator(least, sentence), MaxValueValidator(most, sentence)]


class OrganisationSize(models.Model):
    """Population and net revenue budget from a day on, until the next row."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="sizes")
    from_on = models.DateField("from")
    population = models.PositiveIntegerField(null=True, blank=True, validators=_between(1, 100_000_000, "persons"))
    net_budget_pence = models.BigIntegerField(
        "net revenue budget", null=True, blank=True, validators=[MinValueValidator(1, "Enter more than £0.00.")]
    )
    source = models.CharField(max_length=200, blank=True, help_text="Where the figures were taken from.")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "population and budget"
        ordering = ["organisation", "-from_on"]
        constraints = [models.UniqueConstraint(fields=["organisation", "from_on"], name="one_size_a_day")]

    def __str__(self) -> str:
        return f"{self.organisation.short_name} from {self.from_on:%d %B %Y}"

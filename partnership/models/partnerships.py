"""Partnerships and their dated members."""

from datetime import date

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership.dated import Dated, DatedQuerySet
from partnership.permissions import Place, reach


class PartnershipQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PartnershipQuerySet":
        return self.filter(reach(user, "partnership.view_partnership", partnership="pk"))


class Partnership(models.Model):
    """Organisations that share services under one governance, with one ledger of savings."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    purpose = models.TextField(blank=True)
    started_on = models.DateField("started")
    organisations = models.ManyToManyField(
        "partnership.Organisation", through="Membership", related_name="partnerships"
    )

    history = HistoricalRecords()
    objects = PartnershipQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("overview", kwargs={"partnership": self.slug})

    def place(self, permission: str) -> Place:
        return Place(self.pk, anywhere=True)

    def members_on(self, on: date):
        """Organisations that are members on this day, by code. One query."""
        return self.organisations.filter(memberships__in=self.memberships.current(on)).order_by("code")


class MembershipQuerySet(DatedQuerySet):
    def visible_to(self, user) -> "MembershipQuerySet":
        return self.filter(reach(user, "partnership.view_partnership"))


class Membership(Dated):
    """An organisation in a partnership, from one day to another, with or without a vote."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey("partnership.Organisation", models.PROTECT, related_name="memberships")
    votes = models.BooleanField("has a vote", default=True)

    history = HistoricalRecords()
    objects = MembershipQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["partnership", "organisation__code", "from_on"]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.partnership} from {self.from_on:%d %B %Y}"

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id, frozenset({self.organisation_id}))

"""Bodies: what they may do and who sits on them."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partnership.dated import Dated, DatedQuerySet
from partnership.models import Organisation, Partnership, User
from partnership.permissions import Place, reach


class BodyQuerySet(models.QuerySet):
    def visible_to(self, user) -> "BodyQuerySet":
        return self.filter(reach(user, "partnership.view_partnership"))


class Body(models.Model):
    """A board, meeting, forum, group or team of a partnership."""

    class Power(models.TextChoices):
        DECIDE = "decide", "Decides"
        RECOMMEND = "recommend", "Recommends"
        CONSULTED = "consulted", "Is consulted"
        DELIVER = "deliver", "Delivers"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="bodies")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, help_text="The body it reports to.")
    name = models.CharField(max_length=120)
    purpose = models.TextField(blank=True)
    power = models.CharField(max_length=10, choices=Power)
    quorum = models.PositiveSmallIntegerField(default=1, help_text="How many holders of seats must be present.")
    order = models.PositiveSmallIntegerField(default=0, help_text="Its place from top (0) to bottom.")

    history = HistoricalRecords()
    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        verbose_name_plural = "bodies"
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "name"],
                name="body_name_once",
                violation_error_message="This partnership has a body of this name already.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("body", kwargs={"partnership": self.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id)


class SeatQuerySet(DatedQuerySet):
    def visible_to(self, user) -> "SeatQuerySet":
        return self.filter(reach(user, "partnership.view_partnership", partnership="body__partnership_id"))


class Seat(Dated):
    """A seat on a body by office, for an organisation or none; its holder where there is one."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    office = models.CharField(max_length=80, help_text="For example Leader, Chief Executive or union side.")
    holder = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="seats")

    history = HistoricalRecords()
    objects = SeatQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["body", "organisation__code", "office"]

    def __str__(self) -> str:
        return f"{self.office}, {self.organisation.short_name}" if self.organisation else self.office

    def place(self, permission: str) -> Place:
        return self.body.place(permission)

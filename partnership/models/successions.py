"""Organisations dissolved into successors, and by what percentages these carry on what the old one had a share in."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from partnership.apportionment import Part
from partnership.lineage import Dissolved
from partnership.models.organisations import Organisation
from partnership.models.partnerships import Partnership
from partnership.permissions import Place, reach


class SuccessionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SuccessionQuerySet":
        return self.filter(reach(user, "partnership.view_partnership"))

    def dissolved(self) -> list[Dissolved]:
        """For `partnership.lineage`, in order of time. Two queries."""
        rows = self.order_by("dissolved_on", "pk").prefetch_related("successors")
        return [row.dissolved for row in rows]


class Succession(models.Model):
    """In one partnership: an organisation that was dissolved, and what its successors agreed there.

    Whatever was recorded stays under the old name. The successors' parts are shown beside it, never posted.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="successions")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="successions", verbose_name="dissolved organisation"
    )
    dissolved_on = models.DateField("dissolved", help_text="Its last day.")
    agreement = models.TextField(help_text="What the successors agreed, why so, and where it is written.")
    reference = models.CharField(max_length=120, blank=True, help_text="Of the order, the decision or the agreement.")

    history = HistoricalRecords()
    objects = SuccessionQuerySet.as_manager()

    class Meta:
        ordering = ["dissolved_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "organisation"],
                name="dissolved_once",
                violation_error_message="It is recorded already that this organisation was dissolved.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation.short_name}, dissolved {self.dissolved_on.day} {self.dissolved_on:%B %Y}"

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id)

    @property
    def dissolved(self) -> Dissolved:
        parts = tuple(Part(row.organisation_id, row.hundredths) for row in self.successors.all())
        return Dissolved(self.organisation_id, self.dissolved_on, parts)


class Successor(models.Model):
    """One successor's part, in hundredths of a per cent. The action sees that they add up to 100%."""

    succession = models.ForeignKey(Succession, models.CASCADE, related_name="successors")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="predecessors")
    hundredths = models.PositiveSmallIntegerField("part")

    history = HistoricalRecords()

    class Meta:
        ordering = ["organisation__code"]
        constraints = [
            models.UniqueConstraint(fields=["succession", "organisation"], name="one_part_of_each_successor"),
            models.CheckConstraint(name="successor_of_a_part", condition=Q(hundredths__gt=0, hundredths__lte=100_00)),
        ]

    def __str__(self) -> str:
        return f"{self.organisation.short_name}'s part"

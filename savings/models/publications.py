"""When a partnership's verified savings are open data."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from partnership.models import Partnership, User
from partnership.permissions import Place


class PublicationQuerySet(models.QuerySet):
    def open(self) -> "PublicationQuerySet":
        """Those that hold now: of a partnership one or none."""
        return self.filter(withdrawn_at=None)


class Publication(models.Model):
    """From one moment to another the verified savings of a partnership stand at a public address."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="publications")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    history = HistoricalRecords()
    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership"], condition=Q(withdrawn_at=None), name="publication_open_once"
            ),
            models.CheckConstraint(
                name="publication_withdrawn_all_or_nothing",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__gte=F("published_at"), withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Open data of {self.partnership}"

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id)

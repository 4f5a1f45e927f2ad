"""What a partnership shows to anybody: switched on and off, each time by somebody and at a moment."""

from django.db import models
from django.db.models import F, Q

from partnership.models.partnerships import Partnership
from partnership.models.people import User
from partnership.permissions import Place


class PublicationQuerySet(models.QuerySet):
    def open(self) -> "PublicationQuerySet":
        """Those that hold now: of a partnership one or none."""
        return self.filter(withdrawn_at=None)


class Published(models.Model):
    """From one moment to another something of a partnership stands at a public address."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="%(class)ss")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership"], condition=Q(withdrawn_at=None), name="%(class)s_open_once"),
            models.CheckConstraint(
                name="%(class)s_withdrawn_all_or_nothing",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__gte=F("published_at"), withdrawn_by__isnull=False),
            ),
        ]

    def place(self, permission: str) -> Place:
        return Place(self.partnership_id)

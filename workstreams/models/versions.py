"""Rows that are never changed: who puts one right writes a new version, with the reason, and the old one stays."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from partnership import clock
from partnership.append_only import AppendOnly
from partnership.models import User


class VersionedQuerySet(models.QuerySet):
    def heads(self, before: datetime | None = None) -> Self:
        """The newest version of each; or what was the newest at a moment (what was recorded before it)."""
        if before is None:
            return self.filter(replacement=None)
        return self.filter(Q(replacement=None) | Q(replacement__recorded_at__gte=before), recorded_at__lt=before)

    def in_force(self, before: datetime | None = None) -> Self:
        """The newest versions, without what was withdrawn."""
        return self.heads(before).filter(withdrawn=False)


class Versioned(AppendOnly):
    """One version. A trigger too refuses to change or delete it."""

    version = models.PositiveSmallIntegerField(default=1, editable=False)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replacement", editable=False
    )
    withdrawn = models.BooleanField(default=False, editable=False)
    reason = models.CharField("reason for the change", max_length=300, blank=True)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True

    @property
    def is_current(self) -> bool:
        """One query unless `replacement` was selected with it."""
        return not self.withdrawn and not hasattr(self, "replacement")

    def next_of(self, old: "Versioned | None") -> None:
        """Stand in the place of an older version."""
        self.replaces = old
        self.version = old.version + 1 if old else 1

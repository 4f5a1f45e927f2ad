"""Versions of reports: the whole as it read at a moment."""

import hashlib
import json
from typing import Any

from django.db import models
from django.urls import reverse

from governance.models.reports import Report
from partnership import clock
from partnership.append_only import AppendOnly
from partnership.models import User
from partnership.permissions import Place


class VersionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "VersionQuerySet":
        """To those who work on the report. Everybody else reads the published version on the report's own page."""
        return self.filter(report__in=Report.objects.at_work_for(user))

    def for_lists(self) -> "VersionQuerySet":
        return self.defer("content", "figures").select_related("made_by")


class ReportVersion(AppendOnly):
    """The whole report as it read at a moment, with its figures as at that moment."""

    class Kind(models.TextChoices):
        KEPT = "kept", "Kept"
        SENT = "sent", "Sent along"
        PUBLISHED = "published", "Published"

    report = models.ForeignKey(Report, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=9, choices=Kind)
    called = models.CharField("name", max_length=150, blank=True)
    content: Any = models.JSONField(help_text="All its words, and what belongs to it.")
    figures: Any = models.JSONField(default=dict, help_text="What its references to figures and charts stood for.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of content and figures.")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="report_version_once")]

    def __str__(self) -> str:
        named = f": {self.called}" if self.called else ""
        return f"Version {self.number}, {self.get_kind_display().lower()}{named}"

    def get_absolute_url(self) -> str:
        return reverse("report-version", kwargs={"partnership": self.report.partnership.slug, "pk": self.pk})

    def place(self, permission: str) -> Place:
        return self.report.place(permission)

    @staticmethod
    def digest_of(content: Any, figures: Any) -> str:
        return hashlib.sha256(json.dumps([content, figures], sort_keys=True).encode()).hexdigest()

"""Appendices of reports: files kept out of the web root."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from governance.models.reports import OfReport, OfReportQuerySet, Report, ReportPart, exempt_reason
from partnership.models.files import StoredFile


class AppendixQuerySet(OfReportQuerySet):
    def visible_to(self, user) -> "AppendixQuerySet":
        """Those of visible reports; exempt ones where exempt matter is open; taken away ones to who sees versions."""
        opened = Report.objects.filter(Report.objects.exempt_open_to(user))
        at_work = Report.objects.at_work_for(user)
        return (
            super()
            .visible_to(user)
            .filter(Q(exempt_reason="") | Q(report__in=opened))
            .filter(Q(removed_at=None) | Q(report__in=at_work))
        )

    def standing(self) -> "AppendixQuerySet":
        return self.filter(removed_at=None)


class Appendix(StoredFile, OfReport):
    """A file at the end of a report. Taken away, it stays for the versions that it was in."""

    folder = "appendices"

    report = models.ForeignKey(Report, models.PROTECT, related_name="appendices")
    title = models.CharField(max_length=200)
    exempt_reason = exempt_reason()
    removed_at = models.DateTimeField("taken away", null=True, blank=True, editable=False)

    history = HistoricalRecords()
    objects = AppendixQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "appendices"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("report-appendix", kwargs={"partnership": self.report.partnership.slug, "pk": self.pk})


def has_exempt_matter() -> Q:
    """Reports that are exempt, or have a part or an appendix that is."""
    parts = ReportPart.objects.filter(report=OuterRef("pk")).exclude(exempt_reason="")
    files = Appendix.objects.filter(report=OuterRef("pk")).exclude(exempt_reason="")
    return ~Q(exempt_reason="") | Q(Exists(parts)) | Q(Exists(files))
